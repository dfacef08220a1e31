"""Which event a message is of, and what that event then says: pairs and times, levels, the latest
message. Messages that come together are put together.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import clock
from fund.columns import table_of
from fund.debris import rules, thresholds
from fund.debris.rules import Thresholds
from fund.debris.tables import (
    CdmMessage,
    ConjunctionEvent,
    EventCraft,
    EventMessage,
    Spacecraft,
)
from fund.settings import values

AT_ONCE = 500
"""Numbers one question asks for."""


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


class Member(NamedTuple):
    """What an event keeps in mind of one of its messages."""

    created_at: datetime
    row_id: int
    tca: datetime
    miss_mm: int
    is_counted: bool
    has_probability: bool
    level_far: int
    level_near: int


Pair = tuple[str, str]


def put(
    session: Session, known: House, arrivals: Sequence[tuple[CdmMessage, float | None]]
) -> list[ConjunctionEvent]:
    """Put messages, each with our own probability, to the events of their pairs and times one after
    the other, new ones where there is none; the event of each comes back.
    """
    if not arrivals:
        return []
    held = _around(session, known, [row for row, _own in arrivals])
    members_of = _told(session, [event for several in held.values() for event in several])
    serial = _last_serial(session)
    entered, begun_here, found = [], [], []
    for row, own in arrivals:
        pair = rules.pair(row.number_1, row.number_2)
        event = _nearest(held.setdefault(pair, []), row, known.window)
        if event is None:
            serial += 1
            event = _new(known, row, serial)
            held[pair].append(event)
            begun_here.append(event)
        member = _member(known, row, own)
        members = members_of.setdefault(id(event), [])
        members.append(member)
        retold(event, members, known.limits)
        entered.append((event, member))
        found.append(event)
    session.add_all(found)
    session.flush()
    _enter(session, known, entered)
    add_crafts(session, known, begun_here)
    return found


def _around(
    session: Session, known: House, rows: Sequence[CdmMessage]
) -> dict[Pair, list[ConjunctionEvent]]:
    """The events of some messages' pairs, at about their times, locked."""
    first = min(row.tca for row in rows) - known.window
    last = max(row.tca for row in rows) + known.window
    pairs = {rules.pair(row.number_1, row.number_2) for row in rows}
    names = sorted({a for a, _b in pairs})
    held: dict[Pair, list[ConjunctionEvent]] = {}
    for start in range(0, len(names), AT_ONCE):
        statement = (
            select(ConjunctionEvent)
            .where(
                col(ConjunctionEvent.number_a).in_(names[start : start + AT_ONCE]),
                col(ConjunctionEvent.tca).between(first, last),
            )
            .order_by(col(ConjunctionEvent.id))
            .with_for_update()
        )
        for event in session.exec(statement).all():
            pair = (event.number_a, event.number_b)
            if pair in pairs:
                held.setdefault(pair, []).append(event)
    return held


def _told(session: Session, events: Sequence[ConjunctionEvent]) -> dict[int, list[Member]]:
    """The messages of some events, by the event as it is held here."""
    place = {event.id: id(event) for event in events}
    told: dict[int, list[Member]] = {one: [] for one in place.values()}
    keys = [event.id for event in events]
    for start in range(0, len(keys), AT_ONCE):
        for event_id, member in _members(session, keys[start : start + AT_ONCE]):
            told[place[event_id]].append(member)
    return told


def _members(session: Session, keys: Sequence[int | None]) -> list[tuple[int, Member]]:
    message, member = table_of(CdmMessage), table_of(EventMessage)
    statement = (
        sa.select(
            member.c.event_id,
            message.c.created_at,
            message.c.id,
            message.c.tca,
            message.c.miss_mm,
            member.c.is_counted,
            member.c.has_probability,
            member.c.level_far,
            member.c.level_near,
        )
        .join(message, message.c.id == member.c.cdm_message_id)
        .where(member.c.event_id.in_(keys))
    )
    return [(row[0], Member(*row[1:])) for row in session.execute(statement)]


