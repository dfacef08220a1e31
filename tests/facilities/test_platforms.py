"""A platform with bookings: its report begins with their hours and users, and another figure wants
a note; the clerk of its centre sees its bookings.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa

from fund import clock, db
from fund.access import actors
from fund.access import commands as access
from fund.centres import filling
from fund.centres.tables import Centre, ReportingPeriod
from fund.columns import table_of
from fund.facilities import queries, using
from fund.workbook.guard import Cell
from tests.facilities.building import at, confirmed, do, granted, stand
from tests.people import Office

NOW = at("10-20", "09:00")
DAY = (at("11-03", "08:00"), at("11-03", "20:00"))
QUARTER = ReportingPeriod(
    code="2026-Q4",
    name_zh="x",
    name_en="x",
    starts_on=date(2026, 10, 1),
    ends_on=date(2026, 12, 31),
    opens_on=date(2026, 12, 31),
    due_on=date(2027, 1, 20),
    closes_on=date(2027, 3, 31),
)


def platform(office: Office) -> int:
    """A platform of the test's centre, used for ten and a quarter hours by one firm."""
    centre = table_of(Centre)
    change = sa.update(centre).values(kind="open_platform", field="final_assembly_test")
    db.write(office.engine, lambda session: session.execute(change))
    made = stand(office, at("09-01"), kind="platform", centre="T-C", figures="length=12")
    request = granted(office, made, on=NOW, wish=DAY)
    had = confirmed(office, request, NOW, DAY)
    use: dict[str, Any] = {
        "started_at": at("11-03", "08:30"),
        "ended_at": at("11-03", "18:45"),
        "outcome": "done",
    }
    do(office, "officer", at("11-04"), using.record_facility_use, booking_id=had, **use)
    return made


def test_hours_and_users_come_from_the_bookings_and_another_figure_wants_a_note(
    an_office: Office,
) -> None:
    platform(an_office)
    with clock.at(at("12-31")), db.reading(an_office.engine) as session:
        centre = session.get_one(Centre, 1)
        begins = filling.prefilled(session, centre, QUARTER)
        known = filling.known(session, centre, QUARTER)
        form = filling.form(centre, QUARTER)
    assert (begins["hours_used"], begins["users"]) == ("10.25", "1")

    def asks(hours: str) -> list[str]:
        cells = {"hours_used": Cell("number", hours), "users": Cell("number", "1")}
        found = filling.verdict(form, cells, known)
        return [one.where for one in found.open({}) if one.code == "bookings_differ"]

    assert asks("10.25") == []
    assert asks("12") == ["hours_used"]


def test_the_clerk_of_a_centre_sees_the_bookings_of_its_platform(an_office: Office) -> None:
    platform(an_office)
    clerk = an_office.act("system", access.add_person, login="clerk", name="clerk", roles=[])
    an_office.act("security", access.assign_role, person_id=clerk, role="local", scope="T-C")
    with db.reading(an_office.engine) as session:
        seen = queries.bookings(session, actors.load(session, clerk), None)
    assert len(seen) == 1
