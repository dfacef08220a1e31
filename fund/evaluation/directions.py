"""Years under evaluation of direction on screen and in a workbook: each part with its figure, where
it comes from and its points; what is missing is told, not counted as nothing.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple, TypedDict

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.closing.tables import Closing
from fund.columns import table_of
from fund.errors import N_, NotFound
from fund.evaluation import bands, known, scheme
from fund.evaluation.bands import Part, Tally
from fund.evaluation.known import Known
from fund.evaluation.tables import (
    Direction,
    DirectionEvent,
    DirectionFigure,
    DirectionScheme,
    DirectionStatement,
)
from fund.frames import by_name, row_of

YEARS = [
    "direction_id",
    "fiscal_year",
    "status",
    "total",
    "missing",
    "grade",
    "promised_on",
    "signatory",
    "version",
]
"""Columns of ``years``; total and missing are points."""
HISTORY = ["recorded_at", "kind", "actor", "reason", "signatory", "sha256"]
PLACES = Decimal("0.000001")
AFTER = {
    "promise_direction": "submitted",
    "approve_direction": "approved",
    "return_direction": "draft",
}
"""Act -> the status it leads to."""

DIRECTION, SCHEME = table_of(Direction), table_of(DirectionScheme)
EVENT, FIGURE = table_of(DirectionEvent), table_of(DirectionFigure)
STATEMENT = table_of(DirectionStatement)


class Row(NamedTuple):
    """A part on a day. ``value`` is None, and ``points``, while nothing is known; ``origin`` says
    whether it is known from the ledger, stated or missing; ``known`` is what the ledger knows.
    """

    part: Part
    known: Known
    value: Decimal | None = None
    points: Decimal | None = None
    origin: str = "missing"
    source: str = ""
    stated_by: str = ""
    sha256: str | None = None
    statement_id: int | None = None


class Statement(NamedTuple):
    """What was stated of a part, where it was read, who stated it and when."""

    id: int
    part: str
    value: Decimal | None
    source: str
    sha256: str | None
    recorded_on: date
    name: str


class Figure(NamedTuple):
    """A part as it was promised: of DirectionFigure."""

    part: str
    value: Decimal
    part_fen: int | None
    whole_fen: int | None
    points: Decimal
    statement_id: int | None


class Stored(TypedDict):
    """What is stored of a year, with the status it had on a day and the promise that counts."""

    direction_id: int
    fiscal_year: int
    status: str
    version: int
    as_of: date
    event_id: int | None
    promised_on: date | None
    signatory: str
    promise: str | None


class YearFacts(Stored):
    """A year with what it comes to, in points."""

    total: Decimal
    missing: Decimal
    grade: str


class Year(NamedTuple):
    """A year on a day: what is stored of it, its parts, what they come to."""

    facts: YearFacts
    rows: tuple[Row, ...]
    tally: Tally


def rounded(value: Fraction) -> Decimal:
    """To six places, half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(PLACES, ROUND_HALF_UP)


def scheme_of(session: Session, as_of: date) -> list[Part]:
    """The scheme in force on a day: the latest that was set, else the one shipped."""
    stored = session.execute(
        sa.select(SCHEME.c.parts)
        .where(SCHEME.c.recorded_on <= as_of)
        .order_by(SCHEME.c.id.desc())
        .limit(1)
    ).scalar()
    return scheme.shipped() if stored is None else bands.read(stored)


def is_closed(session: Session, year: int) -> bool:
    """Whether the books of a year are closed."""
    table = table_of(Closing)
    statement = sa.select(table.c.closed_on).where(table.c.period == str(year))
    last = session.execute(statement.order_by(table.c.id.desc()).limit(1)).scalar()
    return last is not None


def year(session: Session, actor: Actor, fiscal_year: int, as_of: date | None = None) -> Year:
    """A year as known on a day: a draft with the figures of then, a promised one with those it was
    promised with.
    """
    actor.must("see_portfolio")
    day = as_of or clock.today()
    facts = _facts(session, fiscal_year, day)
    if facts["status"] == "draft":
        rows = _drafted(session, actor, facts, day)
    else:
        rows = _promised(session, facts)
    tally = bands.tally([row.part for row in rows], {row.part.key: row.points for row in rows})
    return Year(row_of(facts | tally._asdict(), YearFacts), tuple(rows), tally)


def years(session: Session, actor: Actor, as_of: date | None = None) -> pd.DataFrame:
    """Every year begun by a day, the latest first: YEARS."""
    actor.must("see_portfolio")
    day = as_of or clock.today()
    begun = sa.exists().where(EVENT.c.direction_id == DIRECTION.c.id, EVENT.c.recorded_on <= day)
    keys = session.execute(
        sa.select(DIRECTION.c.fiscal_year).where(begun).order_by(DIRECTION.c.fiscal_year.desc())
    ).scalars()
    rows = [by_name(year(session, actor, key, day).facts) for key in keys]
    return pd.DataFrame(
        [[row[name] for name in YEARS] for row in rows], columns=YEARS, dtype=object
    )


