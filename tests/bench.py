"""Ratios measured in one run: python -m tests.bench [--small N] [--large N]. The overview's
queries, one filter at a time, and those of every list.

A target missed is an exit code of 1. Databases are kept in build/bench, so that a second run is
quick.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import db, period, schema
from fund.access.actors import OPERATOR
from fund.demonstration.load import LAST, build_load, build_processes
from fund.ledger import queries as ledger
from fund.ledger.tables import Undertaking
from fund.ledger.view import View
from fund.portfolio import queries
from fund.procurement import delivered, flagged, processes
from fund.procurement import queries as buying_queries
from fund.published import classified
from fund.published import flagged as published_flags
from fund.suppliers import queries as suppliers
from fund.targets import queries as targets
from fund.targets.scores import BACKTEST
from tests import bench_lists, bench_registers
from tests.bench_bulk import bulk
from tests.bench_debris import board, conjunctions
from tests.bench_exports import exports
from tests.bench_facilities import compared as facilities
from tests.bench_holdings import SIZES, filled, measured
from tests.bench_holdings import compared as instruments
from tests.bench_pages import people, served
from tests.bench_proxied import OPTIONS, behind_a_proxy
from tests.bench_reruns import compared as reruns
from tests.bench_rivals import compared as rivals
from tests.bench_starts import starts
from tests.servers import Server, postgresql, vacuumed
from tests.targets import backtest, scale

TARGET = 1.5
TWICE = 2.0
ROUNDS = 15
FOLDER = Path(__file__).parents[1] / "build" / "bench"
BOUGHT = ("processes", "contracts", "organisations", "published")
"""Lists measured beside many processes too."""
BLOCKS = ("chain", "curve", "allocation", "regions", "categories", "counts", "attention", "ahead")


def views(session: Session) -> dict[str, View]:
    """No filter and one filter at a time; two together are reported only."""
    one = session.exec(
        select(Undertaking).where(Undertaking.status == "active").order_by(sa.desc(Undertaking.id))
    ).first()
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
    """Median milliseconds of each view on both, in all ("overview") and by block; taken in turn so
    that a slow moment meets both.
    """
    found = {}
    with db.reading(small) as one, db.reading(large) as other:
        pairs = {name: (view, views(other)[name]) for name, view in views(one).items()}
    for name, (view_small, view_large) in pairs.items():
        runs = [
            (milliseconds(small, view_small), milliseconds(large, view_large))
            for _round in range(ROUNDS)
        ][2:]
        found[name] = {
            "overview": tuple(statistics.median(sum(run[size]) for run in runs) for size in (0, 1))
        }
        for place, block in enumerate(BLOCKS):
            found[name][block] = tuple(
                statistics.median(run[size][place] for run in runs) for size in (0, 1)
            )
    return found


def buying(code: str) -> dict[str, Callable[[Session], object]]:
    """What the pages of procurement processes ask: their name and the query. ``code`` is one
    process.
    """

    def one(session: Session) -> None:
        found = processes.process(session, OPERATOR, code)
        processes.bids(session, OPERATOR, found["id"])
        processes.timeline(session, OPERATOR, found["id"], found["undertaking_id"])

    def supplier(session: Session) -> None:
        first = suppliers.organisation(session, OPERATOR, 1)
        for query in (suppliers.held, suppliers.offers, suppliers.marks, suppliers.merges):
            query(session, OPERATOR, first["organisation_id"])

    return {
        "counts by stage": lambda session: processes.counts(session, OPERATOR),
        "one process": one,
        "hands in one process": lambda session: processes.hands(session, OPERATOR, 7),
        "red flags": lambda session: flagged.flags(session, OPERATOR),
        "red flags answered": lambda session: flagged.dispositions(session, OPERATOR),
        "competition": lambda session: flagged.competition(session, OPERATOR),
        "suppliers, entered twice": lambda session: suppliers.entered_twice(session, OPERATOR),
        "suppliers, merges": lambda session: suppliers.merges(session, OPERATOR),
        "suppliers to choose from": lambda session: ledger.bodies(session, OPERATOR),
        "one supplier": supplier,
        "frameworks to call off from": lambda session: processes.frameworks(session, OPERATOR),
        **contracts(),
        **published_elsewhere(),
    }


def contracts() -> dict[str, Callable[[Session], object]]:
    """What the page of procurement asks of the fund's own contracts beside their list."""
    today = View(as_of=LAST)
    return {
        "overview: categories": lambda session: queries.categories(session, OPERATOR, today),
        "overview: methods": lambda session: buying_queries.by_method(session, OPERATOR, today),
        "overview: suppliers, HHI": lambda session: suppliers.holders(session, OPERATOR, today),
        "overview: unit prices": lambda session: delivered.unit_prices(session, OPERATOR, today),
    }


