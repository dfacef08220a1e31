"""What reporting costs the centres: the cells a person typed, of those asked for."""

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from fund.access.actors import Actor
from fund.centres.tables import Centre, ReportingPeriod, Submission, SubmissionRound

BURDEN = {
    "centre_code": Centre.code,
    "name_zh": Centre.name_zh,
    "name_en": Centre.name_en,
    "period_code": ReportingPeriod.code,
    "period_zh": ReportingPeriod.name_zh,
    "period_en": ReportingPeriod.name_en,
    "ends_on": ReportingPeriod.ends_on,
    "rounds": SubmissionRound.number,
    "typed_cells": SubmissionRound.typed_cells,
    "asked_cells": SubmissionRound.asked_cells,
}
"""Columns of ``burden`` as they are asked for; it adds the share."""


def burden(session: Session, actor: Actor) -> pd.DataFrame:
    """Cells a person typed to hand a report in, of those asked for, the newest period first:
    centre_code, name_zh, name_en, period_code, period_zh, period_en, ends_on, rounds, typed_cells,
    asked_cells, share (0 to 1).
    """
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*map(col, BURDEN.values()))
        .join(
            Submission,
            sa.and_(
                col(Submission.id) == SubmissionRound.submission_id,
                col(Submission.round) == SubmissionRound.number,
            ),
        )
        .join(Centre, col(Centre.id) == Submission.centre_id)
        .join(ReportingPeriod, col(ReportingPeriod.id) == Submission.period_id)
        .where(col(Submission.revision) == 0)
        .order_by(col(ReportingPeriod.ends_on).desc(), col(Centre.code))
    ).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(BURDEN))
    return frame.assign(
        name_en=frame["name_en"].where(frame["name_en"] != "", frame["name_zh"]),
        share=[
            typed / max(1, asked)
            for typed, asked in zip(frame["typed_cells"], frame["asked_cells"], strict=True)
        ],
    )
