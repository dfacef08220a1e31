"""Money comes back on the line its payment was made from; a database that knew no payments is put
right by two people.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, clock, db, migrations
from fund.access import actors
from fund.access import commands as access
from fund.access.actors import OPERATOR
from fund.errors import FourEyes, FundError, NeedsReason, Stale, WrongState
from fund.inbox import queries as inbox
from fund.ledger import book, clawback, guards, queries, returned
from fund.ledger import commands as ledger
from fund.ledger.clawback import (
    CorrectionWaits,
    MoreThanPaid,
    NamedAlready,
    NoClawBack,
    NotItsPayment,
)
from fund.ledger.payments import NoPayment
from fund.ledger.rules import STAGES, CameBack, Entry, NoRoom
from fund.ledger.tables import Act, ClawBackCorrection, Posting, Undertaking
from fund.ledger.view import View
from fund.verify import verify
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_histories import wrong
from tests.ledger.test_refusals import paid_by_line, whole
from tests.ledger.test_scenario import until
from tests.people import Office

PART = "P1/flight 1"
OLD, NEW = "put right", "pay P1/flight 1"
GUARD = "posting_comes_back_where_paid"


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """P1's flight 1 was paid from B26 (2,650 万元, a correction) and, after the carry-over, 50 from
    B27.
    """
    walk = until(Walk(an_office), 24)
    with db.reading(an_office.engine) as session:
        walk.made[OLD] = (
            session.exec(select(Act.id).where(Act.kind == "correct_payment")).one() or 0
        )
    walk.day = date(2027, 1, 10)
    walk.pay(PART, 50)
    walk.day = date(2027, 6, 10)
    return walk


def come_back(walk: Walk, payment: str, amount_fen: int, name: str = "claw-back") -> int:
    return walk.act(
        "finance",
        clawback.claw_back,
        name,
        act_id=walk[payment],
        amount_fen=amount_fen,
        reason="ineligible",
    )


def propose(walk: Walk, payment: str, name: str = "claw-back", part: str = "finance") -> int:
    return walk.act(
        part,
        clawback.propose_claw_back_correction,
        "proposal",
        act_id=walk[name],
        payment_id=walk[payment],
        reason="the audit's finding is on that payment",
    )


def agree(walk: Walk, part: str = "decider") -> int:
    return walk.act(part, clawback.correct_claw_back, "agreed", proposal_id=walk["proposal"])


def lines(walk: Walk, day: date | None = None) -> dict[str, tuple[int, ...]]:
    """The stages of B26 and B27, in 万元."""
    with db.reading(walk.office.engine) as session:
        frame = queries.line_table(session, OPERATOR, View(as_of=day or walk.day))
    frame = frame.set_index("line")
    return {
        code: tuple(int(frame.loc[code, f"{stage}_fen"]) // WAN for stage in STAGES)
        for code in ("B26", "B27")
    }


def switched(walk: Walk, *, off: bool) -> None:
    """The guard of this rule, which a database of before it had not."""
    sqlite = walk.office.engine.dialect.name == "sqlite"
    if off:
        statement = f"DROP TRIGGER {GUARD}" + ("" if sqlite else " ON posting")
    else:
        source = Path(migrations.__file__).parent / "sql"
        source = source / f"0028_{walk.office.engine.dialect.name}.sql"
        statement = next(
            part.strip().rstrip(";") + (";" if sqlite else "")
            for part in source.read_text("utf-8").split("\n--\n")
            if f"CREATE TRIGGER {GUARD}" in part
        )
        statement = statement[statement.index("CREATE TRIGGER") :]
    db.write(walk.office.engine, lambda session: session.connection().exec_driver_sql(statement))


def as_before(walk: Walk, line: str, amount_fen: int, payment: str = "") -> int:
    """A claw-back as it was written before payments were named, or by something beside the
    program.
    """

    def work(session: Session) -> int:
        key = walk[PART]
        entries = [
            *(Entry(walk[line], stage, -amount_fen, key) for stage in ("paid", "accepted")),
            Entry(walk[line], "obligated", -amount_fen, key),
            Entry(walk[line], "committed", -amount_fen),
            Entry(walk[line], "returned", amount_fen, key),
        ]
        act = book.post(
            session,
            actors.load(session, walk.office.ids["finance"]),
            "claw_back",
            entries,
            undertaking=session.get_one(Undertaking, walk["P1"]),
            tranche_id=key,
            reason="ineligible",
            payment_id=walk[payment] if payment else None,
        )
        return act.id or 0

    switched(walk, off=True)
    with clock.at(clock.noon(walk.day)):
        walk.made["claw-back"] = db.write(walk.office.engine, work)
    switched(walk, off=False)
    return walk["claw-back"]


BEFORE = {
    "B26": (5_250, 2_650, 2_650, 2_650, 2_650, 0),
    "B27": (2_750, 2_750, 2_750, 50, 50, 0),
}
ON_B26 = {
    "B26": (5_250, 2_630, 2_630, 2_630, 2_630, 20),
    "B27": (2_750, 2_750, 2_750, 50, 50, 0),
}
ON_B27 = {
    "B26": (5_250, 2_650, 2_650, 2_650, 2_650, 0),
    "B27": (2_750, 2_730, 2_730, 30, 30, 20),
}


@pytest.mark.parametrize(("payment", "there"), [(OLD, ON_B26), (NEW, ON_B27)])
def test_money_comes_back_on_the_line_of_the_payment_named(
    walk: Walk, payment: str, there: dict[str, Any]
) -> None:
    """After a carry-over too, though B27 pays now and has paid enough."""
    assert lines(walk) == BEFORE
    come_back(walk, payment, 20 * WAN)
    assert lines(walk) == there
    assert lines(walk, date(2027, 6, 9)) == BEFORE
    assert whole(walk)


def test_no_more_comes_back_of_a_payment_than_was_paid_by_it(walk: Walk) -> None:
    come_back(walk, NEW, 30 * WAN)
    for payment, left in ((NEW, 20), (OLD, 2_650)):
        with pytest.raises(MoreThanPaid) as refused:
            come_back(walk, payment, left * WAN + 1)
        assert refused.value.facts["left_fen"] == left * WAN
    come_back(walk, NEW, 20 * WAN)
    assert paid_by_line(walk, PART) == {"B26": 2_650}
    assert whole(walk)


def test_two_payments_from_one_line_are_told_apart(walk: Walk) -> None:
    """What came back of one is not taken from the other: neither reversed nor corrected below
    it.
    """
    walk.evidence("P1/flight 2")
    walk.accept("P1/flight 2")
    for place, wan in enumerate((100, 200)):
        walk.pay("P1/flight 2", wan, f"flight 2 {place}")
    come_back(walk, "flight 2 0", 90 * WAN)
    with pytest.raises(MoreThanPaid):
        come_back(walk, "flight 2 0", 11 * WAN)
    for refusing in (
        lambda: walk.act("finance", ledger.reverse, act_id=walk["flight 2 0"], reason="bounced"),
        lambda: walk.act(
            "finance",
            ledger.correct_payment,
            act_id=walk["flight 2 0"],
            right_amount_fen=89 * WAN,
            reason="typed wrong",
        ),
    ):
        with pytest.raises(CameBack) as refused:
            refusing()
        assert refused.value.facts["returned_fen"] == 90 * WAN
    walk.act("finance", ledger.reverse, act_id=walk["flight 2 1"], reason="bounced")
    assert paid_by_line(walk, "P1/flight 2") == {"B27": 10}
    assert whole(walk)


def test_a_payment_corrected_after_some_of_it_came_back_stays_the_payment_named(walk: Walk) -> None:
    come_back(walk, NEW, 20 * WAN)
    walk.act(
        "finance",
        ledger.correct_payment,
        "again",
        act_id=walk[NEW],
        right_amount_fen=40 * WAN,
        reason="typed wrong",
    )
    with pytest.raises(NoPayment):
        come_back(walk, NEW, WAN)
    with pytest.raises(MoreThanPaid) as refused:
        come_back(walk, "again", 21 * WAN)
    assert refused.value.facts["left_fen"] == 20 * WAN
    come_back(walk, "again", 20 * WAN)
    assert whole(walk)


@pytest.mark.parametrize("name", ["claw-back", "P1", "gone"])
def test_only_a_payment_that_stands_comes_back(walk: Walk, name: str) -> None:
    come_back(walk, NEW, WAN)
    walk.evidence("P1/flight 2")
    walk.accept("P1/flight 2")
    walk.pay("P1/flight 2", 100, "gone")
    walk.act("finance", ledger.reverse, act_id=walk["gone"], reason="bounced")
    with pytest.raises(NoPayment):
        come_back(walk, name, WAN, "another")


def test_the_database_refuses_money_back_on_another_line_or_of_no_payment(walk: Walk) -> None:
    for payment in ("", OLD):

        def work(session: Session, payment: str = payment) -> None:
            entries = [
                Entry(walk["B27"], "paid", -WAN, walk[PART]),
                Entry(walk["B27"], "returned", WAN, walk[PART]),
            ]
            book.post(
                session,
                OPERATOR,
                "claw_back",
                entries,
                undertaking=session.get_one(Undertaking, walk["P1"]),
                tranche_id=walk[PART],
                payment_id=walk[payment] if payment else None,
            )

        with clock.at(clock.noon(walk.day)), pytest.raises(sa.exc.DBAPIError) as refused:
            db.write(walk.office.engine, work)
        refusal = guards.refusal(refused.value)
        assert refusal is not None
        assert refusal.facts["guard"] == "comes_back_where_paid"
    assert whole(walk)


def test_a_claw_back_on_the_wrong_line_is_found_and_put_right_by_two_people(walk: Walk) -> None:
    """In a database of before: the money of B26 came back on B27, where it then paid."""
    as_before(walk, "B27", 20 * WAN)
    assert lines(walk) == ON_B27
    with db.reading(walk.office.engine) as session:
        found = {check["name"]: check for check in verify(session)["checks"] if not check["ok"]}
    assert list(found) == ["claw_backs_where_paid"]
    assert f"act {walk['claw-back']}" in found["claw_backs_where_paid"]["detail"]
    walk.day = date(2027, 6, 20)
    propose(walk, OLD)
    assert lines(walk) == ON_B27
    with pytest.raises(CorrectionWaits):
        propose(walk, OLD)
    agree(walk)
    assert lines(walk) == ON_B26
    assert lines(walk, date(2027, 6, 19)) == ON_B27, "nothing is dated back"
    assert whole(walk)
    with pytest.raises(MoreThanPaid) as refused:
        come_back(walk, OLD, 2_631 * WAN, "more")
    assert refused.value.facts["left_fen"] == 2_630 * WAN
    with pytest.raises(WrongState):
        agree(walk)


def test_one_that_stands_where_it_should_is_said_to_and_nothing_moves(walk: Walk) -> None:
    as_before(walk, "B27", 20 * WAN)
    propose(walk, NEW)
    agreed = agree(walk)
    with db.reading(walk.office.engine) as session:
        act = session.get_one(Act, agreed)
        assert (act.entries, act.payment_id) == (0, walk[NEW])
        assert session.exec(select(Posting).where(Posting.act_id == agreed)).all() == []
    assert lines(walk) == ON_B27
    assert whole(walk)


def test_the_wrong_payment_named_is_put_right_as_often_as_it_takes(walk: Walk) -> None:
    come_back(walk, NEW, 20 * WAN)
    for payment, there in ((OLD, ON_B26), (NEW, ON_B27), (OLD, ON_B26)):
        propose(walk, payment)
        agree(walk)
        assert lines(walk) == there
        assert whole(walk)
        with pytest.raises(NamedAlready):
            propose(walk, payment)


def test_one_beside_the_program_that_names_a_payment_of_another_line_is_found(walk: Walk) -> None:
    as_before(walk, "B27", 20 * WAN, OLD)
    assert wrong(walk.office) == ["claw_backs_where_paid"]


def test_what_only_one_line_can_have_paid_is_not_asked_about(walk: Walk) -> None:
    """60 万元 came back: B27 had paid 50 only."""
    as_before(walk, "B26", 60 * WAN)
    assert whole(walk)


def test_the_room_used_since_is_not_taken_back(walk: Walk) -> None:
    as_before(walk, "B27", 20 * WAN)
    walk.act("finance", ledger.adjust, line_id=walk["B27"], change_fen=-15 * WAN, reason="cut")
    propose(walk, OLD)
    with pytest.raises(NoRoom) as refused:
        agree(walk)
    assert (refused.value.facts["line"], refused.value.facts["room_fen"]) == ("B27", 5 * WAN)
    walk.act("finance", ledger.appropriate, line_id=walk["B27"], amount_fen=15 * WAN)
    agree(walk)
    assert whole(walk)


def refusals(walk: Walk) -> Iterator[tuple[type[FundError], Any]]:
    yield NoClawBack, lambda: propose(walk, OLD, NEW)
    yield NotItsPayment, lambda: propose(walk, "pay G1/T2")
    yield NoPayment, lambda: propose(walk, "claw-back")
    for command, more in (
        (clawback.claw_back, {"act_id": walk[OLD], "amount_fen": 1}),
        (
            clawback.propose_claw_back_correction,
            {"act_id": walk["claw-back"], "payment_id": walk[OLD]},
        ),
    ):
        yield (
            NeedsReason,
            lambda command=command, more=more: walk.act("finance", command, reason=" ", **more),
        )


def test_what_cannot_be_said_of_a_claw_back_is_refused(walk: Walk) -> None:
    as_before(walk, "B27", 20 * WAN)
    for refusal, asking in refusals(walk):
        with pytest.raises(refusal):
            asking()
    with db.reading(walk.office.engine) as session:
        assert session.exec(select(ClawBackCorrection)).all() == []


def test_nobody_agrees_to_what_they_proposed(walk: Walk) -> None:
    as_before(walk, "B27", 20 * WAN)
    walk.act("security", access.assign_role, person_id=walk.office.ids["finance"], role="decider")
    propose(walk, OLD)
    with pytest.raises(FourEyes):
        agree(walk, "finance")
    with pytest.raises(FourEyes):
        walk.act(
            "finance",
            clawback.reject_claw_back_correction,
            proposal_id=walk["proposal"],
            reason="no",
        )
    assert lines(walk) == ON_B27


def test_a_correction_turned_down_moves_nothing_and_another_can_be_proposed(walk: Walk) -> None:
    as_before(walk, "B27", 20 * WAN)
    propose(walk, OLD)
    decider = walk.office.ids["decider"]
    arguments = {"proposal_id": walk["proposal"], "reason": "it was B27's", "expected_version": 7}
    with clock.at(clock.noon(walk.day)), pytest.raises(Stale):
        acts.perform(walk.office.engine, decider, clawback.reject_claw_back_correction, **arguments)
    walk.act("decider", clawback.reject_claw_back_correction, **arguments | {"expected_version": 1})
    assert lines(walk) == ON_B27
    propose(walk, NEW)
    agree(walk, "decider_2")
    assert whole(walk)


def test_a_click_more_on_a_correction_has_no_effect_of_its_own(walk: Walk) -> None:
    as_before(walk, "B27", 20 * WAN)
    engine, ids = walk.office.engine, walk.office.ids
    asked = {"act_id": walk["claw-back"], "payment_id": walk[NEW], "reason": "it was the other"}

    def clicked(part: str, command: Any, key: str, **arguments: Any) -> int:
        with clock.at(clock.noon(walk.day)):
            found = [
                acts.perform(engine, ids[part], command, key=key, **arguments) for _ in range(3)
            ]
        assert [one.replayed for one in found] == [False, True, True]
        assert len({one.id for one in found}) == 1
        return int(found[0].id)

    propose_, reject = clawback.propose_claw_back_correction, clawback.reject_claw_back_correction
    first = clicked("finance", propose_, "one", **asked)
    clicked("decider", reject, "two", proposal_id=first, reason="not that one")
    second = clicked("finance", propose_, "three", **asked)
    clicked("decider", clawback.correct_claw_back, "four", proposal_id=second)
    assert whole(walk)


def test_forms_offer_what_can_be_said(walk: Walk) -> None:
    """Payments with the line they are from and what is left; claw-backs more than one payment could
    be meant by; what waits.
    """

    def offered() -> tuple[Any, Any, Any]:
        with db.reading(walk.office.engine) as session:
            return (
                returned.payments(session, OPERATOR, walk["P1"]),
                returned.claw_backs(session, OPERATOR, walk["P1"]),
                returned.corrections(session, OPERATOR, walk["P1"]),
            )

    as_before(walk, "B27", 20 * WAN)
    paid, unclear, waiting = offered()
    assert paid[["act_id", "line"]].values.tolist() == [[walk[NEW], "B27"], [walk[OLD], "B26"]]
    assert (paid[["amount_fen", "left_fen"]] // WAN).values.tolist() == [[50, 30], [2_650, 2_650]]
    assert unclear["act_id"].tolist() == [walk["claw-back"]]
    assert waiting.empty
    propose(walk, OLD)
    _paid, unclear, waiting = offered()
    assert unclear.empty
    assert waiting[["line", "to_line"]].values.tolist() == [["B27", "B26"]]
    agree(walk)
    paid, unclear, waiting = offered()
    assert (paid["left_fen"] // WAN).tolist() == [50, 2_630]
    assert waiting.empty


def test_it_waits_for_whoever_may_agree_and_did_not_propose_it(walk: Walk) -> None:
    def waiting(part: str) -> list[tuple[str, int]]:
        with clock.at(clock.noon(walk.day)), db.reading(walk.office.engine) as session:
            frame = inbox.waiting(session, actors.load(session, walk.office.ids[part]))
        frame = frame[frame["act"] == "correct_claw_back"]
        return list(zip(frame["code"], frame["amount_fen"], strict=True))

    as_before(walk, "B27", 20 * WAN)
    propose(walk, OLD)
    assert waiting("decider") == [("P1", 20 * WAN)]
    assert waiting("finance") == waiting("supervisor") == []
    agree(walk)
    assert waiting("decider") == []
