"""Rows of subsidies that are read in several places: a subsidy with its terms."""

from datetime import date
from typing import NotRequired, TypedDict

from fund.ledger.rows import Facts


class SubsidyFacts(Facts):
    """One subsidy: fund.subsidies.queries.SUBSIDIES."""

    subsidy_id: str
    recipient: str
    awarded_fen: int
    left_fen: int
    instrument: str
    method: str
    share: int
    points: int
    day_base: int
    first_day: date | None
    last_day: date | None
    contract_number: str
    lender: str
    loan_fen: int


class Owed(TypedDict):
    """What was paid of a settlement and what is owed back: fund.subsidies.queries.OWED."""

    paid_fen: int
    recomputed_fen: int
    claimed_fen: int
    owed_fen: int
    payment_id: int | None


class SettlementKnown(TypedDict):
    """What of a settlement decides what was paid of it, as known on the day."""

    settlement_id: int
    first_day: date
    last_day: date
    accepted_fen: int
    outcome: str
    decided_on: date | None


class SettlementRow(SettlementKnown):
    """One settlement as known on the day: fund.subsidies.queries.SETTLEMENTS."""

    computed_fen: int
    upto_fact_id: int
    settled_on: date
    settled_by: str | None
    decided_by: str | None
    why: str
    words: str
    sha256: str
    version: int


class SettlementOwed(SettlementRow, Owed):
    """One settlement with what was paid of it and what is owed back."""


class Settled(SettlementOwed):
    """One settlement of any subsidy, and its stretches in words where a file tells them."""

    subsidy_id: str
    currency: str
    stretches: NotRequired[str]
