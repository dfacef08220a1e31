"""Rows of the ledger that are read in several places: an undertaking's facts, a part, a deed."""

from datetime import date, datetime
from typing import TypedDict


class Facts(TypedDict):
    """What the page of any undertaking reads of it; amounts in fen of its ``currency``."""

    title: str
    measure: str
    source: str
    line: str
    region: str
    currency: str
    obligated_fen: int
    accepted_fen: int
    paid_fen: int
    returned_fen: int
    status: str
    awarded_on: date | None
    signed_on: date | None
    undertaking_id: int
    version: int


class AmendmentRow(TypedDict):
    """What was proposed of an agreement, old and new: fund.ledger.pending.AMENDMENTS."""

    amendment_id: int
    kind: str
    tranche_id: int | None
    tranche: str | None
    change_fen: int
    was: str
    becomes: str
    reason: str
    proposed_on: date
    proposed_by: str | None
    answer: str
    answered_on: date | None
    answered_by: str | None
    answer_reason: str
    version: int


class PartRow(TypedDict):
    """A part of an agreement: fund.ledger.agreement.TRANCHES."""

    tranche_id: int
    code: str
    title: str
    is_advance: bool
    promised_on: date
    due_on: date
    obligated_fen: int
    accepted_fen: int
    paid_fen: int
    returned_fen: int


class DeedRow(TypedDict):
    """One act of a history: fund.ledger.agreement.HISTORY; ``amount_fen`` may be pandas' NA."""

    act_id: int
    act: str
    recorded_at: datetime
    occurred_on: date | None
    actor: str | None
    tranche: str | None
    amount_fen: int | None
    reason: str
    reference: str


class Approvals(TypedDict):
    """The yeses an amount has while it waits for more: names and days, the latest last."""

    act: str
    amount_fen: int
    needed: int
    by: list[tuple[str, date]]
