"""The database: one engine a URL, reading snapshots, and ``write``, the only commit there is.

A PostgreSQL that goes away (a switchover, a restart, a cut line) is waited for; what then remains
is said as one of two refusals: not recorded, or not known whether it was.
"""

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Field, Session, SQLModel

from fund import audit, clock, lengths
from fund.errors import N_, FundError

ROOT = Path(__file__).parent.parent
EMBEDDED = ROOT / "data" / "fund.db"
SAFE_SQLITE = (3, 51, 3)
"""SQLite before this can corrupt a WAL database when two connections checkpoint at once."""
RETRIED = ("40001", "40P01")
"""PostgreSQL's serialization failure and deadlock: the whole transaction is run again."""
ATTEMPTS = 10
LOST = ("57P01", "57P02", "57P03", "25006")
"""PostgreSQL stopped, crashed, is not ready, or is a replica now; with class 08 (connection) what
ends a connection and says nothing about the work.
"""
PATIENCE = 25.0
"""Seconds a database that went away is waited for: a switchover takes 3 to 23."""
CONNECTING = 5
"""Seconds a server may take to answer at all; a frozen one never does."""
Result = TypeVar("Result")
_answered: set[sa.Engine] = set()
"""Engines that had a connection in this process."""
_begun: ContextVar[int] = ContextVar("begun", default=0)


class DatabaseAway(FundError):
    """The database went away before the commit was sent, or never came: nothing was stored."""

    message = N_(
        "The database does not answer at the moment, so this was not recorded. Try again in a"
        " minute. ({reason})"
    )


class NoAnswer(DatabaseAway):
    """The same, of somebody who only reads."""

    message = N_("The database does not answer at the moment. Try again in a minute. ({reason})")


class OutcomeUnknown(FundError):
    """The commit was sent and its answer never came: unlike any other refusal it may be stored."""

    message = N_(
        "Whether this was recorded is not known: the database went away before it answered. Look"
        " whether it is there before you enter it again. ({reason})"
    )


FORMS = {
    "file_form": "sqlite:////folder/fund.db",
    "server_form": "postgresql+psycopg://user:password@host/name",
}
"""How FUND_DATABASE_URL is written."""


class WrongAddress(FundError):
    """FUND_DATABASE_URL names no database; it is not shown, since a password may stand in it."""

    message = N_(
        "FUND_DATABASE_URL does not name a database. Write it as {file_form} or {server_form}."
    )


class RealTimeOnly(FundError):
    """A real database was opened while the clock is moved."""

    message = N_(
        "FUND_NOW is set, but this is a real database: it lives in real time. Unset FUND_NOW."
    )


class MarkedAlready(FundError):
    """The database is marked for good as something else."""

    message = N_("This database is marked as “{kind}” for good. Use another database.")


class Mark(SQLModel, table=True):
    """What this database is, for good: new, then once demonstration, real or test."""

    __tablename__ = "mark"
    id: int = Field(default=1, primary_key=True)
    kind: str = Field(default="new", max_length=20)
    seed: int | None = None


def url() -> str:
    """FUND_DATABASE_URL, or the embedded file under data/."""
    return os.environ.get("FUND_DATABASE_URL") or f"sqlite:///{EMBEDDED}"


def named() -> str:
    """What the database is called: its file, or its name on the server."""
    return sa.make_url(url()).database or ""


def sqlite_module() -> ModuleType:
    """The newest SQLite at hand: the wheel's where it is installed, the interpreter's otherwise."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    found: ModuleType = dbapi2
    return found


@cache
def engine(address: str) -> sa.Engine:
    """The engine of a URL; SQLite gets WAL, full syncs, foreign keys and explicit transactions."""
    if not address.startswith(("sqlite:", "postgresql+psycopg:")):
        raise WrongAddress(**FORMS)
    try:
        made = _file(address) if address.startswith("sqlite") else _server(address)
    except ArgumentError as wrong:
        raise WrongAddress(**FORMS) from wrong
    sa.event.listen(made, "before_execute", lengths.before_execute)
    return made


class _Walking(SQLiteCompiler):
    """SQLite's statements with the index a hint names (INDEXED BY), which SQLAlchemy leaves out."""

    def get_from_hint_text(self, _table: object, text: str | None) -> str | None:
        return text


def _file(address: str) -> sa.Engine:
    made = sa.create_engine(address, module=sqlite_module(), connect_args={"timeout": 60})
    made.dialect.statement_compiler = _Walking
    sa.event.listen(made, "connect", _prepare)
    sa.event.listen(made, "begin", _begin)
    return made


