"""Steps of an undertaking: how much each counts, and every date approved for it after the first
promise.
"""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
import sqlalchemy as sa

from fund import db
from fund.access import actors
from fund.access import commands as access
from fund.errors import FourEyes, FundError
from fund.ledger.view import View
from fund.milestones import commands as milestones
from fund.milestones import queries
from fund.milestones.rules import NoWeight, progress
from fund.milestones.tables import Milestone
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office

FIRST, SECOND, THIRD = date(2026, 11, 30), date(2027, 1, 31), date(2027, 3, 31)


@pytest.fixture
def walk(an_office: Office) -> Iterator[Walk]:
    """G1 signed, with a step M7 that counts for three."""
    walk = until(Walk(an_office), 4)
    walk.act(
        "officer",
        milestones.schedule,
        "M7",
        undertaking_id=walk["G1"],
        code="M7",
        title="hot fire",
        due_on=FIRST,
        weight=3,
    )
    return walk


def baselines(walk: Walk, as_of: date) -> pd.DataFrame:
    with db.reading(walk.office.engine) as session:
        return queries.baselines(
            session, actors.load(session, walk.office.ids["viewer"]), walk["G1"], View(as_of=as_of)
        )


def movable(walk: Walk, login: str) -> set[int]:
    with db.reading(walk.office.engine) as session:
        return queries.movable(session, actors.load(session, walk.office.ids[login]), walk["G1"])


def test_every_date_approved_is_listed_and_the_first_promise_stays(walk: Walk) -> None:
    walk.act(
        "officer", milestones.forecast, milestone_id=walk["M7"], forecast_on=SECOND, reason="valve"
    )
    began = walk.day
    walk.act(
        "supervisor", milestones.rebaseline, milestone_id=walk["M7"], due_on=SECOND, reason="valve"
    )
    walk.day = date(2026, 12, 1)
    walk.act(
        "supervisor", milestones.rebaseline, milestone_id=walk["M7"], due_on=THIRD, reason="stand"
    )
    found = baselines(walk, walk.day)
    assert found[
        ["code", "was_on", "due_on", "recorded_on", "reason", "by"]
    ].to_numpy().tolist() == [
        ["M7", SECOND, THIRD, walk.day, "stand", "supervisor"],
        ["M7", FIRST, SECOND, began, "valve", "supervisor"],
    ]
    assert list(baselines(walk, date(2026, 11, 30))["due_on"]) == [SECOND]
    with db.reading(walk.office.engine) as session:
        plan = queries.plan(
            session,
            actors.load(session, walk.office.ids["viewer"]),
            View(as_of=walk.day),
            undertaking_id=walk["G1"],
        )
    step = plan[plan["code"] == "M7"].iloc[0]
    assert (step["planned_on"], step["due_on"], step["weight"]) == (FIRST, THIRD, 3)


def test_whoever_promised_or_forecast_a_step_approves_no_other_date_for_it(walk: Walk) -> None:
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["officer"], role="supervisor"
    )
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["supervisor"], role="officer"
    )
    with pytest.raises(FourEyes):
        walk.act(
            "officer", milestones.rebaseline, milestone_id=walk["M7"], due_on=SECOND, reason="mine"
        )
    assert walk["M7"] in movable(walk, "supervisor")
    walk.act("supervisor", milestones.forecast, milestone_id=walk["M7"], forecast_on=SECOND)
    assert walk["M7"] not in movable(walk, "supervisor") | movable(walk, "officer")
    with pytest.raises(FourEyes):
        walk.act(
            "supervisor",
            milestones.rebaseline,
            milestone_id=walk["M7"],
            due_on=SECOND,
            reason="mine",
        )
    assert baselines(walk, walk.day).empty
    assert walk["M7"] in movable(walk, "supervisor_2")
    walk.act(
        "supervisor_2",
        milestones.rebaseline,
        milestone_id=walk["M7"],
        due_on=SECOND,
        reason="valve",
    )
    walk.act(
        "supervisor_2", milestones.rebaseline, milestone_id=walk["M7"], due_on=THIRD, reason="again"
    )  # approving one is no hand in the next
    assert len(baselines(walk, walk.day)) == 2


@pytest.mark.parametrize("weight", [0, -1, 101])
def test_a_step_without_weight_is_refused_and_leaves_nothing(walk: Walk, weight: int) -> None:
    with pytest.raises(NoWeight) as refused:
        walk.act(
            "officer",
            milestones.schedule,
            undertaking_id=walk["G1"],
            code="M8",
            title="x",
            due_on=FIRST,
            weight=weight,
        )
    assert isinstance(refused.value, FundError)
    assert walk.office.one(sa.select(sa.func.count()).where(Milestone.code == "M8"))[0] == 0


def test_what_is_met_counts_by_its_weight() -> None:
    assert progress([]) is None
    assert progress([("met", 1), ("not_met", 1), ("scheduled", 2)]) == pytest.approx(0.25)
