"""Entering facilities; setting their hours and prices; closing them for a time, which waits until
no booking lies under it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.centres.tables import Centre
from fund.errors import N_, NeedsReason, NotFound
from fund.facilities import entry, opening, reach, rules, timetable
from fund.facilities.entry import HEADS, Entry
from fund.facilities.opening import FieldWrong
from fund.facilities.tables import (
    Facility,
    FacilityClosure,
    FacilityFigure,
    FacilityHours,
    FacilityPrice,
    SafetyCondition,
)
from fund.facilities.windows import Window
from fund.ledger import book
from fund.plan.tables import Organisation, Region

MOST = 2_000
"""Facilities taken in at once."""
KNOWN = N_("one that is known here")


def register_facility(
    session: Session, actor: Actor, *, given: Mapping[str, str], is_demonstration: bool = False
) -> Facility:
    """Enter one facility, said in words by the names of ``entry.HEADS``."""
    actor.must("register_facility")
    row = _entered(session, actor, given, is_demonstration=is_demonstration)
    facts = {"code": row.code, "kind": row.kind, "owner_id": row.owner_id}
    audit.record(session, actor, "register_facility", row, **facts)
    return row


def take_in(
    session: Session, actor: Actor, *, given: Sequence[Mapping[str, str]], file_name: str
) -> Facility:
    """Enter what a file holds, all of it or none; those registered already stay as they are. The
    last one entered is given back.
    """
    actor.must("take_in_facilities")
    known = set(session.exec(select(Facility.code)).all())
    made = [
        _entered(session, actor, one, is_demonstration=False)
        for one in given[:MOST]
        if one.get("code", "").strip() not in known
    ]
    if not made:
        raise rules.NothingTakenIn
    audit.record(
        session, actor, "take_in_facilities", made[-1], file=file_name, facilities=len(made)
    )
    return made[-1]


def _entered(
    session: Session, actor: Actor, given: Mapping[str, str], *, is_demonstration: bool
) -> Facility:
    held, slips = entry.judged(given)
    if slips:
        raise slips[0].error
    if session.exec(select(Facility.id).where(Facility.code == held.columns["code"])).first():
        raise rules.FacilityKnown(code=held.columns["code"])
    refers = _referred(session, held)
    row = Facility(
        **held.columns,
        owner_id=refers["owner_id"],
        operator_id=refers["operator_id"],
        centre_id=refers["centre_id"],
        is_demonstration=is_demonstration,
        registered_on=clock.today(),
        registered_by=actor.id,
    )
    session.add(row)
    session.flush()
    row.resource_id = refers["resource_id"] or row.id
    session.add(row)
    _parts(session, actor, row, held)
    session.flush()
    return row


class Referred(TypedDict):
    """The keys behind the codes a facility names."""

    owner_id: int
    operator_id: int
    centre_id: int | None
    resource_id: int | None


def _referred(session: Session, held: Entry) -> Referred:
    """The keys behind the codes a facility names; refuses one that is not there."""
    if session.get(Region, held.columns["region_code"]) is None:
        raise _unknown("region", held.columns["region_code"])
    owner = _organisation(session, "owner", held.refers["owner"])
    named = held.refers["operator"]
    shares = held.refers["shares_with"]
    resource = None
    if shares:
        other = session.exec(select(Facility).where(Facility.code == shares)).first()
        if other is None or other.resource_id != other.id:
            raise rules.ResourceTaken(code=shares)
        resource = other.id
    centre = None
    if code := held.refers["centre"]:
        centre = session.exec(select(Centre.id).where(Centre.code == code)).first()
        if centre is None:
            raise _unknown("centre", code)
    return {
        "owner_id": owner,
        "operator_id": _organisation(session, "operator", named) if named else owner,
        "centre_id": centre,
        "resource_id": resource,
    }


def _organisation(session: Session, field: str, identifier: str) -> int:
    found = session.exec(
        select(Organisation.id).where(Organisation.identifier == identifier).limit(1)
    ).first()
    if found is None:
        raise _unknown(field, identifier)
    return found


def _unknown(field: str, value: str) -> FieldWrong:
    return FieldWrong(field=HEADS[field], value=value[:40], rule=KNOWN)


def _parts(session: Session, actor: Actor, row: Facility, held: Entry) -> None:
    key, today = row.id or 0, clock.today()
    session.add(
        FacilityHours(
            facility_id=key,
            week=held.week,
            valid_from=row.opened_on,
            recorded_on=today,
            recorded_by=actor.id,
        )
    )
    for name, value, words in held.figures:
        session.add(FacilityFigure(facility_id=key, name=name, value=value, words=words))
    for code, words, proof in held.conditions:
        session.add(
            SafetyCondition(facility_id=key, code=code, words=words, proof=proof, recorded_on=today)
        )
    for price in held.prices:
        session.add(
            FacilityPrice(
                facility_id=key,
                **price._asdict(),
                valid_from=row.opened_on,
                document=held.document,
                recorded_on=today,
                recorded_by=actor.id,
            )
        )


def set_hours(
    session: Session, actor: Actor, *, facility_id: int, week: str, valid_from: date
) -> FacilityHours:
    """Set the week of a facility from a day on; bookings made before stay as they are."""
    actor.must("set_hours")
    row = book.fetch(session, Facility, facility_id)
    opening.read(week)
    made = FacilityHours(
        facility_id=row.id or 0,
        week=week.strip(),
        valid_from=valid_from,
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "set_hours", made, code=row.code, week=week, from_=valid_from)
    return made


def set_price(
    session: Session,
    actor: Actor,
    *,
    facility_id: int,
    user_class: str,
    unit_fen: int,
    valid_from: date,
    document: str,
    minimum_units: int = 0,
) -> FacilityPrice:
    """Set what a unit costs a class of users from a day to come, by a document."""
    actor.must("set_price")
    row = book.fetch(session, Facility, facility_id)
    if not document.strip():
        raise rules.NeedsDocument
    if valid_from <= clock.today():
        raise rules.PriceInPast
    if user_class not in rules.CLASSES:
        rule = N_("a class of users and an amount in yuan and fen")
        raise FieldWrong(field=HEADS["prices"], value=user_class[:40], rule=rule)
    if unit_fen < 0 or minimum_units < 0:
        raise rules.Negative(field=HEADS["prices"])
    made = FacilityPrice(
        facility_id=row.id or 0,
        user_class=user_class,
        unit_fen=unit_fen,
        minimum_units=minimum_units,
        valid_from=valid_from,
        document=document.strip()[:200],
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "set_price", made, code=row.code, user_class=user_class, unit_fen=unit_fen
    )
    return made


def close_facility(
    session: Session,
    actor: Actor,
    *,
    facility_id: int,
    kind: str,
    starts_at: datetime,
    reason: str,
    ends_at: datetime | None = None,
    expected_on: date | None = None,
) -> FacilityClosure:
    """Close a facility for a time, its end may be open; refused while a booking lies under it, each
    named.
    """
    row = session.get(Facility, facility_id)
    of = reach.parts(session, row) if row else reach.NOTHING
    actor.must("close_facility", *reach.scopes(actor, "close_facility", of))
    if row is None:
        raise NotFound(kind="facility", key=facility_id)
    if kind not in rules.CLOSURES or not reason.strip():
        raise NeedsReason
    if ends_at is not None and ends_at <= starts_at:
        raise rules.EndsBeforeStart
    queue(session, row)
    under = bookings_under(session, row, starts_at, ends_at)
    if under:
        raise rules.ClosureOverBookings(bookings=under)
    made = FacilityClosure(
        facility_id=facility_id,
        resource_id=row.resource_id or 0,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip()[:300],
        expected_on=expected_on,
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "close_facility", made, code=row.code, starts_at=starts_at, ends_at=ends_at
    )
    return made


def queue(session: Session, facility: Facility) -> int:
    """Whoever decides on the time of a resource waits here for the one before; its key."""
    key = facility.resource_id or 0
    session.get(Facility, key, with_for_update=True, populate_existing=True)
    return key


def bookings_under(
    session: Session, row: Facility, starts_at: datetime, ends_at: datetime | None
) -> list[str]:
    """Public numbers of the live bookings a closure would lie over."""
    whole = Window(starts_at, ends_at or timetable.FOR_EVER)
    found = timetable.taken(session, row.resource_id or 0, whole, clock.now())
    return [one.number for one in found if one.status in rules.LIVE and one.window.meets(whole)]


def reopen_facility(
    session: Session, actor: Actor, *, closure_id: int, ends_at: datetime
) -> FacilityClosure:
    """Say when a closure ends or ended; once."""
    row = session.get(FacilityClosure, closure_id, with_for_update=True, populate_existing=True)
    facility = session.get_one(Facility, row.facility_id) if row else None
    of = reach.parts(session, facility) if facility else reach.NOTHING
    actor.must("reopen_facility", *reach.scopes(actor, "reopen_facility", of))
    if row is None:
        raise NotFound(kind="facility_closure", key=closure_id)
    if row.ended_on is not None:
        raise rules.ClosedAlready
    if ends_at <= row.starts_at or (row.ends_at is not None and ends_at > row.ends_at):
        raise rules.EndsBeforeStart
    row.ends_at, row.ended_on, row.version = ends_at, clock.today(), row.version + 1
    session.add(row)
    audit.record(session, actor, "reopen_facility", row, ends_at=ends_at)
    return row
