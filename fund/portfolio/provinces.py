"""What each province has: money, work, centres and their reports, and the targets set there. A
place inside a province stands under it; nothing is added up over targets.
"""

from datetime import date
from typing import NamedTuple, TypedDict

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.centres.rules import DONE
from fund.centres.tables import Centre, CentreEvent, ReportingPeriod, Submission, SubmissionEvent
from fund.columns import table_of
from fund.ledger import sums
from fund.ledger.rules import NATIONWIDE
from fund.ledger.view import View
from fund.portfolio import queries
from fund.targets import queries as targets

SCORES = [
    "grants",
    "contracts",
    "planned",
    "met",
    "overdue",
    "centres",
    "asked",
    "approved",
    "on_time",
    "aims",
    "doubtful",
    "untold",
]
"""Columns of ``scorecards`` beside those of fund.portfolio.queries.regions: milestones planned, met
and overdue; reports asked for whose last day has passed, those approved and those handed in by it;
targets of the year, how many of them may be missed, of how many nothing can be told.
"""
MISSED = ("unlikely", "almost_no_chance", "out_of_reach")
KINDS = {"grants": "grant", "contracts": "contract", "planned": "planned", "met": "met"}

CENTRE = table_of(Centre)
CENTRE_EVENT = table_of(CentreEvent)
PERIOD = table_of(ReportingPeriod)
REPORT = table_of(Submission)
EVENT = table_of(SubmissionEvent)


class Scorecard(TypedDict):
    """What ``scorecards`` has of a unit beside its names: amounts in fen and counts (SCORES)."""

    region_code: str
    committed_fen: int
    paid_fen: int
    grants: int
    contracts: int
    planned: int
    met: int
    overdue: int
    centres: int
    asked: int
    approved: int
    on_time: int
    aims: int
    doubtful: int
    untold: int


@kept
def scorecards(
    session: Session, actor: Actor, as_of: date, year: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every province-level unit as known on a day, money of no single province last; and the
    outlooks of the targets due in a year, those nested in a province with its code.
    """
    view = View(as_of=as_of)
    frame = queries.regions(session, actor, view)
    held = sums.held_by(session, view, "region", list(KINDS.values()))
    late = sums.due_before_by(session, view, "region", "open")
    outlooks = targets.outlooks(session, actor, view)
    due = outlooks[outlooks["target_year"] == year]
    reports, verdicts = _reports(session, as_of), dict[str, list[str]]()
    for code, verdict in zip(due["region_code"], due["verdict"], strict=True):
        verdicts.setdefault(code, []).append(verdict)
    rows = []
    for code in frame["region_code"]:
        here = verdicts.get(code, [])
        rows.append(
            (
                *(held.get((code, kind), 0) for kind in KINDS.values()),
                late.get(code, 0),
                *reports.get(code, (0, 0, 0, 0)),
                len(here),
                sum(verdict in MISSED for verdict in here),
                here.count("cannot_tell"),
            )
        )
    scores = pd.DataFrame(rows, columns=SCORES, index=frame.index)
    return pd.concat([frame, scores], axis=1), due


def _reports(session: Session, as_of: date) -> dict[str, tuple[int, int, int, int]]:
    """Province -> centres working, reports whose day has passed, of these approved, of these handed
    in by the day.
    """
    first = dict(
        session.execute(
            sa.select(EVENT.c.submission_id, sa.func.min(EVENT.c.recorded_on))
            .where(EVENT.c.kind == "submit", EVENT.c.recorded_on <= as_of)
            .group_by(EVENT.c.submission_id)
        ).all()
    )
    handed_in, stands = {}, set()
    for row in session.execute(
        sa.select(
            REPORT.c.id,
            REPORT.c.centre_id,
            REPORT.c.period_id,
            REPORT.c.approved_on,
            REPORT.c.status,
        ).where(REPORT.c.revision == 0)
    ):
        handed_in[row.centre_id, row.period_id] = first.get(row.id)
        if row.approved_on is not None and row.approved_on <= as_of and row.status in DONE:
            stands.add((row.centre_id, row.period_id))
    periods = session.execute(sa.select(PERIOD).where(PERIOD.c.due_on < as_of)).all()
    found: dict[str, list[int]] = {}
    for one in _working(session, as_of):
        told = found.setdefault(one.region_code, [0, 0, 0, 0])
        told[0] += 1
        for period in periods:
            if period.kind in ("", one.kind) and one.founded_on <= period.ends_on:
                day = handed_in.get((one.id, period.id))
                told[1] += 1
                told[2] += (one.id, period.id) in stands
                told[3] += day is not None and day <= period.due_on
    return {code: (told[0], told[1], told[2], told[3]) for code, told in found.items()}


class Working(NamedTuple):
    """A centre or platform that works."""

    id: int
    code: str
    name_zh: str
    name_en: str
    kind: str
    field: str
    region_code: str
    founded_on: date


def _working(session: Session, as_of: date) -> list[Working]:
    """Centres registered by a day and neither given up nor at rest on it."""
    newer = CENTRE_EVENT.alias("newer")
    is_latest = ~sa.exists().where(
        newer.c.centre_id == CENTRE_EVENT.c.centre_id,
        newer.c.id > CENTRE_EVENT.c.id,
        newer.c.recorded_on <= as_of,
    )
    statement = (
        sa.select(*(CENTRE.c[name] for name in Working._fields))
        .join(CENTRE_EVENT, CENTRE_EVENT.c.centre_id == CENTRE.c.id)
        .where(
            CENTRE_EVENT.c.recorded_on <= as_of,
            is_latest,
            CENTRE_EVENT.c.standing.not_in(("closed", "suspended")),
        )
    )
    rows = session.execute(statement.order_by(CENTRE.c.region_code, CENTRE.c.code))
    return [Working(*row) for row in rows]


def centres(session: Session, actor: Actor, region: str, as_of: date) -> pd.DataFrame:
    """The centres of a province that work on a day: code, name_zh, name_en, kind, field."""
    actor.must("see_portfolio")
    rows = [
        (one.code, one.name_zh, one.name_en or one.name_zh, one.kind, one.field)
        for one in _working(session, as_of)
        if one.region_code == region
    ]
    return pd.DataFrame(rows, columns=["code", "name_zh", "name_en", "kind", "field"])


def of_no_province(frame: pd.DataFrame) -> pd.DataFrame:
    """The one row of ``scorecards`` that is no province."""
    return frame[frame["region_code"] == NATIONWIDE]
