"""Files that go out: bookings as CSV, calendars as .ics, the empty file to fill in."""

from datetime import date
from pathlib import Path

from sqlmodel import Session

from fund import troubles
from fund.access.actors import OPERATOR, Actor
from fund.errors import N_, NP_
from fund.facilities import calendars, queries, reach
from fund.facilities.booking_rules import written as moment
from fund.facilities.entry import HEADS
from fund.i18n import _
from fund.rooms.download import Download, Sent
from fund.workbook.delimited import written

CSV_TYPE = "text/csv; charset=utf-8"
ICS_TYPE = "text/calendar; charset=utf-8"
BOOKED = {
    "number": N_("Booking"),
    "code": N_("Code of the facility"),
    "name_zh": N_("Facility"),
    "applicant": N_("Applying body"),
    "user_class": N_("Class"),
    "starts_at": N_("From"),
    "ends_at": N_("To"),
    "status": N_("Status"),
    "started_at": N_("Started"),
    "ended_at": NP_("facility", "Ended"),
    "outcome": N_("Outcome"),
    "billed_fen": N_("Billed, fen"),
    "waived_fen": N_("Waived, fen"),
    "score": N_("Feedback"),
}


def open_bookings(session: Session, actor: Actor) -> bytes:
    """Every booking within reach, with its use and charge; instants in Beijing time."""
    frame = queries.bookings(session, actor, None)
    rows = [
        [moment(row[name]) if name.endswith("_at") and row[name] else row[name] for name in BOOKED]
        for row in frame.to_dict("records")
    ]
    return written([_(head) for head in BOOKED.values()], rows)


def export(
    session: Session, _day: date, file: Path, *, facility: str = "", applicant: str = ""
) -> int:
    """Write the calendar of a facility by its code, or of a firm by its identifier; how many
    bookings it has.
    """
    content = (
        calendars.of_facility(session, OPERATOR, facility)
        if facility
        else calendars.of_applicant(session, OPERATOR, applicant)
    )
    troubles.write(file, content)
    return content.count(b"BEGIN:VEVENT")


def _csv(session: Session, actor: Actor) -> Sent:
    reach.sees(actor, "see_bookings")
    return Sent("bookings.csv", CSV_TYPE, open_bookings(session, actor))


def _empty(_session: Session, actor: Actor) -> Sent:
    actor.must("take_in_facilities")
    content = written([_(head) for head in HEADS.values()], [])
    return Sent("facilities-empty.csv", CSV_TYPE, content)


def _of_facility(session: Session, actor: Actor, code: str) -> Sent:
    return Sent("facility.ics", ICS_TYPE, calendars.of_facility(session, actor, code))


def _of_applicant(session: Session, actor: Actor, identifier: str) -> Sent:
    return Sent("bookings.ics", ICS_TYPE, calendars.of_applicant(session, actor, identifier))


CSV = Download("bookings", "see_bookings", _csv)
EMPTY = Download("facilities-empty", "take_in_facilities", _empty)
FACILITY_ICS = Download("facility-ics", "see_bookings", _of_facility)
APPLICANT_ICS = Download("applicant-ics", "see_bookings", _of_applicant)
