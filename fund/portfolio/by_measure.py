"""The plan measure by measure: money, milestones and the targets that tell of each."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypedDict

import pandas as pd
from sqlmodel import Session, select

from fund.access.actors import Actor
from fund.answers import kept
from fund.frames import records_as
from fund.ledger import sums
from fund.ledger.view import View
from fund.portfolio.queries import allocation
from fund.targets import queries as targets
from fund.targets.rows import TargetKnown
from fund.targets.shares import parted
from fund.targets.tables import IndicatorMeasure, Target


class Aim(NamedTuple):
    """A target as a measure names it, with the part of its actual that is counted there (None of a
    ratio, or without one).
    """

    code: str
    name_zh: str
    name_en: str
    part: Decimal | None


class MeasureRow(TypedDict):
    """What ``plan`` has of a measure beside its amounts and texts."""

    measure: str
    committed_fen: int
    grants: int
    contracts: int
    planned: int
    met: int
    overdue: int
    targets: Sequence[Aim]


@kept
def plan(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """The plan measure by measure as of a day: columns of ``allocation``, then grants, contracts,
    planned, met, overdue (milestones) and targets.

    ``targets`` is a list of Aim, those whose indicator tells something of the measure.
    """
    view = View(as_of=as_of)
    frame = allocation(session, actor, view)
    held = sums.held_by(session, view, "measure", ("grant", "contract", "planned", "met"))
    for name, kind in (
        ("grants", "grant"),
        ("contracts", "contract"),
        ("planned", "planned"),
        ("met", "met"),
    ):
        frame[name] = [held.get((key, kind), 0) for key in frame["measure"]]
    late = sums.due_before_by(session, view, "measure", "open")
    frame["overdue"] = [late.get(key, 0) for key in frame["measure"]]
    told = _told(session, actor, view)
    return frame.assign(
        targets=pd.Series(
            [told.get(key, []) for key in frame["measure"]], index=frame.index, dtype=object
        )
    )


def _told(session: Session, actor: Actor, view: View) -> dict[str, list[Aim]]:
    """Measure -> (code, name_zh, name_en, its part of the actual) of the targets that tell of it,
    the office's own first: what serves several measures counts once.
    """
    served: dict[str, dict[str, int]] = {}
    for link in session.exec(select(IndicatorMeasure).order_by(IndicatorMeasure.measure)):
        served.setdefault(link.indicator, {})[link.measure] = link.weight
    frame = targets.targets(session, actor, view)
    own = set(session.exec(select(Target.id).where(Target.recorded_on != None)))  # noqa: E711 — SQL
    found: dict[str, list[Aim]] = {}
    rows = sorted(
        records_as(frame, TargetKnown), key=lambda row: (row["target_id"] not in own, row["code"])
    )
    for row in rows:
        weights = served.get(row["indicator"], {})
        parts: dict[str, Decimal] = (
            parted(row["actual"], weights)
            if row["actual"] is not None and row["aggregation"] != "ratio" and weights
            else {}
        )
        for measure in weights:
            zh, en = (
                (f"{row['name_zh']}（{row['place_zh']}）", f"{row['name_en']} ({row['place_en']})")
                if row["place_zh"]
                else (row["name_zh"], row["name_en"])
            )
            found.setdefault(measure, []).append(Aim(row["code"], zh, en, parts.get(measure)))
    return found
