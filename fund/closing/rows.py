"""Rows of the month and year end that are read in several places."""

from datetime import date
from typing import TypedDict


class Prepared(TypedDict):
    """The preparation of a period that waits to be closed, and whose hands it is from."""

    closing_id: int
    version: int
    hands: set[int]


class ClosingRow(TypedDict):
    """How a period was prepared and closed: of fund.closing.queries.CLOSINGS."""

    state: str
    prepared_by: str
    prepared_on: date
    closed_by: str
    closed_on: date | None


class ProposalRow(TypedDict):
    """A carry-over or surplus that waits: of fund.closing.queries.PROPOSALS."""

    proposal_id: int
    version: int
    kind: str
    undertaking: str
    line: str
    currency: str
    amount_fen: int
