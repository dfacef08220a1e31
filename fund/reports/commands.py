"""A report's way from draft to issue, in the register: three people, one after the other."""

import hashlib
from datetime import date

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import FourEyes, NeedsReason, WrongState
from fund.ledger import book
from fund.reports import look
from fund.reports.rules import BEFORE, DataMoved, KeyForeign, KeyUsed, number_of
from fund.reports.tables import IssuedFile, RegisteredReport, ReportLook, SealKey


def draft_report(
    session: Session,
    actor: Actor,
    *,
    report: str,
    period: str,
    as_of: date,
    language: str,
    unit: str,
    data_digest: str,
    algorithm: str,
    public: str,
    fingerprint: str,
) -> RegisteredReport:
    """Enter a draft; from here it has a number. The key it will be sealed with is entered with the
    first.
    """
    actor.must("draft_report")
    _must_be_in_use(session, actor, public, fingerprint)
    row = RegisteredReport(
        report=report,
        period=period,
        as_of=as_of,
        language=language,
        unit=unit,
        algorithm=algorithm,
        data_digest=data_digest,
        drafted_on=clock.today(),
        drafted_by=actor.id,
    )
    session.add(row)
    session.flush()
    facts = {"report": report, "period": period, "as_of": as_of, "data": data_digest}
    audit.record(session, actor, "draft_report", row, **facts)
    return row


def seal_report(
    session: Session,
    actor: Actor,
    *,
    report_id: int,
    state: str,
    shown_digest: str,
    content: bytes | None = None,
) -> RegisteredReport:
    """Note what the file written for a draft or an issued report shows, once; an issued file is
    kept.
    """
    actor.must("seal_report")
    row = book.fetch(session, RegisteredReport, report_id)
    name = f"{state}_digest"
    if (row.state == "issued") != (state == "issued") or getattr(row, name) is not None:
        raise WrongState(act="seal_report", status=row.state)
    setattr(row, name, shown_digest)
    row.version += 1
    session.add(row)
    if content is not None:
        sha256 = hashlib.sha256(content).hexdigest()
        session.add(IssuedFile(report_id=report_id, sha256=sha256, content=content))
    audit.record(session, actor, "seal_report", row, state=state, shown=shown_digest)
    return row


def prepare_report(
    session: Session, actor: Actor, *, report_id: int, expected_version: int | None = None
) -> RegisteredReport:
    """Put a draft forward: an officer answers for it (编制)."""
    actor.must("prepare_report")
    row = _in_order(session, "prepare_report", report_id, expected_version)
    row.state, row.prepared_on = "prepared", clock.today()
    row.prepared_by, row.prepared_for = actor.id, actor.behind("prepare_report")
    return _noted(session, actor, "prepare_report", row)


def review_report(
    session: Session, actor: Actor, *, report_id: int, expected_version: int | None = None
) -> RegisteredReport:
    """Review what another person prepared (审核)."""
    actor.must("review_report")
    row = _in_order(session, "review_report", report_id, expected_version)
    _must_be_another(actor, "review_report", row)
    row.state, row.reviewed_on = "reviewed", clock.today()
    row.reviewed_by, row.reviewed_for = actor.id, actor.behind("review_report")
    return _noted(session, actor, "review_report", row)


def issue_report(
    session: Session,
    actor: Actor,
    *,
    report_id: int,
    data_digest: str,
    expected_version: int | None = None,
) -> RegisteredReport:
    """Issue what two others prepared and reviewed (批准); ``data_digest`` is that of the same day
    made again just now.
    """
    actor.must("issue_report")
    row = _in_order(session, "issue_report", report_id, expected_version)
    _must_be_another(actor, "issue_report", row)
    if row.data_digest != data_digest:
        raise DataMoved(number=number_of(row.drafted_on, report_id))
    row.state, row.issued_on, row.issued_by = "issued", clock.today(), actor.id
    return _noted(session, actor, "issue_report", row)


def rotate_key(session: Session, actor: Actor, *, public: str, fingerprint: str) -> SealKey:
    """Retire the key in use and enter another; what the old one sealed stays known."""
    actor.must("rotate_key")
    for old in session.exec(select(SealKey).where(col(SealKey.retired_on).is_(None))):
        old.retired_on, old.retired_by = clock.today(), actor.id
        session.add(old)
    session.flush()
    return _entered(session, actor, public, fingerprint, "rotate_key")


def set_look(
    session: Session, actor: Actor, *, setting: str, value: str, reason: str
) -> ReportLook:
    """Set how reports look from now on (fund.reports.look), with a reason; "" takes it back."""
    actor.must("set_look")
    kept = look.must_fit(setting, value)
    if not reason.strip():
        raise NeedsReason
    row = ReportLook(key=setting, value=kept, reason=reason, set_on=clock.today(), set_by=actor.id)
    session.add(row)
    session.flush()
    digest = hashlib.sha256(kept.encode()).hexdigest()
    audit.record(session, actor, "set_look", row, setting=setting, reason=reason, value=digest)
    return row


def _must_be_in_use(session: Session, actor: Actor, public: str, fingerprint: str) -> None:
    found = session.exec(select(SealKey).where(col(SealKey.retired_on).is_(None))).first()
    if found is None:
        _entered(session, actor, public, fingerprint, "draft_report")
    elif found.fingerprint != fingerprint:
        raise KeyForeign(file="", fingerprint=found.fingerprint)


def _entered(session: Session, actor: Actor, public: str, fingerprint: str, act: str) -> SealKey:
    if session.get(SealKey, fingerprint) is not None:
        raise KeyUsed(fingerprint=fingerprint)
    row = SealKey(fingerprint=fingerprint, public=public, made_on=clock.today(), made_by=actor.id)
    session.add(row)
    session.flush()
    audit.record(session, actor, act, row, public=public)
    return row


def _in_order(
    session: Session, act: str, report_id: int, expected_version: int | None
) -> RegisteredReport:
    row = book.fetch(session, RegisteredReport, report_id, expected_version)
    if row.state != BEFORE[act] or row.draft_digest is None:
        raise WrongState(act=act, status=row.state)
    return row


def _must_be_another(actor: Actor, act: str, row: RegisteredReport) -> None:
    """Nobody signs a report twice, nor for somebody who did."""
    for earlier, hands in (
        ("prepare_report", {row.prepared_by, row.prepared_for}),
        ("review_report", {row.reviewed_by, row.reviewed_for}),
    ):
        if actor.hands & (hands - {None}):
            raise FourEyes(earlier=earlier, act=act)


def _noted(session: Session, actor: Actor, act: str, row: RegisteredReport) -> RegisteredReport:
    row.version += 1
    session.add(row)
    facts = {"report": row.report, "period": row.period, "data": row.data_digest}
    audit.record(session, actor, act, row, **facts)
    return row
