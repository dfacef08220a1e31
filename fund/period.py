"""Periods as officials write them: 2026-09, 2026-Q3, 2026-H1, 2026. The fiscal year is the calendar
year.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from fund.errors import N_, FundError


class NotAPeriod(FundError):
    """The text names no period."""

    message = N_("“{value}” is not a period. Write 2026-09, 2026-Q3, 2026-H1 or 2026.")


@dataclass(frozen=True)
class Period:
    """Whole months of one year, from ``first`` to ``last`` inclusive."""

    code: str
    first: date
    last: date

    @property
    def kind(self) -> str:
        """month, quarter, half or year."""
        return {1: "month", 3: "quarter", 6: "half", 12: "year"}[
            self.last.month - self.first.month + 1
        ]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def month_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after the day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def parse(code: str) -> Period:
    """Read a period code.

    >>> parse("2026-Q3").last
    datetime.date(2026, 9, 30)
    """
    found = re.fullmatch(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?", code, re.ASCII)
    if not found or found[1] == "0000" or found[1] == "9999":
        raise NotAPeriod(value=code)
    year, month, quarter, half = (int(part) if part else 0 for part in found.groups())
    if month:
        first, months = month, 1
    elif quarter:
        first, months = quarter * 3 - 2, 3
    elif half:
        first, months = half * 6 - 5, 6
    else:
        first, months = 1, 12
    after = next_month(date(year, first + months - 1, 1))
    return Period(code, date(year, first, 1), after - timedelta(days=1))


def month(day: date) -> Period:
    """The month a day lies in."""
    return parse(f"{day.year:04d}-{day.month:02d}")


def quarter(day: date) -> Period:
    """The quarter a day lies in."""
    return parse(f"{day.year:04d}-Q{(day.month + 2) // 3}")


def months_between(first: date, last: date) -> list[date]:
    """First days of the months from the month of ``first`` to that of ``last``, both included."""
    months = [month_of(first)]
    while months[-1] < month_of(last):
        months.append(next_month(months[-1]))
    return months
