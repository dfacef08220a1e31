"""The fund's own procurement: a process from plan to award, its bids and events, and the contract
that follows.

ProcessEvent is append-only: triggers refuse any change; so are FlagDisposition and Delivery.
ProcessCount, MethodTotal and BidCount are written by triggers alone.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables
import fund.plan.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, money, one_of
from fund.ledger.rules import CATEGORIES
from fund.procurement.deliverables import ORBITS, OUTCOMES
from fund.procurement.rules import BID_STATUSES, CRITERIA, DISPOSITIONS, METHODS, STAGES
from fund.search import TERM


class Contract(SQLModel, table=True):
    """A procurement beside its undertaking: its OCDS id, its legal method, when it was tendered."""

    __tablename__ = "contract"
    __table_args__ = (one_of("method", tuple(METHODS)),)
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    ocid: str = Field(unique=True, max_length=80)
    method: str = Field(max_length=40)
    tendered_on: date | None = None
    bidders: int | None = None


class Process(SQLModel, table=True):
    """One procurement, from its plan to its award: what is bought, how, on which line, and where it
    stands.

    A framework (``is_framework``) fixes suppliers, a ceiling and an end, and commits nothing; a
    call-off names its framework.
    """

    __tablename__ = "procurement_process"
    __table_args__ = (
        one_of("category", tuple(CATEGORIES)),
        one_of("method", tuple(METHODS)),
        one_of("award_criteria", tuple(CRITERIA)),
        one_of("status", tuple(STAGES)),
        sa.CheckConstraint("estimate_fen > 0", name="estimate"),
        sa.CheckConstraint("NOT (is_framework AND framework_id IS NOT NULL)", name="framework"),
        sa.CheckConstraint("is_framework = (ends_on IS NOT NULL)", name="ends"),
        sa.Index("ix_procurement_process_stage", "status", "id"),
        sa.Index("ix_procurement_process_kind", "category", "id"),
        sa.Index("ix_procurement_process_both", "status", "category", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ocid: str = Field(unique=True, max_length=80)
    code: str = Field(unique=True, max_length=60)
    title: str
    category: str = Field(max_length=20)
    method: str = Field(max_length=40)
    rationale: str = ""
    line_id: int = Field(foreign_key="line.id", index=True)
    region_code: str = Field(max_length=6)
    currency: str = Field(default="CNY", max_length=3)
    estimate_fen: int = money()
    """What it is estimated to cost; of a framework, its ceiling: what its call-offs come to
    together at most.
    """
    is_framework: bool = False
    framework_id: int | None = Field(default=None, foreign_key="procurement_process.id", index=True)
    ends_on: date | None = Field(default=None, index=True)
    """The last day of a framework: nothing is called off after it."""
    award_criteria: str = Field(default="ratedCriteria", max_length=20)
    status: str = Field(default="planned", max_length=20)
    planned_on: date
    notice_on: date | None = None
    closes_at: datetime | None = instant(default=None)
    """Bids are received until then: the end of the tender period."""
    evaluated_on: date | None = None
    mission_code: str = Field(default="", max_length=40, index=True)
    is_demonstration: bool = False
    version: int = 1


class ProcessEvent(SQLModel, table=True):
    """Something somebody did in a process, with its facts as JSON. Never changed."""

    __tablename__ = "procurement_process_event"
    __table_args__ = (sa.Index("ix_procurement_process_event_hand", "process_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="procurement_process.id")
    kind: str = Field(max_length=40)
    recorded_on: date
    recorded_at: datetime = instant()
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")
    """Who lent the role the act was done by."""
    reason: str = ""
    facts: str = Field(default="{}", sa_type=sa.Text)


class Bid(SQLModel, table=True):
    """One supplier's bid as it came in; a late one is kept and is not valid."""

    __tablename__ = "bid"
    __table_args__ = (
        one_of("status", tuple(BID_STATUSES)),
        sa.CheckConstraint("amount_fen > 0", name="amount"),
        sa.CheckConstraint("status <> 'disqualified' OR reason <> ''", name="reason"),
        sa.CheckConstraint("NOT is_winner OR status = 'valid'", name="winner"),
    )
    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="procurement_process.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    amount_fen: int = money()
    currency: str = Field(default="CNY", max_length=3)
    received_at: datetime = instant()
    status: str = Field(default="pending", max_length=20)
    reason: str = ""
    is_winner: bool = False
    is_small_entity: bool = False
    version: int = 1


