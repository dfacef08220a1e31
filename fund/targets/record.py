"""How good the forecasts issued were: each scored by what came, put together by what they were
like. Told as of a day, so that a later value changes no earlier page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypedDict

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session

from fund import ties
from fund.columns import table_of
from fund.frames import row_of
from fund.targets import ending, scores
from fund.targets.ending import Aim, Seen
from fund.targets.forecast import generator
from fund.targets.outlook import Own
from fund.targets.rules import Held, meets
from fund.targets.tables import Indicator, IssuedForecast, Target

ISSUED = [
    "quarter",
    "issued_on",
    "ends_on",
    "operator",
    "aim",
    "verdict",
    "chance",
    "low",
    "median",
    "high",
    "line",
    "nature",
    "points",
    "seed",
    "inputs",
    "levers",
    "method",
    "actual",
    "is_inside",
    "miss",
    "crps",
    "line_miss",
    "brier",
    "line_brier",
    "off",
]
"""Columns of ``rows`` beside code: the 80 % range as issued; from actual on None until the end of
the year has come and its value is on record. miss and line_miss are |actual - middle|, off the same
with its sign in half-widths of the range.
"""
RESAMPLES = 1_000
STEPS = "steps"
"""The nature of forecasts that rest on milestones."""
KEPT = table_of(IssuedForecast)
TARGET = table_of(Target)
INDICATOR = table_of(Indicator)


@dataclass(frozen=True, slots=True)
class Past:
    """Scored forecasts together: how many, how many held, the 80 % band of that share, mean misses
    of ours and the line's, Briers; the misses in half-widths, oldest first.
    """

    scored: int = 0
    inside: int = 0
    band: tuple[float, float] = (0.0, 1.0)
    miss: float = 0.0
    line_miss: float = 0.0
    brier: float | None = None
    line_brier: float | None = None
    misses: tuple[float, ...] = ()

    @property
    def own(self) -> Own:
        """What the next forecast of this nature makes of it."""
        return Own(Held(self.scored, self.inside), self.misses)


class Issued(TypedDict):
    """One forecast as it was issued, with its score: code and ISSUED."""

    code: str
    quarter: str
    issued_on: date
    ends_on: date
    operator: str
    aim: Decimal
    verdict: str
    chance: float | None
    low: float | None
    median: float | None
    high: float | None
    line: float | None
    nature: str
    points: int
    seed: int
    inputs: str
    levers: str
    method: str
    actual: float | None
    is_inside: bool | None
    miss: float | None
    crps: float | None
    line_miss: float | None
    brier: float | None
    line_brier: float | None
    off: float | None


class Score(NamedTuple):
    """What became of a forecast, ISSUED from actual on; None as far as nothing did."""

    actual: float | None = None
    is_inside: bool | None = None
    miss: float | None = None
    crps: float | None = None
    line_miss: float | None = None
    brier: float | None = None
    line_brier: float | None = None
    off: float | None = None


def rows(session: Session, as_of: date, seen: Mapping[str, Seen]) -> list[Issued]:
    """Every forecast issued by a day, the newest first, each scored as far as its actual is known:
    ISSUED and code.
    """
    statement = (
        sa.select(
            KEPT,
            TARGET.c.code,
            TARGET.c.baseline,
            TARGET.c.baseline_year,
            INDICATOR.c.kind,
            INDICATOR.c.aggregation,
        )
        .join(TARGET, TARGET.c.id == KEPT.c.target_id)
        .join(INDICATOR, INDICATOR.c.code == TARGET.c.indicator)
        .where(KEPT.c.issued_on <= as_of)
        .order_by(KEPT.c.id.desc())
    )
    return [
        _scored(row, seen.get(row["code"], Seen()), as_of)
        for row in session.execute(statement).mappings()
    ]


def _scored(row: sa.RowMapping, seen: Seen, as_of: date) -> Issued:
    """The forecast as issued, with its score where the actual has come."""
    points: list[float] = json.loads(row["quantiles"]) if row["quantiles"] else []
    numbers: dict[str, float | None] = {
        name: None if row[name] is None else float(row[name])
        for name in ("chance", "line", "low", "median", "high")
    }
    if points and numbers["low"] is None:  # issued before the range was kept beside the points
        numbers |= {"low": points[1], "median": points[9], "high": points[17]}
    actual = _actual(row, seen) if as_of > row["ends_on"] else None
    score = Score() if actual is None else _score(row, numbers, points, actual)
    found = {**row, **numbers, **score._asdict()}
    return row_of({name: found[name] for name in ("code", *ISSUED)}, Issued)


def _score(
    row: sa.RowMapping, numbers: Mapping[str, float | None], points: list[float], actual: float
) -> Score:
    operator, aim = row["operator"], float(row["aim"])
    came_true = meets(actual, operator, aim)
    chance, line, low, median, high = (
        numbers[name] for name in ("chance", "line", "low", "median", "high")
    )
    score = Score(actual)
    if points and low is not None and median is not None and high is not None:
        half = (high - low) / 2
        score = score._replace(
            is_inside=is_inside(actual, low, high),
            miss=abs(actual - median),
            crps=scores.pinball(points, actual),
            off=(actual - median) / half if half > 0 else 0.0,
            brier=None if chance is None else scores.brier(chance, came_true),
        )
    if line is not None:
        score = score._replace(
            line_miss=abs(actual - line),
            line_brier=scores.brier(float(meets(line, operator, aim)), came_true),
        )
    return score


def is_inside(actual: float, low: float, high: float) -> bool:
    """Whether the actual lies in a range, its ends included."""
    return ties.at_least(actual, low) and ties.at_most(actual, high)


def _actual(row: sa.RowMapping, seen: Seen) -> float | None:
    begins_after = (
        None
        if row["baseline"] is None or not row["baseline_year"]
        else date(int(row["baseline_year"]), 12, 31)
    )
    aim = Aim(
        row["code"],
        row["operator"],
        row["aim"],
        row["ends_on"],
        baseline=row["baseline"],
        kind=row["kind"],
        aggregation=row["aggregation"],
        begins_after=begins_after,
    )
    value = ending.final(aim, seen)
    return None if value is None else float(value)


def past(found: Sequence[Issued]) -> Past:
    """Scored rows together. Quarters of one target are not independent: the band comes from drawing
    whole targets again and again.
    """
    by_target: dict[str, list[bool]] = {}
    scored = []
    for row in found:
        if row["is_inside"] is not None:
            scored.append(row)
            by_target.setdefault(row["code"], []).append(row["is_inside"])
    if not scored:
        return Past()
    held = [(sum(values), len(values)) for values in by_target.values()]
    chance = generator("past", *sorted(by_target), len(scored))
    drawn = np.asarray(held, dtype=np.float64)[
        chance.integers(0, len(held), (RESAMPLES, len(held)))
    ].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], (0.1, 0.9))
    return Past(
        len(scored),
        sum(inside for inside, _number in held),
        (float(low), float(high)),
        _mean(row["miss"] for row in scored) or 0.0,
        _mean(row["line_miss"] for row in scored) or 0.0,
        _mean(row["brier"] for row in scored),
        _mean(row["line_brier"] for row in scored),
        tuple(row["off"] for row in reversed(scored) if row["off"] is not None),
    )


def _mean(misses: Iterable[float | None]) -> float | None:
    known = [miss for miss in misses if miss is not None]
    return float(np.mean(known)) if known else None


def by_nature(found: Sequence[Issued]) -> dict[str, Past]:
    """What forecasts of each nature came to, and "" for all of them."""
    natures = {row["nature"] for row in found}
    return {"": past(found)} | {
        nature: past([row for row in found if row["nature"] == nature]) for nature in natures
    }
