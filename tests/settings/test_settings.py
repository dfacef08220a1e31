"""Thresholds: what they are, who sets them, what two and three deciders mean for an amount."""

from typing import Any

import pytest
import sqlalchemy as sa

from fund import db
from fund.access import actors
from fund.access import commands as access
from fund.errors import FourEyes, NeedsReason, NotAllowed
from fund.grants import commands as grants
from fund.ledger import pending
from fund.ledger.tables import Approval, LineBalance, Undertaking
from fund.procurement import commands as procurement
from fund.settings import commands as settings
from fund.settings import values
from fund.settings.rules import THRESHOLDS, OutOfBounds, UnknownSetting
from fund.settings.tables import Setting
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office

SECOND, THIRD = 1_000 * WAN, 3_000 * WAN


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """Two lines; two deciders from 1,000 万元 on, three from 3,000 万元; G7 and P7 entered."""
    walk = until(Walk(an_office), 2)
    for key, amount_fen in (
        ("second_approval_from_fen", SECOND),
        ("third_approval_from_fen", THIRD),
    ):
        walk.act(
            "system",
            settings.change,
            threshold=key,
            value=amount_fen,
            reason="the board's resolution",
        )
    for code, command, more in (
        ("G7", grants.enter, {}),
        ("P7", procurement.enter, {"category": "ttc", "method": "open_tender"}),
    ):
        walk.act(
            "officer",
            command,
            code,
            code=code,
            title=code,
            organisation_id=an_office.organisation(code),
            region_code="610000",
            line_id=walk["A26"],
            **more,
        )
    return walk


def decide(walk: Walk, part: str, amount_fen: int, code: str = "G7") -> None:
    walk.act(
        part,
        grants.decide if code == "G7" else procurement.award,
        undertaking_id=walk[code],
        amount_fen=amount_fen,
    )


def committed(walk: Walk) -> int:
    return int(
        walk.office.one(
            sa.select(LineBalance.committed_fen).where(LineBalance.line_id == walk["A26"])
        )[0]
    )


@pytest.mark.parametrize("code", ["G7", "P7"])
@pytest.mark.parametrize(
    ("amount_fen", "needed"), [(SECOND - 1, 1), (SECOND, 2), (THIRD - 1, 2), (THIRD, 3)]
)
def test_an_amount_is_committed_by_the_last_of_the_deciders_it_takes(
    walk: Walk, code: str, amount_fen: int, needed: int
) -> None:
    for number, part in enumerate(("decider", "decider_2", "decider_3")[:needed], 1):
        assert committed(walk) == 0
        decide(walk, part, amount_fen, code)
        assert committed(walk) == (amount_fen if number == needed else 0)


def test_one_decider_says_yes_once(walk: Walk) -> None:
    decide(walk, "decider", SECOND)
    with pytest.raises(FourEyes):
        decide(walk, "decider", SECOND)
    assert committed(walk) == 0


def test_another_amount_begins_anew_and_whoever_agreed_to_the_old_one_may_agree_to_it(
    walk: Walk,
) -> None:
    decide(walk, "decider", SECOND)
    decide(walk, "decider_2", SECOND + 1)
    assert committed(walk) == 0
    decide(walk, "decider", SECOND + 1)
    assert committed(walk) == SECOND + 1


def test_whoever_agreed_has_a_hand_in_it(walk: Walk) -> None:
    decide(walk, "decider", THIRD)
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["decider"], role="supervisor"
    )
    decide(walk, "decider_2", THIRD)
    decide(walk, "decider_3", THIRD)
    with pytest.raises(FourEyes) as refused:
        walk.act("decider", grants.sign, undertaking_id=walk["G7"], terms=[])
    assert refused.value.facts["earlier"] == "approve"
    assert (
        walk.office.one(sa.select(Undertaking.status).where(Undertaking.id == walk["G7"]))[0]
        == "awarded"
    )


def test_a_threshold_is_set_by_the_system_administrator_with_a_reason_within_its_bounds(
    walk: Walk,
) -> None:
    for facts, refused in (
        ({"threshold": "none", "value": 1, "reason": "x"}, UnknownSetting),
        ({"threshold": "advance_cap_percent", "value": 101, "reason": "x"}, OutOfBounds),
        ({"threshold": "advance_cap_percent", "value": 40, "reason": " "}, NeedsReason),
    ):
        with pytest.raises(refused):
            walk.act("system", settings.change, **facts)
    with pytest.raises(NotAllowed):
        walk.act("decider", settings.change, threshold="advance_cap_percent", value=40, reason="x")
    with db.reading(walk.office.engine) as session:
        assert (
            values.value(session, "advance_cap_percent")
            == THRESHOLDS["advance_cap_percent"].default
        )
        assert values.value(session, "second_approval_from_fen") == SECOND


@pytest.mark.parametrize("table", [Setting, Approval])
def test_what_was_set_and_who_agreed_is_never_changed(walk: Walk, table: Any) -> None:
    decide(walk, "decider", SECOND)
    for statement in (sa.update(table.__table__).values(id=99), sa.delete(table.__table__)):
        with pytest.raises(sa.exc.DBAPIError, match="fund:append_only"):
            db.write(
                walk.office.engine, lambda session, statement=statement: session.execute(statement)
            )


def test_every_default_lies_within_its_bounds() -> None:
    assert all(one.least <= one.default <= one.most for one in THRESHOLDS.values())


def test_who_approved_is_told_while_an_amount_waits_for_further_deciders_and_no_longer(
    walk: Walk,
) -> None:
    def told() -> Any:
        with db.reading(walk.office.engine) as session:
            return pending.approvals(
                session, actors.load(session, walk.office.ids["viewer"]), walk["G7"]
            )

    assert told() is None
    decide(walk, "decider", SECOND)
    assert told() == {
        "act": "decide",
        "amount_fen": SECOND,
        "needed": 2,
        "by": [("decider", walk.day)],
    }
    decide(walk, "decider_2", SECOND)
    assert told() is None
