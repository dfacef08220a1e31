"""Targets on screen: baseline, latest actual, target, year and source, and where each will be at the end of its year."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.ledger.view import View
from fund.targets.outlook import Aim, Outlook, outlook
from fund.targets.tables import Indicator, Observation, Target

TARGETS = [
    "code", "name_zh", "name_en", "unit_zh", "unit_en", "direction", "region_code", "place_zh", "place_en", "baseline", "baseline_year",
    "actual", "observed_on", "operator", "target", "target_year", "is_official", "is_press_copy", "is_level", "is_demonstration", "issuer", "document",
    "source", "scope_zh", "scope_en",
]
"""Columns of ``targets``; baseline, actual and target are Decimals or None."""


Values = list[tuple[date, Decimal]]
OUTLOOK = ["low", "median", "high", "chance", "verdict", "refusal"]
"""Columns of ``outlooks`` beside TARGETS: the 80 % range at the end of the target's year, its middle, the chance (0 to 1), its word as fund.ui_status has it, why there is none."""


def outlooks(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Every target as ``targets`` has it, with its outlook as it was known on the view's day: TARGETS + OUTLOOK."""
    frame = targets(session, actor, view)
    seen = observed(session, actor, view)
    found = [_outlook(row, seen.get(row["code"], []), view.as_of) for row in frame.to_dict("records")]
    return frame.assign(**{
        name: pd.Series([getattr(one, name) for one in found], index=frame.index, dtype=object) for name in OUTLOOK
    })


def _outlook(row: Any, seen: Values, as_of: date) -> Outlook:
    base = [] if row["baseline"] is None or not row["baseline_year"] else [(date(int(row["baseline_year"]), 12, 31), row["baseline"])]
    values = [(day, value) for day, value in base if not seen or day < seen[0][0]] + seen
    aim = Aim(row["code"], row["operator"], row["target"], date(int(row["target_year"]), 12, 31), is_level_in_words=bool(row["is_level"]))
    return outlook(aim, values if seen else [], as_of)


def observed(session: Session, actor: Actor, view: View) -> dict[str, Values]:
    """Code of the target -> (day, value) by day, of each day what was recorded last by the view's day."""
    actor.must("see_portfolio")
    seen: Any = Observation.__table__  # type: ignore[attr-defined]
    target: Any = Target.__table__  # type: ignore[attr-defined]
    statement = (
        sa.select(target.c.code, seen.c.observed_on, seen.c.value).join(target, target.c.id == seen.c.target_id)
        .where(seen.c.recorded_on <= view.as_of, seen.c.observed_on <= view.as_of).order_by(seen.c.observed_on, seen.c.id)
    )
    found: dict[str, dict[date, Decimal]] = defaultdict(dict)
    for code, day, value in session.execute(statement):
        found[code][day] = value
    return {code: list(values.items()) for code, values in found.items()}


def targets(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Every target with the latest value observed and recorded by the view's day: TARGETS, by year, the office's own first."""
    actor.must("see_portfolio")
    seen: Any = Observation.__table__  # type: ignore[attr-defined]
    target: Any = Target.__table__  # type: ignore[attr-defined]
    indicator: Any = Indicator.__table__  # type: ignore[attr-defined]
    latest = (
        sa.select(seen.c.id)
        .where(seen.c.target_id == target.c.id, seen.c.recorded_on <= view.as_of)
        .order_by(seen.c.observed_on.desc(), seen.c.id.desc()).limit(1).correlate(target).scalar_subquery()
    )
    t, i = target.c, indicator.c
    statement = (
        sa.select(
            t.code, i.name_zh, i.name_en, i.unit_zh, i.unit_en, i.direction, t.region_code, t.place_zh, t.place_en, t.baseline,
            t.baseline_year, seen.c.value, seen.c.observed_on, t.operator, t.value.label("target"), t.target_year, t.is_official, t.is_press_copy,
            t.is_level, t.is_demonstration, t.issuer, t.document, t.source, t.scope_zh, t.scope_en,
        )
        .select_from(target.join(indicator, i.code == t.indicator).outerjoin(seen, seen.c.id == latest))
        .order_by(t.target_year, t.region_code, t.code)
    )
    if view.region is not None:
        statement = statement.where(t.region_code == view.region)
    return pd.DataFrame(session.execute(statement).all(), columns=TARGETS, dtype=object)
