"""Accounts of a provider and the sign-ins made with them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, one_of

ENDINGS = ("", "signed_out", "idle", "expired", "revoked")
"""Why a sign-in ended; empty while it lasts."""


class Identity(SQLModel, table=True):
    """That a provider's account (issuer and subject) is a person here, from ``linked_at`` until
    ``unlinked_at``.
    """

    __tablename__ = "identity"
    __table_args__ = (
        sa.Index(
            "uq_identity_linked",
            "issuer",
            "subject",
            unique=True,
            sqlite_where=sa.text("unlinked_at IS NULL"),
            postgresql_where=sa.text("unlinked_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=300)
    person_id: int = Field(foreign_key="person.id", index=True)
    linked_at: datetime = instant()
    unlinked_at: datetime | None = instant(default=None)


class SignInSession(SQLModel, table=True):
    """One sign-in at the provider, known by the hash of what its token says
    (fund.access.sessions.key_of); ended for good at ``ended_at``.
    """

    __tablename__ = "sign_in_session"
    __table_args__ = (
        one_of("why", ENDINGS),
        sa.Index("ix_sign_in_session_number", "number", unique=True),
        sa.Index("ix_sign_in_session_why", "why", "number"),
    )
    key: str = Field(primary_key=True, max_length=64)
    number: int = Field(sa_column_kwargs={"server_default": "0"})
    """One more than the sign-in before: what a list of them goes by."""
    person_id: int = Field(foreign_key="person.id", index=True)
    started_at: datetime = instant()
    last_seen_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)
    why: str = Field(default="", max_length=12)
