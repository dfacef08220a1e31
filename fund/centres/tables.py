"""Centres as registered, the periods they report on, and every report as it was written, handed in,
judged and kept.

SubmittedFigure, SubmissionRound, SubmissionEvent, CentreEvent and OfferUse are append-only; a
draft's figures are rewritten while it is with the centre. At most one report a centre and period
stands (``is_standing``): the database sees to all of it.
"""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.attachments.tables
import fund.ledger.tables
import fund.plan.tables  # noqa: F401  the tables its keys name
from fund.centres.rules import CHANNELS, KINDS, MEMBERS, STANDINGS, STATUSES
from fund.columns import Exact, instant, money, one_of


class Centre(SQLModel, table=True):
    """An innovation centre or open platform; ``host_id`` is the body it belongs to, ``code`` what
    its local role is held for.
    """

    __tablename__ = "centre"
    __table_args__ = (
        one_of("kind", tuple(KINDS)),
        one_of("standing", tuple(STANDINGS)),
        sa.Index("ix_centre_region", "region_code", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    kind: str = Field(max_length=20)
    field: str = Field(max_length=30)
    name_zh: str
    name_en: str = ""
    region_code: str = Field(foreign_key="region.code", max_length=6)
    city: str = ""
    host_id: int = Field(foreign_key="organisation.id")
    founded_on: date
    standing: str = Field(default="preparing", max_length=12)
    is_demonstration: bool = False
    registered_on: date
    version: int = 1


class CentreMember(SQLModel, table=True):
    """A body of the consortium, from ``joined_on`` until ``left_on``."""

    __tablename__ = "centre_member"
    __table_args__ = (
        one_of("role", tuple(MEMBERS)),
        sa.UniqueConstraint("centre_id", "organisation_id", "role"),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    role: str = Field(max_length=12)
    joined_on: date
    left_on: date | None = None


class CentreFunding(SQLModel, table=True):
    """That a grant or contract of the ledger pays for the centre; what it received is read
    there.
    """

    __tablename__ = "centre_funding"
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    centre_id: int = Field(foreign_key="centre.id", index=True)
    recorded_on: date


class CentreEquipment(SQLModel, table=True):
    """A large piece of equipment and what it cost in fen."""

    __tablename__ = "centre_equipment"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    name: str
    pieces: int = 1
    cost_fen: int = money()
    since: date


class PlatformOffer(SQLModel, table=True):
    """A service open to others, with what it can do in a year in its unit."""

    __tablename__ = "platform_offer"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    name: str
    unit: str = Field(max_length=20)
    capacity: Decimal = Field(sa_type=Exact)
    since: date


class OfferUse(SQLModel, table=True):
    """How much of a service was used in a period, as recorded; the latest row of a period holds.
    Never changed.
    """

    __tablename__ = "offer_use"
    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="platform_offer.id", index=True)
    period_id: int = Field(foreign_key="reporting_period.id")
    used: Decimal = Field(sa_type=Exact)
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class CentreEvent(SQLModel, table=True):
    """Something that happened to a centre's entry: registered, another standing. Never changed."""

    __tablename__ = "centre_event"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    kind: str = Field(max_length=40)
    standing: str = Field(max_length=12)
    recorded_on: date
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""


class ReportingPeriod(SQLModel, table=True):
    """Days that are reported on, for one kind of centre or for all (kind empty); any days, whole
    quarters mostly.
    """

    __tablename__ = "reporting_period"
    __table_args__ = (
        sa.CheckConstraint(
            "starts_on <= ends_on AND opens_on <= due_on AND due_on <= closes_on", name="days"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=20)
    name_zh: str
    name_en: str
    kind: str = Field(default="", max_length=20)
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date
    closes_on: date
    locked_on: date | None = None
    version: int = 1


class Extension(SQLModel, table=True):
    """More time asked for with a reason, and what was said to it; granted while ``is_granted``."""

    __tablename__ = "extension"
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id", index=True)
    period_id: int = Field(foreign_key="reporting_period.id")
    until: date
    reason: str
    asked_on: date
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    is_granted: bool | None = None
    decided_on: date | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    version: int = 1


class Submission(SQLModel, table=True):
    """One centre's report on one period; a revision of an approved one is another row with the next
    number.

    It stands from the day it is approved until a revision of it is: ``approved_on`` and
    ``superseded_on`` say when.
    """

    __tablename__ = "submission"
    __table_args__ = (
        one_of("status", STATUSES),
        sa.UniqueConstraint("centre_id", "period_id", "revision"),
        sa.Index(
            "uq_submission_standing",
            "centre_id",
            "period_id",
            unique=True,
            sqlite_where=sa.text("is_standing"),
            postgresql_where=sa.text("is_standing"),
        ),
        sa.CheckConstraint("NOT is_standing OR status IN ('approved', 'locked')", name="standing"),
    )
    id: int | None = Field(default=None, primary_key=True)
    centre_id: int = Field(foreign_key="centre.id")
    period_id: int = Field(foreign_key="reporting_period.id", index=True)
    revision: int = 0
    status: str = Field(default="draft", max_length=12, index=True)
    round: int = 0
    """How often it was handed in; its figures are those of this round."""
    is_standing: bool = False
    why: str = ""
    """Why it revises what was approved."""
    submitted_on: date | None = None
    approved_on: date | None = None
    superseded_on: date | None = None
    version: int = 1


class DraftFigure(SQLModel, table=True):
    """What stands in a field of the form now, as it was typed; ``typed`` counts how often a person
    changed it.
    """

    __tablename__ = "draft_figure"
    submission_id: int = Field(primary_key=True, foreign_key="submission.id")
    indicator: str = Field(primary_key=True, max_length=40)
    written: str = ""
    kind: str = Field(default="text", max_length=10)
    note: str = ""
    prefilled: str = ""
    typed: int = 0
    saved_at: datetime = instant()


class SubmissionRound(SQLModel, table=True):
    """Handed in once: by whom, on which way, with which file. Never changed."""

    __tablename__ = "submission_round"
    __table_args__ = (one_of("channel", CHANNELS), sa.UniqueConstraint("submission_id", "number"))
    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id")
    number: int
    channel: str = Field(max_length=12)
    sha256: str = Field(default="", max_length=64)
    typed_cells: int = 0
    asked_cells: int = 0
    submitted_on: date
    submitted_at: datetime = instant()
    actor_id: int | None = Field(default=None, foreign_key="person.id")


class SubmittedFigure(SQLModel, table=True):
    """A figure of a round: its value as text (``fund.centres.values.stored`` gives it back) and the
    word to it. Never changed.
    """

    __tablename__ = "submitted_figure"
    round_id: int = Field(primary_key=True, foreign_key="submission_round.id")
    indicator: str = Field(primary_key=True, max_length=40)
    value: str = ""
    note: str = ""


class Remark(SQLModel, table=True):
    """What a reviewer said to a cell of a round, and what the centre answered; both are written
    once.
    """

    __tablename__ = "remark"
    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    round: int
    indicator: str = Field(max_length=40)
    remark: str
    made_on: date
    made_by: int | None = Field(default=None, foreign_key="person.id")
    answer: str = ""
    answered_on: date | None = None
    answered_by: int | None = Field(default=None, foreign_key="person.id")


class SubmissionFile(SQLModel, table=True):
    """A file that belongs to a report: the workbook, the stamped scan, the centre's letter, a
    proof. Never changed.
    """

    __tablename__ = "submission_file"
    submission_id: int = Field(primary_key=True, foreign_key="submission.id")
    sha256: str = Field(primary_key=True, foreign_key="attachment.sha256", max_length=64)
    role: str = Field(max_length=12)
    file_name: str = Field(max_length=200)
    added_on: date
    added_by: int | None = Field(default=None, foreign_key="person.id")
    round: int = 0
    """How often the report had been handed in when the file was added: a stamped scan is of the
    figures of that round.
    """


class SubmissionEvent(SQLModel, table=True):
    """Something somebody did with a report; ``status`` is the state from then on. Never changed."""

    __tablename__ = "submission_event"
    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(foreign_key="submission.id", index=True)
    kind: str = Field(max_length=40)
    status: str = Field(max_length=12)
    round: int
    recorded_on: date
    recorded_at: datetime = instant()
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
