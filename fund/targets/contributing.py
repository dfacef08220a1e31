"""What part of a target's way the milestones bring, in percent."""

from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FundError, NotFound
from fund.ledger import book
from fund.milestones.tables import Milestone
from fund.targets.commands import WHOLE, NoCitation
from fund.targets.tables import Contribution, Target


class NotAPart(FundError):
    """A part is a percentage."""

    message = N_("A part is between 0 and 100 percent; “{percent}” was given.")


class NoWay(FundError):
    """A part is one of a way from somewhere to somewhere."""

    message = N_(
        "The target “{code}” has no baseline, or is told in words: its milestones have no parts."
    )


class MoreThanAll(FundError):
    """Parts make at most the whole; a result is not claimed twice."""

    message = N_(
        "Together the parts would make {percent} % of the target. Take something away elsewhere"
        " first."
    )


def set_contribution(
    session: Session,
    actor: Actor,
    *,
    target_code: str,
    percent: Decimal,
    source: str,
    milestone_id: int | None = None,
) -> Contribution:
    """Say what part of a target's way a milestone brings, in percent; without one, what work brings
    that is not listed yet. 0 takes it away.
    """
    actor.must("set_contribution")
    target = session.exec(
        select(Target).where(Target.code == target_code).with_for_update()
    ).first()
    if target is None:
        raise NotFound(kind=N_("target"), key=target_code)
    _must_be_a_part(target, percent, source)
    if milestone_id is not None:
        book.fetch(session, Milestone, milestone_id)
    parts = shares_of(session, target.id or 0, clock.today())
    together = percent + sum(part for key, part in parts.items() if key != milestone_id)
    if together > WHOLE:
        raise MoreThanAll(percent=together)
    row = Contribution(
        target_id=target.id or 0,
        milestone_id=milestone_id,
        percent=percent,
        source=source.strip(),
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(row)
    session.flush()
    facts: dict[str, object] = {"target": target_code, "milestone_id": milestone_id}
    facts |= {"percent": percent, "source": row.source}
    audit.record(session, actor, "set_contribution", row, **facts)
    return row


def _must_be_a_part(target: Target, percent: Decimal, source: str) -> None:
    """A part is a percentage of a way from somewhere, read somewhere."""
    if target.baseline is None or target.is_level:
        raise NoWay(code=target.code)
    if not 0 <= percent <= WHOLE:
        raise NotAPart(percent=percent)
    if not source.strip():
        raise NoCitation


def shares_of(session: Session, target_id: int, as_of: date) -> dict[int | None, Decimal]:
    """Milestone -> percent as recorded by a day, None being what is not listed; without those taken
    away.
    """
    rows = session.exec(
        select(Contribution)
        .where(Contribution.target_id == target_id, Contribution.recorded_on <= as_of)
        .order_by(col(Contribution.id))
    )
    found = {row.milestone_id: row.percent for row in rows}
    return {key: part for key, part in found.items() if part}
