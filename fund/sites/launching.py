"""Launches by hand: planned, moved, scrubbed, flown; the outcome by one person and another."""

import re
from datetime import date, datetime, time
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor, recorded
from fund.clock import BEIJING
from fund.errors import NeedsReason, NotFound
from fund.frames import row_of
from fund.ledger.book import fetch
from fund.ledger.rules import InTheFuture
from fund.ledger.tables import Undertaking
from fund.procurement.tables import Delivery
from fund.sites import rules
from fund.sites.commands import (
    chosen,
    must_be_other,
    pad_of,
    retired_since,
    site_of,
)
from fund.sites.tables import Launch, LaunchOutcome, LaunchScrub, LaunchSite, LaunchTime

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
TEXTS = ("flight", "mission", "provider", "ship", "port", "ascent", "source")
"""What may be said of a launch beside its rocket."""


class Texts(TypedDict):
    """What a launch says of itself in words: TEXTS."""

    flight: str
    mission: str
    provider: str
    ship: str
    port: str
    ascent: str
    source: str


def plan_launch(
    session: Session,
    actor: Actor,
    *,
    code: str,
    site: str,
    vehicle: str,
    planned_on: date,
    precision: str = "day",
    time_of_day: str = "",
    pad: str = "",
    service: str = "",
    payloads: int | None = None,
    payload_kg: int | None = None,
    reused_flights: int = 0,
    texts: dict[str, str] | None = None,
    delivery_id: int | None = None,
    is_demonstration: bool = False,
) -> Launch:
    """A launch from a site of ours with the time it is planned for. ``texts``: flight, mission,
    provider, ship, port, ascent and source. ``delivery_id``: the contract's delivery it is.
    """
    actor.must("plan_launch")
    chosen("service", service)
    held = site_of(session, site)
    said = row_of({name: (texts or {}).get(name, "").strip() for name in TEXTS}, Texts)
    if not code.strip() or not vehicle.strip():
        raise rules.SiteNameMissing
    _afloat(held, said)
    _new(session, code.strip())
    _delivered(session, delivery_id)
    row = Launch(
        origin="own",
        tag=code.strip(),
        site_id=held.id or 0,
        pad_id=_pad(session, held, pad, planned_on),
        vehicle=vehicle.strip(),
        service=service,
        payloads=payloads,
        payload_kg=payload_kg,
        reused_flights=reused_flights,
        delivery_id=delivery_id,
        shown_on=planned_on,
        is_demonstration=is_demonstration,
        **said,
        **recorded(actor, "plan_launch"),
    )
    session.add(row)
    session.flush()
    when = (planned_on, precision, time_of_day)
    _planned(session, actor, row, when, ("first", None), ("plan_launch", ""))
    audit.record(
        session, actor, "plan_launch", row, code=row.tag, planned_on=planned_on, precision=precision
    )
    return row


def _new(session: Session, code: str) -> None:
    known = select(Launch.id).where(Launch.origin == "own", Launch.tag == code)
    if session.exec(known).first() is not None:
        raise rules.SiteKnown(code=code)


def _afloat(site: LaunchSite, said: Texts) -> None:
    if site.kind == "sea" and not (said["ship"] and said["port"] and said["ascent"]):
        raise rules.SeaPlaces


def _pad(session: Session, site: LaunchSite, code: str, day: date) -> int | None:
    if not code:
        return None
    row = pad_of(session, site, code)
    if since := retired_since(session, row, day):
        raise rules.PadRetired(pad=row.code, date=since)
    return row.id


def _delivered(session: Session, delivery_id: int | None) -> None:
    """Refuse a delivery that is no launch, and one another launch names."""
    if delivery_id is None:
        return
    row = session.get(Delivery, delivery_id)
    work = session.get(Undertaking, row.undertaking_id) if row is not None else None
    if work is None or work.category != "launch_vehicle":
        raise rules.DeliveryNotALaunch(key=delivery_id)
    taken = session.exec(select(Launch.tag).where(Launch.delivery_id == delivery_id)).first()
    if taken is not None:
        raise rules.DeliveryTaken(code=taken)


def _planned(
    session: Session,
    actor: Actor,
    row: Launch,
    when: tuple[date, str, str],
    move: tuple[str, int | None],
    said: tuple[str, str],
) -> LaunchTime:
    """The time of a launch; ``said``: by which act, and why."""
    day, precision, time_of_day = when
    act, reason = said
    chosen("precision", precision)
    if time_of_day and not TIME.fullmatch(time_of_day):
        raise rules.WordUnknown(value=time_of_day[:20], field=rules.HEADS["precision"])
    made = LaunchTime(
        launch_id=row.id or 0,
        planned_on=day,
        time=time_of_day if precision in ("second", "minute", "hour") else "",
        precision=precision,
        move=move[0],
        days=move[1],
        reason=reason.strip(),
        **recorded(actor, act),
    )
    session.add(made)
    session.flush()
    return made


def move_launch(
    session: Session,
    actor: Actor,
    *,
    launch: str,
    planned_on: date,
    precision: str = "day",
    time_of_day: str = "",
    reason: str = "",
    expected_version: int | None = None,
) -> LaunchTime:
    """Plan a launch anew; what the change is follows from both times. A slip says why."""
    actor.must("move_launch")
    chosen("precision", precision)
    row = of_tag(session, launch, expected_version)
    _must_be_to_come(session, row)
    before = _before(session, row)
    after = (planned_on, precision, time_of_day)
    if before == after:
        raise rules.NothingMoved
    move = rules.moved(before, after)
    if move[0] == "slip" and not reason.strip():
        raise NeedsReason
    row.shown_on = planned_on
    row.version += 1
    session.add(row)
    made = _planned(session, actor, row, after, move, ("move_launch", reason))
    facts = {"code": row.tag, "planned_on": planned_on, "move": move[0], "days": move[1]}
    audit.record(session, actor, "move_launch", row, **facts)
    return made


