"""One act clicked twice: both clicks have one answer, and the second writes nothing."""

import uuid
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from fund import db
from tests.acts import Commands
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


class Twice:
    """Everybody sends each act of a room twice on a day, with one key; ``clicked``: the acts."""

    def __init__(self, office: Office, commands: Commands, on: date) -> None:
        self.office, self.commands, self.on, self.clicked = office, commands, on, set[str]()

    def __call__(self, part: str, command: Any, /, **given: Any) -> int:
        """The key of what was made."""
        tried = self.commands.items()
        self.clicked.add(next(act for act, ways in tried if command in [way for way, _ in ways]))
        return twice(self.office, part, command, self.on, **given)
