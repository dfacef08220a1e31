"""Indicators, targets and what was observed. A number is official only with a citation; none is a
CNSA target.
"""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables
import fund.milestones.tables
import fund.plan.tables  # noqa: F401  the tables its keys name
from fund.columns import Exact, one_of
from fund.targets.rules import AGGREGATIONS, KINDS


class Indicator(SQLModel, table=True):
    """Something counted or measured: its unit, the direction that is better, what kind of number it
    is and how its values are put together.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        one_of("direction", ("at_least", "at_most")),
        one_of("kind", KINDS),
        one_of("aggregation", AGGREGATIONS),
    )
    code: str = Field(primary_key=True, max_length=60)
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    direction: str = Field(default="at_least", max_length=10)
    kind: str = Field(default="level", max_length=8)
    aggregation: str = Field(default="latest", max_length=8)
    plan_line: str = Field(default="", max_length=40)
    """The line of the five-year plan it serves (data/plan_lines.csv); empty where none is named."""


class IndicatorChange(SQLModel, table=True):
    """From ``changed_on`` the unit, the definition or the way values are put together is another
    one: values before that day are not compared with later ones. Never changed.
    """

    __tablename__ = "indicator_change"
    id: int | None = Field(default=None, primary_key=True)
    indicator: str = Field(foreign_key="indicator.code", index=True)
    changed_on: date
    recorded_on: date
    reason: str
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class IndicatorMeasure(SQLModel, table=True):
    """A measure of the plan that an indicator tells something of; what is observed is parted
    between its measures by weight, so that it counts once.
    """

    __tablename__ = "indicator_measure"
    __table_args__ = (sa.CheckConstraint("weight >= 1", name="weight"),)
    indicator: str = Field(primary_key=True, foreign_key="indicator.code")
    measure: str = Field(primary_key=True, foreign_key="measure.key", index=True)
    weight: int = 1


class Target(SQLModel, table=True):
    """What somebody aims at in a year: issuer, document and source beside the number. Operator ~ is
    about.
    """

    __tablename__ = "target"
    __table_args__ = (sa.UniqueConstraint("code"), one_of("operator", (">=", ">", "=", "~", "<=")))
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60)
    indicator: str = Field(foreign_key="indicator.code", index=True)
    region_code: str = Field(default="000000", max_length=6)
    place_zh: str = ""
    place_en: str = ""
    baseline: Decimal | None = Field(default=None, sa_type=Exact)
    baseline_year: int | None = None
    operator: str = Field(default=">=", max_length=2)
    value: Decimal = Field(sa_type=Exact)
    target_year: int
    is_official: bool = False
    is_press_copy: bool = False
    is_level: bool = False
    is_demonstration: bool = False
    issuer: str = ""
    document: str = ""
    source: str = ""
    scope_zh: str = ""
    scope_en: str = ""
    recorded_on: date | None = None
    """When it was set; empty for those that ship, which are shown on every day."""


class TargetChange(SQLModel, table=True):
    """Another value aimed at from the day it is recorded, with its reason and where it is read.
    Never changed; ``target.value`` stays the first one.
    """

    __tablename__ = "target_change"
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id", index=True)
    value: Decimal = Field(sa_type=Exact)
    recorded_on: date
    reason: str
    source: str
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class Contribution(SQLModel, table=True):
    """What part of a target's way from baseline to value a milestone brings once it is met, in
    percent; without a milestone, what comes from work not listed yet.

    Append-only: the latest row of a pair holds, and 0 takes it away.
    """

    __tablename__ = "target_contribution"
    __table_args__ = (sa.Index("ix_target_contribution_pair", "target_id", "milestone_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    percent: Decimal = Field(sa_type=Exact)
    source: str
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class IssuedForecast(SQLModel, table=True):
    """A target's forecast as it was issued at the end of a quarter, and what it was held against;
    never changed, scored when the actual comes.
    """

    __tablename__ = "issued_forecast"
    __table_args__ = (sa.UniqueConstraint("target_id", "quarter"),)
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    quarter: str = Field(max_length=7)
    issued_on: date
    ends_on: date
    operator: str = Field(max_length=2)
    aim: Decimal = Field(sa_type=Exact)
    verdict: str = Field(max_length=20)
    chance: Decimal | None = Field(default=None, sa_type=Exact)
    quantiles: str = ""
    """The 19 points as JSON; empty where nothing was told."""
    low: Decimal | None = Field(default=None, sa_type=Exact)
    median: Decimal | None = Field(default=None, sa_type=Exact)
    high: Decimal | None = Field(default=None, sa_type=Exact)
    """The 80 % range as it was told."""
    line: Decimal | None = Field(default=None, sa_type=Exact)
    nature: str = Field(default="level/latest", max_length=20)
    """What the forecast is like, so that like is compared with like: kind/aggregation, or
    "steps".
    """
    points: int = 0
    """How many values it rests on."""
    levers: str = ""
    """The milestones that moved it, as JSON: number, chance, value; the strongest first."""
    seed: str = Field(default="", max_length=16)
    inputs: str = Field(default="", max_length=64)
    """SHA-256 of everything it rests on."""
    method: str = Field(max_length=10)
    issued_by: int | None = Field(default=None, foreign_key="person.id")


class Observation(SQLModel, table=True):
    """A value seen on a day, recorded on another, with where it comes from; the latest recorded one
    counts. Never changed.

    A ratio keeps its parts, and its value is theirs; ``undertaking_id`` names the grant or contract
    whose output it is.
    """

    __tablename__ = "observation"
    __table_args__ = (sa.Index("ix_observation_target", "target_id", "recorded_on"),)
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    observed_on: date
    recorded_on: date
    value: Decimal = Field(sa_type=Exact)
    numerator: Decimal | None = Field(default=None, sa_type=Exact)
    denominator: Decimal | None = Field(default=None, sa_type=Exact)
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id")
    source: str
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


STEP_STATUSES = ("under_way", "met", "not_met")


class PlanStepEvent(SQLModel, table=True):
    """How far a step of the plan (data/plan_steps.csv) was on a day, as stated; never changed."""

    __tablename__ = "plan_step_event"
    __table_args__ = (one_of("status", STEP_STATUSES),)
    id: int | None = Field(default=None, primary_key=True)
    step: str = Field(max_length=40, index=True)
    status: str = Field(max_length=12)
    stated_on: date
    source: str
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
