"""Giving a target another value: with a reason and where it is read; the former value stays on
record.
"""

from decimal import Decimal

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FundError, NeedsReason, NotFound
from fund.targets import versions
from fund.targets.commands import NoCitation
from fund.targets.tables import Target, TargetChange


class SameValue(FundError):
    """A change changes something."""

    message = N_("The target “{code}” is {value} already.")


class NotAValue(FundError):
    """A value is a number."""

    message = N_("The target’s value is a number; “{value}” was given.")


def change_target(
    session: Session, actor: Actor, *, target_code: str, value: Decimal, reason: str, source: str
) -> TargetChange:
    """From today a target is another value. Like the first one it needs its source; an official one
    that of the document which changed it.
    """
    actor.must("change_target")
    target = session.exec(
        select(Target).where(Target.code == target_code).with_for_update()
    ).first()
    if target is None:
        raise NotFound(kind=N_("target"), key=target_code)
    if not value.is_finite():
        raise NotAValue(value=value)
    if not reason.strip():
        raise NeedsReason
    if not source.strip():
        raise NoCitation
    today = clock.today()
    known = versions.recorded(session, today).get(target.id or 0)
    present = versions.on(known, today) if known else target.value
    if value == present:
        raise SameValue(code=target_code, value=present)
    row = TargetChange(
        target_id=target.id or 0,
        value=value,
        recorded_on=today,
        reason=reason.strip(),
        source=source.strip(),
        recorded_by=actor.id,
    )
    session.add(row)
    session.flush()
    facts = {"target": target_code, "before": present, "value": value}
    facts |= {"reason": row.reason, "source": row.source}
    audit.record(session, actor, "change_target", row, **facts)
    return row
