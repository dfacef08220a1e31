"""Every act of this room sent twice with one key has one effect; every check of ``verify`` finds
the fault it is there for. On both databases.
"""

from datetime import date
from typing import Any

import pytest

from fund import db
from fund.frontiers import assessing, commands
from fund.frontiers.checks import CHECKS
from fund.verify import verify
from tests.clicks import Twice
from tests.cooperation.test_once import failed
from tests.frontiers.acts import CHECKS_TRIED_HERE, CLICKED_HERE, COMMANDS
from tests.frontiers.test_levels import proof
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office

DAY = date(2026, 12, 31)
RECORD: dict[str, Any] = {
    "code": "T1",
    "title_zh": "x",
    "field": "reference",
    "scale": "other",
    "source": "x",
    "levels": {},
    "texts": {},
    "days": {},
    "is_demonstration": False,
}


@pytest.fixture
def clicked(an_office: Office) -> Twice:
    until(Walk(an_office), 5)
    click = Twice(an_office, COMMANDS, DAY)
    entered = {"code": "F1", "title_zh": "x", "field": "servicing", "source": "x"}
    click("officer", commands.enter_frontier, scale="iso_16290", **entered)
    click("officer", commands.take_in_frontiers, given=[RECORD], file_name="x")
    element = click("officer", commands.enter_element, frontier="F1", name="A", use="x")
    click("officer", commands.change_use, element_id=element, use="y")
    click("officer", commands.state_demonstration, frontier="F1", what="x")
    click("officer", commands.state_licence, frontier="F1", kind="activity", state="no_basis")
    click("officer", commands.check_clause, frontier="F1", clause="4.1.2", state="met")
    click("officer", commands.link_frontier, frontier="F1", undertaking="G1")
    click("officer", commands.confirm_frontier, frontier="F1")
    proposed = {"element_id": element, "assessed_on": DAY, "assessor": "x"}
    key = click(
        "officer", assessing.propose_level, level=7, evidence=proof(*range(1, 8)), **proposed
    )
    click("reviewer", assessing.accept_level, assessment_id=key)
    click("decider", assessing.second_level, assessment_id=key)
    again = click("officer", assessing.propose_level, level=6, reason="x", **proposed)
    click("reviewer", assessing.turn_back_level, assessment_id=again, reason="x")
    return click


FAULTS = {
    "levels_accepted": "UPDATE level_assessment SET accepted_by = NULL",
    "levels_proven": "DELETE FROM level_evidence",
}
"""Check -> what somebody does to the database past its guards."""


def test_every_act_sent_twice_has_one_effect_and_each_check_finds_its_fault(
    clicked: Twice,
) -> None:
    assert clicked.clicked == set(CLICKED_HERE)
    with db.reading(clicked.office.engine) as session:
        assert verify(session)["ok"]
    for check, statement in FAULTS.items():
        assert failed(clicked.office, statement) >= {check}, statement
    assert set(FAULTS) == set(CHECKS_TRIED_HERE) == set(CHECKS)
