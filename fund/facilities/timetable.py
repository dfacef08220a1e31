"""The time of a facility as stored: its hours, what is closed, what is taken, what is free."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.clock import BEIJING
from fund.columns import table_of
from fund.facilities import opening, rules
from fund.facilities.opening import Week
from fund.facilities.tables import Booking, FacilityClosure, FacilityHours
from fund.facilities.windows import Window, without

BOOKING, CLOSURE, HOURS = table_of(Booking), table_of(FacilityClosure), table_of(FacilityHours)
FOR_EVER = datetime.max.replace(tzinfo=BEIJING)


class Shut(NamedTuple):
    """A closure: its number, when, which kind, why, when it is expected to end."""

    closure_id: int
    window: Window
    kind: str
    reason: str
    expected_on: date | None
    is_open_ended: bool


class Taken(NamedTuple):
    """A booking that has its window: its number and key, what the user has, what it blocks."""

    booking_id: int
    number: str
    window: Window
    blocked: Window
    status: str


def weeks(session: Session, facility_id: int, as_of: date | None = None) -> list[Week]:
    """The hours of a facility as set by a day, in the order they were set."""
    return weeks_of(session, [facility_id], as_of).get(facility_id, [])


def weeks_of(
    session: Session, keys: Collection[int], as_of: date | None = None
) -> dict[int, list[Week]]:
    """The same of several, by facility."""
    statement = sa.select(HOURS).where(HOURS.c.facility_id.in_(keys)).order_by(HOURS.c.id)
    if as_of is not None:
        statement = statement.where(HOURS.c.recorded_on <= as_of)
    found: dict[int, list[Week]] = {}
    for row in session.execute(statement):
        week = Week(row.valid_from, opening.read(row.week))
        found.setdefault(row.facility_id, []).append(week)
    return found


def closures_of(
    session: Session, resources: Collection[int], whole: Window, as_of: date | None = None
) -> dict[int, list[Shut]]:
    """What is closed in a stretch of time by resource; as known on a day, where one is given."""
    statement = (
        sa.select(CLOSURE)
        .where(
            CLOSURE.c.resource_id.in_(resources),
            CLOSURE.c.starts_at < whole.last,
            CLOSURE.c.ends_at.is_(None) | (CLOSURE.c.ends_at > whole.first),
        )
        .order_by(CLOSURE.c.starts_at, CLOSURE.c.id)
    )
    if as_of is not None:
        statement = statement.where(CLOSURE.c.recorded_on <= as_of)
    found: dict[int, list[Shut]] = {}
    for row in session.execute(statement):
        is_open = row.ends_at is None
        shut = Shut(
            row.id,
            Window(row.starts_at, FOR_EVER if is_open else row.ends_at),
            row.kind,
            row.reason,
            row.expected_on,
            is_open,
        )
        found.setdefault(row.resource_id, []).append(shut)
    return found


def closures(session: Session, resource_id: int, whole: Window) -> list[Shut]:
    """What is closed of one resource."""
    return closures_of(session, [resource_id], whole).get(resource_id, [])


def before(moment: datetime) -> datetime:
    """What was begun earlier than this is over by the moment: no window is longer."""
    start = datetime.min.replace(tzinfo=BEIJING) + timedelta(days=rules.BLOCKED_DAYS + 1)
    return max(moment, start) - timedelta(days=rules.BLOCKED_DAYS)


def taken_of(
    session: Session, resources: Collection[int], whole: Window, now: datetime
) -> dict[int, list[Taken]]:
    """Bookings that have a window in a stretch of time, by resource; holds past their hour have
    none.
    """
    statement = (
        sa.select(BOOKING)
        .where(
            BOOKING.c.resource_id.in_(resources),
            BOOKING.c.status.in_(rules.OCCUPYING),
            BOOKING.c.blocked_from < whole.last,
            BOOKING.c.blocked_from > before(whole.first),
            BOOKING.c.blocked_to > whole.first,
            (BOOKING.c.status != "held") | (BOOKING.c.held_until > now),
        )
        .order_by(BOOKING.c.blocked_from)
    )
    found: dict[int, list[Taken]] = {}
    for row in session.execute(statement):
        one = Taken(
            row.id,
            rules.booking_number(row.made_on, row.id),
            Window(row.starts_at, row.ends_at),
            Window(row.blocked_from, row.blocked_to),
            row.status,
        )
        found.setdefault(row.resource_id, []).append(one)
    return found


def taken(session: Session, resource_id: int, whole: Window, now: datetime) -> list[Taken]:
    """Bookings of one resource."""
    return taken_of(session, [resource_id], whole, now).get(resource_id, [])


def free(
    open_windows: list[Window], shut: list[Shut], booked: list[Taken], whole: Window
) -> list[Window]:
    """What is left of the opening hours."""
    cut = [Window(max(one.first, whole.first), min(one.last, whole.last)) for one in open_windows]
    return without(cut, [*(one.window for one in shut), *(one.blocked for one in booked)])