def published_elsewhere() -> dict[str, Callable[[Session], object]]:
    """What the pages ask of as many processes published elsewhere, beside their list."""
    return {
        "published, rules applied": lambda session: classified.rules_applied(session, OPERATOR),
        "published, red flags": lambda session: published_flags.flags(session, OPERATOR),
    }


def procurement_processes(
    small: sa.Engine, large: sa.Engine, count_small: int, count_large: int
) -> bool:
    """Procurement processes, 100,000 against 1,000: each query of their pages, then their lists."""
    good = True
    asked = [buying(f"LB-{count - 10:06d}") for count in (count_small, count_large)]
    pairs = zip(asked[0].items(), asked[1].values(), strict=True)
    for (name, ask_small), ask_large in pairs:
        one, other = medians(small, large, ask_small, ask_large)
        if (
            other / one > TARGET
            # a query of a millisecond misses when the machine is busy for a moment; one that grows
            # misses again
        ):
            one, other = medians(small, large, ask_small, ask_large)
        is_missed = other / one > TARGET
        good &= not is_missed
        print(
            f"procurement processes {count_large:,} against {count_small:,}, {name:28} {one:8.2f}"
            f" ms {other:8.2f} ms  ratio {other / one:5.2f}"
            f" {f'MISSED (target {TARGET})' if is_missed else 'ok'}",
            flush=True,
        )
    return bench_lists.told(small, large, BOUGHT) and good


def medians(
    small: sa.Engine,
    large: sa.Engine,
    ask_small: Callable[[Session], object],
    ask_large: Callable[[Session], object],
) -> tuple[float, float]:
    """Median milliseconds of one query on both, taken in turn so that a slow moment meets both."""
    runs = [(timed(small, ask_small), timed(large, ask_large)) for _round in range(ROUNDS)][2:]
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def timed(engine: sa.Engine, ask: Callable[[Session], object]) -> float:
    """Milliseconds of one query on a fresh snapshot."""
    with db.reading(engine) as session:
        start = time.perf_counter()
        ask(session)
        return (time.perf_counter() - start) * 1000


def bought(engine: sa.Engine, count: int) -> sa.Engine:
    """The engine with so many processes beside a small load, made once."""
    schema.upgrade(engine)
    with db.reading(engine) as session:
        is_made = session.exec(select(Undertaking.id).limit(1)).first() is not None
    if not is_made:
        print(f"making {count:,} procurement processes", flush=True)
        build_load(engine, round(count * 6.5), bodies=60)
        build_processes(engine, count)
        if engine.dialect.name == "postgresql":
            vacuumed(engine)
    return engine


def processes_on_sqlite(count_small: int, count_large: int) -> bool:
    """Both sizes on SQLite."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    small, large = (
        bought(db.engine(f"sqlite:///{FOLDER}/bought-{count}.db"), count)
        for count in (count_small, count_large)
    )
    return procurement_processes(small, large, count_small, count_large)


def outlooks(count_small: int, count_large: int) -> bool:
    """Time a target, many targets with ten milestones each against few; the same moment gives the
    same forecasts.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    view, engines = View(as_of=LAST), {}
    for count in (count_small, count_large):
        file = FOLDER / f"targets-{count}.db"
        engines[count] = db.engine(f"sqlite:///{file}")
        if not file.exists():
            print(f"making {count} targets", flush=True)
            scale.build(engines[count], count)
        with db.reading(engines[count]) as session:
            one, other = (targets.outlooks(session, OPERATOR, view) for _time in range(2))
        if (
            one["quantiles"].tolist() != other["quantiles"].tolist()
            or one["inputs"].tolist() != other["inputs"].tolist()
        ):
            raise AssertionError("two forecasts of one moment differ")
        if not all(one["levers"]):
            raise AssertionError(
                "a target was not told: nothing was measured", one["refusal"].iloc[0]
            )
    runs = [
        [
            timed(engine, lambda session: targets.outlooks(session, OPERATOR, view)) / count
            for count, engine in engines.items()
        ]
        for _round in range(6)
    ][1:]
    times = [
        statistics.median(run[size] for run in runs) for size in (0, 1)
    ]  # taken in turn, so that a slow moment meets both
    ratio = times[1] / times[0]
    print(
        f"outlooks, {count_large} targets against {count_small}, ms a target: {times[0]:.2f}"
        f" {times[1]:.2f}  ratio {ratio:.2f}"
        f" {'ok' if ratio < TWICE else f'MISSED (target {TWICE})'}",
        flush=True,
    )
    return ratio < TWICE


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


def postgres(server: Server, postings: int) -> sa.Engine:
    """The same on PostgreSQL."""
    print(f"making {postings:,} postings on PostgreSQL", flush=True)
    engine = server.fresh(f"load{postings}")
    schema.upgrade(engine)
    build_load(engine, postings)
    vacuumed(engine)
    return engine