def _nearest(
    events: Sequence[ConjunctionEvent], row: CdmMessage, window: timedelta
) -> ConjunctionEvent | None:
    """The event whose latest time of closest approach is nearest, within the window."""
    near = [one for one in events if abs(one.tca - row.tca) <= window]
    return min(near, key=lambda one: abs(one.tca - row.tca), default=None)


def _member(known: House, row: CdmMessage, own: float | None) -> Member:
    """A message as its event keeps it in mind, with the level it has by itself."""
    far, near = (
        rules.level_of(row.pc, own, row.miss_mm, known.limits, is_near=is_near)
        for is_near in (False, True)
    )
    return Member(
        row.created_at,
        row.id or 0,
        row.tca,
        row.miss_mm,
        row.state != "history",
        rules.used(row.pc, own) is not None,
        far,
        near,
    )


def _enter(
    session: Session, known: House, entered: Sequence[tuple[ConjunctionEvent, Member]]
) -> None:
    rows = [
        {
            "cdm_message_id": member.row_id,
            "event_id": event.id,
            "is_counted": member.is_counted,
            "has_probability": member.has_probability,
            "level_far": member.level_far,
            "level_near": member.level_near,
            "threshold_set_id": known.limits.id,
        }
        for event, member in entered
    ]
    session.execute(sa.insert(EventMessage), rows)


def _last_serial(session: Session) -> int:
    """The last number of this year; whoever asks holds the queue (intake.queue)."""
    table = table_of(ConjunctionEvent)
    year = clock.today().year
    last = sa.select(sa.func.coalesce(sa.func.max(table.c.serial), 0)).where(table.c.year == year)
    return int(session.execute(last).scalar_one())


def _new(known: House, row: CdmMessage, serial: int) -> ConjunctionEvent:
    a, b = rules.pair(row.number_1, row.number_2)
    return ConjunctionEvent(
        year=clock.today().year,
        serial=serial,
        number_a=a,
        number_b=b,
        tca=row.tca,
        tca_s=int(row.tca.timestamp()),
        tca_first=row.tca,
        tca_last=row.tca,
        near_from=row.tca,
        is_ours=a in known.ours or b in known.ours,
        latest_at=row.created_at,
        first_taken_at=clock.now(),
    )


def begun(session: Session, known: House, row: CdmMessage) -> ConjunctionEvent:
    """A new event of a message's pair, under the next number of the year."""
    event = _new(known, row, _last_serial(session) + 1)
    session.add(event)
    session.flush()
    add_crafts(session, known, [event])
    return event


def add_crafts(session: Session, known: House, events: Sequence[ConjunctionEvent]) -> None:
    """Enter which spacecraft of ours new events are about."""
    rows = [
        {"event_id": event.id, "spacecraft_id": known.ours[number].id}
        for event in events
        for number in (event.number_a, event.number_b)
        if number in known.ours
    ]
    if rows:
        session.execute(sa.insert(EventCraft), rows)


def retell(session: Session, event: ConjunctionEvent, limits: Thresholds) -> None:
    """Work out anew what an event says from its stored messages."""
    retold(event, [member for _key, member in _members(session, [event.id])], limits)
    session.add(event)
    session.flush()


def retold(event: ConjunctionEvent, members: list[Member], limits: Thresholds) -> None:
    """What an event says from its messages, in the order they were made."""
    members.sort(key=lambda one: (one.created_at, one.row_id))
    levels = [one for one in members if one.is_counted]
    counted = levels or members
    event.messages = len(members)
    if counted:
        latest = counted[-1]
        event.latest_id, event.latest_at = latest.row_id, latest.created_at
        event.tca, event.miss_mm = latest.tca, latest.miss_mm
        event.tca_s = int(latest.tca.timestamp())
        event.tca_first = min(one.tca for one in counted)
        event.tca_last = max(one.tca for one in counted)
    event.level_far = rules.standing((one.level_far, one.has_probability) for one in levels)
    event.level_near = rules.standing((one.level_near, one.has_probability) for one in levels)
    event.near_from = event.tca - timedelta(hours=limits.near_hours)
    event.version += 1
