"""What a window of a facility must keep to, and what it costs: its hours, closures, step, lengths,
horizon, notice and price.
"""

from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from fund import clock
from fund.clock import BEIJING
from fund.errors import N_, FundError
from fund.facilities import opening, rules, timetable
from fund.facilities.opening import Week
from fund.facilities.tables import Facility, FacilityPrice
from fund.facilities.windows import Window, minutes

WINDOW = N_("Window")
START = N_("Start")
END = N_("End")


class Overlap(FundError):
    """Two bookings never share an instant of one resource: the database's own guard."""

    message = N_("Somebody has this window, or part of it. Nothing was stored.")


def must_fit(session: Session, facility: Facility, window: Window) -> None:
    """Refuse a window that breaks a rule of the facility, naming field and rule; whether somebody
    has it is another question.
    """
    now = clock.now()
    if window.last <= window.first:
        raise rules.EndsBeforeStart
    if window.last - window.first > timedelta(days=rules.LONGEST_DAYS):
        raise rules.TooLong(code=facility.code, minutes=rules.LONGEST_DAYS * 24 * 60)
    _must_be_on_step(facility, window)
    if window.first < now + timedelta(hours=facility.notice_hours):
        raise rules.NoticeTooShort(code=facility.code, hours=facility.notice_hours)
    if window.last > now + timedelta(days=facility.horizon_days):
        raise rules.BeyondHorizon(code=facility.code, days=facility.horizon_days)
    day = window.first.astimezone(BEIJING).date()
    if day < facility.opened_on:
        raise rules.NotOpenYet(code=facility.code, day=facility.opened_on)
    weeks = timetable.weeks(session, facility.id or 0)
    _must_be_open(facility, window, weeks)
    length = minutes(opening.windows(weeks, window))
    if length > facility.longest:
        raise rules.TooLong(code=facility.code, minutes=facility.longest)
    if length < facility.shortest:
        raise rules.TooShort(code=facility.code, minutes=facility.shortest)
    must_not_be_closed(session, facility, window)


def must_not_be_closed(session: Session, facility: Facility, window: Window) -> None:
    """Refuse a window on a closure, which is named."""
    for one in timetable.closures(session, facility.resource_id or 0, window):
        raise rules.OnClosure(
            code=facility.code,
            first=written(one.window.first),
            last="…" if one.is_open_ended else written(one.window.last),
            reason=one.reason,
        )


def _must_be_on_step(facility: Facility, window: Window) -> None:
    for moment in window:
        local = moment.astimezone(BEIJING)
        since = local - datetime.combine(local.date(), time(), BEIJING)
        if since % timedelta(minutes=facility.step):
            raise rules.OffStep(code=facility.code, step=facility.step)


def _must_be_open(facility: Facility, window: Window, weeks: list[Week]) -> None:
    """A window begins and ends in opening hours; what lies between may be closed for the night."""
    for field, moment, is_end in ((START, window.first, False), (END, window.last, True)):
        # the end belongs to the minute before it
        day = (moment - timedelta(minutes=is_end)).astimezone(BEIJING).date()
        hours = opening.of_day(weeks, day)
        if not any(
            (one.first < moment <= one.last) if is_end else (one.first <= moment < one.last)
            for one in hours
        ):
            said = ", ".join(f"{written(one.first)}–{clock_time(one.last)}" for one in hours)
            raise rules.OutsideHours(
                field=field, code=facility.code, time=written(moment), hours=said or "—"
            )


def open_minutes(session: Session, facility: Facility, window: Window) -> int:
    """How much opening time a window has."""
    return minutes(opening.windows(timetable.weeks(session, facility.id or 0), window))


def price_on(
    session: Session, facility: Facility, user_class: str, moment: datetime
) -> FacilityPrice:
    """The price for a class of users on the day of use; refuses where there is none."""
    day = moment.astimezone(BEIJING).date()
    found = session.exec(
        select(FacilityPrice)
        .where(
            FacilityPrice.facility_id == facility.id,
            FacilityPrice.user_class == user_class,
            FacilityPrice.valid_from <= day,
        )
        .order_by(col(FacilityPrice.valid_from).desc(), col(FacilityPrice.id).desc())
        .limit(1)
    ).first()
    if found is None:
        named = rules.CLASSES.get(user_class, user_class[:12])
        raise rules.NoPrice(code=facility.code, user_class=named, day=day)
    return found


def written(moment: datetime) -> str:
    """An instant in Beijing time, to the minute."""
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def clock_time(moment: datetime) -> str:
    """The time of day in Beijing; midnight at the end of a day is 24:00."""
    said = f"{moment.astimezone(BEIJING):%H:%M}"
    return "24:00" if said == "00:00" else said
