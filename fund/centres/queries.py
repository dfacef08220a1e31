"""What a reporter has to do, what a reviewer has to look at, what a centre is: each within what the
person's roles reach.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.attachments.tables import Attachment
from fund.centres import filling, periods, reach
from fund.centres.form import Indicator
from fund.centres.rules import DONE, Due, Stay, standing, stays
from fund.centres.tables import (
    Centre,
    CentreFunding,
    DraftFigure,
    Extension,
    Remark,
    ReportingPeriod,
    Submission,
    SubmissionEvent,
    SubmissionFile,
    SubmissionRound,
    SubmittedFigure,
)
from fund.centres.values import Value
from fund.centres.verdict import Verdict
from fund.columns import table_of
from fund.errors import NotFound
from fund.plan.tables import Organisation

CENTRE = table_of(Centre)
PERIOD = table_of(ReportingPeriod)
SUBMISSION = table_of(Submission)
TASKS = [
    "centre_id",
    "centre_code",
    "name_zh",
    "name_en",
    "region_code",
    "period_id",
    "period_code",
    "period_zh",
    "period_en",
    "ends_on",
    "due_on",
    "closes_on",
    "standing",
    "status",
    "submission_id",
    "version",
]
"""Columns of ``tasks``: one row a centre and period; standing is a key of rules.STANDING_WORDS,
submission_id 0 before it is begun.
"""
STEPS = ("submit", "forward", "send_back", "approve_submission")
"""Acts after which a report lies with somebody else."""
CENTRES = [
    "centre_id",
    "code",
    "name_zh",
    "name_en",
    "kind",
    "field",
    "region_code",
    "city",
    "host",
    "founded_on",
    "standing",
    "received_fen",
    "last_period",
]
"""Columns of ``centres``: received is in fen of renminbi; last_period is the newest with a report
that stands.
"""
CELLS = ["indicator", "approved", "before", "now", "note", "is_changed", "remark", "answer"]
"""Columns of ``cells``: values as text; before is the round handed in before this one."""


class Filing(NamedTuple):
    """A report as its reporter or reviewer opens it. ``submission`` is None before it is begun;
    ``booked`` is what bookings of a platform tell, by indicator.
    """

    centre: Centre
    period: ReportingPeriod
    submission: Submission | None
    due: Due
    form: tuple[Indicator, ...]
    figures: Mapping[str, DraftFigure]
    before: Mapping[str, Value | None]
    booked: Mapping[str, Decimal]
    verdict: Verdict | None
    remarks: list[Remark]
    events: list[tuple[SubmissionEvent, str]]
    files: list[SubmissionFile]
    extensions: list[Extension]


def centres(
    session: Session,
    actor: Actor,
    as_of: date | None = None,
    keys: Sequence[int] | None = None,
) -> pd.DataFrame:
    """The centres a person may see, all or some: CENTRES."""
    day = as_of or clock.today()
    some = [] if keys is None else [col(Centre.id).in_(keys)]
    among = [] if keys is None else [col(CentreFunding.centre_id).in_(keys)]
    stands = session.exec(
        select(col(Submission.centre_id), col(ReportingPeriod.code))
        .join(ReportingPeriod, col(ReportingPeriod.id) == Submission.period_id)
        .where(
            col(Submission.is_standing) == sa.true(),
            *([] if keys is None else [col(Submission.centre_id).in_(keys)]),
        )
        .order_by(col(ReportingPeriod.ends_on))
    ).all()
    last, received = dict(stands), filling.received_each(session, day, *among)
    rows = [
        (
            one.id,
            one.code,
            one.name_zh,
            one.name_en or one.name_zh,
            one.kind,
            one.field,
            one.region_code,
            one.city,
            host,
            one.founded_on,
            one.standing,
            received.get(one.id or 0, 0),
            last.get(one.id or 0, ""),
        )
        for one, host in session.exec(
            select(Centre, Organisation.name)
            .join(Organisation, col(Organisation.id) == Centre.host_id)
            .where(*some, _is_seen(session, actor))
            .order_by(Centre.region_code, Centre.code)
        ).all()
    ]
    return pd.DataFrame(rows, columns=CENTRES)


def _is_seen(session: Session, actor: Actor) -> sa.ColumnElement[bool]:
    """Whether the person's roles reach a centre; whoever sees none is refused."""
    keys = reach.seen(session, actor)
    if keys == []:
        actor.must("see_centres")
    return sa.true() if keys is None else col(Centre.id).in_(keys)


