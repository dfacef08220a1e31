"""Rows of holdings that are read in several places: a holding with its terms."""

from datetime import date
from decimal import Decimal
from typing import TypedDict

from fund.ledger.rows import Facts


class HoldingFacts(Facts):
    """One holding: fund.holdings.queries.HOLDINGS, and what was agreed of it."""

    holding_id: str
    organisation: str
    organisation_id: int
    form: str
    channel: str
    committed_fen: int
    uncalled_fen: int
    others_subscribed_fen: int
    others_paid_fen: int
    social_paid_fen: int
    leverage: Decimal | None
    social_leverage: Decimal | None
    paid_in_fen: int
    proceeds_fen: int
    principal_fen: int
    gain_fen: int
    loss_fen: int
    cost_left_fen: int
    fair_value_fen: int
    unrealised_fen: int
    tvpi: Decimal | None
    dpi: Decimal | None
    rvpi: Decimal | None
    irr: Decimal | None
    valued_on: date | None
    remit_principal_fen: int
    remit_gain_fen: int
    remit_fen: int
    grounds: list[tuple[str, date]]
    state: str
    decided_on: date | None
    recommended_by: str
    field: str
    is_private: bool
    is_early: bool
    fund_size_fen: int | None
    single_percent: int | None
    pays_after_others: bool
    rolls_over: bool
    term_ends_on: date | None
    purpose: str


class FactRow(TypedDict):
    """One fact of a holding, as far as its forms ask: of fund.holdings.queries.FACTS."""

    fact_id: int
    kind: str
    occurred_on: date
    amount_fen: int | None
    investor: str
    by: str
    state: str
    ends_id: int | None


class FactSaid(FactRow):
    """One fact of a holding with what it says beside its amount."""

    ground: str | None
    units: int | None
    words: str | None
    reference: str | None
