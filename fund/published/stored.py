"""Where each kind of published record is kept, and what of it is already there. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from fund.published.compiling import Stated, is_whole
from fund.published.records import Grant, Release
from fund.published.rules import Standing
from fund.published.tables import (
    ImportFile,
    PublishedGrant,
    PublishedGrantVersion,
    PublishedProcess,
    PublishedRelease,
)

Item = TypeVar("Item")
AT_ONCE = 1000
"""Rows a statement carries: well under the parameters SQLite and PostgreSQL take."""


@dataclass(frozen=True)
class Shelf:
    """The two tables of a kind: the thing with its published key, and its versions with the columns
    a record fills.
    """

    things: sa.Table
    key: sa.Column[str]
    versions: sa.Table
    thing_id: sa.Column[int]
    at: sa.Column[object]
    columns: tuple[str, ...]

    def row(
        self, record: Release | Grant, thing_id: int, file_id: int, current_from: date | None
    ) -> dict[str, object]:
        """A version as it is inserted."""
        own = {name: getattr(record, name) for name in self.columns}
        return own | {
            self.thing_id.name: thing_id,
            "import_file_id": file_id,
            "current_from": current_from,
            "current_until": None,
        }


def _shelf(
    thing: type[SQLModel], key: str, version: type[SQLModel], at: str, record: type[Release | Grant]
) -> Shelf:
    things: sa.Table = thing.__table__  # type: ignore[attr-defined]
    versions: sa.Table = version.__table__  # type: ignore[attr-defined]
    columns = tuple(column.name for column in versions.columns if column.name in record.__slots__)
    return Shelf(
        things, things.c[key], versions, versions.c[f"{things.name}_id"], versions.c[at], columns
    )


SHELVES = {
    "ocds": _shelf(PublishedProcess, "ocid", PublishedRelease, "released_at", Release),
    "360giving": _shelf(PublishedGrant, "grant_id", PublishedGrantVersion, "modified_at", Grant),
}


def some(rows: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The rows in parts a statement can carry."""
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def standing(session: Session, shelf: Shelf, keys: Sequence[str]) -> dict[str, Standing]:
    """What is stored of each of these things, by key; unknown ones are left out."""
    found: dict[str, Standing] = {}
    for part in some(keys):
        things = session.execute(
            sa.select(shelf.things.c.id, shelf.key).where(shelf.key.in_(part))
        ).all()
        known = {thing_id: Standing(thing_id) for thing_id, _key in things}
        found |= {key: known[thing_id] for thing_id, key in things}
        for row in session.execute(_versions(shelf, list(known))):
            stored = known[row.thing_id]
            if not row.is_compiled:
                stored.digests.add(row.digest)
            if row.is_current:
                stored.current_id, stored.current_at = row.id, row.at
    return found


def _versions(shelf: Shelf, thing_ids: list[int]) -> sa.Select[object]:
    columns = shelf.versions.c
    is_current = sa.and_(columns.current_from.is_not(None), columns.current_until.is_(None))
    return sa.select(
        columns.id,
        shelf.thing_id.label("thing_id"),
        columns.digest,
        shelf.at.label("at"),
        is_current.label("is_current"),
        columns.get("is_compiled", sa.false()).label("is_compiled"),
    ).where(shelf.thing_id.in_(thing_ids))


def statements(session: Session, process_ids: Sequence[int]) -> dict[int, list[Stated]]:
    """Every version of these processes that somebody handed in, by process, with the file it came
    in by.
    """
    table, file = SHELVES["ocds"].versions, ImportFile.__table__  # type: ignore[attr-defined]
    found: dict[int, list[Stated]] = {}
    for part in some(process_ids):
        rows = session.execute(
            sa.select(
                table.c.published_process_id,
                *table.c["released_at", "tags", "release_id", "digest", "raw"],
                file.c.name,
            )
            .join(file, file.c.id == table.c.import_file_id)
            .where(table.c.published_process_id.in_(part), ~table.c.is_compiled)
        )
        for process_id, at, tags, *rest in rows:
            found.setdefault(process_id, []).append(Stated(at, is_whole(tags), *rest))
    return found
