"""What the ledger refuses beyond the worked portfolio, and where money goes that stands on two
lines.
"""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, clock, db, i18n
from fund.access import actors
from fund.errors import FundError, NotFound, WrongState
from fund.grants import commands as grants
from fund.ledger import amendments, book, clawback, undertakings
from fund.ledger import commands as ledger
from fund.ledger.guards import ThereAlready
from fund.ledger.rules import (
    AmountNotPositive,
    CameBack,
    ChainBroken,
    Entry,
    InTheFuture,
    NotAccepted,
)
from fund.ledger.tables import Line, Posting, TrancheBalance, Undertaking
from fund.ledger.undertakings import CodeTwice, Terms
from fund.milestones import commands as milestones
from fund.money import AmountTooLarge
from fund.verify import verify
from tests.ledger.scenario import WAN, Walk
from tests.ledger.test_scenario import until
from tests.people import Office


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A new office, before the first act of the worked portfolio."""
    return Walk(an_office)


def paid_by_line(walk: Walk, tranche: str) -> dict[str, int]:
    """What was paid on a tranche, by line, in 万元."""
    with db.reading(walk.office.engine) as session:
        rows = session.execute(
            sa.select(Line.code, sa.func.sum(Posting.amount_fen))
            .join(Posting, Posting.line_id == Line.id)
            .where(Posting.tranche_id == walk[tranche], Posting.stage == "paid")
            .group_by(Line.code)
        )
        return {code: int(total) // WAN for code, total in rows if total}


def whole(walk: Walk) -> bool:
    with db.reading(walk.office.engine) as session:
        return bool(verify(session)["ok"])


def test_a_payment_is_made_from_the_line_its_acceptance_stands_on(walk: Walk) -> None:
    """After a carry-over the paid part stays on the old line; taken back and paid again, it is the
    old line that pays.
    """
    until(walk, 21)
    walk.day = date(2026, 12, 31)
    walk.line("B27", 2027, "C6", "procurement", "B")
    walk.carry_over("P1", "B27")
    walk.act("finance", ledger.reverse, act_id=walk["pay P1/flight 1"], reason="bounced")
    walk.pay("P1/flight 1", 2_700)
    assert paid_by_line(walk, "P1/flight 1") == {"B26": 2_700}
    walk.evidence("P1/flight 2")
    walk.accept("P1/flight 2")
    walk.pay("P1/flight 2", 2_700)
    assert paid_by_line(walk, "P1/flight 2") == {"B27": 2_700}
    assert whole(walk)


def test_a_correction_stays_within_what_its_line_accepted(walk: Walk) -> None:
    until(walk, 24)
    with db.reading(walk.office.engine) as session:
        corrected = session.exec(
            select(book.Act.id).where(book.Act.kind == "correct_payment")
        ).one()
    walk.made["put right"] = corrected or 0
    with pytest.raises(NotAccepted) as refused:
        walk.act(
            "finance",
            ledger.correct_payment,
            act_id=corrected,
            right_amount_fen=2_700 * WAN,
            reason="was right after all",
        )
    assert refused.value.facts["open_fen"] == 2_650 * WAN
    walk.pay("P1/flight 1", 50)
    assert paid_by_line(walk, "P1/flight 1") == {"B26": 2_650, "B27": 50}
    walk.act(
        "finance",
        clawback.claw_back,
        act_id=walk["put right"],
        amount_fen=60 * WAN,
        reason="ineligible",
    )
    assert paid_by_line(walk, "P1/flight 1") == {"B26": 2_590, "B27": 50}
    assert whole(walk)


def correct(walk: Walk, name: str, right: int) -> None:
    walk.act(
        "finance",
        ledger.correct_payment,
        name,
        act_id=walk[name],
        right_amount_fen=right * WAN,
        reason="typed wrong",
    )


def test_a_payment_of_which_a_part_came_back_is_corrected_and_the_part_stays_returned(
    walk: Walk,
) -> None:
    """T2 of G1: 1,600 paid, 200 of it clawed back. The right amount is what was paid, not what is
    left of it; corrected twice, it stays so.
    """
    until(walk, 21)
    for right in (1_550, 1_590, 1_600, 1_500):
        correct(walk, "pay G1/T2", right)
        assert paid_by_line(walk, "G1/T2") == {"A26": right - 200}
    with pytest.raises(NotAccepted):
        correct(walk, "pay G1/T2", 1_601)
    with db.reading(walk.office.engine) as session:
        assert (
            session.exec(
                select(TrancheBalance.returned_fen).where(
                    TrancheBalance.tranche_id == walk["G1/T2"]
                )
            ).one()
            == 200 * WAN
        )
    assert whole(walk)


def test_a_payment_is_not_corrected_below_what_came_back_nor_reversed_and_the_refusal_says_so(
    walk: Walk,
) -> None:
    until(walk, 21)
    for refusing in (
        lambda: correct(walk, "pay G1/T2", 199),
        lambda: walk.act("finance", ledger.reverse, act_id=walk["pay G1/T2"], reason="bounced"),
    ):
        with pytest.raises(CameBack) as refused:
            refusing()
        with i18n.speaking("en"):
            assert "CN¥2.0" in i18n.say(refused.value)
            assert "clawed back" in i18n.say(refused.value)
        with i18n.speaking("zh"):
            assert "200 万元" in i18n.say(refused.value).replace(i18n.NBSP, " ")
            assert "收回" in i18n.say(refused.value)
    assert paid_by_line(walk, "G1/T2") == {"A26": 1_400}


def test_the_chain_holds_for_an_undertaking_on_each_line(walk: Walk) -> None:
    """G2's payment on B26, where P1 has enough accepted: the balances of B26 and of G2 would both
    still descend.
    """
    until(walk, 19)

    def work(session: Session) -> None:
        g2 = book.fetch(session, Undertaking, walk["G2"])
        book.post(
            session,
            actors.OPERATOR,
            "carry_over",
            [
                Entry(walk["A26"], "paid", -WAN, walk["G2/T1"]),
                Entry(walk["B26"], "paid", WAN, walk["G2/T1"]),
            ],
            undertaking=g2,
        )

    with clock.at(clock.noon(walk.day)), pytest.raises(ChainBroken):
        db.write(walk.office.engine, work)


@pytest.mark.parametrize("amount_fen", [10**17 + 1, 2**63, 10**30])
def test_an_amount_beyond_any_budget_is_refused(walk: Walk, amount_fen: int) -> None:
    until(walk, 3)
    asked: dict[str, tuple[str, Any, dict[str, Any]]] = {
        "appropriate": (
            "finance",
            ledger.appropriate,
            {"line_id": walk["A26"], "amount_fen": amount_fen},
        ),
        "adjust": (
            "finance",
            ledger.adjust,
            {"line_id": walk["A26"], "change_fen": amount_fen, "reason": "more"},
        ),
        "sign": (
            "supervisor",
            grants.sign,
            {"undertaking_id": walk["G1"], "terms": [Terms("T1", amount_fen, walk.day)]},
        ),
    }
    for part, command, arguments in asked.values():
        with pytest.raises(AmountTooLarge):
            walk.act(part, command, **arguments)


@pytest.mark.parametrize("amount_fen", [1.5, 1.0, float("nan"), float("inf")])
def test_no_float_is_taken_for_money(walk: Walk, amount_fen: float) -> None:
    until(walk, 1)
    with pytest.raises((TypeError, FundError)):
        walk.act("finance", ledger.appropriate, line_id=walk["A26"], amount_fen=amount_fen)
    with pytest.raises((TypeError, FundError)):
        walk.act(
            "finance", ledger.adjust, line_id=walk["A26"], change_fen=amount_fen, reason="more"
        )
    assert whole(walk)


def test_a_tranche_listed_twice_is_refused(walk: Walk) -> None:
    until(walk, 3)
    with pytest.raises(CodeTwice):
        walk.act(
            "supervisor",
            grants.sign,
            undertaking_id=walk["G1"],
            terms=[Terms("T1", WAN, walk.day), Terms("T1", WAN, walk.day)],
        )


def test_a_second_milestone_of_the_same_code_is_refused(walk: Walk) -> None:
    until(walk, 4)
    with pytest.raises(ThereAlready):
        walk.act(
            "officer",
            milestones.schedule,
            undertaking_id=walk["G1"],
            code="M1",
            title="again",
            due_on=walk.day,
        )


def test_evidence_does_not_settle_another_undertakings_milestone(walk: Walk) -> None:
    until(walk, 12)
    with pytest.raises(NotFound):
        walk.act(
            "officer",
            milestones.file_evidence,
            tranche_id=walk["P1/flight 1"],
            title="x",
            sha256="0" * 64,
            milestone_id=walk["G1 M1"],
        )


def test_nothing_is_met_tomorrow(walk: Walk) -> None:
    until(walk, 12)
    walk.evidence("G1/T2", "G1 M1")
    with pytest.raises(InTheFuture):
        walk.accept("G1/T2", met_on=walk.day + timedelta(days=1))
    with pytest.raises(InTheFuture):
        walk.act(
            "finance",
            ledger.appropriate,
            line_id=walk["A26"],
            amount_fen=1,
            occurred_on=walk.day + timedelta(days=1),
        )


def test_a_terminated_undertaking_promises_nothing_new(walk: Walk) -> None:
    until(walk, 23)
    with pytest.raises(WrongState):
        walk.act(
            "officer",
            milestones.schedule,
            undertaking_id=walk["G2"],
            code="M9",
            title="late",
            due_on=walk.day,
        )


def test_an_amendment_changes_something(walk: Walk) -> None:
    until(walk, 4)
    with pytest.raises(AmountNotPositive):
        walk.act(
            "decider",
            amendments.propose_amendment,
            tranche_id=walk["G1/T3"],
            change_fen=0,
            reason="nothing",
        )


def test_a_lower_amendment_never_goes_below_what_is_accepted(walk: Walk) -> None:
    until(walk, 6)
    amendment = walk.act(
        "decider",
        amendments.propose_amendment,
        tranche_id=walk["G1/T1"],
        change_fen=-1,
        reason="less",
    )
    with pytest.raises(undertakings.NotObligated):
        walk.act(
            "supervisor", amendments.sign_amendment, amendment_id=amendment, expected_version=1
        )


APPEND_ONLY = [
    "act",
    "posting",
    "status_event",
    "evidence",
    "acceptance",
    "audit_entry",
    "due_entry",
    "milestone_event",
]


def test_what_is_written_stays_as_it_is(walk: Walk) -> None:
    """Neither changed, nor deleted, nor replaced, nor emptied."""
    until(walk, 6)
    for name in APPEND_ONLY:
        table = sa.table(name, sa.column("id"))
        statements: list[Any] = [
            sa.update(table).values(id=sa.literal_column("id + 1000")),
            sa.delete(table),
        ]
        if walk.office.engine.dialect.name == "sqlite":
            statements.append(sa.text(f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}"))
        else:
            statements.append(sa.text(f"TRUNCATE {name} CASCADE"))
        for statement in statements:
            with pytest.raises(sa.exc.DBAPIError, match="fund:"):
                db.write(
                    walk.office.engine,
                    lambda session, statement=statement: session.execute(statement),
                )
    assert whole(walk)


def test_a_request_is_the_same_request_whatever_watches_its_progress(an_office: Office) -> None:
    asked = {"login": "new", "name": "new", "roles": []}
    first = acts.perform(
        an_office.engine,
        an_office.ids["system"],
        watched,
        key="k",
        on_progress=lambda: None,
        **asked,
    )
    second = acts.perform(
        an_office.engine, an_office.ids["system"], watched, key="k", on_progress=lambda: 1, **asked
    )
    assert (second.replayed, second.id) == (True, first.id)


def watched(session: Session, actor: actors.Actor, *, on_progress: Any, **asked: Any) -> Any:
    """A command that reports its progress, as an import does."""
    from fund.access.commands import add_person

    on_progress()
    return add_person(session, actor, **asked)
