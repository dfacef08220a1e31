"""What kinds of indicators there are, words for a chance, and when a forecast is refused. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, overload

from fund import ties
from fund.errors import N_

KINDS = ("level", "count", "share", "money")
"""A level stands on a day; a count or money falls into a period; a share is in percent."""
AGGREGATIONS = ("latest", "sum", "max", "ratio")
"""How values become one: the latest, all of them together, the greatest, or numerators over
denominators.
"""
KIND_WORDS = {
    "level": N_("Value of a day"),
    "count": N_("Count of a period"),
    "share": N_("Share, %"),
    "money": N_("Money of a period"),
}
AGGREGATION_WORDS = {
    "latest": N_("the latest counts"),
    "sum": N_("added up"),
    "max": N_("the greatest counts"),
    "ratio": N_("sums divided by sums"),
}
PER_PERIOD = frozenset({"count", "money"})

CUTS = ((0.95, "almost_certain"), (0.70, "likely"), (0.30, "toss_up"), (0.05, "unlikely"))
"""Least chance -> its word; the words are said by fund.status."""
SETTLED = frozenset({"reached", "out_of_reach"})
"""Words arithmetic forces: no chance stands beside them."""

FEWEST_POINTS = {"count": 2}
"""Periods a count needs; everything else MOST_NEED."""
MOST_NEED = 3
FEWEST_TRIALS = 6
"""A ratio says nothing of fewer cases."""
FARTHEST_AHEAD = 2
"""Times the span of the record a forecast reaches ahead at most."""
OLDEST_PERIODS = 2
"""Periods the last value may be old."""
DAYS = {"quarter": 92, "year": 366}
LATE = timedelta(days=92)
"""A value this much before the end of the year still counts as the one at its end."""

ENOUGH = 20
"""With fewer scored forecasts of one's own, nothing is said of them and nothing is fed back."""
LEAST_COVER = 0.6
"""Where fewer of the earlier forecasts held, the chance is withheld."""
MONEY_COVER = (0.7, 0.9)
"""Sums of money are told only while so much of the earlier forecasts held."""

NO_VALUE = N_("No value has been observed yet.")
TOO_FEW = N_("Values on record: {points}; a forecast needs {needed}.")
TOO_FEW_CASES = N_("Cases on record: {cases}; a ratio needs {needed}.")
TOO_FAR = N_(
    "The record spans {span} days and the end is {ahead} days away; more than twice the record was"
    " never tried."
)
TOO_OLD = N_("The last value is from {day}, more than two periods ago.")
CHANGED = N_(
    "Its definition changed on {day}; values since then: {points}, a forecast needs {needed}."
)
MONEY = N_(
    "Sums of money come in lumps: without {needed} scored forecasts of which 70 to 90 % held,"
    " nothing is told ({scored} so far). Say which payments bring it forward instead."
)
MISSES = N_(
    "Of the last {scored} forecasts like this one only {inside} held: the range stands, the chance"
    " is withheld."
)
QUALITATIVE = N_("The target is a level in words, not a number.")
OVER = N_("Its year is over.")
SHARES = N_(
    "Its milestones and what is not listed yet make {percent} % of the way; without 95 to 105"
    " nothing can be told."
)
NO_BASELINE = N_("Without a baseline the parts of its milestones mean nothing.")
NO_RECORD = N_(
    "Fewer than {records} earlier milestones, {finished} of them finished, are on record to tell"
    " how such steps slip."
)
BACK_FILLED = N_(
    "Too many earlier milestones end exactly on their promised day: that record was filled in"
    " afterwards and tells nothing."
)
LEAST_SHARE, MOST_SHARE = 95, 105


class Refusal(NamedTuple):
    """Why nothing can be told: a sentence with its facts."""

    message: str
    facts: Mapping[str, object]


class Held(NamedTuple):
    """How earlier forecasts of the same nature did: how many were scored, in how many the actual
    lay in the range.
    """

    scored: int = 0
    inside: int = 0

    @property
    def cover(self) -> float:
        """The part that held."""
        return self.inside / self.scored if self.scored else 0.0


class Series(NamedTuple):
    """What a forecast rests on, as it is judged: days of its values (oldest first), what kind they
    are, cases of a ratio, the day its definition changed last.
    """

    days: Sequence[date]
    kind: str = "level"
    aggregation: str = "latest"
    cases: Decimal | None = None
    changed_on: date | None = None


def verdict(chance: float) -> str:
    """The word of a chance between 0 and 1.

    >>> verdict(0.95), verdict(0.7), verdict(0.3), verdict(0.06), verdict(0.05)
    ('almost_certain', 'likely', 'toss_up', 'unlikely', 'almost_no_chance')
    """
    return next(
        (
            word
            for least, word in CUTS
            if (ties.above if least == CUTS[-1][0] else ties.at_least)(chance, least)
        ),
        "almost_no_chance",
    )


def percent(chance: float) -> int:
    """The chance as it is told: to the nearest 5, never 0 or 100.

    >>> percent(0.0), percent(0.276), percent(0.999), percent(0.575)
    (1, 30, 99, 60)
    """
    return min(99, max(1, 5 * int(ties.in_order(chance * 20) + 0.5)))