def tasks(
    session: Session, actor: Actor, today: date | None = None, *, with_locked: bool = False
) -> pd.DataFrame:
    """Every centre a person reports for or reviews, with each period that is not locked: TASKS, the
    nearest due first.
    """
    day = today or clock.today()
    seen = select(Centre).where(_is_seen(session, actor))
    known = session.exec(seen.order_by(Centre.region_code, Centre.code)).all()
    every = session.exec(select(ReportingPeriod).order_by(col(ReportingPeriod.due_on))).all()
    asked = [period for period in every if with_locked or period.locked_on is None]
    newest = _newest(session, [one.id or 0 for one in known])
    dues = periods.dues(session, asked, [one.id or 0 for one in known])
    rows = []
    for period in asked:
        for one in known:
            if (
                period.kind not in ("", one.kind)
                or one.standing in ("closed", "suspended")
                or one.founded_on > period.ends_on
            ):
                continue
            made, due = newest.get((one.id or 0, period.id or 0)), dues[period.id or 0, one.id or 0]
            state = standing(due, made.status if made else "", day)
            rows.append(
                (
                    *(one.id, one.code, one.name_zh, one.name_en or one.name_zh, one.region_code),
                    *(period.id, period.code, period.name_zh, period.name_en, period.ends_on),
                    *(due.due_on, due.closes_on, state, made.status if made else ""),
                    *((made.id or 0, made.version) if made else (0, 0)),
                )
            )
    return pd.DataFrame(rows, columns=TASKS)


def _newest(session: Session, keys: Sequence[int]) -> dict[tuple[int, int], Submission]:
    """(centre, period) -> its newest report."""
    rows = session.exec(
        select(Submission)
        .where(col(Submission.centre_id).in_(keys))
        .order_by(col(Submission.revision))
    ).all()
    return {(row.centre_id, row.period_id): row for row in rows}


def filing(session: Session, actor: Actor, centre_code: str, period_code: str) -> Filing:
    """A centre's newest report on a period, with everything that belongs to it."""
    actor.must("see_centres", *reach.of_centre(session, centre_code))
    centre = session.exec(select(Centre).where(Centre.code == centre_code)).first()
    period = session.exec(
        select(ReportingPeriod).where(ReportingPeriod.code == period_code)
    ).first()
    if centre is None or period is None:
        raise NotFound(
            kind="reporting_period" if centre else "centre",
            key=period_code if centre else centre_code,
        )
    made = _newest(session, [centre.id or 0]).get((centre.id or 0, period.id or 0))
    key = (made.id or 0) if made else 0
    figures = filling.draft(session, key) if made else {}
    extensions = select(Extension).where(
        Extension.centre_id == centre.id, Extension.period_id == period.id
    )
    known = filling.known(session, centre, period)
    found = Filing(
        centre,
        period,
        made,
        periods.due(session, period, centre.id or 0),
        filling.form(centre, period),
        figures,
        known.before,
        known.booked,
        filling.judged(session, centre, period, figures) if made else None,
        _remarks(session, key),
        _events(session, key),
        list(session.exec(select(SubmissionFile).where(SubmissionFile.submission_id == key))),
        list(session.exec(extensions.order_by(col(Extension.id)))),
    )
    session.expunge_all()
    return found


def _remarks(session: Session, submission_id: int) -> list[Remark]:
    """What was remarked on a report, in order."""
    statement = select(Remark).where(Remark.submission_id == submission_id)
    return list(session.exec(statement.order_by(col(Remark.id))))


def _events(session: Session, submission_id: int) -> list[tuple[SubmissionEvent, str]]:
    """What was done on a report, in order, with the name of who did it."""
    events = session.exec(
        select(SubmissionEvent, Person.name)
        .join(Person, col(Person.id) == SubmissionEvent.actor_id, isouter=True)
        .where(SubmissionEvent.submission_id == submission_id)
        .order_by(col(SubmissionEvent.id))
    ).all()
    return [(event, name or "") for event, name in events]


def _steps(session: Session, submission_id: int) -> list[tuple[date, str]]:
    rows = session.exec(
        select(col(SubmissionEvent.recorded_on), col(SubmissionEvent.status))
        .where(SubmissionEvent.submission_id == submission_id, col(SubmissionEvent.kind).in_(STEPS))
        .order_by(col(SubmissionEvent.id))
    ).all()
    return [(day, status) for day, status in rows]


def stay(session: Session, actor: Actor, submission_id: int, today: date | None = None) -> Stay:
    """Whole days a report lay with the centre, the province and the fund."""
    actor.must("see_centres", *reach.of_submission(session, submission_id))
    return stays(_steps(session, submission_id), today or clock.today())


