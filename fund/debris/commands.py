"""Spacecraft, messages and what is decided about them; warnings are answered in
fund.debris.answers, thresholds set in fund.debris.deciding.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.debris import events, intake, rules
from fund.debris.intake import Incoming
from fund.debris.tables import (
    CdmDecision,
    CdmIntake,
    CdmMessage,
    ConjunctionEvent,
    EventCraft,
    EventMessage,
    OwnAssessment,
    Spacecraft,
)
from fund.errors import NeedsReason, NotFound
from fund.ledger import book
from fund.ledger.tables import Undertaking
from fund.plan.tables import Organisation

FILES = 200
"""Files one act takes at most: a folder comes in batches."""
LARGEST_RADIUS_CM = 100_000
LONGEST_NUMBER = 9


def register_spacecraft(
    session: Session,
    actor: Actor,
    *,
    number: str,
    name_zh: str,
    organisation_id: int,
    name_en: str = "",
    undertaking_id: int | None = None,
    radius_cm: int | None = None,
    is_manoeuvrable: bool = False,
    is_demonstration: bool = False,
) -> Spacecraft:
    """Enter a spacecraft by its catalogue number, with the firm that answers for it and what paid
    for it; events about it that are here already become ours.
    """
    actor.must("register_spacecraft")
    number = _number(number)
    if not name_zh.strip():
        raise NeedsReason
    if radius_cm is not None and not 1 <= radius_cm <= LARGEST_RADIUS_CM:
        raise rules.BadRadius
    _must_be_there(session, organisation_id, undertaking_id)
    row = Spacecraft(
        number=number,
        name_zh=name_zh.strip()[:120],
        name_en=name_en.strip()[:120],
        organisation_id=organisation_id,
        undertaking_id=undertaking_id,
        radius_cm=radius_cm,
        is_manoeuvrable=is_manoeuvrable,
        is_demonstration=is_demonstration,
        registered_on=clock.today(),
        registered_by=actor.id,
    )
    return _entered(session, actor, row)


def _entered(session: Session, actor: Actor, row: Spacecraft) -> Spacecraft:
    """Store a spacecraft whose number nobody has, and take up the events about it."""
    intake.queue(session)
    known = select(Spacecraft.id).where(Spacecraft.number == row.number)
    if session.exec(known).first() is not None:
        raise rules.SpacecraftKnown(number=row.number)
    session.add(row)
    session.flush()
    _take_up(session, row)
    facts = {"organisation_id": row.organisation_id, "radius_cm": row.radius_cm}
    audit.record(
        session, actor, "register_spacecraft", row, number=row.number, name=row.name_zh, **facts
    )
    return row


def _number(text: str) -> str:
    """The catalogue number as it is compared."""
    number = text.strip().lstrip("0")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise rules.NotANumber(number=number[:20])
    return number


def _must_be_there(session: Session, organisation_id: int, undertaking_id: int | None) -> None:
    if session.get(Organisation, organisation_id) is None:
        raise NotFound(kind="organisation", key=organisation_id)
    if undertaking_id is not None:
        book.fetch(session, Undertaking, undertaking_id)


def _take_up(session: Session, row: Spacecraft) -> None:
    """Events about this number that came before it become ours."""
    for side in (ConjunctionEvent.number_a, ConjunctionEvent.number_b):
        for event in session.exec(select(ConjunctionEvent).where(col(side) == row.number)).all():
            event.is_ours = True
            session.add(event)
            session.add(EventCraft(event_id=event.id or 0, spacecraft_id=row.id or 0))
    session.flush()


def take_in_cdm(
    session: Session, actor: Actor, *, files: Sequence[Incoming], through: str
) -> CdmIntake:
    """Take in files of conjunction messages, each message by itself: accepted, already taken in, in
    conflict, or refused with its reasons. The last file's row comes back.
    """
    actor.must("take_in_cdm")
    if not 0 < len(files) <= FILES:
        raise NotFound(kind="cdm_file", key=len(files))
    intake.queue(session)
    for made in intake.keep(session, actor, events.house(session), files, through):
        audit.record(
            session,
            actor,
            "take_in_cdm",
            made,
            file_name=made.file_name,
            sha256=made.sha256,
            accepted=made.accepted,
            known=made.known,
            conflict=made.conflict,
            refused=made.refused,
        )
    return made


def resolve_cdm(
    session: Session, actor: Actor, *, cdm_message_id: int, takes_second: bool, reason: str
) -> CdmDecision:
    """Decide which of two messages of one number holds. Both stay; where the one set aside holds,
    its event counts it and no longer the first.
    """
    actor.must("resolve_cdm")
    intake.queue(session)
    row = session.get(CdmMessage, cdm_message_id)
    if row is None:
        raise NotFound(kind="cdm_message", key=cdm_message_id)
    decided = select(CdmDecision.id).where(CdmDecision.cdm_message_id == cdm_message_id)
    if row.state != "conflict" or session.exec(decided).first() is not None:
        raise rules.MessageStands
    if not reason.strip():
        raise NeedsReason
    if takes_second:
        _take_second(session, row)
    made = CdmDecision(
        cdm_message_id=cdm_message_id,
        takes_second=takes_second,
        reason=reason.strip()[: rules.LONGEST_SAID],
        decided_at=clock.now(),
        decided_by=actor.id,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        actor,
        "resolve_cdm",
        made,
        message=row.message_id,
        takes_second=takes_second,
        reason=made.reason,
    )
    return made


def _take_second(session: Session, row: CdmMessage) -> None:
    """Whatever stood under this number counts no more; this one joins its event."""
    known = events.house(session)
    others = session.exec(
        select(EventMessage)
        .join(CdmMessage, col(CdmMessage.id) == EventMessage.cdm_message_id)
        .where(CdmMessage.originator == row.originator, CdmMessage.message_id == row.message_id)
    ).all()
    for member in others:
        member.is_counted = False
        session.add(member)
    session.flush()
    own = session.exec(
        select(OwnAssessment.circle).where(
            OwnAssessment.cdm_message_id == row.id,
            OwnAssessment.code_version == rules.CODE_VERSION,
        )
    ).one()
    (event,) = events.put(session, known, [(row, own)])
    if row.created_at > row.tca:
        member = session.get_one(EventMessage, row.id)
        member.is_counted = False
        session.add(member)
    for key in {member.event_id for member in others} | {event.id or 0}:
        events.retell(session, session.get_one(ConjunctionEvent, key), known.limits)


def regroup_message(
    session: Session, actor: Actor, *, cdm_message_id: int, event_id: int | None, reason: str
) -> ConjunctionEvent:
    """Put a message to another event of the same pair, or to a new one; the event it leaves stays,
    even without messages.
    """
    actor.must("regroup_message")
    intake.queue(session)
    member = session.get(EventMessage, cdm_message_id)
    if member is None:
        raise NotFound(kind="cdm_message", key=cdm_message_id)
    if not reason.strip():
        raise NeedsReason
    row, left = session.get_one(CdmMessage, cdm_message_id), member.event_id
    known = events.house(session)
    if event_id is None:
        event = events.begun(session, known, row)
    else:
        event = book.fetch(session, ConjunctionEvent, event_id)
        if (event.number_a, event.number_b) != rules.pair(row.number_1, row.number_2):
            raise rules.AnotherPair
    member.event_id = event.id or 0
    session.add(member)
    session.flush()
    for key in (left, member.event_id):
        events.retell(session, session.get_one(ConjunctionEvent, key), known.limits)
    audit.record(
        session,
        actor,
        "regroup_message",
        event,
        message=row.message_id,
        left=left,
        reason=reason.strip(),
    )
    return event


def raise_level(
    session: Session, actor: Actor, *, event_id: int, level: str, reason: str
) -> ConjunctionEvent:
    """Raise the level of an event by hand, with a reason; it is never lowered."""
    actor.must("raise_level")
    event = book.fetch(session, ConjunctionEvent, event_id)
    if level not in rules.LEVELS:
        raise NotFound(kind="conjunction_event", key=level)
    now = rules.level_now(
        event.level_far, event.level_near, event.near_from, event.raised_to, clock.now()
    )
    if rules.LEVELS.index(level) <= now:
        raise rules.NotLowered
    if not reason.strip():
        raise NeedsReason
    event.raised_to = rules.LEVELS.index(level)
    event.version += 1
    session.add(event)
    audit.record(
        session, actor, "raise_level", event, level=level, earlier=now, reason=reason.strip()
    )
    return event
