"""What every step of a process shares: fetched whole, kept apart from other hands, written down as
an event.
"""

import json

import sqlalchemy as sa
from sqlmodel import Session

from fund import audit, clock
from fund.access import earlier
from fund.access.actors import Actor
from fund.columns import table_of
from fund.ledger import book
from fund.lifecycle import must_buy
from fund.procurement.tables import Process, ProcessContract, ProcessEvent
from fund.statements import Statement

EVENT = table_of(ProcessEvent)


def judged(
    session: Session, actor: Actor, act: str, process_id: int, expected_version: int | None = None
) -> Process:
    """The process, locked, if its state lets the act be done and the actor had no hand that keeps
    them from it.
    """
    process = book.fetch(session, Process, process_id, expected_version)
    must_be_apart(session, actor, act, process_id)
    must_buy(act, process.status)
    return process


def must_be_apart(session: Session, actor: Actor, act: str, process_id: int) -> None:
    """Refuse an act by somebody who did one that excludes it in the same process
    (fund.access.rules.APART).
    """
    earlier.must_be_apart(session, actor, act, EVENT, EVENT.c.process_id == process_id)


def earlier_hand(session: Session, actor: Actor, act: str, process_id: int) -> str | None:
    """The first act of this person in the process that keeps them from another."""
    return earlier.hand(session, actor, act, EVENT, EVENT.c.process_id == process_id)


def by_hand_of(actor: Actor) -> sa.ColumnElement[bool]:
    """Events of processes that count as this person's."""
    return earlier.by_hand_of(actor, EVENT)


def note(
    session: Session,
    actor: Actor,
    act: str,
    process: Process,
    *,
    status: str = "",
    reason: str = "",
    **facts: object,
) -> ProcessEvent:
    """Write down a step, today, with the status it gives; the process is another version of itself
    from then on.
    """
    process.status = status or process.status
    process.version += 1
    event = ProcessEvent(
        process_id=process.id or 0,
        kind=act,
        recorded_on=clock.today(),
        recorded_at=clock.now(),
        actor_id=actor.id,
        on_behalf_of=actor.behind(act),
        reason=reason,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str),
    )
    session.add_all((process, event))
    audit.record(
        session,
        actor,
        act,
        process,
        code=process.code,
        status=process.status,
        reason=reason,
        **facts,
    )
    return event


def process_of(session: Session, undertaking_id: int) -> Process | None:
    """The process a contract came from, locked; None where it was entered without one."""
    process_id = PROCESS_OF.run(session, {"undertaking_id": undertaking_id}).scalar()
    return None if process_id is None else book.fetch(session, Process, process_id)


_CONTRACT = table_of(ProcessContract)
PROCESS_OF = Statement(
    sa.select(_CONTRACT.c.process_id).where(
        _CONTRACT.c.undertaking_id == sa.bindparam("undertaking_id")
    )
)
