"""Finding a window: which facilities fit, and when each is free first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.clock import BEIJING
from fund.columns import table_of
from fund.facilities import opening, reach, timetable
from fund.facilities.opening import Week
from fund.facilities.reach import FACILITY
from fund.facilities.tables import Facility, FacilityFigure
from fund.facilities.windows import Window, without

FIGURE = table_of(FacilityFigure)
LOOKED_AHEAD = timedelta(days=366)


class Wanted(NamedTuple):
    """What is looked for: a kind, a region, figures at least and at most so much, a band; for so
    many days, or so many minutes of opening time; before an instant.
    """

    kind: str = ""
    region: str = ""
    least: Mapping[str, Decimal] = {}
    most: Mapping[str, Decimal] = {}
    band: str = ""
    days: int = 0
    minutes: int = 60
    before: datetime | None = None
    after: datetime | None = None


class Slot(NamedTuple):
    """A facility and the first window of it that is free; None where there is none."""

    facility_id: int
    code: str
    name_zh: str
    name_en: str
    window: Window | None


def fitting(session: Session, actor: Actor, wanted: Wanted) -> list[sa.Row[tuple[object, ...]]]:
    """The facilities that can do what is looked for, by code."""
    reach.sees(actor, "see_facilities")
    statement = sa.select(FACILITY).order_by(FACILITY.c.code)
    if wanted.kind:
        statement = statement.where(FACILITY.c.kind == wanted.kind)
    if wanted.region:
        statement = statement.where(FACILITY.c.region_code == wanted.region)
    rows = session.execute(statement).all()
    if not (wanted.least or wanted.most or wanted.band):
        return list(rows)
    figures: dict[int, dict[str, tuple[Decimal | None, str]]] = {}
    for one in session.execute(sa.select(FIGURE)):
        figures.setdefault(one.facility_id, {})[one.name] = (one.value, one.words)
    return [row for row in rows if _fits(figures.get(row.id, {}), wanted)]


def _fits(figures: Mapping[str, tuple[Decimal | None, str]], wanted: Wanted) -> bool:
    """Whether every figure asked for is there and reaches what is asked."""
    for name, least in wanted.least.items():
        value = figures.get(name, (None, ""))[0]
        if value is None or value < least:
            return False
    for name, most in wanted.most.items():
        value = figures.get(name, (None, ""))[0]
        if value is None or value > most:
            return False
    return (
        not wanted.band or wanted.band.casefold() in figures.get("band", (None, ""))[1].casefold()
    )


def slots(session: Session, actor: Actor, wanted: Wanted) -> list[Slot]:
    """Every facility that fits with its first free window, the earliest first, those without one at
    the end.
    """
    rows = fitting(session, actor, wanted)
    now = clock.now()
    first = max(now, wanted.after or now)
    whole = Window(first, min(wanted.before or first + LOOKED_AHEAD, first + LOOKED_AHEAD))
    if whole.last <= whole.first:
        return []
    weeks = timetable.weeks_of(session, [row.id for row in rows])
    resources = {row.resource_id for row in rows}
    shut = timetable.closures_of(session, resources, whole)
    booked = timetable.taken_of(session, resources, whole, now)
    found = []
    for row in rows:
        begins = max(whole.first, now + timedelta(hours=row.notice_hours))
        ends = min(whole.last, now + timedelta(days=row.horizon_days))
        busy = [one.window for one in shut.get(row.resource_id, [])]
        busy += [one.blocked for one in booked.get(row.resource_id, [])]
        gaps = without([Window(begins, ends)], busy) if begins < ends else []
        window = first_free(weeks.get(row.id, []), gaps, row, wanted)
        found.append(Slot(row.id, row.code, row.name_zh, row.name_en, window))
    return sorted(found, key=lambda one: (one.window is None, one.window or whole, one.code))


def first_free(
    weeks: Sequence[Week], gaps: Sequence[Window], rules_of: object, wanted: Wanted
) -> Window | None:
    """The first window of the length asked for that begins and ends in opening hours and lies in
    one gap, with its set-up and clear-up.
    """
    setup, clearup = rules_of.setup, rules_of.clearup  # type: ignore[attr-defined]
    step = timedelta(minutes=rules_of.step)  # type: ignore[attr-defined]
    longest: int = rules_of.longest  # type: ignore[attr-defined]
    for gap in gaps:
        room = Window(gap.first + timedelta(minutes=setup), gap.last - timedelta(minutes=clearup))
        if room.first >= room.last:
            continue
        found = (
            _days(weeks, room, wanted.days, longest)
            if wanted.days
            else _minutes(weeks, room, wanted.minutes, step, longest)
        )
        if found is not None:
            return found
    return None


def _days(weeks: Sequence[Week], room: Window, days: int, longest: int) -> Window | None:
    """So many whole opening days in a row."""
    opened = [
        held
        for day in _dates(room)
        if (held := opening.of_day(weeks, day))
        and room.first <= held[0].first
        and held[-1].last <= room.last
    ]
    for start in range(len(opened) - days + 1):
        run = opened[start : start + days]
        if sum(one.minutes for held in run for one in held) <= longest:
            return Window(run[0][0].first, run[-1][-1].last)
    return None


def _dates(room: Window) -> list[date]:
    first, last = (one.astimezone(BEIJING).date() for one in room)
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _minutes(
    weeks: Sequence[Week], room: Window, wanted: int, step: timedelta, longest: int
) -> Window | None:
    """So many minutes of opening time: within one stretch where a stretch is long enough, else
    over several.
    """
    if wanted > longest:
        return None
    day, last = (one.astimezone(BEIJING).date() for one in room)
    begun: datetime | None = None
    had = 0
    while day <= last:
        for whole in opening.of_day(weeks, day):
            one = Window(
                max(_up(room.first, whole.first, step), whole.first), min(whole.last, room.last)
            )
            if one.first >= one.last:
                continue
            if one.minutes >= wanted:
                return Window(one.first, one.first + timedelta(minutes=wanted))
            if whole.minutes < wanted:
                begun = begun or one.first
                had += one.minutes
                if had >= wanted:
                    return Window(begun, one.last - timedelta(minutes=had - wanted))
        day += timedelta(days=1)
    return None


def _up(moment: datetime, begins: datetime, step: timedelta) -> datetime:
    """The first instant on the grid from a moment on; the grid begins when the day opens."""
    if moment <= begins:
        return begins
    return begins + -(-(moment - begins) // step) * step


def equal_window(
    session: Session, facility: Facility, window: Window, now: datetime
) -> Window | None:
    """The first free window of a facility with as much opening time as another, after now."""
    weeks = timetable.weeks(session, facility.id or 0)
    whole = Window(now, now + timedelta(days=facility.horizon_days))
    length = sum(one.minutes for one in opening.windows(weeks, window))
    busy = [one.window for one in timetable.closures(session, facility.resource_id or 0, whole)]
    booked = timetable.taken(session, facility.resource_id or 0, whole, now)
    busy += [one.blocked for one in booked]
    begins = now + timedelta(hours=facility.notice_hours)
    gaps = without([Window(begins, whole.last)], busy)
    return first_free(weeks, gaps, facility, Wanted(minutes=length))
