"""What is kept of a report for good: each round as it was handed in, and its files by what is in
them.
"""

import hashlib
from collections.abc import Mapping

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.centres.filling import BY_CODE
from fund.centres.rules import MOST_FILES, TooManyFiles
from fund.centres.tables import (
    DraftFigure,
    Submission,
    SubmissionEvent,
    SubmissionFile,
    SubmissionRound,
    SubmittedFigure,
)
from fund.ledger.commands import UnknownWord

FILE_ROLES = frozenset({"workbook", "scan", "letter", "proof"})


def keep_round(
    session: Session,
    actor: Actor,
    made: Submission,
    figures: Mapping[str, DraftFigure],
    texts: Mapping[str, str],
    channel: str,
    sha256: str,
) -> None:
    """Keep the figures of a round as text, and how many of its cells a person typed."""
    asked = [code for code in texts if BY_CODE[code].is_asked]
    row = SubmissionRound(
        submission_id=made.id or 0,
        number=made.round,
        channel=channel,
        sha256=sha256,
        typed_cells=sum(figures[code].written != figures[code].prefilled for code in asked),
        asked_cells=len(asked),
        submitted_on=clock.today(),
        submitted_at=clock.now(),
        actor_id=actor.id,
    )
    session.add(row)
    session.flush()
    session.add_all(
        SubmittedFigure(round_id=row.id or 0, indicator=code, value=text, note=figures[code].note)
        for code, text in texts.items()
    )
    session.flush()


def _counts(row: SubmissionFile, role: str, number: int) -> bool:
    """Whether a file counts beside another of a role: each round has its own scan, earlier ones
    never stand in the way of forwarding.
    """
    if role == "scan":
        return row.role == role and row.round == number
    return row.role in ("letter", "proof")


def keep_file(
    session: Session,
    actor: Actor,
    made: Submission,
    scopes: tuple[str, ...],
    role: str,
    file_name: str,
    content: bytes,
) -> SubmissionFile:
    """Keep a file with a report, once: a few letters and proofs at most, a few scans a round, each
    workbook that is handed in.
    """
    if role not in FILE_ROLES:
        raise UnknownWord(kind="document", value=role)
    sha256 = hashlib.sha256(content).hexdigest()
    there = session.exec(
        select(SubmissionFile).where(SubmissionFile.submission_id == made.id)
    ).all()
    known = next((row for row in there if row.sha256 == sha256), None)
    if known is not None:
        return known
    if sum(_counts(row, role, made.round) for row in there) >= MOST_FILES and role != "workbook":
        raise TooManyFiles(most=MOST_FILES)
    kept = attachments.keep(session, actor, file_name=file_name, content=content, scopes=scopes)
    row = SubmissionFile(
        submission_id=made.id or 0,
        sha256=kept.sha256,
        role=role,
        file_name=file_name[-200:],
        added_on=clock.today(),
        added_by=actor.id,
        round=made.round,
    )
    session.add(row)
    session.flush()
    return row


def noted(
    session: Session, actor: Actor, act: str, made: Submission, *, reason: str = "", **facts: object
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
