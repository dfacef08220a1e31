"""People and the roles they hold or held."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from fund.access.rules import LONGEST_ADDRESS, ROLES
from fund.columns import instant, one_of


class Person(SQLModel, table=True):
    """Somebody who acts: ``login`` is unique, ``email`` (maybe empty) is where reminders go,
    ``is_demonstration`` marks the invented ones.
    """

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=80)
    email: str = Field(default="", max_length=LONGEST_ADDRESS)
    is_demonstration: bool = False
    added_at: datetime = instant()


class Delegation(SQLModel, table=True):
    """A role lent from one person to another from ``starts_on`` to ``ends_on``, both included;
    ended sooner at ``ended_at``.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="days"),
        sa.CheckConstraint("to_id <> from_id", name="two"),
    )
    id: int | None = Field(default=None, primary_key=True)
    from_id: int = Field(foreign_key="person.id", index=True)
    to_id: int = Field(foreign_key="person.id", index=True)
    role: str = Field(max_length=40)
    scope: str = Field(default="", max_length=40)
    starts_on: date
    ends_on: date
    reason: str
    delegated_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)


class RoleAssignment(SQLModel, table=True):
    """A role held from ``assigned_at`` until ``revoked_at``; scope is a region or centre code,
    empty for the whole fund.
    """

    __tablename__ = "role_assignment"
    __table_args__ = (
        one_of("role", tuple(ROLES)),
        sa.Index(
            "uq_role_assignment_held",
            "person_id",
            "role",
            "scope",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = Field(max_length=40)
    scope: str = Field(default="", max_length=40)
    assigned_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)
