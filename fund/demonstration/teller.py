"""How an invented history is told: stories that wait, act as somebody and look, and the teller that
runs them day by day.
"""

import heapq
import logging
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import FundError
from fund.ledger.book import KEPT_BY_TRIGGERS
from fund.statements import HELD

OPENING, HOURS = timedelta(hours=-3), timedelta(hours=8)
"""From noon back to nine, and how long an office day is."""

HOLIDAYS = (((1, 1), (1, 3)), ((2, 15), (2, 22)), ((5, 1), (5, 5)), ((10, 1), (10, 7)))
"""First and last (month, day) of days nobody works, near enough to the real ones of any year."""


class Deed(NamedTuple):
    """One command as one person; ``refused`` is the refusal it must meet, ``keep`` the name its key
    is kept under.
    """

    who: str
    command: Callable[..., SQLModel]
    arguments: dict[str, object]
    refused: type[FundError] | None
    keep: str


Look = Callable[[Session], object]
Step = date | Deed | Look | list["Story"]
T = TypeVar("T")
Telling = Generator[Step, Any, T]
"""A part of a story that gives something. Yields a date (wait for it), a Deed (do it now, get its
key), a Look (get what it finds) or a list of stories (they begin today): what it gets is of as many
kinds as what it asks for.
"""
Story = Telling[None]
Made = Telling[int]
"""A part of a story that gives the number of what it made."""


def deed(
    who: str,
    command: Callable[..., SQLModel],
    /,
    *given: Mapping[str, object],
    refused: type[FundError] | None = None,
    keep: str = "",
    **arguments: object,
) -> Deed:
    """Say who does what; ``given`` are arguments that stand together already."""
    known = {name: value for some in given for name, value in some.items()}
    return Deed(who, command, known | arguments, refused, keep)


def workday(day: date) -> date:
    """The day, or the next one somebody is at work."""
    while day.weekday() > 4 or any(
        first <= (day.month, day.day) <= last for first, last in HOLIDAYS
    ):
        day += timedelta(days=1)
    return day


def later(rng: Random, least: int, most: int) -> date:
    """A day so many days from now, drawn between two counts."""
    return clock.today() + timedelta(days=rng.randint(least, most))


