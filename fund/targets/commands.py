"""Setting targets and recording what was observed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, select

from fund import audit, clock, house
from fund.access.actors import Actor
from fund.errors import N_, FundError, NeedsReason, NotFound
from fund.ledger.commands import UnknownWord
from fund.ledger.rules import NATIONWIDE, InTheFuture
from fund.ledger.tables import Undertaking
from fund.plan import reference
from fund.plan.tables import Measure
from fund.targets import delivered
from fund.targets.reported import FEEDS
from fund.targets.rules import AGGREGATIONS, KINDS, PER_PERIOD
from fund.targets.tables import (
    STEP_STATUSES,
    Indicator,
    IndicatorChange,
    IndicatorMeasure,
    Observation,
    PlanStepEvent,
    Target,
)

WHOLE = Decimal(100)
PLACES, NEAR = Decimal("0.000001"), Decimal("0.05")
"""Decimals a computed ratio keeps, and how far a value given beside its parts may be rounded."""
NONSENSE = frozenset({("level", "sum"), ("share", "sum"), ("money", "ratio"), ("level", "ratio")})
"""What stands on a day is never added up over days; a ratio is one of counts, told in percent or as
a number.
"""


class NoCitation(FundError):
    """A number without a source is no target here."""

    message = N_(
        "A target needs its source; an official one needs the document and where it can be read."
    )


class TargetExists(FundError):
    """A target of that code is there already."""

    message = N_("The target “{code}” exists already.")


class NotANature(FundError):
    """How a number is put together fits what kind of number it is."""

    message = N_(
        "“{kind}” with “{aggregation}” means nothing: what stands on a day is not added up, and"
        " only counts are divided by one another."
    )


class NeedsParts(FundError):
    """A ratio is computed, never typed."""

    message = N_(
        "“{code}” is a ratio: give its numerator and denominator; the value is computed from them."
    )


class NotItsParts(FundError):
    """A value that is not what its parts make."""

    message = N_(
        "The value {value} is not what its parts make: {computed}. Correct one of the three."
    )


class PartsOutOfPlace(FundError):
    """What is no ratio has a value and no parts."""

    message = N_("“{code}” is no ratio: give its value, without numerator and denominator.")


class BelowZero(FundError):
    """Nothing is counted below zero."""

    message = N_("“{code}” is counted: it is not below zero.")


def set_target(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    unit_zh: str,
    unit_en: str,
    value: Decimal,
    target_year: int,
    source: str,
    direction: str = "at_least",
    baseline: Decimal | None = None,
    baseline_year: int | None = None,
    region_code: str = NATIONWIDE,
    is_official: bool = False,
    document: str = "",
    is_demonstration: bool = False,
    measures: Sequence[str] | Mapping[str, int] = (),
    kind: str = "",
    aggregation: str = "",
    plan_line: str = "",
) -> Target:
    """Set a target with its source; its indicator is entered with it when that is new, with the
    measures of the plan it tells something of, by weight where they differ.

    An indicator told by reports or the ledger has its kind and aggregation from there.
    """
    actor.must("set_target")
    if not source.strip() or (is_official and not document.strip()):
        raise NoCitation
    if session.exec(select(Target.id).where(Target.code == code)).first() is not None:
        raise TargetExists(code=code)
    if session.get(Indicator, code) is None:
        words = Named(code, name_zh, name_en, unit_zh, unit_en)
        _enter_indicator(session, words, direction, kind, aggregation, plan_line)
    _tell_of(session, code, measures)
    target = Target(
        code=code,
        indicator=code,
        region_code=region_code,
        baseline=baseline,
        operator="<=" if direction == "at_most" else ">=",
        baseline_year=baseline_year,
        value=value,
        target_year=target_year,
        is_official=is_official,
        document=document,
        source=source,
        is_demonstration=is_demonstration,
        recorded_on=clock.today(),
    )
    session.add(target)
    facts = {"code": code, "value": value, "target_year": target_year}
    audit.record(session, actor, "set_target", target, **facts)
    return target


class Named(NamedTuple):
    """An indicator in both languages: its code, name and unit."""

    code: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str


def _enter_indicator(
    session: Session, words: Named, direction: str, kind: str, aggregation: str, plan_line: str
) -> None:
    """A new indicator with its nature and the line of the five-year plan it counts under."""
    kind, aggregation = _nature(words.code, kind, aggregation)
    if plan_line and plan_line not in {row["key"] for row in reference.plan_lines()}:
        raise NotFound(kind=N_("line of the five-year plan"), key=plan_line)
    session.add(
        Indicator(
            **words._asdict(),
            direction=direction,
            kind=kind,
            aggregation=aggregation,
            plan_line=plan_line,
        )
    )
    session.flush()


def _tell_of(session: Session, code: str, measures: Sequence[str] | Mapping[str, int]) -> None:
    """The measures an indicator tells something of, by weight where they differ."""
    for measure in measures:
        if session.get(Measure, measure) is None:
            raise NotFound(kind=N_("measure"), key=measure)
        weight = measures[measure] if isinstance(measures, Mapping) else 1
        session.merge(IndicatorMeasure(indicator=code, measure=measure, weight=weight))


def _nature(code: str, kind: str, aggregation: str) -> tuple[str, str]:
    """Kind and aggregation of a new indicator; refuses a pair that means nothing."""
    if code in delivered.FEEDS:
        kind, aggregation = delivered.FEEDS[code].kind, delivered.FEEDS[code].aggregation
    elif code in house.FEEDING:
        kind, aggregation = "count", "sum"
    elif code in FEEDS:
        fed = FEEDS[code]
        kind, aggregation = (
            (
                "share"
                if fed.aggregation == "ratio"
                else "count"
                if fed.aggregation == "sum"
                else "level"
            ),
            fed.aggregation,
        )
    kind, aggregation = kind or "level", aggregation or "latest"
    if kind not in KINDS or aggregation not in AGGREGATIONS or (kind, aggregation) in NONSENSE:
        raise NotANature(kind=kind, aggregation=aggregation)
    return kind, aggregation


def observe(
    session: Session,
    actor: Actor,
    *,
    target_code: str,
    observed_on: date,
    value: Decimal | None = None,
    source: str,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    undertaking: str = "",
) -> Observation:
    """Record a value seen on a day, with where it comes from; of a ratio its two parts, from which
    the value is computed; ``undertaking`` is the code of the grant or contract it is the output of.
    """
    actor.must("observe")
    target = session.exec(select(Target).where(Target.code == target_code)).first()
    if target is None:
        raise NotFound(kind=N_("target"), key=target_code)
    if observed_on > clock.today():
        raise InTheFuture(date=observed_on)
    if not source.strip():
        raise NoCitation
    seen = _value(session.get_one(Indicator, target.indicator), value, numerator, denominator)
    observation = Observation(
        target_id=target.id or 0,
        observed_on=observed_on,
        recorded_on=clock.today(),
        value=seen,
        numerator=numerator,
        denominator=denominator,
        source=source,
        undertaking_id=_undertaking(session, undertaking),
        recorded_by=actor.id,
    )
    session.add(observation)
    session.flush()
    facts = {"target": target_code, "value": seen, "observed_on": observed_on}
    audit.record(session, actor, "observe", observation, **facts)
    return observation


def _value(
    indicator: Indicator,
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> Decimal:
    """The value as given, or computed from its parts where the indicator is a ratio: one that is
    told otherwise is refused.
    """
    if indicator.aggregation != "ratio":
        if value is None or numerator is not None or denominator is not None:
            raise PartsOutOfPlace(code=indicator.code)
        if indicator.kind in PER_PERIOD and value < 0:
            raise BelowZero(code=indicator.code)
        return value
    if (
        numerator is None
        or denominator is None
        or denominator <= 0
        or numerator < 0
        or (indicator.kind == "share" and numerator > denominator)
    ):
        raise NeedsParts(code=indicator.code)
    computed = (numerator * (WHOLE if indicator.kind == "share" else 1) / denominator).quantize(
        PLACES
    )
    if value is not None and abs(value - computed) > NEAR:
        raise NotItsParts(value=value, computed=computed)
    return computed


def _undertaking(session: Session, code: str) -> int | None:
    if not code:
        return None
    found = session.exec(select(Undertaking.id).where(Undertaking.code == code)).first()
    if found is None:
        raise NotFound(kind=N_("grant or contract"), key=code)
    return found


def change_definition(
    session: Session, actor: Actor, *, indicator: str, changed_on: date, reason: str
) -> IndicatorChange:
    """Say that from a day on an indicator is measured otherwise: another unit, definition or way of
    adding up. Values before that day are no longer compared with later ones.
    """
    actor.must("change_definition")
    if session.get(Indicator, indicator) is None:
        raise NotFound(kind=N_("indicator"), key=indicator)
    if changed_on > clock.today():
        raise InTheFuture(date=changed_on)
    if not reason.strip():
        raise NeedsReason
    row = IndicatorChange(
        indicator=indicator,
        changed_on=changed_on,
        recorded_on=clock.today(),
        reason=reason.strip(),
        recorded_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "change_definition",
        row,
        indicator=indicator,
        changed_on=changed_on,
        reason=row.reason,
    )
    return row


def state_plan_step(
    session: Session, actor: Actor, *, step: str, status: str, stated_on: date, source: str
) -> PlanStepEvent:
    """Say how far a step of the plan is on a day, with where it is read; what was said before stays
    on record.
    """
    actor.must("state_plan_step")
    if step not in {row["key"] for row in reference.plan_steps()}:
        raise NotFound(kind=N_("step of the plan"), key=step)
    if status not in STEP_STATUSES:
        raise UnknownWord(kind="status", value=status)
    if stated_on > clock.today():
        raise InTheFuture(date=stated_on)
    if not source.strip():
        raise NoCitation
    row = PlanStepEvent(
        step=step,
        status=status,
        stated_on=stated_on,
        source=source.strip(),
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "state_plan_step",
        row,
        step=step,
        status=status,
        stated_on=stated_on,
        source=row.source,
    )
    return row
