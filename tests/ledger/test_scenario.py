"""The worked portfolio: what the ledger says after each act, as of each day, and what it
refuses.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from fund import acts, clock, db
from fund.access import actors
from fund.access import commands as access
from fund.audit import AuditEntry
from fund.errors import FourEyes, FundError, KeyReused
from fund.grants import commands as grants
from fund.i18n import share
from fund.ledger import commands as ledger
from fund.ledger import guards, queries, stage_sums
from fund.ledger.rules import STAGES, DatedBack, NotAccepted, NothingUnpaid, NotObligated
from fund.ledger.tables import (
    Act,
    Line,
    LineBalance,
    Posting,
    Tranche,
    Undertaking,
    UndertakingBalance,
)
from fund.ledger.view import View
from fund.milestones import queries as milestone_queries
from fund.milestones import waiving
from fund.milestones.queries import paid_ahead_fen
from fund.procurement import queries as procurement_queries
from fund.verify import verify
from tests.ledger.scenario import (
    AS_OF,
    G1_TERMS,
    LINES_AT_END,
    STEPS,
    UNDERTAKINGS_AT_END,
    WAN,
    Step,
    Walk,
    decide,
)
from tests.people import ACCOUNT, Office

pytestmark = pytest.mark.quick

POSTINGS: dict[int, list[tuple[str, str | None, str | None, str, int]]] = {
    1: [("A26", None, None, "appropriated", 10_000)],
    2: [("B26", None, None, "appropriated", 8_000)],
    3: [("A26", "G1", None, "committed", 4_000)],
    4: [
        ("A26", "G1", "T1", "obligated", 1_200),
        ("A26", "G1", "T2", "obligated", 1_600),
        ("A26", "G1", "T3", "obligated", 1_200),
    ],
    5: [("A26", "G1", "T1", "accepted", 1_200)],
    6: [("A26", "G1", "T1", "paid", 1_200)],
    7: [],
    8: [("A26", "G2", None, "committed", 5_500)],
    9: [("A26", "G1", None, "committed", 300), ("A26", "G1", "T3", "obligated", 300)],
    10: [("B26", "P1", None, "committed", 5_400)],
    11: [
        ("A26", "G2", None, "committed", -300),
        ("A26", "G2", "T1", "obligated", 1_500),
        ("A26", "G2", "T2", "obligated", 3_700),
    ],
    12: [
        ("B26", "P1", "flight 1", "obligated", 2_700),
        ("B26", "P1", "flight 2", "obligated", 2_700),
    ],
    13: [("A26", "G1", "T2", "accepted", 1_600)],
    14: [("A26", "G1", "T2", "paid", 1_600)],
    15: [],
    16: [("A26", "G2", "T1", "accepted", 1_500)],
    17: [("A26", "G2", "T1", "paid", 1_500)],
    18: [],
    19: [("B26", "P1", "flight 1", "accepted", 2_700)],
    20: [("B26", "P1", "flight 1", "paid", 2_700)],
    21: [
        ("A26", "G1", "T2", "paid", -200),
        ("A26", "G1", "T2", "accepted", -200),
        ("A26", "G1", "T2", "obligated", -200),
        ("A26", "G1", None, "committed", -200),
        ("A26", "G1", "T2", "returned", 200),
    ],
    22: [("B26", "P1", "flight 1", "paid", -2_700), ("B26", "P1", "flight 1", "paid", 2_650)],
    23: [("A26", "G2", "T2", "obligated", -3_700), ("A26", "G2", None, "committed", -3_700)],
    24: [
        ("B26", "P1", "flight 1", "accepted", -50),
        ("B26", "P1", "flight 1", "obligated", -50),
        ("B26", "P1", "flight 2", "obligated", -2_700),
        ("B26", "P1", None, "committed", -2_750),
        ("B26", None, None, "appropriated", -2_750),
        ("B27", None, None, "appropriated", 2_750),
        ("B27", "P1", None, "committed", 2_750),
        ("B27", "P1", "flight 1", "obligated", 50),
        ("B27", "P1", "flight 2", "obligated", 2_700),
        ("B27", "P1", "flight 1", "accepted", 50),
    ],
}
"""What each act of the table writes, in the order written: (line, undertaking, tranche, stage,
万元).
"""

AHEAD_OF_EVIDENCE = {15: 0, 16: 0, 17: 1_500, 18: 0}
"""万元 paid on a waiver without accepted evidence, after these acts."""

AGAIN: dict[int, Callable[[Walk], Any]] = {
    7: decide("G2", "A26", 6_500, enter=False),
    15: lambda walk: walk.pay("G2/T1", 1_500),
}
"""The refused acts, to be tried once more by themselves."""


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A new office, before the first act."""
    return Walk(an_office)


