"""Working days of the Chinese calendar, from data/working_days.csv: weekdays but for the days the
State Council's yearly notice gives off, and the weekend days it has worked.
"""

from datetime import date, timedelta
from functools import cache

from fund.plan import reference

SATURDAY = 5
DAY = timedelta(days=1)


@cache
def exceptions() -> dict[date, bool]:
    """Day -> whether it is worked, of the days on which the week alone does not tell."""
    return {row["day"]: row["kind"] == "work" for row in reference.working_days()}


@cache
def years() -> frozenset[int]:
    """The years whose notice is here; in others only the week tells."""
    return frozenset(day.year for day in exceptions())


def is_worked(day: date) -> bool:
    """Whether a day is a working day.

    >>> is_worked(date(2026, 10, 7)), is_worked(date(2026, 10, 10)), is_worked(date(2026, 11, 1))
    (False, True, False)
    """
    return exceptions().get(day, day.weekday() < SATURDAY)


def after(day: date, count: int) -> date:
    """The ``count``-th working day after a day, which itself is not counted; the day itself for
    none.

    >>> after(date(2026, 9, 28), 5)
    datetime.date(2026, 10, 10)
    """
    while count > 0:
        day += DAY
        count -= is_worked(day)
    return day


def between(first: date, last: date) -> int:
    """Working days from a day, not counted, to another, counted.

    >>> between(date(2026, 9, 28), date(2026, 10, 12))
    6
    """
    return sum(is_worked(first + step * DAY) for step in range(1, (last - first).days + 1))


def is_known(first: date, last: date) -> bool:
    """Whether every year between two days has its notice here."""
    return set(range(first.year, last.year + 1)) <= years()
