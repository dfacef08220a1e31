"""Which version of the schema a database has, and whether it is the newest: asked by every command,
so without alembic and without the tables of rooms nobody asked for.
"""

import re
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, ProgrammingError

VERSIONS = Path(__file__).parent / "migrations" / "versions"
NAMED = re.compile(r'^(down_)?revision = "(\w+)"', re.MULTILINE)


@cache
def newest() -> str:
    """The version the migrations beside this lead to: the one no other follows."""
    named = [
        found
        for file in VERSIONS.glob("*.py")
        for found in NAMED.findall(file.read_text(encoding="utf-8"))
    ]
    followed = {revision for down, revision in named if down}
    (last,) = {str(revision) for down, revision in named if not down} - followed
    return last


def stored(engine: sa.Engine) -> str | None:
    """The version of the schema in this database, None when there is none; a database that does not
    answer raises.
    """
    with engine.connect() as connection:
        try:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        except (OperationalError, ProgrammingError):
            connection.rollback()
            if sa.inspect(connection).has_table("alembic_version"):
                raise
            return None
    return None if found is None else str(found)


def is_newest(engine: sa.Engine) -> bool:
    """Whether this database needs no migration."""
    return stored(engine) == newest()
