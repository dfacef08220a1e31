"""Subsidies beside their undertakings: terms, what was stated of loan or policy, settlements and
claims. Statements and claims are only added.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.attachments.tables
import fund.ledger.tables
import fund.milestones.tables  # noqa: F401  the tables its keys name
from fund.columns import money, one_of
from fund.subsidies.rules import INSTRUMENTS, KINDS, METHODS, OUTCOMES

CUTS = sa.text("(subsidy_fact.kind <> 'principal' OR subsidy_fact.corrects_id IS NOT NULL)")
"""Statements that may make what was settled too much, as the index that serves them says."""


class Subsidy(SQLModel, table=True):
    """A subsidy beside its undertaking: the loan or policy by its number, and the terms, of days
    [first_day, last_day). ``share`` and ``points`` in millionths; the cap is what is obligated.
    """

    __tablename__ = "subsidy"
    __table_args__ = (
        one_of("instrument", tuple(INSTRUMENTS)),
        one_of("method", tuple(METHODS)),
        sa.CheckConstraint("day_base IN (365, 360)", name="day_base"),
        sa.CheckConstraint("last_day > first_day", name="days"),
        sa.CheckConstraint(
            "(method = 'share' AND share > 0 AND share <= 1000000 AND points = 0) OR (method ="
            " 'points' AND points > 0 AND points <= 360000 AND share = 0)",
            name="terms",
        ),
        sa.CheckConstraint("loan_fen > 0 AND contract_key <> '' AND lender <> ''", name="told"),
        sa.Index("ix_subsidy_contract", "contract_key", "instrument"),
    )
    undertaking_id: int = Field(primary_key=True, foreign_key="undertaking.id")
    instrument: str = Field(max_length=10)
    method: str = Field(max_length=10)
    share: int = 0
    points: int = 0
    day_base: int = 365
    first_day: date
    last_day: date
    contract_number: str = Field(max_length=80)
    contract_key: str = Field(max_length=80)
    lender: str = Field(max_length=120)
    loan_fen: int = money()
    entered_on: date


class SubsidyFact(SQLModel, table=True):
    """What was stated of a loan or policy, of days [starts_on, ends_on). A wrong one is corrected
    by another that names it; one of nothing takes it back. Rows are only added.
    """

    __tablename__ = "subsidy_fact"
    __table_args__ = (
        one_of("kind", tuple(KINDS)),
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="days"),
        sa.CheckConstraint(
            "amount_fen > 0 OR (amount_fen = 0 AND corrects_id IS NOT NULL)", name="amount"
        ),
        sa.CheckConstraint(
            "rate >= 0 AND rate <= 360000 AND (kind = 'principal' OR rate = 0) AND (kind <>"
            " 'principal' OR ends_on IS NOT NULL)",
            name="rate",
        ),
        sa.Index("ix_subsidy_fact_of", "undertaking_id", "id"),
        sa.Index(
            "ix_subsidy_fact_cuts",
            "undertaking_id",
            "id",
            sqlite_where=sa.text("kind <> 'principal' OR corrects_id IS NOT NULL"),
            postgresql_where=sa.text("kind <> 'principal' OR corrects_id IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="subsidy.undertaking_id")
    kind: str = Field(max_length=12)
    starts_on: date
    ends_on: date | None = None
    amount_fen: int = money()
    rate: int = 0
    words: str = ""
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    corrects_id: int | None = Field(default=None, foreign_key="subsidy_fact.id", unique=True)
    recorded_on: date
    stated_by: int | None = Field(default=None, foreign_key="person.id")
    stated_for: int | None = Field(default=None, foreign_key="person.id")


class SubsidySettlement(SQLModel, table=True):
    """Days [first_day, last_day) settled: computed by the system from the facts up to
    ``upto_fact_id``, by one person's wish, accepted by another for that much or less. No two that
    stand share a day: the database refuses it.
    """

    __tablename__ = "subsidy_settlement"
    __table_args__ = (
        one_of("outcome", tuple(OUTCOMES)),
        sa.CheckConstraint("last_day > first_day", name="days"),
        sa.CheckConstraint("decided_by <> settled_by", name="four_eyes"),
        sa.CheckConstraint(
            "computed_fen > 0 AND accepted_fen >= 0 AND accepted_fen <= computed_fen",
            name="computed",
        ),
        sa.CheckConstraint("(outcome = 'open') = (decided_on IS NULL)", name="decided"),
        sa.CheckConstraint(
            "(outcome IN ('accepted', 'opening')) = (accepted_fen > 0)", name="accepted"
        ),
        sa.Index("ix_subsidy_settlement_of", "undertaking_id", "first_day"),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="subsidy.undertaking_id")
    first_day: date
    last_day: date
    computed_fen: int = money()
    accepted_fen: int = money(default=0)
    upto_fact_id: int = 0
    sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    words: str = ""
    outcome: str = Field(default="open", max_length=10)
    settled_on: date
    settled_by: int | None = Field(default=None, foreign_key="person.id")
    settled_for: int | None = Field(default=None, foreign_key="person.id")
    decided_on: date | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    acceptance_id: int | None = Field(default=None, foreign_key="acceptance.id")
    version: int = 1


class SubsidyClaim(SQLModel, table=True):
    """What is claimed back of a settlement: paid less recomputed, less claims before, of a payment.
    Rows are only added; the money that comes back is the ledger's claw-back of that payment.
    """

    __tablename__ = "subsidy_claim"
    __table_args__ = (sa.CheckConstraint("amount_fen > 0", name="amount"),)
    id: int | None = Field(default=None, primary_key=True)
    settlement_id: int = Field(foreign_key="subsidy_settlement.id", index=True)
    payment_id: int = Field(foreign_key="act.id")
    paid_fen: int = money()
    recomputed_fen: int = money()
    amount_fen: int = money()
    upto_fact_id: int = 0
    reason: str
    stated_on: date
    stated_by: int | None = Field(default=None, foreign_key="person.id")
    stated_for: int | None = Field(default=None, foreign_key="person.id")
