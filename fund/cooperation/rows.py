"""Rows of cooperation abroad that are read in several places: a project, a partner, the whole."""

from datetime import date
from decimal import Decimal
from typing import TypedDict


class Project(TypedDict):
    """One project: fund.cooperation.queries.PROJECTS."""

    project_id: int
    code: str
    title_zh: str
    title_en: str
    title_other: str
    other_language: str
    description: str
    field: str
    state: str
    agreement: str
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    is_umbrella: bool
    counts: bool
    counts_why: str
    partners: str
    is_demonstration: bool
    recorded_on: date
    version: int
    obligated_fen: int
    paid_fen: int
    returned_fen: int
    pledge_fen: int
    commitment_fen: int
    implementation_fen: int
    completion_fen: int
    counted_fen: int


class PartnerRow(TypedDict):
    """One partner: fund.cooperation.queries.PARTNERS."""

    partner_id: int
    code: str
    kind: str
    name_zh: str
    name_en: str
    region: str
    flags: list[str]
    projects: int
    counted_fen: int
    is_demonstration: bool


class Overview(TypedDict):
    """Cooperation as a whole: counts, fen, and a share from 0 to 1."""

    projects: int
    counting: int
    countries: int
    counted_fen: int
    least_developed_fen: int
    least_developed_share: float | None


class Entry(TypedDict):
    """A firm's project on its way into a channel: fund.cooperation.details.ENTRIES."""

    entry_id: int
    project: str
    firm: str
    review: str
    outcome: str
    is_recommended: bool | None
    version: int


class Period(TypedDict):
    """A result of an indicator in a period: fund.cooperation.details.RESULTS."""

    starts_on: date
    ends_on: date
    measure: str
    unit: str
    target: Decimal | None
    actual: Decimal | None
    words: str
