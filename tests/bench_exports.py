"""Workbooks of 100,000 rows and 15 columns as people get them, beside what they would use instead:
`report ledger` and the Excel button of the page of procurement, pandas with openpyxl, XlsxWriter.

Every way begins with the database and ends with the file: the ledger is read by `report`, by
pandas.read_sql for the others; the contracts by the query of the page for all. Each runs in a
process of its own, programs loaded and tried once on a few rows before its processor time counts.
Ours writes cover, styles, checks and seal as well, the others plain cells. XlsxWriter runs with
constant_memory. `report` seals its file, so the sealed file is held to the bar of an unsealed one
as well; it is then read by `verify-report`. Excel buttons carry no seal.
"""

import json
import os
import resource
import runpy
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from fund import db, schema
from fund.access.actors import OPERATOR
from fund.demonstration.load import build_load
from fund.listing.declared import Asked
from pages import procurement

POSTINGS, SHARE = 760_000, 1.0
"""So many make 100,000 contracts, where every undertaking is one."""

FOLDER = Path(__file__).parents[1] / "build" / "bench"
LAST, PERIOD, ENOUGH = date(2026, 12, 31), "2025", date(2025, 4, 24)
"""By ENOUGH 100,000 postings of PERIOD are recorded."""

ROWS, COLUMNS, ROUNDS = 100_000, 15, 2
BARS = {"pandas": 8.0, "xlsxwriter": 3.0}
"""How many times our processor time theirs is at least; sealed, 5 times that of pandas would do."""

MOST_MEGABYTES = 400
WAYS = ("ours", "pandas", "xlsxwriter")
"""Who writes the file."""


def exports() -> bool:
    """Both exports in turn with the others, the least of ROUNDS; whether every bar is held."""
    address = made()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for what in ("ledger", "page"):
            runs = [
                {way: asked(address, way, what, f"{folder}/{what}-{way}.xlsx") for way in WAYS}
                for _round in range(ROUNDS)
            ]
            least = {
                way: min((run[way] for run in runs), key=lambda one: one["cpu"]) for way in WAYS
            }
            good &= told(what, least)
            ours = Path(f"{folder}/{what}-ours.xlsx")
            if what == "ledger":
                good &= checked(what, asked(address, "verify", what, str(ours)), ours)
    return good


def told(what: str, least: dict[str, dict[str, Any]]) -> bool:
    """Print one export beside the others."""
    ours, good = least["ours"], True
    rows = least["pandas"]["rows"]
    for way in WAYS[1:]:
        ratio = least[way]["cpu"] / ours["cpu"]
        good &= ratio >= BARS[way]
        print(
            f"export {what:7} {rows:,} x {COLUMNS},"
            f" {'sealed' if what == 'ledger' else 'no seal'}: {ours['cpu']:6.2f} CPU s,"
            f" {ours['megabytes']:4} MB; {way:10} {least[way]['cpu']:6.2f} CPU s,"
            f" {least[way]['megabytes']:4} MB  ratio 1/{ratio:4.1f}"
            f" {'ok' if ratio >= BARS[way] else f'MISSED (target 1/{BARS[way]:.0f})'}",
            flush=True,
        )
    is_small = ours["megabytes"] <= MOST_MEGABYTES and rows >= ROWS
    print(
        f"export {what:7} at most {MOST_MEGABYTES} MB: {ours['megabytes']} MB"
        f" {'ok' if is_small else 'MISSED'}",
        flush=True,
    )
    return good and is_small


def checked(what: str, found: dict[str, Any], file: Path) -> bool:
    """Print what verify-report said of our own workbook, and what it took."""
    good = found["rows"] == 0 and found["megabytes"] <= MOST_MEGABYTES
    print(
        f"verify-report of export {what:7} ({file.stat().st_size / 2**20:.1f} MB):"
        f" {found['cpu']:6.2f} CPU s, {found['megabytes']} MB,"
        f" its reader {found['reader']} MB {'ok' if good else 'MISSED'}",
        flush=True,
    )
    return good


def made() -> str:
    """The database, made once; under its name only when it is whole."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file, part = FOLDER / f"exports-{POSTINGS}.db", FOLDER / "making.db"
    if not file.exists():
        part.unlink(missing_ok=True)
        print(f"making {POSTINGS:,} postings", flush=True)
        asked(f"sqlite:///{part}", "make", "", "")
        part.rename(file)
    return f"sqlite:///{file}"


def asked(address: str, way: str, what: str, file: str) -> dict[str, Any]:
    """One way in a process of its own: cpu (s), megabytes at most, rows."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench_exports", way, what, file],
        env=os.environ | {"FUND_DATABASE_URL": address},
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def run(*words: str) -> int:
    """The command line in this process, from its very beginning; its exit code."""
    sys.argv = ["fund", *words]
    try:
        runpy.run_module("fund", run_name="__main__")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def ours(what: str, file: str) -> Callable[[date], int]:
    """The export as people ask for it, as of a day."""
    if what == "ledger":
        words = ("report", "ledger", "--period", PERIOD, "-o", file, "--as-of")

        def report(cut: date) -> int:
            if run(*words, str(cut)):
                raise AssertionError("the report was refused")
            return 0

        return report

    def button(cut: date) -> int:
        view = procurement.View(as_of=cut)
        visit = procurement.Visit(here(), "demonstration", OPERATOR, True)
        offered = procurement.export(
            visit, view, "采购", procurement.workbook(Asked(procurement.View(as_of=LAST)))
        )
        if offered is None:
            raise AssertionError("the operator may export")
        Path(file).write_bytes(offered.build())
        return 0

    return button


