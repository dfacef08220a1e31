"""When open milestones may finish, from how earlier ones slipped; those still open count as longer
than so far. Pure; dates are day numbers.

Method: docs/forecast.md (Kaplan-Meier on time used over time promised; the first promise is the
measure, never a later baseline).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from fund import ties
from fund.targets.forecast import DRAWS, Array, generator
from fund.targets.rules import meets

SHARED = 0.15
"""How much of the luck of one milestone is the luck of all."""
SHORTEST = 30
"""Days a promise spans at least, so that a short one does not slip a hundredfold."""
RECORDS, FINISHED = 30, 15
"""A class of earlier milestones says something from so many records on, so many of them
finished.
"""
ON_THE_DAY = 0.4
"""A class of which more end exactly on the promised day was filled in afterwards, and is
refused.
"""
LATER = 91
"""Days a lever moves a milestone by."""
NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Record:
    """A milestone of the past: when its clock started, the first promise, when it was met; None
    while it is open.
    """

    started: int
    promised: int
    met: int | None


@dataclass(frozen=True, slots=True)
class Open:
    """A milestone that is not met: its clock, its first promise, the share of the target's value it
    brings, in the indicator's unit, and the undertaking it belongs to.
    """

    key: int
    started: int
    promised: int
    share: float = 0.0
    undertaking: str = ""
    waits_for: frozenset[int] = frozenset()
    """The milestones it waits for, directly or not."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Which part of earlier milestones took longer than a multiple of their promise; ratio
    ascending, surviving after it.
    """

    ratio: Array
    surviving: Array


def span(started: int, promised: int) -> int:
    """Days a promise spans."""
    return max(promised - started, SHORTEST)


def curve(records: Sequence[Record], today: int) -> Curve | None:
    """The slips of a class of milestones as known on a day; None where it is too small or was
    filled in afterwards.

    >>> curve([Record(0, 100, 100)] * 40, 500) is None
    True
    """
    known = [record for record in records if record.started < today]
    finished = np.array(
        [record.met is not None and record.met <= today for record in known], dtype=bool
    )
    on_the_day = sum(
        record.met == record.promised for record, done in zip(known, finished, strict=True) if done
    )
    if (
        len(known) < RECORDS
        or finished.sum() < FINISHED
        or on_the_day > ON_THE_DAY * finished.sum()
    ):
        return None
    ends = [
        record.met if done and record.met is not None else today
        for record, done in zip(known, finished, strict=True)
    ]
    ratio = np.array(
        [
            (end - record.started) / span(record.started, record.promised)
            for record, end in zip(known, ends, strict=True)
        ]
    )
    order = np.argsort(ratio, kind="stable")
    return Curve(
        ratio[order],
        np.asarray(
            np.cumprod(1 - finished[order] / np.arange(len(known), 0, -1)), dtype=np.float64
        ),
    )


def luck(keys: Sequence[int], as_of: str, draws: int = DRAWS) -> Array:
    """Uniform draws, draws x milestones, part of them shared by all.

    A milestone's luck on a day is its own, whatever target it brings forward: one that feeds two
    targets is drawn once.
    """
    together = generator("all steps", as_of).standard_normal((draws, 1))
    own = np.column_stack([generator("step", key, as_of).standard_normal(draws) for key in keys])
    mixed = np.sqrt(SHARED) * together + np.sqrt(1 - SHARED) * own
    return np.asarray(np.interp(mixed, *_table()), dtype=np.float64)


@cache
def _table() -> tuple[Array, Array]:
    normal, points = NormalDist(), np.linspace(-6, 6, 2401)
    return points, np.array([normal.cdf(float(point)) for point in points])


def finishes(steps: Sequence[Open], known: Curve, today: int, drawn: Array) -> Array:
    """The day each open milestone finishes in each future, draws x milestones; NEVER where it takes
    longer than any seen.
    """
    ends = np.empty((len(drawn), len(steps)))
    for place, step in enumerate(steps):
        days = span(step.started, step.promised)
        ends[:, place] = step.started + days * _ratio(
            known, max(today - step.started, 0) / days, drawn[:, place]
        )
    return ends


def _ratio(known: Curve, used: float, drawn: Array) -> Array:
    """How many times its promise a milestone takes, given what it has used already."""
    passed = int(np.searchsorted(known.ratio, used, "right"))
    left = drawn * (1.0 if passed == 0 else known.surviving[passed - 1])
    found = np.searchsorted(-known.surviving, -left, "left")
    return np.where(
        found < len(known.ratio), known.ratio[np.minimum(found, len(known.ratio) - 1)], NEVER
    )


def earned(steps: Sequence[Open], ends: Array, last_day: int) -> Array:
    """What the open milestones bring by a day in each future."""
    return np.asarray(
        ties.at_most(ends, last_day) @ np.array([step.share for step in steps], dtype=np.float64),
        dtype=np.float64,
    )


def is_doubtful(records: Sequence[Record]) -> bool:
    """Whether so many end exactly on the promised day that the record was filled in afterwards."""
    finished = [record for record in records if record.met is not None]
    return len(finished) >= FINISHED and sum(
        record.met == record.promised for record in finished
    ) > ON_THE_DAY * len(finished)


@dataclass(frozen=True, slots=True)
class Lever:
    """What one milestone on time instead of a quarter later changes: chance of reaching the target
    (0 to 1), expected value; whether even on time it comes too late.
    """

    key: int
    chance: float
    value: float
    is_after: bool


def levers(
    steps: Sequence[Open],
    ends: Array,
    others: Array,
    today: int,
    last_day: int,
    target: float,
    operator: str,
    is_falling: bool,
) -> list[Lever]:
    """In the same futures, each milestone that brings something: on its promised day (tomorrow if
    that has passed) against LATER days after what was drawn; the strongest first.
    """
    alone = [
        Lever(
            step.key,
            *_moved([place], steps, ends, others, today, last_day, target, operator),
            step.promised > last_day,
        )
        for place, step in _bringing(steps, is_falling)
    ]
    return sorted(alone, key=lambda lever: (*_strength(lever), lever.key))


@dataclass(frozen=True, slots=True)
class Together:
    """What all open milestones of one undertaking change, moved together: not the sum of theirs."""

    undertaking: str
    chance: float
    value: float


def together(
    steps: Sequence[Open],
    ends: Array,
    others: Array,
    today: int,
    last_day: int,
    target: float,
    operator: str,
    is_falling: bool,
) -> list[Together]:
    """The same for undertakings with more than one such milestone, the strongest first."""
    places: dict[str, list[int]] = {}
    for place, step in _bringing(steps, is_falling):
        places.setdefault(step.undertaking, []).append(place)
    found = [
        Together(name, *_moved(those, steps, ends, others, today, last_day, target, operator))
        for name, those in places.items()
        if len(those) > 1
    ]
    return sorted(found, key=lambda one: (*_strength(one), one.undertaking))


def _strength(moved: Lever | Together) -> tuple[float, float]:
    return -ties.in_order(abs(moved.chance)), -ties.in_order(abs(moved.value))


def _bringing(steps: Sequence[Open], is_falling: bool) -> list[tuple[int, Open]]:
    """Those that bring something, the right way."""
    return [
        (place, step)
        for place, step in enumerate(steps)
        if step.share and (step.share < 0) is is_falling
    ]


def _moved(
    places: Sequence[int],
    steps: Sequence[Open],
    ends: Array,
    others: Array,
    today: int,
    last_day: int,
    target: float,
    operator: str,
) -> tuple[float, float]:
    """Chance and mean with these on their promised days, less those with them LATER days after what
    was drawn; whatever waits for one of them moves by the same days.
    """
    on_time, late = ends.copy(), ends.copy()
    for place in places:
        on_time[:, place] = max(steps[place].promised, today + 1)
        late[:, place] = ends[:, place] + LATER
        for other, step in enumerate(steps):
            if steps[place].key in step.waits_for and other not in places:
                finite = np.isfinite(ends[:, place])
                on_time[finite, other] = np.maximum(
                    on_time[finite, other] + on_time[finite, place] - ends[finite, place], today + 1
                )
                late[:, other] = late[:, other] + LATER
    values = [others + earned(steps, moved, last_day) for moved in (on_time, late)]
    reached = [float(np.mean(meets(one, operator, target))) for one in values]
    return reached[0] - reached[1], float(values[0].mean() - values[1].mean())
