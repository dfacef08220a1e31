"""The register of facilities as pages, files and the command line show it: what each can do, what
is free, two weeks of one. Of others’ bookings a firm learns that a window is taken, not by whom.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.clock import BEIJING
from fund.columns import table_of
from fund.errors import NotFound
from fund.facilities import opening, queries, reach, rules, timetable
from fund.facilities.finding import FIGURE
from fund.facilities.reach import BOOKING, CENTRE, FACILITY, ORGANISATION, within
from fund.facilities.rows import FacilityRow, PriceRow
from fund.facilities.tables import FacilityPrice, SafetyCondition
from fund.facilities.windows import Window, minutes, without
from fund.frames import row_of

CONDITION, PRICE = table_of(SafetyCondition), table_of(FacilityPrice)
CALENDAR_DAYS = 14
WEEK = timedelta(days=7)
FACILITIES = [
    "facility_id",
    "code",
    "name_zh",
    "name_en",
    "kind",
    "owner",
    "operator",
    "region_code",
    "place",
    "unit",
    "is_hazardous",
    "centre",
    "opened_on",
    "is_demonstration",
    "figures",
    "free_hours",
    "taken_hours",
    "state",
    "broken",
]
"""Columns of ``facilities``: hours of the seven days from now on; state free or on_hold."""
CALENDAR = ["day", "kind", "first", "last", "words", "booking_id"]
"""Pieces of days: kind open, free, closed, held, confirmed, used or no_show; instants."""


def _described(session: Session, keys: Collection[int]) -> Sequence[sa.Row[object]]:
    """Facilities with the names of whose they are, by code."""
    operator = ORGANISATION.alias("operator")
    return session.execute(
        sa.select(
            FACILITY,
            ORGANISATION.c.name.label("owner"),
            operator.c.name.label("operator"),
            CENTRE.c.code.label("centre"),
        )
        .join(ORGANISATION, ORGANISATION.c.id == FACILITY.c.owner_id)
        .join(operator, operator.c.id == FACILITY.c.operator_id)
        .outerjoin(CENTRE, CENTRE.c.id == FACILITY.c.centre_id)
        .where(FACILITY.c.id.in_(keys))
        .order_by(FACILITY.c.code)
    ).all()


def facilities(session: Session, actor: Actor, keys: Collection[int]) -> pd.DataFrame:
    """Some facilities with what is free and taken of the next seven days: FACILITIES."""
    reach.sees(actor, "see_facilities")
    rows = _described(session, keys)
    now = clock.now()
    whole = Window(now, now + WEEK)
    resources = {row.resource_id for row in rows}
    weeks = timetable.weeks_of(session, [row.id for row in rows])
    shut = timetable.closures_of(session, resources, whole)
    booked = timetable.taken_of(session, resources, whole, now)
    said = figures_said(session, keys)
    found = []
    for row in rows:
        closed, held = shut.get(row.resource_id, []), booked.get(row.resource_id, [])
        hours = opening.windows(weeks.get(row.id, []), whole)
        left = without(hours, [one.window for one in closed])
        free = timetable.free(hours, closed, held, whole)
        is_shut = any(one.window.first <= now < one.window.last for one in closed)
        found.append(
            (
                *(row.id, row.code, row.name_zh, row.name_en, row.kind, row.owner, row.operator),
                *(row.region_code, row.place, row.unit, row.is_hazardous, row.centre or ""),
                *(row.opened_on, row.is_demonstration, said.get(row.id, "")),
                minutes(free) / 60,
                (minutes(left) - minutes(free)) / 60,
                "on_hold" if is_shut else "free",
                "; ".join(one.reason for one in closed if one.kind == "fault"),
            )
        )
    return queries.plain(found, FACILITIES)


def figures_said(session: Session, keys: Collection[int]) -> dict[int, str]:
    """What each facility can do as name=value, by key."""
    found: dict[int, list[str]] = {}
    rows = session.execute(
        sa.select(FIGURE).where(FIGURE.c.facility_id.in_(keys)).order_by(FIGURE.c.name)
    )
    for row in rows:
        value = row.words if row.value is None else f"{row.value.normalize():f}"
        found.setdefault(row.facility_id, []).append(f"{row.name}={value}")
    return {key: "; ".join(parts) for key, parts in found.items()}


def facility(session: Session, actor: Actor, code: str) -> FacilityRow:
    """One facility by its code: a row of FACILITIES with its ``version``, ``resource_id``, rules,
    hours, ``conditions`` and ``prices``; refuses an unknown one.
    """
    reach.sees(actor, "see_facilities")
    asked = sa.select(FACILITY).where(FACILITY.c.code == code[:40])
    row = session.execute(asked).mappings().first()
    if row is None:
        raise NotFound(kind="facility", key=code[:40])
    (shown,) = facilities(session, actor, [row["id"]]).to_dict("records")
    weeks = timetable.weeks(session, row["id"])
    conditions = (
        session.execute(
            sa.select(*CONDITION.c["code", "words", "proof"])
            .where(CONDITION.c.facility_id == row["id"])
            .order_by(CONDITION.c.id)
        )
        .mappings()
        .all()
    )
    found = {
        **{str(name): value for name, value in row.items()},
        **{str(name): value for name, value in shown.items()},
        "spans": opening.holds_on(weeks, clock.today()),
        "conditions": [dict(one) for one in conditions],
        "prices": prices(session, row["id"]),
    }
    return row_of(found, FacilityRow)


def prices(session: Session, facility_id: int) -> list[PriceRow]:
    """Every price of a facility, the one that holds longest first."""
    rows = (
        session.execute(
            sa.select(*PRICE.c["user_class", "unit_fen", "minimum_units", "valid_from", "document"])
            .where(PRICE.c.facility_id == facility_id)
            .order_by(PRICE.c.user_class, PRICE.c.valid_from.desc(), PRICE.c.id.desc())
        )
        .mappings()
        .all()
    )
    return [row_of(row, PriceRow) for row in rows]


def closures(session: Session, actor: Actor, facility: FacilityRow) -> list[timetable.Shut]:
    """What is closed of a facility from now on."""
    reach.sees(actor, "see_facilities")
    whole = Window(clock.now(), timetable.FOR_EVER)
    return timetable.closures(session, facility["resource_id"], whole)


def calendar(session: Session, actor: Actor, facility: FacilityRow, first: date) -> pd.DataFrame:
    """Two weeks of a facility, day by day in pieces: CALENDAR. Whose a booking is, only whoever may
    see it is told.
    """
    reach.sees(actor, "see_facilities")
    begins = datetime.combine(first, time(), BEIJING)
    whole = Window(begins, begins + timedelta(days=CALENDAR_DAYS))
    resource = [facility["resource_id"]]
    hours = opening.windows(timetable.weeks(session, facility["facility_id"]), whole)
    shut = timetable.closures_of(session, resource, whole).get(resource[0], [])
    had = timetable.taken_of(session, resource, whole, clock.now()).get(resource[0], [])
    names = _firms(session, actor, [one.booking_id for one in had])
    free = timetable.free(hours, shut, had, whole)
    pieces: list[tuple[Window, str, str, int | None]]
    pieces = [(one, "free", "", None) for one in free]
    pieces += [(one.window, "closed", one.reason, None) for one in shut]
    pieces += [
        (one.window, one.status, names.get(one.booking_id, ""), one.booking_id) for one in had
    ]
    rows: list[tuple[date, str, datetime, datetime, str, int | None]] = [
        (day, kind, part.first, part.last, words, key)
        for window, kind, words, key in pieces
        for day, part in _by_day(window, whole)
    ]
    return queries.plain(sorted(rows, key=lambda row: (row[0], row[2])), CALENDAR)


def _by_day(window: Window, whole: Window) -> list[tuple[date, Window]]:
    """A window in days of Beijing, cut to a stretch of time."""
    first, last = max(window.first, whole.first), min(window.last, whole.last)
    found = []
    while first < last:
        local = first.astimezone(BEIJING)
        night = datetime.combine(local.date() + timedelta(days=1), time(), BEIJING)
        found.append((local.date(), Window(first, min(night, last))))
        first = night
    return found


def _firms(session: Session, actor: Actor, keys: Collection[int]) -> dict[int, str]:
    """Number and firm of the bookings somebody may see."""
    rows = session.execute(
        sa.select(BOOKING.c.id, BOOKING.c.made_on, ORGANISATION.c.name)
        .join(ORGANISATION, ORGANISATION.c.id == BOOKING.c.applicant_id)
        .where(BOOKING.c.id.in_(keys), *within(actor, BOOKING))
    )
    return {row.id: f"{rules.booking_number(row.made_on, row.id)} {row.name}" for row in rows}
