"""What everything else points at: the plan's areas and measures, the 34 regions, organisations and
which of them are one.

OrganisationMark is append-only: triggers refuse any change; the latest row of a mark holds. A merge
is never deleted, and once decided it is not changed.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, money, one_of
from fund.plan.rules import MARKS, MERGES


class Area(SQLModel, table=True):
    """One of the plan's five areas, keyed A to E."""

    __tablename__ = "area"
    code: str = Field(primary_key=True, max_length=4)
    title_zh: str
    title_en: str


class Measure(SQLModel, table=True):
    """A measure of the plan that could be identified; ``ordinal`` only where it was seen in
    print.
    """

    __tablename__ = "measure"
    key: str = Field(primary_key=True, max_length=8)
    area: str = Field(foreign_key="area.code", index=True)
    ordinal: int | None = None
    title_zh: str
    title_en: str
    wording: str


class Region(SQLModel, table=True):
    """A province-level unit by its GB/T 2260 code, with its place in the tile grid."""

    __tablename__ = "region"
    code: str = Field(primary_key=True, max_length=6)
    name_zh: str
    name_en: str
    short_zh: str
    short_en: str
    column: int
    row: int


class Organisation(SQLModel, table=True):
    """A body known by (scheme, identifier); Chinese ones by unified social credit code, scheme
    CN-USCI.
    """

    __tablename__ = "organisation"
    __table_args__ = (sa.UniqueConstraint("scheme", "identifier"),)
    id: int | None = Field(default=None, primary_key=True)
    scheme: str = Field(max_length=40)
    identifier: str = Field(max_length=200)
    name: str = Field(index=True)
    region_code: str = Field(default="", max_length=6)
    is_commercial: bool | None = None
    is_demonstration: bool = False


class OrganisationMark(SQLModel, table=True):
    """One of the two flags, set or taken away, with a reason. Never changed."""

    __tablename__ = "organisation_mark"
    __table_args__ = (
        one_of("mark", tuple(MARKS)),
        sa.Index("ix_organisation_mark_latest", "organisation_id", "mark", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    mark: str = Field(max_length=20)
    is_set: bool
    reason: str
    recorded_on: date
    recorded_at: datetime = instant()
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")


class OrganisationMerge(SQLModel, table=True):
    """That an organisation is another one, entered twice: proposed by one person, decided by
    another. Nothing else is rewritten.
    """

    __tablename__ = "organisation_merge"
    __table_args__ = (
        one_of("outcome", tuple(MERGES)),
        sa.CheckConstraint("organisation_id <> kept_id", name="two"),
        sa.CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
        sa.Index(
            "uq_organisation_merge_standing",
            "organisation_id",
            unique=True,
            sqlite_where=sa.text("outcome <> 'rejected'"),
            postgresql_where=sa.text("outcome <> 'rejected'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    kept_id: int = Field(foreign_key="organisation.id", index=True)
    outcome: str = Field(default="open", max_length=10)
    reason: str
    proposed_on: date
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    proposed_for: int | None = Field(default=None, foreign_key="person.id")
    decided_on: date | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    version: int = 1


class OrganisationTotal(SQLModel, table=True):
    """How many grants, or contracts of a category, are on record of an organisation, and what they
    are committed in renminbi today; kept by the database.
    """

    __tablename__ = "organisation_total"
    organisation_id: int = Field(primary_key=True, foreign_key="organisation.id")
    kind: str = Field(primary_key=True, max_length=12)
    category: str = Field(primary_key=True, max_length=20)
    undertakings: int = 0
    committed_fen: int = money(default=0)
