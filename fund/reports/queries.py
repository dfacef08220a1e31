"""What the register of reports knows."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.errors import NotFound
from fund.frames import row_of
from fund.reports.rows import Registered
from fund.reports.rules import key_of, number_of
from fund.reports.tables import IssuedFile, RegisteredReport, ReportLook, SealKey
from fund.reports.verify import Verdict

REGISTER = (
    "report_id",
    "number",
    "report",
    "period",
    "as_of",
    "language",
    "unit",
    "algorithm",
    "state",
    "drafted_on",
    "drafted_by",
    "prepared_on",
    "prepared_by",
    "reviewed_on",
    "reviewed_by",
    "issued_on",
    "issued_by",
    "data_digest",
    "draft_digest",
    "issued_digest",
    "version",
)


def register(session: Session, actor: Actor, *, state: str = "", most: int = 200) -> pd.DataFrame:
    """The newest reports in the register first, of one state or of all: columns REGISTER."""
    actor.must("export")
    statement = select(RegisteredReport).order_by(col(RegisteredReport.id).desc()).limit(most)
    if state:
        statement = statement.where(RegisteredReport.state == state)
    rows = session.exec(statement).all()
    names = _names(session, rows)
    return pd.DataFrame([_row(row, names) for row in rows], columns=list(REGISTER), dtype=object)


def numbered(session: Session, actor: Actor, number: str) -> Registered:
    """A report of the register by its number, as a row of ``register``."""
    actor.must("export")
    row = session.get(RegisteredReport, key_of(number))
    if row is None or number_of(row.drafted_on, row.id or 0) != number.strip():
        raise NotFound(kind="registered_report", key=number)
    return _row(row, _names(session, [row]))


def issued_last(
    session: Session, report: str, language: str, as_of: date, before: int | None = None
) -> Registered | None:
    """Of one kind of report the last issued as of an earlier day (and drafted before the report of
    a key), as a row of ``register``; None for the first.
    """
    statement = (
        select(RegisteredReport)
        .where(
            RegisteredReport.report == report,
            RegisteredReport.language == language,
            RegisteredReport.state == "issued",
            RegisteredReport.as_of < as_of,
        )
        .order_by(col(RegisteredReport.as_of).desc(), col(RegisteredReport.id).desc())
        .limit(1)
    )
    if before is not None:
        statement = statement.where(col(RegisteredReport.id) < before)
    row = session.exec(statement).first()
    return None if row is None else _row(row, _names(session, [row]))


def kept(session: Session, actor: Actor, report_id: int) -> bytes | None:
    """An issued report as it was written; None where the file was not kept yet."""
    actor.must("export")
    row = session.get(IssuedFile, report_id)
    return None if row is None else row.content


def looks(session: Session) -> dict[str, str]:
    """How reports look as set last, by key (fund.reports.look); "" was taken back."""
    statement = select(ReportLook.key, ReportLook.value).order_by(col(ReportLook.id))
    return dict(session.exec(statement).all())


def keys(session: Session) -> dict[str, str]:
    """Every public key this database ever sealed with, by fingerprint."""
    return {row.fingerprint: row.public for row in session.exec(select(SealKey))}


def in_use(session: Session) -> str | None:
    """The fingerprint of the key that seals now."""
    return session.exec(
        select(SealKey.fingerprint).where(col(SealKey.retired_on).is_(None))
    ).first()


def judged(session: Session, verdict: Verdict) -> Verdict:
    """A verdict beside the register: a key used after its day, a report nobody registered."""
    if not verdict["ok"]:
        return verdict
    facts = verdict["statement"]
    key = session.get(SealKey, facts["key"])
    if key is not None and key.retired_on is not None and _made_on(facts) > key.retired_on:
        return {**verdict, "ok": False, "state": "not_ours", "reason": "retired_key"}
    if verdict["state"] == "draft" and not facts.get("number"):
        return {**verdict, "reason": "unregistered"}
    if not _is_registered(session, facts):
        return {**verdict, "ok": False, "state": "unknown", "reason": "not_registered"}
    return {**verdict, "reason": "key_retired"} if key and key.retired_on else verdict


def _is_registered(session: Session, facts: Mapping[str, object]) -> bool:
    try:
        row = session.get(RegisteredReport, key_of(str(facts.get("number"))))
    except NotFound:
        return False
    if row is None or row.data_digest != facts.get("data"):
        return False
    known = row.issued_digest if facts["state"] == "issued" else row.draft_digest
    return known is not None and known == str(facts["record"])


def _made_on(facts: Mapping[str, object]) -> date:
    try:
        return date.fromisoformat(str(facts.get("made_on")))
    except ValueError:
        return date.max


def _names(session: Session, rows: Iterable[RegisteredReport]) -> dict[int | None, str]:
    wanted = {
        person
        for row in rows
        for person in (row.drafted_by, row.prepared_by, row.reviewed_by, row.issued_by)
    }
    found = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(wanted - {None})))
    return dict(found.all())


def _row(row: RegisteredReport, names: Mapping[int | None, str]) -> Registered:
    told = {name: getattr(row, name, None) for name in REGISTER}
    signers = ("drafted_by", "prepared_by", "reviewed_by", "issued_by")
    known = told | {
        "report_id": row.id,
        "number": number_of(row.drafted_on, row.id or 0),
        **{name: names.get(told[name], "") for name in signers},
    }
    return row_of(known, Registered)
