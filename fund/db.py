"""The database: one engine a URL, reading snapshots, and ``write``, the only commit there is."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Field, Session, SQLModel

from fund import audit, clock
from fund.errors import N_, FundError

ROOT = Path(__file__).parent.parent
EMBEDDED = ROOT / "data" / "fund.db"
SAFE_SQLITE = (3, 51, 3)
"""SQLite before this can corrupt a WAL database when two connections checkpoint at once."""
RETRIED = ("40001", "40P01")
"""PostgreSQL's serialization failure and deadlock: the whole transaction is run again."""
ATTEMPTS = 10
Result = TypeVar("Result")


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


def sqlite_module() -> Any:
    """The newest SQLite at hand: the wheel's where it is installed, the interpreter's otherwise."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    return dbapi2


@cache
def engine(address: str) -> sa.Engine:
    """The engine of a URL; SQLite gets WAL, full syncs, foreign keys and explicit transactions."""
    if not address.startswith("sqlite"):
        return sa.create_engine(address, pool_pre_ping=True)
    made = sa.create_engine(address, module=sqlite_module(), connect_args={"timeout": 60})
    sa.event.listen(made, "connect", _prepare)
    sa.event.listen(made, "begin", _begin)
    return made


def _prepare(connection: Any, _record: Any) -> None:
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
def reading(made: sa.Engine) -> Iterator[Session]:
    """A session that sees one moment of the database and cannot write."""
    options: dict[str, Any] = {"fund_writes": False}
    if made.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with (
        made.connect().execution_options(**options) as connection,
        Session(connection, autoflush=False) as session,
    ):
        yield session


def write(made: sa.Engine, work: Callable[[Session], Result]) -> Result:
    """Run the work in one transaction and commit; all of it again where PostgreSQL asks for that.

    Nothing is stored when the work raises. The audit entries it noted are chained just before the
    commit.
    """
    for attempt in range(ATTEMPTS):
        with (
            made.connect().execution_options(fund_writes=True) as connection,
            Session(connection) as session,
        ):
            try:
                result = work(session)
                audit.seal(session)
                session.commit()
            except DBAPIError as error:
                session.rollback()
                if getattr(error.orig, "sqlstate", None) not in RETRIED or attempt == ATTEMPTS - 1:
                    raise
            else:
                return result
    raise AssertionError("unreachable: the last attempt returns or raises")


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