LEDGER = """
SELECT p.id, p.recorded_on, a.occurred_on, l.code AS line, g.source, u.code AS undertaking,
    t.code AS tranche, p.stage, l.currency, p.amount_fen / 100.0 AS amount, a.kind, a.id AS act,
    n.name, a.reason, a.reference
FROM posting p JOIN act a ON a.id = p.act_id JOIN line l ON l.id = p.line_id
    JOIN programme g ON g.id = l.programme_id LEFT JOIN undertaking u ON u.id = p.undertaking_id
    LEFT JOIN tranche t ON t.id = p.tranche_id LEFT JOIN person n ON n.id = a.actor_id
WHERE p.recorded_on BETWEEN ? AND ? ORDER BY p.id
"""


def frame_of(what: str, cut: date) -> pd.DataFrame:
    """The rows the export has, amounts in yuan."""
    if what == "ledger":
        file = os.environ["FUND_DATABASE_URL"].removeprefix("sqlite:///")
        with sqlite3.connect(file) as connection:
            frame = pd.read_sql_query(LEDGER, connection, params=(f"{PERIOD}-01-01", str(cut)))
        days = ("recorded_on", "occurred_on")
        return frame.assign(**{day: pd.to_datetime(frame[day]).dt.date for day in days})
    with db.reading(here()) as session:
        seen = procurement.View(as_of=cut)
        sheet = procurement.workbook(Asked(procurement.View(as_of=LAST)))(session, OPERATOR, seen)[
            -1
        ]
    money = [column.key for column in sheet.columns if column.kind == "original"]
    frame = sheet.frame[[column.key for column in sheet.columns]]
    return frame.assign(**{key: frame[key] / 100 for key in money})


def pandas(what: str, file: str) -> Callable[[date], int]:
    """DataFrame.to_excel with openpyxl."""

    def write(cut: date) -> int:
        frame = frame_of(what, cut)
        frame.to_excel(file, engine="openpyxl", index=False)
        return len(frame)

    return write


def xlsxwriter(what: str, file: str) -> Callable[[date], int]:
    """XlsxWriter with constant_memory, each value by the method of its kind, days as days."""
    from xlsxwriter import Workbook

    def write(cut: date) -> int:
        frame = frame_of(what, cut)
        with Workbook(file, {"constant_memory": True}) as book:
            sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
            kinds = {
                date: lambda row, column, value: sheet.write_datetime(row, column, value, day),
                str: sheet.write_string,
            }
            sheet.write_row(0, 0, list(frame.columns))
            for row, values in enumerate(frame.itertuples(index=False, name=None), 1):
                for column, value in enumerate(values):
                    if value is not None and value == value:  # noqa: PLR0124  not NaN
                        kinds.get(type(value), sheet.write_number)(row, column, value)
        return len(frame)

    return write


def here() -> Any:
    """The database of the environment."""
    return db.engine(os.environ["FUND_DATABASE_URL"])


def made_here() -> None:
    """Migrate and load, in a process of its own."""
    schema.upgrade(here())
    build_load(here(), POSTINGS, contracts=SHARE)


def measured(way: str, what: str, file: str) -> dict[str, Any]:
    """One way, tried small and then measured."""
    if way == "verify":
        return spent(lambda: run("verify-report", file))
    write = {"ours": ours, "pandas": pandas, "xlsxwriter": xlsxwriter}[way](what, file)
    write(date(2025, 1, 2) if what == "ledger" else date(2024, 1, 20))
    return spent(lambda: write(ENOUGH if what == "ledger" else LAST))


def spent(do: Callable[[], int]) -> dict[str, Any]:
    """What a call takes of this process and those it starts, and what it gives."""
    whose: Iterable[int] = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    before = sum(sum(resource.getrusage(who)[:2]) for who in whose)
    rows = do()
    after = sum(sum(resource.getrusage(who)[:2]) for who in whose)
    peak, child = (resource.getrusage(who).ru_maxrss // 1024 for who in whose)
    return {"cpu": after - before, "megabytes": peak, "reader": child, "rows": rows}


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        made_here()
        print("{}")
    elif len(sys.argv) > 1:
        print(json.dumps(measured(*sys.argv[1:])))
    else:
        start = time.perf_counter()
        is_good = exports()
        print(f"{time.perf_counter() - start:.0f} s")
        sys.exit(0 if is_good else 1)
