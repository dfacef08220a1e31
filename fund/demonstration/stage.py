"""A moving clock and a list of what happens when: acts in order of day, each through its command, refusals on record."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from fund import audit, clock
from fund.access import actors
from fund.access.actors import Actor
from fund.errors import FundError

Event = Callable[["Stage"], None]


@dataclass
class Stage:
    """The session, the seeded dice, the day, and what is still to come."""

    session: Session
    dice: Random
    last: date
    day: date = date(2026, 1, 1)
    cast: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    _waiting: list[tuple[date, int, Event]] = field(default_factory=list)
    _number: Any = field(default_factory=itertools.count)
    _loaded: dict[str, Actor] = field(default_factory=dict)
    _second: int = 0

    def then(self, day: date, event: Event) -> None:
        """Something happens on a day; what lies after the last day never does. Weekends wait for Monday."""
        while day.weekday() > 4:  # Saturday and Sunday
            day += timedelta(days=1)
        if day <= self.last:
            heapq.heappush(self._waiting, (max(day, self.day), next(self._number), event))

    def run(self, on_day: Callable[[date], None]) -> None:
        """Everything in order of day."""
        while self._waiting:
            day, _number, event = heapq.heappop(self._waiting)
            if day != self.day:
                on_day(day)
                self.day, self._second = day, 0
            event(self)

    def act(self, login: str, command: Any, **arguments: Any) -> Any:
        """One act by one person, some seconds after the one before."""
        self._second += self.dice.randrange(5, 40)
        with clock.at(clock.noon(self.day) + timedelta(seconds=self._second)):
            row = command(self.session, self.actor(login), **arguments)
            self.session.flush()
            return row

    def attempt(self, login: str, command: Any, **arguments: Any) -> Any:
        """An act that may be refused: the refusal is on record and nothing else is left of it."""
        noted = len(self.session.info.get("audit", []))
        try:
            with self.session.begin_nested():
                return self.act(login, command, **arguments)
        except FundError as refusal:
            del self.session.info.get("audit", [])[noted:]
            with clock.at(clock.noon(self.day) + timedelta(seconds=self._second)):
                room = command.__module__.removeprefix("fund.").split(".")[0]
                audit.refusal(self.session, self.cast.get(login), f"{room}.{command.__name__}", refusal, arguments)
            self.refused += 1
            return None

    def actor(self, login: str) -> Actor:
        """The person, loaded once: nobody's roles change here."""
        if login not in self._loaded:
            self._loaded[login] = actors.load(self.session, self.cast[login])
        return self._loaded[login]

    def soon(self, low: int, high: int) -> date:
        """A day some days from now."""
        return self.day + timedelta(days=self.dice.randint(low, high))
