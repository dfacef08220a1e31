"""How a series may go on: simulated futures of counts, levels and ratios. Pure; the method and its
proof are told in docs/forecast.md.

Every function takes a generator of random numbers, so that the same seed gives the same futures;
times are in years.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

METHOD = "2"
"""Version of the method: a change of a parameter below, or of what a forecast rests on, is a new
one.
"""
DRAWS = 4_000
"""Simulated futures of one target."""

Array = NDArray[np.float64]

HALF_LIFE = 1.0
"""Years after which a period counts half as much as the last one."""
PACE_NOISE = 0.25
"""Spread of the pace itself, on the scale of logarithms."""
LEAST_SPREAD = 0.02
"""Unevenness of periods beside chance, where the record shows none."""
PRIOR_STEPS = 6
"""So many steps of no change a mean step is weighed against."""
DAMPING = 0.8
"""What is left of a step from one period to the next."""
LEVEL_NOISE = {"year": 0.12, "quarter": 0.06}
"""Spread of one step before anything is known of the series, on the scale of logarithms."""
SHARE_FACTOR = 4
"""Shares move so much more on their scale."""
WIDEST_STEP, WIDEST_TAIL = 0.7, 2.5
HEAVIEST_RATIO = 40
"""No record of a share weighs more than so many trials."""


def fingerprint(*of: object) -> str:
    """SHA-256 (hex) of these things and this version of the method: target, day, whatever tells one
    forecast from another; its first 16 digits are the seed.
    """
    return sha256("|".join(map(str, (METHOD, *of))).encode()).hexdigest()


SEED_DIGITS = 16


def generator(*of: object) -> np.random.Generator:
    """The random numbers that belong to these things and this version of the method."""
    return np.random.default_rng(int(fingerprint(*of)[:SEED_DIGITS], 16))


def weights(periods: int, years: float) -> Array:
    """How much each of so many periods of a length in years counts, the last one as 1."""
    return np.asarray(0.5 ** (np.arange(periods)[::-1] * years / HALF_LIFE), dtype=np.float64)


def counts(
    history: Sequence[float],
    ahead: int,
    years: float,
    chance: np.random.Generator,
    draws: int = DRAWS,
) -> Array:
    """Whole numbers of the coming periods, draws x ahead: a pace that is itself uncertain, and
    periods that scatter more than chance alone.

    >>> counts([0, 0, 0], 2, 1.0, generator("nothing yet"), 1000).mean() > 0
    np.True_
    """
    seen, weight = np.asarray(history, dtype=np.float64), weights(len(history), years)
    known = weight.sum() ** 2 / (weight**2).sum()
    mean = float((weight * seen).sum() / weight.sum())
    variance = float((weight * (seen - mean) ** 2).sum() / weight.sum())
    spread = LEAST_SPREAD + 0.5 * max((variance - mean) / max(mean, 0.3) ** 2, 0.0)
    pace = chance.gamma(mean * known + 0.5, 1 / known, draws) * np.exp(
        PACE_NOISE * chance.standard_normal(draws)
    )
    uneven = chance.gamma(1 / spread, spread, (draws, ahead))
    return np.asarray(chance.poisson(pace[:, None] * uneven), dtype=np.float64)


def levels(
    history: Sequence[float],
    ahead: int,
    grain: str,
    chance: np.random.Generator,
    draws: int = DRAWS,
    *,
    is_share: bool = False,
) -> Array:
    """Values at the end of the coming periods, draws x ahead: a damped mean step, shrunk towards
    none, with noise that grows.

    Values above zero go on the scale of logarithms, shares (between 0 and 1) on that of log-odds,
    others as they are.
    """
    scaled, back, size = _scale(np.asarray(history, dtype=np.float64), is_share)
    steps = np.diff(scaled)
    number = len(steps)
    step = steps.mean() * number / (number + PRIOR_STEPS)
    middle = scaled[-1] + step * np.cumsum(DAMPING ** np.arange(1, ahead + 1))
    first = LEVEL_NOISE[grain] * size * (SHARE_FACTOR if is_share else 1)
    noise = min(
        float(np.sqrt((((steps - DAMPING * step) ** 2).sum() + 4 * first**2) / (number + 4))),
        WIDEST_STEP * size,
    )
    tail = np.minimum(np.sqrt((number + 4) / chance.chisquare(number + 4, draws)), WIDEST_TAIL)
    once = chance.standard_normal((draws, ahead))
    walk = np.cumsum(chance.standard_normal((draws, ahead)), axis=1)
    return np.asarray(
        back(middle + noise * tail[:, None] * (0.5 * once + 0.75 * walk)), dtype=np.float64
    )


def _scale(values: Array, is_share: bool) -> tuple[Array, Callable[[Array], Array], float]:
    """The values on the scale they move on, the way back, and the size of a unit there."""
    if is_share:
        inside = np.clip(values, 0.001, 0.999)
        return np.log(inside / (1 - inside)), lambda z: 1 / (1 + np.exp(-z)), 1.0
    if (values > 0).all():
        return np.log(values), np.exp, 1.0
    return values, lambda z: z, max(float(np.abs(values).mean()), 1e-9)


def trials(
    numerators: Sequence[float],
    denominators: Sequence[float],
    ahead: int,
    years: float,
    chance: np.random.Generator,
    draws: int = DRAWS,
) -> tuple[Array, Array]:
    """All the coming periods together, one value a draw each: how many succeed, of how many
    trials.
    """
    weight, hits, cases = (
        weights(len(numerators), years),
        np.asarray(numerators, dtype=np.float64),
        np.asarray(denominators, dtype=np.float64),
    )
    yes, no = float((weight * hits).sum()), float((weight * (cases - hits)).sum())
    lighter = min(1.0, HEAVIEST_RATIO / max(yes + no, 1e-9))
    share = chance.beta(0.5 + yes * lighter, 0.5 + no * lighter, draws)
    total = counts(denominators, ahead, years, chance, draws).sum(axis=1)
    return np.asarray(chance.binomial(total.astype(np.int64), share), dtype=np.float64), total


def ratios(
    numerators: Sequence[float],
    denominators: Sequence[float],
    ahead: int,
    years: float,
    chance: np.random.Generator,
    draws: int = DRAWS,
) -> Array:
    """The share over all the coming periods together, one a draw; nan where there is no trial."""
    won, total = trials(numerators, denominators, ahead, years, chance, draws)
    return np.asarray(
        np.divide(won, total, out=np.full(draws, np.nan), where=total > 0), dtype=np.float64
    )


def gathered(futures: Array, aggregation: str, so_far: float = 0.0) -> Array:
    """One value a draw at the end, by how the indicator adds up: sum onto what is reached, the
    latest, or the greatest ever.
    """
    match aggregation:
        case "sum":
            return np.asarray(so_far + futures.sum(axis=1))
        case "latest":
            return np.asarray(futures[:, -1])
        case "max":
            return np.asarray(np.maximum(so_far, futures.max(axis=1)))
        case _:
            raise ValueError(aggregation)
