"""Rows of targets that are read in several places: a target, its outlook, its page."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypedDict

from fund.targets.record import Past
from fund.targets.rules import Refusal
from fund.targets.slips import Lever, Together
from fund.targets.steps import Parts


class TargetKnown(TypedDict):
    """One target with what is on record of it: fund.targets.queries.TARGETS and FORMER."""

    target_id: int
    code: str
    indicator: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    direction: str
    kind: str
    aggregation: str
    plan_line: str
    region_code: str
    place_zh: str
    place_en: str
    baseline: Decimal | None
    baseline_year: int | None
    actual: Decimal | None
    observed_on: date | None
    operator: str
    target: Decimal
    target_year: int
    is_official: bool
    is_press_copy: bool
    is_level: bool
    is_demonstration: bool
    issuer: str
    document: str
    source: str
    scope_zh: str
    scope_en: str
    former_value: Decimal | None
    former_changed_on: date | None


class OutlookRow(TargetKnown):
    """One target with its outlook: fund.targets.queries.OUTLOOK."""

    low: float | None
    median: float | None
    high: float | None
    chance: float | None
    verdict: str
    refusal: Refusal | None
    quantiles: tuple[float, ...]
    levers: tuple[Lever, ...]
    together: tuple[Together, ...]
    points: int
    inputs: str
    former_chance: float | None
    former_verdict: str | None
    nature: str


class InWords(TypedDict):
    """What fund.reports.targets.with_words adds, in the language of the run."""

    name: str
    unit: str
    place: str
    scope: str
    standing: str
    where: str
    chance_: str
    former_chance_: str
    from_: str


class Stepped(OutlookRow):
    """One target with its outlook and the names of its milestones by number."""

    step_names: Mapping[int, str]


class Listed(Stepped, InWords):
    """One target of the register, in words."""


class TargetFound(OutlookRow):
    """One target with its parts, values and sources, and how earlier forecasts did."""

    like: Past
    all: Past
    here: Past
    parts: Parts
    seen: list[tuple[date, Decimal]]
    running: list[tuple[date, Decimal]]
    measures: dict[str, int]


class TargetShown(TargetFound, InWords):
    """One target as its page has it."""


class Scored(TypedDict):
    """One forecast as it was issued, as far as its own past is told of it."""

    quarter: str
    miss: float
