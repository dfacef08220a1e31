"""Rows of procurement that are read in several places: a process as its page has it."""

from datetime import date, datetime
from typing import TypedDict

from fund.ledger.rows import Facts


class ProcessFacts(TypedDict):
    """One process with the contract that came of it, None where there is none."""

    id: int
    ocid: str
    code: str
    title: str
    category: str
    method: str
    rationale: str
    line_id: int
    region_code: str
    currency: str
    estimate_fen: int
    is_framework: bool
    framework_id: int | None
    ends_on: date | None
    award_criteria: str
    status: str
    planned_on: date
    notice_on: date | None
    closes_at: datetime | None
    evaluated_on: date | None
    mission_code: str | None
    is_demonstration: bool
    version: int
    line: str
    source: str
    measure: str
    framework: str | None
    undertaking_id: int | None
    contract_status: str | None
    contract_version: int | None
    supplier: str | None
    won_fen: int | None
    process_id: int
    region: str


class ContractFacts(Facts):
    """One contract: fund.procurement.queries.CONTRACTS."""

    ocid: str
    contract_id: str
    supplier: str
    organisation_id: int
    category: str
    method: str
    value_fen: int
    bidders: int


class BidRow(TypedDict):
    """How a bid stands: of fund.procurement.processes.BIDS."""

    status: str
    is_winner: bool


class Said(TypedDict, total=False):
    """What the events of a process say, as far as its page tells it again."""

    bid_id: int
    closes_at: str
    is_late: bool
    bid_status: str
    has_interest: bool


class ProcessStep(TypedDict):
    """A step of a process: of fund.procurement.processes.TOLD; ``facts`` as its event has them."""

    facts: Said
    reason: str


class FlagElsewhere(TypedDict):
    """A red flag in published tenders: of fund.published.flagged.FLAGGED."""

    flag: str
    facts: dict[str, object]
    currency: str
    sample: int


class FlagTold(FlagElsewhere):
    """A red flag in whosever tenders, as it is told to programs."""

    ocid: str
    parties: list[str]
    value: float


class FlagRow(TypedDict):
    """A red flag in the fund's own procurement: of fund.procurement.flagged.FLAGGED."""

    flag: str
    process_id: int | None
    code: str | None
    title: str | None
    supplier_id: int | None
    supplier: str | None


class FlagSaid(FlagRow, FlagElsewhere):
    """A red flag in the fund's own procurement with what was said of it."""

    parties: list[str]
    outcome: str | None
    reason: str | None


class DeliveryRow(TypedDict):
    """The figures of a delivery: of fund.procurement.delivered.DELIVERIES; None or NaN, which the
    page asks about, where a figure is not of its category.
    """

    orbit: str
    outcome: str
    quantity: float
    mass_kg: float
    hours: float
    data_gb: float
    is_reused: bool
    in_orbit: bool