def _server(address: str) -> sa.Engine:
    """PostgreSQL without prepared statements: behind a pooling proxy they name another query's
    statement, and its answer comes back as this one's.
    """
    arguments: dict[str, object] = {"prepare_threshold": None}
    if "connect_timeout" not in sa.make_url(address).query:
        arguments["connect_timeout"] = CONNECTING
    made = sa.create_engine(address, pool_pre_ping=True, connect_args=arguments)
    sa.event.listen(made, "connect", lambda *_connection: _answered.add(made))
    return made


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    # without recursive_triggers INSERT OR REPLACE would delete an append-only row past its trigger
    for pragma in (
        "busy_timeout=60000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("fund_writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only={int(not writing)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading(made: sa.Engine, *, patience: float = PATIENCE) -> Iterator[Session]:
    """A session that sees one moment of the database and cannot write; ``patience`` is how many
    seconds a database that went away is waited for.
    """
    options: dict[str, object] = {"fund_writes": False}
    if made.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with (
        answering(),
        _connected(made, patience).execution_options(**options) as connection,
        Session(connection, autoflush=False) as session,
    ):
        yield session


@contextmanager
def answering() -> Iterator[None]:
    """Turn a lost connection inside, where nothing is recorded, into ``NoAnswer``."""
    try:
        yield
    except DBAPIError as error:
        # 25006 is what a reading session says to whoever would write in it
        if not is_lost(error) or _state(error) == "25006":
            raise
        raise NoAnswer(reason=reason(error)) from error


def write(
    made: sa.Engine,
    work: Callable[[Session], Result],
    *,
    is_repeatable: bool = False,
    patience: float = PATIENCE,
) -> Result:
    """Run the work in one transaction and commit; all of it again where PostgreSQL asks for that,
    or went away before the commit was sent.

    Nothing is stored when the work raises. The audit entries it noted are chained just before the
    commit. With ``is_repeatable`` (a key, a row that stands once) the work finds out itself whether
    it was stored, and is run again after a commit without an answer too; otherwise that is
    ``OutcomeUnknown``. ``patience`` is for how many seconds it is tried again: 0 where the work
    does what cannot be taken back.
    """
    _begun.set(_begun.get() + 1)
    tries, is_unknown, thrown_back = _tries(made, patience), False, 0
    next(tries)
    while True:
        sent: list[bool] = []
        try:
            return _committed(made, work, sent)
        except DBAPIError as error:
            if not is_lost(error):
                thrown_back += 1
                if _state(error) not in RETRIED or thrown_back == ATTEMPTS:
                    raise
                continue
            is_unknown = is_unknown or bool(sent)
            if is_unknown and not is_repeatable:
                raise OutcomeUnknown(reason=reason(error)) from error
            if next(tries, None) is None:
                over = OutcomeUnknown if is_unknown else DatabaseAway
                raise over(reason=reason(error)) from error


def _committed(made: sa.Engine, work: Callable[[Session], Result], sent: list[bool]) -> Result:
    """One try; ``sent`` is no longer empty from just before the commit on."""
    with (
        made.connect().execution_options(fund_writes=True) as connection,
        Session(connection) as session,
    ):
        try:
            result = work(session)
            audit.seal(session)
            session.flush()
            sent.append(True)
            session.commit()
        except DBAPIError as error:
            if is_lost(error):
                connection.invalidate()
            session.rollback()
            raise
        return result


def note(made: sa.Engine, work: Callable[[Session], object]) -> None:
    """Write down what stands beside an answer that is known already (a refusal, a sign-in that
    ended): where the database is away the answer is given all the same, and the log says what is
    missing.
    """
    try:
        write(made, work)
    except (DatabaseAway, OutcomeUnknown) as away:
        logging.getLogger("fund").warning("perhaps not noted: %s", away)


def writes_begun() -> int:
    """How many writes were begun in this thread: more than before, and nobody may say that nothing
    was changed.
    """
    return _begun.get()


def is_lost(error: DBAPIError) -> bool:
    """Whether PostgreSQL went away under this, or could not be reached; never so on SQLite."""
    cause = error.orig
    if not type(cause).__module__.startswith("psycopg"):
        return False
    if state := _state(error):
        return state.startswith("08") or state in LOST
    name = type(cause).__name__
    # psycopg's word for a proxy that sent its own message between a command and its answer
    return name in ("OperationalError", "InterfaceError") or (
        name == "InternalError" and "results from command" in str(cause)
    )


def reason(error: DBAPIError) -> str:
    """Why the database did not answer, in its own words: the first line, without where it
    stands.
    """
    text = (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0]
    return text.rpartition("failed: ")[2].removeprefix("FATAL:").strip()[:200] or text[:200]


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _tries(made: sa.Engine, patience: float) -> Iterator[bool]:
    """One try at once; after it pauses of 0.2, 0.4 … 2 s, each with another, until time is up. A
    database that never answered in this process gets one: it is not away, it is named wrongly.
    """
    yield True
    until = time.monotonic() + (patience if made in _answered else 0)
    pause = 0.2
    while time.monotonic() + pause <= until:
        time.sleep(pause)
        yield True
        pause = min(pause + 0.2, 2.0)


def _connected(made: sa.Engine, patience: float) -> sa.Connection:
    tries = _tries(made, patience)
    next(tries)
    while True:
        try:
            return made.connect()
        except DBAPIError as error:
            if not is_lost(error) or next(tries, None) is None:
                raise


def kind(session: Session) -> str:
    """new, demonstration, real or test."""
    return session.get_one(Mark, 1).kind


def mark(session: Session, kind_: str, seed: int | None = None) -> Mark:
    """Say for good what this database is; a real one refuses demonstration data."""
    row = session.get_one(Mark, 1, with_for_update=True)
    if row.kind not in ("new", kind_):
        raise MarkedAlready(kind=row.kind)
    row.kind, row.seed = kind_, seed if row.kind == "new" else row.seed
    session.add(row)
    return row


def must_live_now(session: Session) -> None:
    """Refuse a moved clock on a real database."""
    if clock.is_moved() and kind(session) == "real":
        raise RealTimeOnly
