"""The audit log: every act and every refusal, hash-chained, written in the transaction it tells of.

A chain alone shows edits and deletions, not a cut tail nor a full recomputation by the owner of the
database: keep its head elsewhere (``python -m fund audit head``) and compare.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NotRequired, TypedDict

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from fund import clock
from fund.columns import instant, table_of
from fund.errors import FundError
from fund.statements import Statement, inserting

if TYPE_CHECKING:
    from fund.access.actors import Actor

ALGORITHMS = ("sha256", "sm3")
"""Hashes by name; sm3 where the interpreter's OpenSSL has it."""

START = "0" * 64
LONGEST_FACT = 500
"""Characters of a refused argument that are kept: enough to see what was tried, too few to fill the
log with.
"""


class AuditEntry(SQLModel, table=True):
    """One act or refusal: who, when, what, on which record, with which facts; ``hash`` covers them
    and ``previous``.
    """

    __tablename__ = "audit_entry"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant(index=True)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    act: str = Field(max_length=60)
    subject: str = Field(max_length=60)
    subject_id: str = Field(default="", max_length=80)
    detail: str = Field(sa_type=sa.Text)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class Fields(TypedDict):
    """What the hash of an entry covers, and that hash once it is known."""

    id: int
    at: datetime
    actor_id: int | None
    act: str
    subject: str
    subject_id: str
    detail: str
    previous: str
    hash: NotRequired[str]


class AuditHead(SQLModel, table=True):
    """The one row that says how long the chain is and what it ends with; writers queue on it."""

    __tablename__ = "audit_head"
    id: int = Field(default=1, primary_key=True)
    entries: int = 0
    hash: str = Field(default=START, max_length=64)
    algorithm: str = Field(default="sha256", max_length=10)


_ENTRY = table_of(AuditEntry)
_HEAD = table_of(AuditHead)
LAST = Statement(sa.select(_HEAD).where(_HEAD.c.id == 1).with_for_update())
ENTER = inserting(AuditEntry)
MOVE: Statement[()] = Statement(
    sa.update(_HEAD).where(_HEAD.c.id == 1), column_keys=["entries", "hash"]
)
"""What every act that is noted does: the head, locked; the entries; the head moved on."""


def record(
    session: Session, actor: "Actor", act: str, row: SQLModel | None, /, **facts: object
) -> None:
    """Note an act; it is chained when the transaction closes, after every row has its number."""
    session.info.setdefault("audit", []).append((clock.now(), actor.id, act, row, facts))


def refusal(
    session: Session,
    actor_id: int | None,
    act: str,
    error: FundError,
    arguments: Mapping[str, object],
) -> None:
    """Note an act that was refused, with what was asked for."""
    person: sa.TableClause = sa.table("person", sa.column("id"))
    known = (
        actor_id is None
        or session.execute(sa.select(person.c.id).where(person.c.id == actor_id)).first()
        is not None
    )
    asked = {name: _short(value) for name, value in arguments.items()}
    facts = {"refused": error.code, "facts": error.facts, "asked": asked} | (
        {} if known else {"unknown_person": actor_id}
    )
    actor_id = actor_id if known else None
    session.info.setdefault("audit", []).append((clock.now(), actor_id, act, None, facts))


def queue(session: Session) -> None:
    """Wait until whoever writes now is done: what is numbered afterwards follows theirs."""
    LAST.run(session, {}).one()


def seal(session: Session) -> None:
    """Chain what this transaction noted: called by fund.db just before it commits."""
    noted = session.info.pop("audit", [])
    if not noted:
        return
    head = LAST.run(session, {}).one()
    entries, last = head.entries, head.hash
    rows = []
    for at, actor_id, act, row, facts in noted:
        entry: Fields = {
            "id": entries + 1,
            "at": at,
            "actor_id": actor_id,
            "act": act,
            "subject": "" if row is None else str(row.__tablename__),
            "subject_id": _key(row),
            "detail": _canonical(facts),
            "previous": last,
        }
        last = entry["hash"] = digest(entry, head.algorithm)
        entries += 1
        rows.append(entry)
    ENTER.run(session, rows)
    MOVE.run(session, {"entries": entries, "hash": last})


def digest(entry: Fields, algorithm: str) -> str:
    """The hash of one entry, over its fields and the hash before it."""
    at = entry["at"].astimezone(UTC).isoformat(timespec="microseconds")
    who = [entry["actor_id"], entry["act"], entry["subject"], entry["subject_id"]]
    fields = [entry["id"], at, *who, entry["detail"], entry["previous"]]
    return hashlib.new(algorithm, json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def verify(session: Session, kept: tuple[int, str] | None = None) -> dict[str, object]:
    """Walk the whole chain: ``{"ok", "rows", "head", "first_bad"}``; first_bad is the first entry
    that does not fit.

    ``kept`` is a head kept elsewhere, (rows, hash): only against it a cut tail or a chain computed
    anew shows.
    """
    head = session.get(AuditHead, 1) or AuditHead(hash="")
    previous, expected, first_bad = START, 1, None
    for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).yield_per(5000):
        fields: Fields = {
            "id": entry.id or 0,
            "at": entry.at,
            "actor_id": entry.actor_id,
            "act": entry.act,
            "subject": entry.subject,
            "subject_id": entry.subject_id,
            "detail": entry.detail,
            "previous": entry.previous,
        }
        forged = kept is not None and entry.id == kept[0] and entry.hash != kept[1]
        if (
            forged
            or entry.id != expected
            or entry.previous != previous
            or digest(fields, head.algorithm) != entry.hash
        ):
            first_bad = expected
            break
        previous, expected = entry.hash, expected + 1
    if first_bad is None and (head.hash != previous or head.entries != expected - 1):
        first_bad = expected
    if first_bad is None and kept is not None and kept[0] >= expected:
        first_bad = expected
    return {
        "ok": first_bad is None,
        "rows": head.entries,
        "head": head.hash,
        "first_bad": first_bad,
    }


def _key(row: SQLModel | None) -> str:
    if row is None:
        return ""
    return "/".join(str(part) for part in sa.inspect(row).identity or ())


def _short(value: object) -> object:
    """What was asked for, without whole files: bytes by their hash, long texts cut."""
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()}"
    if isinstance(value, int | float | list | tuple | date | None):
        return value
    text = str(value)
    return text if len(text) <= LONGEST_FACT else f"{text[:LONGEST_FACT]}… ({len(text)})"


def _canonical(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
