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
from fund.holdings import queries
from fund.ledger import stage_sums
from fund.ledger.rules import STAGES
from fund.ledger.tables import Line, LineBalance, Posting, Undertaking, UndertakingBalance
from fund.ledger.view import View
from fund.verify import verify
from tests.holdings.scenario import (
    AS_OF,
    LEVERAGE,
    LINES_AT_END,
    RETURNS,
    STEPS,
    TREASURY,
    UNDERTAKINGS_AT_END,
    wan,
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
        assert session.exec(select(sa.func.count()).select_from(Posting)).one() == 50
        assert {day: figures(session, day) for day in AS_OF} == AS_OF
        _lines_end(session)
        _returns(session, walk)
        _leverage(session, walk)
        for day, (principal, gain) in TREASURY.items():
            found = queries.whole(session, viewer(session), day)
            assert found.remit_principal_fen == wan(principal), day
            assert found.remit_gain_fen == wan(gain), day
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
