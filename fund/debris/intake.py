"""The transaction side of taking messages in: what is known already, and everything that is new
stored together.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.columns import table_of
from fund.debris import events, rules
from fund.debris.assessing import Radius, assessed
from fund.debris.events import House
from fund.debris.records import Message, Object, Read
from fund.debris.tables import CdmFile, CdmIntake, CdmMessage, CdmOutcome, OwnAssessment

QUEUE = 5081
"""The advisory lock those who take messages in queue on; SQLite lets one write at a time anyway."""
METRES = 1_000


AT_ONCE = 500
"""Names one question asks for."""
Judged = tuple[Read, str, int | None]
"""A message, what becomes of it, and the row it is known by already."""
Held = dict[tuple[str, str], dict[str, int | None]]
"""Sender and number -> content -> row, None while it has none."""


class Incoming(NamedTuple):
    """A file that comes in: its name, its bytes, and its messages as read."""

    name: str
    content: bytes
    read: Sequence[Read]


def queue(session: Session) -> None:
    """Wait until nobody else takes messages in."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(QUEUE)))


def keep(
    session: Session, actor: Actor, known: House, files: Sequence[Incoming], through: str
) -> list[CdmIntake]:
    """Keep files with the outcome of each of their messages; what they have in common is asked for
    and stored together.
    """
    held = _held(session, [one for file in files for one in file.read])
    outcomes = [judged(held, file.read) for file in files]
    kept = [
        _intake(session, actor, file, found, through)
        for file, found in zip(files, outcomes, strict=True)
    ]
    session.flush()
    arrivals = [
        (made, read.message, outcome)
        for made, found in zip(kept, outcomes, strict=True)
        for read, outcome, _id in found
        if read.message is not None and outcome in ("accepted", "conflict")
    ]
    stored = store(session, known, arrivals)
    rows = []
    for made, found in zip(kept, outcomes, strict=True):
        for position, (read, outcome, earlier) in enumerate(found):
            key = earlier
            if read.message is not None and outcome != "refused":
                key = earlier or stored.get((read.message.originator, read.message.digest))
            rows += _noted(made, position, read, outcome, key)
    if rows:
        session.execute(sa.insert(CdmOutcome), rows)
    return kept


def _intake(
    session: Session, actor: Actor, incoming: Incoming, outcomes: Sequence[Judged], through: str
) -> CdmIntake:
    """One file's row, and its bytes where they are new."""
    sha256 = hashlib.sha256(incoming.content).hexdigest()
    if session.get(CdmFile, sha256) is None:
        content = incoming.content
        session.add(CdmFile(sha256=sha256, size_bytes=len(content), content=content))
        session.flush()
    made = CdmIntake(
        sha256=sha256,
        file_name=incoming.name[-200:],
        through=through,
        taken_at=clock.now(),
        taken_by=actor.id,
        **{name: sum(one == name for _read, one, _id in outcomes) for name in rules.OUTCOMES},
    )
    session.add(made)
    return made


def foreseen(session: Session, read: Sequence[Read]) -> list[Judged]:
    """Each message with the outcome it would have."""
    return judged(_held(session, read), read)


def _held(session: Session, read: Sequence[Read]) -> Held:
    """What is here under the senders and numbers of some messages: content -> row."""
    held: Held = {}
    by_sender: dict[str, list[str]] = {}
    for one in read:
        if one.message is not None:
            key = (one.message.originator, one.message.message_id)
            if key not in held:
                held[key] = {}
                by_sender.setdefault(key[0], []).append(key[1])
    table = table_of(CdmMessage)
    for sender, names in by_sender.items():
        for start in range(0, len(names), AT_ONCE):
            statement = sa.select(table.c.message_id, table.c.digest, table.c.id).where(
                table.c.originator == sender,
                table.c.message_id.in_(names[start : start + AT_ONCE]),
            )
            for name, digest, row_id in session.execute(statement):
                held[sender, name][digest] = row_id
    return held


def judged(held: Held, read: Sequence[Read]) -> list[Judged]:
    """Each message with its outcome; one that is known already with the key of its earlier row.
    What is new is held from here on.
    """
    found: list[Judged] = []
    for one in read:
        if one.message is None:
            found.append((one, "refused", None))
            continue
        before = held[one.message.originator, one.message.message_id]
        if one.message.digest in before:
            found.append((one, "known", before[one.message.digest]))
            continue
        found.append((one, "conflict" if before else "accepted", None))
        before[one.message.digest] = None
    return found


def _noted(
    made: CdmIntake, position: int, read: Read, outcome: str, key: int | None
) -> list[dict[str, object]]:
    """One row for the message, or one for each reason it was refused for."""
    said = [(one.where or read.where, one.code, dict(one.facts)) for one in read.issues] or [
        (read.where, "", {})
    ]
    return [
        {
            "intake_id": made.id or 0,
            "position": position,
            "place": place[:80],
            "outcome": outcome,
            "cdm_message_id": key,
            "code": code,
            "facts": json.dumps(facts, ensure_ascii=False),
        }
        for place, code, facts in said
    ]


def store(
    session: Session, known: House, arrivals: Sequence[tuple[CdmIntake, Message, str]]
) -> dict[tuple[str, str], int]:
    """Store messages with our assessments of them and put each to its event; one in conflict waits
    for a decision and belongs to none. Their rows by sender and content.
    """
    rows = []
    for made, message, outcome in arrivals:
        late = message.created_at > message.tca
        state = "conflict" if outcome == "conflict" else "history" if late else "counted"
        rows.append(_row(made, message, state))
    session.add_all(rows)
    session.flush()
    own = [assessed(message, radius_of(known, message)) for _made, message, _outcome in arrivals]
    if rows:
        session.execute(
            sa.insert(OwnAssessment),
            [
                {"cdm_message_id": row.id, **one._asdict()}
                for row, one in zip(rows, own, strict=True)
            ],
        )
    events.put(
        session,
        known,
        [(row, one.circle) for row, one in zip(rows, own, strict=True) if row.state != "conflict"],
    )
    return {(row.originator, row.digest): row.id or 0 for row in rows}


def _row(made: CdmIntake, message: Message, state: str) -> CdmMessage:
    one, two = message.objects
    speed = message.speed_m_s
    return CdmMessage(
        intake_id=made.id or 0,
        place=message.where[:80],
        form=message.form,
        version=message.version,
        originator=message.originator,
        message_id=message.message_id,
        created_at=message.created_at,
        tca=message.tca,
        miss_mm=round(abs(message.miss_m) * METRES),
        speed_mm_s=None if speed is None else round(speed * METRES),
        pc=message.pc,
        method=message.method[:200],
        number_1=one.number,
        number_2=two.number,
        name_1=one.name,
        name_2=two.name,
        kind_1=one.kind[:60],
        kind_2=two.kind[:60],
        radius_m=message.radius_m,
        radius_from=message.radius_from,
        source=message.source,
        remarks=" ".join(message.remarks),
        state=state,
        content=message.content,
        digest=message.digest,
    )


def radius_of(known: House, message: Message) -> Radius:
    """The radius the message tells; else that of our spacecraft and a setting for what nobody told,
    marked as assumed.
    """
    if message.radius_m is not None:
        return Radius(message.radius_m, message.radius_from)
    return Radius(sum(_assumed(known, one) for one in message.objects), "assumed")


def _assumed(known: House, one: Object) -> float:
    ours = known.ours.get(one.number)
    if ours is not None and ours.radius_cm:
        return ours.radius_cm / 100
    return known.debris_radius_m if one.kind.upper() == "DEBRIS" else known.own_radius_m
