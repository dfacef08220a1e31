"""Where the real files are, and a new office on each database."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.people import Office, office

BINARIES = "/usr/lib/postgresql/15/bin/"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real published files beside the repository."""
    return Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of its own; its URL without a database name."""
    if not Path(BINARIES).exists():
        pytest.skip("PostgreSQL 15 is not installed")
    folder = tempfile.mkdtemp(prefix="fund-pg")
    os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    _as_postgres("initdb", "-D", f"{folder}/d", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    _as_postgres("pg_ctl", "-D", f"{folder}/d", "-w", "-l", f"{folder}/log", "-o", options, "start")
    yield f"postgresql+psycopg://postgres@/NAME?host={folder}"
    _as_postgres("pg_ctl", "-D", f"{folder}/d", "-m", "immediate", "stop")
    shutil.rmtree(folder)


def _as_postgres(program: str, *arguments: str) -> None:
    subprocess.run(["runuser", "-u", "postgres", "--", BINARIES + program, *arguments], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/fund.db"
    server, name = request.getfixturevalue("server"), f"t{uuid.uuid4().hex[:12]}"
    with sa.create_engine(server.replace("NAME", "postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    return str(server.replace("NAME", name))


@pytest.fixture
def fund(url: str) -> Iterator[Office]:
    """A new office with everybody entered."""
    made = office(url)
    yield made
    made.engine.dispose()
