"""Setting targets and recording what was observed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FundError, NotFound
from fund.ledger import book
from fund.ledger.rules import NATIONWIDE, InTheFuture
from fund.milestones.tables import Milestone
from fund.plan.tables import Measure
from fund.targets.tables import Contribution, Indicator, IndicatorMeasure, Observation, Target

WHOLE = Decimal(100)


class NoCitation(FundError):
    """A number without a source is no target here."""

    message = N_("A target needs its source; an official one needs the document and where it can be read.")


class TargetExists(FundError):
    """A target of that code is there already."""

    message = N_("The target “{code}” exists already.")


def set_target(
    session: Session, actor: Actor, *, code: str, name_zh: str, name_en: str, unit_zh: str, unit_en: str, value: Decimal,
    target_year: int, source: str, direction: str = "at_least", baseline: Decimal | None = None,
    baseline_year: int | None = None, region_code: str = NATIONWIDE, is_official: bool = False, document: str = "",
    is_demonstration: bool = False, measures: Sequence[str] = (),
) -> Target:
    """Set a target with its source; its indicator is entered with it when that is new, with the measures of the plan it tells something of."""
    actor.must("set_target")
    if not source.strip() or (is_official and not document.strip()):
        raise NoCitation
    if session.exec(select(Target.id).where(Target.code == code)).first() is not None:
        raise TargetExists(code=code)
    if session.get(Indicator, code) is None:
        session.add(
            Indicator(code=code, name_zh=name_zh, name_en=name_en, unit_zh=unit_zh, unit_en=unit_en, direction=direction)
        )
        session.flush()
    for measure in measures:
        if session.get(Measure, measure) is None:
            raise NotFound(kind=N_("measure"), key=measure)
        session.merge(IndicatorMeasure(indicator=code, measure=measure))
    target = Target(
        code=code, indicator=code, region_code=region_code, baseline=baseline, operator="<=" if direction == "at_most" else ">=", baseline_year=baseline_year, value=value,
        target_year=target_year, is_official=is_official, document=document, source=source, is_demonstration=is_demonstration,
        recorded_on=clock.today(),
    )
    session.add(target)
    audit.record(session, actor, "set_target", target, code=code, value=value, target_year=target_year)
    return target


def observe(
    session: Session, actor: Actor, *, target_code: str, observed_on: date, value: Decimal, source: str
) -> Observation:
    """Record a value seen on a day, with where it comes from."""
    actor.must("observe")
    target = session.exec(select(Target).where(Target.code == target_code)).first()
    if target is None:
        raise NotFound(kind=N_("target"), key=target_code)
    if observed_on > clock.today():
        raise InTheFuture(date=observed_on)
    if not source.strip():
        raise NoCitation
    observation = Observation(
        target_id=target.id or 0, observed_on=observed_on, recorded_on=clock.today(), value=value, source=source,
        recorded_by=actor.id,
    )
    session.add(observation)
    audit.record(session, actor, "observe", observation, target=target_code, value=value, observed_on=observed_on)
    return observation


class NotAPart(FundError):
    """A part is a percentage."""

    message = N_("A part is between 0 and 100 percent; “{percent}” was given.")


class NoWay(FundError):
    """A part is one of a way from somewhere to somewhere."""

    message = N_("The target “{code}” has no baseline, or is told in words: its milestones have no parts.")


class MoreThanAll(FundError):
    """Parts make at most the whole; a result is not claimed twice."""

    message = N_("Together the parts would make {percent} % of the target. Take something away elsewhere first.")


def set_contribution(session: Session, actor: Actor, *, target_code: str, percent: Decimal, source: str, milestone_id: int | None = None) -> Contribution:
    """Say what part of a target's way a milestone brings, in percent; without one, what work brings that is not listed yet. 0 takes it away."""
    actor.must("set_contribution")
    target = session.exec(select(Target).where(Target.code == target_code).with_for_update()).first()
    if target is None:
        raise NotFound(kind=N_("target"), key=target_code)
    if target.baseline is None or target.is_level:
        raise NoWay(code=target_code)
    if not 0 <= percent <= WHOLE:
        raise NotAPart(percent=percent)
    if not source.strip():
        raise NoCitation
    if milestone_id is not None:
        book.fetch(session, Milestone, milestone_id)
    parts = shares_of(session, target.id or 0, clock.today())
    together = percent + sum(part for key, part in parts.items() if key != milestone_id)
    if together > WHOLE:
        raise MoreThanAll(percent=together)
    row = Contribution(target_id=target.id or 0, milestone_id=milestone_id, percent=percent, source=source.strip(), recorded_on=clock.today(), recorded_by=actor.id)
    session.add(row)
    session.flush()
    audit.record(session, actor, "set_contribution", row, target=target_code, milestone_id=milestone_id, percent=percent, source=row.source)
    return row


def shares_of(session: Session, target_id: int, as_of: date) -> dict[int | None, Decimal]:
    """Milestone -> percent as recorded by a day, None being what is not listed; without those taken away."""
    rows = session.exec(select(Contribution).where(Contribution.target_id == target_id, Contribution.recorded_on <= as_of).order_by(col(Contribution.id)))
    found = {row.milestone_id: row.percent for row in rows}
    return {key: part for key, part in found.items() if part}
