"""A report on its way: filled in, handed in, forwarded, given back, answered, approved by somebody
who had no hand in it, revised.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.access.actors import Actor
from fund.centres import filling, periods, reach
from fund.centres.keeping import keep_file, keep_round, noted
from fund.centres.registering import named
from fund.centres.rules import (
    DONE,
    LetterMissing,
    NotAnswered,
    NotReady,
    RevisionOpen,
    must_take,
)
from fund.centres.tables import (
    Centre,
    Remark,
    ReportingPeriod,
    Submission,
    SubmissionFile,
)
from fund.centres.values import shown, typed
from fund.errors import NeedsReason, NotFound, WrongState
from fund.ledger import book
from fund.ledger.commands import UnknownWord
from fund.lifecycle import must_report
from fund.settings import values as settings
from fund.workbook.guard import Cell

LONGEST_NOTE = 500


def fill_in(
    session: Session,
    actor: Actor,
    *,
    centre_code: str,
    period_code: str,
    figures: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> Submission:
    """Begin a report, filled from the last one and the ledger, or write into its draft: text as
    typed and notes, by indicator. Nothing typed is judged or lost.
    """
    scopes = reach.of_centre(session, centre_code)
    actor.must("fill_in", *scopes)
    centre, period = named(session, centre_code), periods.of_code(session, period_code)
    made = _draft_of(session, centre, period)
    must_report("fill_in", actor.roles_for("fill_in", *scopes), made.status)
    _must_take(session, made, period)
    written = _write(
        session, made, {code: typed(text) for code, text in (figures or {}).items()}, notes or {}
    )
    if written or made.version == 1:
        noted(session, actor, "fill_in", made, fields=written)
    return made


def submit(
    session: Session, actor: Actor, *, submission_id: int, expected_version: int | None = None
) -> Submission:
    """Hand the draft in: its figures are kept as they are now, round by round."""
    scopes = reach.of_submission(session, submission_id)
    actor.must("submit", *scopes)
    return _hand_in(
        session,
        actor,
        book.fetch(session, Submission, submission_id, expected_version),
        scopes,
        "form",
    )


def submit_workbook(
    session: Session,
    actor: Actor,
    *,
    centre_code: str,
    period_code: str,
    file_name: str,
    content: bytes,
    cells: Mapping[str, tuple[str, str]],
    notes: Mapping[str, str],
    mended: str = "",
) -> Submission:
    """Hand in what a checked workbook says: (kind, text) of its cells and its notes by indicator.
    The file is kept as it came, with what was ``mended`` on the page for whoever reviews; with any
    open issue nothing is stored.
    """
    scopes = reach.of_centre(session, centre_code)
    actor.must("submit", *scopes)
    centre, period = named(session, centre_code), periods.of_code(session, period_code)
    made = _draft_of(session, centre, period)
    must_report("submit", actor.roles_for("submit", *scopes), made.status)
    asked = {one.code for one in filling.form(centre, period) if one.is_asked}
    _write(
        session,
        made,
        {code: Cell(*cells[code]) if code in cells else None for code in asked},
        {code: notes.get(code, "") for code in asked},
    )
    keep_file(session, actor, made, scopes, "workbook", file_name, content)
    return _hand_in(session, actor, made, scopes, "workbook", mended)


def attach(
    session: Session, actor: Actor, *, submission_id: int, role: str, file_name: str, content: bytes
) -> SubmissionFile:
    """Put a file to a report: proof, the centre's letter, the stamped scan."""
    scopes = reach.of_submission(session, submission_id)
    actor.must("attach", *scopes)
    made = book.fetch(session, Submission, submission_id)
    must_report("attach", actor.roles_for("attach", *scopes), made.status)
    kept = keep_file(session, actor, made, scopes, role, file_name, content)
    noted(session, actor, "attach", made, role=role, sha256=kept.sha256)
    return kept


def answer_remark(session: Session, actor: Actor, *, remark_id: int, answer: str) -> Remark:
    """Say what was done about a remark."""
    row = session.get(Remark, remark_id, with_for_update=True)
    scopes = reach.of_submission(session, row.submission_id) if row else ()
    actor.must("answer_remark", *scopes)
    if row is None:
        raise NotFound(kind="remark", key=remark_id)
    made = book.fetch(session, Submission, row.submission_id)
    must_report("answer_remark", actor.roles_for("answer_remark", *scopes), made.status)
    if not answer.strip():
        raise NeedsReason
    if row.answered_on is not None:
        raise WrongState(act="answer_remark", status="closed")
    row.answer, row.answered_on, row.answered_by = (
        answer.strip()[:LONGEST_NOTE],
        clock.today(),
        actor.id,
    )
    session.add(row)
    noted(session, actor, "answer_remark", made, indicator=row.indicator, answer=row.answer)
    return row


