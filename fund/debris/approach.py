"""Where objects of a catalogue pass spacecraft, from mean elements alone: first whose orbits reach
the same heights, then a grid of times, then each minimum itself. Kilometres and seconds. Elements
have no covariance: what is found is a place to look at, never a probability.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sgp4.api import SatrecArray, jday

from fund.debris.elements import Orbit
from fund.debris.geometry import Array

Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
STEP_S = 120.0
"""Between two times of the grid. Between them the relative way is a cubic through both positions
and velocities: within 20 m of the orbit, also at the perigee of a transfer orbit.
"""
PAD_KM = 45.0
"""By how much heights of two orbits may miss each other: mean elements leave out what moves an
object by some kilometres within one revolution.
"""
FASTEST_KM_S = 16.0
"""No two objects in orbit around the Earth pass each other faster, near its surface."""
SLACK_KM = 0.5
"""How much farther than asked a minimum of the cubic may be to be looked at."""
AT_ONCE = 512
"""Objects propagated together: what memory takes, and what the processor keeps at hand."""
OLDEST = timedelta(days=7)
"""Elements further than this from the beginning of the time looked at are left out."""
LOWEST_KM, HIGHEST_KM = 6_400.0, 500_000.0
"""Positions outside are none: the propagator gives such without saying so."""
PART = timedelta(hours=6)
"""What is worked out at a stretch and kept: a run that is stopped goes on from there."""


class Passing(NamedTuple):
    """Two objects at their closest: places in ours and in the catalogue, when, how far (km), how
    fast (km/s).
    """

    ours: int
    other: int
    at: datetime
    miss_km: float
    speed_km_s: float


class Part(NamedTuple):
    """What was found in a stretch of time, how many positions were worked out, and which objects
    had none at some of the times.
    """

    passings: tuple[Passing, ...]
    positions: int
    failed: frozenset[int]


def young(orbits: Sequence[Orbit], start: datetime) -> list[Orbit]:
    """Those whose elements are not too old, or too far ahead."""
    return [one for one in orbits if abs(one.epoch - start) <= OLDEST]


def may_meet(ours: Sequence[Orbit], others: Sequence[Orbit], km: float) -> Marks:
    """Which pairs reach the same heights (ours, others): the sieve before any propagation."""
    low = np.array([one.perigee_km for one in others])
    high = np.array([one.apogee_km for one in others])
    pad = PAD_KM + km
    return np.array(
        [
            (low - pad <= one.apogee_km)
            & (high + pad >= one.perigee_km)
            & np.array([other.number != one.number for other in others])
            for one in ours
        ],
        dtype=bool,
    ).reshape(len(ours), len(others))


def parts(start: datetime, days: float) -> list[tuple[datetime, datetime]]:
    """The stretches of a time, in order; the last one may be shorter."""
    end = start + timedelta(days=days)
    count = max(1, -(-(end - start) // PART))
    return [
        (start + number * PART, min(end, start + (number + 1) * PART)) for number in range(count)
    ]


def within(
    ours: Sequence[Orbit],
    others: Sequence[Orbit],
    sieve: Marks,
    span: tuple[datetime, datetime],
    km: float,
) -> Part:
    """Every approach nearer than ``km`` in a stretch of time, in the order of time. The grid begins
    a step before it and ends a step after, so that none is lost between two stretches.
    """
    wanted = np.flatnonzero(sieve.any(axis=0))
    if not len(wanted):
        return Part((), 0, frozenset())
    begin, end = span
    steps = int(np.ceil((end - begin).total_seconds() / STEP_S))
    seconds = np.arange(-1, steps + 2) * STEP_S
    whole, part = _julian(begin)
    days = (np.full(len(seconds), whole), part + seconds / 86_400.0)
    _error, own, own_speed = SatrecArray([one.satellite for one in ours]).sgp4(*days)
    found: list[Passing] = []
    failed: set[int] = set()
    for place in range(0, len(wanted), AT_ONCE):
        group = wanted[place : place + AT_ONCE]
        error, position, speed = SatrecArray([others[at].satellite for at in group]).sgp4(*days)
        failed |= _unsound(error, position, group)
        brackets = [
            _brackets(number, np.flatnonzero(sieve[number, group]), position, own[number], km)
            for number in range(len(ours))
        ]
        chosen = np.concatenate(brackets, axis=1)
        for number, other, after in _near(chosen, (position, speed), (own, own_speed), km):
            made = _refined(ours, others, (number, int(group[other])), begin, seconds[0] + after)
            if made is not None and made.miss_km < km and begin <= made.at < end:
                found.append(made)
    found.sort(key=lambda one: (one.at, one.ours, one.other))
    return Part(tuple(found), len(wanted) * len(seconds), frozenset(failed))


def _julian(at: datetime) -> tuple[float, float]:
    second = at.second + at.microsecond / 1e6
    whole, part = jday(at.year, at.month, at.day, at.hour, at.minute, second)
    return float(whole), float(part)


def _unsound(error: Places, position: Array, group: Places) -> set[int]:
    """Objects without a position at some time; theirs are put out of everybody's reach."""
    far = np.einsum("nti,nti->nt", position, position)
    with np.errstate(invalid="ignore"):
        bad = (error != 0) | ~((far >= LOWEST_KM**2) & (far <= HIGHEST_KM**2))
    position[bad] = 1e9
    return {int(at) for at in group[bad.any(axis=1)]}


