"""Rows of grants that are read in several places: a grant, what was applied for, its papers."""

from datetime import date
from typing import TypedDict

from fund.grants.rules import Yardstick
from fund.ledger.rows import Facts


class GrantFacts(Facts):
    """One grant or application: fund.grants.queries.GRANTS."""

    grant_id: str
    recipient: str
    organisation_id: int
    awarded_fen: int


class CallFacts(TypedDict):
    """What was applied for under which call; None throughout without a call or an application."""

    call: str | None
    call_title: str | None
    criteria: list[Yardstick]
    requested_fen: int | None
    received_on: date | None
    purpose: str
    needed_reviews: int


class Paper(TypedDict):
    """A paper beside the evidence: an application, a recommendation, a mid-term check."""

    kind: str
    state: str
    words: str
    amount_fen: int | None
    sha256: str | None
    day: date
