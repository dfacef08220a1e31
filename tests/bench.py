"""Ratios measured in one run: python -m tests.bench [--small N] [--large N]. The overview's queries, one filter at a time.

A target missed is an exit code of 1. Databases are kept in build/bench, so that a second run is quick.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import db, period, schema
from fund.access.actors import OPERATOR
from fund.demonstration.load import LAST, build_load
from fund.ledger.tables import Undertaking
from fund.ledger.view import View
from fund.portfolio import queries
from tests.conftest import _server

TARGET = 1.5
ROUNDS = 15
FOLDER = Path(__file__).parents[1] / "build" / "bench"
BLOCKS = ("chain", "curve", "allocation", "regions", "categories", "counts", "attention", "ahead")


def views(session: Session) -> dict[str, View]:
    """No filter and one filter at a time; two together are reported only."""
    one = session.exec(select(Undertaking).where(Undertaking.status == "active").order_by(sa.desc(Undertaking.id))).first()
    today = View(as_of=LAST)
    return {
        "no filter": today,
        "measure": today.only(measure="A3"),
        "province": today.only(region=one.region_code),
        "organisation": today.only(organisation_id=one.organisation_id),
        "period": today.only(period=period.parse("2026-Q3")),
        "as of a past day": View(as_of=date(2026, 3, 17)),
        "measure and province (reported)": today.only(measure="A3", region=one.region_code),
    }


Times = dict[str, tuple[float, float]]


def milliseconds(engine: sa.Engine, view: View) -> list[float]:
    """One run of everything the overview asks, block by block, on a fresh snapshot."""
    found = []
    with db.reading(engine) as session:
        for name in BLOCKS:
            start = time.perf_counter()
            getattr(queries, name)(session, OPERATOR, view)
            found.append((time.perf_counter() - start) * 1000)
    return found


def compare(small: sa.Engine, large: sa.Engine) -> dict[str, Times]:
    """Median milliseconds of each view on both, in all ("overview") and by block; taken in turn so that a slow moment meets both."""
    found = {}
    with db.reading(small) as one, db.reading(large) as other:
        pairs = {name: (view, views(other)[name]) for name, view in views(one).items()}
    for name, (view_small, view_large) in pairs.items():
        runs = [(milliseconds(small, view_small), milliseconds(large, view_large)) for _round in range(ROUNDS)][2:]
        found[name] = {"overview": tuple(statistics.median(sum(run[size]) for run in runs) for size in (0, 1))}
        for place, block in enumerate(BLOCKS):
            found[name][block] = tuple(statistics.median(run[size][place] for run in runs) for size in (0, 1))
    return found


def sqlite(postings: int) -> sa.Engine:
    """A load of that size, made once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"load-{postings}.db"
    engine = db.engine(f"sqlite:///{file}")
    if not file.exists():
        print(f"making {postings:,} postings on SQLite", flush=True)
        schema.upgrade(engine)
        build_load(engine, postings)
    return engine


def postgres(pattern: str, postings: int) -> sa.Engine:
    """The same on PostgreSQL."""
    print(f"making {postings:,} postings on PostgreSQL", flush=True)
    admin = sa.create_engine(pattern.replace("NAME", "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE load{postings}"))
    engine = db.engine(pattern.replace("NAME", f"load{postings}"))
    schema.upgrade(engine)
    build_load(engine, postings)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))  # what a running server does by itself after so many rows
    return engine


def told(name: str, found: dict[str, Times]) -> bool:
    """Print the ratios, and block by block where one misses its target; whether each that has a target meets it."""
    good = True
    for view, times in found.items():
        small, large = times["overview"]
        is_missed = large / small > TARGET and "reported" not in view
        good &= not is_missed
        mark = f"MISSED (target {TARGET})" if is_missed else "" if "reported" in view else "ok"
        print(f"{name:11} overview, {view:32} {small:8.1f} ms {large:8.1f} ms  ratio {large / small:5.2f} {mark}", flush=True)
        for block in BLOCKS if is_missed else ():
            print(f"{'':20} {block:32} {times[block][0]:8.1f} ms {times[block][1]:8.1f} ms", flush=True)
    return good


def main() -> int:
    """Both databases; 1 when a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    chosen = parser.parse_args()
    good = True
    if chosen.only != "postgres":
        good &= told("SQLite", compare(sqlite(chosen.small), sqlite(chosen.large)))
    if chosen.only != "sqlite":
        good &= on_postgres(chosen.small, chosen.large)
    return 0 if good else 1


def on_postgres(small: int, large: int) -> bool:
    """A server for this run; databases of both sizes."""
    folder = tempfile.mkdtemp(prefix="fund-bench")
    subprocess.run(["chown", "postgres", folder], check=True)
    _server("initdb", "-D", f"{folder}/d", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c shared_buffers=512MB -c max_wal_size=4GB"
    _server("pg_ctl", "-D", f"{folder}/d", "-w", "-l", f"{folder}/log", "-o", options, "start")
    try:
        pattern = f"postgresql+psycopg://postgres@/NAME?host={folder}"
        return told("PostgreSQL", compare(postgres(pattern, small), postgres(pattern, large)))
    finally:
        _server("pg_ctl", "-D", f"{folder}/d", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