def cells(session: Session, actor: Actor, submission_id: int) -> pd.DataFrame:
    """A report for its reviewer, cell by cell: last approved, handed in before, now: CELLS, changed
    ones first.
    """
    actor.must("see_centres", *reach.of_submission(session, submission_id))
    made = session.get(Submission, submission_id)
    if made is None:
        raise NotFound(kind="submission", key=submission_id)
    centre, period = (
        session.get_one(Centre, made.centre_id),
        session.get_one(ReportingPeriod, made.period_id),
    )
    now, before = (
        filling.figures_of(session, submission_id, made.round),
        filling.figures_of(session, submission_id, made.round - 1),
    )
    held = filling.held_against(session, made, period)
    remarks = {row.indicator: row for row in _remarks(session, submission_id)}
    rows = []
    for one in filling.form(centre, period):
        text, note = now.get(one.code, ("", ""))
        earlier = before.get(one.code, ("", ""))[0] if made.round > 1 else ""
        said = remarks.get(one.code)
        rows.append(
            (
                one.code,
                held.get(one.code, ""),
                earlier,
                text,
                note,
                text != held.get(one.code, "") or (made.round > 1 and text != earlier),
                said.remark if said else "",
                said.answer if said else "",
            )
        )
    return pd.DataFrame(rows, columns=CELLS).sort_values(
        "is_changed", ascending=False, kind="stable", ignore_index=True
    )


def trend(
    session: Session, actor: Actor, centre_code: str, as_of: date | None = None
) -> pd.DataFrame:
    """What a centre's approved reports say, period by period, as they stood on a day: period_code,
    ends_on, indicator, value (text).
    """
    actor.must("see_centres", *reach.of_centre(session, centre_code))
    return approved(session, as_of or clock.today(), col(Centre.code) == centre_code)


APPROVED = {
    "centre_code": Centre.code,
    "region_code": Centre.region_code,
    "period_code": ReportingPeriod.code,
    "ends_on": ReportingPeriod.ends_on,
    "approved_on": Submission.approved_on,
    "indicator": SubmittedFigure.indicator,
    "value": SubmittedFigure.value,
    "submission_id": Submission.id,
}
"""Columns of ``approved`` as they are asked for."""


def approved(session: Session, as_of: date, *where: sa.ColumnElement[bool]) -> pd.DataFrame:
    """Every approved figure that stood on a day: centre_code, region_code, period_code, ends_on,
    approved_on, indicator, value (text), submission_id.
    """
    stood = sa.and_(
        col(Submission.approved_on) <= as_of,
        sa.or_(col(Submission.superseded_on).is_(None), col(Submission.superseded_on) > as_of),
    )
    handed_in = sa.and_(
        col(SubmissionRound.submission_id) == Submission.id,
        col(SubmissionRound.number) == Submission.round,
    )
    rows = session.execute(
        sa.select(*map(col, APPROVED.values()))
        .join(Submission, col(Submission.centre_id) == Centre.id)
        .join(ReportingPeriod, col(ReportingPeriod.id) == Submission.period_id)
        .join(SubmissionRound, handed_in)
        .join(SubmittedFigure, col(SubmittedFigure.round_id) == SubmissionRound.id)
        .where(stood, col(Submission.status).in_(DONE), *where)
        .order_by(col(ReportingPeriod.ends_on), col(Centre.code))
    ).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=list(APPROVED))


def file(session: Session, actor: Actor, submission_id: int, sha256: str) -> tuple[str, str, bytes]:
    """A file of a report for whoever may see the report: name, media type, content; refuses one
    that belongs to another.
    """
    actor.must("see_centres", *reach.of_submission(session, submission_id))
    kept = session.get(SubmissionFile, (submission_id, sha256))
    found = session.get(Attachment, sha256) if kept else None
    if kept is None or found is None:
        raise NotFound(kind="attachment", key=sha256)
    return kept.file_name, found.media_type, found.content


def extensions(session: Session, actor: Actor) -> pd.DataFrame:
    """More time asked for and not answered: extension_id, name_zh, name_en, period_code, until,
    reason.
    """
    actor.must("decide_extension")
    rows = session.exec(
        select(Extension, Centre.name_zh, Centre.name_en, ReportingPeriod.code)
        .join(Centre, col(Centre.id) == Extension.centre_id)
        .join(ReportingPeriod, col(ReportingPeriod.id) == Extension.period_id)
        .where(col(Extension.is_granted).is_(None))
        .order_by(col(Extension.id))
    ).all()
    return pd.DataFrame(
        [(row.id, zh, en or zh, code, row.until, row.reason) for row, zh, en, code in rows],
        columns=["extension_id", "name_zh", "name_en", "period_code", "until", "reason"],
    )
