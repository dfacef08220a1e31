"""The invented budget: programmes under the measures with their source, and how their lines are
opened and filled.
"""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from fund.closing import commands as closing
from fund.demonstration import lookups
from fund.demonstration.programmes import FIRST_YEAR, PROGRAMMES
from fund.demonstration.teller import Look, Story, deed, workday
from fund.ledger import commands
from fund.ledger.rules import NoRoom
from fund.ledger.tables import Undertaking, UndertakingBalance
from fund.money import fen


def year_of_lines(made: dict[str, int], year: int) -> Story:
    """Open the year's lines, fill them in January and April, put a slip right, move some in July,
    carry over in December.
    """
    yield date(year - 1, 11, 2) if year > FIRST_YEAR else date(year, 1, 4)
    for programme in PROGRAMMES:
        yield deed(
            "finance1",
            commands.open_line,
            keep=programme.line(year),
            code=programme.line(year),
            title=programme.title,
            measure=programme.measure,
            source=programme.source,
            fiscal_year=year,
            currency=programme.currency,
            programme_code=programme.code,
        )
    for day, tenths, reason in (
        (date(year, 1, 8), 8, f"{year} 年预算下达（第一批）"),
        (date(year, 4, 15), 2, f"{year} 年预算下达（第二批）"),
    ):
        yield day
        for programme in PROGRAMMES:
            amount_fen = fen(programme.yi, "yi") * tenths // 10
            yield deed(
                "finance1",
                commands.appropriate,
                line_id=made[programme.line(year)],
                amount_fen=amount_fen,
                reason=reason,
            )
    yield [_slip(made, year), _moved(made, year), _carried(made, year)]


def _slip(made: dict[str, int], year: int) -> Story:
    yield date(year, 4, 16)
    act_id = yield deed(
        "finance2",
        commands.appropriate,
        line_id=made[f"D3-S-{year}"],
        amount_fen=fen("2600", "wan"),
        reason="第二批补录",
    )
    yield date(year, 4, 20)
    yield deed("finance1", commands.reverse, act_id=act_id, reason="重复录入，予以冲销")


def _moved(made: dict[str, int], year: int) -> Story:
    """The mid-year adjustment; asking for more than a line has left is refused."""
    yield date(year, 7, 15)
    yield deed(
        "finance1",
        commands.adjust,
        refused=NoRoom,
        line_id=made[f"D1-S-{year}"],
        change_fen=-fen("5000", "wan"),
        reason="年中压减",
    )
    freed_fen = 0
    for code, wan in (("D1-S", "200"), ("E2-S", "300"), ("B3-S", "100")):
        less_fen = min(fen(wan, "wan"), (yield lookups.line_room(made[f"{code}-{year}"])))
        if less_fen:
            yield deed(
                "finance1",
                commands.adjust,
                line_id=made[f"{code}-{year}"],
                change_fen=-less_fen,
                reason=f"{year} 年年中预算调减",
            )
            freed_fen += less_fen
    if freed_fen:
        yield deed(
            "finance1",
            commands.adjust,
            line_id=made[f"B4-S-{year}"],
            change_fen=freed_fen,
            reason=f"{year} 年年中预算调增",
        )


def _carried(made: dict[str, int], year: int) -> Story:
    """What is signed and unpaid at the end of December goes to the next year's lines."""
    last = date(year, 12, 31)
    while workday(last) != last:
        last -= timedelta(days=1)
    yield last
    for programme in PROGRAMMES:
        if programme.line(year + 1) in made:
            here, there = made[programme.line(year)], made[programme.line(year + 1)]
            for undertaking_id in (yield unpaid_on(here)):
                proposal_id = yield deed(
                    "finance2",
                    closing.propose_carry_over,
                    undertaking_id=undertaking_id,
                    to_line_id=there,
                )
                yield deed("decider1", closing.carry_over, proposal_id=proposal_id)


def unpaid_on(line_id: int) -> Look:
    """A look: the active undertakings of a line that are not paid in full."""

    def find(session: Session) -> list[int]:
        balance = UndertakingBalance
        rows = session.execute(
            sa.select(Undertaking.id)  # type: ignore[call-overload]
            .join(balance, balance.undertaking_id == Undertaking.id)
            .where(
                Undertaking.line_id == line_id,
                Undertaking.status == "active",
                balance.committed_fen > balance.paid_fen,
            )
            .order_by(Undertaking.id)
        )
        return [undertaking_id for (undertaking_id,) in rows]

    return find
