"""Processes that wait for somebody: what to publish, to open, to evaluate, to conclude; rows as
fund.inbox.queries has them.
"""

from datetime import date, datetime

import sqlalchemy as sa

from fund import clock
from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.columns import Asking
from fund.lifecycle import BUYING
from fund.procurement import events
from fund.procurement.processes import BID, EVENT, LINK, PROCESS

ROW = (
    PROCESS.c.id,
    PROCESS.c.version,
    sa.literal("process"),
    PROCESS.c.code,
    PROCESS.c.title,
    sa.literal(""),
    PROCESS.c.region_code,
    PROCESS.c.currency,
    PROCESS.c.estimate_fen,
)


def _waits(
    actor: Actor,
    act: str,
    since: sa.ColumnElement[datetime] | sa.ColumnElement[date],
    *where: sa.ColumnElement[bool],
) -> Asking:
    """Processes in a state that lets the act be done, no hand of this person keeping them from
    it.
    """
    apart = ~sa.exists().where(
        EVENT.c.process_id == PROCESS.c.id,
        events.by_hand_of(actor),
        EVENT.c.kind.in_(excluded_by(act)),
    )
    return sa.select(*ROW, since).where(PROCESS.c.status.in_(sorted(BUYING[act])), apart, *where)


def to_publish(actor: Actor) -> Asking:
    """Planned, and not out yet."""
    return _waits(actor, "publish_tender", PROCESS.c.planned_on)


def to_open(actor: Actor) -> Asking:
    """Past the deadline."""
    return _waits(actor, "open_bids", PROCESS.c.closes_at, PROCESS.c.closes_at <= clock.now())


def to_evaluate(actor: Actor) -> Asking:
    """Opened and not evaluated, but for those whose bidders this person has an interest in."""
    interest = sa.exists().where(
        EVENT.c.process_id == PROCESS.c.id,
        events.by_hand_of(actor),
        EVENT.c.kind == "declare_interest",
        EVENT.c.facts.contains('"has_interest": true'),
    )
    return _waits(
        actor, "evaluate", PROCESS.c.closes_at, PROCESS.c.evaluated_on.is_(None), ~interest
    )


def to_conclude(actor: Actor) -> Asking:
    """Frameworks whose suppliers are named."""
    return _waits(
        actor,
        "award",
        PROCESS.c.evaluated_on,
        PROCESS.c.is_framework,
        PROCESS.c.evaluated_on.is_not(None),
    )


def untouched_contract(
    actor: Actor, undertaking_id: sa.ColumnElement[int], act: str = "award"
) -> sa.ColumnElement[bool]:
    """No hand of this person in the process a contract came from keeps them from the act on it."""
    return ~sa.exists().where(
        LINK.c.undertaking_id == undertaking_id,
        EVENT.c.process_id == LINK.c.process_id,
        events.by_hand_of(actor),
        EVENT.c.kind.in_(excluded_by(act)),
    )


def won_fen(undertaking_id: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """The price that won a contract; nothing where it was entered without a tender."""
    return (
        sa.select(BID.c.amount_fen)
        .join(LINK, LINK.c.bid_id == BID.c.id)
        .where(LINK.c.undertaking_id == undertaking_id)
        .scalar_subquery()
    )
