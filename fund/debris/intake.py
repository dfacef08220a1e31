"""The transaction side of taking messages in: what is known already, which event a message is of,
and what that event then says.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.access.actors import Actor
from fund.columns import table_of
from fund.debris import rules, thresholds
from fund.debris.assessing import Assessment, Radius, assessed
from fund.debris.records import Message, Object, Read
from fund.debris.rules import Thresholds
from fund.debris.tables import (
    CdmFile,
    CdmIntake,
    CdmMessage,
    CdmOutcome,
    ConjunctionEvent,
    EventCraft,
    EventMessage,
    OwnAssessment,
    Spacecraft,
)
from fund.settings import values

QUEUE = 5081
"""The advisory lock those who take messages in queue on; SQLite lets one write at a time anyway."""
METRES = 1_000


class Incoming(NamedTuple):
    """A file that comes in: its name, its bytes, and its messages as read."""

    name: str
    content: bytes
    read: Sequence[Read]


class House(NamedTuple):
    """What an intake goes by: the thresholds in force, our spacecraft by number, the window of an
    event, and radii (m) where nobody told one.
    """

    limits: Thresholds
    ours: dict[str, Spacecraft]
    window: timedelta
    own_radius_m: float
    debris_radius_m: float


def house(session: Session) -> House:
    """Everything an intake goes by, read once."""
    return House(
        thresholds.in_force(session, clock.now()),
        {one.number: one for one in session.exec(select(Spacecraft)).all()},
        timedelta(minutes=values.value(session, "conjunction_window_minutes")),
        values.value(session, "own_radius_cm") / 100,
        values.value(session, "debris_radius_cm") / 100,
    )


def queue(session: Session) -> None:
    """Wait until nobody else takes messages in."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(QUEUE)))


def keep(
    session: Session, actor: Actor, known: House, incoming: Incoming, through: str
) -> CdmIntake:
    """Keep one file with the outcome of each of its messages."""
    sha256 = hashlib.sha256(incoming.content).hexdigest()
    if session.get(CdmFile, sha256) is None:
        content = incoming.content
        session.add(CdmFile(sha256=sha256, size_bytes=len(content), content=content))
        session.flush()
    outcomes = judged(session, incoming.read)
    counts = {name: sum(one == name for _read, one, _id in outcomes) for name in rules.OUTCOMES}
    made = CdmIntake(
        sha256=sha256,
        file_name=incoming.name[-200:],
        through=through,
        taken_at=clock.now(),
        taken_by=actor.id,
        **counts,
    )
    session.add(made)
    session.flush()
    for position, (read, outcome, earlier) in enumerate(outcomes):
        row_id = earlier
        if read.message is not None and outcome in ("accepted", "conflict"):
            row_id = store(session, known, made, read.message, outcome)
        _noted(session, made, position, read, outcome, row_id)
    return made


def judged(session: Session, read: Sequence[Read]) -> list[tuple[Read, str, int | None]]:
    """Each message with its outcome; one that is known already with the key of its earlier row."""
    named = {
        (one.message.originator, one.message.message_id) for one in read if one.message is not None
    }
    held: dict[tuple[str, str], dict[str, int | None]] = {key: {} for key in named}
    table = table_of(CdmMessage)
    for key in named:
        statement = sa.select(table.c.digest, table.c.id).where(
            table.c.originator == key[0], table.c.message_id == key[1]
        )
        held[key] = dict(session.execute(statement).all())  # type: ignore[arg-type]
    found: list[tuple[Read, str, int | None]] = []
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
    session: Session, made: CdmIntake, position: int, read: Read, outcome: str, key: int | None
) -> None:
    """One row for the message, or one for each reason it was refused for."""
    said: Iterable[tuple[str, str, Any]] = [
        (one.where or read.where, one.code, dict(one.facts)) for one in read.issues
    ] or [(read.where, "", {})]
    for place, code, facts in said:
        session.add(
            CdmOutcome(
                intake_id=made.id or 0,
                position=position,
                place=place[:80],
                outcome=outcome,
                cdm_message_id=key,
                code=code,
                facts=json.dumps(facts, ensure_ascii=False),
            )
        )


