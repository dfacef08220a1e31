"""The forecasts tried on every company's real launches, from rolling origins, against the straight
line.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from fund.targets import forecast, scores
from fund.ties import at_least

LAUNCHES = Path(__file__).parents[3] / "shared" / "data" / "space" / "space_missions.csv"
LAST_WHOLE_YEAR = 2021
"""The file ends within 2022."""
HEIGHTS = (0.75, 1.0, 1.25, 1.5)
"""Targets asked for, by the pace of the last periods."""
GRAINS = {"year": (1.0, (2, 3)), "quarter": (0.25, (4, 8))}
"""Length of a period in years, and how many periods ahead."""
KINDS = ("sum", "sum", "latest", "max")
"""Launches mostly add up over years; every fourth forecast is of the last period, every fourth of
the best one.
"""
POINTS = (4, 8, 12)
"""Periods of history."""


class Scored(NamedTuple):
    """One forecast beside what came: scores of ours and of the line's."""

    company: str
    grain: str
    aggregation: str
    crps: float
    line_crps: float
    is_inside: bool
    brier: list[float]
    line_brier: list[float]


def launches() -> dict[str, dict[str, Counter[int]]]:
    """company -> grain -> launches by period number, of every company."""
    found: dict[str, dict[str, Counter[int]]] = {}
    with LAUNCHES.open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            month, _day, year = (int(part) for part in row["Date"].split("/"))
            whole = year + (1900 if year >= 57 else 2000)
            one = found.setdefault(row["Company"], {"year": Counter(), "quarter": Counter()})
            one["year"][whole] += 1
            one["quarter"][whole * 4 + (month - 1) // 3] += 1
    return found


def origins() -> Iterator[tuple[str, str, list[float], list[float]]]:
    """(company, grain, history, what came) from each origin: one every two years, the first launch
    at the latest where history begins.
    """
    for company, by_grain in sorted(launches().items()):
        for grain, (years, aheads) in GRAINS.items():
            seen, scale = by_grain[grain], round(1 / years)
            first, last = min(seen), (LAST_WHOLE_YEAR + 1) * scale - 1
            for turn, origin in enumerate(range(first + POINTS[0] - 1, last + 1, 2 * scale)):
                ahead, points = aheads[turn % 2], min(POINTS[turn % 3], origin - first + 1)
                if origin + ahead <= last and any(
                    seen[period] for period in range(origin - points + 1, origin + 1)
                ):
                    yield (
                        company,
                        grain,
                        [float(seen[period]) for period in range(origin - points + 1, origin + 1)],
                        [float(seen[period]) for period in range(origin + 1, origin + ahead + 1)],
                    )


def line(history: list[float], ahead: int) -> forecast.Array:
    """The straight line through the history, never below zero."""
    slope, start = np.polyfit(range(len(history)), history, 1)
    return np.maximum(start + slope * np.arange(len(history), len(history) + ahead), 0.0)


def as_it_is(computed: Any) -> Any:
    """Nothing shaken."""
    return computed


def score(
    company: str,
    grain: str,
    history: list[float],
    came: list[float],
    aggregation: str,
    shaken: Callable[[Any], Any] = as_it_is,
) -> Scored:
    """Ours and the line's on one origin and aggregation; ``shaken`` makes of a computed number, or
    of many, what another processor might.
    """
    years, ahead = GRAINS[grain][0], len(came)
    so_far = max(history) if aggregation == "max" else 0.0
    ours = forecast.gathered(
        forecast.counts(
            history,
            ahead,
            years,
            forecast.generator(company, grain, len(history), aggregation, *history),
        ),
        aggregation,
        so_far,
    )
    actual, drawn = (
        float(forecast.gathered(np.asarray([values]), aggregation, so_far)[0])
        for values in (came, line(history, ahead))
    )
    ours, drawn, actual = shaken(ours), shaken(drawn), shaken(actual)
    recent = float(np.mean(history[-round(min(len(history), 1 / years)) :]))
    base = {"sum": recent * ahead, "latest": recent, "max": max(so_far, recent)}[aggregation]
    asked = [shaken(height * base) for height in HEIGHTS if base > 0]
    came_true = [at_least(actual, target) for target in asked]
    return Scored(
        company,
        grain,
        aggregation,
        scores.crps(ours, actual),
        abs(drawn - actual),
        scores.is_inside(ours, actual, is_whole=True),
        [
            scores.brier(float(at_least(ours, target).mean()), came)
            for target, came in zip(asked, came_true, strict=True)
        ],
        [
            scores.brier(float(at_least(drawn, target)), came)
            for target, came in zip(asked, came_true, strict=True)
        ],
    )


def tried(shaken: Callable[[Any], Any] = as_it_is) -> list[Scored]:
    """Every origin, every company."""
    return [
        score(company, grain, history, came, KINDS[turn % len(KINDS)], shaken)
        for turn, (company, grain, history, came) in enumerate(origins())
    ]


def told(found: list[Scored]) -> dict[str, float]:
    """The figures over all: how many, cover of the range, skill against the line, both Briers."""
    ours, theirs = sum(one.crps for one in found), sum(one.line_crps for one in found)
    return {
        "forecasts": len(found),
        "companies": len({one.company for one in found}),
        "cover": float(np.mean([one.is_inside for one in found])),
        "skill": 1 - ours / theirs,
        "brier": float(np.mean([said for one in found for said in one.brier])),
        "line_brier": float(np.mean([said for one in found for said in one.line_brier])),
    }


if __name__ == "__main__":
    everything = tried()
    for name, found in (
        ("all", everything),
        *(
            (kind, [one for one in everything if kind in (one.grain, one.aggregation)])
            for kind in ("year", "quarter", "sum", "latest", "max")
        ),
    ):
        print(name, {key: round(value, 3) for key, value in told(found).items()})
