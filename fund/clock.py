"""The only reader of time: instants in UTC, days in Beijing.

A demonstration or test database may live at another time (FUND_NOW, or ``at`` in the generator); a
real one never does: fund.db opens a real database only while neither is set.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """This instant, in UTC, to the microsecond."""
    return _moved.get() or _from_environment() or datetime.now(UTC)


def today() -> date:
    """The calendar day in Beijing."""
    return now().astimezone(BEIJING).date()


def is_moved() -> bool:
    """Whether time is not the real one."""
    return _moved.get() is not None or _from_environment() is not None


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Live at another instant (aware) for a while: demonstrations and tests only."""
    token = _moved.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)


def noon(day: date) -> datetime:
    """Noon of a day in Beijing, for those who only care about the day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)


def _from_environment() -> datetime | None:
    """FUND_NOW: an ISO instant, or a day (then its noon in Beijing)."""
    text = os.environ.get("FUND_NOW")
    if not text:
        return None
    if len(text) == len("2026-10-08"):
        return noon(date.fromisoformat(text)).astimezone(UTC)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(UTC)
