"""Twenty-four invented facilities of seven kinds and sixty bookings in every state they can have:
used, nobody came, cancelled, moved, taken for national need, run out, held, still to come.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.access import actors
from fund.access import commands as access
from fund.access.actors import Actor
from fund.clock import BEIJING
from fund.columns import table_of
from fund.demonstration.teller import Beginning, Book, Story, Telling, deed, workday
from fund.facilities import asking, booking, registering, using
from fund.facilities.rules import HELD_HOURS
from fund.facilities.tables import Charge
from fund.plan import working_days
from fund.plan.tables import Organisation

DAYS = timedelta(days=1)
HELD = timedelta(hours=HELD_HOURS)
KINDS = (
    # kind, short code, how many, words, unit, hours, figures, price of commerce
    ("ttc_station", "TT", 4, "测控站", "pass", "daily 00:00-24:00", "band=S/X; g_t=31.7", 800),
    (
        "data_receiving",
        "DR",
        4,
        "数据接收站",
        "pass",
        "daily 00:00-24:00",
        "band=X/Ka; g_t=36.2",
        900,
    ),
    ("calibration_range", "CR", 3, "定标场", "day", "daily 09:00-17:00", "length=1200", 6_000),
    ("validation_field", "VF", 3, "真实性检验场", "day", "daily 09:00-17:00", "length=5000", 4_000),
    ("engine_stand", "ES", 4, "发动机试车台", "hour", "workday 08:00-20:00", "thrust={}", 2_000),
    (
        "space_simulator",
        "SS",
        4,
        "空间环境模拟器",
        "test",
        "workday 08:00-20:00",
        "chamber={}; vacuum=0.00001; coldest=-173; hottest=120",
        30_000,
    ),
    ("platform", "PL", 2, "开放平台工位", "hour", "workday 08:00-20:00", "length=12", 500),
)
ENGLISH = {
    "ttc_station": "Sample TT&C station",
    "data_receiving": "Sample data-receiving site",
    "calibration_range": "Sample calibration range",
    "validation_field": "Sample validation field",
    "engine_stand": "Sample engine test stand",
    "space_simulator": "Sample space simulator",
    "platform": "Sample open platform",
}
REGIONS = ("610000", "510000", "310000", "460000")
CENTRES = ("SH-OP", "SC-AM")
FATES = (
    *("used",) * 34,
    *("no_show",) * 4,
    *("cancelled",) * 3,
    "moved",
    *("preempted",) * 2,
    "lapsed",
    *("held",) * 3,
    *("confirmed",) * 8,
)
"""What becomes of each booking: the moved, pre-empted and run-out ones make a second one each."""
REASONS = ("no_capacity", "not_capable", "incomplete", "no_capacity", "outside_rules")
PEOPLE = (
    ("applicant1", "示例申请人一", "applicant"),
    ("facility1", "示例设施管理员一", "facility"),
)


class Span(TypedDict):
    """From when to when something is wanted."""

    starts_at: datetime
    ends_at: datetime


class Place(NamedTuple):
    """A facility as the story knows it."""

    key: int
    unit: str
    is_hazardous: bool


class Cast(NamedTuple):
    """Who is there: firms by key, facilities in order, the identifiers of owners."""

    firms: list[int]
    places: list[Place]
    owners: list[str]


def given() -> Iterator[dict[str, str]]:
    """What is said of each facility."""
    for kind, short, count, words, unit, hours, figures, price in KINDS:
        for number in range(1, count + 1):
            yield {
                "code": f"D-{short}{number}",
                "kind": kind,
                "name_zh": f"示例{words}{number}",
                "name_en": f"{ENGLISH[kind]} {number}",
                "region": REGIONS[number % len(REGIONS)],
                "place": "示例地点",
                "unit": unit,
                "opened": "2026-01-05",
                "hours": hours,
                "figures": figures.format(150 * number + 150),
                "conditions": "S1=按规程操作|操作规程编号",
                "prices": f"commercial={price}; national=0; centre={price // 2}",
                "document": "示例收费文件",
                "hazardous": "1" if kind == "engine_stand" else "",
                "centre": CENTRES[number - 1] if kind == "platform" else "",
                "setup": "30" if kind == "space_simulator" else "0",
                "horizon_days": "200",
            }


def registered(cast: Cast) -> Story:
    """An officer enters the facilities, from the owners' letters."""

    def look(session: Session) -> list[tuple[int, str]]:
        rows = session.exec(
            select(Organisation.id, Organisation.identifier)
            .where(col(Organisation.name).like("示例%"))
            .order_by(col(Organisation.id))
            .limit(12)
        ).all()
        return [(key or 0, identifier) for key, identifier in rows]

    found = yield look
    cast.firms.extend(key for key, _identifier in found[4:])
    cast.owners.extend(identifier for _key, identifier in found[:4])
    for place, one in enumerate(given()):
        owner = cast.owners[place % len(cast.owners)]
        key = yield deed(
            "officer1",
            registering.register_facility,
            given=one | {"owner": owner},
            is_demonstration=True,
        )
        cast.places.append(Place(key, one["unit"], one["hazardous"] == "1"))


