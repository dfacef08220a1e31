"""The fund's own grants: calls and what became of an application; what the ledger's undertaking
does not say.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.attachments.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.columns import money, one_of
from fund.grants.rules import FINDINGS


class Call(SQLModel, table=True):
    """A call for applications, 指南: drafted by one person, published by another; it pays from one
    budget line.
    """

    __tablename__ = "call"
    __table_args__ = (
        sa.CheckConstraint("closes_on >= opens_on", name="days"),
        sa.CheckConstraint("published_by <> drafted_by", name="four_eyes"),
        sa.Index("ix_call_opens_on", "opens_on", "id"),
        sa.Index("ix_call_closes_on", "closes_on", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    title: str
    line_id: int = Field(foreign_key="line.id")
    opens_on: date
    closes_on: date
    needed_reviews: int = 2
    drafted_by: int | None = Field(default=None, foreign_key="person.id")
    drafted_for: int | None = Field(default=None, foreign_key="person.id")
    published_by: int | None = Field(default=None, foreign_key="person.id")
    published_on: date | None = None


class Criterion(SQLModel, table=True):
    """What reviewers score in a call: weight in percent, points from 0 to ``most``."""

    __tablename__ = "criterion"
    call_id: int = Field(primary_key=True, foreign_key="call.id")
    code: str = Field(primary_key=True, max_length=20)
    title: str
    weight: int
    most: int = 10


class Grant(SQLModel, table=True):
    """A grant beside its undertaking; ``instrument`` leaves room for equity and subsidies. Applied
    for under a call, or without one.

    ``applied_on`` is the day received, else the day entered. ``stage`` is the key of rules.STAGES
    its undertaking's status belongs to, "" once decided: triggers keep it.
    """

    __tablename__ = "grant_record"
    __table_args__ = (
        sa.Index("ix_grant_record_applied", "applied_on", "undertaking_id"),
        sa.Index("ix_grant_record_stage", "stage", "applied_on", "undertaking_id"),
        sa.Index(
            "ix_grant_record_undecided",
            "applied_on",
            "undertaking_id",
            sqlite_where=sa.text("stage <> ''"),
            postgresql_where=sa.text("stage <> ''"),
        ),
    )
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    instrument: str = Field(default="grant", max_length=20)
    purpose: str = ""
    call_id: int | None = Field(default=None, foreign_key="call.id", index=True)
    requested_fen: int = money(default=0)
    received_on: date | None = None
    applied_on: date
    stage: str = Field(default="recommended", max_length=16)
    letter_sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)


class Review(SQLModel, table=True):
    """One reviewer's word on one application: a score, or a conflict of interest declared instead.
    Never changed.
    """

    __tablename__ = "review"
    __table_args__ = (sa.UniqueConstraint("undertaking_id", "reviewer_id"),)
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id")
    reviewer_id: int | None = Field(default=None, foreign_key="person.id")
    has_conflict: bool = False
    comment: str = ""
    reviewed_on: date


class Score(SQLModel, table=True):
    """The points a review gives for one criterion."""

    __tablename__ = "score"
    review_id: int = Field(primary_key=True, foreign_key="review.id")
    criterion: str = Field(primary_key=True, max_length=20)
    points: int


class MidtermCheck(SQLModel, table=True):
    """What was found half-way through a grant: one of FINDINGS, why, and the minutes. Never
    changed.
    """

    __tablename__ = "midterm_check"
    __table_args__ = (one_of("finding", tuple(FINDINGS)),)
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    finding: str = Field(max_length=20)
    reason: str
    minutes_sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    checked_by: int | None = Field(default=None, foreign_key="person.id")
    checked_on: date


class Recommendation(SQLModel, table=True):
    """What government says of an application before the fund decides, with its letter. Never
    changed.
    """

    __tablename__ = "recommendation"
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", unique=True)
    is_recommended: bool
    amount_fen: int = money(default=0)
    reason: str = ""
    letter_sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    recommended_by: int | None = Field(default=None, foreign_key="person.id")
    recommended_on: date
