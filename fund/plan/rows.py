"""Rows of the reference data under data/, file by file, as fund.plan.reference hands them on;
columns are described in COLUMNS there.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypedDict


class AreaRow(TypedDict):
    """One of the plan's areas."""

    code: str
    title_zh: str
    title_en: str


class MeasureRow(TypedDict):
    """A measure; its ordinal is None unless printed."""

    key: str
    area: str
    ordinal: int | None
    title_zh: str
    title_en: str
    wording: str
    source: str


class RegionRow(TypedDict):
    """A province-level unit, with its place on the map of tiles."""

    code: str
    name_zh: str
    name_en: str
    short_zh: str
    short_en: str
    column: int
    row: int


class TargetRow(TypedDict):
    """A local or industry aim, one indicator."""

    id: str
    region_code: str
    place_zh: str
    place_en: str
    nested_in: str
    indicator_zh: str
    indicator_en: str
    operator: str
    value: Decimal
    unit_zh: str
    unit_en: str
    base_year: int | None
    base_value: Decimal | None
    target_year: int
    document_zh: str
    document_en: str
    occasion_date: str
    source_code: str
    press_copy: bool
    scope_note_zh: str
    scope_note_en: str
    official: bool
    kind: str
    measures: str
    plan_line: str


class DayRow(TypedDict):
    """A day on which the week alone does not tell whether people work."""

    day: date
    kind: str
    occasion_zh: str
    notice: str


class SourceRow(TypedDict):
    """Where something was read, and in which month."""

    code: str
    address: str
    issuer: str
    kind: str
    read_on: str


class HeadingRow(TypedDict):
    """How a column of a CSV may be headed beside its key."""

    id: str
    zh: str
    en: str


class MethodRow(TypedDict):
    """A legal method of procurement; minimum_days is None where not known."""

    code: str
    name_zh: str
    name_en: str
    ocds_method: str
    minimum_days: int | None
    minimum_unit: str
    change_days: int
    least_bidders: int
    least_excepted: int
    basis: str
    basis_en: str
    confidence: str


class CategoryRow(TypedDict):
    """A category of the plan; ocds_category is empty for the rest."""

    code: str
    name_zh: str
    name_en: str
    ocds_category: str


class SchemeRow(TypedDict):
    """The points of one level in one scheme of self-evaluation."""

    key: str
    scheme: str
    name_zh: str
    name_en: str
    level: str
    points: int
    basis: str
    basis_en: str
    confidence: str


class CentreIndicatorRow(NamedTuple):
    """What centres and platforms report, one indicator. ``decimals`` are the most it may have,
    ``not_above`` another indicator's code.
    """

    code: str
    kind: str
    field: str
    group_zh: str
    group_en: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    type: str
    decimals: int | None
    aggregation: str
    numerator: str
    denominator: str
    least: Decimal | None
    most: Decimal | None
    not_above: str
    cumulative: bool
    required: bool
    prefill: str
    choices: str
    how_zh: str
    how_en: str
    measure: str
    feeds: str
    since: date
    until: date | None
