"""PostgreSQL servers of a test's own, to stop, start, freeze and stand a pooling proxy before."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from fund import db
from tests import cost
from tests.serving import free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
PGBOUNCER = "/usr/sbin/pgbouncer"
COPIED = "CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
"""A database copied as files: a third of what it costs through the log, page by page."""
LOCALLY = "&options=-csynchronous_commit%3Dlocal"
"""For a session that does not wait for a standby: whoever sets up and looks."""


def as_postgres(*command: str) -> list[str]:
    """The command as the user postgres: PostgreSQL and its proxy do not run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else list(command)


def ask(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs to its end."""
    subprocess.run(
        as_postgres(str(BINARIES[-1] / program), *arguments),
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )


@dataclass
class Server:
    """One server, reached through a socket in its folder and, where it has one, a port."""

    folder: str
    options: str
    port: int = 0

    @property
    def pattern(self) -> str:
        """Its URL with NAME where the database's name goes."""
        where = f"&port={self.port}" if self.port else ""
        return f"postgresql+psycopg://postgres@/NAME?host={self.folder}{where}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        where = f"-c listen_addresses=127.0.0.1 -p {self.port}" if self.port else ""
        options = f"{where or '-c listen_addresses='} -k {self.folder} {self.options}"
        data, log = f"{self.folder}/d", f"{self.folder}/log"
        ask("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        cost.LEFT[self.pid] = 0

    @property
    def pid(self) -> int:
        """Its first process, whose children serve the connections."""
        return int(Path(f"{self.folder}/d/postmaster.pid").read_text().split()[0])

    @property
    def is_running(self) -> bool:
        """Whether it was started and not stopped."""
        return Path(f"{self.folder}/d/postmaster.pid").exists()

    def run(self) -> None:
        """Start it where it does not run."""
        if not self.is_running:
            self.start()

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: ``fast`` says so to everybody connected, ``immediate`` is a crash."""
        ask("pg_ctl", "-D", f"{self.folder}/d", "-m", mode, "stop")

    def administer(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """One statement of the administrator's, by itself; the rows it gives."""
        made = sa.create_engine(
            self.pattern.replace("NAME", database) + LOCALLY,
            isolation_level="AUTOCOMMIT",
            poolclass=sa.NullPool,
        )
        with made.connect() as connection:
            result = connection.execute(sa.text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []

    def fresh(self, name: str) -> sa.Engine:
        """A new database of that name."""
        self.administer(f"CREATE DATABASE {name}")
        return db.engine(self.pattern.replace("NAME", name))

    def end_waiting(self, patience: float = 30) -> int:
        """End whoever waits for a standby that does not exist: the commit is stored, its answer is
        never given. How many there were; at least one is waited for.
        """
        until = time.monotonic() + patience
        while time.monotonic() < until:
            ended = self.administer(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where wait_event = 'SyncRep'"
            )
            if ended:
                return len(ended)
            time.sleep(0.05)
        raise AssertionError("nobody waited for the standby")


def vacuumed(engine: sa.Engine) -> None:
    """What a running server does by itself after so many rows."""
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))


@contextmanager
def postgresql(options: str = "", *, has_port: bool = False) -> Iterator[Server]:
    """A new server that runs until the end of the test."""
    if not BINARIES:
        pytest.fail("PostgreSQL is not installed: run .ci/setup test")
    folder = tempfile.mkdtemp(prefix="fund-pg")
    if os.getuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    made = ("-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    ask("initdb", "-D", f"{folder}/d", *made)
    server = Server(
        folder,
        f"-c fsync=off -c full_page_writes=off -c jit=off -c max_connections=200 {options}",
        free_port() if has_port else 0,
    )
    server.start()
    try:
        yield server
    finally:
        if server.is_running:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def pooling(server: Server, mode: str) -> Iterator[str]:
    """PgBouncer before a server with a port, in a pool mode; a URL with NAME, as ``Server.pattern``
    is.
    """
    if not Path(PGBOUNCER).exists():
        pytest.fail("PgBouncer is not installed: run .ci/setup test")
    port, place = free_port(), Path(server.folder)
    (place / "users.txt").write_text('"postgres" ""\n')
    (place / "pool.ini").write_text(
        f"""[databases]
* = host=127.0.0.1 port={server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {place}/users.txt
pool_mode = {mode}
default_pool_size = {3 if mode == "transaction" else 20}
max_client_conn = 100
"""
    )
    with (place / "pool.log").open("w") as log:
        process = subprocess.Popen(
            as_postgres(PGBOUNCER, str(place / "pool.ini")), stdout=log, stderr=log, cwd="/"
        )
    address = f"postgresql+psycopg://postgres@127.0.0.1:{port}/NAME"
    try:
        _answers(address.replace("NAME", "postgres"))
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _answers(address: str) -> None:
    made = sa.create_engine(address, poolclass=sa.NullPool)
    for _try in range(100):
        try:
            made.connect().close()
        except sa.exc.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the proxy does not answer")
