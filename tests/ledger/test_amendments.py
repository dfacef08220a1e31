"""Amendments of an agreement's amount, dates, title and recipient: proposed by one, signed or
rejected by another.
"""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from fund import db
from fund.access import actors
from fund.errors import FourEyes, FundError, NeedsReason, NotFound, WrongState
from fund.grants import commands as grants
from fund.ledger import agreement, amendments, pending, proposing, sums
from fund.ledger.tables import Act, Amendment, Tranche, Undertaking
from fund.ledger.view import View
from fund.milestones import commands as milestones
from fund.verify import verify
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

LATER = date(2027, 3, 31)


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """G1 signed with three tranches, nothing accepted."""
    return until(Walk(an_office), 4)


def whole(walk: Walk) -> bool:
    with db.reading(walk.office.engine) as session:
        return bool(verify(session)["ok"])


def promised(walk: Walk, as_of: date) -> dict[date, int]:
    """Promised money by month in 万元, as known on a day."""
    with db.reading(walk.office.engine) as session:
        frame = sums.due(session, View(as_of=as_of), "promised_fen")
    return {
        month: value // WAN
        for month, value in zip(frame["month"], frame["value"], strict=True)
        if value
    }


def rows(walk: Walk, as_of: date) -> list[dict[str, Any]]:
    with db.reading(walk.office.engine) as session:
        return pending.amendments(
            session, actors.load(session, walk.office.ids["viewer"]), walk["G1"], View(as_of=as_of)
        ).to_dict("records")


def move(walk: Walk, tranche: str = "G1/T3", day: date = LATER) -> int:
    walk.act(
        "decider",
        amendments.propose_date,
        "moved",
        tranche_id=walk[tranche],
        promised_on=day,
        reason="test stand late",
    )
    return walk["moved"]


def sign(walk: Walk, amendment_id: int) -> None:
    walk.act("supervisor", amendments.sign_amendment, amendment_id=amendment_id, expected_version=1)


def applied(walk: Walk) -> int:
    walk.act(
        "officer",
        grants.enter,
        "G8",
        code="G8",
        title="G8",
        organisation_id=walk.office.organisation("first"),
        region_code="610000",
        line_id=walk["A26"],
    )
    return walk["G8"]


def to_another(walk: Walk) -> int:
    walk.act(
        "decider",
        amendments.propose_recipient,
        "another",
        undertaking_id=walk["G8"],
        organisation_id=walk.office.organisation("second"),
        reason="merged into it",
    )
    return walk["another"]


def test_a_moved_date_is_due_then_from_the_signature_on_and_the_first_promise_and_its_curve_stay(
    walk: Walk,
) -> None:
    before, first = (
        promised(walk, walk.day),
        walk.office.one(sa.select(Tranche.promised_on).where(Tranche.id == walk["G1/T3"]))[0],
    )
    signed_from = walk.day
    amendment = move(walk)
    walk.day += timedelta(days=1)
    sign(walk, amendment)
    assert promised(walk, walk.day) == before
    with db.reading(walk.office.engine) as session:
        reader = actors.load(session, walk.office.ids["viewer"])
        now, then = (
            agreement.tranches(session, reader, walk["G1"], View(as_of=day))
            .set_index("tranche_id")
            .loc[walk["G1/T3"]]
            for day in (walk.day, signed_from)
        )
    assert (now["promised_on"], now["due_on"], then["due_on"]) == (first, LATER, first)
    assert whole(walk)


def test_an_amount_amended_after_its_date_was_promised_for_the_first_day(walk: Walk) -> None:
    first = walk.office.one(sa.select(Tranche.promised_on).where(Tranche.id == walk["G1/T3"]))[
        0
    ].replace(day=1)
    before = promised(walk, walk.day)[first]
    sign(walk, move(walk))
    walk.act(
        "decider",
        amendments.propose_amendment,
        "more",
        tranche_id=walk["G1/T3"],
        change_fen=WAN,
        reason="more",
    )
    sign(walk, walk["more"])
    assert promised(walk, walk.day)[first] == before + 1
    assert whole(walk)


def test_an_amended_title_keeps_the_old_one_on_record(walk: Walk) -> None:
    old = walk.office.one(sa.select(Undertaking.title).where(Undertaking.id == walk["G1"]))[0]
    walk.act(
        "decider",
        amendments.propose_scope,
        "scope",
        undertaking_id=walk["G1"],
        title="reusable stage and its recovery ship",
        reason="scope",
    )
    sign(walk, walk["scope"])
    assert (
        walk.office.one(sa.select(Undertaking.title).where(Undertaking.id == walk["G1"]))[0]
        == "reusable stage and its recovery ship"
    )
    said = rows(walk, walk.day)[-1]
    assert (
        said["was"],
        said["becomes"],
        said["proposed_by"],
        said["answered_by"],
        said["answer"],
    ) == (old, "reusable stage and its recovery ship", "decider", "supervisor", "signed")
    assert whole(walk)


