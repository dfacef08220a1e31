"""Rows of standards that are read in several places."""

from datetime import date
from typing import TypedDict


class MergingRow(TypedDict):
    """Two entries somebody holds to be one standard: of fund.standards.queries.MERGINGS."""

    merging_id: int
    one: str
    other: str
    outcome: str
    version: int


class Described(TypedDict):
    """What is said of a text, in columns of Standard."""

    number: str
    title_zh: str
    title_en: str
    level: str
    status: str
    stage: str
    own_word: str
    side: str
    field: str
    step: str
    ics: str
    ccs: str
    committee: str
    drafting_units: str
    text_language: str
    link: str
    source: str
    is_mandatory: bool | None


class StandardRow(Described):
    """One text: fund.standards.queries.STANDARDS, and the version it was looked at in."""

    standard_id: int
    is_demonstration: bool
    recorded_on: date
    review_on: date | None
    issued: str
    effective: str
    withdrawn: str
    review: str
    is_due: bool
    adopts: str
    degree: str
    lag: int | None
    version: int
