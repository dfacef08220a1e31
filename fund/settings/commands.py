"""Changing a threshold."""

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import NeedsReason
from fund.settings import values
from fund.settings.rules import must_fit
from fund.settings.tables import Setting


def change(session: Session, actor: Actor, *, threshold: str, value: int, reason: str) -> Setting:
    """Set a threshold from now on, with a reason; what was decided under the old one stands."""
    actor.must("change_setting")
    must_fit(threshold, value)
    if not reason.strip():
        raise NeedsReason
    row = Setting(key=threshold, value=value, reason=reason, set_on=clock.today(), set_by=actor.id)
    session.add(row)
    session.flush()
    values.forget(session)
    audit.record(
        session, actor, "change_setting", row, threshold=threshold, value=value, reason=reason
    )
    return row
