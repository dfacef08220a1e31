"""What holdings refuse, by command and by the database, at the points of the worked portfolio where
it matters; nothing is written but the refusal.
"""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from fund import clock, db
from fund.access.actors import Actor
from fund.errors import FundError, NotFound
from fund.holdings import commands as holdings
from fund.holdings import desk, leaving, queries, subscribing
from fund.holdings.reading import FACT, WORD
from fund.holdings.summed import FLOW
from fund.ledger.sums import POSTING
from fund.ledger.tables import Act
from fund.ledger.view import View
from fund.verify import verify
from tests.holdings.doing import PAPER, others_paid, pay, propose, wan
from tests.holdings.scenario import STEPS
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office

D = date
Tried = tuple[str, str, Any, dict[str, Any]]


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A new office, before the first act."""
    return Walk(an_office)


def until(walk: Walk, number: int, *, since: int = 0) -> None:
    """Do the acts of the table after one number up to another."""
    for step in STEPS[since:number]:
        perform(walk, step)


def stored(walk: Walk) -> tuple[int, ...]:
    """How many rows there are of what an act writes."""
    with db.reading(walk.office.engine) as session:
        return tuple(
            session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (FACT, WORD, POSTING, Act.__table__)  # type: ignore[attr-defined]
        )


def refuse(walk: Walk, *tried: Tried) -> None:
    """Each is refused with its code, and writes nothing."""
    before = stored(walk)
    for code, part, command, arguments in tried:
        with pytest.raises(FundError) as error:
            walk.act(part, command, **arguments)
        assert error.value.code == code, (code, arguments)
        assert stored(walk) == before, code


def guarded(walk: Walk, guard: str, statement: Any) -> None:
    """The database refuses by itself."""

    def write(session: Session) -> None:
        session.execute(statement)

    with pytest.raises(DBAPIError, match=guard):
        db.write(walk.office.engine, write)


def ids(walk: Walk, kind: str) -> list[int]:
    with db.reading(walk.office.engine) as session:
        found = session.execute(sa.select(FACT.c.id).where(FACT.c.kind == kind).order_by(FACT.c.id))
        return list(found.scalars())


def value(walk: Walk, **changed: Any) -> dict[str, Any]:
    asked = {"undertaking_id": walk["H1"], "amount_fen": wan(2_750), "occurred_on": walk.day}
    return asked | PAPER | changed


def test_paying_waits_for_the_others(walk: Walk) -> None:
    until(walk, 8)
    walk.day = D(2026, 3, 30)
    others_paid(D(2026, 3, 28), H1_X=3_750, H1_Y="1249.999999")(walk)
    with pytest.raises(FundError) as error:
        pay("H1/C1", 2_500)(walk)
    assert error.value.code == "ahead_of_others"
    others_paid(D(2026, 3, 29), H1_Y="0.000001")(walk)
    pay("H1/C1", 2_500)(walk)


def test_valuations_take_two_and_a_document(walk: Walk) -> None:
    until(walk, 9)
    tomorrow = D(2026, 3, 31)
    state = holdings.state_value
    refuse(
        walk,
        ("in_the_future", "officer", state, value(walk, occurred_on=tomorrow)),
        ("negative_amount", "officer", state, value(walk, amount_fen=-1)),
        ("needs_document", "officer", state, value(walk, file_name="", content=b"")),
        ("before_first_payment", "officer", state, value(walk, occurred_on=D(2026, 3, 29))),
        ("not_allowed", "finance", state, value(walk)),
        ("in_the_future", "officer", holdings.record_units, units(walk, tomorrow)),
    )
    both_roles = walk.office.enter("both", "officer", "supervisor")
    walk.office.ids["both"] = both_roles
    stated = walk.act("both", state, **value(walk))
    refuse(
        walk,
        ("four_eyes", "both", holdings.confirm_value, {"fact_id": stated}),
        ("needs_reason", "supervisor", holdings.reject_value, {"fact_id": stated, "reason": " "}),
        ("not_found", "supervisor", leaving.confirm_remittance, {"fact_id": stated}),
    )
    word = {"fact_id": stated, "verdict": "yes", "said_on": walk.day, "reason": "", "act_id": 1}
    guarded(walk, "four_eyes", sa.insert(WORD).values(**word, said_by=both_roles))
    rate = {"as_of": walk.day}
    with db.reading(walk.office.engine) as session:
        waits = queries.waiting(session, everyone(walk), walk["H1"], walk.day)
        worth = queries.whole(session, everyone(walk), **rate).returns.fair_value_fen
    assert list(waits["fact_id"]) == [stated]
    assert worth == wan(2_500)
    walk.act("supervisor", holdings.reject_value, fact_id=stated, reason="not audited")
    refuse(walk, ("not_waiting", "supervisor_2", holdings.confirm_value, {"fact_id": stated}))
    guarded(walk, "not_waiting", sa.insert(WORD).values(**word, said_by=walk.office.ids["decider"]))


def units(walk: Walk, day: date) -> dict[str, Any]:
    return {"undertaking_id": walk["H1"], "units": 5, "occurred_on": day}


def everyone(walk: Walk) -> Any:
    """Somebody who may read."""
    from fund.access.actors import OPERATOR

    return OPERATOR


def test_leaving_goes_by_what_was_approved(walk: Walk) -> None:
    until(walk, 26)
    walk.day = D(2027, 5, 12)
    propose("H2", "not_investing", "exit H2")(walk)
    refuse(
        walk,
        ("not_approved", "finance", leaving.record_proceeds, came(walk, "exit H2", 1_176)),
        ("not_allowed", "finance", leaving.approve_exit, {"fact_id": walk["exit H2"]}),
        ("needs_document", "officer", leaving.propose_exit, leave(walk, content=b"")),
        ("unknown_of_holding", "officer", leaving.propose_exit, leave(walk, ground="mood")),
        ("units_above_held", "officer", leaving.propose_exit, leave(walk, units=30_000_001)),
        ("negative_amount", "officer", leaving.propose_exit, leave(walk, floor_fen=-1)),
    )
    columns = ("undertaking_id", "occurred_on", "recorded_on", "act_id", "words", "reference")
    blank = {"principal_fen": 0, "gain_fen": 0, "loss_fen": 0, "cost_fen": 0, "needed": 0}
    blank |= {"ground": "", "basis": "", "kind": "exit", "amount_fen": 0}
    copied = sa.select(
        *(FACT.c[name] for name in columns),
        *(sa.literal(one) for one in blank.values()),
        FACT.c.id,
    ).where(FACT.c.id == walk["exit H2"])
    names = [*columns, *blank, "proposal_id"]
    guarded(walk, "not_approved", sa.insert(FACT).from_select(names, copied))
    perform(
        walk,
        STEPS[26]._replace(
            do=lambda w: w.act("decider", leaving.approve_exit, fact_id=w["exit H2"])
        ),
    )
    assert_whole(walk, D(2027, 5, 20))
    until(walk, 37, since=27)
    perform(walk, STEPS[37])
    refuse(
        walk,
        (
            "cost_above_remaining",
            "finance",
            leaving.record_proceeds,
            came(walk, "exit H1", 1, cost_fen=wan("2400.000001")),
        ),
        (
            "units_above_held",
            "finance",
            leaving.record_proceeds,
            came(walk, "exit H1", 1, units=18_000_001, stays_fen=0),
        ),
        (
            "needs_units",
            "finance",
            leaving.record_proceeds,
            came(walk, "exit H1", 1, units=1, cost_fen=1, stays_fen=0),
        ),
        (
            "beyond_approval",
            "finance",
            leaving.record_proceeds,
            came(walk, "exit H1", 1, units=1, stays_fen=0),
        ),
        ("cost_above_remaining", "finance", leaving.record_proceeds, came(walk, "exit H2", 1)),
        (
            "above_to_remit",
            "finance",
            leaving.remit,
            sent(walk, wan(1_600), wan("540.000001")),
        ),
        ("above_to_remit", "finance", leaving.remit, sent(walk, wan("1600.000001"), 0)),
        ("needs_voucher", "finance", leaving.remit, sent(walk, 1, 0, voucher=" ")),
        ("amount_not_positive", "finance", leaving.remit, sent(walk, 0, 0)),
    )
    propose("H1", "market", "rest", 10_000_000)(walk)
    walk.act("decider", leaving.approve_exit, fact_id=walk["rest"])
    refuse(
        walk,
        (
            "needs_what_stays",
            "finance",
            leaving.record_proceeds,
            came(walk, "rest", 1, units=10_000_000),
        ),
        ("needs_units", "finance", leaving.record_proceeds, came(walk, "rest", 1, stays_fen=0)),
    )
    guards(walk)


def guards(walk: Walk) -> None:
    """Nothing told is changed or taken away, and what was paid stays."""
    (exited, *_more) = ids(walk, "exit")
    for statement in (
        sa.update(FACT).values(amount_fen=1),
        sa.delete(FACT).where(FACT.c.id == exited),
        sa.update(WORD).values(verdict="no"),
        sa.delete(WORD),
        sa.delete(queries.HOLDING),
        sa.update(queries.HOLDING).values(rolls_over=True),
        sa.delete(queries.INVESTOR),
        sa.update(FLOW).values(amount_fen=1),
        sa.delete(FLOW),
    ):
        guarded(walk, "append_only", statement)
    columns = [one for one in FACT.c if one.name not in ("id", "units")]
    more = sa.select(*columns, sa.literal(18_000_001)).where(FACT.c.id == max(ids(walk, "exit")))
    names = [*(one.name for one in columns), "units"]
    guarded(walk, "units_above_held", sa.insert(FACT).from_select(names, more))
    paid = sa.select(POSTING.c.act_id, POSTING.c.line_id, POSTING.c.tranche_id).where(
        POSTING.c.undertaking_id == walk["H2"], POSTING.c.stage == "paid"
    )
    with db.reading(walk.office.engine) as session:
        _act, line_id, tranche_id = session.execute(paid).one()

    def take_away(session: Session) -> None:
        """As an act that is no correction would."""
        act = Act(
            kind="sign_amendment",
            recorded_on=walk.day,
            recorded_at=clock.noon(walk.day),
            occurred_on=walk.day,
            undertaking_id=walk["H2"],
            tranche_id=tranche_id,
            entries=1,
        )
        session.add(act)
        session.flush()
        below = {"undertaking_id": walk["H2"], "stage": "paid", "amount_fen": -1}
        below |= {"act_id": act.id, "line_id": line_id, "tranche_id": tranche_id}
        session.execute(sa.insert(POSTING).values(**below, recorded_on=walk.day))

    with pytest.raises(DBAPIError, match="paid_stays"):
        db.write(walk.office.engine, take_away)


def came(walk: Walk, name: str, amount: int, **more: Any) -> dict[str, Any]:
    asked = {"proposal_id": walk[name], "amount_fen": wan(amount), "occurred_on": walk.day}
    return asked | more


def sent(walk: Walk, principal_fen: int, gain_fen: int, voucher: str = "V") -> dict[str, Any]:
    return {
        "undertaking_id": walk["H1"],
        "principal_fen": principal_fen,
        "gain_fen": gain_fen,
        "voucher": voucher,
    }


def leave(walk: Walk, **changed: Any) -> dict[str, Any]:
    asked = {"undertaking_id": walk["H1"], "ground": "market", "words": "x", **PAPER}
    return asked | changed


def assert_whole(walk: Walk, day: date) -> None:
    """Nothing of H2 is left to call once its whole exit is approved."""
    with db.reading(walk.office.engine) as session:
        frame = desk.to_call(session, everyone(walk), day)
        one = queries.holding(session, everyone(walk), "H2", View(as_of=day))
    assert frame.empty
    assert one["state"] == "exiting"
    assert one["uncalled_fen"] == 0


def test_what_is_sent_waits_for_a_supervisor_who_is_another(walk: Walk) -> None:
    until(walk, 31)
    walk.office.ids["both"] = walk.office.enter("both", "finance", "supervisor")
    made = walk.act(
        "both", leaving.remit, **(sent(walk, wan(1_176), 0) | {"undertaking_id": walk["H2"]})
    )
    with db.reading(walk.office.engine) as session:
        assert queries.whole(session, everyone(walk), walk.day).remit_principal_fen == wan(1_176)
    once_more = sent(walk, 1, 0, "V-2") | {"undertaking_id": walk["H2"]}
    refuse(
        walk,
        ("four_eyes", "both", leaving.confirm_remittance, {"fact_id": made}),
        ("above_to_remit", "finance", leaving.remit, once_more),
    )
    walk.act("supervisor", leaving.reject_remittance, fact_id=made, reason="wrong account")
    whole = {"principal_fen": wan(1_176), "voucher": "V"}  # one turned down says nothing
    again = walk.act("finance", leaving.remit, **(once_more | whole))
    walk.act("supervisor", leaving.confirm_remittance, fact_id=again)
    with db.reading(walk.office.engine) as session:
        assert queries.whole(session, everyone(walk), walk.day).remit_principal_fen == 0
        assert desk.treasury(session, everyone(walk), walk.day).empty
        assert verify(session)["ok"]


def test_a_holding_is_none_of_the_grants_commands(walk: Walk) -> None:
    until(walk, 3)

    def as_grant(session: Session, actor: Actor, *, undertaking_id: int) -> Any:
        return subscribing.decide(session, actor, undertaking_id=undertaking_id, amount_fen=wan(1))

    walk.day = D(2026, 2, 13)
    from fund.grants import commands as grants

    made = walk.act(
        "officer",
        grants.enter,
        "G",
        code="G",
        title="G",
        organisation_id=walk.office.organisation("G"),
        region_code="610000",
        line_id=walk["E26"],
    )
    with pytest.raises(NotFound):
        walk.act("decider", as_grant, undertaking_id=made)
