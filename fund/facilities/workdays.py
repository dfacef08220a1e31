"""Working days of the People's Republic: holidays and the weekends worked for them, as the State
Council's General Office announced them for the years listed; in other years Monday to Friday.
"""

from datetime import date, timedelta

OFF = {
    2025: "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02"
    " 10-03 10-06 10-07 10-08",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25"
    " 10-01 10-02 10-05 10-06 10-07",
}
"""Weekdays nobody works, by year; read from chinesecalendar 1.11.0 (MIT)."""
WORKED = {
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}
"""Weekends that are worked, from the same."""
HOLIDAYS = frozenset(
    date.fromisoformat(f"{year}-{day}") for year, days in OFF.items() for day in days.split()
)
MADE_UP = frozenset(
    date.fromisoformat(f"{year}-{day}") for year, days in WORKED.items() for day in days.split()
)


def is_working(day: date) -> bool:
    """Whether people work on a day.

    >>> is_working(date(2026, 10, 10)), is_working(date(2026, 10, 7)), is_working(date(2026, 11, 1))
    (True, False, False)
    """
    return day in MADE_UP or (day.weekday() < 5 and day not in HOLIDAYS)


def is_announced(year: int) -> bool:
    """Whether the holidays of a year are known here."""
    return year in OFF


def between(asked: date, decided: date) -> int:
    """Working days from a day, not counted, to another, counted.

    >>> between(date(2026, 9, 28), date(2026, 10, 12))
    6
    """
    days = (decided - asked).days
    return sum(is_working(asked + timedelta(days=step)) for step in range(1, days + 1))
