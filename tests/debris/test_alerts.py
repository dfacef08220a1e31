"""The alert to the authority by three people, warnings counted month by month, the dossier of an
event, figures for measure B4, on both databases.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from fund import clock, db, i18n, period
from fund.access.actors import OPERATOR, load
from fund.debris import (
    alerting,
    alerts,
    answers,
    catalogued,
    commands,
    counted,
    deciding,
    reading,
    registers,
)
from fund.debris.intake import Incoming
from fund.errors import FourEyes, NeedsReason, NotAllowed, NotFound, WrongState
from fund.i18n import _
from fund.reports import alert as paper
from fund.reports import catalogue as reports
from fund.reports import debris as report
from fund.verify import verify
from tests.debris.test_intake import craft
from tests.debris.test_warnings import Firm
from tests.debris.writing import blocks, kvn
from tests.people import Office

TEXTS = {
    name: f"{name} in words" if name.endswith("en") else f"{name} 文字" for name in alerting.FIELDS
}


def test_an_alert_is_written_by_one_vetted_by_another_and_cleared_by_a_third(
    an_office: Office,
) -> None:
    firm = Firm(an_office)
    firm.issue()
    for name, roles in (("both", ("officer", "supervisor")), ("second", ("officer", "supervisor"))):
        an_office.ids[name] = an_office.enter(name, *roles)
    for wrong in ({}, TEXTS | {"impact_en": " "}, TEXTS | {"title": "x"}):
        with pytest.raises(alerting.rules.AlertIncomplete):
            firm.act("both", alerting.write_alert, event_id=1, texts=wrong)
    with pytest.raises(NotAllowed):
        firm.act("anna", alerting.write_alert, event_id=1, texts=TEXTS)
    key = firm.act("both", alerting.write_alert, event_id=1, texts=TEXTS)
    asked = {"alert_id": key, "is_sound": True}
    with pytest.raises(WrongState):
        firm.act("supervisor", alerting.clear_alert, **asked)
    with pytest.raises(FourEyes):
        firm.act("both", alerting.check_alert, **asked)
    firm.act("second", alerting.check_alert, **asked)
    for person in ("both", "second"):
        with pytest.raises(FourEyes):
            firm.act(person, alerting.clear_alert, **asked)
    with pytest.raises(NeedsReason):
        firm.act("supervisor", alerting.clear_alert, **asked | {"is_sound": False})
    firm.act("supervisor", alerting.clear_alert, **asked)
    with pytest.raises(WrongState):
        firm.act("supervisor_2", alerting.clear_alert, **asked)
    with db.reading(an_office.engine) as session:
        found = alerts.alert(session, OPERATOR, key)
        assert (found["written_by"], found["checked_by"], found["outcome"]) == (
            "both",
            "second",
            "cleared",
        )
        assert list(alerts.alerts(session, OPERATOR, 1)["level"]) == ["red"]
    for said in ("impact_zh = 'x'", "outcome = 'drafted'", "level = 0"):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                an_office.engine,
                lambda s, said=said: s.execute(sa.text(f"UPDATE debris_alert SET {said}")),
            )
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
    said_cleared = (
        "INSERT INTO debris_alert (event_id, cdm_message_id, level, impact_zh, impact_en,"
        " guidance_zh, guidance_en, national_zh, national_en, informed_zh, informed_en, outcome,"
        " written_at, why, version) SELECT event_id, cdm_message_id, level, '', '', '', '', '', '',"
        " '', '', 'cleared', written_at, '', 1 FROM debris_alert"
    )
    db.write(an_office.engine, lambda s: s.execute(sa.text(said_cleared)))
    with db.reading(an_office.engine) as session:
        bad = [one["name"] for one in verify(session)["checks"] if not one["ok"]]
    assert bad == ["alerts_by_three"]


def test_an_alert_that_is_sent_back_says_why_and_is_over(an_office: Office) -> None:
    firm = Firm(an_office)
    key = firm.act("officer", alerting.write_alert, event_id=1, texts=TEXTS)
    asked = {"alert_id": key, "is_sound": False}
    with pytest.raises(NeedsReason):
        firm.act("reviewer", alerting.check_alert, **asked)
    firm.act("reviewer", alerting.check_alert, **asked, why="no contact")
    with pytest.raises(WrongState):
        firm.act("reviewer_2", alerting.check_alert, **asked)
    with db.reading(an_office.engine) as session:
        assert alerts.alert(session, OPERATOR, key)["why"] == "no contact"
        with pytest.raises(NotFound):
            alerts.alert(session, OPERATOR, 99)


def test_an_alert_has_nine_parts_in_plain_words_and_keeps_the_facts_it_was_written_from(
    an_office: Office,
) -> None:
    firm = Firm(an_office, name_en="Trial craft")
    firm.issue()
    key = firm.act("officer", alerting.write_alert, event_id=1, texts=TEXTS)
    firm.take("9.0E-03", 2, "2026-03-10T09:00:00")
    with db.reading(an_office.engine) as session:
        found = alerts.alert(session, OPERATOR, key)
    words: dict[str, str] = {}
    for language in ("zh", "en"):
        with i18n.speaking(language):
            form = paper.form(found)
            rows = [[str(box.value) for box in row] for row in form.rows]
            assert len(rows) == 9
            words[language] = "\n".join(text for row in rows for text in row)
            assert _("No warning had been sent yet.") not in words[language]
            assert all(text in words[language] for name, text in TEXTS.items() if language in name)
            assert not any(
                text in words[language] for name, text in TEXTS.items() if language not in name
            )
    # what the later message says is not what the alert was written from
    assert "one in 5,000" in words["en"]
    assert "1/5,000" in words["zh"]
    assert "one in 10,000" in words["en"]
    assert "Warning issued" in words["en"]
    assert "CW26-0001" in words["zh"]
    # each language by its own name
    assert "试验星" in words["zh"]
    assert "Trial craft" in words["en"]
    assert "试验星" not in words["en"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "not known"), (0.0, "next to nothing"), (1.0, "one in 1"), (2e-4, "one in 5,000")],
)
def test_a_likelihood_is_one_in_so_many(value: float | None, words: str) -> None:
    with i18n.speaking("en"):
        assert paper.likelihood(value) == words


def answered(made: Office) -> Firm:
    """One firm that answers in time and moves, another too late with a false alarm, one not at
    all, one not due yet.
    """
    firm = Firm(made)
    other = craft(made, "20002", "elsewhere")
    first = firm.issue()
    second = firm.act("officer", answers.issue_warning, event_id=1, spacecraft_id=other)
    firm.now += timedelta(hours=1)
    firm.act("anna", answers.acknowledge_warning, warning_id=first)
    firm.act("anna", answers.plan_manoeuvre, warning_id=first, said="0.1 m/s")
    firm.now += timedelta(hours=5)
    firm.act("carl", answers.acknowledge_warning, warning_id=second)
    firm.act("officer", answers.record_breach, warning_id=second)
    for number, created in ((5, "2026-03-11T08:00:00"), (6, "2026-03-11T16:00:00")):
        firm.take("1.0E-09", number, created)
    third = blocks(
        {"MESSAGE_ID": "U", "TCA": "2026-03-14T08:00:00.000", "COLLISION_PROBABILITY": "2E-5"},
        None,
        {"OBJECT_DESIGNATOR": "30003"},
    )
    content = kvn(*third).encode()
    files = [Incoming("x", content, reading.read(content))]
    firm.now = datetime(2026, 3, 12, 6, tzinfo=UTC)
    firm.act("officer", commands.take_in_cdm, files=files, through="page")
    firm.act("officer", answers.issue_warning, event_id=2, spacecraft_id=firm.craft)
    return firm


def test_warnings_are_counted_by_firm_as_known_on_a_day(an_office: Office) -> None:
    answered(an_office)
    first, last = date(2026, 3, 1), date(2026, 3, 31)

    def figures(as_of: date) -> dict[str, dict[str, Any]]:
        with db.reading(an_office.engine) as session:
            frame = counted.warned(session, OPERATOR, first, last, as_of)
        return {row["firm"]: row for row in counted.by_firm(frame).to_dict("records")}

    late = figures(date(2026, 3, 31))
    assert {name: late["firm"][name] for name in counted.BY_FIRM[1:6]} == {
        "warnings": 2,
        "in_time": 1,
        "late": 0,
        "waits": 0,
        "missing": 1,
    }
    assert (late["firm"]["planned"], late["firm"]["false_alarms"]) == (1, 0)
    assert late["firm"]["share"] == pytest.approx(0.5)
    assert (late["elsewhere"]["late"], late["elsewhere"]["false_alarms"]) == (1, 1)
    # two hours and nothing: the second event was warned of as its message came
    assert late["firm"]["median_hours"] == pytest.approx(0, abs=1e-6)
    # on the day itself the answer to the second event is not due, and no approach is over
    early = figures(date(2026, 3, 11))
    assert (early["firm"]["warnings"], early["elsewhere"]["false_alarms"]) == (1, 0)
    on_the_day = figures(date(2026, 3, 12))
    assert (on_the_day["firm"]["waits"], on_the_day["firm"]["missing"]) == (1, 0)
    assert figures(date(2026, 3, 9)) == {}


def test_each_firm_counts_its_own_warnings_and_two_of_one_name_are_two(an_office: Office) -> None:
    answered(an_office)
    march = (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31))
    with db.reading(an_office.engine) as session:
        whole = counted.warned(session, OPERATOR, *march)
        own = counted.warned(session, load(session, an_office.ids["carl"]), *march)
    assert (len(whole), list(own["firm"])) == (3, ["elsewhere"])
    alike = whole.assign(firm="firm")
    assert list(counted.by_firm(alike)["warnings"]) == [2, 1]
    months = counted.by_month(whole, ["2026-02", "2026-03"])
    assert list(months["warnings"]) == [0, 3]
    assert (months["share"].iloc[0], months["median_hours"].iloc[0]) == (None, None)


def test_a_message_counts_from_the_day_it_came_in(an_office: Office) -> None:
    """What was made before but came in later does not change what was known."""
    firm = answered(an_office)
    firm.now = datetime(2026, 3, 20, 6, tzinfo=UTC)
    firm.take("9.0E-03", 9, "2026-03-11T20:00:00")
    seen = {}
    for day in (date(2026, 3, 19), date(2026, 3, 20)):
        with db.reading(an_office.engine) as session:
            frame = counted.warned(session, OPERATOR, date(2026, 3, 1), day, day)
        seen[day.day] = int(sum(frame["is_false_alarm"]))
    assert seen == {19: 1, 20: 0}


def test_the_report_of_a_month_and_the_dossier_say_the_same_as_the_pages(
    an_office: Office, tmp_path: Any
) -> None:
    answered(an_office)
    with db.reading(an_office.engine) as session, clock.at(datetime(2026, 4, 2, tzinfo=UTC)):
        month = period.parse("2026-03")
        officer = load(session, an_office.ids["officer"])
        made = reports.described_report(session, officer, "warnings", month, date(2026, 3, 31))
        by_name = {one.name: one.frame for one in made.sheets}
        assert int(by_name["by_firm"]["warnings"].sum()) == len(by_name["warnings"]) == 3
        assert list(by_name["by_month"]["month"])[::11] == ["2025-04", "2026-03"]
        assert list(by_name["by_month"]["warnings"]) == [0] * 11 + [3]
        assert all(
            check.stated == check.database for check in made.checks if isinstance(check.stated, int)
        )
        with i18n.speaking("zh"):
            file = tmp_path / "dossier.xlsx"
            file.write_bytes(report.dossier_file(session, officer, "CW26-0001"))
        anna = load(session, an_office.ids["anna"])
        own = report.dossier(session, anna, "CW26-0001")
        assert [len(one.frame) for one in own] == [11, 3, 3]
        carl = load(session, an_office.ids["carl"])
        with pytest.raises(NotFound):
            report.dossier(session, carl, "CW26-0002")
    book = openpyxl.load_workbook(file)
    record = next(sheet for sheet in book if sheet.title == "处置记录")
    said = [str(cell.value) for row in record.iter_rows() for cell in row if cell.value]
    assert "机动已计划" in said or "计划机动" in " ".join(said)
    assert "0.1 m/s" in said


def test_measure_b4_has_figures_and_no_target(an_office: Office) -> None:
    answered(an_office)
    dataset = {
        "code": "SATCAT",
        "title_zh": "编目",
        "provider": "CelesTrak",
        "coverage": "all",
        "format": "CSV",
        "licence": "free",
        "refresh_days": 1,
    }
    key = an_office.act("officer", deciding.register_dataset, on=date(2026, 3, 12), **dataset)
    an_office.act(
        "officer",
        deciding.look_at_dataset,
        on=date(2026, 3, 14),
        dataset_id=key,
        data_of=date(2026, 3, 12),
        was_fetched=True,
    )
    opened = an_office.act(
        "officer", deciding.propose_publication, on=date(2026, 3, 14), kind="events"
    )
    an_office.act(
        "supervisor",
        deciding.clear_publication,
        on=date(2026, 3, 15),
        publication_id=opened,
        is_approved=True,
    )
    with db.reading(an_office.engine) as session:
        found = counted.indicators(session, OPERATOR, date(2026, 3, 31))
        assert {one.measure for one in found} == {"B4"}
        assert [(one.value, one.of) for one in found] == [
            (pytest.approx(1 / 3), 3),
            (1, None),
            (1, None),
        ]
        before = counted.indicators(session, OPERATOR, date(2026, 3, 9))
        assert [one.value for one in before] == [None, 0, 0]
        (row,) = catalogued.datasets(session, OPERATOR, date(2026, 3, 14)).to_dict("records")
        assert (row["is_stale"], row["fetched"], row["looked_by"]) == (True, 1, "officer")
        (look,) = catalogued.looks(session, OPERATOR).to_dict("records")
        assert (look["code"], look["looked_by"], bool(look["was_fetched"])) == (
            "SATCAT",
            "officer",
            True,
        )
        (published,) = catalogued.publications(session, OPERATOR).to_dict("records")
        assert (published["outcome"], published["decided_by"]) == ("approved", "supervisor")


def test_a_spacecraft_names_the_code_that_paid_for_it(an_office: Office) -> None:
    with db.reading(an_office.engine) as session:
        with pytest.raises(NotFound):
            registers.payer(session, OPERATOR, "no such code")
        assert registers.payer(session, OPERATOR, " ") is None
