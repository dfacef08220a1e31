"""What the bookings of an open platform tell of it: its report begins with these figures and is
held against them, so that hours and users come from one source and are never added up twice.
"""

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import OPERATOR
from fund.clock import BEIJING
from fund.facilities import figures
from fund.facilities.figures import USE
from fund.facilities.reach import BOOKING, FACILITY
from fund.facilities.windows import Window

CENT = Decimal("0.01")


def counted_use(session: Session, centre_id: int, first: date, last: date) -> dict[str, Decimal]:
    """Hours used in a period and users served up to its end, by the codes of
    data/centre_indicators.csv; nothing for a centre without bookings.
    """
    keys = (
        session.execute(sa.select(FACILITY.c.id).where(FACILITY.c.centre_id == centre_id))
        .scalars()
        .all()
    )
    if not keys:
        return {}
    begins = datetime.combine(first, time(), BEIJING)
    ends = datetime.combine(last + timedelta(days=1), time(), BEIJING)
    users = session.execute(
        sa.select(sa.func.count(sa.distinct(BOOKING.c.applicant_id)))
        .join(USE, USE.c.booking_id == BOOKING.c.id)
        .where(BOOKING.c.facility_id.in_(keys), BOOKING.c.status == "used", USE.c.ended_at < ends)
    ).scalar_one()
    if not users:
        return {}
    found = figures.summed(
        figures.by_facility(session, OPERATOR, Window(begins, ends), clock.today(), list(keys))
    )
    hours = (Decimal(found.used) / 60).quantize(CENT, ROUND_HALF_UP)
    return {"hours_used": hours, "users": Decimal(users)}
