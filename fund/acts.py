"""Doing: one call turns somebody's wish into one command, once, or into a refusal that is on
record.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import FunctionType
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Field, Session, SQLModel

from fund import audit, clock, db, house
from fund.access import actors
from fund.columns import instant
from fund.errors import N_, FundError, KeyReused
from fund.ledger import guards
from fund.sign_in import sessions

Command = Callable[..., SQLModel]
SOON = timedelta(minutes=10)
"""So soon after an amount the same amount once more is asked about."""
NAMING = ("code", "name", "category", "item", "new_name", "new_identifier")
"""Arguments that name the record an amount stands on, beside those whose names end in _id. Words,
days, files and versions do not: they are typed anew and mean the same.
"""
CALLED = {
    "receive": "enter",
    "plan": "plan_procurement",
    "add_equipment": "register_centre",
    "accept_settlement": "accept",
}
"""Commands whose act has another name in the policy; the others bear its own."""


class DoneAlready(FundError):
    """The same person did this very act on the same record just now."""

    message = N_(
        "“{act}” with this amount was recorded at {time} on {day} already, as number {number}. It"
        " was not recorded once more."
    )

    @classmethod
    def found(cls, command: Command, one: "Outcome") -> "DoneAlready":
        """Of what was found recorded."""
        at = one.at.astimezone(clock.BEIJING) if one.at else clock.now()
        act = CALLED.get(command.__name__, command.__name__)
        return cls(act=act, time=f"{at:%H:%M}", day=at.date(), number=one.id)


class Outcome(NamedTuple):
    """What an act made: the table and key of its row, whether this is a stored answer to a repeated
    request, and when it was recorded.
    """

    table: str
    id: int | str
    replayed: bool = False
    at: datetime | None = None


class Asked(NamedTuple):
    """One wish: who asks for what, under which key and sign-in; ``asks`` as in ``perform``."""

    actor_id: int | None
    command: Command
    key: str | None
    arguments: Mapping[str, object]
    signed_in: str | None = None
    asks: bool = False

    @property
    def act(self) -> str:
        """The room and the command, as the audit log has them."""
        module = self.command.__module__.removeprefix("fund.").split(".")[0]
        return f"{module}.{self.command.__name__}"

    @property
    def request(self) -> str:
        """All that was asked for, as a hash."""
        return self._hash(self.arguments)

    @property
    def same(self) -> str | None:
        """The key under which the last such act stands: same person, act, record and amount. None
        for acts without an amount.
        """
        amounts = {
            name: value
            for name, value in self.arguments.items()
            if name.endswith("_fen") and value is not None
        }
        record = {
            name: value
            for name, value in self.arguments.items()
            if name.endswith("_id") or name in NAMING
        }
        return f"same:{self._hash(amounts | record)}" if amounts else None

    def _hash(self, arguments: Mapping[str, object]) -> str:
        asked = f"{self.actor_id} {self.act} {_canonical(arguments)}"
        return hashlib.sha256(asked.encode()).hexdigest()


class StoredOutcome(SQLModel, table=True):
    """The answer to an idempotency key, kept so that a double click gets it again and does nothing
    twice.
    """

    __tablename__ = "stored_outcome"
    key: str = Field(primary_key=True, max_length=255)
    actor_id: int | None = None
    request: str = Field(max_length=64)
    result: str
    at: datetime = instant()


def perform(
    engine: sa.Engine,
    actor_id: int | None,
    command: Command,
    *,
    key: str | None = None,
    signed_in: str | None = None,
    asks: bool = False,
    **arguments: object,
) -> Outcome:
    """Do one act as the person the database knows now, whole or not at all.

    ``signed_in`` is the sign-in it is done under (fund.sign_in.sessions), asked for again here.
    With a key, a repeated request gets the first answer; the same key with another request is
    refused. With ``asks`` (a page, where somebody can answer) an amount that the same person
    recorded by the same act on the same record within ten minutes is refused as ``DoneAlready``:
    whoever means it asks again without. A refusal writes nothing but itself, in the audit log, and
    is raised again. A database that goes away is ``db.DatabaseAway``, or ``db.OutcomeUnknown``
    where it may be stored: with a key that is rare, since it is looked up again.
    """
    asked = Asked(actor_id, command, key, arguments, signed_in, asks)
    tried: list[bool] = []
    try:
        return db.write(
            engine, lambda session: _once(session, asked, tried), is_repeatable=key is not None
        )
    except (db.DatabaseAway, db.OutcomeUnknown):
        raise
    except FundError as refused:
        _note_refusal(engine, asked, refused)
        raise
    except DBAPIError as error:
        guarded = guards.refusal(error)
        if guarded is None:
            raise
        _note_refusal(engine, asked, guarded)
        raise guarded from error


def look_up(
    engine: sa.Engine,
    actor_id: int | None,
    command: Command,
    *,
    key: str | None = None,
    signed_in: str | None = None,
    **arguments: object,
) -> Outcome | None:
    """Whether an act whose answer was lost is recorded: by its key, else by person, act, record and
    amount within ten minutes. None says it is not; raises ``db.OutcomeUnknown`` while it may still
    be on its way.
    """
    asked = Asked(actor_id, command, key, arguments, signed_in)
    with db.reading(engine, patience=0) as session:
        sessions.must_hold(session, signed_in)
        if not _is_over(session, asked):
            raise db.OutcomeUnknown(reason=N_("it is still being recorded"))
    with db.reading(engine, patience=0) as session:
        return _stored(session, asked)


class _Rehearsed(Exception):
    """Ends a rehearsal: nothing of it is kept."""


def rehearse(
    engine: sa.Engine, actor_id: int | None, command: Callable[..., object], **arguments: object
) -> None:
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


def _once(session: Session, asked: Asked, tried: list[bool]) -> Outcome:
    """The act, or its stored answer; ``tried`` says that this very request came so far before, so
    that what it finds is its own.
    """
    db.must_live_now(session)
    sessions.must_hold(session, asked.signed_in)
    if asked.key is not None:
        _queue(session, asked.key)
        stored = session.get(StoredOutcome, asked.key)
        if stored is not None:
            return _replay(stored, asked.request)._replace(replayed=not tried)
    last = _last(session, asked)
    if asked.asks and last is not None and _is_soon(last):
        raise DoneAlready.found(asked.command, _answer(last))
    tried.append(True)
    row = asked.command(session, actors.load(session, asked.actor_id), **asked.arguments)
    session.flush()
    for place in house.RECKONED:
        house.at(place, FunctionType)(session)
    outcome = Outcome(str(row.__tablename__), sa.inspect(row).identity[0], at=clock.now())
    if asked.key is not None:
        session.add(_kept(asked.key, asked, outcome))
    if asked.same is not None:
        session.merge(_kept(asked.same, asked, outcome))
    return outcome


def _kept(key: str, asked: Asked, outcome: Outcome) -> StoredOutcome:
    return StoredOutcome(
        key=key,
        actor_id=asked.actor_id,
        request=asked.request,
        result=json.dumps(outcome[:2]),
        at=outcome.at or clock.now(),
    )


def _last(session: Session, asked: Asked) -> StoredOutcome | None:
    """The last act with this person, record and amount; the second of two at once waits for it."""
    if asked.same is None:
        return None
    _queue(session, asked.same)
    return session.get(StoredOutcome, asked.same)


def _is_soon(last: StoredOutcome) -> bool:
    return bool(timedelta(0) <= clock.now() - last.at < SOON)


def _queue(session: Session, key: str) -> None:
    """The second click of two waits for the first to end, then finds its answer; SQLite lets one
    write at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_number(key))))


