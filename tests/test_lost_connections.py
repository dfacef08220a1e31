"""A PostgreSQL that goes away: what is waited for, what is done once, and what is said when neither
is possible.
"""

import os
import signal
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, db
from fund.ledger import commands as ledger
from fund.ledger.tables import Act
from fund.verify import verify
from tests.people import Office, office
from tests.servers import LOCALLY, Server, postgresql

pytestmark = pytest.mark.postgres
WAN = 1_000_000


@pytest.fixture(scope="module")
def its_server() -> Iterator[Server]:
    with postgresql() as made:
        yield made


@pytest.fixture(scope="module")
def its_unanswered() -> Iterator[Server]:
    with postgresql("-c synchronous_standby_names=nobody") as made:
        yield made


@pytest.fixture
def server(its_server: Server) -> Iterator[Server]:
    """A server of this file's own, running before and after."""
    yield its_server
    its_server.run()


@pytest.fixture
def unanswered(its_unanswered: Server) -> Iterator[Server]:
    """Commits are stored and never answered: the standby they wait for does not exist."""
    yield its_unanswered
    its_unanswered.run()


def furnished(server: Server) -> tuple[Office, int]:
    """An office on this server as the application reaches it, and a line with money on it."""
    name = f"t{uuid.uuid4().hex[:8]}"
    made = office(server.pattern.replace("NAME", name) + LOCALLY)
    line = made.act(
        "finance",
        ledger.open_line,
        code="A",
        title="a",
        measure="A3",
        source="fund",
        fiscal_year=2026,
    )
    made.act("finance", ledger.appropriate, line_id=line, amount_fen=100 * WAN)
    made.engine.dispose()
    return Office(db.engine(server.pattern.replace("NAME", name)), made.ids), line


def stored(made: Office) -> int:
    """How many adjustments are in the ledger."""
    with db.reading(made.engine) as session:
        return len(session.exec(select(Act.id).where(Act.kind == "adjust")).all())


def adjust(made: Office, line: int, **more: Any) -> acts.Outcome:
    return acts.perform(
        made.engine,
        made.ids["finance"],
        ledger.adjust,
        line_id=line,
        change_fen=WAN,
        reason="more",
        **more,
    )


def error(kind: type[Exception], text: str = "") -> sa.exc.DBAPIError:
    return sa.exc.DBAPIError("", {}, kind(text))


TABLE = [
    ("statement on a killed primary", psycopg.errors.AdminShutdown, "terminating connection"),
    ("the same", psycopg.OperationalError, "consuming input failed: server closed the connection"),
    ("the same, crashed", psycopg.errors.CrashShutdown, "terminating connection"),
    ("through a proxy", psycopg.errors.ProtocolViolation, "server conn crashed?"),
    ("at COMMIT", psycopg.InternalError, "received 2 results from command 'COMMIT'"),
    ("at BEGIN", psycopg.InternalError, "received 2 results from command 'BEGIN'"),
    ("no primary", psycopg.OperationalError, "connection failed: server closed the connection"),
    ("several hosts", psycopg.OperationalError, "connection failed: session is read-only"),
    ("nobody listens", psycopg.OperationalError, "connection failed: Connection refused"),
    ("a node that starts", psycopg.OperationalError, "FATAL: the database system is starting up"),
    ("the same, told", psycopg.errors.CannotConnectNow, "the database system is starting up"),
    ("a replica now", psycopg.errors.ReadOnlySqlTransaction, "cannot execute INSERT"),
    ("a line that broke", psycopg.errors.ConnectionFailure, "connection failure"),
    ("closed by ourselves", psycopg.InterfaceError, "the connection is closed"),
]
OTHERS = [
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.UniqueViolation,
    psycopg.errors.QueryCanceled,
    psycopg.errors.InternalError_,
    psycopg.InternalError,
    psycopg.ProgrammingError,
    sqlite3.OperationalError,
    sqlite3.InterfaceError,
]


@pytest.mark.parametrize(("where", "kind", "text"), TABLE, ids=[row[0] for row in TABLE])
def test_what_a_lost_connection_looks_like(where: str, kind: type[Exception], text: str) -> None:
    assert db.is_lost(error(kind, text)), where


@pytest.mark.parametrize("kind", OTHERS)
def test_other_errors_and_those_of_sqlite_are_no_lost_connection(kind: type[Exception]) -> None:
    assert not db.is_lost(error(kind, "database is locked"))


