"""A synthetic portfolio of any size, for measuring: the same tables, written in bulk; balances and
totals by one GROUP BY each.

Only in a database marked as demonstration. The guards are put aside while rows go in and are in
force again afterwards; fund.verify holds the result against every rule.
"""

from datetime import date, timedelta

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock, db
from fund.access.actors import OPERATOR
from fund.demonstration import bulk, placing, portfolio_rows, procurement_rows
from fund.ledger.rules import CATEGORIES, SOURCES
from fund.ledger.tables import Line, Programme, Undertaking
from fund.plan.tables import Measure, Organisation, Region
from fund.procurement.rules import METHODS

MONTHS, TRANCHES = 36, 3
FIRST = date(2024, 1, 1)
LAST = date(2026, 12, 31)
PER_UNDERTAKING = 6.5
"""Postings an undertaking has on average: those begun late have not come far."""

MILLION = 1_000_000
WHOLE_FEN = 10**14 // 8
"""Appropriated to each line for each million postings begun: what is committed stays below it."""
CONTRACTS = 0.25
"""Share of the undertakings that are contracts."""

Table = dict[str, np.ndarray]


class NotEmpty(db.MarkedAlready):
    """A load goes into an empty database."""


def build_load(
    engine: sa.Engine,
    postings: int,
    seed: int = 2027,
    bodies: int | None = None,
    contracts: float = CONTRACTS,
) -> None:
    """Fill an empty database with exactly that many postings over 36 months, of so many
    organisations, such a share of the undertakings contracts; the same seed gives the same data.
    """
    db.write(
        engine,
        lambda session: _build(
            session, postings, np.random.default_rng(seed), seed, bodies, contracts
        ),
    )


def build_processes(engine: sa.Engine, count: int, seed: int = 2027) -> None:
    """Add so many procurement processes to a load, and as many published elsewhere; the same seed
    gives the same data.
    """
    db.write(engine, lambda session: _buy(session, count, np.random.default_rng(seed)))


def _buy(session: Session, count: int, dice: np.random.Generator) -> None:
    lines = [key for key in session.exec(select(Line.id).order_by(col(Line.id))).all() if key]
    bodies = [
        key
        for key in session.exec(select(Organisation.id).where(Organisation.scheme == "LOAD")).all()
        if key
    ]
    procurement_rows.processes(session, count, lines, bodies, dice)
    procurement_rows.published(session, count, dice)
    bulk.analyse(session)
    audit.record(session, OPERATOR, "load", None, processes=count)


