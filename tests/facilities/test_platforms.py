"""A platform with bookings: its report begins with their hours and users, and another figure wants
a note; the clerk of its centre sees its bookings.
"""

import io
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from fund import clock, db
from fund.access import actors
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.centres import commands, filling, intake, paper, periods, reviewing
from fund.centres import queries as centres
from fund.centres.paper import FIRST_ROW, NOTE, VALUE
from fund.centres.tables import Centre, ReportingPeriod
from fund.columns import table_of
from fund.facilities import queries, using
from fund.ui.visit import Visit
from fund.workbook.guard import Cell
from tests.centres.reporting import FIGURES, PDF
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


def clerk_of(office: Office) -> int:
    """Who reports for the test's centre."""
    clerk = office.act("system", access.add_person, login="clerk", name="clerk", roles=[])
    office.act("security", access.assign_role, person_id=clerk, role="local", scope="T-C")
    return clerk


def test_the_clerk_of_a_centre_sees_the_bookings_of_its_platform(an_office: Office) -> None:
    platform(an_office)
    clerk = clerk_of(an_office)
    with db.reading(an_office.engine) as session:
        seen = queries.bookings(session, actors.load(session, clerk), None)
    assert len(seen) == 1


def test_the_workbook_takes_another_figure_only_beside_a_note(an_office: Office) -> None:
    platform(an_office)
    opened(an_office)
    with clock.at(at("12-31")), db.reading(an_office.engine) as session:
        of = paper.paper(session, OPERATOR, "T-C", "2026-Q4")
    row = FIRST_ROW + [one.code for one in of.form].index("hours_used")

    def handed_in(hours: float, note: str) -> list[str]:
        book = load_workbook(io.BytesIO(paper.written(of, "zh")))
        sheet = book["填报"]
        figure = sheet.cell(row, VALUE)
        assert figure.value == pytest.approx(10.25)
        assert figure.fill.fgColor.rgb[-6:] == "ECEFF2"
        (rule,) = [one for one in sheet.data_validations.dataValidation if figure.coordinate in one]
        assert (rule.type, rule.errorStyle) == ("custom", "stop")
        assert rule.formula1 == f"OR($E${row}=10.25,LEN(TRIM($F${row}))>0)"
        figure.value, sheet.cell(row, NOTE).value = hours, note
        out = io.BytesIO()
        book.save(out)
        taken = intake.read(out.getvalue(), of)
        assert taken.verdict is not None
        asked = [one for one in taken.verdict.open(taken.notes) if one.code == "bookings_differ"]
        return [one.where for one in asked]

    assert handed_in(10.25, "") == []
    assert handed_in(12, "") == ["hours_used"]
    assert handed_in(12, "另有两小时为院内任务") == []


def drawn(visit: "Visit") -> None:
    """The fields of the platform's report, as its page draws them."""
    from fund.centres import queries
    from fund.screens.centres.filing import fields

    with visit.reading() as session:
        made = queries.filing(session, visit.who, "T-C", "2026-Q4")
    fields(visit, made)


def flagged(visit: "Visit") -> None:
    """What the reviewer of the platform's report is told of its bookings."""
    from fund.centres import queries
    from fund.screens.centres.review import differing

    with visit.reading() as session:
        made = queries.filing(session, visit.who, "T-C", "2026-Q4")
    differing(made)


def opened(office: Office) -> None:
    """The quarter the platform reports on."""
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
    taken = {"due_on": date(2027, 1, 20), "closes_on": date(2027, 3, 31)}
    names = {"code": "2026-Q4", "name_zh": "x", "name_en": "x", "kind": ""}
    do(office, "officer", NOW, periods.open_period, **names, **days, **taken)


def test_a_figure_from_the_bookings_is_locked_until_a_note_says_why(an_office: Office) -> None:
    platform(an_office)
    clerk = an_office.ids["clerk"] = clerk_of(an_office)
    opened(an_office)
    now, report = at("12-31"), {"centre_code": "T-C", "period_code": "2026-Q4"}
    do(an_office, "clerk", now, commands.fill_in, **report)

    def locked() -> dict[str, bool]:
        page = AppTest.from_function(drawn, kwargs={"visit": visit}).run(timeout=60)
        assert not page.exception
        typed = [one for one in page.text_input if str(one.key).startswith("f-in-")]
        fields = {str(one.key).rsplit("-", 1)[-1]: one for one in typed}
        assert fields["hours_used"].value == written
        return {code: fields[code].disabled for code in ("hours_used", "users")}

    written = "10.25"
    with clock.at(now):
        with db.reading(an_office.engine) as session:
            visit = Visit(an_office.engine, "real", actors.load(session, clerk))
        assert locked() == {"hours_used": True, "users": True}
        note = {"notes": {"hours_used": "另有两小时为院内任务"}}
        do(an_office, "clerk", now, commands.fill_in, **report, **note)
        assert locked() == {"hours_used": False, "users": True}
        written = "12.25"
        figures = {"figures": {"hours_used": written}}
        do(an_office, "clerk", now, commands.fill_in, **report, **figures)
        assert locked() == {"hours_used": False, "users": True}
        with db.reading(an_office.engine) as session:
            made = centres.filing(session, visit.who, "T-C", "2026-Q4")
    assert made.verdict is not None
    asked = [one.where for one in made.verdict.issues if one.code == "bookings_differ"]
    assert asked == ["hours_used"]


def test_of_two_sources_the_approved_report_counts_and_the_bookings_are_flagged(
    an_office: Office,
) -> None:
    platform(an_office)
    opened(an_office)
    an_office.ids["clerk"] = clerk_of(an_office)
    an_office.ids["province"] = an_office.enter("province", "province")
    now, report = at("12-31"), {"centre_code": "T-C", "period_code": "2026-Q4"}
    form = filling.form_of("open_platform", "final_assembly_test", QUARTER.ends_on)
    figures = {one.code: FIGURES[one.code] for one in form if one.is_asked}
    given = figures | {"hours_used": "12.25", "users": "1", "small_users": "1"}
    notes = {"notes": {"hours_used": "另有两小时为院内任务"}}
    key = do(an_office, "clerk", now, commands.fill_in, **report, figures=given, **notes)
    do(an_office, "clerk", now, commands.submit, submission_id=key)
    scan = {"file_name": "scan.pdf", "content": PDF}
    do(an_office, "province", now, reviewing.forward, submission_id=key, **scan)
    with clock.at(now):
        with db.reading(an_office.engine) as session:
            who = actors.load(session, an_office.ids["reviewer"])
        page = AppTest.from_function(
            flagged, kwargs={"visit": Visit(an_office.engine, "real", who)}
        ).run(timeout=60)
    assert not page.exception
    said = " ".join(one.body for one in page.get("html"))
    for words in ("12.25", "10.25", "另有两小时为院内任务"):
        assert words in said
    do(an_office, "reviewer", now, reviewing.approve_submission, submission_id=key)
    with db.reading(an_office.engine) as session:
        frame = centres.approved(session, now.date())
    counted = frame[frame["indicator"] == "hours_used"]
    assert list(counted["value"]) == ["12.25"]
