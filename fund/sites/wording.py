"""How figures of launches are said: ranges, days with their precision."""

from datetime import date, datetime

import pandas as pd

from fund import i18n
from fund.clock import BEIJING
from fund.i18n import _
from fund.listing.wording import period_words
from fund.sites.rows import Flights, LaunchRow
from fund.sites.rules import LEAST_FOR_PERCENT, PRECISIONS, Range, period_of


def ranged(found: Range | None) -> str:
    """“8 of 9” below ten, else the share with its 95 % range and of how many."""
    if found is None:
        return "—"
    if found.of < LEAST_FOR_PERCENT:
        return _("{over} of {of}").format(over=found.over, of=found.of)
    return _("{share} ({over} of {of}; 95% range {low} to {high})").format(
        share=i18n.share(found.share),
        over=found.over,
        of=found.of,
        low=i18n.share(found.low),
        high=i18n.share(found.high),
    )


def of_row(row: Flights) -> str:
    """The success of a row of fund.sites.overview."""
    share, low, high = row["share"], row["low"], row["high"]
    if not row["launches"] or share is None or low is None or high is None:
        return "—"
    return ranged(Range(row["succeeded"], row["launches"], share, low, high))


def planned(day: date | None, precision: str | None, time: str = "") -> str:
    """A planned time as exactly as it is known: its day, or Aug 2026, Q3 2026, Year 2026."""
    if day is None or pd.isna(day):
        return "—"
    if found := period_of(day, precision or "day"):
        return period_words(found.code)
    return f"{i18n.day(day)} {time}".strip()


def exactly(precision: str) -> str:
    """How exactly a time is known, in words."""
    return _(PRECISIONS[precision]) if precision else ""


def lifted(day: date | None, at: datetime | None) -> str:
    """A lift-off in Beijing time, or its day."""
    if at is None or pd.isna(at):
        return i18n.day(day)
    return f"{i18n.day(day)} {at.astimezone(BEIJING):%H:%M}"


def moment(row: LaunchRow) -> str:
    """When a launch (fund.sites.queries.LAUNCHES) lifted off, else when it is planned for; one of a
    list taken in on the day the list writes.
    """
    if not row["lifted_on"]:
        return planned(row["shown_on"], row["precision"] or "day", row["time"] or "")
    if row["origin"] == "own":
        return lifted(row["lifted_on"], row["lifted_at"])
    return planned(row["lifted_on"], row["lifted_precision"])
