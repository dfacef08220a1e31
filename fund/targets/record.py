"""How good the forecasts issued were: each scored by what came, put together by what they were
like. Told as of a day, so that a later value changes no earlier page.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session

from fund import ties
from fund.columns import table_of
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
SCORES = ISSUED[ISSUED.index("actual") :]
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


def rows(session: Session, as_of: date, seen: Mapping[str, Seen]) -> list[dict[str, object]]:
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
        _scored(dict(row), seen.get(row["code"], Seen()), as_of)
        for row in session.execute(statement).mappings()
    ]


def _scored(row: dict[str, Any], seen: Seen, as_of: date) -> dict[str, object]:
    """The forecast as issued, with its score where the actual has come."""
    points = json.loads(row["quantiles"]) if row["quantiles"] else None
    found = (
        row
        | {
            name: None if row[name] is None else float(row[name])
            for name in ("chance", "line", "low", "median", "high")
        }
        | dict.fromkeys(SCORES)
    )
    if points is not None and found["low"] is None:
        found |= {
            "low": points[1],
            "median": points[9],
            "high": points[17],
        }  # issued before the range was kept beside the points
    actual = _actual(row, seen) if as_of > row["ends_on"] else None
    if actual is not None:
        found |= {"actual": actual} | _against(found, points, actual)
    return {name: found[name] for name in ("code", *ISSUED)}


def _against(found: dict[str, Any], points: list[float] | None, actual: float) -> dict[str, object]:
    came_true, scored = (
        bool(meets(actual, found["operator"], float(found["aim"]))),
        dict[str, Any](),
    )
    if points is not None:
        half = (found["high"] - found["low"]) / 2
        scored |= {
            "is_inside": is_inside(actual, found["low"], found["high"]),
            "miss": abs(actual - found["median"]),
            "crps": scores.pinball(points, actual),
            "off": (actual - found["median"]) / half if half > 0 else 0.0,
        }
        scored |= {
            "brier": None if found["chance"] is None else scores.brier(found["chance"], came_true)
        }
    if found["line"] is not None:
        scored |= {
            "line_miss": abs(actual - found["line"]),
            "line_brier": scores.brier(
                float(meets(found["line"], found["operator"], float(found["aim"]))), came_true
            ),
        }
    return scored


def is_inside(actual: float, low: float, high: float) -> bool:
    """Whether the actual lies in a range, its ends included."""
    return bool(ties.at_least(actual, low) and ties.at_most(actual, high))


def _actual(row: dict[str, Any], seen: Seen) -> float | None:
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


def past(found: Sequence[dict[str, Any]]) -> Past:
    """Scored rows together. Quarters of one target are not independent: the band comes from drawing
    whole targets again and again.
    """
    scored = [row for row in found if row["is_inside"] is not None]
    if not scored:
        return Past()
    by_target: dict[str, list[bool]] = {}
    for row in scored:
        by_target.setdefault(row["code"], []).append(row["is_inside"])
    held = [(sum(values), len(values)) for values in by_target.values()]
    chance = generator("past", *sorted(by_target), len(scored))
    drawn = np.asarray(held, dtype=np.float64)[
        chance.integers(0, len(held), (RESAMPLES, len(held)))
    ].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], (0.1, 0.9))
    return Past(
        len(scored),
        sum(row["is_inside"] for row in scored),
        (float(low), float(high)),
        _mean(scored, "miss") or 0.0,
        _mean(scored, "line_miss") or 0.0,
        _mean(scored, "brier"),
        _mean(scored, "line_brier"),
        tuple(row["off"] for row in reversed(scored)),
    )


def _mean(scored: Sequence[dict[str, Any]], name: str) -> float | None:
    known = [row[name] for row in scored if row[name] is not None]
    return float(np.mean(known)) if known else None


def by_nature(found: Sequence[dict[str, Any]]) -> dict[str, Past]:
    """What forecasts of each nature came to, and "" for all of them."""
    natures = {row["nature"] for row in found}
    return {"": past(found)} | {
        nature: past([row for row in found if row["nature"] == nature]) for nature in natures
    }
