"""An office of its own for each test, copied from one that is made once."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from fund import db
from tests.people import Office, office
from tests.servers import COPIED


@pytest.fixture(scope="session")
def sqlite_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office to copy, on SQLite."""
    made = office(f"sqlite:///{tmp_path_factory.mktemp('office')}/fund.db")
    made.engine.dispose()
    return made


@pytest.fixture(scope="session")
def postgres_office(postgres: str) -> Office:
    """The office to copy, on PostgreSQL."""
    admin(postgres, "CREATE DATABASE office")
    made = office(postgres.replace("NAME", "office"))
    made.engine.dispose()
    return made


def admin(postgres: str, statement: str) -> None:
    """Run a statement outside any transaction."""
    engine = sa.create_engine(
        postgres.replace("NAME", "postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with engine.connect() as connection:
        connection.execute(sa.text(statement))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def fund(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An office with everybody entered and nothing else, on each kind of database."""
    original: Office = request.getfixturevalue(f"{request.param}_office")
    if request.param == "sqlite":
        shutil.copy(str(original.engine.url.database), tmp_path / "fund.db")
        yield Office(db.engine(f"sqlite:///{tmp_path}/fund.db"), original.ids)
        return
    server, name = request.getfixturevalue("postgres"), f"t{uuid.uuid4().hex[:12]}"
    admin(server, COPIED.format(name=name, template="office"))
    made = Office(db.engine(server.replace("NAME", name)), original.ids)
    yield made
    made.engine.dispose()
    admin(server, f"DROP DATABASE {name} WITH (FORCE)")