@overload
def meets(value: float | Decimal, operator: str, target: float | Decimal) -> bool: ...


@overload
def meets(value: "ties.Many", operator: str, target: float | Decimal) -> "ties.Whether": ...


def meets(
    value: "float | Decimal | ties.Many", operator: str, target: float | Decimal
) -> "bool | ties.Whether":
    """Whether a value reaches a target, or each of many does; "exactly" and "about" ask for at
    least as much. A computed value within a thousand-millionth of the target stands exactly at it.

    >>> meets(80, "=", 80), meets(80, ">", 80), meets(80, "<=", 80), meets(0.1 * 3, ">", 0.3)
    (True, False, True, False)
    """
    return {"<=": ties.at_most, ">": ties.above}.get(operator, ties.at_least)(value, target)


def settled(
    kind: str, aggregation: str, operator: str, so_far: Decimal | None, target: Decimal
) -> str:
    """Say "reached" or "out_of_reach" where what is on record decides it, else "": a sum of what
    cannot be negative and a greatest value only grow.

    >>> settled("count", "sum", ">=", Decimal(12), Decimal(12)), settled("count", "sum", "<=",
    ... Decimal(13), Decimal(12)), settled("level", "latest", ">=", Decimal(99), Decimal(12))
    ('reached', 'out_of_reach', '')
    """
    if so_far is None or not (
        aggregation == "max" or (aggregation == "sum" and kind in PER_PERIOD)
    ):
        return ""
    if operator == "<=":
        return "" if meets(so_far, operator, target) else "out_of_reach"
    return "reached" if meets(so_far, operator, target) else ""


def grain_of(days: Sequence[date]) -> str:
    """Whether values come by the quarter or by the year: by the shortest wait between two.

    >>> grain_of([date(2024, 12, 31), date(2025, 12, 31)]), grain_of([date(2025, 12, 31), date(2026,
    ... 3, 31)])
    ('year', 'quarter')
    """
    waits = [(later - earlier).days for earlier, later in pairwise(days)]
    return "year" if waits and min(waits) > DAYS["quarter"] * 3 - 10 else "quarter"


NONE_YET = Held()
"""Before any forecast was scored."""


def refusal(
    series: Series, as_of: date, ends_on: date, *, is_level_in_words: bool, held: Held = NONE_YET
) -> Refusal | None:
    """Why no forecast is made from a series; None where one can be. The rules are those of
    docs/forecast.md, by number there.
    """
    if is_level_in_words:
        return Refusal(QUALITATIVE, {})
    if ends_on <= as_of:
        return Refusal(OVER, {})
    return thin(series) or stale(series, as_of) or far(series, ends_on) or lumpy(series, held)


def thin(series: Series) -> Refusal | None:
    """Rules 1 and 4: too few values, too few cases, or too few since the definition changed."""
    if not series.days and series.changed_on is None:
        return Refusal(NO_VALUE, {})
    needed = FEWEST_POINTS.get(series.kind if series.aggregation != "ratio" else "ratio", MOST_NEED)
    if len(series.days) < needed:
        facts = {"points": len(series.days), "needed": needed}
        return (
            Refusal(TOO_FEW, facts)
            if series.changed_on is None
            else Refusal(CHANGED, facts | {"day": series.changed_on})
        )
    if series.aggregation == "ratio" and (series.cases or 0) < FEWEST_TRIALS:
        return Refusal(
            TOO_FEW_CASES, {"cases": series.cases or Decimal(0), "needed": FEWEST_TRIALS}
        )
    return None


def stale(series: Series, as_of: date) -> Refusal | None:
    """Rule 4: the last value is more than two periods old."""
    if (
        series.days
        and (as_of - series.days[-1]).days > OLDEST_PERIODS * DAYS[grain_of(series.days)]
    ):
        return Refusal(TOO_OLD, {"day": series.days[-1]})
    return None


def far(series: Series, ends_on: date) -> Refusal | None:
    """Rule 2: the end is more than twice the record's span away; of a count the first period itself
    belongs to the span.
    """
    span, ahead = (series.days[-1] - series.days[0]).days, (ends_on - series.days[-1]).days
    if series.kind in PER_PERIOD or series.aggregation == "ratio":
        span += DAYS[grain_of(series.days)] - 1
    return (
        Refusal(TOO_FAR, {"span": span, "ahead": ahead}) if ahead > FARTHEST_AHEAD * span else None
    )


def lumpy(series: Series, held: Held) -> Refusal | None:
    """Rule 3: sums of money, until enough forecasts of one's own were scored and held."""
    if series.kind != "money" or series.aggregation != "sum":
        return None
    least, most = MONEY_COVER
    is_tried = (
        held.scored >= ENOUGH
        and ties.at_least(held.cover, least)
        and ties.at_most(held.cover, most)
    )
    return None if is_tried else Refusal(MONEY, {"needed": ENOUGH, "scored": held.scored})


def withheld(held: Held) -> Refusal | None:
    """Rule 6: earlier forecasts of this nature held too seldom; the range stands, its chance is not
    told.
    """
    if held.scored >= ENOUGH and not ties.at_least(held.cover, LEAST_COVER):
        return Refusal(MISSES, {"scored": held.scored, "inside": held.inside})
    return None