def _brackets(number: int, rows: Places, position: Array, own: Array, km: float) -> Places:
    """Steps (ours, row, step) at whose beginning or end an object is near enough to come nearer
    than ``km`` within it.
    """
    if not len(rows):
        return np.empty((3, 0), dtype=np.int64)
    apart = position[rows] - own
    near = np.einsum("nti,nti->nt", apart, apart) < (km + FASTEST_KM_S * STEP_S / 2) ** 2
    row, step = np.nonzero(near[:, :-1] | near[:, 1:])
    return np.stack([np.full(len(row), number), rows[row], step])


def _near(
    chosen: Places, others: tuple[Array, Array], own: tuple[Array, Array], km: float
) -> Iterator[tuple[int, int, float]]:
    """Of these steps those with a minimum in them that is near: ours, row, seconds from the
    beginning of the grid.
    """
    number, row, step = chosen
    apart = [others[0][row, step + late] - own[0][number, step + late] for late in (0, 1)]
    speed = [others[1][row, step + late] - own[1][number, step + late] for late in (0, 1)]
    before, after = (np.einsum("ni,ni->n", a, s) for a, s in zip(apart, speed, strict=True))
    falls = (before < 0) & (after >= 0)
    apart, speed = [one[falls] for one in apart], [one[falls] * STEP_S for one in speed]
    low, high = np.zeros(int(falls.sum())), np.ones(int(falls.sum()))
    for _halving in range(30):
        middle = (low + high) / 2
        way, slope = _cubic(apart, speed, middle)
        is_before = np.einsum("ni,ni->n", way, slope) < 0
        low, high = np.where(is_before, middle, low), np.where(is_before, high, middle)
    way, _slope = _cubic(apart, speed, low)
    close = np.einsum("ni,ni->n", way, way) < (km + SLACK_KM) ** 2
    for one, at, first, share in zip(
        number[falls][close], row[falls][close], step[falls][close], low[close], strict=True
    ):
        yield int(one), int(at), float((first + share) * STEP_S)


def _cubic(apart: list[Array], speed: list[Array], share: Array) -> tuple[Array, Array]:
    """The cubic through both ends of a step, and its slope, at a share of the step."""
    s = share[:, None]
    way = (
        (2 * s**3 - 3 * s**2 + 1) * apart[0]
        + (s**3 - 2 * s**2 + s) * speed[0]
        + (3 * s**2 - 2 * s**3) * apart[1]
        + (s**3 - s**2) * speed[1]
    )
    slope = (
        (6 * s**2 - 6 * s) * (apart[0] - apart[1])
        + (3 * s**2 - 4 * s + 1) * speed[0]
        + (3 * s**2 - 2 * s) * speed[1]
    )
    return way, slope


def _refined(
    ours: Sequence[Orbit],
    others: Sequence[Orbit],
    pair: tuple[int, int],
    begin: datetime,
    after: float,
) -> Passing | None:
    """The minimum itself, by the propagator: along the relative speed, until the step is below a
    tenth of a millisecond.
    """
    first, second = ours[pair[0]].satellite, others[pair[1]].satellite
    whole, part = _julian(begin)
    for _step in range(20):
        (bad, own, own_speed), (wrong, other, speed) = (
            one.sgp4(whole, part + after / 86_400.0) for one in (first, second)
        )
        if bad or wrong:
            return None
        apart, fast = np.subtract(other, own), np.subtract(speed, own_speed)
        square = float(fast @ fast)
        if square < 1e-12:
            break
        shift = -float(apart @ fast) / square
        after += max(-STEP_S, min(STEP_S, shift))
        if abs(shift) < 1e-4:
            break
    miss = float(np.sqrt(apart @ apart))
    return Passing(*pair, begin + timedelta(seconds=after), miss, float(np.sqrt(square)))
