"""What pages, files and the command line show of facilities, requests and bookings; each sees what
their roles reach. Of others’ bookings a firm learns that a window is taken, not by whom.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.clock import BEIJING
from fund.columns import table_of
from fund.errors import NotFound
from fund.facilities import opening, reach, rules, timetable
from fund.facilities.figures import CHARGE, DECISION, EVENT, FEEDBACK, REQUEST, USE, WAIVER
from fund.facilities.finding import FIGURE
from fund.facilities.reach import BOOKING, CENTRE, FACILITY, ORGANISATION, within
from fund.facilities.tables import (
    AccessPaper,
    AccessWish,
    FacilityPrice,
    SafetyCheck,
    SafetyCondition,
)
from fund.facilities.windows import Window, minutes, without

WISH, PAPER = table_of(AccessWish), table_of(AccessPaper)
CHECK, CONDITION, PRICE = table_of(SafetyCheck), table_of(SafetyCondition), table_of(FacilityPrice)
PERSON = table_of(Person)
WEEK = timedelta(days=7)
CALENDAR_DAYS = 14

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
REQUESTS = [
    "request_id",
    "number",
    "facility_id",
    "code",
    "name_zh",
    "name_en",
    "is_hazardous",
    "applicant_id",
    "applicant",
    "user_class",
    "purpose",
    "mission",
    "letter",
    "minutes_asked",
    "status",
    "requested_on",
    "checks",
    "reason",
    "words",
    "minutes_allocated",
    "valid_to",
    "decided_on",
]
BOOKINGS = [
    "booking_id",
    "number",
    "request_id",
    "facility_id",
    "code",
    "name_zh",
    "name_en",
    "applicant",
    "user_class",
    "starts_at",
    "ends_at",
    "status",
    "held_until",
    "descends_from",
    "made_on",
    "version",
    "started_at",
    "ended_at",
    "outcome",
    "incident",
    "charge_id",
    "billed_fen",
    "waived_fen",
    "waiver_id",
    "waiver",
    "score",
]
"""Columns of ``bookings``: instants in UTC, money in fen, what is missing None."""
EVENTS = [
    "act",
    "status",
    "reason",
    "mission",
    "offered_from",
    "offered_to",
    "recorded_at",
    "recorded_by",
]
CALENDAR = ["day", "kind", "first", "last", "words", "booking_id"]
"""Pieces of days: kind open, free, closed, held, confirmed, used or no_show; instants."""


def plain(rows: Any, columns: Sequence[str]) -> pd.DataFrame:
    """A frame of objects in which what is missing is None."""
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(columns)).astype(object)
    return frame.where(frame.notna(), None)


def facilities(session: Session, actor: Actor, keys: Collection[int]) -> pd.DataFrame:
    """Some facilities with what is free and taken of the next seven days: FACILITIES."""
    reach.sees(actor, "see_facilities")
    operator = ORGANISATION.alias("operator")
    rows = session.execute(
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
    return plain(found, FACILITIES)


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


def facility(session: Session, actor: Actor, code: str) -> dict[str, Any]:
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
    return {
        **{str(name): value for name, value in row.items()},
        **{str(name): value for name, value in shown.items()},
        "spans": opening.holds_on(weeks, clock.today()),
        "conditions": [dict(one) for one in conditions],
        "prices": prices(session, row["id"]),
    }


def prices(session: Session, facility_id: int) -> list[dict[str, Any]]:
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
    return [dict(row) for row in rows]


def closures(session: Session, actor: Actor, facility: dict[str, Any]) -> list[timetable.Shut]:
    """What is closed of a facility from now on."""
    reach.sees(actor, "see_facilities")
    whole = Window(clock.now(), timetable.FOR_EVER)
    return timetable.closures(session, facility["resource_id"], whole)


def calendar(session: Session, actor: Actor, facility: dict[str, Any], first: date) -> pd.DataFrame:
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
    pieces = [(one, "free", "", None) for one in free]
    pieces += [(one.window, "closed", one.reason, None) for one in shut]
    pieces += [
        (one.window, one.status, names.get(one.booking_id, ""), one.booking_id) for one in had
    ]
    rows = [
        (day, kind, part.first, part.last, words, key)
        for window, kind, words, key in pieces
        for day, part in _by_day(window, whole)
    ]
    return plain(sorted(rows, key=lambda row: (row[0], row[2])), CALENDAR)


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


def requests(session: Session, actor: Actor, keys: Collection[int]) -> pd.DataFrame:
    """Some requests with what was checked and decided: REQUESTS."""
    reach.sees(actor, "see_bookings")
    checked = sa.select(sa.func.count()).where(CHECK.c.request_id == REQUEST.c.id).scalar_subquery()
    rows = session.execute(
        sa.select(
            REQUEST.c.id,
            REQUEST.c.requested_on.label("number"),
            *(FACILITY.c.id, FACILITY.c.code, FACILITY.c.name_zh, FACILITY.c.name_en),
            FACILITY.c.is_hazardous,
            REQUEST.c.applicant_id,
            ORGANISATION.c.name,
            *REQUEST.c["user_class", "purpose", "mission", "letter", "minutes_asked", "status"],
            REQUEST.c.requested_on,
            checked,
            *DECISION.c["reason", "words", "minutes_allocated", "valid_to", "decided_on"],
        )
        .join(FACILITY, FACILITY.c.id == REQUEST.c.facility_id)
        .join(ORGANISATION, ORGANISATION.c.id == REQUEST.c.applicant_id)
        .outerjoin(DECISION, DECISION.c.request_id == REQUEST.c.id)
        .where(REQUEST.c.id.in_(keys), *within(actor, REQUEST))
        .order_by(REQUEST.c.id)
    ).all()
    found = [(row[0], rules.request_number(row[1], row[0]), *row[2:]) for row in rows]
    return plain(found, REQUESTS)


def request(session: Session, actor: Actor, number: str) -> dict[str, Any]:
    """One request by its number: a row of REQUESTS with ``wishes`` and who else wants them,
    ``papers``, ``verdicts`` and its ``bookings``; refuses one that is not there, or not for this
    actor.
    """
    key = rules.key_of(number)
    frame = requests(session, actor, [key])
    if frame.empty or frame.iloc[0]["number"] != number:
        raise NotFound(kind="access_request", key=number[:20])
    row: dict[str, Any] = {str(name): value for name, value in frame.iloc[0].items()}
    papers = session.execute(
        sa.select(PAPER.c.condition_code, PAPER.c.document).where(PAPER.c.request_id == key)
    ).all()
    verdicts = (
        session.execute(
            sa.select(*CHECK.c["verdict", "conditions", "checked_on"], PERSON.c.name)
            .outerjoin(PERSON, PERSON.c.id == CHECK.c.checked_by)
            .where(CHECK.c.request_id == key)
            .order_by(CHECK.c.id)
        )
        .mappings()
        .all()
    )
    booked = session.execute(
        sa.select(BOOKING.c.id).where(BOOKING.c.request_id == key).order_by(BOOKING.c.id)
    ).all()
    return row | {
        "wishes": wishes(session, actor, key, row["facility_id"]),
        "papers": [tuple(one) for one in papers],
        "verdicts": [dict(one) for one in verdicts],
        "bookings": bookings(session, actor, [one.id for one in booked]),
    }


def wishes(
    session: Session, actor: Actor, request_id: int, facility_id: int
) -> list[dict[str, Any]]:
    """The windows a request asks for, each with the open requests that want it too and the bookings
    that have it, by number.
    """
    rows = session.execute(
        sa.select(WISH).where(WISH.c.request_id == request_id).order_by(WISH.c.rank)
    ).all()
    resource = session.execute(
        sa.select(FACILITY.c.resource_id).where(FACILITY.c.id == facility_id)
    ).scalar_one()
    same = sa.select(FACILITY.c.id).where(FACILITY.c.resource_id == resource)
    others = session.execute(
        sa.select(WISH.c.starts_at, WISH.c.ends_at, REQUEST.c.id, REQUEST.c.requested_on)
        .join(REQUEST, REQUEST.c.id == WISH.c.request_id)
        .where(
            REQUEST.c.facility_id.in_(same),
            REQUEST.c.id != request_id,
            REQUEST.c.status.in_(("requested", "checked")),
            *within(actor, REQUEST),
        )
    ).all()
    found = []
    for row in rows:
        window = Window(row.starts_at, row.ends_at)
        had = timetable.taken(session, resource, window, clock.now())
        wanted = {
            rules.request_number(one.requested_on, one.id)
            for one in others
            if window.meets(Window(one.starts_at, one.ends_at))
        }
        collides = [one.number for one in had if one.blocked.meets(window)]
        found.append(
            {
                "rank": row.rank,
                "starts_at": row.starts_at,
                "ends_at": row.ends_at,
                "wanted_by": sorted(wanted),
                "taken_by": collides,
            }
        )
    return found


def bookings(session: Session, actor: Actor, keys: Collection[int] | None) -> pd.DataFrame:
    """Some bookings, or all within reach, with use, charge and feedback: BOOKINGS."""
    reach.sees(actor, "see_bookings")
    statement = (
        sa.select(
            BOOKING.c.id,
            BOOKING.c.made_on.label("number"),
            BOOKING.c.request_id,
            *(FACILITY.c.id, FACILITY.c.code, FACILITY.c.name_zh, FACILITY.c.name_en),
            ORGANISATION.c.name,
            *BOOKING.c["user_class", "starts_at", "ends_at", "status", "held_until"],
            *BOOKING.c["descends_from", "made_on", "version"],
            *USE.c["started_at", "ended_at", "outcome", "incident"],
            CHARGE.c.id,
            CHARGE.c.billed_fen,
            sa.case((WAIVER.c.outcome == "approved", WAIVER.c.amount_fen), else_=0),
            WAIVER.c.id,
            WAIVER.c.outcome,
            FEEDBACK.c.score,
        )
        .join(FACILITY, FACILITY.c.id == BOOKING.c.facility_id)
        .join(ORGANISATION, ORGANISATION.c.id == BOOKING.c.applicant_id)
        .outerjoin(USE, USE.c.booking_id == BOOKING.c.id)
        .outerjoin(CHARGE, CHARGE.c.booking_id == BOOKING.c.id)
        .outerjoin(WAIVER, WAIVER.c.charge_id == CHARGE.c.id)
        .outerjoin(FEEDBACK, FEEDBACK.c.booking_id == BOOKING.c.id)
        .where(*within(actor, BOOKING))
        .order_by(BOOKING.c.id)
    )
    if keys is not None:
        statement = statement.where(BOOKING.c.id.in_(keys))
    rows = session.execute(statement).all()
    found = [(row[0], rules.booking_number(row[1], row[0]), *row[2:]) for row in rows]
    return plain(found, BOOKINGS)


def booking(session: Session, actor: Actor, number: str) -> dict[str, Any]:
    """One booking by its number: a row of BOOKINGS with its ``events``; refuses one that is not
    there, or not for this actor.
    """
    key = rules.key_of(number)
    frame = bookings(session, actor, [key])
    if frame.empty or frame.iloc[0]["number"] != number:
        raise NotFound(kind="booking", key=number[:20])
    return {str(name): value for name, value in frame.iloc[0].items()} | {
        "events": events(session, key)
    }


def events(session: Session, booking_id: int) -> pd.DataFrame:
    """What was done with a booking, the earliest first: EVENTS."""
    rows = session.execute(
        sa.select(
            *EVENT.c["act", "status", "reason", "mission", "offered_from", "offered_to"],
            EVENT.c.recorded_at,
            PERSON.c.name,
        )
        .outerjoin(PERSON, PERSON.c.id == EVENT.c.recorded_by)
        .where(EVENT.c.booking_id == booking_id)
        .order_by(EVENT.c.id)
    ).all()
    return plain(rows, EVENTS)


def national(session: Session, actor: Actor, facility_id: int) -> dict[int, str]:
    """The granted requests of national missions for a facility, by key: number and mission."""
    reach.sees(actor, "see_bookings")
    rows = session.execute(
        sa.select(REQUEST.c.id, REQUEST.c.requested_on, REQUEST.c.mission, REQUEST.c.purpose)
        .where(
            REQUEST.c.facility_id == facility_id,
            REQUEST.c.user_class == "national",
            REQUEST.c.status == "granted",
            *within(actor, REQUEST),
        )
        .order_by(REQUEST.c.id)
    ).all()
    return {
        row.id: f"{rules.request_number(row.requested_on, row.id)} {row.mission or row.purpose}"
        for row in rows
    }