def test_the_reason_is_said_without_where_the_database_stands() -> None:
    text = (
        'connection failed: connection to server at "10.1.2.3", port 5432 failed: FATAL:  password'
        ' authentication failed for user "fund"\nmore'
    )
    said = db.reason(error(psycopg.OperationalError, text))
    assert said == 'password authentication failed for user "fund"'


def test_a_connection_prepares_no_statements_and_waits_five_seconds_for_a_server(
    server: Server,
) -> None:
    address = server.pattern.replace("NAME", "postgres")
    with db.engine(address).connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.prepare_threshold is None
        assert driver.info.get_parameters()["connect_timeout"] == "5"
        for _time in range(8):
            connection.exec_driver_sql("select 1 where 1 = %(one)s", {"one": 1})
        assert not connection.exec_driver_sql("select name from pg_prepared_statements").all()
    own = db.engine(f"{address}&connect_timeout=2")
    with own.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.info.get_parameters()["connect_timeout"] == "2"


def losing(lose: Callable[[], object], tries: list[int]) -> Callable[[Session], None]:
    """Work that reads, loses its connection the first time, and writes."""

    def work(session: Session) -> None:
        tries.append(session.execute(sa.text("select pg_backend_pid()")).scalar_one())
        row = session.get_one(db.Mark, 1)
        if len(tries) == 1:
            lose()
        row.seed = len(tries)
        session.add(row)

    return work


def seed(made: Office) -> int | None:
    """What the work wrote: the number of its try."""
    with db.reading(made.engine) as session:
        return session.get_one(db.Mark, 1).seed


def test_an_ended_connection_costs_a_second_try_and_nothing_else(server: Server) -> None:
    made, _line = furnished(server)
    tries: list[int] = []

    def lose() -> None:
        server.administer(f"select pg_terminate_backend({tries[0]}, 5000)")

    db.write(made.engine, losing(lose, tries))
    assert len(tries) == 2
    assert seed(made) == 2


def test_a_crash_and_the_recovery_after_it_are_waited_for(server: Server) -> None:
    made, _line = furnished(server)
    tries: list[int] = []

    def lose() -> None:
        os.kill(tries[0], signal.SIGKILL)

    db.write(made.engine, losing(lose, tries))
    assert len(set(tries)) == len(tries) >= 2
    assert seed(made) == len(tries)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_server_that_stops_and_starts_is_waited_for(server: Server, mode: str) -> None:
    made, _line = furnished(server)
    tries: list[int] = []

    def lose() -> None:
        server.stop(mode)
        threading.Timer(1.0, server.start).start()

    began = time.monotonic()
    db.write(made.engine, losing(lose, tries))
    assert time.monotonic() - began > 1
    assert len(tries) == 2
    assert seed(made) == 2
    with db.reading(made.engine) as session:
        assert verify(session)["ok"]


def test_a_page_that_opens_while_the_server_is_away_waits_for_it(server: Server) -> None:
    made, _line = furnished(server)
    assert seed(made) is None
    server.stop()
    threading.Timer(1.0, server.start).start()
    assert seed(made) is None


def test_a_primary_that_is_a_replica_now_is_waited_for(server: Server) -> None:
    made, _line = furnished(server)
    database = made.engine.url.database
    server.administer(f"alter database {database} set default_transaction_read_only = on")
    made.engine.dispose()
    back = f"alter database {database} reset default_transaction_read_only"
    threading.Timer(1.0, lambda: server.administer(back)).start()
    tries: list[int] = []
    db.write(made.engine, losing(lambda: None, tries))
    assert len(tries) > 1
    assert seed(made) == len(tries)


def test_whoever_would_write_in_a_reading_session_meets_a_defect_and_not_a_lost_database(
    server: Server,
) -> None:
    made, line = furnished(server)
    with pytest.raises(sa.exc.DBAPIError, match="read-only"), db.reading(made.engine) as session:
        session.execute(sa.text(f"update line set code = 'x' where id = {line}"))


def test_when_time_is_up_the_reason_is_said_and_nothing_is_stored(server: Server) -> None:
    made, _line = furnished(server)
    assert stored(made) == 0
    server.stop()
    began, tries = time.monotonic(), []

    def work(session: Session) -> None:
        tries.append(session.get_one(db.Mark, 1))

    with pytest.raises(db.DatabaseAway, match="No such file") as said:
        db.write(made.engine, work, patience=1)
    assert time.monotonic() - began > 0.5
    with pytest.raises(db.NoAnswer), db.reading(made.engine, patience=0):
        pass
    assert tries == []
    assert not isinstance(said.value, db.NoAnswer)


