"""Forecasts as they were issued, each scored as far as its actual is known."""

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.ledger.view import View
from fund.targets import queries, scores
from fund.targets.outlook import reached
from fund.targets.tables import IssuedForecast, Target

ISSUED = ["quarter", "issued_on", "ends_on", "operator", "aim", "verdict", "chance", "low", "median", "high", "line", "method", "actual", "is_inside", "miss", "crps", "line_miss", "brier"]
"""Columns of ``issued``, the newest first: the 80 % range as issued; from actual on missing until the end of the year has come and its value is on record. miss and line_miss are |actual - middle|."""
LATE = timedelta(days=92)
"""A value this much before the end of the year still counts as the one at its end."""


def issued(session: Session, actor: Actor, view: View, code: str) -> pd.DataFrame:
    """What was forecast of a target by the view's day, each scored as far as its actual is known that day: ISSUED."""
    actor.must("see_portfolio")
    kept: Any = IssuedForecast.__table__  # type: ignore[attr-defined]
    target: Any = Target.__table__  # type: ignore[attr-defined]
    seen = queries.observed(session, actor, view).get(code, [])
    rows = session.execute(
        sa.select(kept).join(target, target.c.id == kept.c.target_id).where(target.c.code == code, kept.c.issued_on <= view.as_of).order_by(kept.c.id.desc())
    ).mappings()
    return pd.DataFrame([_scored(row, seen, view.as_of) for row in rows], columns=ISSUED, dtype=object)


def _scored(row: Any, seen: queries.Values, as_of: date) -> dict[str, Any]:
    """The forecast as issued, with its score where the actual has come."""
    points = json.loads(row["quantiles"]) if row["quantiles"] else None
    found = dict(row) | {name: None if row[name] is None else float(row[name]) for name in ("chance", "line")} | {"low": None, "median": None, "high": None} | dict.fromkeys(ISSUED[12:])
    if points is not None:
        found |= {"low": points[1], "median": points[9], "high": points[17]}
    actual = next((float(value) for day, value in reversed(seen) if row["ends_on"] - LATE < day <= row["ends_on"]), None) if as_of > row["ends_on"] else None
    if actual is None:
        return {name: found[name] for name in ISSUED}
    found["actual"] = actual
    if points is not None:
        came_true = reached(np.array([actual]), row["operator"], float(row["aim"])) == 1
        found |= {"is_inside": points[1] <= actual <= points[17], "miss": abs(actual - points[9]), "crps": scores.pinball(points, actual), "brier": scores.brier(found["chance"], came_true)}
    if found["line"] is not None:
        found["line_miss"] = abs(actual - found["line"])
    return {name: found[name] for name in ISSUED}
