"""Setting targets and recording what was observed."""

from datetime import date
from decimal import Decimal

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FundError, NotFound
from fund.ledger.rules import NATIONWIDE, InTheFuture
from fund.targets.tables import Indicator, Observation, Target


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
    is_demonstration: bool = False,
) -> Target:
    """Set a target with its source; its indicator is entered with it when that is new."""
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
    target = Target(
        code=code, indicator=code, region_code=region_code, baseline=baseline, operator="<=" if direction == "at_most" else ">=", baseline_year=baseline_year, value=value,
        target_year=target_year, is_official=is_official, document=document, source=source, is_demonstration=is_demonstration,
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
