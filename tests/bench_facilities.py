"""Two weeks of one facility with a hundred bookings and with ten thousand: what the page's queries
cost, as a ratio. Alone: python -m tests.bench_facilities.
"""

import sys
import tempfile
import time
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.facilities import queries, registry
from fund.facilities.reach import BOOKING
from tests.facilities.building import asked, at, stand
from tests.people import Office, office

SMALL, LARGE, TARGET, TRIES = 100, 10_000, 1.5, 25
NOW = at("11-02", "09:00")
EARLY = at("10-20", "09:00")


def filled(made: Office, count: int) -> Office:
    """A station open day and night with so many bookings of an hour, one every two hours, the last
    at the end of the two weeks.
    """
    changes = {"hours": "daily 00:00-24:00", "conditions": "", "kind": "ttc_station"}
    key = stand(made, at("09-01"), **changes)
    wish = (at("12-01", "08:00"), at("12-01", "09:00"))
    request = asked(made, key, on=EARLY, wish=wish)
    firm = made.organisation("FIRM")
    rows = []
    for number in range(count):
        first = at("11-15", "22:00") - timedelta(hours=2 * number)
        last = first + timedelta(hours=1)
        rows.append(
            {
                "request_id": request,
                "facility_id": key,
                "resource_id": key,
                "applicant_id": firm,
                "user_class": "commercial",
                "starts_at": first,
                "ends_at": last,
                "blocked_from": first,
                "blocked_to": last,
                "units": 0,
                "status": "confirmed",
                "made_on": EARLY.date(),
                "version": 2,
            }
        )
    db.write(made.engine, lambda session: session.execute(sa.insert(BOOKING), rows))
    return made


def fortnight(session: Session) -> int:
    """What the page of a facility asks for: it, two weeks of it, what is closed, the first page of
    bookings.
    """
    row = registry.facility(session, OPERATOR, "F1")
    pieces = registry.calendar(session, OPERATOR, row, NOW.date())
    registry.closures(session, OPERATOR, row)
    keys = [int(key) for key in pieces["booking_id"].dropna().unique()[:30]]
    queries.bookings(session, OPERATOR, keys)
    return len(keys)


def milliseconds(made: Office) -> float:
    """One run on a fresh snapshot."""
    with db.reading(made.engine) as session:
        start = time.process_time()
        assert fortnight(session) == 30
        return (time.process_time() - start) * 1000


def compared() -> bool:
    """Print both times, taken in turn, and whether the ratio meets its target."""
    with tempfile.TemporaryDirectory() as folder, clock.at(NOW):
        pair = [filled(office(f"sqlite:///{folder}/{count}.db"), count) for count in (SMALL, LARGE)]
        times = [[milliseconds(one) for one in pair] for _try in range(TRIES)]
        few, many = (sorted(column)[TRIES // 2] for column in zip(*times, strict=True))
        for one in pair:
            one.engine.dispose()
    is_good = many <= TARGET * few
    mark = "ok" if is_good else f"MISSED (target {TARGET})"
    print(
        f"two weeks of a facility, {SMALL} and {LARGE} bookings: {few:.1f} and {many:.1f} ms,"
        f" {many / few:.2f} times  {mark}"
    )
    return is_good


if __name__ == "__main__":
    sys.exit(0 if compared() else 1)
