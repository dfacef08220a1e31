"""Words for a chance, and when a forecast is refused. Pure."""

from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from fund.errors import N_

CUTS = ((0.95, "almost_certain"), (0.70, "likely"), (0.30, "toss_up"), (0.05, "unlikely"))
"""Least chance -> its word; the words are said by fund.status."""

FEWEST_POINTS = 3
"""Values of a level a forecast needs."""
FARTHEST_AHEAD = 2
"""Times the span of the record a forecast reaches ahead at most."""
OLDEST_PERIODS = 2
"""Periods the last value may be old."""
DAYS = {"quarter": 92, "year": 366}

NO_VALUE = N_("No value has been observed yet.")
TOO_FEW = N_("{points} values are on record; a forecast needs {needed}.")
TOO_FAR = N_("The record spans {span} days and the end is {ahead} days away; more than twice the record was never tried.")
TOO_OLD = N_("The last value is from {day}, more than two periods ago.")
QUALITATIVE = N_("The target is a level in words, not a number.")
OVER = N_("Its year is over.")
SHARES = N_("Its milestones and what is not listed yet make {percent} % of the way; without 95 to 105 nothing can be told.")
NO_BASELINE = N_("Without a baseline the parts of its milestones mean nothing.")
NO_RECORD = N_("Fewer than {records} earlier milestones, {finished} of them finished, are on record to tell how such steps slip.")
BACK_FILLED = N_("Too many earlier milestones end exactly on their promised day: that record was filled in afterwards and tells nothing.")
LEAST_SHARE, MOST_SHARE = 95, 105


class Refusal(NamedTuple):
    """Why nothing can be told: a sentence with its facts."""

    message: str
    facts: dict[str, Any]


def verdict(chance: float) -> str:
    """The word of a chance between 0 and 1.

    >>> verdict(0.95), verdict(0.7), verdict(0.3), verdict(0.06), verdict(0.05)
    ('almost_certain', 'likely', 'toss_up', 'unlikely', 'almost_no_chance')
    """
    return next((word for least, word in CUTS if (chance > least if least == CUTS[-1][0] else chance >= least)), "almost_no_chance")


def percent(chance: float) -> int:
    """The chance as it is told: to the nearest 5, never 0 or 100.

    >>> percent(0.0), percent(0.276), percent(0.999)
    (1, 30, 99)
    """
    return min(99, max(1, 5 * int(chance * 20 + 0.5)))


def grain_of(days: list[date]) -> str:
    """Whether values come by the quarter or by the year: by the shortest wait between two.

    >>> grain_of([date(2024, 12, 31), date(2025, 12, 31)]), grain_of([date(2025, 12, 31), date(2026, 3, 31)])
    ('year', 'quarter')
    """
    waits = [(later - earlier).days for earlier, later in pairwise(days)]
    return "year" if waits and min(waits) > DAYS["quarter"] * 3 - 10 else "quarter"


def refusal(days: list[date], as_of: date, ends_on: date, *, is_level_in_words: bool) -> Refusal | None:
    """Why no forecast is made from values of these days, oldest first; None where one can be."""
    if is_level_in_words:
        return Refusal(QUALITATIVE, {})
    if ends_on <= as_of:
        return Refusal(OVER, {})
    if not days:
        return Refusal(NO_VALUE, {})
    if len(days) < FEWEST_POINTS:
        return Refusal(TOO_FEW, {"points": len(days), "needed": FEWEST_POINTS})
    if (as_of - days[-1]).days > OLDEST_PERIODS * DAYS[grain_of(days)]:
        return Refusal(TOO_OLD, {"day": days[-1]})
    span, ahead = (days[-1] - days[0]).days, (ends_on - days[-1]).days
    return Refusal(TOO_FAR, {"span": span, "ahead": ahead}) if ahead > FARTHEST_AHEAD * span else None
