"""What a province and the fund do with a report: pass it on, give it back, accept it."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.access.actors import Actor
from fund.access.earlier import must_be_apart
from fund.centres import filling, reach
from fund.centres.commands import LONGEST_NOTE
from fund.centres.keeping import keep_file, noted
from fund.centres.rules import (
    HasChanged,
    NothingToReturn,
    ScanMissing,
)
from fund.centres.tables import (
    Centre,
    Remark,
    ReportingPeriod,
    Submission,
    SubmissionEvent,
    SubmissionFile,
)
from fund.columns import table_of
from fund.ledger import book
from fund.ledger.commands import UnknownWord
from fund.lifecycle import must_report


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
    return noted(session, actor, "forward", made)


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
    return noted(session, actor, "send_back", made, reason=reason.strip(), remarks=said)


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
    return noted(session, actor, "approve_submission", made)


def _must_be_unchanged(session: Session, made: Submission) -> None:
    held = filling.held_against(session, made, session.get_one(ReportingPeriod, made.period_id))
    now = filling.figures_of(session, made.id or 0, made.round)
    if not held or any(held.get(code, "") != text for code, (text, _note) in now.items()):
        raise HasChanged


def _must_be_apart(session: Session, actor: Actor, act: str, submission_id: int) -> None:
    events = table_of(SubmissionEvent)
    must_be_apart(session, actor, act, events, events.c.submission_id == submission_id)
