"""Recording what a recipient's letter says, and answering for a green letter beside a red
ledger.
"""

from datetime import date

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.errors import Stale
from fund.ledger import book
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Undertaking
from fund.lifecycle import must_follow
from fund.standing import reading
from fund.standing.rules import (
    DECLARED,
    NothingToAnswer,
    NothingWritten,
    UnknownLight,
    as_text,
    computed,
    declared,
    demands_answer,
    fired,
)
from fund.standing.tables import StatusAnswer, StatusReport
from fund.statements import write


def report_status(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    light: str,
    reported_on: date,
    note: str = "",
    file_name: str = "",
    content: bytes = b"",
) -> StatusReport:
    """Record the light of a recipient's letter (recipients have no accounts), with the letter
    itself if it is at hand. Nothing moves by it.
    """
    actor.must("report_status")
    if light not in DECLARED:
        raise UnknownLight(light=light)
    if reported_on > clock.today():
        raise InTheFuture(date=reported_on)
    undertaking = _running(session, actor, "report_status", undertaking_id)
    kept = (
        attachments.keep(session, actor, file_name=file_name, content=content) if content else None
    )
    made = write(
        session,
        StatusReport,
        undertaking_id=undertaking_id,
        light=light,
        note=note.strip(),
        reported_on=reported_on,
        letter_sha256=kept.sha256 if kept else None,
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    _posted(session, actor, undertaking, made)
    return made


def _posted(
    session: Session, actor: Actor, undertaking: Undertaking, made: StatusReport
) -> StatusReport:
    """The letter as an act on the undertaking, and in the audit log."""
    book.post(
        session,
        actor,
        "report_status",
        [],
        undertaking=undertaking,
        occurred_on=made.reported_on,
        reason=made.note,
    )
    audit.record(
        session,
        actor,
        "report_status",
        made,
        undertaking=undertaking.code,
        light=made.light,
        reported_on=made.reported_on,
    )
    return made


def answer_gap(
    session: Session, actor: Actor, *, undertaking_id: int, status_report_id: int, answer: str
) -> StatusAnswer:
    """Answer in writing for a green letter while the ledger says red; not by whoever recorded a
    letter of it. What had fired is kept with it.
    """
    actor.must("answer_gap")
    if not answer.strip():
        raise NothingWritten
    undertaking = _running(session, actor, "answer_gap", undertaking_id)
    today = clock.today()
    thresholds = reading.thresholds(session, today)
    letter = reading.letters(session, today, undertaking_id).get(undertaking_id)
    found = fired(reading.facts(session, today, undertaking_id)[undertaking_id], thresholds)
    said = (
        declared(letter.light, letter.reported_on, today, thresholds["stale_light_days"])
        if letter
        else ""
    )
    if letter is None or not demands_answer(said, computed(found), letter.answer):
        raise NothingToAnswer(undertaking=undertaking.code)
    if letter.id != status_report_id:
        raise Stale
    made = StatusAnswer(
        undertaking_id=undertaking_id,
        status_report_id=status_report_id,
        answer=answer.strip(),
        rules=as_text(found),
        answered_on=today,
        answered_by=actor.id,
    )
    session.add(made)
    book.post(session, actor, "answer_gap", [], undertaking=undertaking, reason=answer.strip())
    facts = {"undertaking": undertaking.code, "answer": answer.strip(), "rules": made.rules}
    audit.record(session, actor, "answer_gap", made, **facts)
    return made


def _running(session: Session, actor: Actor, act: str, undertaking_id: int) -> Undertaking:
    undertaking = book.fetch(session, Undertaking, undertaking_id)
    book.must_be_apart(session, actor, act, undertaking_id)
    must_follow(act, undertaking.status)
    return undertaking
