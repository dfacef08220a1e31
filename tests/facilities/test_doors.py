"""Calendars read back by two parsers, files in, the command line, the report, the demonstration,
finding a window.
"""

import csv
import io
import json
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject
from icalendar import Calendar
from typer.testing import CliRunner

from fund import clock, db, i18n
from fund.access.actors import OPERATOR
from fund.cli.app import app
from fund.clock import BEIJING
from fund.facilities import (
    asking,
    booking,
    calendars,
    downloads,
    exchange,
    figures,
    finding,
    lists,
    queries,
    registering,
    using,
)
from fund.facilities.entry import HEADS
from fund.facilities.rules import KINDS, UNITS
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.period import parse
from tests.conftest import TODAY
from tests.facilities.building import FIRM, OTHER, STAND, asked, at, confirmed, do, granted, stand
from tests.people import Office
from tests.reports.building import build

NOW = at("10-20", "09:00")
DAY = (at("11-03", "08:00"), at("11-03", "20:00"))
LONG = "示例商业航天发动机联合试验有限责任公司，西安；“第一”试验\\分公司"
OCTETS = 75


def told(office: Office, query: Any, *arguments: Any) -> Any:
    with clock.at(NOW), db.reading(office.engine) as session:
        return query(session, OPERATOR, *arguments)


def booked(office: Office) -> int:
    """A stand with a confirmed, a held and a cancelled booking of a firm with a long name."""
    made = stand(office, at("09-01"))
    request = granted(office, made, on=NOW, wish=DAY, firm=LONG)
    confirmed(office, request, NOW, DAY)
    gone = confirmed(office, request, NOW, (at("11-04", "08:00"), at("11-04", "09:00")))
    do(office, "officer", NOW, booking.cancel_booking, booking_id=gone, reason="x")
    first, last = at("11-05", "08:00"), at("11-05", "09:00")
    do(
        office,
        "officer",
        NOW,
        booking.hold_booking,
        request_id=request,
        starts_at=first,
        ends_at=last,
    )
    return made


