"""Rows of subsidies that are read in several places: a subsidy with its terms."""

from datetime import date

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
