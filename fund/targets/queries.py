"""Targets on screen: baseline, latest actual, target, year and source; no forecast yet."""

from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.ledger.view import View
from fund.targets.tables import Indicator, Observation, Target

TARGETS = [
    "code", "name_zh", "name_en", "unit_zh", "unit_en", "direction", "region_code", "place_zh", "place_en", "baseline", "baseline_year",
    "actual", "observed_on", "operator", "target", "target_year", "is_official", "is_press_copy", "is_level", "is_demonstration", "issuer", "document",
    "source", "scope_zh", "scope_en",
]
"""Columns of ``targets``; baseline, actual and target are Decimals or None."""


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
