"""Days and times as lists of launches write them, each with how exactly it is said. Pure."""

import re
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

PIVOT = 57
"""Years of two digits from here on are of the last century: the first launch was in 1957."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
GCAT = re.compile(
    r"(?P<year>\d{4})(?: (?P<month>[A-Z][a-z]{2})(?:\s+(?P<day>\d{1,2})"
    r"(?: (?P<hour>\d{2})(?:h|(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?))?)?)?"
    r"(?P<vague>\?)?"
)
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


class Moment(NamedTuple):
    """The first day of what is said, the instant where it says one, how exactly, and whether it is
    marked as doubtful.
    """

    day: date
    at: datetime | None
    precision: str
    is_vague: bool = False


def of_log(text: str, zone: tzinfo) -> Moment | None:
    """A moment of the GCAT log, None for what is none: “2021 Jul  3 1051:15?”."""
    found = GCAT.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    held = found.groupdict()
    month = MONTHS.index(held["month"]) + 1 if held["month"] in MONTHS else 1
    if held["month"] and held["month"] not in MONTHS:
        return None
    try:
        day = date(int(held["year"]), month, int(held["day"] or 1))
        at = _at(day, held["hour"], held["minute"], held["second"], zone)
    except ValueError:
        return None
    fine = ("second", "minute", "hour", "day", "month")
    precision = next((name for name in fine if held[name]), "year")
    return Moment(day, at, precision, bool(held["vague"]))


def of_list(day: str, clock: str, zone: tzinfo) -> Moment | None:
    """A moment of the list of missions, month/day/year with a time beside it or none."""
    found = SLASHED.fullmatch(day.strip())
    at = CLOCK.fullmatch(clock.strip()) if clock.strip() else None
    if found is None or (clock.strip() and at is None):
        return None
    month, of_month, year = found.groups()
    whole = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= PIVOT else 2000)
    try:
        on = date(whole, int(month), int(of_month))
        instant = _at(on, at[1], at[2], at[3], zone) if at else None
    except ValueError:
        return None
    return Moment(on, instant, "minute" if instant else "day")


def _at(
    day: date, hour: str | None, minute: str | None, second: str | None, zone: tzinfo
) -> datetime | None:
    if hour is None or minute is None:
        return None
    return datetime.combine(day, time(int(hour), int(minute), int(second or 0)), zone)
