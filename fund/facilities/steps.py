"""What every step of a booking begins and ends with: it is looked up and locked, refused in a state
that does not allow the act, and entered in its history.
"""

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import NotFound, Stale, WrongState
from fund.facilities import reach, rules
from fund.facilities.booking_rules import written
from fund.facilities.reach import Parts
from fund.facilities.registering import queue
from fund.facilities.tables import AccessRequest, Booking, BookingEvent, Facility
from fund.facilities.windows import Window
from fund.lifecycle import CYCLES

STATES = CYCLES["booking"]


def of_request(session: Session, request_id: int) -> tuple[AccessRequest | None, Parts]:
    """A request, locked, and whose it is; nothing of one that is not there."""
    row = session.get(AccessRequest, request_id, with_for_update=True, populate_existing=True)
    if row is None:
        return None, reach.NOTHING
    facility = session.get_one(Facility, row.facility_id)
    return row, reach.parts(session, facility, row.applicant_id)


def of_booking(session: Session, booking_id: int) -> tuple[Booking | None, Parts]:
    """A booking, its resource and itself locked, and whose it is."""
    row = session.get(Booking, booking_id)
    if row is None:
        return None, reach.NOTHING
    facility = session.get_one(Facility, row.facility_id)
    queue(session, facility)
    session.refresh(row, with_for_update=True)
    return row, reach.parts(session, facility, row.applicant_id)


def must_be(
    row: Booking | None, act: str, booking_id: int, expected_version: int | None = None
) -> Booking:
    """The booking; refuses one that is not there, or in a state that does not allow the act."""
    if row is None:
        raise NotFound(kind="booking", key=booking_id)
    if row.status not in STATES[act][""]:
        raise WrongState(act=act, status=row.status)
    if expected_version is not None and row.version != expected_version:
        raise Stale
    return row


def must_still_hold(row: Booking) -> None:
    """Refuse a hold whose hour is over."""
    if row.held_until is not None and row.held_until <= clock.now():
        raise rules.HoldRunOut(time=written(row.held_until))


def must_not_have_begun(row: Booking) -> None:
    """Refuse what has begun."""
    if row.starts_at <= clock.now():
        raise rules.StartedAlready


def noted(
    session: Session,
    actor: Actor,
    row: Booking,
    act: str,
    *,
    reason: str = "",
    mission: str = "",
    offer: Window | None = None,
) -> None:
    """Enter what was done with a booking, in its history and in the audit log."""
    row.version += 1
    session.add(row)
    session.flush()
    session.add(
        BookingEvent(
            booking_id=row.id or 0,
            act=act,
            status=row.status,
            reason=reason.strip()[: rules.LONGEST_SAID],
            mission=mission.strip()[:200],
            offered_from=offer.first if offer else None,
            offered_to=offer.last if offer else None,
            recorded_on=clock.today(),
            recorded_at=clock.now(),
            recorded_by=actor.id,
            recorded_for=actor.behind(act),
        )
    )
    session.flush()
    audit.record(session, actor, act, row, status=row.status, reason=reason, mission=mission)