def told(name: str, found: dict[str, Times]) -> bool:
    """Print the ratios, and block by block where one misses its target; whether each that has a
    target meets it.
    """
    good = True
    for view, times in found.items():
        small, large = times["overview"]
        is_missed = large / small > TARGET and "reported" not in view
        good &= not is_missed
        mark = f"MISSED (target {TARGET})" if is_missed else "" if "reported" in view else "ok"
        print(
            f"{name:11} overview, {view:32} {small:8.1f} ms {large:8.1f} ms  ratio"
            f" {large / small:5.2f} {mark}",
            flush=True,
        )
        for block in BLOCKS if is_missed else ():
            print(
                f"{'':20} {block:32} {times[block][0]:8.1f} ms {times[block][1]:8.1f} ms",
                flush=True,
            )
    return good


def tried() -> bool:
    """The outlook's method on real launches, over all and by kind; whether the bars hold and the
    page tells the same.
    """
    if not backtest.LAUNCHES.exists():
        print(
            "the outlook's method was not tried: ../shared/data is not beside this clone",
            flush=True,
        )
        return True
    found = backtest.tried()
    for name, some in (
        ("all", found),
        *(
            (kind, [one for one in found if kind in (one.grain, one.aggregation)])
            for kind in ("year", "quarter", "sum", "latest", "max")
        ),
    ):
        print(
            f"outlook on real launches, {name:8}"
            + "  ".join(
                f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}"
                for key, value in backtest.told(some).items()
            ),
            flush=True,
        )
    over_all = {key: round(value, 3) for key, value in backtest.told(found).items()}
    held = {
        "cover 0.75 to 0.90": 0.75 <= over_all["cover"] <= 0.90,
        "skill at least 0.35": over_all["skill"] >= 0.35,
        "brier at most 0.19": over_all["brier"] <= 0.19,
        "the page tells the same": all(
            abs(value - BACKTEST[name]) < 0.000501 for name, value in backtest.told(found).items()
        ),
    }
    for bar, is_held in held.items():
        print(f"outlook on real launches, {bar}: {'ok' if is_held else 'MISSED'}", flush=True)
    return all(held.values())


def main() -> int:
    """Both databases; 1 when a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    parser.add_argument("--processes-only", action="store_true")
    chosen = parser.parse_args()
    good = starts()
    good &= tried()
    good &= exports() if chosen.only != "postgres" else True
    good &= bulk() if chosen.only != "postgres" else True
    good &= outlooks(50, 500)
    good &= conjunctions() if chosen.only != "postgres" else True
    good &= facilities() if chosen.only != "postgres" else True
    good &= bench_registers.on_sqlite() if chosen.only != "postgres" else True
    good &= instruments() if chosen.only != "postgres" else True
    good &= processes_on_sqlite(1_000, 100_000) if chosen.only != "postgres" else True
    if chosen.only != "postgres" and not chosen.processes_only:
        good &= whole("SQLite", sqlite(chosen.small), sqlite(chosen.large))
        good &= rivals((chosen.large,), with_superset=True, with_pages=True)
        good &= reruns(chosen.large)
        good &= crowds(chosen.large)
    if chosen.only != "sqlite":
        good &= on_postgres(chosen.small, chosen.large, is_whole=not chosen.processes_only)
    return 0 if good else 1


def crowds(postings: int) -> bool:
    """Ten, fifty and a hundred people at once on one process."""
    with served(postings) as here:
        good = [people(here, count, seconds=60) for count in (10, 50, 100)]
    return all(good)


def on_postgres(small: int, large: int, *, is_whole: bool) -> bool:
    """A server for this run; databases of both sizes."""
    with postgresql(OPTIONS) as server:
        engines = [bought(server.fresh(f"processes{count}"), count) for count in (1_000, 100_000)]
        good = procurement_processes(*engines, 1_000, 100_000)
        boards = [server.fresh(f"board{count}") for count in (1_000, 100_000)]
        good &= board(*(one.url.render_as_string(hide_password=False) for one in boards))
        good &= bench_registers.on_postgresql(server)
        pair = [filled(server.fresh(f"instruments{count}"), count) for count in SIZES]
        good &= measured(*pair)
        if not is_whole:
            return good
        good &= whole("PostgreSQL", postgres(server, small), full := postgres(server, large))
        return behind_a_proxy(full, 300, 50, seconds=60) and good


def whole(name: str, small: sa.Engine, large: sa.Engine) -> bool:
    """The overview's queries, then every list's."""
    good = told(name, compare(small, large))
    return bench_lists.told(small, large) and good


if __name__ == "__main__":
    sys.exit(main())
