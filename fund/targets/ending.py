"""The value of an indicator at the end of its year: what is on record of it, and its simulated
futures by the kind of number it is. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np

from fund.targets import forecast, scores
from fund.targets.forecast import Array
from fund.targets.rules import LATE, PER_PERIOD, Series, grain_of

Values = Sequence[tuple[date, Decimal]]
YEARS = {"quarter": 0.25, "year": 1.0}
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: code, operator, value, the last day of its year; what kind of number it is
    and how its values become one.
    """

    code: str
    operator: str
    value: Decimal
    ends_on: date
    is_level_in_words: bool = False
    baseline: Decimal | None = None
    kind: str = "level"
    aggregation: str = "latest"
    begins_after: date | None = None
    """The day of the baseline: a sum counts what fell after it."""
    parts_to: Decimal | None = None
    """The value whose way from the baseline the parts of milestones are told of, where that is not
    the value held against.
    """

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers can come."""
        return self.kind == "count" and self.aggregation != "ratio"

    @property
    def nature(self) -> str:
        """What its forecasts are like: like is compared with like."""
        return f"{self.kind}/{self.aggregation}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of an indicator: values by day, oldest first; of a ratio (numerator,
    denominator) by day; the day its definition changed last.
    """

    dated: Values = ()
    parts: dict[date, tuple[Decimal, Decimal]] = field(default_factory=dict)
    changed_on: date | None = None


def is_period_end(day: date, grain: str) -> bool:
    """Whether a period ends on the day: a part of a period waits until it is whole."""
    following = date.fromordinal(day.toordinal() + 1)
    return following.day == 1 and following.month in ((1,) if grain == "year" else (1, 4, 7, 10))


def used(aim: Aim, seen: Seen) -> Seen:
    """The values a forecast rests on: those since the definition changed; of what falls into
    periods whole periods only; a level begins with its baseline.
    """
    values = [
        (day, value)
        for day, value in seen.dated
        if seen.changed_on is None or day >= seen.changed_on
    ]
    if aim.kind in PER_PERIOD or aim.aggregation == "ratio":
        grain = grain_of([day for day, _value in values])
        values = [(day, value) for day, value in values if is_period_end(day, grain)]
    elif (
        values
        and aim.baseline is not None
        and aim.begins_after is not None
        and aim.begins_after < values[0][0]
        and (seen.changed_on is None or aim.begins_after >= seen.changed_on)
    ):
        values = [(aim.begins_after, aim.baseline), *values]
    return replace(seen, dated=values)


def series(aim: Aim, seen: Seen) -> Series:
    """How the values are judged."""
    days = [day for day, _value in seen.dated]
    cases = (
        sum((seen.parts[day][1] for day in days if day in seen.parts), Decimal(0))
        if aim.aggregation == "ratio"
        else None
    )
    return Series(days, aim.kind, aim.aggregation, cases, seen.changed_on)


def inputs(aim: Aim, seen: Seen, as_of: date) -> str:
    """Everything a series' forecast rests on, as text."""
    told = [
        f"{day}={value}" + (f"={seen.parts[day]}" if day in seen.parts else "")
        for day, value in seen.dated
    ]
    return "|".join(
        [
            aim.code,
            as_of.isoformat(),
            aim.nature,
            aim.ends_on.isoformat(),
            str(aim.begins_after),
            str(aim.baseline),
            *told,
        ]
    )


def after_baseline(aim: Aim, seen: Seen) -> list[tuple[date, Decimal]]:
    """The values a sum or a ratio counts."""
    return [
        (day, value)
        for day, value in seen.dated
        if aim.begins_after is None or day > aim.begins_after
    ]


def so_far(aim: Aim, seen: Seen) -> Decimal | None:
    """One value from all that is on record: the latest, the sum onto the baseline, the greatest, or
    all numerators over all denominators; None without a value.
    """
    if not seen.dated:
        return None
    match aim.aggregation:
        case "sum":
            return sum(
                (value for _day, value in after_baseline(aim, seen)), aim.baseline or Decimal(0)
            )
        case "max":
            return max(
                [
                    *(value for _day, value in seen.dated),
                    *([] if aim.baseline is None else [aim.baseline]),
                ]
            )
        case "ratio":
            return ratio_of(
                [seen.parts[day] for day, _value in after_baseline(aim, seen) if day in seen.parts],
                is_percent=aim.kind == "share",
            )
        case _:
            return seen.dated[-1][1]


def ratio_of(parts: Sequence[tuple[Decimal, Decimal]], *, is_percent: bool) -> Decimal | None:
    """Sums divided by sums, never a mean of ratios; None where there is nothing to divide by.

    >>> ratio_of([(Decimal(1), Decimal(1)), (Decimal(0), Decimal(3))], is_percent=True)
    Decimal('25')
    """
    over, under = (sum((part[place] for part in parts), Decimal(0)) for place in (0, 1))
    return None if under == 0 else over * (HUNDRED if is_percent else 1) / under


def running(aim: Aim, seen: Seen) -> list[tuple[date, Decimal]]:
    """What was on record day by day, put together as the target is: so that a sum grows towards
    it.
    """
    found = [
        (day, so_far(aim, replace(seen, dated=seen.dated[: place + 1])))
        for place, (day, _value) in enumerate(seen.dated)
    ]
    return [(day, value) for day, value in found if value is not None]


