"""Calendars as .ics files: bookings of a facility or a firm. Instants are UTC, the UID stays, the
SEQUENCE rises with each step; what was cancelled or pre-empted stays, marked as CANCELLED.
"""

from datetime import UTC
from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import NotFound
from fund.facilities import queries, reach, rules
from fund.facilities.figures import EVENT
from fund.facilities.reach import BOOKING, FACILITY, ORGANISATION
from fund.facilities.rows import Stamped
from fund.facilities.wording import name
from fund.frames import Columns, rows_of
from fund.i18n import _, language

if TYPE_CHECKING:
    from icalendar import Event

STATUS = {
    "held": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "used": "CONFIRMED",
    "no_show": "CONFIRMED",
    "cancelled": "CANCELLED",
    "preempted": "CANCELLED",
    "lapsed": "CANCELLED",
}
"""State of a booking -> STATUS of its event."""


def of_facility(session: Session, actor: Actor, code: str) -> bytes:
    """The calendar of a facility: the bookings somebody may see."""
    reach.sees(actor, "see_bookings")
    facility = (
        session.execute(
            sa.select(FACILITY.c.id, FACILITY.c.code, FACILITY.c.name_zh, FACILITY.c.name_en).where(
                FACILITY.c.code == code[:40]
            )
        )
        .mappings()
        .first()
    )
    if facility is None:
        raise NotFound(kind="facility", key=code[:40])
    mine = BOOKING.c.facility_id == facility["id"]
    if not actor.may("see_bookings"):
        runs = sa.select(FACILITY.c.id).where(
            FACILITY.c.id == facility["id"], reach.own_facilities(actor)
        )
        if session.execute(runs).first() is None:
            raise NotFound(kind="facility", key=code[:40])
    return _written(session, actor, f"{facility['code']} {name(facility)}", mine)


def of_applicant(session: Session, actor: Actor, identifier: str) -> bytes:
    """The calendar of a firm, for itself and for the fund."""
    reach.sees(actor, "see_bookings")
    firm = session.execute(
        sa.select(ORGANISATION.c.id, ORGANISATION.c.name)
        .where(ORGANISATION.c.identifier == identifier[:100])
        .limit(1)
    ).first()
    allowed = actor.may("see_bookings") or identifier in reach.codes(actor, "applicant")
    if firm is None or not allowed:
        raise NotFound(kind="organisation", key=identifier[:40])
    return _written(session, actor, firm.name, BOOKING.c.applicant_id == firm.id)


def rows(session: Session, actor: Actor, where: sa.ColumnElement[bool]) -> pd.DataFrame:
    """The bookings of a calendar: queries.BOOKINGS, with the instant of the last step."""
    keys = list(session.execute(sa.select(BOOKING.c.id).where(where)).scalars())
    frame = queries.bookings(session, actor, keys)
    said = session.execute(
        sa.select(EVENT.c.booking_id, sa.func.max(EVENT.c.id))
        .where(EVENT.c.booking_id.in_(keys))
        .group_by(EVENT.c.booking_id)
    ).all()
    last = [row[1] for row in said]
    stamps = dict(
        session.execute(
            sa.select(EVENT.c.booking_id, EVENT.c.recorded_at).where(EVENT.c.id.in_(last))
        ).all()  # type: ignore[arg-type]
    )
    told = [stamps.get(key) for key in frame["booking_id"]]
    return frame.assign(stamp=pd.Series(told, index=frame.index, dtype=object))


def _written(session: Session, actor: Actor, title: str, where: sa.ColumnElement[bool]) -> bytes:
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//fund//facilities//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", title)
    for row in rows_of(rows(session, actor, where), Stamped):
        made.add_component(_event(row))
    return bytes(made.to_ical())


def _event(row: Stamped) -> "Event":
    from icalendar import Event

    made = Event()
    made.add("uid", uid(row))
    made.add("dtstamp", row["stamp"].astimezone(UTC))
    made.add("last-modified", row["stamp"].astimezone(UTC))
    made.add("dtstart", row["starts_at"].astimezone(UTC))
    made.add("dtend", row["ends_at"].astimezone(UTC))
    made.add("sequence", sequence(row))
    made.add("status", STATUS[row["status"]])
    made.add("summary", f"{row['number']} {row['code']} {name(row)}")
    words = _(rules.BOOKINGS[row["status"]])
    joiner = "，" if language() == "zh" else ", "
    made.add("description", joiner.join((row["applicant"], words)))
    made.add("location", f"{row['code']} {name(row)}")
    return made


def uid(row: Columns) -> str:
    """The UID of a booking's event: its number, for good."""
    return f"{row['number']}@facilities.fund"


def sequence(row: Stamped) -> int:
    """How often the booking changed since it was made: it was stored as version 1, each step
    counted one more.
    """
    return max(int(row["version"]) - 2, 0)
