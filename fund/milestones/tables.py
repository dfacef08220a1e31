"""Milestones and what became of them, evidence, acceptance, waivers: dated events, never
overwritten.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, money, one_of, partial

STATUSES = ("scheduled", "met", "partially_met", "not_met")
ORDERED = {
    "on": ("due_on",),
    "first": ("first_due_on",),
    "forecast": ("forecast_on",),
    "met": ("met_on",),
    "measure": ("measure", "due_on"),
    "measure_status": ("measure", "status", "due_on"),
    "region": ("region_code", "due_on"),
    "region_status": ("region_code", "status", "due_on"),
    "organisation": ("organisation_id", "due_on"),
    "organisation_status": ("organisation_id", "status", "due_on"),
}
"""The ways the list of milestones is read: what it is filtered by, then what it is sorted by."""


UNJUDGED = "milestone.status = 'scheduled' AND milestone.tranche_id IS NULL"
PROPOSED = "waiver_proposal.is_open"
"""What waits, word for word as an index says it."""


class Milestone(SQLModel, table=True):
    """A step an undertaking promised. The dates and status here mirror its latest event;
    ``first_due_on`` never moves.

    ``weight`` is how much it counts beside the other steps of its undertaking. ``measure``,
    ``region_code`` and ``organisation_id`` are its undertaking's: triggers keep them, so that one
    index answers a filter and an order together.
    """

    __tablename__ = "milestone"
    __table_args__ = (
        sa.UniqueConstraint("undertaking_id", "code"),
        one_of("status", STATUSES),
        sa.CheckConstraint("weight >= 1", name="weight"),
        sa.Index("ix_milestone_due", "status", "due_on", "id"),
        partial("ix_milestone_unjudged", UNJUDGED, "status", "due_on", "id"),
        *(sa.Index(f"ix_milestone_{name}", *columns, "id") for name, columns in ORDERED.items()),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id")
    tranche_id: int | None = Field(default=None, foreign_key="tranche.id", index=True)
    code: str = Field(max_length=40)
    title: str
    owner: str = ""
    first_due_on: date
    due_on: date
    forecast_on: date | None = None
    met_on: date | None = None
    status: str = Field(default="scheduled", max_length=16)
    weight: int = 1
    version: int = 1
    measure: str = Field(default="", max_length=8)
    region_code: str = Field(default="", max_length=6)
    organisation_id: int = 0


class MilestoneEvent(SQLModel, table=True):
    """What was known of a milestone from ``recorded_on``: its approved due date, forecast, status,
    day met.
    """

    __tablename__ = "milestone_event"
    __table_args__ = (
        one_of("status", STATUSES),
        sa.Index("ix_milestone_event_known", "milestone_id", "recorded_on"),
        sa.Index("ix_milestone_event_due", "status", "due_on", "milestone_id"),
        sa.Index("ix_milestone_event_on", "due_on", "milestone_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    recorded_on: date = Field(index=True)
    due_on: date
    forecast_on: date | None = None
    met_on: date | None = None
    status: str = Field(max_length=16)
    reason: str = ""
    actor_id: int | None = Field(default=None, foreign_key="person.id")


class Evidence(SQLModel, table=True):
    """A document filed for a tranche (and the milestone behind it), known by the SHA-256 of its
    content.
    """

    __tablename__ = "evidence"
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    tranche_id: int = Field(foreign_key="tranche.id", index=True)
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    title: str
    sha256: str = Field(max_length=64)
    filed_on: date
    filed_at: datetime = instant()
    filed_by: int | None = Field(default=None, foreign_key="person.id")


class EvidenceWaiting(SQLModel, table=True):
    """Evidence nobody has accepted yet; triggers keep it."""

    __tablename__ = "evidence_waiting"
    __table_args__ = (sa.Index("ix_evidence_waiting_filed", "filed_on", "evidence_id"),)
    evidence_id: int = Field(primary_key=True, foreign_key="evidence.id")
    filed_on: date


class Acceptance(SQLModel, table=True):
    """Why a tranche may be paid: accepted evidence, a waiver by two people, or the office's opening
    state.
    """

    __tablename__ = "acceptance"
    __table_args__ = (
        one_of("basis", ("evidence", "waiver", "opening")),
        sa.CheckConstraint("basis <> 'evidence' OR evidence_id IS NOT NULL", name="evidence"),
        sa.CheckConstraint(
            "basis <> 'waiver' OR (proposed_by IS NOT NULL AND proposed_by <> accepted_by AND"
            " reason <> '')",
            name="waiver",
        ),
        sa.Index("ix_acceptance_basis", "basis", "recorded_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    tranche_id: int = Field(foreign_key="tranche.id", index=True)
    basis: str = Field(max_length=10)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id")
    amount_fen: int = money()
    recorded_on: date
    accepted_by: int | None = Field(default=None, foreign_key="person.id")
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""


class WaiverProposal(SQLModel, table=True):
    """One decider's wish to have a tranche paid before its evidence; a second decider grants it."""

    __tablename__ = "waiver_proposal"
    __table_args__ = (partial("ix_waiver_proposal_open", PROPOSED, "proposed_on", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    tranche_id: int = Field(foreign_key="tranche.id", index=True)
    undertaking_id: int = Field(foreign_key="undertaking.id")
    reason: str
    proposed_on: date
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    is_open: bool = True


class MilestoneNeed(SQLModel, table=True):
    """That a milestone waits for another one, or no longer does; the latest row of a pair holds.
    Never changed.
    """

    __tablename__ = "milestone_need"
    __table_args__ = (
        sa.CheckConstraint("milestone_id <> needs_id", name="another"),
        sa.Index("ix_milestone_need_pair", "milestone_id", "needs_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id")
    needs_id: int = Field(foreign_key="milestone.id")
    is_needed: bool = True
    reason: str
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
