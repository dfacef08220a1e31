"""Writing in the ledger: one act, its postings, on the day it is recorded. Everything that moves
money ends here.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from fund import clock
from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.columns import table_of
from fund.errors import FourEyes, NotFound, Stale
from fund.ledger.rules import ChainBroken, DatedBack, Entry, InTheFuture, holds, in_order
from fund.ledger.tables import (
    Act,
    DueEntry,
    LineBalance,
    Posting,
    StatusEvent,
    TrancheBalance,
    Undertaking,
    UndertakingBalance,
)
from fund.statements import HELD, Row, Statement, change, inserting, write

POSTING = table_of(Posting)
ACT = table_of(Act)
KEPT_BY_TRIGGERS = (LineBalance, UndertakingBalance, TrancheBalance)
"""What the database itself changes: read anew each time, and nothing is held of it."""


def fetch(session: Session, table: type[Row], key: int, expected_version: int | None = None) -> Row:
    """The row, locked until the transaction ends and read once in it; refuses an unknown one and
    one that changed since it was looked at. Balances, which triggers keep, are asked for below.
    """
    held = session.info.setdefault(HELD, {})
    row: Row | None = held.get((table, key))
    if row is None:
        row = session.get(table, key, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound(kind=table.__tablename__, key=key)
        # locked: nobody else changes it before this transaction ends
        held[table, key] = row
    if expected_version is None or row.version == expected_version:  # type: ignore[attr-defined]
        return row
    raise Stale


def must_be_apart(session: Session, actor: Actor, act: str, undertaking_id: int) -> None:
    """Refuse an act by somebody who did one that excludes it on the same undertaking
    (fund.access.rules.APART).
    """
    hands, excluding = actor.hands - {None}, excluded_by(act)
    for earlier, *by in HANDS.run(session, {"undertaking_id": undertaking_id}):
        if earlier in excluding and not hands.isdisjoint(by):
            raise FourEyes(earlier=earlier, act=act)


HANDS = Statement(
    sa.select(ACT.c.kind, ACT.c.actor_id, ACT.c.on_behalf_of)
    .where(ACT.c.undertaking_id == sa.bindparam("undertaking_id"))
    .order_by(ACT.c.id)
)
"""What was done on an undertaking, in order, by whom and for whom: some twenty acts."""


def by_hand_of(actor: Actor) -> sa.ColumnElement[bool]:
    """Acts that count as this person's: done by them or for them, or by or for whoever lends them a
    role now.
    """
    hands = [person for person in actor.hands if person is not None]
    return col(Act.actor_id).in_(hands) | col(Act.on_behalf_of).in_(hands)


def post(
    session: Session,
    actor: Actor,
    kind: str,
    entries: list[Entry],
    *,
    undertaking: Undertaking | None = None,
    tranche_id: int | None = None,
    recorded_on: date | None = None,
    occurred_on: date | None = None,
    reason: str = "",
    reference: str = "",
    reverses_id: int | None = None,
    payment_id: int | None = None,
) -> Act:
    """Write one act and its postings, today. The database's triggers keep the balances and the
    chain.
    """
    today = clock.today()
    if recorded_on not in (None, today):
        raise DatedBack(today=today)
    if occurred_on is not None and occurred_on > today:
        raise InTheFuture(date=occurred_on)
    ordered = in_order(entries)
    if undertaking is not None and ordered:
        _must_hold(session, undertaking, ordered)
    act = write(
        session,
        Act,
        kind=kind,
        recorded_on=today,
        recorded_at=clock.now(),
        occurred_on=occurred_on or today,
        actor_id=actor.id,
        on_behalf_of=actor.behind(kind),
        undertaking_id=None if undertaking is None else undertaking.id,
        tranche_id=tranche_id,
        reverses_id=reverses_id,
        payment_id=payment_id,
        entries=len(ordered),
        reason=reason,
        reference=reference,
    )
    if ordered:
        # one after another: the order is what keeps the chain whole at every step
        WRITE_POSTING.run(session, [_row(act, entry) for entry in ordered])
    return act


WRITE_POSTING = inserting(Posting, numbered=True)


def _must_hold(session: Session, undertaking: Undertaking, entries: list[Entry]) -> None:
    """Refuse what would break the chain on one line of an undertaking: the stored balances see only
    its sum over lines.
    """
    amounts = Counter(standing(session, undertaking.id or 0))
    for entry in entries:
        if entry.stage != "appropriated":
            amounts[entry.line_id, entry.tranche_id, entry.stage] += entry.amount_fen
    if not holds(amounts):
        raise ChainBroken(where=undertaking.code)


def _row(act: Act, entry: Entry) -> dict[str, object]:
    return {
        "act_id": act.id,
        "line_id": entry.line_id,
        "stage": entry.stage,
        "amount_fen": entry.amount_fen,
        "undertaking_id": None if entry.stage == "appropriated" else act.undertaking_id,
        "tranche_id": entry.tranche_id,
        "recorded_on": act.recorded_on,
    }


NOTE_STATUS = inserting(StatusEvent, numbered=True)
NOTE_DUE = inserting(DueEntry, numbered=True)


def take_status(
    session: Session, actor: Actor, undertaking: Undertaking, status: str, **days: date
) -> None:
    """Give the undertaking a status from today on, with the days that belong to it (decided_on,
    signed_on), and keep the event.
    """
    change(session, undertaking, status=status, version=undertaking.version + 1, **days)
    event = {
        "undertaking_id": undertaking.id,
        "status": status,
        "recorded_on": clock.today(),
        "actor_id": actor.id,
    }
    NOTE_STATUS.run(session, event)


def fall_due(
    session: Session,
    kind: str,
    undertaking_id: int,
    due_on: date,
    value: int,
    tranche_id: int | None = None,
) -> None:
    """Note that something falls due on a day (or, negative, no longer does)."""
    fall_due_each(session, undertaking_id, [(kind, due_on, value, tranche_id)])


def fall_due_each(
    session: Session, undertaking_id: int, dues: Iterable[tuple[str, date, int, int | None]]
) -> None:
    """Note several things that fall due: kind, day, value, tranche."""
    today = clock.today()
    rows = [
        {
            "kind": kind,
            "undertaking_id": undertaking_id,
            "tranche_id": tranche_id,
            "recorded_on": today,
            "due_on": due_on,
            "value": value,
        }
        for kind, due_on, value, tranche_id in dues
    ]
    NOTE_DUE.run(session, rows)


def line_balance(session: Session, line_id: int) -> LineBalance:
    """The line's balance as of this transaction, locked: who decides on its room queues here."""
    return _balance(session, LineBalance, line_id)


