"""After the signature: the mid-term check, suspension, completion and closeout, each in its time
and by another person.
"""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from fund.errors import FourEyes, NeedsReason, WrongState
from fund.grants import commands as grants
from fund.grants import rules
from fund.grants.tables import MidtermCheck
from fund.ledger import clawback, undertakings
from fund.ledger.tables import Undertaking
from fund.ledger.undertakings import Terms
from fund.milestones import commands as milestones
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G1 signed in three tranches, one accepted and unpaid."""
    return until(Walk(an_office), 5)


def status(walk: Walk, code: str = "G1") -> str:
    return str(
        walk.office.one(sa.select(Undertaking.status).where(Undertaking.id == walk[code]))[0]
    )


def small(walk: Walk) -> None:
    """G8: one tranche, accepted and paid to the end, its milestone met."""
    walk.act(
        "officer",
        grants.enter,
        "G8",
        code="G8",
        title="small",
        organisation_id=walk.office.organisation("a"),
        region_code="610000",
        line_id=walk["A26"],
    )
    walk.act("decider", grants.decide, undertaking_id=walk["G8"], amount_fen=WAN)
    walk.act(
        "supervisor",
        grants.sign,
        undertaking_id=walk["G8"],
        terms=[Terms("T1", WAN, date(2026, 4, 1))],
    )
    walk.find_tranches("G8")
    walk.act(
        "officer",
        milestones.schedule,
        "G8 M1",
        undertaking_id=walk["G8"],
        code="M1",
        title="delivered",
        due_on=date(2026, 4, 1),
        tranche_code="T1",
    )
    walk.evidence("G8/T1")
    walk.accept("G8/T1")
    walk.pay("G8/T1", 1)


def test_nothing_is_accepted_or_paid_while_a_grant_is_suspended_and_another_decider_resumes_it(
    walk: Walk,
) -> None:
    walk.act("decider", grants.suspend, undertaking_id=walk["G1"], reason="the guarantee lapsed")
    assert status(walk) == "suspended"
    with pytest.raises(WrongState):
        walk.pay("G1/T1", 1)
    with pytest.raises(WrongState):
        walk.evidence("G1/T2")
    with pytest.raises(FourEyes):
        walk.act("decider", grants.resume, undertaking_id=walk["G1"], reason="renewed")
    walk.act("decider_2", grants.resume, undertaking_id=walk["G1"], reason="renewed")
    walk.pay("G1/T1", 1)
    assert status(walk) == "active"


def test_a_suspended_grant_may_be_terminated(walk: Walk) -> None:
    walk.act("decider", grants.suspend, undertaking_id=walk["G1"], reason="the guarantee lapsed")
    walk.act("decider", milestones.terminate, undertaking_id=walk["G1"], reason="not renewed")
    assert status(walk) == "terminated"


def test_a_midterm_check_says_what_was_found_and_moves_nothing(walk: Walk) -> None:
    with pytest.raises(rules.UnknownFinding):
        walk.act(
            "supervisor",
            grants.check_midterm,
            undertaking_id=walk["G1"],
            finding="fine",
            reason="x",
        )
    with pytest.raises(NeedsReason):
        walk.act(
            "supervisor",
            grants.check_midterm,
            undertaking_id=walk["G1"],
            finding="on_track",
            reason=" ",
        )
    walk.act(
        "supervisor",
        grants.check_midterm,
        undertaking_id=walk["G1"],
        finding="conditional",
        reason="tests late",
        file_name="minutes.pdf",
        content=b"%PDF-1.4 minutes",
    )
    found: MidtermCheck = walk.office.one(sa.select(MidtermCheck))[0]
    assert (found.finding, found.reason, found.checked_on, len(found.minutes_sha256 or "")) == (
        "conditional",
        "tests late",
        walk.day,
        64,
    )
    assert status(walk) == "active"


def test_a_grant_is_closed_out_when_completed_by_somebody_who_did_not_complete_it(
    walk: Walk,
) -> None:
    small(walk)
    with pytest.raises(WrongState):
        walk.act(
            "supervisor", grants.close_out, undertaking_id=walk["G8"], reason="final report in"
        )
    walk.act("supervisor", undertakings.complete, undertaking_id=walk["G8"])
    with pytest.raises(FourEyes):
        walk.act(
            "supervisor", grants.close_out, undertaking_id=walk["G8"], reason="final report in"
        )
    walk.act("supervisor_2", grants.close_out, undertaking_id=walk["G8"], reason="final report in")
    assert status(walk, "G8") == "closed"
    walk.act("finance", clawback.claw_back, act_id=walk["pay G8/T1"], amount_fen=1, reason="audit")


def test_a_step_that_waits_holds_the_closeout_up(walk: Walk) -> None:
    small(walk)
    walk.act(
        "officer",
        milestones.schedule,
        "late",
        undertaking_id=walk["G8"],
        code="M2",
        title="final report",
        due_on=date(2026, 5, 1),
    )
    walk.act("supervisor", undertakings.complete, undertaking_id=walk["G8"])
    with pytest.raises(rules.StepsOpen) as refused:
        walk.act("supervisor_2", grants.close_out, undertaking_id=walk["G8"], reason="x")
    assert refused.value.facts["steps"] == ["final report"]
    walk.act("supervisor_2", milestones.settle, milestone_id=walk["late"], status="met")
    walk.act("supervisor_2", grants.close_out, undertaking_id=walk["G8"], reason="x")


@pytest.mark.parametrize(
    ("command", "facts"), [(grants.suspend, {}), (grants.close_out, {}), (grants.withdraw, {})]
)
def test_each_needs_its_reason(walk: Walk, command: Any, facts: dict[str, Any]) -> None:
    part = {grants.suspend: "decider", grants.close_out: "supervisor", grants.withdraw: "officer"}[
        command
    ]
    with pytest.raises(NeedsReason):
        walk.act(part, command, undertaking_id=walk["G1"], reason=" ", **facts)


def test_an_application_taken_back_is_over(walk: Walk) -> None:
    walk.act(
        "officer",
        grants.enter,
        "G9",
        code="G9",
        title="x",
        organisation_id=walk.office.organisation("a"),
        region_code="610000",
        line_id=walk["A26"],
    )
    walk.act("officer", grants.withdraw, undertaking_id=walk["G9"], reason="their letter of today")
    assert status(walk, "G9") == "withdrawn"
    with pytest.raises(WrongState):
        walk.act("decider", grants.decide, undertaking_id=walk["G9"], amount_fen=1)
