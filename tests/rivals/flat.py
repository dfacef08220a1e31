"""The flat table: each posting of a load with everything a chart groups it by, one row."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.rivals.asked import BLOCKS, INDEXES, TABLE

ROWS = """INSERT INTO flat
SELECT posting.id, posting.recorded_on, date(posting.recorded_on, 'start of month'),
    posting.stage, posting.amount_fen, programme.source, programme.measure, measure.title_zh,
    area.title_zh, programme.title, line.fiscal_year, undertaking.kind, undertaking.category,
    undertaking.code, undertaking.title, organisation.name, region.name_zh,
    milestone.due_on, date(milestone.due_on, 'start of month'), milestone.met_on
FROM load.posting
JOIN load.line ON line.id = posting.line_id
JOIN load.programme ON programme.id = line.programme_id
JOIN load.measure ON measure.key = programme.measure
JOIN load.area ON area.code = measure.area
LEFT JOIN load.undertaking ON undertaking.id = posting.undertaking_id
LEFT JOIN load.organisation ON organisation.id = undertaking.organisation_id
LEFT JOIN load.region ON region.code = undertaking.region_code
LEFT JOIN load.milestone ON milestone.tranche_id = posting.tranche_id
ORDER BY posting.id"""
ACT = """INSERT INTO flat (recorded_on, month, stage, amount_fen, source, measure, measure_title)
SELECT recorded_on, month, stage, 100, source, measure, measure_title FROM flat
WHERE stage = 'appropriated' LIMIT 1"""
"""One yuan more appropriated: what an act is to whoever has one table."""


def made(load: Path, file: Path) -> Path:
    """The flat table of a load with its indexes, in a file of its own, made once; every posting
    must be in it.
    """
    if not file.exists():
        _make(load, file)
    rows, postings = _count(file, "flat"), _count(load, "posting")
    if rows != postings:
        raise AssertionError(
            f"{file.name} has {rows:,} rows of {postings:,} postings: take it away"
        )
    return file


def _count(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def _make(load: Path, file: Path) -> None:
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as connection:
        connection.execute("ATTACH ? AS load", (str(load),))
        connection.execute(TABLE)
        connection.execute(ROWS)
        for name, columns in INDEXES.items():
            connection.execute(f"CREATE INDEX flat_{name} ON flat ({columns})")
        connection.execute("ANALYZE")
        connection.commit()
    part.rename(file)


def acted(file: Path) -> None:
    """One posting more."""
    with closing(sqlite3.connect(file, timeout=30)) as connection, connection:
        connection.execute(ACT)


def floor(file: Path) -> tuple[int, float]:
    """What the questions cost the database alone: rows read, ms of CPU."""
    questions = [question for block in BLOCKS.values() for question in block]
    with closing(sqlite3.connect(file)) as connection:
        before = time.process_time()
        for question in questions:
            connection.execute(question.sql()).fetchall()
        spent = (time.process_time() - before) * 1000
        counts = (f"SELECT COUNT(*) FROM flat WHERE {question.where}" for question in questions)
        return sum(connection.execute(sql).fetchone()[0] for sql in counts), spent