def test_the_calendar_read_back_by_two_parsers_equals_the_query(an_office: Office) -> None:
    booked(an_office)
    with i18n.speaking("zh"):
        content: bytes = told(an_office, calendars.of_facility, "F1")
    rows = told(an_office, queries.bookings, None).to_dict("records")
    wanted = {
        calendars.uid(row): (
            row["starts_at"],
            row["ends_at"],
            calendars.STATUS[row["status"]],
            calendars.sequence(row),
            row["applicant"],
        )
        for row in rows
    }
    ours = {
        str(one["uid"]): (
            one.decoded("dtstart"),
            one.decoded("dtend"),
            str(one["status"]),
            int(one["sequence"]),
            str(one["description"]).rpartition("，")[0],
        )
        for one in Calendar.from_ical(content).walk("VEVENT")
    }
    assert ours == wanted
    theirs = {
        one.uid.value: (
            one.dtstart.value.astimezone(UTC),
            one.dtend.value.astimezone(UTC),
            one.status.value,
            int(one.sequence.value),
            one.description.value.rpartition("，")[0],
        )
        for one in vobject.readOne(content.decode("utf-8")).vevent_list
    }
    assert theirs == wanted
    assert sorted(one[2] for one in wanted.values()) == ["CANCELLED", "CONFIRMED", "TENTATIVE"]
    lines = content.split(b"\r\n")
    assert all(len(line) <= OCTETS for line in lines)
    assert any(line.startswith(b" ") for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"TZID" not in content
    assert content.count(b"DTSTART:2026") == 3


def test_which_stand_above_600_kn_is_free_for_two_days_before_june(an_office: Office) -> None:
    now = at("05-04", "09:00")
    small = stand(an_office, at("01-05"), code="A1", thrust="", figures="thrust=500")
    first = stand(an_office, at("01-05"), code="B1", figures="thrust=650")
    second = stand(an_office, at("01-05"), code="C1", figures="thrust=600.5")
    for key in (small, first, second):
        assert key
    request = granted(an_office, first, on=now, wish=(at("05-06", "08:00"), at("05-06", "10:00")))
    confirmed(an_office, request, now, (at("05-07", "08:00"), at("05-28", "20:00")))
    do(
        an_office,
        "officer",
        now,
        registering.close_facility,
        facility_id=second,
        kind="fault",
        starts_at=at("05-04", "09:30"),
        ends_at=at("05-11", "12:00"),
        reason="故障",
    )
    wanted = finding.Wanted(least={"thrust": Decimal(600)}, days=2, before=at("06-01", "00:00"))
    with clock.at(now), db.reading(an_office.engine) as session:
        found = finding.slots(session, OPERATOR, wanted)
    windows = {one.code: one.window for one in found}
    assert [one.code for one in found] == ["C1", "B1"]
    assert windows["C1"] == (at("05-12", "08:00"), at("05-13", "20:00"))
    # the 29th is a Friday, the Monday after it is in June
    assert windows["B1"] is None
    hours = wanted._replace(days=0, minutes=300)
    with clock.at(now), db.reading(an_office.engine) as session:
        later = {one.code: one.window for one in finding.slots(session, OPERATOR, hours)}
    assert later["B1"] == (at("05-06", "08:00"), at("05-06", "13:00"))


def csv_of(*rows: dict[str, str]) -> bytes:
    lines = [list(HEADS.values())] + [[row.get(name, "") for name in HEADS] for row in rows]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    return text.encode("utf-8-sig")


def test_facilities_go_in_whole_or_not_at_all(an_office: Office, tmp_path: Path) -> None:
    stand(an_office, at("09-01"))
    new = STAND | {"code": "F2"}
    bad = csv_of(new, STAND | {"code": "F3", "hours": "always", "unit": "week"})
    officer = an_office.ids["officer"]
    counts, issues = exchange.take_in(an_office.engine, officer, "x.csv", bad, dry_run=False)
    assert counts["accepted"] == 0
    assert {issue.where for issue in issues} == {"x.csv!K3", "x.csv!I3"}
    twice = csv_of(new, new)
    _counts, issues = exchange.take_in(an_office.engine, officer, "x.csv", twice, dry_run=False)
    assert [issue.code for issue in issues] == ["number_twice"]
    file = tmp_path / "x.csv"
    file.write_bytes(csv_of(STAND, new))
    done = typed(an_office, "import", "facilities", str(file), "--as", "officer", "--json")
    (answer,) = json.loads(done.stdout)["files"]
    assert (answer["accepted"], answer["known"]) == (1, 1)


def test_a_workbook_with_chinese_heads_and_words_goes_in(an_office: Office, tmp_path: Path) -> None:
    stand(an_office, at("09-01"))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    new = STAND | {"code": "F2", "kind": "space_simulator", "unit": "test"}
    new |= {"figures": "chamber=300; vacuum=0.00001", "hazardous": "是"}
    with i18n.speaking("zh"):
        sheet.append([i18n._(head) for head in HEADS.values()])
        words = {"kind": i18n._(KINDS["space_simulator"]), "unit": i18n._(UNITS["test"])}
    sheet.append([(new | words).get(name, "") for name in HEADS])
    file = tmp_path / "x.xlsx"
    book.save(file)
    done = typed(an_office, "import", "facilities", str(file), "--as", "officer", "--json")
    assert json.loads(done.stdout)["files"][0]["accepted"] == 1, done.output
    for words_, count in (("vacuum=0.0001", 1), ("vacuum=0.000001", 0)):
        done = typed(an_office, "facilities", "--most", words_, "--json")
        found = json.loads(done.stdout)["facilities"]
        assert [one["code"] for one in found] == ["F2"] * count
    (entered,) = json.loads(
        typed(an_office, "facilities", "--kind", "space_simulator", "--json").stdout
    )["facilities"]
    assert (entered["unit"], entered["is_hazardous"]) == ("test", True)


def typed(office: Office, *words: str) -> Any:
    url = office.engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(
        app, [*words], env={"FUND_DATABASE_URL": url, "FUND_NOW": "2026-10-20"}
    )


def test_the_commands_tell_facilities_bookings_and_write_a_calendar(
    an_office: Office, tmp_path: Path
) -> None:
    booked(an_office)
    done = typed(an_office, "facilities", "--least", "thrust=600", "--hours", "4", "--json")
    assert done.exit_code == 0, done.output
    (found,) = json.loads(done.stdout)["facilities"]
    assert (found["code"], found["free_from"]) == ("F1", "2026-10-21 12:00")
    assert typed(an_office, "facilities", "--least", "weight=1").exit_code == 1
    listed = json.loads(typed(an_office, "bookings", "--json").stdout)["bookings"]
    assert Counter(row["status"] for row in listed) == {"confirmed": 1, "held": 1, "cancelled": 1}
    file = tmp_path / "x.ics"
    assert typed(an_office, "export", "ics", "--of", "facility=F1", "-o", str(file)).exit_code == 0
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 3
    other = tmp_path / "y.ics"
    an_office.organisation(OTHER)
    typed(an_office, "export", "ics", "--of", f"applicant={OTHER}", "-o", str(other))
    assert b"VEVENT" not in other.read_bytes()
    for wrong in ("", "F1", "facility=", "centre=T-C"):
        refused = typed(an_office, "export", "ics", "--of", wrong, "-o", str(other))
        assert refused.exit_code == 1
        assert "--of" in refused.output
    assert typed(an_office, "export", "ledger", "--of", "a=b", "-o", str(other)).exit_code == 1
    assert an_office.organisation(FIRM)


def test_bookings_are_the_same_as_csv_for_programs_and_in_the_workbook_of_the_list(
    an_office: Office,
) -> None:
    booked(an_office)
    use: dict[str, Any] = {"started_at": DAY[0], "ended_at": at("11-03", "18:45")}
    use |= {"booking_id": 1, "outcome": "done"}
    do(an_office, "officer", at("11-04"), using.record_facility_use, **use)
    with i18n.speaking("en"):
        content = told(an_office, downloads.open_bookings).decode("utf-8-sig")
        page = told(an_office, paging.page, lists.BOOKED, Asked(View(as_of=NOW.date())))
    lines = list(csv.DictReader(io.StringIO(content)))
    listed = json.loads(typed(an_office, "bookings", "--json").stdout)["bookings"]
    by_number = {row["number"]: row for row in page.frame.to_dict("records")}
    assert len(lines) == len(listed) == len(by_number) == 3
    for line, row in zip(lines, listed, strict=True):
        shown = by_number[row["number"]]
        begins = datetime.fromisoformat(row["starts_at"]).astimezone(BEIJING)
        assert line["From"] == shown["starts"] == f"{begins:%Y-%m-%d %H:%M}"
        assert line["Status"] == row["status"] == shown["status"]
        assert line["Applying body"] == row["applicant"] == shown["applicant"] == LONG
        assert line["Billed, fen"] == str(row["billed_fen"] or "")
        assert row["billed_fen"] == shown["billed_fen"]
    assert [row["billed_fen"] for row in listed] == [12 * 200_000, None, None]


def test_the_report_shows_the_month(an_office: Office) -> None:
    stand_id = booked(an_office)
    use: dict[str, Any] = {"started_at": DAY[0], "ended_at": at("11-03", "18:45")}
    use |= {"booking_id": 1, "outcome": "done"}
    do(an_office, "officer", at("11-04"), using.record_facility_use, **use)
    wish = (at("12-03", "08:00"), at("12-03", "20:00"))
    refused = asked(an_office, stand_id, on=at("11-10"), wish=wish)
    why = {"request_id": refused, "reason": "no_capacity"}
    do(an_office, "decider", at("11-12"), asking.refuse_access, **why)
    with i18n.speaking("en"), clock.at(at("12-01")), db.reading(an_office.engine) as session:
        day = date(2026, 12, 1)
        content = build(session, OPERATOR, "facilities", parse("2026-11"), day)
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    titles = {row[0] for page in book.worksheets for row in page.iter_rows(values_only=True)}
    assert {"Facilities", "By kind", "By owner", "By month", "Demand", "National need"} <= titles
    rows = list(book["Facilities"].iter_rows(values_only=True))
    (row,) = [one for one in rows if one[0] == "F1"]
    assert (row[5], row[7]) == (pytest.approx(252), pytest.approx(10.75))
    parts = list(book["Demand by part"].iter_rows(values_only=True))
    (of_stand,) = [one for one in parts if one[:2] == ("Facility", "F1")]
    assert of_stand[2:5] == (1, 0, 1)
    assert of_stand[5:8] == pytest.approx((500, 10.75 / 252, 2))
    assert {one[0] for one in parts} >= {"Facility", "Kind of facility", "Owning body", "Month"}
    for name in ("Facilities", "By kind", "By owner", "By month"):
        assert total_of(book, name, "Used, h") == pytest.approx(10.75)
        assert total_of(book, f"{name} (use and fees)", "Billed") == pytest.approx(24_000)


def total_of(book: openpyxl.Workbook, title: str, head: str) -> Any:
    """The total under a head of a table, on its own sheet or under another table."""
    lines = [row for page in book.worksheets for row in page.iter_rows(values_only=True)]
    place = next(
        number
        for number, row in enumerate(lines)
        if row[0] == title and any(head in below[1:] for below in lines[number : number + 6])
    )
    heads = next(row for row in lines[place:] if head in row[1:])
    return next(row for row in lines[place:] if row[0] == "Total")[heads.index(head)]


def test_the_demonstration_has_24_facilities_of_seven_kinds_and_60_bookings_in_every_state(
    demonstration: Path,
) -> None:
    with db.reading(db.engine(f"sqlite:///{demonstration}")) as session:
        whole = figures.span(parse("2026"))
        facilities = figures.by_facility(session, OPERATOR, whole, TODAY)
        bookings = queries.bookings(session, OPERATOR, None)
    assert (len(facilities), facilities["kind"].nunique()) == (24, 7)
    assert len(bookings) == 60
    assert set(bookings["status"]) == set(calendars.STATUS)
    assert all(name.startswith("示例") for name in facilities["name_zh"])
