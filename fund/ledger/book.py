"""Writing in the ledger: one act, its postings, on the day it is recorded. Everything that moves
money ends here.
"""

from collections import Counter
from datetime import date
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from fund import clock
from fund.access.actors import Actor
from fund.access.rules import excluded_by
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

Row = TypeVar("Row", bound=SQLModel)


def fetch(session: Session, table: type[Row], key: int, expected_version: int | None = None) -> Row:
    """The row, locked until the transaction ends; refuses an unknown one and one that changed since
    it was looked at.
    """
    row = session.get(table, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(kind=table.__tablename__, key=key)
    if expected_version is None or row.version == expected_version:  # type: ignore[attr-defined]
        return row
    raise Stale


def must_be_apart(session: Session, actor: Actor, act: str, undertaking_id: int) -> None:
    """Refuse an act by somebody who did one that excludes it on the same undertaking
    (fund.access.rules.APART).
    """
    earlier = session.exec(
        select(Act.kind)
        .where(
            Act.undertaking_id == undertaking_id,
            by_hand_of(actor),
            col(Act.kind).in_(excluded_by(act)),
        )
        .order_by(col(Act.id))
        .limit(1)
    ).first()
    if earlier is not None:
        raise FourEyes(earlier=earlier, act=act)


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
    act = Act(
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
    session.add(act)
    session.flush()
    for entry in ordered:
        # one statement each: the order is what keeps the chain whole at every step
        session.execute(sa.insert(Posting), _row(act, entry))
    return act


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


def take_status(session: Session, actor: Actor, undertaking: Undertaking, status: str) -> None:
    """Give the undertaking a status from today on, and keep the event."""
    undertaking.status = status
    undertaking.version += 1
    session.add(undertaking)
    session.add(
        StatusEvent(
            undertaking_id=undertaking.id or 0,
            status=status,
            recorded_on=clock.today(),
            actor_id=actor.id,
        )
    )


def fall_due(
    session: Session,
    kind: str,
    undertaking_id: int,
    due_on: date,
    value: int,
    tranche_id: int | None = None,
) -> None:
    """Note that something falls due on a day (or, negative, no longer does)."""
    session.add(
        DueEntry(
            kind=kind,
            undertaking_id=undertaking_id,
            tranche_id=tranche_id,
            recorded_on=clock.today(),
            due_on=due_on,
            value=value,
        )
    )


def line_balance(session: Session, line_id: int) -> LineBalance:
    """The line's balance as of this transaction, locked: who decides on its room queues here."""
    return fetch(session, LineBalance, line_id)


def undertaking_balance(session: Session, undertaking_id: int) -> UndertakingBalance:
    """The undertaking's balance as of this transaction, locked."""
    return fetch(session, UndertakingBalance, undertaking_id)


def tranche_balance(session: Session, tranche_id: int) -> TrancheBalance:
    """The tranche's balance as of this transaction, locked."""
    return fetch(session, TrancheBalance, tranche_id)


def standing(session: Session, undertaking_id: int) -> dict[tuple[int, int | None, str], int]:
    """What an undertaking's postings add up to by (line, tranche, stage), in fen."""
    rows = session.exec(
        select(Posting.line_id, Posting.tranche_id, Posting.stage, sa.func.sum(Posting.amount_fen))
        .where(Posting.undertaking_id == undertaking_id)
        .group_by(col(Posting.line_id), col(Posting.tranche_id), col(Posting.stage))
        .order_by(col(Posting.line_id), col(Posting.tranche_id), col(Posting.stage))
    ).all()
    return {
        (line_id, tranche_id, stage): int(total)
        for line_id, tranche_id, stage, total in rows
        if total
    }
