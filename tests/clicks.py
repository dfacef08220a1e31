"""One act clicked twice: both clicks have one answer, and the second writes nothing."""

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from fund import db
from tests.people import Office


def rows(office: Office) -> dict[str, int]:
    """How many rows each table of the schema has."""
    counts = [
        sa.select(sa.literal(name), sa.func.count()).select_from(table)
        for name, table in sorted(SQLModel.metadata.tables.items())
    ]
    with db.reading(office.engine) as session:
        return {row[0]: row[1] for row in session.execute(sa.union_all(*counts))}


def twice(office: Office, part: str, command: Any, on: date, /, **arguments: Any) -> int:
    """Perform a command on a day and once more with the same key; what it made."""
    key = uuid.uuid4().hex
    made = office.act(part, command, on=on, key=key, **arguments)
    before = rows(office)
    again = office.act(part, command, on=on, key=key, **arguments)
    assert (again, rows(office)) == (made, before), command
    return made