@dataclass
class Teller:
    """Runs stories in the order of days, all in one session, as the people it was given. A story
    that is refused ends there, with the refusal on record.
    """

    session: Session
    actors: dict[str, Actor]
    last: date
    on_day: Callable[[date], None]
    made: dict[str, int] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    """Undertakings nobody works on any more: their other stories stop."""
    _waiting: list[tuple[date, int, str, Story]] = field(default_factory=list)
    _begun: int = 0
    _today: date = date.min
    _deeds: int = 0
    _written: bool = False

    def __post_init__(self) -> None:
        self.session.info[HELD] = {}
        for happened, do in (
            ("loaded_as_persistent", self._hold),
            ("pending_to_persistent", self._hold),
            ("detached_to_persistent", self._wrote),
            ("after_flush", self._wrote),
        ):
            sa.event.listen(self.session, happened, do)

    def _hold(self, session: Session, row: SQLModel) -> None:
        """Keep every row that is written or read: in this one transaction nobody else changes it,
        so it is read once (fund.ledger.book.fetch), unless triggers keep it.
        """
        if not isinstance(row, KEPT_BY_TRIGGERS):
            key = sa.inspect(row).identity
            session.info[HELD][type(row), key[0] if len(key) == 1 else key] = row

    def _wrote(self, *_what: object) -> None:
        self._written = True

    def begin(self, story: Story, day: date, about: str = "") -> None:
        """Let a story start on a day; ``about`` is the undertaking whose end ends it."""
        self._begun += 1
        heapq.heappush(self._waiting, (workday(max(day, self._today)), self._begun, about, story))

    def tell(self) -> None:
        """Run everything up to the last day."""
        while self._waiting and self._waiting[0][0] <= self.last:
            day, _order, about, story = heapq.heappop(self._waiting)
            if day != self._today:
                self._turn(day)
            if about not in self.ended:
                self._follow(story, about)
        self._turn(self.last)

    def _turn(self, day: date) -> None:
        audit.seal(self.session)
        self._today, self._deeds = day, 0
        self.on_day(day)

    def _follow(self, story: Story, about: str) -> None:
        """Run a story until it waits or ends, in office hours of today."""
        answer = None
        with clock.at(self._moment()):
            while (step := _next(story, answer)) is not None:
                if isinstance(step, date):
                    self.begin(story, step, about)
                    return
                try:
                    answer = self._answer(step, about)
                except FundError as refused:
                    # each day draws other stories, and one that a rule refuses is no reason to have
                    # no portfolio
                    logging.getLogger("fund").warning(
                        "The invented story of %s breaks off on %s: %s",
                        about,
                        self._today,
                        refused.code,
                    )
                    return

    def _answer(self, step: Deed | Look | list[Story], about: str) -> object:
        if isinstance(step, Deed):
            return self._do(step)
        if isinstance(step, list):
            for other in step:
                self.begin(other, self._today, about)
            return None
        return step(self.session)

    def _moment(self) -> datetime:
        """The next instant of the day: it fills up and never ends, so that any number of deeds
        keeps its order before five.
        """
        self._deeds += 1
        spent = HOURS * (self._deeds / (self._deeds + 60))
        return clock.noon(self._today) + OPENING + timedelta(seconds=int(spent.total_seconds()))

    def _do(self, deed: Deed) -> int:
        with clock.at(self._moment()):
            if deed.refused is not None:
                return self._be_refused(deed, deed.refused)
            row = self._try(deed)
        key = int(sa.inspect(row).identity[0])
        if deed.keep:
            self.made[deed.keep] = key
        return key

    def _try(self, deed: Deed) -> SQLModel:
        """Do it whole, or note the refusal as acts.perform does and leave nothing else of it,
        inside this one transaction.
        """
        session, actor = self.session, self.actors[deed.who]
        noted = len(session.info.get("audit", []))
        driver = session.connection().connection.cursor()
        self._written = False
        driver.execute("SAVEPOINT deed")
        try:
            row = deed.command(session, actor, **deed.arguments)
            session.flush()
        except FundError as refused:
            self._forget()
            driver.execute("ROLLBACK TO SAVEPOINT deed")
            del session.info.get("audit", [])[noted:]
            room = deed.command.__module__.removeprefix("fund.").split(".")[0]
            act = f"{room}.{deed.command.__name__}"
            audit.refusal(session, actor.id, act, refused, deed.arguments)
            raise
        finally:
            # rolling back leaves a savepoint standing, which makes each later write dearer
            driver.execute("RELEASE SAVEPOINT deed")
        return row

    def _forget(self) -> None:
        """What a refused deed changed is as it was. The session's own savepoints cost as much as an
        act; where the deed had written already, the session knows nothing any more.
        """
        session = self.session
        if self._written:
            session.expunge_all()
            session.info[HELD] = {}
            return
        for row in list(session.new):
            session.expunge(row)
        for row in list(session.dirty):
            session.expire(row)

    def _be_refused(self, deed: Deed, expected: type[FundError]) -> int:
        """What must be refused is, in the way expected."""
        try:
            self._try(deed)
        except expected:
            return 0
        raise AssertionError(f"{deed.command.__name__} was not refused")


def _next(story: Story, answer: object) -> Step | None:
    try:
        return story.send(answer)
    except StopIteration:
        return None


class Book(NamedTuple):
    """What chapters are told from: the dice, the first day and the day after the last, the share of
    a full portfolio, and what was made and ended so far.
    """

    seed: int
    first: date
    today: date
    scale: float
    actors: dict[str, Actor]
    made: dict[str, int]
    ended: set[str]


class Beginning(NamedTuple):
    """A story with the day it begins on; ``name`` is what it can be ended by."""

    story: Story
    on: date
    name: str = ""


Chapter = Callable[[Book], Iterable[Beginning]]
"""A room's part of the demonstration; fund.house lists them in the order they are told in."""