def undertaking_balance(session: Session, undertaking_id: int) -> UndertakingBalance:
    """The undertaking's balance as of this transaction, locked."""
    return _balance(session, UndertakingBalance, undertaking_id)


def tranche_balance(session: Session, tranche_id: int) -> TrancheBalance:
    """The tranche's balance as of this transaction, locked."""
    return _balance(session, TrancheBalance, tranche_id)


def _balance(session: Session, table: type[Row], key: int) -> Row:
    """The amounts as they stand, by the names of their columns: the database keeps them, the
    session does not.
    """
    row = BALANCES[table].run(session, {"key": key}).one_or_none()
    if row is None:
        raise NotFound(kind=table.__tablename__, key=key)
    return cast("Row", row)


def _locking(table: type[SQLModel]) -> Statement[*tuple[int, ...]]:
    columns = table_of(table)
    (key,) = columns.primary_key.columns
    amounts = [column for column in columns.columns if column.key.endswith("_fen")]
    return Statement(
        sa.select(key, *amounts).where(key == sa.bindparam("key", type_=key.type)).with_for_update()
    )


BALANCES: dict[object, Statement[*tuple[int, ...]]] = {
    table: _locking(table) for table in KEPT_BY_TRIGGERS
}


BY = (POSTING.c.line_id, POSTING.c.tranche_id, POSTING.c.stage)
STANDING = Statement(
    sa.select(*BY, sa.func.sum(POSTING.c.amount_fen, type_=sa.BigInteger))
    .where(POSTING.c.undertaking_id == sa.bindparam("undertaking_id"))
    .group_by(*BY)
    .order_by(*BY)
)


def standing(session: Session, undertaking_id: int) -> dict[tuple[int, int | None, str], int]:
    """What an undertaking's postings add up to by (line, tranche, stage), in fen."""
    rows = STANDING.run(session, {"undertaking_id": undertaking_id})
    return {
        (line_id, tranche_id, stage): int(total)
        for line_id, tranche_id, stage, total in rows
        if total
    }
