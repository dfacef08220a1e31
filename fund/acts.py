"""Doing: one call turns somebody's wish into one command, once, or into a refusal that is on
record.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Field, Session, SQLModel

from fund import audit, clock, db
from fund.access import actors
from fund.columns import instant
from fund.errors import FundError, KeyReused
from fund.ledger import guards
from fund.sign_in import sessions

Command = Callable[..., SQLModel]


class Outcome(NamedTuple):
    """What an act made: the table and key of its row, and whether this is a stored answer to a
    repeated request.
    """

    table: str
    id: int | str
    replayed: bool = False


class StoredOutcome(SQLModel, table=True):
    """The answer to an idempotency key, kept so that a double click gets it again and does nothing
    twice.
    """

    __tablename__ = "stored_outcome"
    key: str = Field(primary_key=True, max_length=255)
    actor_id: int | None = None
    request: str = Field(max_length=64)
    result: str
    at: Any = instant()


def perform(
    engine: sa.Engine,
    actor_id: int | None,
    command: Command,
    *,
    key: str | None = None,
    signed_in: str | None = None,
    **arguments: Any,
) -> Outcome:
    """Do one act as the person the database knows now, whole or not at all.

    ``signed_in`` is the sign-in it is done under (fund.sign_in.sessions), asked for again here.
    With a key, a repeated request gets the first answer; the same key with another request is
    refused. A refusal writes nothing but itself, in the audit log, and is raised again.
    """
    act = f"{command.__module__.removeprefix('fund.').split('.')[0]}.{command.__name__}"
    try:
        return db.write(
            engine,
            lambda session: _once(session, actor_id, command, act, key, arguments, signed_in),
        )
    except FundError as refused:
        _note_refusal(engine, actor_id, act, refused, arguments)
        raise
    except DBAPIError as error:
        guarded = guards.refusal(error)
        if guarded is None:
            raise
        _note_refusal(engine, actor_id, act, guarded, arguments)
        raise guarded from error


class _Rehearsed(Exception):
    """Ends a rehearsal: nothing of it is kept."""


def rehearse(engine: sa.Engine, actor_id: int | None, command: Command, **arguments: Any) -> None:
    """See whether an act would go through, and keep nothing of it, not even the refusal; raises
    what ``perform`` would raise.
    """

    def work(session: Session) -> None:
        command(session, actors.load(session, actor_id), **arguments)
        session.flush()
        raise _Rehearsed

    try:
        db.write(engine, work)
    except _Rehearsed:
        return
    except DBAPIError as error:
        guarded = guards.refusal(error)
        if guarded is None:
            raise
        raise guarded from error


def _once(
    session: Session,
    actor_id: int | None,
    command: Command,
    act: str,
    key: str | None,
    arguments: Mapping[str, Any],
    signed_in: str | None = None,
) -> Outcome:
    db.must_live_now(session)
    sessions.must_hold(session, signed_in)
    request = hashlib.sha256(f"{actor_id} {act} {_canonical(arguments)}".encode()).hexdigest()
    if key is not None:
        _queue(session, key)
        stored = session.get(StoredOutcome, key)
        if stored is not None:
            return _replay(stored, request)
    row = command(session, actors.load(session, actor_id), **arguments)
    session.flush()
    outcome = Outcome(str(row.__tablename__), sa.inspect(row).identity[0])
    if key is not None:
        session.add(
            StoredOutcome(
                key=key,
                actor_id=actor_id,
                request=request,
                result=json.dumps(outcome[:2]),
                at=clock.now(),
            )
        )
    return outcome


def _queue(session: Session, key: str) -> None:
    """The second click of two waits for the first to end, then finds its answer; SQLite lets one
    write at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(key, 0))))


def _replay(stored: StoredOutcome, request: str) -> Outcome:
    if stored.request != request:
        raise KeyReused
    table, row_id = json.loads(stored.result)
    return Outcome(table, row_id, replayed=True)


def _note_refusal(
    engine: sa.Engine,
    actor_id: int | None,
    act: str,
    refused: FundError,
    arguments: Mapping[str, Any],
) -> None:
    db.write(engine, lambda session: audit.refusal(session, actor_id, act, refused, arguments))


def _canonical(arguments: Mapping[str, Any]) -> str:
    def plain(value: Any) -> str:
        return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else str(value)

    # a progress callback is another object with each click, and no part of what is asked for
    arguments = {name: value for name, value in arguments.items() if not callable(value)}
    return json.dumps(arguments, ensure_ascii=False, sort_keys=True, default=plain)
