"""Warnings and what is answered: issued by the duty officer, acknowledged and decided by the firm,
on a red level by two of it, closed by the duty officer. Every act asks who may, for which firm, and
in which state.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.debris import rules, thresholds
from fund.debris.tables import (
    ConjunctionEvent,
    ConjunctionWarning,
    EventCraft,
    Spacecraft,
    WarningAct,
)
from fund.errors import FourEyes, NeedsReason, NotFound, WrongState
from fund.ledger import book
from fund.lifecycle import CYCLES
from fund.plan.tables import Organisation
from fund.settings import values

STATES = CYCLES["conjunction_warning"]


def issue_warning(
    session: Session, actor: Actor, *, event_id: int, spacecraft_id: int, said: str = ""
) -> ConjunctionWarning:
    """Warn the firm of one of our spacecraft: once for each event and spacecraft, before the
    closest approach. From here its clock runs.
    """
    actor.must("issue_warning")
    event = book.fetch(session, ConjunctionEvent, event_id)
    if session.get(EventCraft, (event_id, spacecraft_id)) is None:
        raise rules.NotOurs
    now = clock.now()
    if now >= event.tca:
        raise rules.TooLate
    level = rules.level_now(
        event.level_far, event.level_near, event.near_from, event.raised_to, now
    )
    if level == rules.INFO:
        raise rules.NoLevel
    earlier = select(ConjunctionWarning.id).where(
        ConjunctionWarning.event_id == event_id, ConjunctionWarning.spacecraft_id == spacecraft_id
    )
    if session.exec(earlier).first() is not None:
        raise rules.WarnedAlready
    hours = thresholds.in_force(session, now).hours(level)
    row = ConjunctionWarning(
        event_id=event_id,
        spacecraft_id=spacecraft_id,
        organisation_id=session.get_one(Spacecraft, spacecraft_id).organisation_id,
        level=level,
        issued_at=now,
        issued_by=actor.id,
        due_at=rules.due(now, event.tca, hours, values.value(session, "warning_before_tca_hours")),
    )
    session.add(row)
    session.flush()
    _noted(session, actor, row, "issue_warning", said=said)
    return row


def acknowledge_warning(
    session: Session,
    actor: Actor,
    *,
    warning_id: int,
    told_by: str = "",
    told_at: datetime | None = None,
) -> ConjunctionWarning:
    """Say that the warning was seen: the firm's own person, or the duty officer by telephone, with
    who called and when.
    """
    found, scopes = _of(session, warning_id)
    actor.must("acknowledge_warning", *scopes)
    row = _must_be(found, "acknowledge_warning")
    if "spacecraft" not in actor.roles_for("acknowledge_warning", *scopes):
        now = clock.now()
        if not told_by.strip() or told_at is None or not row.issued_at <= told_at <= now:
            raise rules.NeedsCaller
    else:
        told_by, told_at = "", None
    row.status, row.acknowledged_at = "acknowledged", told_at or clock.now()
    _noted(session, actor, row, "acknowledge_warning", told_by=told_by, told_at=told_at)
    return row


def plan_manoeuvre(
    session: Session, actor: Actor, *, warning_id: int, said: str
) -> ConjunctionWarning:
    """Say which manoeuvre is planned; before the closest approach."""
    found, scopes = _of(session, warning_id)
    actor.must("plan_manoeuvre", *scopes)
    row = _must_be(found, "plan_manoeuvre")
    _must_be_ahead(session, row)
    if not said.strip():
        raise NeedsReason
    _answered(row, "manoeuvre")
    _noted(session, actor, row, "plan_manoeuvre", said=said)
    return row


def decline_manoeuvre(
    session: Session, actor: Actor, *, warning_id: int, reason: str, said: str
) -> ConjunctionWarning:
    """Say why there is no manoeuvre. Where the event is red a second person of the firm confirms
    it.
    """
    found, scopes = _of(session, warning_id)
    actor.must("decline_manoeuvre", *scopes)
    row = _must_be(found, "decline_manoeuvre")
    if reason not in rules.DECLINES or not said.strip():
        raise NeedsReason
    is_red = max(row.level, _level(session, row)) == rules.RED
    _answered(row, "to_confirm" if is_red else "declined")
    _noted(session, actor, row, "decline_manoeuvre", reason=reason, said=said)
    return row


def confirm_decline(session: Session, actor: Actor, *, warning_id: int) -> ConjunctionWarning:
    """Confirm, as a second person of the firm, that there is no manoeuvre on a red level."""
    found, scopes = _of(session, warning_id)
    actor.must("confirm_decline", *scopes)
    row = _must_be(found, "confirm_decline")
    declined = session.exec(
        select(WarningAct.done_by)
        .where(WarningAct.warning_id == warning_id, WarningAct.act == "decline_manoeuvre")
        .order_by(col(WarningAct.id).desc())
        .limit(1)
    ).one()
    if declined in actor.hands:
        raise FourEyes(earlier="decline_manoeuvre", act="confirm_decline")
    row.status = "declined"
    _noted(session, actor, row, "confirm_decline")
    return row


def report_manoeuvre(
    session: Session, actor: Actor, *, warning_id: int, said: str
) -> ConjunctionWarning:
    """Say that the manoeuvre was done, and how it went."""
    found, scopes = _of(session, warning_id)
    actor.must("report_manoeuvre", *scopes)
    row = _must_be(found, "report_manoeuvre")
    if not said.strip():
        raise NeedsReason
    row.status = "done"
    _noted(session, actor, row, "report_manoeuvre", said=said)
    return row


def close_warning(
    session: Session, actor: Actor, *, warning_id: int, said: str = ""
) -> ConjunctionWarning:
    """Close a warning; until an hour after the closest approach only with a reason."""
    found, _scopes = _of(session, warning_id)
    actor.must("close_warning")
    row = _must_be(found, "close_warning")
    event = session.get_one(ConjunctionEvent, row.event_id)
    if clock.now() < event.tca + rules.AFTERWARDS and not said.strip():
        raise NeedsReason
    row.status = "closed"
    _noted(session, actor, row, "close_warning", said=said)
    return row


def record_breach(session: Session, actor: Actor, *, warning_id: int) -> ConjunctionWarning:
    """Record, once, that a warning was not acknowledged in time; again changes nothing."""
    actor.must("record_breach")
    row = _must_be(_of(session, warning_id)[0], "record_breach")
    late = row.acknowledged_at or clock.now()
    if row.breached_at is None and late > row.due_at:
        row.breached_at = clock.now()
        _noted(session, actor, row, "record_breach")
    return row


def overdue(session: Session) -> list[int]:
    """Warnings whose time ran out and of which that is not on record yet."""
    rows = session.exec(
        select(ConjunctionWarning.id)
        .where(
            col(ConjunctionWarning.breached_at).is_(None),
            ConjunctionWarning.due_at < clock.now(),
            (
                col(ConjunctionWarning.acknowledged_at).is_(None)
                | (col(ConjunctionWarning.acknowledged_at) > col(ConjunctionWarning.due_at))
            ),
        )
        .order_by(col(ConjunctionWarning.id))
    ).all()
    return [row for row in rows if row is not None]


def _of(session: Session, warning_id: int) -> tuple[ConjunctionWarning | None, tuple[str, ...]]:
    """The warning, locked, and whose it is: the code roles of operators are held for. Whoever may
    not act learns nothing of one that is not there; ``_must_be`` refuses the rest.
    """
    row = session.get(ConjunctionWarning, warning_id, with_for_update=True, populate_existing=True)
    if row is None:
        return None, ()
    return row, (session.get_one(Organisation, row.organisation_id).identifier,)


def _must_be(row: ConjunctionWarning | None, act: str) -> ConjunctionWarning:
    """The warning; refuses one that is not there, or in a state that does not allow the act."""
    if row is None:
        raise NotFound(kind="conjunction_warning", key="")
    if act in STATES and row.status not in STATES[act][""]:
        raise WrongState(act=act, status=row.status)
    return row


def _must_be_ahead(session: Session, row: ConjunctionWarning) -> None:
    if clock.now() >= session.get_one(ConjunctionEvent, row.event_id).tca:
        raise rules.TooLate


def _level(session: Session, row: ConjunctionWarning) -> int:
    event = session.get_one(ConjunctionEvent, row.event_id)
    return rules.level_now(
        event.level_far, event.level_near, event.near_from, event.raised_to, clock.now()
    )


def _answered(row: ConjunctionWarning, status: str) -> None:
    """Whoever decides has seen the warning."""
    row.status = status
    if row.acknowledged_at is None:
        row.acknowledged_at = clock.now()


def _noted(
    session: Session,
    actor: Actor,
    row: ConjunctionWarning,
    act: str,
    *,
    reason: str = "",
    said: str = "",
    told_by: str = "",
    told_at: datetime | None = None,
) -> None:
    """Enter what was done with the warning and in the audit log."""
    row.version += 1
    session.add(row)
    session.add(
        WarningAct(
            warning_id=row.id or 0,
            act=act,
            reason=reason,
            said=said.strip()[: rules.LONGEST_SAID],
            told_by=told_by.strip()[:120],
            told_at=told_at,
            done_at=clock.now(),
            done_by=actor.id,
        )
    )
    session.flush()
    audit.record(
        session, actor, act, row, event_id=row.event_id, status=row.status, reason=reason, said=said
    )
