"""The desk: what is still to be called, what is to go to the treasury, which grounds of an early
exit are met; each as known on a day.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.columns import Asking, is_any_of, table_of
from fund.holdings import queries, summed
from fund.holdings.queries import known
from fund.ledger import queries as ledger
from fund.ledger.sums import LINE, POSTING, UNDERTAKING
from fund.ledger.tables import LineBalance, Tranche, TrancheBalance

REMITTED = ("exit", "income", "remittance")
"""Kinds of fact that say what is to be remitted."""
CALLS = ["quarter", "line", "open_fen", "appropriated_fen", "unpaid_fen"]
"""Columns of ``to_call``."""


@kept
def to_call(
    session: Session, actor: Actor, as_of: date, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """What is signed and not called of some holdings (None: all), by promised quarter and the line
    it stands on: quarter, line, open_fen, appropriated_fen and unpaid_fen (what the line has not
    paid of its budget).
    """
    actor.must("see_portfolio")
    is_now = ledger.is_latest(session, as_of)
    open_by: dict[tuple[str, str], int] = {}
    for year, month, line, open_fen in (_left if is_now else _uncalled)(session, as_of, keys):
        if open_fen:
            key = (f"{year}-Q{(month + 2) // 3}", line)
            open_by[key] = open_by.get(key, 0) + int(open_fen)
    budget = _budgets(session, {line for _quarter, line in open_by}, as_of, is_now=is_now)
    made = [
        (quarter, line, open_fen, *budget.get(line, (0, 0)))
        for (quarter, line), open_fen in sorted(open_by.items())
    ]
    return pd.DataFrame(made, columns=CALLS)


TRANCHE, LEFT, HELD = table_of(Tranche), table_of(TrancheBalance), table_of(LineBalance)
Open = Sequence[sa.Row[int, int, str, int]]
"""Promised year and month, line, and what is signed and not called of it in fen."""


def _promised(*columns: sa.ColumnElement[int]) -> Asking:
    parts = (sa.extract(part, TRANCHE.c.promised_on) for part in ("year", "month"))
    grouped = [*parts, LINE.c.code]
    return sa.select(*grouped, *columns).group_by(*grouped)


def _left(session: Session, _as_of: date, keys: Sequence[int] | None) -> Open:
    """As the balances of today say: what is not called stands on the line that pays."""
    return session.execute(
        _promised(sa.func.sum(LEFT.c.obligated_fen - LEFT.c.accepted_fen))
        .join(LEFT, LEFT.c.tranche_id == TRANCHE.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == TRANCHE.c.undertaking_id)
        .join(LINE, LINE.c.id == UNDERTAKING.c.line_id)
        .where(
            UNDERTAKING.c.kind == "holding",
            LEFT.c.obligated_fen != LEFT.c.accepted_fen,
            sa.true() if keys is None else is_any_of(UNDERTAKING.c.id, keys),
        )
    ).all()


def _uncalled(session: Session, as_of: date, keys: Sequence[int] | None) -> Open:
    """As the postings known by a day say."""
    sign = sa.case((POSTING.c.stage == "obligated", 1), else_=-1)
    return session.execute(
        _promised(sa.func.sum(POSTING.c.amount_fen * sign))
        .join(POSTING, POSTING.c.tranche_id == TRANCHE.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == POSTING.c.undertaking_id)
        .join(LINE, LINE.c.id == POSTING.c.line_id)
        .where(
            UNDERTAKING.c.kind == "holding",
            POSTING.c.stage.in_(("obligated", "accepted")),
            POSTING.c.recorded_on <= as_of,
            sa.true() if keys is None else is_any_of(POSTING.c.undertaking_id, keys),
        )
    ).all()


def _budgets(
    session: Session, lines: Iterable[str], as_of: date, *, is_now: bool
) -> dict[str, tuple[int, int]]:
    """What is appropriated on lines and what of it is not paid, by code."""
    named = LINE.c.code.in_(list(lines))
    if is_now:
        asking = sa.select(LINE.c.code, *HELD.c["appropriated_fen", "paid_fen"])
        rows = session.execute(asking.join(LINE, LINE.c.id == HELD.c.line_id).where(named)).all()
        return {code: (int(budget), int(budget) - int(spent)) for code, budget, spent in rows}
    appropriated = sa.case((POSTING.c.stage == "appropriated", POSTING.c.amount_fen), else_=0)
    paid = sa.case((POSTING.c.stage == "paid", POSTING.c.amount_fen), else_=0)
    rows = session.execute(
        sa.select(LINE.c.code, sa.func.sum(appropriated), sa.func.sum(paid))
        .join(LINE, LINE.c.id == POSTING.c.line_id)
        .where(named, POSTING.c.recorded_on <= as_of)
        .group_by(LINE.c.code)
    ).all()
    return {code: (int(budget), int(budget) - int(spent)) for code, budget, spent in rows}


@kept
def treasury(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """What came back and is to go to the treasury, holding by holding: holding_id, title,
    principal_fen, gain_fen, remit_fen, since (the oldest day something came and was not sent),
    days.
    """
    actor.must("see_portfolio")
    open_of: list[tuple[int, int, int, date | None]] = [
        (row[0], row[1], row[2], row[3]) for row in summed.to_remit(session, as_of)
    ]
    if later := summed.moved(session, None, as_of):
        found = known(session, later, as_of, REMITTED)
        for key, one in found.standings.items():
            principal_fen, gain_fen = one.to_remit(found.terms[key])
            if principal_fen or gain_fen:
                since = one.remit_since(found.terms[key])
                open_of.append((key, principal_fen, gain_fen, since))
    names = _names(session, [key for key, *_rest in open_of])
    rows = [
        (*names[key], principal_fen, gain_fen, principal_fen + gain_fen, since)
        for key, principal_fen, gain_fen, since in open_of
    ]
    rows.sort(key=lambda row: (row[-1], row[0]))
    columns = ["holding_id", "title", "principal_fen", "gain_fen", "remit_fen", "since"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(days=[(as_of - day).days for day in frame["since"]])


def _names(session: Session, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Code and title of some holdings, by number."""
    rows = session.execute(
        sa.select(*UNDERTAKING.c["id", "code", "title"]).where(is_any_of(UNDERTAKING.c.id, keys))
    )
    return {row[0]: (row[1], row[2]) for row in rows}


@kept
def alerts(
    session: Session, actor: Actor, as_of: date, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """The grounds of an early exit some holdings (None: all) meet on a day: holding_id, title,
    ground, since.
    """
    actor.must("see_portfolio")
    met = queries.grounds(session, keys, as_of)
    names = _names(session, [key for key, _alert in met])
    rows = [(*names[key], alert.ground, alert.since) for key, alert in met]
    rows.sort(key=lambda row: (row[3], row[0]))
    return pd.DataFrame(rows, columns=["holding_id", "title", "ground", "since"])
