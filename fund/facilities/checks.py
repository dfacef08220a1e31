"""What ``verify`` looks at among facilities: windows apart, states told by their last event,
charges worked out anew, waivers by two people.
"""

from sqlmodel import Session, select

from fund.errors import N_
from fund.facilities import billing
from fund.facilities.tables import Booking, Charge, Facility, FacilityPrice, UseRecord


def _charges(session: Session) -> list[tuple[object, ...]]:
    """Charges that are not what booking, use and price give."""
    found: list[tuple[object, ...]] = []
    rows = session.exec(
        select(Charge, Booking, Facility, FacilityPrice)
        .join(Booking, Booking.id == Charge.booking_id)  # type: ignore[arg-type]
        .join(Facility, Facility.id == Booking.facility_id)  # type: ignore[arg-type]
        .join(FacilityPrice, FacilityPrice.id == Charge.price_id)  # type: ignore[arg-type]
    ).all()
    for charge, booking, facility, price in rows:
        used = session.get(UseRecord, booking.id) if charge.basis == "used" else None
        percent = facility.late_percent if charge.basis == "late" else 100
        worked = billing.worked_out(session, facility, booking, used, price, percent)
        if worked != (charge.quantity, charge.billed_fen):
            found.append(("charge", charge.id))
    return found


CHECKS = {
    "bookings_apart": (
        "SELECT 'booking', a.id, b.id FROM booking a JOIN booking b ON b.resource_id ="
        " a.resource_id AND b.id > a.id AND b.blocked_from < a.blocked_to AND a.blocked_from <"
        " b.blocked_to WHERE a.status IN ('held', 'confirmed', 'used', 'no_show') AND b.status IN"
        " ('held', 'confirmed', 'used', 'no_show')"
    ),
    "booking_states": (
        "SELECT 'booking', b.id FROM booking b LEFT JOIN (SELECT booking_id, max(id) AS id FROM"
        " booking_event GROUP BY booking_id) last ON last.booking_id = b.id LEFT JOIN booking_event"
        " e ON e.id = last.id WHERE e.status IS DISTINCT FROM b.status UNION ALL SELECT"
        " 'access_request', r.id FROM access_request r LEFT JOIN access_decision d ON d.request_id"
        " = r.id WHERE (r.status IN ('granted', 'turned_down') OR d.id IS NOT NULL) AND d.outcome"
        " IS DISTINCT FROM r.status"
    ),
    "charges_of_facilities": _charges,
    "waivers_of_charges": (
        "SELECT 'charge_waiver', w.id FROM charge_waiver w JOIN charge c ON c.id = w.charge_id"
        " WHERE w.amount_fen > c.billed_fen OR (w.outcome = 'approved' AND (w.consented_by IS NULL"
        " OR w.consented_by = w.proposed_by OR w.consented_by = w.proposed_for))"
    ),
}

WORDS = {
    "bookings_apart": N_("Bookings of one facility never overlap"),
    "booking_states": N_("Bookings and requests stand as last recorded"),
    "charges_of_facilities": N_("Charges are the price of the day times what was used"),
    "waivers_of_charges": N_("Waivers of charges are agreed to by two people"),
}
"""Name -> what the check says where it holds."""