def _build(
    session: Session,
    postings: int,
    dice: np.random.Generator,
    seed: int,
    count: int | None,
    contracts: float,
) -> None:
    if session.exec(select(Undertaking.id).limit(1)).first() is not None:
        raise NotEmpty(kind=db.kind(session))
    db.mark(session, "demonstration", seed)
    lines = _lines(session)
    bodies = _organisations(session, count or 300 + postings // 1000)
    many = round(postings / PER_UNDERTAKING)
    undertakings = _undertakings(session, dice, many, lines, bodies, contracts)
    events = _events(undertakings)
    kept = _cut(events, postings - len(lines))
    with bulk.without_guards(session), bulk.without_indexes(session):
        _write(session, undertakings, kept, lines, postings)
        bulk.add_up(session)
        bulk.analyse(session)
        placing.place(session)
    bulk.number_on(session)
    bulk.analyse(session)
    audit.record(session, OPERATOR, "load", None, postings=postings, seed=seed)


def _lines(session: Session) -> list[int]:
    """One programme a measure, a line for each of three years."""
    made = []
    for number, key in enumerate(session.exec(select(Measure.key).order_by(Measure.key)).all()):
        programme = Programme(
            code=f"L{key}",
            title=f"示例负载 {key}",
            measure=key,
            source=list(SOURCES)[number % len(SOURCES)],
        )
        session.add(programme)
        session.flush()
        for year in range(FIRST.year, LAST.year + 1):
            line = Line(code=f"L{key}-{year}", programme_id=programme.id or 0, fiscal_year=year)
            session.add(line)
            session.flush()
            made.append(line.id or 0)
    return made


def _organisations(session: Session, count: int) -> list[int]:
    rows = [
        {
            "scheme": "LOAD",
            "identifier": str(n),
            "name": f"示例负载单位 {n}",
            "region_code": "",
            "is_demonstration": True,
        }
        for n in range(count)
    ]
    session.execute(sa.insert(Organisation), rows)
    return [
        key
        for key in session.exec(select(Organisation.id).where(Organisation.scheme == "LOAD")).all()
        if key
    ]


def _undertakings(
    session: Session,
    dice: np.random.Generator,
    count: int,
    lines: list[int],
    bodies: list[int],
    contracts: float,
) -> Table:
    """Who, where, which line, when it begins (days from FIRST), the amount of each tranche in
    fen.
    """
    regions = np.array(session.exec(select(Region.code)).all())
    starts = np.sort(dice.integers(0, (LAST - FIRST).days - 40, count))
    years = np.array([(FIRST + timedelta(days=int(day))).year - FIRST.year for day in starts])
    programme = dice.integers(0, len(lines) // 3, count)
    return {
        "id": np.arange(1, count + 1),
        "start": starts,
        "line": np.array(lines)[programme * 3 + years],
        "body": np.array(bodies)[dice.integers(0, len(bodies), count)],
        "region": regions[dice.integers(0, len(regions), count)],
        "contract": dice.random(count) < contracts,
        "category": np.array(list(CATEGORIES))[dice.integers(0, len(CATEGORIES), count)],
        "method": np.array(list(METHODS))[dice.integers(0, len(METHODS), count)],
        "amounts": dice.integers(10_000_000, 900_000_000, (count, TRANCHES)),
        "sign": starts + dice.integers(5, 30, count),
        "promised": dice.integers(60, 500, (count, TRANCHES)).cumsum(axis=1) // 2,
        "late": dice.integers(-10, 120, (count, TRANCHES)),
        "bank": dice.integers(3, 40, (count, TRANCHES)),
    }


def _events(of: Table) -> Table:
    """Acts with the day they happen, in order of day: kind 0 enter, 1 decide, 2 sign, 3 accept, 4
    pay; postings each writes.
    """
    count = len(of["id"])
    accept = of["sign"][:, None] + of["promised"] + of["late"]
    pay = accept + of["bank"]
    parts = [(0, of["start"], -1), (1, of["start"] + 2, -1), (2, of["sign"], -1)]
    parts += [(3, accept[:, k], k) for k in range(TRANCHES)] + [
        (4, pay[:, k], k) for k in range(TRANCHES)
    ]
    index = np.arange(count)
    kind = np.concatenate([np.full(count, code) for code, _day, _k in parts])
    day = np.concatenate([days for _code, days, _k in parts])
    tranche = np.concatenate([np.full(count, k) for _code, _day, k in parts])
    which = np.concatenate([index] * len(parts))
    happened = day <= (LAST - FIRST).days
    order = np.lexsort((kind[happened], day[happened]))
    entries = np.array([0, 1, TRANCHES, 1, 1])
    kept = {
        "kind": kind[happened][order],
        "day": day[happened][order],
        "tranche": tranche[happened][order],
        "which": which[happened][order],
    }
    return kept | {"entries": entries[kept["kind"]]}


def _cut(events: Table, postings: int) -> Table:
    """The first acts that together write at most that many postings."""
    kept = int(np.searchsorted(events["entries"].cumsum(), postings, side="right"))
    return {name: values[:kept] for name, values in events.items()}


def _write(session: Session, of: Table, acts: Table, lines: list[int], postings: int) -> None:
    """Rows of every table; what the acts leave to the size asked for is appropriated in further
    small acts.
    """
    missing = postings - len(lines) - int(acts["entries"].sum())
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    known = np.zeros(len(of["id"]), dtype=np.int8)
    np.maximum.at(known, acts["which"], np.minimum(acts["kind"], 2).astype(np.int8) + 1)
    done = {code: np.zeros((len(of["id"]), TRANCHES), dtype=np.int64) for code in (3, 4)}
    for code, seen in done.items():
        rows = acts["kind"] == code
        seen[acts["which"][rows], acts["tranche"][rows]] = acts["day"][rows] + 1
    writer = portfolio_rows.Writer(session, days, of, known, done)
    writer.undertakings()
    whole = WHOLE_FEN * -(-postings // MILLION)
    appropriated = [(line, whole) for line in lines] + [
        (lines[n % len(lines)], 100) for n in range(missing)
    ]
    writer.ledger(acts, appropriated)
    writer.milestones()


def newest() -> date:
    """The last day of a load, for as-of views."""
    return min(LAST, max(clock.today(), FIRST))
