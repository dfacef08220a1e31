"""What is due and overdue, and who is told: from the promise to the payment, and whatever waits for
a second person.
"""

from datetime import date, timedelta

import pytest

from fund.access import commands as access
from fund.grants import commands as grants
from fund.ledger import amendments
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.office import commands as office_commands
from fund.office import intake
from fund.reminders.rules import Sent, is_due_again
from fund.settings import commands as settings
from tests.grants.test_application import Applying
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.office.test_opening import SAMPLE
from tests.people import Office
from tests.reminders.told import rows, told

M1_DUE = date(2026, 6, 15)
T2_PROMISED = date(2026, 6, 30)


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G1 signed, entered by the officer: M1 due on 15 June for T2, promised for 30 June."""
    return until(Walk(an_office), 4)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-15, None),
        (-14, "due_soon"),
        (-1, "due_soon"),
        (0, "due_soon"),
        (1, "overdue"),
        (6, "overdue"),
        (40, "overdue"),
        (400, "overdue"),
    ],
)
def test_a_milestone_is_told_of_from_two_weeks_before_until_it_is_judged_however_late(
    walk: Walk, days: int, expected: str | None
) -> None:
    day = M1_DUE + timedelta(days=days)
    found = told(walk.office, day, "forecast")
    assert (
        ("officer", "G1", "M1", expected) in found
        if expected
        else ("M1" not in {step for *_who, step, _stage in found})
    )
    walk.day = date(2026, 3, 3)
    walk.act(
        "supervisor",
        milestones.settle,
        milestone_id=walk["G1 M1"],
        status="not_met",
        reason="cancelled",
    )
    assert "M1" not in {step for *_who, step, _stage in told(walk.office, day, "forecast")}


def test_a_longer_warning_is_a_setting_and_a_promise_moved_is_told_of_anew(walk: Walk) -> None:
    walk.act("system", settings.change, threshold="reminder_days", value=40, reason="as agreed")
    assert ("officer", "G1", "M1", "due_soon") in told(
        walk.office, M1_DUE - timedelta(days=40), "forecast"
    )
    walk.act(
        "supervisor",
        milestones.rebaseline,
        milestone_id=walk["G1 M1"],
        due_on=date(2026, 9, 1),
        reason="weather",
    )
    assert told(walk.office, M1_DUE, "forecast") == set()
    assert {
        row["anchor_on"] for row in rows(walk.office, date(2026, 9, 2)) if row["step"] == "M1"
    } == {date(2026, 9, 1)}


def test_a_part_goes_from_the_officer_to_the_supervisors_to_finance_and_is_told_no_more_once_paid(
    walk: Walk,
) -> None:
    walk.office.enter("officer_2", "officer")
    part = ("G1", "T2")
    for days, expected in (
        (-1, set()),
        (0, {("officer", *part, "due_soon")}),
        (14, {("officer", *part, "due_soon")}),
        (15, {("officer", *part, "overdue")}),
    ):
        assert {
            row
            for row in told(walk.office, T2_PROMISED + timedelta(days=days), "file_evidence")
            if row[2] == "T2"
        } == expected
    walk.day = date(2026, 7, 20)
    walk.evidence("G1/T2", "G1 M1")
    assert [row for row in told(walk.office, walk.day, "file_evidence") if row[2] == "T2"] == []
    assert told(walk.office, walk.day, "accept") == {
        (part_, "G1", "T2 G1/T2", "due_soon") for part_ in ("supervisor", "supervisor_2")
    }
    assert {row[3] for row in told(walk.office, date(2026, 8, 4), "accept")} == {"overdue"}
    walk.accept("G1/T2")
    assert told(walk.office, walk.day, "accept") == set()
    assert told(walk.office, walk.day, "pay") == {("finance", *part, "due_soon")}
    walk.pay("G1/T2", 600)
    assert [row["amount_fen"] for row in rows(walk.office, walk.day) if row["kind"] == "pay"] == [
        1_000 * WAN
    ]
    walk.pay("G1/T2", 1_000)
    assert told(walk.office, date(2027, 1, 1), "pay") == set()


def test_what_was_paid_ahead_of_its_evidence_still_wants_it(an_office: Office) -> None:
    walk = until(Walk(an_office), 17)
    assert ("officer", "G2", "T1", "overdue") in told(an_office, date(2026, 7, 30), "file_evidence")
    walk.day = date(2026, 8, 10)
    walk.evidence("G2/T1")
    walk.accept("G2/T1")
    assert ("G2", "T1") not in {
        row[1:3] for row in told(an_office, date(2026, 8, 11), "file_evidence")
    }


def test_a_waiver_waits_for_a_decider_who_had_no_hand(walk: Walk) -> None:
    walk.act(
        "decider_2",
        waiving.propose_waiver,
        "waiver",
        tranche_id=walk["G1/T2"],
        reason="cannot wait",
    )
    assert told(walk.office, walk.day, "grant_waiver") == {("decider_3", "G1", "T2", "due_soon")}
    walk.act("decider_3", waiving.grant_waiver, proposal_id=walk["waiver"])
    assert told(walk.office, walk.day, "grant_waiver") == set()


def test_an_amendment_waits_for_a_supervisor(walk: Walk) -> None:
    walk.act(
        "decider",
        amendments.propose_amendment,
        "amendment",
        tranche_id=walk["G1/T3"],
        change_fen=-WAN,
        reason="scope",
    )
    assert told(walk.office, walk.day, "sign_amendment") == {
        (part, "G1", "T3", "due_soon") for part in ("supervisor", "supervisor_2")
    }
    walk.act(
        "supervisor", amendments.sign_amendment, amendment_id=walk["amendment"], expected_version=1
    )
    assert told(walk.office, walk.day, "sign_amendment") == set()


def test_a_large_amount_waits_for_the_deciders_who_have_not_said_yes(walk: Walk) -> None:
    walk.act(
        "system",
        settings.change,
        threshold="second_approval_from_fen",
        value=WAN,
        reason="as agreed",
    )
    walk.act(
        "officer",
        grants.enter,
        "G9",
        code="G9",
        title="G9",
        organisation_id=walk.office.organisation("G9"),
        region_code="610000",
        line_id=walk["A26"],
    )
    walk.act("decider", grants.decide, undertaking_id=walk["G9"], amount_fen=2 * WAN)
    assert told(walk.office, walk.day, "decide") == {
        (part, "G9", "", "due_soon") for part in ("decider_2", "decider_3")
    }
    walk.act("decider_3", grants.decide, undertaking_id=walk["G9"], amount_fen=2 * WAN)
    assert told(walk.office, walk.day, "decide") == set()


def test_a_call_waits_for_whoever_did_not_draft_it(an_office: Office) -> None:
    applying = Applying(an_office)
    assert told(an_office, date(2026, 2, 1), "publish_call") == {
        (part, "C1", "", "due_soon") for part in ("decider", "decider_2", "decider_3")
    }
    assert {row[3] for row in told(an_office, date(2026, 3, 3), "publish_call")} == {"overdue"}
    assert told(an_office, date(2026, 4, 3), "publish_call") == set()  # it is over
    applying.publish()
    assert told(an_office, date(2026, 3, 3), "publish_call") == set()


def test_the_offices_workbook_waits_for_a_decider(an_office: Office) -> None:
    content = SAMPLE.read_bytes()
    records, _issues = intake.read(content, today=date(2026, 11, 1))
    opening = an_office.act(
        "officer",
        office_commands.upload_opening,
        on=date(2026, 11, 1),
        file_name="office.xlsx",
        content=content,
        records=records,
    )
    assert {row[0] for row in told(an_office, date(2026, 11, 1), "approve_opening")} == {
        "decider",
        "decider_2",
        "decider_3",
    }
    an_office.act(
        "decider",
        office_commands.approve_opening,
        on=date(2026, 11, 2),
        opening_id=opening,
        expected_version=1,
        rows_seen=records.rows,
    )
    day = date(2027, 6, 30)
    assert told(an_office, day, "approve_opening") == set()
    assert {row["login"] for row in rows(an_office, day) if row["kind"] == "forecast"} == {
        "officer"
    }  # whoever approved is no officer


def test_when_the_officer_left_the_others_are_told_and_where_nobody_may_it_is_said_so(
    walk: Walk,
) -> None:
    walk.office.ids["officer_2"] = walk.office.enter("officer_2", "officer")
    assert {row[0] for row in told(walk.office, M1_DUE, "forecast")} == {"officer"}
    walk.office.act(
        "security", access.revoke_role, person_id=walk.office.ids["officer"], role="officer"
    )
    assert {row[0] for row in told(walk.office, M1_DUE, "forecast")} == {"officer_2"}
    walk.office.act(
        "security", access.revoke_role, person_id=walk.office.ids["officer_2"], role="officer"
    )
    assert told(walk.office, M1_DUE, "forecast") == {(None, "G1", "M1", "due_soon")}


def test_what_is_terminated_asks_nothing_of_anybody(walk: Walk) -> None:
    walk.act("decider", milestones.terminate, undertaking_id=walk["G1"], reason="withdrawn")
    assert rows(walk.office, date(2027, 1, 1)) == []


def test_the_late_ones_come_again_after_seven_days_and_the_others_once() -> None:
    first = date(2026, 3, 2)
    for days, expected in ((0, False), (6, False), (7, True), (30, True)):
        assert (
            is_due_again(
                "overdue",
                [Sent("due_soon", first - timedelta(days=9)), Sent("overdue", first)],
                first + timedelta(days=days),
            )
            is expected
        )
        assert not is_due_again("due_soon", [Sent("due_soon", first)], first + timedelta(days=days))
    assert is_due_again("overdue", [Sent("due_soon", first)], first)
    assert (
        is_due_again(
            "overdue",
            [Sent("overdue", first), Sent("overdue", first + timedelta(days=7))],
            first + timedelta(days=13),
        )
        is False
    )
