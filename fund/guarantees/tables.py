"""Guarantees and what became of each. Events are only added; what is held follows from them."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.attachments.tables
import fund.debris.tables
import fund.milestones.tables
import fund.procurement.tables  # noqa: F401  the tables its keys name
from fund.columns import money, one_of
from fund.guarantees.rules import EVENTS, FORMS, KINDS, PROPOSALS, STATES

PROPOSED = ("open", "approved", "rejected")
OPEN = sa.text("outcome = 'open'")


class Guarantee(SQLModel, table=True):
    """One letter, deposit or policy as it was lodged. ``held_fen`` is kept by a trigger from its
    events; ``state``, ``valid_until``, ``met_on`` and ``back_on`` mirror the last of them.
    ``base_fen`` is what its limit is a share of, ``return_days`` the working days it goes back in.
    """

    __tablename__ = "guarantee"
    __table_args__ = (
        one_of("kind", tuple(KINDS)),
        one_of("form", tuple(FORMS)),
        one_of("state", STATES),
        sa.UniqueConstraint("issuer_key", "number_key"),
        sa.CheckConstraint("face_fen > 0 AND held_fen >= 0 AND required_fen >= 0", name="amounts"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days"),
        sa.CheckConstraint("form = 'deposit' OR valid_to IS NOT NULL", name="ends"),
        sa.CheckConstraint("issuer <> '' AND number <> '' AND duty <> ''", name="told"),
        sa.CheckConstraint(
            "(CASE WHEN undertaking_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN process_id IS NULL"
            " THEN 0 ELSE 1 END) + (CASE WHEN spacecraft_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_subject",
        ),
        sa.Index("ix_guarantee_until", "valid_until", "id"),
        sa.Index("ix_guarantee_back", "back_on", "id"),
        sa.Index("ix_guarantee_kind_until", "kind", "valid_until", "id"),
        sa.Index("ix_guarantee_form_until", "form", "valid_until", "id"),
        sa.Index("ix_guarantee_state_until", "state", "valid_until", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    form: str = Field(max_length=10)
    issuer: str = Field(max_length=120)
    issuer_key: str = Field(max_length=120)
    number: str = Field(max_length=80)
    number_key: str = Field(max_length=80)
    face_fen: int = money()
    required_fen: int = money()
    base_fen: int | None = money(default=None)
    currency: str = Field(default="CNY", max_length=3)
    valid_from: date
    valid_to: date | None = None
    beneficiary: str = Field(default="", max_length=120)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id", index=True)
    process_id: int | None = Field(default=None, foreign_key="procurement_process.id", index=True)
    spacecraft_id: int | None = Field(default=None, foreign_key="spacecraft.id", index=True)
    duty: str = Field(max_length=300)
    duty_due_on: date | None = None
    return_days: int = 5
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    state: str = Field(default="to_check", max_length=12)
    held_fen: int = money(default=0)
    valid_until: date | None = None
    met_on: date | None = None
    back_on: date | None = None
    lodged_on: date
    lodged_by: int | None = Field(default=None, foreign_key="person.id")
    lodged_for: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class GuaranteeEvent(SQLModel, table=True):
    """What became of a guarantee: amount in fen where it changes what is held, its last day from
    then on, the day its duty was met. Rows are only added.
    """

    __tablename__ = "guarantee_event"
    __table_args__ = (
        one_of("kind", tuple(EVENTS)),
        sa.CheckConstraint(
            "(kind IN ('lodged', 'refused', 'raised', 'lowered', 'claimed', 'paid_out',"
            " 'released')) = (amount_fen > 0)",
            name="amount",
        ),
        sa.CheckConstraint("occurred_on <= recorded_on", name="past"),
        sa.Index("ix_guarantee_event_of", "guarantee_id", "id"),
        sa.Index("ix_guarantee_event_day", "recorded_on", "guarantee_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    guarantee_id: int = Field(foreign_key="guarantee.id")
    kind: str = Field(max_length=12)
    amount_fen: int = money(default=0)
    valid_until: date | None = None
    words: str = ""
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    proposal_id: int | None = Field(default=None, foreign_key="guarantee_proposal.id", unique=True)
    occurred_on: date
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_for: int | None = Field(default=None, foreign_key="person.id")


class GuaranteeProposal(SQLModel, table=True):
    """That a guarantee be raised, lowered, extended or claimed: proposed by one person, decided by
    another; only then an event follows.
    """

    __tablename__ = "guarantee_proposal"
    __table_args__ = (
        one_of("kind", tuple(PROPOSALS)),
        one_of("outcome", PROPOSED),
        sa.CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
        sa.CheckConstraint("(outcome = 'open') = (decided_on IS NULL)", name="decided"),
        sa.CheckConstraint(
            "(kind = 'extend') = (valid_to IS NOT NULL) AND (kind = 'extend') = (amount_fen = 0)",
            name="asks",
        ),
        sa.Index(
            "uq_guarantee_proposal_open",
            "guarantee_id",
            "kind",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    guarantee_id: int = Field(foreign_key="guarantee.id", index=True)
    kind: str = Field(max_length=8)
    amount_fen: int = money(default=0)
    valid_to: date | None = None
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    reason: str
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    outcome: str = Field(default="open", max_length=10)
    proposed_on: date
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    proposed_for: int | None = Field(default=None, foreign_key="person.id")
    decided_on: date | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    version: int = 1