def perform(walk: Walk, step: Step) -> None:
    """Do one act of the table; a refusal must be the one expected."""
    walk.day = step.day
    if not step.refused:
        step.do(walk)
        return
    with pytest.raises(FundError) as error:
        step.do(walk)
    assert error.value.code == step.refused, step.number


def until(walk: Walk, number: int) -> Walk:
    """The office after the act of that number."""
    for step in STEPS[:number]:
        perform(walk, step)
    return walk


def fund_figures(session: Session) -> tuple[int, ...]:
    """The stored balances over all lines, in 万元."""
    columns = [
        sa.func.coalesce(sa.func.sum(getattr(LineBalance, f"{stage}_fen")), 0) for stage in STAGES
    ]
    return tuple(int(value) // WAN for value in session.execute(sa.select(*columns)).one())


def as_of(session: Session, day: date) -> tuple[int, ...]:
    """What the pages' own sums say as of a day, in 万元."""
    frame = stage_sums.by_line(session, View(as_of=day))
    return tuple(int(frame[f"{stage}_fen"].sum()) // WAN for stage in STAGES)


def written(session: Session, after_id: int) -> list[tuple[Any, ...]]:
    """Postings after a number, as the table tells them."""
    rows = session.execute(
        sa.select(Line.code, Undertaking.code, Tranche.code, Posting.stage, Posting.amount_fen)
        .select_from(Posting)
        .join(Line, Line.id == Posting.line_id)
        .outerjoin(Undertaking, Undertaking.id == Posting.undertaking_id)
        .outerjoin(Tranche, Tranche.id == Posting.tranche_id)
        .where(Posting.id > after_id)
        .order_by(Posting.id)
    ).all()
    return [(*row[:4], row[4] // WAN) for row in rows]


def everything(
    office_: Office, *, but: tuple[str, ...] = ("audit_entry", "audit_head")
) -> dict[str, list[Any]]:
    """Every row of every table outside the audit log."""
    with db.reading(office_.engine) as session:
        return {
            table.name: sorted(map(repr, session.execute(sa.select(table)).all()))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in but
        }


def last_entry(office_: Office) -> AuditEntry:
    with db.reading(office_.engine) as session:
        return session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_the_fund_stands_as_the_table_says_after_each_act(walk: Walk) -> None:
    for step in STEPS:
        with db.reading(walk.office.engine) as session:
            before = session.execute(
                sa.select(sa.func.coalesce(sa.func.max(Posting.id), 0))
            ).scalar_one()
        perform(walk, step)
        with db.reading(walk.office.engine) as session:
            assert fund_figures(session) == step.after, step.number
            assert as_of(session, step.day) == step.after, step.number
            assert written(session, before) == POSTINGS[step.number], step.number
            if step.number in AHEAD_OF_EVIDENCE:
                ahead = paid_ahead_fen(
                    session, actors.by_login(session, "viewer"), View(as_of=step.day)
                )
                assert ahead == AHEAD_OF_EVIDENCE[step.number] * WAN, step.number


def test_every_as_of_day_reads_as_the_table_says(walk: Walk) -> None:
    until(walk, len(STEPS))
    with db.reading(walk.office.engine) as session:
        assert {day: as_of(session, day) for day in AS_OF} == AS_OF
        for step, following in pairwise(STEPS):
            if step.day < following.day:
                assert as_of(session, following.day - timedelta(days=1)) == step.after, step.number


def test_september_reads_the_same_in_october_and_ever_after(walk: Walk) -> None:
    september = View(as_of=date(2026, 9, 30))
    until(walk, 21)
    readings = []
    for step in (None, *STEPS[21:]):
        if step is not None:
            perform(walk, step)
        with db.reading(walk.office.engine) as session:
            readings.append(
                (
                    as_of(session, september.as_of),
                    stage_sums.by_line(session, september).to_dict(),
                    stage_sums.by_month(session, september).to_dict(),
                )
            )
    assert readings[0][0] == (18_000, 14_700, 14_700, 6_800, 6_800, 200)
    assert all(reading == readings[0] for reading in readings)


def test_lines_and_undertakings_end_as_the_table_says(walk: Walk) -> None:
    until(walk, len(STEPS))
    with db.reading(walk.office.engine) as session:
        lines = {
            code: tuple(getattr(balance, f"{stage}_fen") // WAN for stage in STAGES)
            for code, balance in session.exec(
                select(Line.code, LineBalance).where(LineBalance.line_id == Line.id)
            )
        }
        undertakings = {
            code: tuple(getattr(balance, f"{stage}_fen") // WAN for stage in list(STAGES)[1:])
            for code, balance in session.exec(
                select(Undertaking.code, UndertakingBalance).where(
                    UndertakingBalance.undertaking_id == Undertaking.id
                )
            )
        }
        reader = actors.by_login(session, "viewer")
        table = queries.line_table(session, reader, View(as_of=date(2026, 12, 31)))
        assert verify(session)["ok"]
    assert lines == LINES_AT_END
    assert undertakings == UNDERTAKINGS_AT_END
    assert dict(zip(table["line"], table["room_fen"] // WAN, strict=True)) == {
        "A26": 4_400,
        "B26": 2_600,
        "B27": 0,
    }


def test_a_past_day_shows_the_line_and_the_amounts_of_that_day(walk: Walk) -> None:
    """P1 was paid from B26 until it was carried over; the amount behind M2 of G1 grew with its
    amendment; G2 was not decided before it was.
    """
    until(walk, len(STEPS))
    with db.reading(walk.office.engine) as session:
        reader = actors.by_login(session, "viewer")

        def lines(day: date) -> dict[str, str]:
            found = procurement_queries.register(session, reader, View(as_of=day))
            return dict(zip(found["contract_id"], found["line"], strict=True))

        def amounts(day: date) -> dict[str, int]:
            found = milestone_queries.plan(session, reader, View(as_of=day))
            return {
                f"{row['undertaking']} {row['tranche']}": row["amount_fen"] // WAN
                for row in found.to_dict("records")
            }

        assert lines(date(2026, 12, 30)) == {"P1": "B26"}
        assert lines(date(2026, 12, 31)) == lines(date(2027, 3, 1)) == {"P1": "B27"}
        for day, agreed in (
            (date(2026, 5, 5), 1_200),
            (date(2026, 5, 6), 1_500),
            (date(2026, 12, 31), 1_500),
        ):
            assert amounts(day)["G1 T3"] == agreed
        assert [amounts(date(2026, 9, day))["G1 T2"] for day in (19, 20)] == [1_600, 1_400]
        assert verify(session)["ok"]


def test_a_decision_is_not_known_before_its_day(walk: Walk) -> None:
    until(walk, 2)
    walk.day = date(2026, 2, 1)
    walk.grant("G1", "A26")
    walk.day = date(2026, 2, 10)
    walk.act("decider", grants.decide, undertaking_id=walk["G1"], amount_fen=WAN)
    with db.reading(walk.office.engine) as session:
        reader = actors.by_login(session, "viewer")
        for day, known in ((date(2026, 2, 1), None), (date(2026, 2, 10), date(2026, 2, 10))):
            assert list(
                queries.undertakings(session, reader, View(as_of=day), "grant")["decided_on"]
            ) == [known]


def test_what_is_wholly_paid_or_never_promised_is_not_carried_over(walk: Walk) -> None:
    until(walk, len(STEPS))
    walk.grant("G3", "B26")
    with pytest.raises(NothingUnpaid):
        walk.carry_over("G3", "B27")


def test_the_execution_rate_of_b26_before_carry_over_is_33_1_percent(walk: Walk) -> None:
    until(walk, 23)
    with db.reading(walk.office.engine) as session:
        table = queries.line_table(
            session, actors.by_login(session, "viewer"), View(as_of=date(2026, 12, 30))
        )
    rate = table.set_index("line").loc["B26", "execution_share"]
    assert rate == pytest.approx(0.33125)
    assert share(rate) == "33.1%"


@pytest.mark.parametrize("number", sorted(AGAIN))
def test_a_refused_act_writes_nothing_but_its_refusal(walk: Walk, number: int) -> None:
    until(walk, number)
    step = STEPS[number - 1]
    before, entries = everything(walk.office), last_entry(walk.office).id
    with pytest.raises(FundError) as refused:
        AGAIN[number](walk)
    assert refused.value.code == step.refused
    assert everything(walk.office) == before
    entry = last_entry(walk.office)
    assert entry.id == entries + 1
    assert f'"refused": "{step.refused}"' in entry.detail


def post_directly(
    walk: Walk,
    kind: str,
    *rows: dict[str, Any],
    day: date | None = None,
    entries: int | None = None,
    **act: Any,
) -> None:
    """Postings written past the commands, as somebody with the database's password would."""
    day = day or walk.day

    def work(session: Session) -> None:
        made = Act(
            kind=kind,
            recorded_on=day,
            recorded_at=clock.noon(day),
            occurred_on=day,
            entries=len(rows) if entries is None else entries,
            **({"reference": "past the commands"} | act),
        )
        session.add(made)
        session.flush()
        for row in rows:
            session.execute(
                sa.insert(Posting),
                {
                    "act_id": made.id,
                    "recorded_on": day,
                    "tranche_id": None,
                    "undertaking_id": None,
                    **row,
                },
            )

    db.write(walk.office.engine, work)


def refused_by_the_database(walk: Walk, kind: str, *rows: dict[str, Any], **act: Any) -> str:
    """The code of the refusal the database itself gives, nothing being stored."""
    before = everything(walk.office, but=())
    with pytest.raises(sa.exc.DBAPIError) as error:
        post_directly(walk, kind, *rows, **act)
    refusal = guards.refusal(error.value)
    assert refusal is not None, error.value
    assert everything(walk.office, but=()) == before
    return str(refusal.facts.get("guard") or refusal.code)


def test_the_database_itself_refuses_to_pay_what_is_not_accepted(walk: Walk) -> None:
    until(walk, 14)
    walk.day = date(2026, 7, 15)
    g2 = {"line_id": walk["A26"], "undertaking_id": walk["G2"], "tranche_id": walk["G2/T1"]}
    payment = {**g2, "stage": "paid", "amount_fen": 1_500 * WAN}
    assert (
        refused_by_the_database(walk, "pay", payment, undertaking_id=walk["G2"]) == "not_accepted"
    )
    accepted = {**g2, "stage": "accepted", "amount_fen": 1_500 * WAN}
    assert (
        refused_by_the_database(walk, "pay", accepted, payment, undertaking_id=walk["G2"])
        == "not_accepted"
    )
    t2 = {
        "line_id": walk["A26"],
        "undertaking_id": walk["G1"],
        "tranche_id": walk["G1/T2"],
        "stage": "paid",
        "amount_fen": 1,
    }
    assert refused_by_the_database(walk, "pay", t2, undertaking_id=walk["G1"]) == "chain_broken"


def test_the_database_itself_refuses_to_accept_more_than_was_accepted_on_paper(walk: Walk) -> None:
    until(walk, 9)
    walk.day = date(2026, 5, 7)
    t1 = {
        "line_id": walk["A26"],
        "undertaking_id": walk["G1"],
        "tranche_id": walk["G1/T1"],
        "stage": "accepted",
        "amount_fen": 1,
    }
    assert refused_by_the_database(walk, "accept", t1, undertaking_id=walk["G1"]) == "not_accepted"


def test_the_database_itself_refuses_to_commit_more_than_the_line_has(walk: Walk) -> None:
    until(walk, 8)
    over = {
        "line_id": walk["A26"],
        "undertaking_id": walk["G2"],
        "stage": "committed",
        "amount_fen": 501 * WAN,
    }
    assert (
        refused_by_the_database(walk, "decide", over, undertaking_id=walk["G2"]) == "chain_broken"
    )


def test_the_database_itself_refuses_a_posting_to_an_act_that_is_complete(walk: Walk) -> None:
    until(walk, 8)
    with db.reading(walk.office.engine) as session:
        old = session.exec(select(Act).where(Act.kind == "appropriate").order_by(Act.id)).first()
        row = {
            "act_id": old.id,
            "recorded_on": old.recorded_on,
            "line_id": walk["A26"],
            "stage": "appropriated",
            "amount_fen": 1,
        }
    with pytest.raises(sa.exc.DBAPIError, match="fund:posting_fits_act"):
        db.write(walk.office.engine, lambda session: session.execute(sa.insert(Posting), row))


def test_a_posting_dated_before_today_is_refused_by_the_command_and_by_the_database(
    walk: Walk,
) -> None:
    until(walk, 6)
    yesterday = walk.day - timedelta(days=1)
    with pytest.raises(DatedBack):
        walk.act(
            "finance", ledger.appropriate, line_id=walk["A26"], amount_fen=1, recorded_on=yesterday
        )
    row = {"line_id": walk["A26"], "stage": "appropriated", "amount_fen": 1}
    assert refused_by_the_database(walk, "appropriate", row, day=yesterday) == "dated_back"
    walk.act(
        "finance", ledger.appropriate, line_id=walk["A26"], amount_fen=1, occurred_on=yesterday
    )


def test_t3_is_not_paid_before_m2_is_accepted(walk: Walk) -> None:
    until(walk, 14)
    with pytest.raises(NotAccepted):
        walk.pay("G1/T3", 1_500)
    walk.evidence("G1/T3", "G1 M2")
    with pytest.raises(NotAccepted):
        walk.pay("G1/T3", 1_500)
    walk.accept("G1/T3")
    walk.pay("G1/T3", 1_500)


def test_1601_is_not_accepted_for_a_tranche_of_1600(walk: Walk) -> None:
    until(walk, 12)
    walk.evidence("G1/T2", "G1 M1")
    with pytest.raises(NotObligated) as refused:
        walk.accept("G1/T2", amount_fen=1_601 * WAN)
    assert refused.value.facts["open_fen"] == 1_600 * WAN
    walk.accept("G1/T2", amount_fen=1_600 * WAN)


def test_signing_twice_with_one_key_has_one_effect(walk: Walk) -> None:
    until(walk, 3)
    walk.day = date(2026, 3, 2)
    asked = {"undertaking_id": walk["G1"], "terms": G1_TERMS, "account": ACCOUNT}
    with clock.at(clock.noon(walk.day)):
        first = acts.perform(
            walk.office.engine,
            walk.office.ids["supervisor"],
            grants.sign,
            key="drawn once",
            **asked,
        )
        before = everything(walk.office, but=())
        second = acts.perform(
            walk.office.engine,
            walk.office.ids["supervisor"],
            grants.sign,
            key="drawn once",
            **asked,
        )
        assert (first.replayed, second.replayed) == (False, True)
        assert second[:2] == first[:2]
        assert everything(walk.office, but=()) == before
        with pytest.raises(KeyReused):
            acts.perform(
                walk.office.engine,
                walk.office.ids["supervisor"],
                grants.sign,
                key="drawn once",
                **{**asked, "terms": G1_TERMS[:2]},
            )
        with pytest.raises(KeyReused):
            acts.perform(
                walk.office.engine,
                walk.office.ids["supervisor_2"],
                grants.sign,
                key="drawn once",
                **asked,
            )
    with db.reading(walk.office.engine) as session:
        assert fund_figures(session) == STEPS[3].after


def test_who_decided_g1_does_not_sign_it(walk: Walk) -> None:
    until(walk, 3)
    walk.act(
        "security", access.assign_role, person_id=walk.office.ids["decider"], role="supervisor"
    )
    with pytest.raises(FourEyes):
        walk.act("decider", grants.sign, undertaking_id=walk["G1"], terms=G1_TERMS)
    assert '"refused": "four_eyes"' in last_entry(walk.office).detail


def test_a_waiver_takes_two_people_without_a_hand_in_it(walk: Walk) -> None:
    until(walk, 15)
    walk.day = date(2026, 7, 20)
    with pytest.raises(waiving.HadAHand):
        walk.act("decider", waiving.propose_waiver, tranche_id=walk["G2/T1"], reason="I decided it")
    proposal = walk.act(
        "decider_2",
        waiving.propose_waiver,
        tranche_id=walk["G2/T1"],
        reason="supplier must start",
    )
    for part, refusal in (("decider_2", FourEyes), ("decider", waiving.HadAHand)):
        with pytest.raises(refusal):
            walk.act(part, waiving.grant_waiver, proposal_id=proposal)
