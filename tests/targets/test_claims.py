"""The same output claimed by a grant and a centre is flagged before the centre's report is
approved, and counts once.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from fund import db
from fund.access import actors
from fund.centres import commands as reports
from fund.centres import reviewing
from fund.centres.registering import add_member, link_funding
from fund.centres.tables import Centre
from fund.errors import NotAllowed
from fund.ledger.view import View
from fund.targets import claims, queries
from fund.targets.commands import observe, set_target
from fund.targets.contributing import set_contribution
from tests.centres.reporting import HAINAN, PDF, World, world
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until

DAY = date(2026, 10, 8)


@pytest.fixture
def here(database_url: str) -> tuple[World, Walk]:
    """A centre whose report waits to be approved, a target it feeds, and a grant with a
    milestone.
    """
    made = world(database_url)
    walk = until(Walk(made.office), 8)
    made.act(
        "officer",
        set_target,
        on=date(2026, 7, 1),
        code="stage_recoveries",
        name_zh="回收",
        name_en="Recoveries",
        unit_zh="次",
        unit_en="recoveries",
        value=Decimal(9),
        target_year=2027,
        source="plan",
        baseline=Decimal(0),
        baseline_year=2025,
    )
    key = made.filled("local SD-RR", "SD-RR")
    made.act("local SD-RR", reports.submit, submission_id=key)
    made.act(
        "province 370000", reviewing.forward, submission_id=key, file_name="s.pdf", content=PDF
    )
    walk.made |= {
        "report": key,
        "centre": made.office.one(select(Centre.id).where(Centre.code == "SD-RR")),
    }
    return made, walk


def flagged(made: World, centre: str = "SD-RR", who: str = "reviewer") -> list[tuple[Any, ...]]:
    with db.reading(made.office.engine) as session:
        frame = claims.of_centre(
            session,
            actors.load(session, made.ids.get(who) or made.office.ids[who]),
            centre,
            "2026-Q3",
        )
    return [
        (
            row["indicator"],
            row["undertaking"],
            row["milestone"] if isinstance(row["percent"], Decimal) else row["value"],
        )
        for row in frame.to_dict("records")
    ]


def test_a_milestone_and_a_value_of_a_grant_that_pays_for_the_centre_are_flagged(
    here: tuple[World, Walk],
) -> None:
    made, walk = here
    made.act(
        "officer",
        set_contribution,
        target_code="stage_recoveries",
        milestone_id=walk["G1 M2"],
        percent=Decimal(40),
        source="annex",
    )
    made.act(
        "officer",
        observe,
        target_code="stage_recoveries",
        observed_on=date(2026, 9, 15),
        value=Decimal(3),
        source="grant report",
        undertaking="G1",
    )
    made.act(
        "officer",
        observe,
        target_code="stage_recoveries",
        observed_on=date(2026, 6, 15),
        value=Decimal(1),
        source="before the period",
        undertaking="G1",
    )
    assert flagged(made) == [], "the grant has nothing to do with the centre yet"
    made.act("officer", link_funding, centre_id=walk["centre"], undertaking_id=walk["G1"])
    assert flagged(made) == [
        ("stage_recoveries", "G1", "M2"),
        ("stage_recoveries", "G1", Decimal(3)),
    ]
    assert flagged(made, "HI-SS") == [], "another centre"
    made.act(
        "officer",
        set_contribution,
        target_code="stage_recoveries",
        milestone_id=walk["G1 M2"],
        percent=Decimal(0),
        source="agreed",
    )
    assert flagged(made) == [("stage_recoveries", "G1", Decimal(3))], (
        "what was taken away claims nothing"
    )
    made.act("reviewer", reviewing.approve_submission, submission_id=walk["report"])
    with db.reading(made.office.engine) as session:
        row = (
            queries.targets(
                session, actors.load(session, made.office.ids["viewer"]), View(as_of=DAY)
            )
            .set_index("code")
            .loc["stage_recoveries"]
        )
    assert row["actual"] == 3, "the same three recoveries, told twice, count once"


def test_a_grant_to_a_member_of_the_consortium_is_flagged_while_it_is_one(
    here: tuple[World, Walk],
) -> None:
    made, walk = here
    made.act(
        "officer",
        observe,
        target_code="stage_recoveries",
        observed_on=date(2026, 9, 15),
        value=Decimal(3),
        source="grant report",
        undertaking="G1",
    )
    assert flagged(made) == []
    made.act(
        "officer",
        add_member,
        centre_id=walk["centre"],
        organisation_id=made.office.organisation("G1"),
        role="industry",
        joined_on=date(2026, 10, 1),
    )
    assert flagged(made) == [], "it joined after the period"
    made.act(
        "officer",
        add_member,
        centre_id=walk["centre"],
        organisation_id=made.office.organisation("G1"),
        role="research",
        joined_on=date(2026, 1, 1),
    )
    assert flagged(made) == [("stage_recoveries", "G1", Decimal(3))]


def test_whoever_does_not_see_the_centre_sees_no_claim_on_it(here: tuple[World, Walk]) -> None:
    with pytest.raises(NotAllowed):
        flagged(here[0], who=f"province {HAINAN}")
