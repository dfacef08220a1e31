"""Rows of the register of organisations that are read in several places."""

from datetime import datetime
from typing import TypedDict


class Member(TypedDict):
    """A name an organisation was entered under, and its code."""

    id: int
    name: str
    scheme: str
    identifier: str


class OrganisationRow(TypedDict):
    """One organisation as its page has it."""

    organisation_id: int
    name: str
    scheme: str
    identifier: str
    region: str
    commercial: bool | None
    central_project: bool | None
    grants: int
    contracts: int
    bids: int
    won: int
    committed_fen: int
    merged: int
    asked_id: int
    is_demonstration: bool
    members: list[Member]


class MergeRow(TypedDict):
    """A merge that waits for somebody else's word: of fund.suppliers.queries.MERGES."""

    merge_id: int
    name: str
    kept_name: str
    version: int


class Undertaking(TypedDict):
    """A grant or contract of an organisation: of fund.suppliers.queries.UNDERTAKINGS."""

    code: str
    currency: str
    committed_fen: int | None
    paid_fen: int | None
    entered_as: str


class Bid(TypedDict):
    """A bid of an organisation: of fund.suppliers.queries.BIDS."""

    process: str
    currency: str
    amount_fen: int | None
    received_at: datetime
    status: str
    is_winner: bool
    entered_as: str