class ProcessContract(SQLModel, table=True):
    """Which process a contract came from, and by which bid."""

    __tablename__ = "process_contract"
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    process_id: int = Field(foreign_key="procurement_process.id", index=True)
    bid_id: int | None = Field(default=None, foreign_key="bid.id")


class ProcessTerm(SQLModel, table=True):
    """Where a search in the register may begin: each word of a code or title with what follows it,
    in lower case.
    """

    __tablename__ = "process_term"
    term: str = Field(primary_key=True, sa_type=TERM)
    process_id: int = Field(primary_key=True, foreign_key="procurement_process.id")


class ProcessCount(SQLModel, table=True):
    """How many processes of a category stand in a stage."""

    __tablename__ = "process_count"
    status: str = Field(primary_key=True, max_length=20)
    category: str = Field(primary_key=True, max_length=20)
    processes: int = 0


class MethodTotal(SQLModel, table=True):
    """What the contracts of a category by a method are committed in renminbi today; kept by the
    database.
    """

    __tablename__ = "method_total"
    category: str = Field(primary_key=True, max_length=20)
    method: str = Field(primary_key=True, max_length=40)
    committed_fen: int = money(default=0)


class BidCount(SQLModel, table=True):
    """How many bids of an organisation are on record and how many of them won; kept by the
    database.
    """

    __tablename__ = "bid_count"
    organisation_id: int = Field(primary_key=True, foreign_key="organisation.id")
    bids: int = 0
    won: int = 0


class FlagDisposition(SQLModel, table=True):
    """What somebody said of a red flag, with the numbers that had raised it; the latest counts.
    Never changed.
    """

    __tablename__ = "flag_disposition"
    __table_args__ = (
        one_of("outcome", tuple(DISPOSITIONS)),
        sa.CheckConstraint("process_id IS NOT NULL OR organisation_id IS NOT NULL", name="about"),
        sa.CheckConstraint("reason <> ''", name="reason"),
    )
    id: int | None = Field(default=None, primary_key=True)
    flag: str = Field(max_length=4, index=True)
    process_id: int | None = Field(default=None, foreign_key="procurement_process.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    outcome: str = Field(max_length=20)
    reason: str
    facts: str = Field(default="{}", sa_type=sa.Text)
    recorded_on: date
    recorded_at: datetime = instant()
    actor_id: int | None = Field(default=None, foreign_key="person.id")


class Delivery(SQLModel, table=True):
    """What a contract delivered on a day, in the figures of its category
    (fund.procurement.deliverables); one that another replaces counts no more. Never changed.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        one_of("orbit", ("", *ORBITS)),
        one_of("outcome", ("", *OUTCOMES)),
        sa.CheckConstraint("item <> ''", name="item"),
        *(
            sa.CheckConstraint(f"{name} > 0", name=name)
            for name in ("mass_kg", "quantity", "hours", "data_gb")
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    replaces_id: int | None = Field(default=None, foreign_key="delivery.id", unique=True)
    delivered_on: date
    item: str
    orbit: str = Field(default="", max_length=12)
    mass_kg: int | None = None
    is_reused: bool = False
    outcome: str = Field(default="", max_length=12)
    quantity: int | None = None
    in_orbit: bool = False
    hours: int | None = None
    data_gb: int | None = None
    source: str
    """The document the figures are read from."""
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
