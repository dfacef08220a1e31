"""An invented portfolio, made by the very commands people use under a moving clock, and marked as
demonstration for good.
"""

from collections.abc import Callable
from datetime import date
from types import FunctionType

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import clock, db, house
from fund.access.tables import Person
from fund.demonstration import people, programmes
from fund.demonstration.teller import Book, Chapter, Teller, workday
from fund.errors import N_, FundError
from fund.i18n import _, day

Progress = Callable[[int, int, str], None]
FIRST = date(programmes.FIRST_YEAR, 1, 4)
"""The day people and organisations are entered."""

EARLIEST = date(programmes.FIRST_YEAR, 3, 1)


class MadeAlready(FundError):
    """Something is in this database already."""

    message = N_(
        "There is a portfolio in this database already. The demonstration needs an empty one."
    )


class TooEarly(FundError):
    """The last day lies before the history could begin."""

    message = N_("The demonstration’s history begins in January 2026: choose a day from {first}.")


def build(
    engine: sa.Engine,
    seed: int = 2027,
    today: date | None = None,
    on_progress: Progress | None = None,
    *,
    scale: float = 1.0,
) -> bool:
    """Fill an empty database with the invented portfolio, its history ending the day before
    ``today``; False when it is there already.

    All of it or none: one transaction. Same seed, same day, same ``scale`` (share of a full
    portfolio): same rows. ``on_progress(done, total, words)`` is told about each day. A real or
    test database refuses, and so does one with anything in it that is not the demonstration of this
    seed.
    """
    last = today or clock.today()
    if last < EARLIEST:
        raise TooEarly(first=EARLIEST)
    return db.write(engine, lambda session: _build(session, seed, last, on_progress, scale))


def _build(
    session: Session, seed: int, today: date, on_progress: Progress | None, scale: float
) -> bool:
    made_by = db.mark(session, "demonstration", seed).seed
    if session.exec(select(Person.id).limit(1)).first() is not None:
        if made_by != seed:
            raise MadeAlready
        return False
    with clock.at(clock.noon(workday(FIRST))):
        actors = people.enter(session)
    last = date.fromordinal(today.toordinal() - 1)
    total = (last - FIRST).days

    def show(now: date) -> None:
        if on_progress:
            on_progress(
                max(0, (now - FIRST).days),
                total,
                _("Invented history up to {day}").format(day=day(now)),
            )

    teller = Teller(session, actors, last, show)
    _tell(teller, seed, today, scale)
    return True


def _tell(teller: Teller, seed: int, today: date, scale: float) -> None:
    """Everything that happens, chapter by chapter of the house, then day by day."""
    book = Book(seed, FIRST, today, scale, teller.actors, teller.made, teller.ended)
    for place in house.STORIES:
        chapter: Chapter = house.at(place, FunctionType)
        for story, day_, name in chapter(book):
            teller.begin(story, day_, name)
    teller.tell()
