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
from fund.columns import is_any_of, table_of
from fund.holdings.queries import known
from fund.holdings.standing import Standing
from fund.ledger import queries as ledger
from fund.ledger.sums import LINE, POSTING, UNDERTAKING
from fund.ledger.tables import Tranche, TrancheBalance

REMITTED = ("exit", "income", "remittance")
"""Kinds of fact that say what is to be remitted."""
WATCHED = ("scheme", "set_up", "investment", "breach", "breach_end", "proposal", "exit")
"""Kinds of fact grounds of an early exit follow from."""


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
    open_by: dict[tuple[str, str], int] = {}
    for day, line, open_fen in _uncalled(session, as_of, keys):
        if open_fen:
            key = (f"{day.year}-Q{(day.month + 2) // 3}", line)
            open_by[key] = open_by.get(key, 0) + int(open_fen)
    budget = _budgets(session, {line for _quarter, line in open_by}, as_of)
    made = [
        (quarter, line, open_fen, *budget.get(line, (0, 0)))
        for (quarter, line), open_fen in sorted(open_by.items())
    ]
    return pd.DataFrame(made, columns=CALLS)


def _uncalled(
    session: Session, as_of: date, keys: Sequence[int] | None
) -> Sequence[sa.Row[date, str, int]]:
    """Promised day, line and what is signed and not called of it."""
    tranche, part = table_of(Tranche), table_of(TrancheBalance)
    sign = sa.case((POSTING.c.stage == "obligated", 1), else_=-1)
    is_open = []
    if ledger.is_latest(session, as_of):  # then what is called whole needs no postings read
        is_open = [part.c.obligated_fen != part.c.accepted_fen]
    return session.execute(
        sa.select(tranche.c.promised_on, LINE.c.code, sa.func.sum(POSTING.c.amount_fen * sign))
        .join(tranche, tranche.c.id == POSTING.c.tranche_id)
        .join(part, part.c.tranche_id == tranche.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == POSTING.c.undertaking_id)
        .join(LINE, LINE.c.id == POSTING.c.line_id)
        .where(
            UNDERTAKING.c.kind == "holding",
            POSTING.c.stage.in_(("obligated", "accepted")),
            POSTING.c.recorded_on <= as_of,
            *is_open,
            sa.true() if keys is None else is_any_of(POSTING.c.undertaking_id, keys),
        )
        .group_by(tranche.c.promised_on, LINE.c.code)
    ).all()


def _budgets(session: Session, lines: Iterable[str], as_of: date) -> dict[str, tuple[int, int]]:
    appropriated = sa.case((POSTING.c.stage == "appropriated", POSTING.c.amount_fen), else_=0)
    paid = sa.case((POSTING.c.stage == "paid", POSTING.c.amount_fen), else_=0)
    rows = session.execute(
        sa.select(LINE.c.code, sa.func.sum(appropriated), sa.func.sum(paid))
        .join(LINE, LINE.c.id == POSTING.c.line_id)
        .where(LINE.c.code.in_(list(lines)), POSTING.c.recorded_on <= as_of)
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
    found = known(session, None, as_of, REMITTED)
    names = _names(session)
    rows = []
    for key, one in found.standings.items():
        principal_fen, gain_fen = one.to_remit(found.terms[key])
        if principal_fen or gain_fen:
            since = _oldest(one, principal_fen, gain_fen)
            rows.append((*names[key], principal_fen, gain_fen, principal_fen + gain_fen, since))
    rows.sort(key=lambda row: (row[-1], row[0]))
    columns = ["holding_id", "title", "principal_fen", "gain_fen", "remit_fen", "since"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(days=[(as_of - day).days for day in frame["since"]])


def _names(session: Session) -> dict[int, tuple[str, str]]:
    """Code and title of every holding, by number."""
    rows = session.execute(
        sa.select(*UNDERTAKING.c["id", "code", "title"]).where(UNDERTAKING.c.kind == "holding")
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _oldest(one: Standing, principal_fen: int, gain_fen: int) -> date:
    """The day the oldest money came that is still here: what was sent is the oldest of its kind."""
    days = []
    newest = sorted(one.of("exit", "income"), key=lambda fact: fact.occurred_on, reverse=True)
    for column, open_fen in (("principal_fen", principal_fen), ("gain_fen", gain_fen)):
        seen_fen = 0
        for fact in newest:
            if seen_fen < open_fen and getattr(fact, column):
                days.append(fact.occurred_on)
            seen_fen += getattr(fact, column)
    return min(days)


@kept
def alerts(
    session: Session, actor: Actor, as_of: date, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """The grounds of an early exit some holdings (None: all) meet on a day: holding_id, title,
    ground, since.
    """
    actor.must("see_portfolio")
    found = known(session, keys, as_of, WATCHED)
    names = _names(session)
    rows = [
        (*names[key], alert.ground, alert.since)
        for key, one in found.standings.items()
        for alert in one.alerts(found.terms[key])
    ]
    rows.sort(key=lambda row: (row[3], row[0]))
    return pd.DataFrame(rows, columns=["holding_id", "title", "ground", "since"])
