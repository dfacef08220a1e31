"""Rows of guarantees that are read in several places: a guarantee, what was proposed of it."""

from datetime import date
from typing import TypedDict


class Follows(TypedDict):
    """How a guarantee stands by its events: fund.guarantees.queries.FOLLOWS."""

    held_fen: int
    required_fen: int
    valid_until: date | None
    state: str
    met_on: date | None
    back_on: date | None
    late_days: int
    late_fen: int
    is_known_year: bool
    alerts: tuple[str, ...]
    gravest: str


class GuaranteeRow(Follows):
    """One guarantee as known on a day: fund.guarantees.queries.GUARANTEES and FOLLOWS."""

    guarantee_id: int
    number: str
    kind: str
    form: str
    issuer: str
    body: str
    subject: str
    subject_kind: str
    duty: str
    currency: str
    face_fen: int
    base_fen: int | None
    valid_from: date
    valid_to: date | None
    duty_due_on: date | None
    return_days: int
    lodged_on: date
    beneficiary: str
    version: int


class Proposed(TypedDict):
    """What was proposed of a guarantee and waits: of fund.guarantees.queries.PROPOSALS."""

    proposal_id: int
    kind: str
    valid_to: date | None
    amount_fen: int
    version: int