def _before(session: Session, row: Launch) -> tuple[date, str, str]:
    """The time a launch was planned for last."""
    statement = select(LaunchTime).where(LaunchTime.launch_id == row.id)
    last = session.exec(statement.order_by(col(LaunchTime.id).desc()).limit(1)).one()
    return last.planned_on, last.precision, last.time


def record_scrub(
    session: Session,
    actor: Actor,
    *,
    launch: str,
    scrubbed_on: date,
    reason: str,
    before_lift_off: str = "",
    words: str = "",
    recycle_hours: int | None = None,
) -> LaunchScrub:
    """A launch called off on its day: why, how long before lift-off, how long until the next
    try.
    """
    actor.must("record_scrub")
    chosen("reason", reason)
    row = of_tag(session, launch)
    _must_be_to_come(session, row)
    if scrubbed_on > clock.today():
        raise InTheFuture(date=scrubbed_on)
    made = LaunchScrub(
        launch_id=row.id or 0,
        scrubbed_on=scrubbed_on,
        before_lift_off=before_lift_off.strip(),
        reason=reason,
        words=words.strip(),
        recycle_hours=recycle_hours,
        **recorded(actor, "record_scrub"),
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "record_scrub", row, code=row.tag, scrubbed_on=scrubbed_on, reason=reason
    )
    return made


def report_outcome(
    session: Session,
    actor: Actor,
    *,
    launch: str,
    outcome: str,
    happened_on: date,
    time_of_day: str = "",
    recovery: str = "",
    zone: str = "",
    reason: str = "",
    score: int | None = None,
) -> LaunchOutcome:
    """Report lift-off (Beijing time) and outcome; it counts once another person confirms it. What
    is confirmed is corrected by a report that says why.
    """
    actor.must("report_outcome")
    chosen("outcome", outcome)
    chosen("recovery", recovery)
    row = of_tag(session, launch)
    is_flown = outcome != "pad_failure"
    at = _lift_off(happened_on, time_of_day, is_flown=is_flown)
    _must_follow(session, row, reason)
    made = LaunchOutcome(
        launch_id=row.id or 0,
        happened_on=happened_on,
        lifted_at=at,
        precision="day" if not is_flown else "second" if len(time_of_day) == 8 else "minute",
        outcome=outcome,
        score={"success": 100, "failure": 0}.get(outcome, score),
        recovery=recovery,
        zone=zone.strip(),
        reason=reason.strip(),
        **recorded(actor, "report_outcome"),
    )
    session.add(made)
    session.flush()
    facts = {"code": row.tag, "outcome": outcome, "happened_on": happened_on}
    audit.record(session, actor, "report_outcome", row, **facts, reason=made.reason)
    return made


def _lift_off(day: date, time_of_day: str, *, is_flown: bool) -> datetime | None:
    """The moment of a lift-off by its time in Beijing; None of a failure before it."""
    if day > clock.today():
        raise InTheFuture(date=day)
    if is_flown != bool(TIME.fullmatch(time_of_day)):
        raise rules.LiftOffMissing
    if not is_flown:
        return None
    return datetime.combine(day, time.fromisoformat(time_of_day), BEIJING)


def _must_follow(session: Session, row: Launch, reason: str) -> None:
    """Refuse a report while another waits, and a correction without its reason."""
    last = _last(session, row)
    if last is not None and last.confirmed_on is None:
        raise rules.NotYetConfirmed(code=row.tag)
    if last is not None and not reason.strip():
        raise NeedsReason


def confirm_outcome(session: Session, actor: Actor, *, outcome_id: int) -> LaunchOutcome:
    """Confirm a reported outcome; not by whoever reported it."""
    actor.must("confirm_outcome")
    told = session.get(LaunchOutcome, outcome_id, with_for_update=True, populate_existing=True)
    if told is None:
        raise NotFound(kind="launch_outcome", key=outcome_id)
    row = fetch(session, Launch, told.launch_id)
    if told.confirmed_on is not None:
        raise rules.AlreadyFlown(code=row.tag)
    must_be_other(actor, told, "report_outcome", "confirm_outcome")
    told.confirmed_on, told.confirmed_by = clock.today(), actor.id
    row.shown_on = told.happened_on
    row.version += 1
    session.add_all((told, row))
    session.flush()
    audit.record(session, actor, "confirm_outcome", row, code=row.tag, outcome=told.outcome)
    return told


def of_tag(session: Session, tag: str, expected_version: int | None = None) -> Launch:
    """A launch of the own register by its code, locked; refuses what came from a list."""
    rows = session.execute(
        sa.select(Launch.id, Launch.origin).where(  # type: ignore[call-overload]
            col(Launch.tag) == tag.strip(), col(Launch.undone_on).is_(None)
        )
    ).all()
    own = [row.id for row in rows if row.origin == "own"]
    if not own:
        raise rules.LaunchNotOurs(code=tag[:60]) if rows else NotFound(kind="launch", key=tag[:60])
    return fetch(session, Launch, own[0], expected_version)


def _last(session: Session, row: Launch) -> LaunchOutcome | None:
    statement = select(LaunchOutcome).where(LaunchOutcome.launch_id == row.id)
    return session.exec(statement.order_by(col(LaunchOutcome.id).desc()).limit(1)).first()


def _must_be_to_come(session: Session, row: Launch) -> None:
    last = _last(session, row)
    if last is not None and last.confirmed_on is not None:
        raise rules.AlreadyFlown(code=row.tag)