def store(session: Session, known: House, made: CdmIntake, message: Message, outcome: str) -> int:
    """Store one message with our assessment of it and put it to its event; one in conflict waits
    for a decision and belongs to none.
    """
    late = message.created_at > message.tca
    state = "conflict" if outcome == "conflict" else "history" if late else "counted"
    row = _row(made, message, state)
    session.add(row)
    session.flush()
    own = assessed(message, radius_of(known, message))
    session.add(OwnAssessment(cdm_message_id=row.id or 0, **own._asdict()))
    if state != "conflict":
        join(session, known, row, own)
    return row.id or 0


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


def join(session: Session, known: House, row: CdmMessage, own: Assessment) -> ConjunctionEvent:
    """Put a message to the event of its pair and time, a new one if there is none."""
    event = _of(session, known, row) or begun(session, known, row)
    attach(session, known, event, row, own.circle)
    return event


def attach(
    session: Session,
    known: House,
    event: ConjunctionEvent,
    row: CdmMessage,
    own: float | None,
) -> None:
    """Enter a message with an event, and what it says by itself."""
    far, near = (
        rules.level_of(row.pc, own, row.miss_mm, known.limits, is_near=is_near)
        for is_near in (False, True)
    )
    session.add(
        EventMessage(
            cdm_message_id=row.id or 0,
            event_id=event.id or 0,
            is_counted=row.state != "history",
            has_probability=rules.used(row.pc, own) is not None,
            level_far=far,
            level_near=near,
            threshold_set_id=known.limits.id,
        )
    )
    session.flush()
    retell(session, event, known.limits)


def _of(session: Session, known: House, row: CdmMessage) -> ConjunctionEvent | None:
    """The event of the pair whose latest time of closest approach is nearest, within the window."""
    a, b = rules.pair(row.number_1, row.number_2)
    found = session.exec(
        select(ConjunctionEvent)
        .where(
            ConjunctionEvent.number_a == a,
            ConjunctionEvent.number_b == b,
            col(ConjunctionEvent.tca).between(row.tca - known.window, row.tca + known.window),
        )
        .with_for_update()
    ).all()
    return min(found, key=lambda one: (abs(one.tca - row.tca), one.id), default=None)


def begun(session: Session, known: House, row: CdmMessage) -> ConjunctionEvent:
    """A new event of a message's pair, under the next number of the year."""
    a, b = rules.pair(row.number_1, row.number_2)
    now = clock.now()
    year = clock.today().year
    table = table_of(ConjunctionEvent)
    last = sa.select(sa.func.coalesce(sa.func.max(table.c.serial), 0)).where(table.c.year == year)
    event = ConjunctionEvent(
        year=year,
        serial=int(session.execute(last).scalar_one()) + 1,
        number_a=a,
        number_b=b,
        tca=row.tca,
        tca_s=int(row.tca.timestamp()),
        tca_first=row.tca,
        tca_last=row.tca,
        near_from=row.tca,
        is_ours=a in known.ours or b in known.ours,
        latest_at=row.created_at,
        first_taken_at=now,
    )
    session.add(event)
    session.flush()
    for number in (a, b):
        if (craft := known.ours.get(number)) is not None:
            session.add(EventCraft(event_id=event.id or 0, spacecraft_id=craft.id or 0))
    return event


def retell(session: Session, event: ConjunctionEvent, limits: Thresholds) -> None:
    """Work out anew what an event says from its messages, in the order they were made."""
    rows = session.exec(
        select(CdmMessage, EventMessage)
        .join(EventMessage, col(EventMessage.cdm_message_id) == CdmMessage.id)
        .where(EventMessage.event_id == event.id)
        .order_by(col(CdmMessage.created_at), col(CdmMessage.id))
    ).all()
    counted = [(row, member) for row, member in rows if member.is_counted] or list(rows)
    event.messages = len(rows)
    if counted:
        latest, _member = counted[-1]
        event.latest_id, event.latest_at = latest.id, latest.created_at
        event.tca, event.miss_mm = latest.tca, latest.miss_mm
        event.tca_s = int(latest.tca.timestamp())
        event.tca_first = min(row.tca for row, _member in counted)
        event.tca_last = max(row.tca for row, _member in counted)
    levels = [member for _row, member in rows if member.is_counted]
    event.level_far = rules.standing((one.level_far, one.has_probability) for one in levels)
    event.level_near = rules.standing((one.level_near, one.has_probability) for one in levels)
    event.near_from = event.tca - timedelta(hours=limits.near_hours)
    event.version += 1
    session.add(event)
    session.flush()