def test_a_recipient_changes_while_nothing_is_recorded_under_its_name(walk: Walk) -> None:
    applied(walk)
    sign(walk, to_another(walk))
    assert walk.office.one(
        sa.select(Undertaking.organisation_id).where(Undertaking.id == walk["G8"])
    )[0] == walk.office.organisation("second")
    walk.act("decider_2", grants.decide, undertaking_id=walk["G8"], amount_fen=WAN)
    assert whole(walk)


@pytest.mark.parametrize("by", ["milestone", "decision"])
def test_a_recipient_stands_once_a_promise_or_money_is_recorded_even_if_proposed_before(
    walk: Walk, by: str
) -> None:
    applied(walk)
    amendment = to_another(walk)
    if by == "milestone":
        walk.act(
            "officer",
            milestones.schedule,
            undertaking_id=walk["G8"],
            code="M1",
            title="plan",
            due_on=LATER,
        )
    else:
        walk.act("decider_2", grants.decide, undertaking_id=walk["G8"], amount_fen=WAN)
    with pytest.raises((amendments.RecipientStands, WrongState)):
        sign(walk, amendment)
    assert walk.office.one(
        sa.select(Undertaking.organisation_id).where(Undertaking.id == walk["G8"])
    )[0] == walk.office.organisation("first")
    assert whole(walk)


def test_a_rejected_amendment_changes_nothing_says_why_and_is_answered_once(walk: Walk) -> None:
    before = promised(walk, walk.day)
    amendment = move(walk)
    walk.act(
        "supervisor",
        amendments.reject_amendment,
        amendment_id=amendment,
        expected_version=1,
        reason="the ship sails in June",
    )
    assert promised(walk, walk.day) == before
    assert [(row["answer"], row["answer_reason"]) for row in rows(walk, walk.day)] == [
        ("rejected", "the ship sails in June")
    ]
    with pytest.raises(WrongState):
        walk.act(
            "supervisor", amendments.sign_amendment, amendment_id=amendment, expected_version=2
        )


def test_a_past_day_knows_no_later_answer(walk: Walk) -> None:
    amendment, proposed = move(walk), walk.day
    walk.day += timedelta(days=1)
    sign(walk, amendment)
    assert [(row["answer"], row["answered_by"]) for row in rows(walk, proposed)] == [("", None)]
    assert rows(walk, proposed - timedelta(days=1)) == []


REFUSED: dict[str, tuple[Any, dict[str, Any], type[FundError]]] = {
    "a date without a reason": (
        amendments.propose_date,
        {"tranche_id": "G1/T3", "promised_on": LATER, "reason": " "},
        NeedsReason,
    ),
    "the title it has": (
        amendments.propose_scope,
        {"undertaking_id": "G1", "title": " ", "reason": "x"},
        proposing.NothingChanges,
    ),
    "a recipient with an agreement": (
        amendments.propose_recipient,
        {"undertaking_id": "G1", "organisation_id": 1, "reason": "x"},
        WrongState,
    ),
    "a recipient nobody knows": (
        amendments.propose_recipient,
        {"undertaking_id": "G1", "organisation_id": 10**9, "reason": "x"},
        NotFound,
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_refused_leaves_nothing(walk: Walk, why: str) -> None:
    command, given, refusal = REFUSED[why]
    count = (
        sa.select(sa.func.count()).select_from(Act),
        sa.select(sa.func.count()).select_from(Amendment),
    )
    before = [walk.office.one(one)[0] for one in count]
    with pytest.raises(refusal):
        walk.act(
            "decider",
            command,
            **{
                name: walk[value] if value in ("G1", "G1/T3") else value
                for name, value in given.items()
            },
        )
    assert [walk.office.one(one)[0] for one in count] == before


def test_a_part_accepted_in_full_keeps_its_date(walk: Walk) -> None:
    amendment = move(walk, "G1/T1")
    walk.evidence("G1/T1")
    walk.accept("G1/T1")
    with pytest.raises(amendments.PartPaid):
        sign(walk, amendment)


def test_whoever_proposed_an_amendment_neither_signs_nor_rejects_it(walk: Walk) -> None:
    both = walk.office.enter("both", "decider", "supervisor")
    walk.office.ids["both"] = both
    walk.act(
        "both",
        amendments.propose_scope,
        "scope",
        undertaking_id=walk["G1"],
        title="other",
        reason="x",
    )
    for command, more in (
        (amendments.sign_amendment, {}),
        (amendments.reject_amendment, {"reason": "x"}),
    ):
        with pytest.raises(FourEyes):
            walk.act("both", command, amendment_id=walk["scope"], expected_version=1, **more)
