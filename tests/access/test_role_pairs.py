"""Every pair of roles held by one person, for every act of approval: with a hand in it they are
refused, alone and in bulk, and it is on record.
"""

from itertools import product
from typing import Any

import pytest
from sqlmodel import select

from fund import clock, db
from fund.access.actors import Actor
from fund.access.rules import ADMINISTRATORS, POLICY, ROLES, excluded_by
from fund.audit import AuditEntry
from fund.closing import commands as closing
from fund.grants import applications
from fund.grants import commands as grants
from fund.ledger import commands as ledger
from fund.ui.bulk import Outcome, one_by_one
from fund.ui.visit import Visit
from tests.access import test_policy
from tests.access.test_policy import DAY, NEXT, did
from tests.ledger.scenario import Walk
from tests.people import Office

PEOPLES = sorted(set(ROLES) - ADMINISTRATORS - {"viewer", "local", "province"})
WAIVERS = {"propose_waiver", "grant_waiver"}
APPROVALS = {
    **NEXT,
    "carry_over": lambda at: (closing.carry_over, {"proposal_id": at["carry over G1"]}),
    "check_midterm": lambda at: (
        grants.check_midterm,
        {"undertaking_id": at["G1"], "finding": "on_track", "reason": "x"},
    ),
    "check_eligibility": lambda at: (
        applications.check_eligibility,
        {"undertaking_id": at["G2"], "is_eligible": True},
    ),
    "recommend": lambda at: (
        applications.recommend,
        {"undertaking_id": at["G2"], "is_recommended": True},
    ),
}
"""Acts that judge, approve or pay what others did, each with something to do it on."""
walk = test_policy.walk
ON = {"decide": "G2", "check_eligibility": "G2", "recommend": "G2", "award": "P1"}


def hand(role: str, later: str) -> str | None:
    """An act this role may do that keeps its doer from the later one; None where there is none."""
    kept = {act for act in POLICY if role in POLICY[act]} & (
        excluded_by(later)
        if later not in WAIVERS
        else {"enter", "decide", "sign", "accept", "pay", "review", "recommend", "file_evidence"}
    )
    return min(kept, default=None)


def entries(office: Office) -> list[AuditEntry]:
    with db.reading(office.engine) as session:
        return list(session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)))


def test_a_person_with_a_hand_in_it_is_refused_whatever_two_roles_they_hold(
    walk: Walk, subtests: Any
) -> None:
    walk.line("A27", 2027, "A3", "fund", "A")
    walk.act(
        "finance",
        closing.propose_carry_over,
        "carry over G1",
        undertaking_id=walk["G1"],
        to_line_id=walk["A27"],
    )
    tried = 0
    for (first, second), later in product(product(PEOPLES, PEOPLES), APPROVALS):
        earlier = hand(first, later)
        if earlier is None or second not in POLICY[later]:
            continue
        tried += 1
        person = walk.office.enter(f"{first} {second} {later}", *{first, second})
        did(walk.office, person, earlier, walk[ON.get(later, "G1")])
        command, arguments = APPROVALS[later](walk)
        visit = Visit(walk.office.engine, "test", Actor(person, "x", "x"))
        with (
            clock.at(clock.noon(DAY)),
            subtests.test(msg=f"{first} and {second}: {later} after {earlier}"),
        ):
            outcome = one_by_one(
                visit,
                f"{person}",
                {1: "first", 2: "second"},
                command,
                lambda _key, asked=arguments: asked,
            )
            assert (outcome.done, len(outcome.refusals)) == (0, 2)
            for entry in entries(walk.office):
                assert entry.actor_id == person
                assert (
                    '"refused": "four_eyes"' in entry.detail
                    or '"refused": "had_a_hand"' in entry.detail
                )
    assert tried >= 38


def test_the_same_act_by_somebody_with_both_roles_and_no_hand_is_done(walk: Walk) -> None:
    """What keeps them out above is the hand, not the roles."""
    walk.accept("G1/T1")
    person = walk.office.enter("both", "supervisor", "finance")
    visit = Visit(walk.office.engine, "test", Actor(person, "x", "x"))
    with clock.at(clock.noon(DAY)):
        assert one_by_one(
            visit,
            "key",
            {1: "T1"},
            ledger.pay,
            lambda _key: {"tranche_id": walk["G1/T1"], "amount_fen": 1, "voucher": "1"},
        ) == Outcome(done=1)


@pytest.mark.parametrize("later", sorted(APPROVALS))
def test_every_act_of_approval_has_a_pair_that_tries_it(later: str) -> None:
    assert any(hand(role, later) for role in PEOPLES)