def revise(session: Session, actor: Actor, *, submission_id: int, reason: str) -> Submission:
    """Begin a revision of an approved report, with a reason: what stands goes on standing until the
    revision is approved as well.
    """
    scopes = reach.of_submission(session, submission_id)
    actor.must("revise", *scopes)
    stands = book.fetch(session, Submission, submission_id)
    must_report("revise", actor.roles_for("revise", *scopes), stands.status)
    if not reason.strip():
        raise NeedsReason
    centre, period = (
        session.get_one(Centre, stands.centre_id, with_for_update=True),
        session.get_one(ReportingPeriod, stands.period_id),
    )
    last = session.exec(
        select(Submission)
        .where(Submission.centre_id == centre.id, Submission.period_id == period.id)
        .order_by(col(Submission.revision).desc())
        .limit(1)
    ).one()
    if not stands.is_standing or last.status not in DONE:
        raise RevisionOpen
    made = Submission(
        centre_id=stands.centre_id,
        period_id=stands.period_id,
        revision=last.revision + 1,
        why=reason.strip(),
    )
    session.add(made)
    session.flush()
    filling.begin(
        session, centre, period, made, filling.figures_of(session, stands.id or 0, stands.round)
    )
    return noted(session, actor, "revise", made, reason=reason.strip())


def _draft_of(session: Session, centre: Centre, period: ReportingPeriod) -> Submission:
    """The centre's newest report on the period, begun if there is none; two who begin at once queue
    on the centre.
    """
    session.get(Centre, centre.id, with_for_update=True)
    found = session.exec(
        select(Submission)
        .where(Submission.centre_id == centre.id, Submission.period_id == period.id)
        .order_by(col(Submission.revision).desc())
        .limit(1)
        .with_for_update()
    ).first()
    if found is not None:
        return found
    if period.kind not in ("", centre.kind):
        raise NotFound(kind="reporting_period", key=period.code)
    made = Submission(centre_id=centre.id or 0, period_id=period.id or 0)
    session.add(made)
    session.flush()
    filling.begin(
        session,
        centre,
        period,
        made,
        {code: (text, "") for code, text in filling.prefilled(session, centre, period).items()},
    )
    return made


def _write(
    session: Session, made: Submission, cells: Mapping[str, Cell | None], notes: Mapping[str, str]
) -> list[str]:
    """Write cells and notes into the draft; gives the indicators that are others now. Fields nobody
    fills in stay as they are.
    """
    rows = filling.draft(session, made.id or 0)
    changed = []
    for code in sorted(cells.keys() | notes.keys()):
        row = rows.get(code)
        if row is None or (not filling.BY_CODE[code].is_asked and code in cells):
            raise UnknownWord(kind="indicator", value=code)
        was = (row.written, row.note)
        if code in cells:
            cell = cells[code]
            text = cell.value[:2000] if cell else ""
            row.typed += text != row.written
            row.written, row.kind = text, cell.kind if cell else "text"
        row.note = notes.get(code, row.note).strip()[:LONGEST_NOTE]
        if (row.written, row.note) != was:
            row.saved_at = clock.now()
            changed.append(code)
        session.add(row)
    session.flush()
    return changed


def _hand_in(
    session: Session,
    actor: Actor,
    made: Submission,
    scopes: tuple[str, ...],
    channel: str,
    mended: str = "",
) -> Submission:
    roles = actor.roles_for("submit", *scopes)
    must_report("submit", roles, made.status)
    centre = session.get_one(Centre, made.centre_id)
    period = session.get_one(ReportingPeriod, made.period_id)
    _must_take(session, made, period)
    kept = select(SubmissionFile.role, SubmissionFile.sha256)
    files = dict(session.exec(kept.where(SubmissionFile.submission_id == made.id)).all())
    if not roles & {"local", "province"}:
        if "letter" not in files:
            raise LetterMissing
        channel = "on_behalf"
    _must_be_answered(session, made)
    figures = filling.draft(session, made.id or 0)
    found = filling.judged(session, centre, period, figures)
    open_issues = found.open({code: row.note for code, row in figures.items()})
    if open_issues:
        raise NotReady(count=len({issue.where for issue in open_issues}))
    made.round += 1
    values = {code: shown(value) for code, value in found.values.items()}
    workbook = files.get("workbook", "") if channel == "workbook" else ""
    keep_round(session, actor, made, figures, values, channel, workbook)
    made.submitted_on = made.submitted_on or clock.today()
    made.status = (
        "forwarded"
        if not settings.value(session, "province_step")
        else "resubmitted"
        if made.round > 1
        else "submitted"
    )
    return noted(session, actor, "submit", made, reason=mended, channel=channel)


def _must_take(session: Session, made: Submission, period: ReportingPeriod) -> None:
    """A revision comes when something is found to be wrong, after the lock too; everything else
    within its days.
    """
    if not made.revision:
        must_take(
            period.code, periods.due(session, period, made.centre_id), clock.today(), made.status
        )


def _must_be_answered(session: Session, made: Submission) -> None:
    waiting = session.exec(
        select(sa.func.count())
        .select_from(Remark)
        .where(Remark.submission_id == made.id, col(Remark.answered_on).is_(None))
    ).one()
    if waiting:
        raise NotAnswered(count=waiting)
