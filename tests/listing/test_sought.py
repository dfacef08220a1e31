"""A SQLite file keeps no statistics, and none are made: how it answers does not change with what is
in it. So no list, and no trigger, reads through a table that grows, or all of it that is of one
status, one kind or one province, however few there are today.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from fund import clock, db, period
from fund.access.actors import Actor
from fund.access.rules import ROLES
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked, Listing, every
from tests.conftest import TODAY
from tests.test_scans import GROWING

LISTS = tuple(every().values())
ANYBODY = Actor(None, "", "", frozenset((role, "") for role in ROLES))
GROWS = {*GROWING, "acceptance", "amendment", "milestone_event", "status_report"}
SUMMED = {"due_total", "total"}
"""Kept narrow by day and month: all of a cut is read, and no more with more postings."""
COARSE = {
    *("answer", "basis", "category", "currency", "is_waived", "kind", "measure", "outcome"),
    *("region_code", "stage", "status"),
}
"""Columns of few words: each is said of a large part of the rows."""
STEP = re.compile(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?INDEX (\w+))?(?: \((.*)\))?")
OF_SMALL = (
    "SELECT undertaking.measure, undertaking.organisation_id, sum(",
    "SELECT ? AS anon_1, (SELECT count(*) AS",
)
"""Asked of small measures only, and how it is known which are: none is counted further than they
may be large (fund.standing.concentration).
"""
BY_STATE = "+undertaking.id AS id"
"""Found by a state few are in, and sorted then (fund.ledger.waiting.NUMBER)."""


class Index(NamedTuple):
    """An index of a file: its table, its columns, whether of some rows only."""

    table: str
    columns: tuple[str, ...]
    is_partial: bool


class Noted(NamedTuple):
    """The demonstration's engine, its indexes, and the plans of what was said to it since they were
    cleared last: statement -> its steps, each with its number and that of the step it is within.
    """

    engine: sa.Engine
    indexes: dict[str, Index]
    plans: dict[str, list[tuple[int, int, str]]]


def indexes(connection: sqlite3.Connection) -> dict[str, Index]:
    rows = connection.execute(
        "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index'"
    ).fetchall()
    return {
        name: Index(
            table,
            tuple(row[2] for row in connection.execute(f"PRAGMA index_info({name})")),
            " WHERE " in (said or ""),
        )
        for name, table, said in rows
    }


@pytest.fixture(scope="module")
def noted(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Noted]:
    """The demonstration on its own day; it keeps no statistics, as no file does."""
    file = shutil.copy(demonstration, tmp_path_factory.mktemp("sought"))
    with sqlite3.connect(file) as connection:
        found = indexes(connection)
        kept = "SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'"
        assert connection.execute(kept).fetchall() == []
    engine = db.engine(f"sqlite:///{file}")
    plans: dict[str, list[tuple[int, int, str]]] = {}

    def note(_connection: object, cursor: sqlite3.Cursor, text: str, values: object, *_: object):
        if text not in plans and text.lstrip().startswith(("SELECT", "WITH")):
            asking = cursor.connection.cursor()
            asking.execute(f"EXPLAIN QUERY PLAN {text}", values)
            plans[text] = [(row[0], row[1], row[3]) for row in asking.fetchall()]

    sa.event.listen(engine, "after_cursor_execute", note)
    with clock.at(clock.noon(TODAY)):
        yield Noted(engine, found, plans)
    engine.dispose()


def read_through(
    statement: str, plan: Sequence[tuple[int, int, str]], known: dict[str, Index]
) -> list[str]:
    """Steps that read all of a table that grows, or all of one word; but those of the outermost
    rows that come in the order asked for, which end with the page.
    """
    is_page = " ORDER BY " in statement and " LIMIT " in statement
    sorts = {within for _number, within, step in plan if "ORDER BY" in step}
    is_whole = " LIMIT " in statement and " WHERE " not in statement
    # counted to a limit, or few enough to be added up
    is_added = statement.startswith(("SELECT count(*)", "SELECT coalesce(sum("))
    within = {number: parent for number, parent, _step in plan}
    said = {number: step for number, _within, step in plan}
    names = {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+)", statement)}
    found = []
    for number, parent, step in plan:
        scan = STEP.match(step)
        if scan is None or "PRIMARY KEY" in step:
            continue
        way, name, index, by = scan.groups()
        table = known[index].table if index in known else names.get(name, name)
        if table not in GROWS or (index in known and known[index].is_partial):
            continue
        equal = set(re.findall(r"(\w+)=\?", by or ""))
        is_coarse = way == "SCAN" or (table not in SUMMED and bool(by) and equal <= COARSE)
        ends = is_whole or (is_page and parent not in sorts) or (is_added and way == "SEARCH")
        if is_coarse and not (ends and not _is_within_a_row(number, within, said)):
            found.append(step)
    return found


def _is_within_a_row(number: int, within: dict[int, int], said: dict[int, str]) -> bool:
    """Whether a step is done for each row of another."""
    while number := within.get(number, 0):
        if "SUBQUERY" in said[number]:
            return True
    return False


def asking(listing: Listing) -> Iterator[Asked]:
    """A list by itself, on a past day, in a period, of a measure, under each filter, in each order
    an index serves, and from a place in it.
    """
    today = View(as_of=TODAY)
    yield Asked(today)
    if listing.is_viewed:
        yield Asked(View(as_of=date(2026, 6, 17)))
        yield Asked(today.only(period=period.parse("2026-Q3")))
        yield Asked(today.only(measure="A3"))
    for one in listing.filters:
        yield from (Asked(today, {one.name: key}) for key in one.choices or ("卫星",))
    for order in listing.orders:
        yield Asked(today, {}, order.name, not order.is_descending)


@pytest.mark.parametrize("listing", LISTS, ids=[one.name for one in LISTS])
def test_no_list_reads_through_what_grows(listing: Listing, noted: Noted) -> None:
    long = listing._replace(counted=1, size=2)  # as if too many to count
    noted.plans.clear()
    with db.reading(noted.engine) as session:
        for asked in asking(long):
            # a list that no index serves under a filter is as long as it is
            some = long if listing.source(session, ANYBODY, asked).indexed else listing
            first = paging.page(session, ANYBODY, some, asked)
            if first.last is not None and first.has_after:
                paging.page(session, ANYBODY, some, asked._replace(after=first.last))
    assert noted.plans
    found = {
        statement: steps
        for statement, plan in noted.plans.items()
        if not statement.startswith(OF_SMALL) and BY_STATE not in statement
        if (steps := read_through(statement, plan, noted.indexes))
    }
    assert found == {}


LIT_ANEW = ("setting", "undertaking")
"""A threshold set anew is set for all that runs."""


def changing(table: str, columns: Sequence[str]) -> Iterator[str]:
    """A row written, and each column of one changed: what any of its triggers answers to."""
    names = ", ".join(f'"{one}"' for one in columns)
    yield f"INSERT INTO {table} ({names}) VALUES ({', '.join(['NULL'] * len(columns))})"
    yield from (f'UPDATE {table} SET "{one}" = NULL WHERE rowid = 1' for one in columns)


def beside(
    steps: Sequence[Sequence[object]], pages: dict[int, str], known: dict[str, Index]
) -> Iterator[tuple[str, str]]:
    """What the triggers of a statement read through: a table or index, and by which columns it is
    sought. ``steps`` are SQLite's own (number, opcode, p1, p2, p3, p4); those of a trigger stand
    behind the statement's, each program from its Init on.
    """
    programs, opened = 0, dict[object, str]()
    for _number, code, cursor, page, _p3, many, *_rest in steps:
        if code == "Init":
            programs, opened = programs + 1, {}
        elif code in ("OpenRead", "OpenWrite") and page in pages:
            opened[cursor] = pages[page]  # type: ignore[index]
        elif programs > 1 and cursor in opened:
            name = opened[cursor]
            index = known.get(name, Index(name, (), is_partial=False))
            if index.is_partial:
                continue
            if code == "Rewind":
                yield name, "nothing"
            elif str(code) in ("SeekGE", "SeekGT", "SeekLE", "SeekLT") and index.columns:
                by = index.columns[: int(str(many))]
                if set(by) <= COARSE:
                    yield name, ", ".join(by)


def read_by_triggers(
    connection: sa.Connection, known: dict[str, Index]
) -> set[tuple[str, str, str]]:
    """Of each table: what its triggers read of a table that grows, and by what."""
    run, found = connection.exec_driver_sql, set()
    listed = run("SELECT rootpage, name FROM sqlite_schema WHERE rootpage > 0")
    pages = {row[0]: row[1] for row in listed}
    named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    for table in [*run(named).scalars(), "light_asked"]:
        columns = [row[1] for row in run(f"PRAGMA table_info({table})")]
        for statement in changing(table, columns):
            if table == "light_asked" and statement.startswith("UPDATE"):
                continue  # a view that is only written to
            for name, by in beside(run(f"EXPLAIN {statement}").all(), pages, known):
                read = known[name].table if name in known else name
                if read in GROWS and (table, read) != LIT_ANEW:
                    found.add((table, name, by))
    return found


def test_no_trigger_reads_through_what_grows(noted: Noted) -> None:
    with noted.engine.connect() as connection:
        assert read_by_triggers(connection, noted.indexes) == set()


def test_a_trigger_that_reads_through_is_found(noted: Noted) -> None:
    """As days of lights once did at each act."""
    with noted.engine.connect().execution_options(fund_writes=True) as connection:
        for name, asked in (
            ("by_status", "m.status = 'scheduled' AND m.undertaking_id = 1"),
            ("by_nothing", "m.title = ''"),
        ):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {name} AFTER INSERT ON call BEGIN UPDATE tranche SET title = 'x'"
                f" WHERE id IN (SELECT m.tranche_id FROM milestone m WHERE {asked}); END"
            )
        found = read_by_triggers(connection, noted.indexes)
        connection.rollback()
    assert found == {("call", "ix_milestone_due", "status"), ("call", "milestone", "nothing")}
