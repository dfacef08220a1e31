"""Reporters are reminded before the day and after it, of what came back too; whoever forwards and
reviews is told what lies with them.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fund.access import commands as access
from fund.centres import commands, reviewing
from fund.reminders.sending import Outbox
from tests.centres.reporting import CENTRES, CLOSES, DUE, PDF, World, world
from tests.reminders.told import letter, rows, sending


@pytest.fixture
def here(database_url: str) -> World:
    return world(database_url)


def q3(made: World, day: date) -> set[tuple[Any, ...]]:
    return {
        (row["login"], row["undertaking"], row["stage"])
        for row in rows(made.office, day)
        if row["kind"] == "submit" and row["due_on"] == DUE and row["undertaking"] in CENTRES
    }


def test_a_reporter_is_told_before_the_day_and_after_it_until_it_is_handed_in(here: World) -> None:
    everybody = {(f"local {code}", code) for code in ("SD-RR", "SD-OP", "HI-SS")}
    assert q3(here, DUE - timedelta(days=16)) == set()
    assert q3(here, DUE - timedelta(days=3)) == {(*who, "due_soon") for who in everybody}
    late = {(*who, "overdue") for who in everybody} | {
        ("province 370000", "SD-RR", "overdue"),
        ("province 370000", "SD-OP", "overdue"),
        ("province 460000", "HI-SS", "overdue"),
    }
    assert q3(here, DUE + timedelta(days=1)) == late
    assert q3(here, CLOSES + timedelta(days=1)) == set()
    key = here.filled("local SD-RR", "SD-RR")
    here.act("local SD-RR", commands.submit, submission_id=key)
    assert {row for row in q3(here, DUE + timedelta(days=1)) if row[1] == "SD-RR"} == set()


def test_what_lies_with_somebody_is_told_to_them_and_to_nobody_else(here: World) -> None:
    day = date(2026, 10, 8)
    key = here.filled("local SD-RR", "SD-RR")
    here.act("local SD-RR", commands.submit, submission_id=key)
    assert {
        (row["login"], row["stage"]) for row in rows(here.office, day) if row["kind"] == "forward"
    } == {("province 370000", "due_soon")}
    here.act(
        "province 370000", reviewing.forward, submission_id=key, file_name="s.pdf", content=PDF
    )
    assert {
        row["person_id"] for row in rows(here.office, day) if row["kind"] == "approve_submission"
    } == {here.office.ids["reviewer"], here.office.ids["reviewer_2"]}
    here.act("reviewer", reviewing.send_back, submission_id=key, reason="x")
    assert {
        (row["login"], row["stage"], row["anchor_on"])
        for row in rows(here.office, day)
        if row["kind"] == "answer_remark"
    } == {("local SD-RR", "due_soon", day)}


def test_the_letter_names_centre_period_and_day_and_is_not_sent_twice(
    here: World, tmp_path: Path
) -> None:
    here.act("system", access.set_email, person_id=here.ids["local SD-RR"], email="li@example.org")
    day = DUE - timedelta(days=3)
    assert sending(here.office, day, Outbox(tmp_path))["local SD-RR"] == "sent"
    (file,) = tmp_path.glob("*.eml")
    body = letter(file).get_content()
    assert "示例SD-RR中心" in body
    assert "2026 年第三季度" in body
    assert "2026-10-15" in body
    assert (
        sending(here.office, day + timedelta(days=1), Outbox(tmp_path))["local SD-RR"]
        == "nothing_new"
    )