def people(cast: Cast, known: dict[str, Actor]) -> Story:
    """Somebody of a firm and somebody of an owner, who see only their own."""

    def enter(session: Session) -> int:
        identifier = session.get_one(Organisation, cast.firms[0]).identifier
        for login, name, role in PEOPLE:
            person = access.add_person(
                session, known["system"], login=login, name=name, roles=[], is_demonstration=True
            )
            scope = identifier if role == "applicant" else cast.owners[0]
            key = person.id or 0
            access.assign_role(session, known["security"], person_id=key, role=role, scope=scope)
            known[login] = actors.load(session, key)
        return len(PEOPLE)

    yield enter


def at(day: date, hour: int) -> datetime:
    """An hour of a day in Beijing."""
    return datetime.combine(day, time(hour), BEIJING)


def fitting(day: date) -> date:
    """The day, or the next that is worked both here and in the office of the demonstration."""
    while workday(day) != day or not working_days.is_worked(day):
        day += DAYS
    return day


def ahead(day: date, days: int) -> date:
    """A worked day so many days before another: after it a holiday, or before one so long that
    nothing could be done in time.
    """
    found = fitting(day - days * DAYS)
    if found < day - 2 * DAYS:
        return found
    found = day - days * DAYS
    while fitting(found) != found:
        found -= DAYS
    return found


RIVALS = {"preempted": "national", "lapsed": "commercial"}
"""What kind of request stands beside a booking that comes to such an end."""


def life(cast: Cast, place: int, fate: str, day: date) -> Story:
    """One booking from the request to its end."""
    facility = cast.places[place % len(cast.places)]
    firm = cast.firms[place % len(cast.firms)]
    window: Span = {"starts_at": at(day, 10), "ends_at": at(day, 14)}
    request = yield from granted(facility, firm, window, "commercial")
    if fate in RIVALS:
        other = yield from granted(facility, cast.firms[-1], window, RIVALS[fate])
    if clock.today() > day - 4 * DAYS:  # a long holiday lay between: too late to book
        return
    units = 0 if facility.unit in ("hour", "day") else 1
    hold, when = booking.hold_booking, window
    made = yield deed("officer1", hold, request_id=request, units=units, **when)
    if fate == "lapsed":
        later = max(ahead(day, 8), fitting(clock.today() + HELD + DAYS))
        if later > day - 4 * DAYS:
            return
        yield later
        made = yield deed("officer2", hold, request_id=other, units=units, **when)
    if fate == "held":
        return
    yield deed("officer2", booking.confirm_booking, booking_id=made)
    if fate == "moved":
        day = fitting(day + DAYS)
        window = {"starts_at": at(day, 15), "ends_at": at(day, 17)}
        made = yield deed("officer1", booking.move_booking, booking_id=made, **window)
    if fate == "preempted":
        made = yield deed(
            "decider2",
            booking.preempt_booking,
            booking_id=made,
            request_id=other,
            mission="示例国家任务",
            reason="示例：任务窗口不可调整",
        )
    if fate == "cancelled":
        yield ahead(day, 6 + place % 3)
        yield deed("officer1", booking.cancel_booking, booking_id=made, reason="示例：推迟")
    elif fate != "confirmed":
        yield from ended(facility, place, fate, made, window, fitting(day + DAYS))


