"""Where one target will be at the end of its year: range, chance and word, or why nothing can be told. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from fund.targets import forecast, rules, scores
from fund.targets.forecast import Array


@dataclass(frozen=True, slots=True)
class Outlook:
    """The 80 % range and its middle in the indicator's unit, the chance (0 to 1) and its word; or the reason of "cannot_tell"."""

    verdict: str
    low: float | None = None
    median: float | None = None
    high: float | None = None
    chance: float | None = None
    refusal: rules.Refusal | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: code, operator, value, the last day of its year."""

    code: str
    operator: str
    value: Decimal
    ends_on: date
    is_level_in_words: bool = False


def outlook(aim: Aim, values: Sequence[tuple[date, Decimal]], as_of: date, misses: Sequence[float] = ()) -> Outlook:
    """The outlook of a level from the values known on a day, oldest first; misses are those of earlier forecasts of it, in half-widths."""
    refusal = rules.refusal([day for day, _value in values], as_of, aim.ends_on, is_level_in_words=aim.is_level_in_words)
    if refusal is not None:
        return Outlook("cannot_tell", refusal=refusal)
    ends = at_the_end(aim, values, as_of, misses)
    low, median, high = scores.band(ends)
    chance = reached(ends, aim.operator, float(aim.value))
    return Outlook(rules.verdict(chance), low, median, high, chance)


def at_the_end(aim: Aim, values: Sequence[tuple[date, Decimal]], as_of: date, misses: Sequence[float] = ()) -> Array:
    """The value on the last day of the year in each simulated future."""
    days = [day for day, _value in values]
    grain = rules.grain_of(days)
    chance = forecast.generator(aim.code, as_of.isoformat(), *(f"{day}={value}" for day, value in values))
    history = evenly(values, grain)
    ahead = max(1, _number(aim.ends_on, grain) - _number(days[-1], grain))
    futures = forecast.levels(history, ahead, grain, chance)
    floor = 0.0 if min(history) >= 0 else None
    return scores.fed_back(forecast.gathered(futures, "latest"), misses, chance, floor)


def evenly(values: Sequence[tuple[date, Decimal]], grain: str) -> list[float]:
    """One value a period, the last of each; a period without one lies on the line between its neighbours."""
    by_period = {_number(day, grain): float(value) for day, value in values}
    known = sorted(by_period)
    return [float(value) for value in np.interp(range(known[0], known[-1] + 1), known, [by_period[period] for period in known])]


def _number(day: date, grain: str) -> int:
    return day.year if grain == "year" else day.year * 4 + (day.month - 1) // 3


def reached(ends: Array, operator: str, value: float) -> float:
    """The part of the futures in which the target is reached; "exactly" and "about" ask for at least as much."""
    match operator:
        case "<=":
            return float((ends <= value).mean())
        case ">":
            return float((ends > value).mean())
        case _:
            return float((ends >= value).mean())
