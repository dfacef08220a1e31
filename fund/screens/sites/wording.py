"""How figures of launches are said: ranges, days with their precision."""

from datetime import date, datetime
from typing import Any

import pandas as pd

from fund import i18n
from fund.clock import BEIJING
from fund.i18n import _
from fund.sites.rules import LEAST_FOR_PERCENT, PRECISIONS, Range


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


def of_row(row: dict[str, Any]) -> str:
    """The success of a row of fund.sites.overview."""
    if not row["launches"]:
        return "—"
    return ranged(Range(row["succeeded"], row["launches"], row["share"], row["low"], row["high"]))


def planned(day: Any, precision: str, time: str = "") -> str:
    """A planned time as exactly as it is known: 2026-08, 2026 Q3, 2026."""
    if day is None or pd.isna(day):
        return "—"
    match precision:
        case "year":
            return str(day.year)
        case "half":
            half = _("first half of {year}") if day.month <= 6 else _("second half of {year}")
            return half.format(year=day.year)
        case "quarter":
            return f"{day.year} Q{(day.month + 2) // 3}"
        case "month":
            return f"{day.year}-{day.month:02d}"
    return f"{i18n.day(day)} {time}".strip()


def exactly(precision: str) -> str:
    """How exactly a time is known, in words."""
    return _(PRECISIONS[precision]) if precision else ""


def lifted(day: date | None, at: datetime | None) -> str:
    """A lift-off in Beijing time, or its day."""
    if at is None or pd.isna(at):
        return i18n.day(day)
    return f"{i18n.day(day)} {at.astimezone(BEIJING):%H:%M}"
