"""Rows of new frontiers that are read in several places: an undertaking, an element."""

from datetime import date
from typing import TypedDict

from fund.frontiers.rules import Evidence, Stated


class FrontierRow(TypedDict):
    """One undertaking of a new field: fund.frontiers.queries.FRONTIERS."""

    frontier_id: int
    code: str
    field: str
    title_zh: str
    title_en: str
    lead: str
    partners: str
    scale: str
    starts_on: date | None
    starts_precision: str
    ends_on: date | None
    ends_precision: str
    begin_level: int | None
    told_level: int | None
    goal_level: int | None
    level: int | None
    is_stale: bool
    elements: int
    evidence: int
    demonstrations: int
    licences: int
    paid_fen: int
    gained: int | None
    fen_per_level: int | None
    filled: int
    missing: list[str]
    time_used: float | None
    confirmed_on: date | None
    source: str
    is_demonstration: bool
    version: int


class ElementRow(TypedDict):
    """One element of an undertaking: fund.frontiers.queries.ELEMENTS."""

    element_id: int
    frontier_id: int
    name: str
    use: str
    is_critical: bool
    level: int | None
    assessed_on: date | None
    assessor: str | None
    assessment_id: int | None
    is_stale: bool
    evidence: int
    proposed: int | None


class Document(Evidence):
    """One document of an assessment: fund.frontiers.queries.DOCUMENTS."""

    assessment_id: int


class Assessment(TypedDict):
    """One assessment of an element: fund.frontiers.queries.ASSESSMENTS."""

    assessment_id: int
    version: int
    element_id: int
    name: str
    level: int
    scale: str
    assessed_on: date
    assessor: str
    is_self: bool
    use: str
    reason: str
    outcome: str
    recorded_on: date
    accepted_on: date | None
    second_on: date | None
    proposer: str | None
    accepter: str | None
    seconder: str | None
    why: str


class Licence(Stated):
    """What was stated last of a licence: fund.frontiers.queries.LICENCES."""

    basis: str
    number: str
    recorded_on: date
    apply_by: date | None
