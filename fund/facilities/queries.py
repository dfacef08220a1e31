"""What pages, files and the command line show of requests and bookings; each sees what their roles
reach.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import is_any_of, table_of
from fund.errors import NotFound
from fund.facilities import reach, rules, timetable
from fund.facilities.figures import CHARGE, DECISION, EVENT, FEEDBACK, REQUEST, USE, WAIVER
from fund.facilities.reach import BOOKING, FACILITY, ORGANISATION, within
from fund.facilities.rows import BookingRow, RequestRow, WishRow
from fund.facilities.tables import (
    AccessPaper,
    AccessWish,
    Facility,
    SafetyCheck,
)
from fund.facilities.windows import Window
from fund.frames import row_of
from fund.plan import identity

WISH, PAPER = table_of(AccessWish), table_of(AccessPaper)
CHECK = table_of(SafetyCheck)
PERSON = table_of(Person)

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


def plain(rows: Iterable[Sequence[object]], columns: Sequence[str]) -> pd.DataFrame:
    """A frame of objects in which what is missing is None."""
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(columns)).astype(object)
    return frame.where(frame.notna(), None)


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


def request(session: Session, actor: Actor, number: str) -> RequestRow:
    """One request by its number: a row of REQUESTS with ``wishes`` and who else wants them,
    ``papers``, ``verdicts`` and its ``bookings``; refuses one that is not there, or not for this
    actor.
    """
    key = rules.key_of(number)
    frame = requests(session, actor, [key])
    if frame.empty or frame.iloc[0]["number"] != number:
        raise NotFound(kind="access_request", key=number[:20])
    row = {str(name): value for name, value in frame.iloc[0].items()}
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
    more = {
        "wishes": wishes(session, actor, key, row["facility_id"]),
        "papers": [tuple(one) for one in papers],
        "verdicts": [dict(one) for one in verdicts],
        "bookings": bookings(session, actor, [one.id for one in booked]),
    }
    return row_of(row | more, RequestRow)


def _other_wishes(
    session: Session, actor: Actor, request_id: int, resource: int
) -> Sequence[sa.Row[datetime, datetime, int, date]]:
    """The windows other open requests want of the same resource."""
    same = sa.select(FACILITY.c.id).where(FACILITY.c.resource_id == resource)
    return session.execute(
        sa.select(WISH.c.starts_at, WISH.c.ends_at, REQUEST.c.id, REQUEST.c.requested_on)
        .join(REQUEST, REQUEST.c.id == WISH.c.request_id)
        .where(
            REQUEST.c.facility_id.in_(same),
            REQUEST.c.id != request_id,
            REQUEST.c.status.in_(("requested", "checked")),
            *within(actor, REQUEST),
        )
    ).all()


def wishes(session: Session, actor: Actor, request_id: int, facility_id: int) -> list[WishRow]:
    """The windows a request asks for, each with the open requests that want it too and the bookings
    that have it, by number.
    """
    rows = session.execute(
        sa.select(WISH).where(WISH.c.request_id == request_id).order_by(WISH.c.rank)
    ).all()
    resource = session.execute(
        sa.select(FACILITY.c.resource_id).where(FACILITY.c.id == facility_id)
    ).scalar_one()
    others = _other_wishes(session, actor, request_id, resource)
    found: list[WishRow] = []
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


def booking(session: Session, actor: Actor, number: str) -> BookingRow:
    """One booking by its number: a row of BOOKINGS with its ``events``; refuses one that is not
    there, or not for this actor.
    """
    key = rules.key_of(number)
    frame = bookings(session, actor, [key])
    if frame.empty or frame.iloc[0]["number"] != number:
        raise NotFound(kind="booking", key=number[:20])
    found = {str(name): value for name, value in frame.iloc[0].items()}
    return row_of(found | {"events": events(session, key)}, BookingRow)


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


def applicants(
    session: Session, actor: Actor, facility_id: int, words: str = "", most: int = 0
) -> dict[int, str]:
    """Organisations somebody may ask for a facility for, by number, in the order of their names:
    none merged into another. All, or those with ``words`` in name or identifier, so many at
    most.
    """
    of = reach.parts(session, session.get_one(Facility, facility_id))
    gone = identity.merged(session)
    asking = sa.select(*ORGANISATION.c["id", "name"]).where(~is_any_of(ORGANISATION.c.id, gone))
    if not reach.may(actor, "request_access", of):
        codes = reach.codes(actor, "applicant")
        asking = asking.where(ORGANISATION.c.identifier.in_(codes))
    if words:
        both = ORGANISATION.c["name", "identifier"]
        asking = asking.where(sa.or_(*(one.icontains(words, autoescape=True) for one in both)))
    asking = asking.order_by(*ORGANISATION.c["name", "id"]).limit(most or None)
    return dict(session.execute(asking).all())
