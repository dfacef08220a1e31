"""Where one target will be at the end of its year: range, chance and word, or why nothing can be told. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np

from fund.targets import forecast, rules, scores, slips
from fund.targets.forecast import Array
from fund.targets.slips import Curve, Lever, Open


@dataclass(frozen=True, slots=True)
class Outlook:
    """The 80 % range and its middle in the indicator's unit, the chance (0 to 1) and its word; or the reason of "cannot_tell"."""

    verdict: str
    low: float | None = None
    median: float | None = None
    high: float | None = None
    chance: float | None = None
    refusal: rules.Refusal | None = None
    quantiles: tuple[float, ...] = ()
    """The 5 % to 95 % points of the value at the end, 19 of them."""
    levers: tuple[Lever, ...] = ()
    """Of a target with milestones: what each open one changes, the strongest first."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: code, operator, value, the last day of its year."""

    code: str
    operator: str
    value: Decimal
    ends_on: date
    is_level_in_words: bool = False
    baseline: Decimal | None = None


def outlook(aim: Aim, values: Sequence[tuple[date, Decimal]], as_of: date, misses: Sequence[float] = ()) -> Outlook:
    """The outlook of a level from the values known on a day, oldest first; misses are those of earlier forecasts of it, in half-widths."""
    refusal = rules.refusal([day for day, _value in values], as_of, aim.ends_on, is_level_in_words=aim.is_level_in_words)
    if refusal is not None:
        return Outlook("cannot_tell", refusal=refusal)
    ends = at_the_end(aim, values, as_of, misses)
    low, median, high = scores.band(ends)
    chance = reached(ends, aim.operator, float(aim.value))
    return Outlook(rules.verdict(chance), low, median, high, chance, quantiles=scores.quantiles(ends))


@dataclass(frozen=True, slots=True)
class Work:
    """What is to bring a target forward: parts of its way in percent by open step and by steps met since the last value; what is not listed; how such steps slip."""

    open_steps: tuple[tuple[Open, Decimal], ...]
    met_since: Decimal
    together: Decimal
    unlisted: Decimal
    known: Curve | None
    is_back_filled: bool = False
    fixed: Mapping[int, int] = field(default_factory=dict)
    """Asked "what if": steps by number with the day (a day number) they finish on for certain."""


def of_steps(aim: Aim, values: Sequence[tuple[date, Decimal]], work: Work, as_of: date) -> Outlook:
    """The outlook of a target its milestones bring forward: achieved so far, the open ones that finish in time, and the share that comes from work not listed yet."""
    refusal = _refused(aim, values, work, as_of)
    if refusal is not None or aim.baseline is None:
        return Outlook("cannot_tell", refusal=refusal or rules.Refusal(rules.NO_BASELINE, {}))
    way, target = float(aim.value - aim.baseline), float(aim.value)
    chance = forecast.generator(aim.code, as_of.isoformat(), work.together, work.met_since, *(f"{day}={value}" for day, value in values), *(f"{step.key}={step.promised}={part}" for step, part in work.open_steps))
    others = np.full(forecast.DRAWS, float(values[-1][1]) + way * float(work.met_since) / 100)
    if work.unlisted:
        others = others + (at_the_end(aim, values, as_of) - float(values[-1][1])) * float(work.unlisted) / 100
    steps = [replace(step, share=way * float(part) / 100) for step, part in work.open_steps]
    today, last_day = as_of.toordinal(), aim.ends_on.toordinal()
    ends, moved = others, list[Lever]()
    if steps and work.known is not None:
        drawn = slips.finishes(steps, work.known, today, slips.luck(len(steps), chance))
        for place, step in enumerate(steps):
            if step.key in work.fixed:
                drawn[:, place] = work.fixed[step.key]
        ends = others + slips.earned(steps, drawn, last_day)
        moved = slips.levers(steps, drawn, others, today, last_day, target, way < 0, aim.operator == "<=")
    low, median, high = scores.band(ends)
    reach = reached(ends, aim.operator, target)
    return Outlook(rules.verdict(reach), low, median, high, reach, quantiles=scores.quantiles(ends), levers=tuple(moved))


def _refused(aim: Aim, values: Sequence[tuple[date, Decimal]], work: Work, as_of: date) -> rules.Refusal | None:
    if aim.ends_on <= as_of:
        return rules.Refusal(rules.OVER, {})
    if not values:
        return rules.Refusal(rules.NO_VALUE, {})
    if not rules.LEAST_SHARE <= work.together <= rules.MOST_SHARE:
        return rules.Refusal(rules.SHARES, {"percent": work.together})
    if work.open_steps and work.known is None:
        return rules.Refusal(rules.BACK_FILLED, {}) if work.is_back_filled else rules.Refusal(rules.NO_RECORD, {"records": slips.RECORDS, "finished": slips.FINISHED})
    return rules.refusal([day for day, _value in values], as_of, aim.ends_on, is_level_in_words=aim.is_level_in_words) if work.unlisted else None


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


def straight(aim: Aim, values: Sequence[tuple[date, Decimal]]) -> float | None:
    """What the straight line through the values says of the end of the year; None without a value."""
    if not values:
        return None
    grain = rules.grain_of([day for day, _value in values])
    return scores.line(evenly(values, grain), max(0, _number(aim.ends_on, grain) - _number(values[-1][0], grain)))


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
