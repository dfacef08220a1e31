"""Roles lent for some days: dated, logged, ended; what is done with one counts as both people's
hand.
"""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from fund import clock, db
from fund.access import actors
from fund.access import commands as access
from fund.audit import AuditEntry
from fund.errors import FourEyes, FundError, NeedsReason, NotAllowed, NotFound
from fund.grants import commands as grants
from fund.ledger import amendments
from fund.ledger import commands as ledger
from fund.ledger.tables import Act
from fund.ledger.undertakings import Terms
from fund.milestones import waiving
from fund.milestones.waiving import HadAHand
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

WEEK = timedelta(days=7)


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G1 decided by the decider, who lends that role to the viewer for a week; G7 entered."""
    walk = until(Walk(an_office), 3)
    walk.act(
        "officer",
        grants.enter,
        "G7",
        code="G7",
        title="x",
        organisation_id=an_office.organisation("x"),
        region_code="610000",
        line_id=walk["A26"],
    )
    lend(walk)
    return walk


def lend(
    walk: Walk, part: str = "decider", to: str = "viewer", role: str = "decider", **changes: Any
) -> int:
    facts = {
        "person_id": walk.office.ids[to],
        "role": role,
        "starts_on": walk.day,
        "ends_on": walk.day + WEEK,
        "reason": "on a mission",
    }
    return walk.act(part, access.delegate, "lent", **{**facts, **changes})


def decide(walk: Walk, part: str, code: str = "G7") -> int:
    return walk.act(part, grants.decide, undertaking_id=walk[code], amount_fen=WAN)


def test_a_lent_role_works_on_its_days_and_the_act_says_for_whom(walk: Walk) -> None:
    made = decide(walk, "viewer")
    row: Act = walk.office.one(sa.select(Act).where(Act.id == made))[0]
    assert (row.actor_id, row.on_behalf_of) == (
        walk.office.ids["viewer"],
        walk.office.ids["decider"],
    )
    logged = walk.office.one(sa.select(AuditEntry.detail).where(AuditEntry.act == "delegate"))[0]
    assert "on a mission" in str(logged)


@pytest.mark.parametrize("days", [-1, 8])
def test_it_does_not_work_before_or_after(an_office: Office, days: int) -> None:
    walk = until(Walk(an_office), 3)
    walk.act(
        "officer",
        grants.enter,
        "G7",
        code="G7",
        title="x",
        organisation_id=an_office.organisation("x"),
        region_code="610000",
        line_id=walk["A26"],
    )
    lend(walk, starts_on=walk.day + timedelta(days=1), ends_on=walk.day + WEEK)
    walk.day += timedelta(days=max(days, 0))
    with pytest.raises(NotAllowed):
        decide(walk, "viewer")


def test_it_ends_when_taken_back_or_when_the_lender_loses_the_role(walk: Walk) -> None:
    with pytest.raises(NotFound):
        walk.act("decider_2", access.end_delegation, delegation_id=walk["lent"])
    walk.act("decider", access.end_delegation, delegation_id=walk["lent"])
    with pytest.raises(NotAllowed):
        decide(walk, "viewer")
    lend(walk)
    walk.act("security", access.revoke_role, person_id=walk.office.ids["decider"], role="decider")
    with pytest.raises(NotAllowed):
        decide(walk, "viewer")


def test_the_borrower_may_not_do_what_the_lender_may_not(walk: Walk) -> None:
    """The decider decided on G1: the supervisor's role does not help whoever stands in for them,
    nor a waiver.
    """
    walk.act("security", access.assign_role, person_id=walk.office.ids["viewer"], role="supervisor")
    with pytest.raises(FourEyes):
        walk.act(
            "viewer",
            grants.sign,
            undertaking_id=walk["G1"],
            terms=[Terms("T1", WAN, date(2026, 5, 1))],
        )


def test_the_lender_may_not_do_what_was_done_for_them(walk: Walk) -> None:
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["decider"], role="supervisor"
    )
    decide(walk, "viewer")
    with pytest.raises(FourEyes):
        walk.act(
            "decider",
            grants.sign,
            undertaking_id=walk["G7"],
            terms=[Terms("T1", WAN, date(2026, 5, 1))],
        )


def test_two_people_of_one_hand_grant_no_waiver(an_office: Office) -> None:
    walk = until(Walk(an_office), 4)
    lend(walk, "decider_2", "viewer")
    walk.act(
        "decider_2",
        waiving.propose_waiver,
        "waiver",
        tranche_id=walk["G1/T2"],
        reason="cannot wait",
    )
    with pytest.raises((FourEyes, HadAHand)):
        walk.act("viewer", waiving.grant_waiver, proposal_id=walk["waiver"])
    walk.act("decider_3", waiving.grant_waiver, proposal_id=walk["waiver"])


def test_an_amendment_proposed_for_somebody_is_not_signed_by_them(an_office: Office) -> None:
    walk = until(Walk(an_office), 4)
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["decider_2"], role="supervisor"
    )
    lend(walk, "decider_2", "viewer")
    walk.act(
        "viewer",
        amendments.propose_amendment,
        "amendment",
        tranche_id=walk["G1/T3"],
        change_fen=WAN,
        reason="scope",
    )
    with pytest.raises(FourEyes):
        walk.act(
            "decider_2",
            amendments.sign_amendment,
            amendment_id=walk["amendment"],
            expected_version=1,
        )


@pytest.mark.parametrize(
    ("part", "changes", "refused"),
    [
        ("viewer", {}, NotAllowed),
        ("decider_2", {"role": "finance"}, access.NotYours),
        ("decider_2", {"reason": ""}, NeedsReason),
        ("decider_2", {"ends_on": date(2026, 1, 2)}, access.NoSuchDays),
        ("system", {"role": "system_administrator"}, NotAllowed),
    ],
)
def test_only_ones_own_role_is_lent_with_a_reason_for_days_to_come(
    an_office: Office, part: str, changes: dict[str, Any], refused: type[FundError]
) -> None:
    walk = until(Walk(an_office), 3)
    with pytest.raises(refused):
        lend(walk, part, "viewer" if part != "viewer" else "officer", **changes)


def test_nobody_lends_to_oneself_nor_to_an_administrator_and_nothing_lent_is_lent_on(
    walk: Walk,
) -> None:
    with pytest.raises(access.NoSuchDays):
        lend(walk, to="decider")
    with pytest.raises(access.RolesClash):
        lend(walk, to="auditor")
    with pytest.raises(access.NotYours):
        lend(walk, "viewer", "officer")


def test_paying_for_somebody_keeps_the_acceptance_apart(an_office: Office) -> None:
    walk = until(Walk(an_office), 5)
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["supervisor_2"], role="finance"
    )
    lend(walk, "supervisor", "supervisor_2", "supervisor")
    with pytest.raises(FourEyes):
        walk.act("supervisor_2", ledger.pay, tranche_id=walk["G1/T1"], amount_fen=1)
    with db.reading(an_office.engine) as session, clock.at(clock.noon(walk.day)):
        assert actors.load(session, an_office.ids["supervisor_2"]).hands == {
            an_office.ids["supervisor"],
            an_office.ids["supervisor_2"],
        }
