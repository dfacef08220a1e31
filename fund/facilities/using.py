"""What happened in a window: the use recorded, nobody came, what it costs, what is let off, what
the user says of it. Fees are the owner's income: nothing is posted.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, NP_, FourEyes, NeedsReason, NotFound, WrongState
from fund.facilities import billing, reach, rules, steps
from fund.facilities.booking_rules import written
from fund.facilities.opening import FieldMissing
from fund.facilities.tables import (
    Booking,
    Charge,
    ChargeWaiver,
    Facility,
    FacilityFeedback,
    UseRecord,
)
from fund.facilities.windows import Window
from fund.ledger import book

STARTED, ENDED = N_("Started"), NP_("facility", "Ended")
OUTCOME = N_("Outcome")
PASSES = {
    "passes_done": N_("Passes done"),
    "passes_failed_facility": N_("Passes failed by the station"),
    "passes_failed_user": N_("Passes failed by the spacecraft"),
    "passes_weather": N_("Passes lost to weather"),
}


def record_facility_use(
    session: Session,
    actor: Actor,
    *,
    booking_id: int,
    started_at: datetime,
    ended_at: datetime,
    outcome: str,
    passes: Mapping[str, int] | None = None,
    megabytes: int = 0,
    units: int | None = None,
    incident: str = "",
) -> UseRecord:
    """Record what was used of a confirmed booking, after its end, with passes by how they went
    (PASSES), megabytes, what was counted. The charge follows by the price of the day.
    """
    found, of = steps.of_booking(session, booking_id)
    actor.must("record_facility_use", *reach.scopes(actor, "record_facility_use", of))
    row = steps.must_be(found, "record_facility_use", booking_id)
    used = Window(started_at, ended_at)
    _must_have_happened(row, used)
    if outcome not in rules.OUTCOMES:
        raise FieldMissing(field=OUTCOME)
    counts = {name: (passes or {}).get(name, 0) for name in PASSES}
    for name, value in (*counts.items(), ("megabytes", megabytes), ("units", units or 0)):
        if value < 0:
            raise rules.Negative(field=PASSES.get(name, MORE.get(name, "")))
    flown = sum(counts.values())
    facility = session.get_one(Facility, row.facility_id)
    if facility.unit == "pass" and units is not None and flown not in (0, units):
        raise rules.PassesDisagree(parts=flown, passes=units)
    made = UseRecord(
        booking_id=booking_id,
        started_at=started_at,
        ended_at=ended_at,
        outcome=outcome,
        units=row.units if units is None else units,
        **counts,
        megabytes=megabytes,
        incident=incident.strip()[: rules.LONGEST_SAID],
        recorded_on=clock.today(),
        recorded_by=actor.id,
    )
    session.add(made)
    row.status = "used"
    session.flush()
    if outcome != "failed_facility":
        billing.charge(session, facility, row, "used", made)
    steps.noted(session, actor, row, "record_facility_use", reason=incident)
    return made


MORE = {"megabytes": N_("Megabytes"), "units": N_("Units")}


def _must_have_happened(row: Booking, used: Window) -> None:
    """A use lies behind us, begins in its window and ends a day after it at the latest."""
    if used.last <= used.first:
        raise rules.EndsBeforeStart
    for field, moment in ((STARTED, used.first), (ENDED, used.last)):
        if moment > clock.now():
            raise rules.NotOver(field=field, time=written(moment))
    if used.first < row.starts_at:
        raise rules.UsedBeforeStart(time=written(used.first))
    if used.last > row.ends_at + timedelta(hours=rules.LATEST_USE_HOURS):
        raise rules.UsedTooLong(hours=rules.LATEST_USE_HOURS)


def record_no_show(session: Session, actor: Actor, *, booking_id: int, reason: str = "") -> Booking:
    """Record that nobody came, after the end of the window; it is charged in full."""
    found, of = steps.of_booking(session, booking_id)
    actor.must("record_no_show", *reach.scopes(actor, "record_no_show", of))
    row = steps.must_be(found, "record_no_show", booking_id)
    if row.ends_at > clock.now():
        raise rules.NotOver(field=ENDED, time=written(row.ends_at))
    row.status = "no_show"
    session.flush()
    billing.charge(session, session.get_one(Facility, row.facility_id), row, "no_show", None)
    steps.noted(session, actor, row, "record_no_show", reason=reason)
    return row


def propose_charge_waiver(
    session: Session, actor: Actor, *, charge_id: int, amount_fen: int, reason: str
) -> ChargeWaiver:
    """Propose to let off part of a charge, or all; another decider agrees."""
    actor.must("propose_charge_waiver")
    row = session.get(Charge, charge_id, with_for_update=True)
    if row is None:
        raise NotFound(kind="charge", key=charge_id)
    if not reason.strip():
        raise NeedsReason
    if not 0 < amount_fen <= row.billed_fen:
        raise rules.AboveBilled(billed_fen=row.billed_fen)
    earlier = select(ChargeWaiver.id).where(ChargeWaiver.charge_id == charge_id)
    if session.exec(earlier).first() is not None:
        raise rules.WaiverWaits
    made = ChargeWaiver(
        charge_id=charge_id,
        amount_fen=amount_fen,
        reason=reason.strip()[:500],
        proposed_on=clock.today(),
        proposed_by=actor.id,
        proposed_for=actor.behind("propose_charge_waiver"),
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "propose_charge_waiver", made, charge_id=charge_id, amount_fen=amount_fen
    )
    return made


def consent_charge_waiver(session: Session, actor: Actor, *, waiver_id: int) -> ChargeWaiver:
    """Agree to a waiver; not by whoever proposed it."""
    actor.must("consent_charge_waiver")
    row = book.fetch(session, ChargeWaiver, waiver_id)
    if row.outcome != "open":
        raise WrongState(act="consent_charge_waiver", status=row.outcome)
    if actor.hands & ({row.proposed_by, row.proposed_for} - {None}):
        raise FourEyes(earlier="propose_charge_waiver", act="consent_charge_waiver")
    row.outcome, row.consented_on, row.consented_by = "approved", clock.today(), actor.id
    row.version += 1
    session.add(row)
    session.flush()
    audit.record(session, actor, "consent_charge_waiver", row, amount_fen=row.amount_fen)
    return row


def give_feedback(
    session: Session, actor: Actor, *, booking_id: int, score: int, words: str = ""
) -> FacilityFeedback:
    """Say how a use went, from 1 to 5; once."""
    found, of = steps.of_booking(session, booking_id)
    actor.must("give_feedback", *reach.scopes(actor, "give_feedback", of))
    steps.must_be(found, "give_feedback", booking_id)
    if not 1 <= score <= 5:
        raise rules.OddScore
    if session.get(FacilityFeedback, booking_id) is not None:
        raise rules.FeedbackGiven
    made = FacilityFeedback(
        booking_id=booking_id,
        score=score,
        words=words.strip()[: rules.LONGEST_SAID],
        given_on=clock.today(),
        given_by=actor.id,
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "give_feedback", made, booking_id=booking_id, score=score)
    return made