def granted(facility: Place, firm: int, window: Span, kind: str) -> Telling[int]:
    """Asked for with a letter, checked, granted; gives back the request."""
    request: int = yield deed(
        "officer1",
        asking.request_access,
        facility_id=facility.key,
        applicant_id=firm,
        user_class=kind,
        purpose="示例：型号试验",
        mission="示例国家任务" if kind == "national" else "",
        letter="示例来函",
        wishes=[(window["starts_at"], window["ends_at"])],
        papers={"S1": "示例规程"},
        minutes_asked=480,
    )
    yield deed("reviewer1", asking.check_safety, request_id=request, verdict="pass")
    if facility.is_hazardous:
        yield deed(
            "reviewer2",
            asking.check_safety,
            request_id=request,
            verdict="conditional",
            conditions="示例：安全员在场",
        )
    yield fitting(clock.today() + (1 + firm % 3) * DAYS)
    yield deed(
        "decider1",
        asking.grant_access,
        request_id=request,
        minutes_allocated=600,
        valid_to=window["ends_at"].date() + 60 * DAYS,
    )
    return int(request)


def ended(
    facility: Place,
    place: int,
    fate: str,
    made: int,
    window: Span,
    day: date,
) -> Story:
    """Used or not, charged, now and then let off in part, and what the user says."""
    yield day
    if fate == "no_show":
        yield deed("officer1", using.record_no_show, booking_id=made)
        return
    outcome = "failed_facility" if place % 17 == 5 else "weather" if place % 17 == 9 else "done"
    flown = {"done": "passes_done", "weather": "passes_weather"}
    passes = {flown.get(outcome, "passes_failed_facility"): 1} if facility.unit == "pass" else {}
    yield deed(
        "officer1",
        using.record_facility_use,
        booking_id=made,
        started_at=window["starts_at"] + timedelta(minutes=15),
        ended_at=window["ends_at"] + timedelta(minutes=20 * (place % 3)),
        outcome=outcome,
        passes=passes,
        megabytes=4_096 if facility.unit == "pass" and outcome == "done" else 0,
    )
    if place % 3 == 0:
        yield deed("officer2", using.give_feedback, booking_id=made, score=3 + place % 3)
    if place % 11 == 0 and outcome == "done":
        yield from waived(made)


def waived(made: int) -> Story:
    """A fifth of the charge is let off by two deciders."""
    charge = table_of(Charge)

    def look(session: Session) -> tuple[int, int]:
        row = session.execute(
            sa.select(charge.c.id, charge.c.billed_fen).where(charge.c.booking_id == made)
        ).one()
        return row.id, row.billed_fen

    found = yield look
    if found[1]:
        waiver = yield deed(
            "decider2",
            using.propose_charge_waiver,
            charge_id=found[0],
            amount_fen=max(found[1] // 5, 1),
            reason="示例：公益试验",
        )
        yield deed("decider3", using.consent_charge_waiver, waiver_id=waiver)


def refused(cast: Cast, place: int, day: date) -> Story:
    """A request that is refused, or still waits."""
    facility = cast.places[(5 * place) % len(cast.places)]
    first = fitting(day + 30 * DAYS)
    request = yield deed(
        "officer2",
        asking.request_access,
        facility_id=facility.key,
        applicant_id=cast.firms[place % len(cast.firms)],
        user_class="commercial",
        purpose="示例：部件试验",
        wishes=[(at(first, 10), at(first, 12))],
        papers={"S1": "示例规程"},
    )
    if place < len(REASONS):
        yield fitting(day + (3 + place) * DAYS)
        yield deed("decider1", asking.refuse_access, request_id=request, reason=REASONS[place])


def chapter(book: Book) -> Iterator[Beginning]:
    """Registered half a year ago at the earliest; bookings are spread up to today and beyond."""
    cast = Cast([], [], [])
    start = fitting(max(book.first + 21 * DAYS, book.today - 200 * DAYS))
    yield Beginning(registered(cast), start)
    yield Beginning(people(cast, book.actors), start + DAYS)
    past = [fate for fate in FATES if fate not in ("held", "confirmed")]
    room = (book.today - start).days - 34
    for place, fate in enumerate(FATES):
        if place < len(past):
            day = fitting(start + (26 + max(room, 1) * place // len(past)) * DAYS)
            begins = day - 18 * DAYS
        else:
            day = fitting(book.today + (4 + place - len(past)) * DAYS)
            begins = book.today - (7 if fate == "held" else 14) * DAYS
        yield Beginning(life(cast, place, fate, day), max(begins, start + 2 * DAYS))
    for place in range(len(REASONS) + 3):
        day = fitting(max(start + 3 * DAYS, book.today - (40 - 5 * place) * DAYS))
        yield Beginning(refused(cast, place, day), day)
