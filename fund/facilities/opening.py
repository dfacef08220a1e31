"""Opening hours: a week as it is written, and the windows a facility is open between two instants.
Pure.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from fund.clock import BEIJING
from fund.errors import N_, FundError
from fund.facilities.windows import Window
from fund.plan.working_days import is_worked

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMED = {
    "workday": N_("working days"),
    "daily": N_("every day"),
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}
SPAN = re.compile(r"([a-z]+) (\d\d):(\d\d)-(\d\d):(\d\d)")
RULE = N_("days with hours, such as: workday 08:00-20:00; sat 09:00-12:00")
WHOLE_DAY = 24 * 60


class FieldWrong(FundError):
    """A field that is not what it should be."""

    message = N_("{field}: “{value}” does not fit. It takes {rule}.")


class FieldMissing(FundError):
    """A field that must be filled."""

    message = N_("{field} is missing.")


class Span(NamedTuple):
    """Open on such days from a minute of the day to another."""

    days: str
    first: int
    last: int


class Week(NamedTuple):
    """What a week looks like from a day on."""

    valid_from: date
    spans: tuple[Span, ...]


def read(text: str) -> tuple[Span, ...]:
    """A week as it is written; refuses what cannot be read.

    >>> read("workday 08:00-20:00")
    (Span(days='workday', first=480, last=1200),)
    """
    found = []
    for part in filter(None, (one.strip() for one in re.split("[;；]", text))):
        match = SPAN.fullmatch(part)
        if match is None or match[1] not in NAMED:
            raise FieldWrong(field=N_("Opening hours"), value=part[:40], rule=RULE)
        first, last = int(match[2]) * 60 + int(match[3]), int(match[4]) * 60 + int(match[5])
        if not 0 <= first < last <= WHOLE_DAY or int(match[3]) > 59 or int(match[5]) > 59:
            raise FieldWrong(field=N_("Opening hours"), value=part[:40], rule=RULE)
        found.append(Span(match[1], first, last))
    if not found:
        raise FieldWrong(field=N_("Opening hours"), value=text[:40], rule=RULE)
    return tuple(found)


def holds_on(weeks: Iterable[Week], day: date) -> tuple[Span, ...]:
    """The hours that hold on a day: those set last among the ones valid by then."""
    spans: tuple[Span, ...] = ()
    since = date.min
    for one in weeks:
        if since <= one.valid_from <= day:
            since, spans = one.valid_from, one.spans
    return spans


def of_day(weeks: Sequence[Week], day: date) -> list[Window]:
    """The windows of one day of Beijing."""
    kinds = {"daily", DAYS[day.weekday()]} | ({"workday"} if is_worked(day) else set())
    begins = datetime.combine(day, time(), BEIJING)
    return [
        Window(begins + timedelta(minutes=span.first), begins + timedelta(minutes=span.last))
        for span in sorted(holds_on(weeks, day))
        if span.days in kinds
    ]


def windows(weeks: Sequence[Week], whole: Window) -> list[Window]:
    """Every window a facility is open in a stretch of time, cut to it, whatever is closed or
    booked.
    """
    day, last = (one.astimezone(BEIJING).date() for one in whole)
    found: list[Window] = []
    while day <= last:
        found += [
            Window(max(one.first, whole.first), min(one.last, whole.last))
            for one in of_day(weeks, day)
            if one.meets(whole)
        ]
        day += timedelta(days=1)
    return found