def history(session: Session, actor: Actor, direction_id: int) -> pd.DataFrame:
    """What was done on it, the latest first: HISTORY."""
    actor.must("see_portfolio")
    person = table_of(Person)
    rows = session.execute(
        sa.select(
            *EVENT.c["recorded_at", "kind"],
            sa.func.coalesce(person.c.name, ""),
            *EVENT.c["reason", "signatory", "sha256"],
        )
        .outerjoin(person, person.c.id == EVENT.c.actor_id)
        .where(EVENT.c.direction_id == direction_id)
        .order_by(EVENT.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=HISTORY)


def _facts(session: Session, fiscal_year: int, day: date) -> Stored:
    found = session.execute(
        sa.select(DIRECTION.c.id, DIRECTION.c.version).where(DIRECTION.c.fiscal_year == fiscal_year)
    ).first()
    events = session.execute(
        sa.select(EVENT)
        .where(EVENT.c.direction_id == (found.id if found else 0), EVENT.c.recorded_on <= day)
        .order_by(EVENT.c.id)
    ).all()
    if found is None or not events:
        raise NotFound(kind=N_("evaluation of direction"), key=fiscal_year)
    status, promise = "draft", None
    for event in events:
        status = AFTER.get(event.kind, status)
        if event.kind == "promise_direction":
            promise = event
    promise = promise if status != "draft" else None
    return {
        "direction_id": found.id,
        "fiscal_year": fiscal_year,
        "status": status,
        "version": found.version,
        "as_of": min(day, last_day(fiscal_year)),
        "event_id": promise.id if promise else None,
        "promised_on": promise.recorded_on if promise else None,
        "signatory": promise.signatory if promise else "",
        "promise": promise.sha256 if promise else None,
    }


def stated(session: Session, direction_id: int, day: date) -> dict[str, Statement]:
    """The statement that counts of each part on a day."""
    rows = _statements(session, direction_id)
    return {row.part: row for row in rows if row.recorded_on <= day}


def _drafted(session: Session, actor: Actor, facts: Stored, day: date) -> list[Row]:
    told = stated(session, facts["direction_id"], day)
    fund = known.fund(session, actor, facts["as_of"], day)
    return [drafted(part, known.figure(fund, part), told) for part in scheme_of(session, day)]


def drafted(part: Part, figure: Known, told: Mapping[str, Statement]) -> Row:
    """A part of a draft: what the ledger knows counts; else what was stated (by part), where
    something was.
    """
    if figure.value is not None:
        reached = bands.points(part, figure.value)
        return Row(part, figure, rounded(figure.value), reached, "ledger")
    said = told.get(part.key)
    if said is None or said.value is None:
        return Row(part, figure)
    return _of_statement(Row(part, figure, said.value, bands.points(part, said.value)), said)


def last_day(fiscal_year: int) -> date:
    """The day a year is judged on."""
    return date(fiscal_year, 12, 31)


def _of_statement(row: Row, told: Statement) -> Row:
    return row._replace(
        origin="stated",
        source=told.source,
        stated_by=told.name,
        sha256=told.sha256,
        statement_id=told.id,
    )


def _promised(session: Session, facts: Stored) -> list[Row]:
    """The parts as they were promised."""
    stored = session.execute(
        sa.select(DIRECTION.c.scheme).where(DIRECTION.c.id == facts["direction_id"])
    ).scalar_one()
    figures = promised(session, facts["event_id"])
    told = {row.id: row for row in _statements(session, facts["direction_id"])}
    return [_kept(part, figures.get(part.key), told) for part in bands.read(stored)]


def _kept(part: Part, figure: Figure | None, told: Mapping[int, Statement]) -> Row:
    if figure is None:
        return Row(part, Known())
    row = Row(
        part,
        Known(Fraction(figure.value), figure.part_fen, figure.whole_fen),
        figure.value,
        figure.points,
        "ledger",
    )
    if figure.statement_id is None:
        return row
    return _of_statement(row, told[figure.statement_id])


def promised(session: Session, event_id: int | None) -> dict[str, Figure]:
    """The figures of a promise, by part."""
    asking = sa.select(*FIGURE.c[Figure._fields]).where(FIGURE.c.event_id == event_id)
    return {row.part: Figure(*row) for row in session.execute(asking)}


def _statements(session: Session, direction_id: int) -> list[Statement]:
    person = table_of(Person)
    rows = session.execute(
        sa.select(
            *STATEMENT.c["id", "part", "value", "source", "sha256", "recorded_on"],
            sa.func.coalesce(person.c.name, ""),
        )
        .outerjoin(person, person.c.id == STATEMENT.c.recorded_by)
        .where(STATEMENT.c.direction_id == direction_id)
        .order_by(STATEMENT.c.id)
    )
    return [Statement(*row) for row in rows]
