"""The charge of a booking, worked out and kept by the price of the day of use."""

from sqlmodel import Session

from fund import clock
from fund.facilities import booking_rules, charges, opening, timetable
from fund.facilities.tables import Booking, Charge, Facility, FacilityPrice, UseRecord
from fund.facilities.windows import Window


def charge(
    session: Session,
    facility: Facility,
    row: Booking,
    basis: str,
    used: UseRecord | None,
    percent: int = 100,
) -> Charge:
    """Work out and keep what a booking costs."""
    price = booking_rules.price_on(session, facility, row.user_class, row.starts_at)
    amount, billed_fen = worked_out(session, facility, row, used, price, percent)
    made = Charge(
        booking_id=row.id or 0,
        price_id=price.id or 0,
        basis=basis,
        quantity=amount,
        billed_fen=billed_fen,
        recorded_on=clock.today(),
    )
    session.add(made)
    session.flush()
    return made


def worked_out(
    session: Session,
    facility: Facility,
    row: Booking,
    used: UseRecord | None,
    price: FacilityPrice,
    percent: int,
) -> tuple[int, int]:
    """The quantity and the fen of a booking, from the hours known on the day it was made on."""
    booked = Window(row.starts_at, row.ends_at)
    of_use = Window(used.started_at, used.ended_at) if used else None
    whole = Window(booked.first, max(booked.last, of_use.last if of_use else booked.last))
    hours = opening.windows(timetable.weeks(session, facility.id or 0, row.made_on), whole)
    units = used.units if used else row.units
    found = charges.measured(hours, booked, of_use, units)
    amount = charges.quantity(facility.unit, found)
    fen = charges.cost(facility.unit, amount, price.unit_fen, price.minimum_units, percent)
    return amount, fen
