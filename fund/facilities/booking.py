"""Holding a window, confirming it, moving and cancelling it, and taking it for national need. Who
decides on a resource waits for the one before; the database guards that nobody has what another
has.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from fund import clock
from fund.access.actors import Actor
from fund.errors import FourEyes, NeedsReason, NotFound, WrongState
from fund.facilities import billing, booking_rules, charges, finding, reach, rules, steps, timetable
from fund.facilities.asking import hands
from fund.facilities.booking_rules import written
from fund.facilities.registering import queue
from fund.facilities.tables import (
    AccessDecision,
    AccessRequest,
    Booking,
    Facility,
)
from fund.facilities.windows import Window
from fund.lifecycle import CYCLES


def hold_booking(
    session: Session,
    actor: Actor,
    *,
    request_id: int,
    starts_at: datetime,
    ends_at: datetime,
    units: int = 0,
) -> Booking:
    """Hold a window for a granted request until it is confirmed, for three days or until it
    begins.
    """
    request, of = steps.of_request(session, request_id)
    actor.must("hold_booking", *reach.scopes(actor, "hold_booking", of))
    if request is None:
        raise NotFound(kind="access_request", key=request_id)
    facility = session.get_one(Facility, request.facility_id)
    queue(session, facility)
    window = Window(starts_at, ends_at)
    _must_be_granted(session, request, facility, window)
    row = drafted(session, facility, request, window, units)
    return _placed(session, actor, facility, row, "hold_booking")


def drafted(
    session: Session, facility: Facility, request: AccessRequest, window: Window, units: int
) -> Booking:
    """A booking as it would be stored; refuses a window that breaks a rule."""
    booking_rules.must_fit(session, facility, window)
    booking_rules.price_on(session, facility, request.user_class, window.first)
    if facility.unit in rules.COUNTED_UNITS and units < 1:
        raise rules.NeedsUnits
    blocked = window.widened(facility.setup, facility.clearup)
    return Booking(
        request_id=request.id or 0,
        facility_id=facility.id or 0,
        resource_id=facility.resource_id or 0,
        applicant_id=request.applicant_id,
        user_class=request.user_class,
        starts_at=window.first,
        ends_at=window.last,
        blocked_from=blocked.first,
        blocked_to=blocked.last,
        units=max(units, 0),
        status="held",
        held_until=min(clock.now() + timedelta(hours=rules.HELD_HOURS), window.first),
        made_on=clock.today(),
    )


def _placed(
    session: Session,
    actor: Actor,
    facility: Facility,
    row: Booking,
    act: str,
    reason: str = "",
) -> Booking:
    """Store a booking whose window nobody has; holds past their hour give theirs up here."""
    _lapse(session, actor, facility, Window(row.blocked_from, row.blocked_to))
    _must_be_free(session, facility, Window(row.blocked_from, row.blocked_to))
    session.add(row)
    session.flush()
    steps.noted(session, actor, row, act, reason=reason)
    return row


def _lapse(session: Session, actor: Actor, facility: Facility, window: Window) -> None:
    """End the holds in a window whose hour is over."""
    over = session.exec(
        select(Booking).where(
            Booking.resource_id == facility.resource_id,
            Booking.status == "held",
            col(Booking.held_until) <= clock.now(),
            Booking.blocked_from < window.last,
            Booking.blocked_to > window.first,
        )
    ).all()
    for row in over:
        row.status = "lapsed"
        steps.noted(session, actor, row, "lapse_booking")


def _must_be_free(session: Session, facility: Facility, window: Window) -> None:
    found = timetable.taken(session, facility.resource_id or 0, window, clock.now())
    for one in found:
        raise rules.WindowTaken(
            booking=one.number,
            facility=facility.code,
            first=written(one.blocked.first),
            last=written(one.blocked.last),
        )


def _must_be_granted(
    session: Session, request: AccessRequest, facility: Facility, window: Window
) -> None:
    """Refuse what was not granted, is no longer, or goes beyond what was allocated."""
    if request.status not in CYCLES["access_request"]["hold_booking"][""]:
        raise WrongState(act="hold_booking", status=request.status)
    granted = session.exec(
        select(AccessDecision).where(AccessDecision.request_id == request.id)
    ).one()
    last = window.last.astimezone(clock.BEIJING).date()
    if granted.valid_to is not None and last > granted.valid_to:
        raise rules.GrantRunOut(day=granted.valid_to)
    before = session.exec(
        select(Booking).where(
            Booking.request_id == request.id, col(Booking.status).in_(rules.OCCUPYING)
        )
    ).all()
    had = sum(
        booking_rules.open_minutes(session, facility, Window(one.starts_at, one.ends_at))
        for one in before
        if not (one.status == "held" and (one.held_until or clock.now()) <= clock.now())
    )
    wanted = booking_rules.open_minutes(session, facility, window)
    if had + wanted > granted.minutes_allocated:
        allocated, taken = granted.minutes_allocated / 60, had / 60
        raise rules.AboveAllocated(allocated=f"{allocated:g}", taken=f"{taken:g}")


def confirm_booking(
    session: Session, actor: Actor, *, booking_id: int, expected_version: int | None = None
) -> Booking:
    """Confirm a held window; a hold past its hour is held anew, not confirmed."""
    row, of = steps.of_booking(session, booking_id)
    actor.must("confirm_booking", *reach.scopes(actor, "confirm_booking", of))
    row = steps.must_be(row, "confirm_booking", booking_id, expected_version)
    steps.must_still_hold(row)
    facility = session.get_one(Facility, row.facility_id)
    booking_rules.must_not_be_closed(session, facility, Window(row.starts_at, row.ends_at))
    row.status, row.held_until = "confirmed", None
    steps.noted(session, actor, row, "confirm_booking")
    return row


def move_booking(
    session: Session,
    actor: Actor,
    *,
    booking_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str = "",
) -> Booking:
    """Give a booking another window: the old one is cancelled without a charge, a new one in the
    same state descends from it. The user moves it in time only, the owner until it begins.
    """
    found, of = steps.of_booking(session, booking_id)
    actor.must("move_booking", *reach.scopes(actor, "move_booking", of))
    old = steps.must_be(found, "move_booking", booking_id)
    steps.must_still_hold(old)
    facility = session.get_one(Facility, old.facility_id)
    steps.must_not_have_begun(old)
    is_owner = reach.may(actor, "confirm_booking", of)
    if not is_owner and charges.is_late(old.starts_at, clock.now(), facility.late_hours):
        raise rules.MoveTooLate(hours=facility.late_hours)
    request = session.get_one(AccessRequest, old.request_id)
    was = old.status
    old.status = "cancelled"
    steps.noted(session, actor, old, "move_booking", reason=reason)
    window = Window(starts_at, ends_at)
    _must_be_granted(session, request, facility, window)
    row = drafted(session, facility, request, window, old.units)
    row.status, row.descends_from = was, old.id
    row.held_until = row.held_until if was == "held" else None
    return _placed(session, actor, facility, row, "move_booking", reason)


def cancel_booking(
    session: Session,
    actor: Actor,
    *,
    booking_id: int,
    reason: str,
    by_owner: bool = False,
) -> Booking:
    """Cancel a booking by the rule of the facility: late by the user it is charged in part; by the
    owner, and while it was only held, it costs nothing.
    """
    found, of = steps.of_booking(session, booking_id)
    actor.must("cancel_booking", *reach.scopes(actor, "cancel_booking", of))
    row = steps.must_be(found, "cancel_booking", booking_id)
    if not reason.strip():
        raise NeedsReason
    steps.must_not_have_begun(row)
    if by_owner:
        actor.must("confirm_booking", *reach.scopes(actor, "confirm_booking", of))
    facility = session.get_one(Facility, row.facility_id)
    is_charged = row.status == "confirmed" and not by_owner
    row.status = "cancelled"
    if is_charged and charges.is_late(row.starts_at, clock.now(), facility.late_hours):
        billing.charge(session, facility, row, "late", None, facility.late_percent)
    steps.noted(session, actor, row, "cancel_booking", reason=reason)
    return row


def preempt_booking(
    session: Session,
    actor: Actor,
    *,
    booking_id: int,
    request_id: int,
    mission: str,
    reason: str,
) -> Booking:
    """Take the window of a booking for a national mission whose request was granted: by a decider
    in person who asked for neither. The first equal free window is offered, nothing is charged.
    """
    actor.must("preempt_booking")
    if actor.behind("preempt_booking") is not None:
        raise rules.PreemptInPerson
    found, _of = steps.of_booking(session, booking_id)
    old = steps.must_be(found, "preempt_booking", booking_id)
    request, _parts = steps.of_request(session, request_id)
    if request is None:
        raise NotFound(kind="access_request", key=request_id)
    _must_preempt(session, actor, old, request, mission, reason)
    facility = session.get_one(Facility, old.facility_id)
    window = Window(old.starts_at, old.ends_at)
    old.status = "preempted"
    row = Booking(
        **{name: getattr(old, name) for name in SAME},
        request_id=request_id,
        applicant_id=request.applicant_id,
        user_class=request.user_class,
        status="confirmed",
        descends_from=old.id,
        made_on=clock.today(),
    )
    session.flush()
    session.add(row)
    session.flush()
    offer = finding.equal_window(session, facility, window, clock.now())
    steps.noted(session, actor, old, "preempt_booking", reason=reason, mission=mission, offer=offer)
    steps.noted(session, actor, row, "preempt_booking", reason=reason, mission=mission)
    return row


SAME = (
    "facility_id",
    "resource_id",
    "starts_at",
    "ends_at",
    "blocked_from",
    "blocked_to",
    "units",
)
"""What a booking that takes another's place has from it."""


def _must_preempt(
    session: Session,
    actor: Actor,
    old: Booking,
    request: AccessRequest,
    mission: str,
    reason: str,
) -> None:
    if not mission.strip():
        raise rules.NeedsMission
    if not reason.strip():
        raise NeedsReason
    if request.status != "granted" or request.user_class != "national":
        raise rules.NotNational
    if request.facility_id != old.facility_id:
        raise rules.NotNational
    if old.user_class == "national":
        raise rules.NotPreempted
    steps.must_not_have_begun(old)
    taken_from = session.get_one(AccessRequest, old.request_id)
    for one in (*hands(session, request), *hands(session, taken_from)):
        if one.act == "request_access" and actor.hands & ({one.by, one.behind} - {None}):
            raise FourEyes(earlier="request_access", act="preempt_booking")
