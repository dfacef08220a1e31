"""Rows of standards that are read in several places."""

from typing import TypedDict


class MergingRow(TypedDict):
    """Two entries somebody holds to be one standard: of fund.standards.queries.MERGINGS."""

    merging_id: int
    one: str
    other: str
    outcome: str
    version: int