def test_a_wrong_password_is_waited_for_and_said(server: Server) -> None:
    server.administer("create role clerk login superuser password 'right'")
    rules = Path(server.folder, "d", "pg_hba.conf")
    rules.write_text(f"local all clerk scram-sha-256\n{rules.read_text()}")
    server.administer("select pg_reload_conf()")
    engine = db.engine(
        server.pattern.replace("NAME", "postgres").replace("postgres@", "clerk:right@")
    )
    with engine.connect() as connection:
        assert connection.exec_driver_sql("select current_user").scalar_one() == "clerk"
    engine.dispose()
    server.administer("alter role clerk password 'another'")
    with pytest.raises(db.DatabaseAway, match='password authentication failed for user "clerk"'):
        db.write(engine, lambda session: session.execute(sa.text("select 1")), patience=0.3)


def test_a_database_that_never_answered_is_not_waited_for() -> None:
    engine = db.engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    began = time.monotonic()
    with pytest.raises(db.DatabaseAway, match="Connection refused"):
        db.write(engine, lambda session: session.execute(sa.text("select 1")))
    with pytest.raises(db.NoAnswer, match="Connection refused"), db.reading(engine):
        pass
    assert time.monotonic() - began < db.PATIENCE / 2


def test_a_stored_commit_without_an_answer_is_found_by_its_key(unanswered: Server) -> None:
    made, line = furnished(unanswered)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(adjust, made, line, key="once")
        assert unanswered.end_waiting() == 1
        outcome = asked.result(30)
    assert not outcome.replayed
    assert stored(made) == 1
    again = adjust(made, line, key="once")
    assert (again.id, again.replayed) == (outcome.id, True)
    assert stored(made) == 1


def test_without_a_key_it_is_not_known_and_can_be_looked_up(unanswered: Server) -> None:
    made, line = furnished(unanswered)
    wanted = {"line_id": line, "change_fen": WAN, "reason": "more"}

    def look(**more: Any) -> acts.Outcome | None:
        return acts.look_up(made.engine, made.ids["finance"], ledger.adjust, **wanted | more)

    assert look() is None
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(adjust, made, line)
        until = time.monotonic() + 30
        while not unanswered.administer(
            "select 1 from pg_stat_activity where wait_event = 'SyncRep'"
        ):
            assert time.monotonic() < until
        with pytest.raises(db.OutcomeUnknown, match="still being recorded"):
            look()
        assert unanswered.end_waiting() == 1
        with pytest.raises(db.OutcomeUnknown, match="server closed the connection"):
            asked.result(30)
    found = look(reason="typed anew")
    assert found is not None
    assert look(change_fen=2 * WAN) is None
    with db.reading(made.engine) as session:
        assert session.get_one(Act, found.id).kind == "adjust"
    assert stored(made) == 1


def test_when_the_server_stays_away_after_a_commit_the_outcome_is_unknown_even_with_a_key(
    unanswered: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, line = furnished(unanswered)
    monkeypatch.setattr(db.write, "__kwdefaults__", {"is_repeatable": False, "patience": 0.5})
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(adjust, made, line, key="once")
        until = time.monotonic() + 30
        while not unanswered.administer(
            "select 1 from pg_stat_activity where wait_event = 'SyncRep'"
        ):
            assert time.monotonic() < until
        unanswered.stop("immediate")
        with pytest.raises(db.OutcomeUnknown):
            asked.result(30)
    unanswered.start()
    assert adjust(made, line, key="once").replayed
    assert stored(made) == 1


def test_a_refusal_that_cannot_be_noted_is_the_refusal_all_the_same(
    unanswered: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """The note itself is a commit that is never answered."""
    made, line = furnished(unanswered)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(
            acts.perform,
            made.engine,
            made.ids["finance"],
            ledger.adjust,
            line_id=line,
            change_fen=-1_000 * WAN,
            reason="too much",
        )
        assert unanswered.end_waiting() == 1
        with pytest.raises(ledger.NoRoom):
            asked.result(30)
    assert "perhaps not noted" in caplog.text
    assert stored(made) == 0
