"""The alert to the authority about an event, in plain words: written from the latest message,
looked through by a second person, cleared by a third. Only four texts of it are free.
"""

from collections.abc import Mapping

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.debris import rules
from fund.debris.kept import DebrisAlert
from fund.debris.tables import ConjunctionEvent
from fund.errors import FourEyes, NeedsReason, NotFound, WrongState
from fund.ledger import book
from fund.lifecycle import CYCLES
from fund.statements import write

TEXTS = ("impact", "guidance", "national", "informed")
LANGUAGES = ("zh", "en")
FIELDS = tuple(f"{name}_{language}" for name in TEXTS for language in LANGUAGES)
STATES = CYCLES["debris_alert"]


def write_alert(
    session: Session, actor: Actor, *, event_id: int, texts: Mapping[str, str]
) -> DebrisAlert:
    """Write an alert about an event: its facts are those of the latest message, the texts are
    FIELDS, all of them filled in.
    """
    actor.must("write_alert")
    event = book.fetch(session, ConjunctionEvent, event_id)
    if event.latest_id is None:
        raise NotFound(kind="cdm_message", key=event_id)
    given = {name: str(texts.get(name, "")).strip() for name in FIELDS}
    if set(texts) - set(FIELDS) or not all(given.values()):
        raise rules.AlertIncomplete
    now = clock.now()
    row = write(
        session,
        DebrisAlert,
        event_id=event_id,
        cdm_message_id=event.latest_id,
        level=rules.level_now(
            event.level_far, event.level_near, event.near_from, event.raised_to, now
        ),
        written_at=now,
        written_by=actor.id,
        **{name: text[: rules.LONGEST_SAID] for name, text in given.items()},
    )
    audit.record(session, actor, "write_alert", row, event_id=event_id, level=row.level, **given)
    return row


def check_alert(
    session: Session, actor: Actor, *, alert_id: int, is_sound: bool, why: str = ""
) -> DebrisAlert:
    """Look an alert through as a second person: it goes on, or back with a reason."""
    actor.must("check_alert")
    row = _waiting(session, alert_id, "check_alert")
    if row.written_by in actor.hands:
        raise FourEyes(earlier="write_alert", act="check_alert")
    row.checked_at, row.checked_by = clock.now(), actor.id
    return _passed(session, actor, row, "check_alert", "vetted" if is_sound else "returned", why)


def clear_alert(
    session: Session, actor: Actor, *, alert_id: int, is_sound: bool, why: str = ""
) -> DebrisAlert:
    """Clear an alert as a third person, or send it back with a reason."""
    actor.must("clear_alert")
    row = _waiting(session, alert_id, "clear_alert")
    if row.written_by in actor.hands:
        raise FourEyes(earlier="write_alert", act="clear_alert")
    if row.checked_by in actor.hands:
        raise FourEyes(earlier="check_alert", act="clear_alert")
    row.decided_at, row.decided_by = clock.now(), actor.id
    return _passed(session, actor, row, "clear_alert", "cleared" if is_sound else "returned", why)


def _waiting(session: Session, alert_id: int, act: str) -> DebrisAlert:
    row = book.fetch(session, DebrisAlert, alert_id)
    if row.outcome not in STATES[act][""]:
        raise WrongState(act=act, status=row.outcome)
    return row


def _passed(
    session: Session, actor: Actor, row: DebrisAlert, act: str, outcome: str, why: str
) -> DebrisAlert:
    if outcome == "returned" and not why.strip():
        raise NeedsReason
    row.outcome, row.why = outcome, why.strip()[: rules.LONGEST_SAID]
    row.version += 1
    session.add(row)
    audit.record(session, actor, act, row, event_id=row.event_id, outcome=outcome, why=row.why)
    return row
