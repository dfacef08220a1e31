"""A report on its way: filled in, handed in, forwarded, given back, answered, approved by somebody
who had no hand in it, revised.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.centres import filling, periods, reach
from fund.centres.keeping import keep_file, keep_round
from fund.centres.registering import named
from fund.centres.rules import (
    DONE,
    HasChanged,
    LetterMissing,
    NotAnswered,
    NothingToReturn,
    NotReady,
    RevisionOpen,
    ScanMissing,
    must_take,
)
from fund.centres.tables import (
    Centre,
    Remark,
    ReportingPeriod,
    Submission,
    SubmissionEvent,
    SubmissionFile,
)
from fund.centres.values import shown, typed
from fund.errors import FourEyes, NeedsReason, NotFound, WrongState
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
        _noted(session, actor, "fill_in", made, fields=written)
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
) -> Submission:
    """Hand in what a checked workbook says: (kind, text) of its cells and its notes by indicator.
    The file is kept; with any open issue nothing is stored.
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
    return _hand_in(session, actor, made, scopes, "workbook")


def attach(
    session: Session, actor: Actor, *, submission_id: int, role: str, file_name: str, content: bytes
) -> SubmissionFile:
    """Put a file to a report: proof, the centre's letter, the stamped scan."""
    scopes = reach.of_submission(session, submission_id)
    actor.must("attach", *scopes)
    made = book.fetch(session, Submission, submission_id)
    must_report("attach", actor.roles_for("attach", *scopes), made.status)
    kept = keep_file(session, actor, made, scopes, role, file_name, content)
    _noted(session, actor, "attach", made, role=role, sha256=kept.sha256)
    return kept


def forward(
    session: Session,
    actor: Actor,
    *,
    submission_id: int,
    file_name: str = "",
    content: bytes = b"",
    expected_version: int | None = None,
) -> Submission:
    """Pass a centre's report on to the fund, with the stamped scan of these very figures: attached
    now, or since they were handed in.
    """
    scopes = reach.of_submission(session, submission_id)
    actor.must("forward", *scopes)
    made = book.fetch(session, Submission, submission_id, expected_version)
    must_report("forward", actor.roles_for("forward", *scopes), made.status)
    if content:
        keep_file(session, actor, made, scopes, "scan", file_name, content)
    scans = select(SubmissionFile.sha256).where(
        SubmissionFile.submission_id == submission_id,
        SubmissionFile.role == "scan",
        SubmissionFile.round == made.round,
    )
    if session.exec(scans).first() is None:
        raise ScanMissing
    made.status = "forwarded"
    return _noted(session, actor, "forward", made)


def send_back(
    session: Session,
    actor: Actor,
    *,
    submission_id: int,
    remarks: Mapping[str, str] | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> Submission:
    """Give a report back with remarks on its cells, a reason for the whole, or both; each remark is
    answered before it comes again.
    """
    scopes = reach.of_submission(session, submission_id)
    actor.must("send_back", *scopes)
    made = book.fetch(session, Submission, submission_id, expected_version)
    must_report("send_back", actor.roles_for("send_back", *scopes), made.status)
    said = {code: words.strip() for code, words in (remarks or {}).items() if words.strip()}
    if not said and not reason.strip():
        raise NothingToReturn
    centre, period = (
        session.get_one(Centre, made.centre_id),
        session.get_one(ReportingPeriod, made.period_id),
    )
    for code in sorted(said.keys() - {one.code for one in filling.form(centre, period)}):
        raise UnknownWord(kind="indicator", value=code)
    for code, words in said.items():
        session.add(
            Remark(
                submission_id=submission_id,
                round=made.round,
                indicator=code,
                remark=words[:LONGEST_NOTE],
                made_on=clock.today(),
                made_by=actor.id,
            )
        )
    made.status = "returned"
    return _noted(session, actor, "send_back", made, reason=reason.strip(), remarks=said)


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
    _noted(session, actor, "answer_remark", made, indicator=row.indicator, answer=row.answer)
    return row


def approve_submission(
    session: Session,
    actor: Actor,
    *,
    submission_id: int,
    expected_version: int | None = None,
    only_unchanged: bool = False,
) -> Submission:
    """Accept a report: from here its figures stand, and count. Nobody approves figures they had a
    hand in, whatever their role.

    ``only_unchanged`` refuses a report that says anything else than what was approved before:
    several at once are approved like that.
    """
    scopes = reach.of_submission(session, submission_id)
    actor.must("approve_submission", *scopes)
    made = book.fetch(session, Submission, submission_id, expected_version)
    _must_be_apart(session, actor, "approve_submission", submission_id)
    must_report("approve_submission", actor.roles_for("approve_submission", *scopes), made.status)
    if only_unchanged:
        _must_be_unchanged(session, made)
    before = session.exec(
        select(Submission)
        .where(
            Submission.centre_id == made.centre_id,
            Submission.period_id == made.period_id,
            col(Submission.is_standing) == sa.true(),
        )
        .with_for_update()
    ).first()
    if before is not None:
        before.is_standing, before.superseded_on, before.version = (
            False,
            clock.today(),
            before.version + 1,
        )
        session.add(before)
        session.flush()
    made.status, made.is_standing, made.approved_on = "approved", True, clock.today()
    return _noted(session, actor, "approve_submission", made)


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
    return _noted(session, actor, "revise", made, reason=reason.strip())


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
    session: Session, actor: Actor, made: Submission, scopes: tuple[str, ...], channel: str
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
    return _noted(session, actor, "submit", made, channel=channel)


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


def _must_be_unchanged(session: Session, made: Submission) -> None:
    held = filling.held_against(session, made, session.get_one(ReportingPeriod, made.period_id))
    now = filling.figures_of(session, made.id or 0, made.round)
    if not held or any(held.get(code, "") != text for code, (text, _note) in now.items()):
        raise HasChanged


def _must_be_apart(session: Session, actor: Actor, act: str, submission_id: int) -> None:
    hands = [person for person in actor.hands if person is not None]
    by_me = col(SubmissionEvent.actor_id).in_(hands) | col(SubmissionEvent.on_behalf_of).in_(hands)
    earlier = session.exec(
        select(SubmissionEvent.kind)
        .where(
            SubmissionEvent.submission_id == submission_id,
            by_me,
            col(SubmissionEvent.kind).in_(excluded_by(act)),
        )
        .order_by(col(SubmissionEvent.id))
        .limit(1)
    ).first()
    if earlier is not None:
        raise FourEyes(earlier=earlier, act=act)


def _noted(
    session: Session, actor: Actor, act: str, made: Submission, *, reason: str = "", **facts: Any
) -> Submission:
    """Write down who did it and what state it is in from now on; the report is another version of
    itself.
    """
    made.version += 1
    session.add_all(
        (
            made,
            SubmissionEvent(
                submission_id=made.id or 0,
                kind=act,
                status=made.status,
                round=made.round,
                recorded_on=clock.today(),
                recorded_at=clock.now(),
                actor_id=actor.id,
                on_behalf_of=actor.behind(act),
                reason=reason,
            ),
        )
    )
    audit.record(
        session, actor, act, made, status=made.status, round=made.round, reason=reason, **facts
    )
    return made
