"""How good a forecast was once the actual came, and what earlier misses do to the next range.
Pure.
"""

from collections.abc import Sequence

import numpy as np

from fund import ties
from fund.targets.forecast import Array
from fund.targets.rules import ENOUGH

LOW, HIGH = 0.1, 0.9
"""The range told holds eight futures in ten."""
FARTHEST = 4.0

BACKTEST = {
    "forecasts": 840,
    "companies": 54,
    "cover": 0.892,
    "skill": 0.440,
    "brier": 0.150,
    "line_brier": 0.307,
}
"""How the method did on real launches: tests/targets/backtest.py makes these figures, and fails
where they are others. cover: part of the actual values inside the 80 % range; skill: 1 - CRPS / the
straight line's CRPS; Brier scores over four target heights, ours and the line's.
"""


def band(values: Array, *, is_whole: bool = False) -> tuple[float, float, float]:
    """Low end, middle and high end of the 80 % range: its 10 % and 90 % points; of whole numbers
    the shortest run that holds as much, the lowest of equal ones.

    >>> band(np.array([0.0] * 8 + [1.0, 9.0]), is_whole=True)
    (0.0, 0.0, 0.0)
    """
    if is_whole:
        ordered = np.sort(values)
        inside = int(np.ceil((HIGH - LOW) * len(ordered) - 1e-9))
        wide = ordered[inside - 1 :] - ordered[: len(ordered) - inside + 1]
        first = int(np.argmax(ties.at_most(wide, wide.min() + ties.NEAR * np.abs(ordered).max())))
        return float(ordered[first]), float(np.median(ordered)), float(ordered[first + inside - 1])
    low, middle, high = np.quantile(values, (LOW, 0.5, HIGH))
    return float(low), float(middle), float(high)


POINTS = tuple(place / 20 for place in range(1, 20))
"""What is kept of a forecast: its 5 % to 95 % points."""


def quantiles(values: Array) -> tuple[float, ...]:
    """The points of POINTS."""
    return tuple(float(point) for point in np.quantile(values, POINTS))


def pinball(kept: Sequence[float], actual: float) -> float:
    """CRPS as far as the kept points tell it: twice the mean pinball loss, in the unit of the
    values.

    >>> pinball([5.0] * 19, 8.0)
    3.0
    """
    return 2 * float(
        np.mean(
            [
                (actual - point) * level if actual >= point else (point - actual) * (1 - level)
                for level, point in zip(POINTS, kept, strict=True)
            ]
        )
    )


def line(history: Sequence[float], ahead: int) -> float:
    """Where the straight line through a history stands so many periods on, never below zero where
    the history was not: what the forecast is held against.

    >>> line([1.0, 2.0, 3.0], 2)
    5.0
    """
    slope, start = (
        np.polyfit(np.arange(len(history)), np.asarray(history, dtype=np.float64), 1)
        if len(history) > 1
        else (0.0, history[0])
    )
    end = float(start + slope * (len(history) - 1 + ahead))
    return round(max(end, 0.0) if min(history) >= 0 else end, 9)


def crps(values: Array, actual: float) -> float:
    """Continuous ranked probability score, in the unit of the values; for a single value the plain
    miss.

    >>> crps(np.array([3.0]), 5.0)
    2.0
    >>> round(crps(np.array([0.0, 4.0]), 2.0), 2)
    1.0
    """
    ordered = np.sort(values)
    number = len(ordered)
    apart = 2 * float((ordered * (2 * np.arange(1, number + 1) - number - 1)).sum()) / number**2
    return float(np.abs(ordered - actual).mean()) - apart / 2


def brier(said: float, came_true: bool) -> float:
    """Squared distance of a chance from what came."""
    return (said - came_true) ** 2


def is_inside(values: Array, actual: float, *, is_whole: bool = False) -> bool:
    """Whether the actual lies in the 80 % range."""
    low, _middle, high = band(values, is_whole=is_whole)
    return bool(ties.at_least(actual, low) and ties.at_most(actual, high))


def miss(values: Array, actual: float) -> float:
    """How far the actual lay from the middle, in half-widths of the range; 0 where the range is a
    point.
    """
    low, middle, high = band(values)
    half = (high - low) / 2
    return (actual - middle) / half if half > 0 else 0.0


def fed_back(
    values: Array, misses: Sequence[float], chance: np.random.Generator, floor: float | None = None
) -> Array:
    """The draws with one's own past misses among them; wider or moved, never narrower; unchanged
    below ENOUGH.
    """
    number = len(misses)
    if number < ENOUGH:
        return values
    low, middle, high = band(values)
    chosen = chance.choice(
        np.clip(np.asarray(misses, dtype=np.float64), -FARTHEST, FARTHEST), len(values)
    )
    taken = chance.random(len(values)) < number / (number + ENOUGH)
    mixed = np.where(taken, middle + (high - low) / 2 * chosen, values)
    new_low, new_middle, new_high = band(mixed)
    if new_high - new_low < high - low:
        mixed = new_middle + (mixed - new_middle) * (high - low) / max(new_high - new_low, 1e-12)
    return mixed if floor is None else np.maximum(mixed, floor)
