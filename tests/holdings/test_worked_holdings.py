"""The worked portfolio of holdings on both databases: the ledger after each act, every figure of
every day.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import db
from fund.access import actors
from fund.grants import queries as grants
from fund.guarantees import queries as guarantees
from fund.holdings import commands as holdings
from fund.holdings import desk, queries
from fund.holdings.rules import CorrectedAlready
from fund.ledger import stage_sums
from fund.ledger.rules import STAGES
from fund.ledger.tables import Line, LineBalance, Posting, Undertaking, UndertakingBalance
from fund.ledger.view import View
from fund.listing import undertakings
from fund.period import parse
from fund.portfolio import queries as portfolio
from fund.subsidies import owing
from fund.subsidies import queries as subsidies
from fund.verify import verify
from tests.holdings.doing import wan
from tests.holdings.scenario import (
    AS_OF,
    HELD,
    LEVERAGE,
    LINES_AT_END,
    OWED,
    RETURNS,
    SETTLED,
    STEPS,
    TREASURY,
    UNDERTAKINGS_AT_END,
)
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import perform
from tests.people import Office


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A new office, before the first act."""
    return Walk(an_office)


def figures(session: Session, day: date) -> tuple[int, ...]:
    """The fund's six figures as of a day, in fen."""
    frame = stage_sums.by_line(session, View(as_of=day))
    return tuple(int(frame[f"{stage}_fen"].sum()) for stage in STAGES)


def viewer(session: Session) -> Any:
    return actors.by_login(session, "viewer")


def rows() -> Iterator[tuple[date, str, list[int], list[Decimal | None]]]:
    for row in RETURNS.strip().splitlines():
        day, who, *told = row.split()
        shares = [None if word == "-" else Decimal(word) for word in told[7:]]
        yield date.fromisoformat(day), who, [wan(word) for word in told[:7]], shares


def test_the_worked_portfolio_of_holdings(walk: Walk) -> None:
    for step in STEPS:
        perform(walk, step)
        with db.reading(walk.office.engine) as session:
            assert figures(session, step.day) == step.after, step.number
    with db.reading(walk.office.engine) as session:
        holds_at_end(session, walk)