def final(aim: Aim, seen: Seen) -> Decimal | None:
    """The value at the end of the year, where one of its last days is on record; None otherwise."""
    by_then = replace(seen, dated=[(day, value) for day, value in seen.dated if day <= aim.ends_on])
    return (
        so_far(aim, by_then)
        if by_then.dated and by_then.dated[-1][0] > aim.ends_on - LATE
        else None
    )


def futures(aim: Aim, seen: Seen, as_of: date) -> Array:
    """The value on the last day of the year in each simulated future."""
    chance = forecast.generator(inputs(aim, seen, as_of))
    if aim.aggregation == "ratio":
        return _ratio(aim, seen, chance)
    drawn = periods(aim, seen, chance)
    if aim.aggregation == "latest":
        return forecast.gathered(drawn, "latest")
    return forecast.gathered(drawn, aim.aggregation, float(so_far(aim, seen) or 0))


def periods(aim: Aim, seen: Seen, chance: np.random.Generator) -> Array:
    """The coming periods to the end of the year, draws x periods."""
    grain, history, ahead = _laid_out(aim, seen.dated)
    if aim.kind == "count":
        return forecast.counts(history, ahead, YEARS[grain], chance)
    if aim.kind == "share":
        return (
            forecast.levels([value / 100 for value in history], ahead, grain, chance, is_share=True)
            * 100
        )
    return forecast.levels(history, ahead, grain, chance)


def _ratio(aim: Aim, seen: Seen, chance: np.random.Generator) -> Array:
    """What is on record and what comes, numerators over denominators; where nothing comes at all,
    the record's own.
    """
    days = [day for day, _value in seen.dated if day in seen.parts]
    grain, over, ahead = _laid_out(aim, [(day, seen.parts[day][0]) for day in days])
    _grain, under, _ahead = _laid_out(aim, [(day, seen.parts[day][1]) for day in days])
    counted = [seen.parts[day] for day, _value in after_baseline(aim, seen) if day in seen.parts]
    won, tried = (float(sum(part[place] for part in counted)) for place in (0, 1))
    more_won, more_tried = forecast.trials(over, under, ahead, YEARS[grain], chance)
    total = tried + more_tried
    share = np.divide(
        won + more_won,
        total,
        out=np.full(
            len(total), float(so_far(aim, seen) or 0) / (100 if aim.kind == "share" else 1)
        ),
        where=total > 0,
    )
    return np.asarray(share * (100 if aim.kind == "share" else 1))


def gained(aim: Aim, seen: Seen, as_of: date, part: float) -> Array:
    """What work not listed yet adds by the end of the year: its part of what the series itself
    would gain; of counts each comes from it with that chance.
    """
    within = used(aim, seen)
    chance = forecast.generator("not listed", inputs(aim, within, as_of))
    if aim.kind == "count" and aim.aggregation == "sum":
        return np.asarray(
            chance.binomial(periods(aim, within, chance).sum(axis=1).astype(np.int64), part),
            dtype=np.float64,
        )
    return (futures(aim, within, as_of) - float(so_far(aim, within) or 0)) * part


def floor(aim: Aim, seen: Seen) -> float | None:
    """What the value cannot fall below: what a growing one has reached, nothing where nothing was
    ever negative.
    """
    reached = so_far(aim, seen)
    if aim.aggregation == "max" or (aim.aggregation == "sum" and aim.kind in PER_PERIOD):
        return None if reached is None else float(reached)
    return 0.0 if seen.dated and min(value for _day, value in seen.dated) >= 0 else None


def straight(aim: Aim, seen: Seen) -> float | None:
    """What the straight line through the values says of the end of the year; None without a
    value.
    """
    within = used(aim, seen)
    if not within.dated:
        return None
    _grain, history, ahead = _laid_out(aim, within.dated, least=0)
    drawn = [scores.line(history, step) for step in range(1, ahead + 1)] or [history[-1]]
    if aim.aggregation in ("sum", "max"):
        return float(
            forecast.gathered(
                np.asarray([drawn if ahead else [0.0]]),
                aim.aggregation,
                float(so_far(aim, within) or 0),
            )[0]
        )
    return drawn[-1]


def _laid_out(
    aim: Aim, values: Sequence[tuple[date, float | Decimal]], least: int = 1
) -> tuple[str, list[float], int]:
    """Grain, one value a period, and how many periods are to come."""
    grain = grain_of([day for day, _value in values])
    return (
        grain,
        evenly(values, grain),
        max(least, _number(aim.ends_on, grain) - _number(values[-1][0], grain)),
    )


def evenly(values: Sequence[tuple[date, float | Decimal]], grain: str) -> list[float]:
    """One value a period, the last of each; a period without one lies on the line between its
    neighbours.
    """
    by_period = {_number(day, grain): float(value) for day, value in values}
    known = sorted(by_period)
    return [
        float(value)
        for value in np.interp(
            range(known[0], known[-1] + 1), known, [by_period[period] for period in known]
        )
    ]


def _number(day: date, grain: str) -> int:
    return day.year if grain == "year" else day.year * 4 + (day.month - 1) // 3