def _number(key: str) -> object:
    return sa.func.hashtextextended(key, 0)


def _is_over(session: Session, asked: Asked) -> bool:
    """Whether nobody is in the middle of this act: a commit that waits still holds its place."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return all(
        session.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_number(key)))).scalar()
        for key in (asked.key, asked.same)
        if key is not None
    )


def _stored(session: Session, asked: Asked) -> Outcome | None:
    if asked.key is not None and (stored := session.get(StoredOutcome, asked.key)) is not None:
        return _answer(stored)
    last = None if asked.same is None else session.get(StoredOutcome, asked.same)
    return _answer(last) if last is not None and _is_soon(last) else None


def _replay(stored: StoredOutcome, request: str) -> Outcome:
    if stored.request != request:
        raise KeyReused
    return _answer(stored)


def _answer(stored: StoredOutcome) -> Outcome:
    table, row_id = json.loads(stored.result)
    return Outcome(table, row_id, replayed=True, at=stored.at)


def _note_refusal(engine: sa.Engine, asked: Asked, refused: FundError) -> None:
    arguments = {} if refused.is_secret else asked.arguments
    db.note(
        engine,
        lambda session: audit.refusal(session, asked.actor_id, asked.act, refused, arguments),
    )


def _canonical(arguments: Mapping[str, object]) -> str:
    def plain(value: object) -> str:
        return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else str(value)

    # a progress callback is another object with each click, and no part of what is asked for
    arguments = {name: value for name, value in arguments.items() if not callable(value)}
    return json.dumps(arguments, ensure_ascii=False, sort_keys=True, default=plain)