def holds_at_end(session: Session, walk: Walk) -> None:
    """Every figure of the table, as of each of its days."""
    assert session.exec(select(sa.func.count()).select_from(Posting)).one() == 50
    assert {day: figures(session, day) for day in AS_OF} == AS_OF
    _lines_end(session)
    _returns(session, walk)
    _leverage(session, walk)
    for day, (principal, gain) in TREASURY.items():
        found = queries.whole(session, viewer(session), day)
        assert found.remit_principal_fen == wan(principal), day
        assert found.remit_gain_fen == wan(gain), day
    held = {day: guarantees.guarantees(session, actors.OPERATOR, day) for day in HELD}
    assert {day: int(one["held_fen"].sum()) // wan(1) for day, one in held.items()} == HELD
    _settled(session, walk)
    assert verify(session)["ok"]


def _lines_end(session: Session) -> None:
    lines = {
        code: tuple(getattr(balance, f"{stage}_fen") for stage in STAGES)
        for code, balance in session.exec(
            select(Line.code, LineBalance).where(LineBalance.line_id == Line.id)
        )
    }
    assert lines == LINES_AT_END
    found = {
        code: tuple(getattr(balance, f"{stage}_fen") for stage in list(STAGES)[1:])
        for code, balance in session.exec(
            select(Undertaking.code, UndertakingBalance).where(
                UndertakingBalance.undertaking_id == Undertaking.id
            )
        )
    }
    assert found == UNDERTAKINGS_AT_END


def _returns(session: Session, walk: Walk) -> None:
    for day, who, money, shares in rows():
        keys = None if who == "both" else [walk[who]]
        found = queries.whole(session, viewer(session), day, keys).returns
        assert list(found[:7]) == money, (day, who)
        assert list(found[8:]) == shares, (day, who)
        assert found.unrealised_fen == money[6] - money[5]


def _settled(session: Session, walk: Walk) -> None:
    """Every figure of both subsidies, what is owed back on each day, what is left of the cap."""
    end, who = date(2029, 1, 2), viewer(session)
    rows: list[Any] = [
        row | {"code": code}
        for code in ("S1", "S2")
        for row in subsidies.settlements(session, who, walk[code], end).to_dict("records")
    ]
    by_key = {row["settlement_id"]: row for row in rows}
    for name, (*money, stretches) in SETTLED.items():
        row = by_key.pop(walk[name])
        columns = ("computed_fen", "accepted_fen", "recomputed_fen", "claimed_fen")
        assert [row[column] for column in columns] == [wan(one) for one in money], name
        _whole, pieces = subsidies.opened(session, who, walk[row["code"]], row)
        told = [
            (
                str(one["first"]),
                str(one["last"]),
                one["days"],
                (one["principal_fen"] - one["left_out_fen"]) // wan(1),
                one["rate"],
                f"{one['cost']:.6f}",
            )
            for one in pieces.to_dict("records")
        ]
        assert told == list(stretches), name
    assert not by_key
    assert {day: owing.owed_fen(session, who, day) for day in OWED} == {
        day: wan(owed) for day, owed in OWED.items()
    }


def _leverage(session: Session, walk: Walk) -> None:
    for day, told in LEVERAGE.items():
        found = [
            queries.whole(session, viewer(session), day, keys)
            for keys in ([walk["H1"]], [walk["H2"]], None)
        ]
        shown = [
            None if share is None else str(share)
            for one in found
            for share in (one.social_leverage, one.leverage)
        ]
        assert shown == list(told), day
    signed = queries.whole(session, viewer(session), date(2028, 12, 31))
    assert str(signed.signed_social_leverage) == "1.571429"
    assert str(signed.signed_leverage) == "2.142857"


def test_alerts_and_corrections_keep_their_days(walk: Walk) -> None:
    for step in STEPS[:34]:
        perform(walk, step)
    walk.day = date(2028, 4, 20)
    walk.act(
        "finance",
        holdings.correct_fact,
        fact_id=walk["income"],
        amount_fen=wan(66),
        reason="the notice says 66",
    )
    with pytest.raises(CorrectedAlready):
        walk.act("finance", holdings.correct_fact, fact_id=walk["income"], amount_fen=1, reason="x")
    with db.reading(walk.office.engine) as session:
        who = viewer(session)
        before = queries.whole(session, who, date(2028, 4, 19), [walk["H1"]]).returns
        after = queries.whole(session, who, date(2028, 4, 30), [walk["H1"]]).returns
        assert str(before.dpi) == "0.015000"
        assert [str(one) for one in (after.dpi, after.tvpi, after.irr)] == [
            "0.016500",
            "0.866500",
            "-0.080573",
        ]
        grounds = {
            day: list(desk.alerts(session, who, day)["ground"])
            for day in (date(2026, 7, 1), date(2027, 4, 21), date(2027, 4, 22), date(2027, 5, 20))
        }
        assert list(grounds.values()) == [[], [], ["not_investing"], []]
        calls = desk.to_call(session, who, date(2026, 12, 30))
        assert list(zip(calls["quarter"], calls["open_fen"], strict=True)) == [
            ("2026-Q4", wan(3_300))
        ]
        assert list(calls["unpaid_fen"]) == [wan(9_000 - 3_700)]
        assert verify(session)["ok"]
    _instruments_apart(walk)


def _instruments_apart(walk: Walk) -> None:
    """Grants are counted without holdings and subsidies; the chain has them all."""
    view = View(as_of=date(2028, 4, 30))
    with db.reading(walk.office.engine) as session:
        who = viewer(session)
        assert grants.portfolio(session, who, view).empty
        told = portfolio.figures(session, who, view.as_of)
        assert (told["grants"], told["contracts"]) == (0, 0)
        assert told["stages"]["paid"] == wan("5531.836738")
        money = undertakings.money(session, view, "holding", {"paid": "paid"})
        assert money == {"paid": wan(5_200)}
        assert undertakings.money(session, view, "grant", {"paid": "paid"}) == {"paid": 0}
        assert undertakings.money(session, view, "contract", {"paid": "paid"}) == {"paid": 0}
        by_region = undertakings.money(
            session, view.only(region="610000"), "holding", {"paid": "paid"}
        )
        assert by_region == money


def test_what_is_put_together_follows_the_filters_of_the_list(walk: Walk) -> None:
    for step in STEPS[:24]:
        perform(walk, step)
    day = date(2027, 3, 31)
    views = {
        "all": View(as_of=day),
        "elsewhere": View(as_of=day, region="110000"),
        "here": View(as_of=day, region="610000"),
        "H2": View(as_of=day, organisation_id=walk.office.organisation("H2")),
        "2027": View(as_of=day, period=parse("2027")),
    }
    with db.reading(walk.office.engine) as session:
        who = viewer(session)
        paid = {}
        for name, view in views.items():
            keys = queries.among(session, view)
            told = queries.whole(session, who, view.last, keys)
            calls = desk.to_call(session, who, view.last, keys)["open_fen"].sum()
            paid[name] = (told.returns.paid_in_fen, int(calls))
    both = (wan(5_200), wan(1_800))
    assert paid == {
        "all": both,
        "elsewhere": (0, 0),
        "here": both,
        "H2": (wan(1_200), wan(1_800)),
        "2027": (0, 0),
    }
