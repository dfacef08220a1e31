"""Taking over the office's existing portfolio: uploaded by one person, approved by another, written
as opening acts.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime

from sqlmodel import Session, select

from fund import audit, clock
from fund.access import actors
from fund.access.actors import Actor
from fund.errors import N_, FourEyes, FundError, NeedsReason, WrongState
from fund.ledger import book
from fund.ledger.tables import Line, Tranche
from fund.ledger.tables import Undertaking as LedgerUndertaking
from fund.office import bringing, opening
from fund.office.mending import Change
from fund.office.records import RECORDS, Known, OfficeRecords, Record, put_together
from fund.office.tables import Opening

SHEETS = (
    *("budget", "grants", "contracts", "tranches", "payments"),
    *("holdings", "facts", "subsidies", "guarantees"),
)


class UploadedAlready(FundError):
    """The same file waits or was approved."""

    message = N_("This very file was uploaded before (status: {status}). Nothing was stored.")


class NotInFile(FundError):
    """A row belongs to an undertaking that another file brought."""

    message = N_(
        "{codes} are not in this workbook. What is under way already is carried on in the"
        " application, not by a workbook."
    )


class NotLookedThrough(FundError):
    """Whoever approves a workbook answers for every row of it."""

    message = N_("The workbook has {rows} rows. Look through all of them before you approve it.")


class CodesTaken(FundError):
    """Codes of the file have come into use since it was read."""

    message = N_(
        "Since this file was read, {codes} came into use. Reject it, change the codes and upload it"
        " again."
    )


def upload_opening(
    session: Session,
    actor: Actor,
    *,
    file_name: str,
    content: bytes,
    records: OfficeRecords,
    mended: Mapping[str, Change] | None = None,
) -> Opening:
    """Store a workbook that was read without errors, for a second person to approve; no posting
    yet. The file is kept as it came, with what was ``mended`` on the page.
    """
    actor.must("upload_opening")
    sha256 = hashlib.sha256(content).hexdigest()
    earlier = session.exec(
        select(Opening).where(Opening.sha256 == sha256, Opening.status != "rejected")
    ).first()
    if earlier is not None:
        raise UploadedAlready(status=earlier.status)
    codes = {undertaking.code for undertaking in records.undertakings}
    strangers = {part.undertaking for part in records.tranches}
    strangers |= {payment.undertaking for payment in records.payments}
    strangers |= {fact.undertaking for fact in records.facts}
    strangers -= codes
    if strangers:
        raise NotInFile(codes=sorted(strangers))
    row = Opening(
        file_name=file_name,
        sha256=sha256,
        content=content,
        records=frozen(records),
        mended=json.dumps(mended or {}, ensure_ascii=False),
        lines=len(records.budget),
        grants=len(records.grants),
        contracts=len(records.contracts),
        tranches=len(records.tranches),
        payments=len(records.payments),
        holdings=len(records.holdings),
        facts=len(records.facts),
        subsidies=len(records.subsidies),
        guarantees=len(records.guarantees),
        uploaded_by=actor.id,
        uploaded_for=actor.behind("upload_opening"),
        uploaded_at=clock.now(),
    )
    session.add(row)
    audit.record(session, actor, "upload_opening", row, sha256=sha256, file_name=file_name)
    return row


def approve_opening(
    session: Session, actor: Actor, *, opening_id: int, expected_version: int, rows_seen: int
) -> Opening:
    """Write everything in the workbook as opening acts, recorded today with the days it happened
    kept beside; ``rows_seen``: how many rows whoever approves looked through, which are all.
    """
    actor.must("approve_opening")
    row = _waiting(session, opening_id, expected_version, "approve_opening")
    if {row.uploaded_by, row.uploaded_for} & actor.hands:
        raise FourEyes(earlier="upload_opening", act="approve_opening")
    records = thawed(row.records)
    if rows_seen != records.rows:
        raise NotLookedThrough(rows=records.rows)
    _must_be_free(records, known(session))
    uploaded_on = row.uploaded_at.astimezone(clock.BEIJING).date()
    by = opening.By(actor, actors.load(session, row.uploaded_by), uploaded_on)
    opening.write(session, by, records, (row.file_name, bytes(row.content)))
    _decide(session, actor, row, "approved", "")
    return row


def reject_opening(
    session: Session, actor: Actor, *, opening_id: int, expected_version: int, reason: str
) -> Opening:
    """Turn a workbook down, with a reason; it may be corrected and uploaded again."""
    actor.must("reject_opening")
    if not reason.strip():
        raise NeedsReason
    row = _waiting(session, opening_id, expected_version, "reject_opening")
    _decide(session, actor, row, "rejected", reason)
    return row


def known(session: Session) -> Known:
    """Codes in use, which a workbook may refer to and not enter again."""
    undertakings = dict(session.exec(select(LedgerUndertaking.id, LedgerUndertaking.code)).all())
    tranches = session.exec(select(Tranche.undertaking_id, Tranche.code)).all()
    return Known(
        lines=frozenset(session.exec(select(Line.code))),
        undertakings=frozenset(undertakings.values()),
        tranches=frozenset(
            (undertakings[undertaking_id], code) for undertaking_id, code in tranches
        ),
        **bringing.held(session),
    )


def frozen(records: OfficeRecords) -> str:
    """The records as JSON text."""

    def plain(value: object) -> str:
        if isinstance(value, date | datetime):
            return value.isoformat()
        raise TypeError(type(value).__name__)

    return json.dumps(
        {name: [asdict(row) for row in getattr(records, name)] for name in SHEETS},
        ensure_ascii=False,
        default=plain,
    )


def thawed(text: str) -> OfficeRecords:
    """The records back from their JSON text: days are the fields whose name ends in _on."""

    def row(kind: Callable[..., Record], fields: Mapping[str, object]) -> Record:
        days = {
            key: date.fromisoformat(str(value))
            for key, value in fields.items()
            if key.endswith("_on") and value
        }
        return kind(**{**fields, **days})

    stored = json.loads(text)
    return put_together(
        {name: [row(RECORDS[name], fields) for fields in stored.get(name, [])] for name in SHEETS}
    )


def _must_be_free(records: OfficeRecords, used: Known) -> None:
    """Between reading and approving somebody may have entered one of the codes."""
    taken = {row.line for row in records.budget} & used.lines | {
        row.code for row in records.undertakings
    } & used.undertakings
    if taken:
        raise CodesTaken(codes=sorted(taken))


def _waiting(session: Session, opening_id: int, expected_version: int, act: str) -> Opening:
    row = book.fetch(session, Opening, opening_id, expected_version)
    if row.status != "waiting":
        raise WrongState(act=act, status=row.status)
    return row


def _decide(session: Session, actor: Actor, row: Opening, status: str, reason: str) -> None:
    row.status, row.reason, row.version = status, reason, row.version + 1
    row.decided_by, row.decided_at = actor.id, clock.now()
    session.add(row)
    audit.record(
        session,
        actor,
        "approve_opening" if status == "approved" else "reject_opening",
        row,
        sha256=row.sha256,
        reason=reason,
    )
