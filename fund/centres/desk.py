"""What lies on the desk of a province or of the fund: reports that wait, since when, and how much
of each is new. One statement a kind of fact.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.access.actors import Actor
from fund.centres import queries, reach
from fund.centres.rules import stays
from fund.centres.tables import (
    Centre,
    ReportingPeriod,
    Submission,
    SubmissionEvent,
    SubmissionRound,
    SubmittedFigure,
)

WAITING = [
    "submission_id",
    "version",
    "centre_code",
    "name_zh",
    "name_en",
    "region_code",
    "period_code",
    "status",
    "round",
    "since",
    "days",
    "with_them",
    "with_province",
    "with_fund",
    "changed",
    "asked",
]
"""Columns of ``waiting``: since when it lies there, days by who had it, figures that differ from
those that stand.
"""


def lies_with(session: Session, actor: Actor) -> list[sa.ColumnElement[bool]]:
    """What is true of the reports that lie with this person: a province's with the province,
    forwarded ones with the fund.
    """
    is_fund = actor.may("approve_submission")
    keys = reach.seen(session, actor, "approve_submission" if is_fund else "forward")
    statuses = ("forwarded",) if is_fund else ("submitted", "resubmitted")
    where: list[sa.ColumnElement[bool]] = [col(Submission.status).in_(statuses)]
    if keys is not None:
        where.append(col(Submission.centre_id).in_(keys))
    return where


def since() -> sa.ScalarSelect[date]:
    """Since when a report lies where it lies, in SQL: the day of its latest step."""
    return (
        sa.select(sa.func.max(col(SubmissionEvent.recorded_on)))
        .where(
            col(SubmissionEvent.submission_id) == Submission.id,
            col(SubmissionEvent.kind).in_(queries.STEPS),
        )
        .correlate(Submission)
        .scalar_subquery()
    )


def waiting(
    session: Session,
    actor: Actor,
    today: date | None = None,
    keys: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Reports that lie with this person, all or some: WAITING, the longest first."""
    day = today or clock.today()
    found = session.exec(
        select(Submission, Centre, ReportingPeriod)
        .join(Centre, col(Centre.id) == Submission.centre_id)
        .join(ReportingPeriod, col(ReportingPeriod.id) == Submission.period_id)
        .where(
            *lies_with(session, actor),
            *([] if keys is None else [col(Submission.id).in_(keys)]),
        )
    ).all()
    ids = [made.id or 0 for made, _centre, _period in found]
    steps, now = _steps(session, ids), _figures(session, col(Submission.id).in_(ids))
    held = _held(session, found)
    rows = []
    for made, centre, period in found:
        key = made.id or 0
        stay, since = (
            stays(steps[key], day),
            max((moment for moment, _status in steps[key]), default=day),
        )
        changed = sum(held.get(key, {}).get(code, "") != text for code, text in now[key].items())
        rows.append(
            (
                *(key, made.version, centre.code),
                *(centre.name_zh, centre.name_en or centre.name_zh, centre.region_code),
                *(period.code, made.status, made.round, since, (day - since).days),
                *(*stay, changed, len(now[key])),
            )
        )
    return pd.DataFrame(rows, columns=WAITING).sort_values(
        "since", kind="stable", ignore_index=True
    )


def _steps(session: Session, ids: Sequence[int]) -> Mapping[int, list[tuple[date, str]]]:
    """Report -> (day, status from then on) in order."""
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    rows = session.exec(
        select(
            SubmissionEvent.submission_id,
            col(SubmissionEvent.recorded_on),
            col(SubmissionEvent.status),
        )
        .where(
            col(SubmissionEvent.submission_id).in_(ids),
            col(SubmissionEvent.kind).in_(queries.STEPS),
        )
        .order_by(col(SubmissionEvent.id))
    )
    for key, on, status in rows:
        found[key].append((on, status))
    return found


def _figures(session: Session, *where: sa.ColumnElement[bool]) -> Mapping[int, dict[str, str]]:
    """Report -> its figures as handed in last, as text."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = session.exec(
        select(Submission.id, SubmittedFigure.indicator, SubmittedFigure.value)
        .join(
            SubmissionRound,
            sa.and_(
                col(SubmissionRound.submission_id) == Submission.id,
                col(SubmissionRound.number) == Submission.round,
            ),
        )
        .join(SubmittedFigure, col(SubmittedFigure.round_id) == SubmissionRound.id)
        .where(*where)
    )
    for key, code, text in rows:
        found[key or 0][code] = text
    return found


def _held(
    session: Session, found: Sequence[tuple[Submission, Centre, ReportingPeriod]]
) -> Mapping[int, dict[str, str]]:
    """Report -> what it is compared with (fund.centres.filling.held_against), for all of them at
    once.
    """
    centres = {made.centre_id for made, _centre, _period in found}
    stands: dict[int, list[tuple[date, int, int]]] = defaultdict(list)
    rows = session.exec(
        select(
            Submission.centre_id, col(ReportingPeriod.ends_on), Submission.period_id, Submission.id
        )
        .join(ReportingPeriod, col(ReportingPeriod.id) == Submission.period_id)
        .where(col(Submission.is_standing) == sa.true(), col(Submission.centre_id).in_(centres))
        .order_by(col(ReportingPeriod.ends_on))
    ).all()
    for centre, ends_on, period_id, key in rows:
        stands[centre].append((ends_on, period_id, key or 0))
    against: dict[int, int] = {}
    for made, _centre, period in found:
        same = [key for _day, of, key in stands[made.centre_id] if of == made.period_id]
        earlier = [key for day, _of, key in stands[made.centre_id] if day < period.ends_on]
        if same or earlier:
            against[made.id or 0] = (same or earlier)[-1]
    figures = _figures(session, col(Submission.id).in_(set(against.values())))
    return {key: figures[other] for key, other in against.items()}
