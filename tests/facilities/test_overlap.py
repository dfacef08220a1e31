"""Nobody has what another has: many processes for one stand, two waiting wishes, back to back, raw
SQL; on both databases.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from fund import acts, clock, db
from fund.errors import FundError
from fund.facilities import booking, registering, rules
from fund.facilities.booking_rules import Overlap
from fund.facilities.reach import BOOKING
from fund.ledger import guards
from fund.verify import verify
from tests.facilities.building import OTHER, at, confirmed, do, granted, stand
from tests.people import Office
from tests.racing import side_by_side

NOW = at("10-20", "09:00")
DAY = (at("11-03", "08:00"), at("11-03", "20:00"))


def tries(url: str, person: int, request: int, count: int, seed: int) -> list[int]:
    """Ask for windows of one week, drawn by chance; what is taken is asked for all the same. Gives
    the bookings that were held.
    """
    engine, dice, made = db.engine(url), random.Random(seed), []
    for _number in range(count):
        first = at("11-02", "08:00") + timedelta(days=dice.randrange(4), hours=dice.randrange(10))
        window = {"starts_at": first, "ends_at": first + timedelta(hours=dice.randrange(1, 3))}
        with clock.at(NOW):
            try:
                held = acts.perform(
                    engine, person, booking.hold_booking, request_id=request, **window
                ).id
                made.append(int(held))
                acts.perform(engine, person, booking.confirm_booking, booking_id=held)
            except FundError:
                continue
            except OperationalError as waited:
                # SQLite lets one write at a time and gives up after a minute of waiting
                if "locked" not in str(waited):
                    raise
    engine.dispose()
    return made


def race(office: Office, processes: int, total: int) -> tuple[int, int]:
    """How many bookings stand after all the tries, and how many pairs of them overlap."""
    stand_id = stand(office, at("09-01"))
    request = granted(office, stand_id, on=NOW, wish=DAY)
    url, person = office.engine.url.render_as_string(hide_password=False), office.ids["officer"]
    office.engine.dispose()
    shares = [total // processes + (place < total % processes) for place in range(processes)]
    works = [
        partial(tries, url, person, request, share, place) for place, share in enumerate(shares)
    ]
    made = [key for keys in side_by_side(works) for key in keys]
    other = BOOKING.alias("other")
    with db.reading(office.engine) as session:
        stands = session.execute(sa.select(BOOKING.c.id)).scalars().all()
        pairs = session.execute(
            sa.select(sa.func.count()).select_from(
                BOOKING.join(
                    other,
                    (other.c.id > BOOKING.c.id)
                    & (other.c.blocked_from < BOOKING.c.blocked_to)
                    & (BOOKING.c.blocked_from < other.c.blocked_to),
                )
            )
        ).scalar_one()
        assert verify(session)["ok"]
    # every hold that was told as done is there, and nothing beside
    assert sorted(made) == sorted(stands)
    return len(stands), int(pairs)


def test_fifty_tries_of_four_processes_for_one_stand_never_overlap(an_office: Office) -> None:
    stands, pairs = race(an_office, 4, 50)
    assert pairs == 0
    assert 8 <= stands < 50


@pytest.mark.long
def test_a_thousand_tries_of_sixteen_processes_never_overlap(
    an_office: Office, record_property: Callable[[str, object], None]
) -> None:
    stands, pairs = race(an_office, 16, 1_000)
    record_property("bookings that stand", stands)
    assert pairs == 0
    assert stands >= 20


def test_two_waiting_wishes_for_one_window_one_is_refused(an_office: Office) -> None:
    stand_id = stand(an_office, at("09-01"))
    mine = granted(an_office, stand_id, on=NOW, wish=DAY)
    theirs = granted(an_office, stand_id, on=NOW, wish=DAY, firm=OTHER)
    had = confirmed(an_office, mine, NOW, DAY)
    with pytest.raises(rules.WindowTaken) as refused:
        confirmed(an_office, theirs, NOW, DAY)
    assert refused.value.facts["booking"] == rules.booking_number(NOW.date(), had)


def test_back_to_back_stands(an_office: Office) -> None:
    stand_id = stand(an_office, at("09-01"))
    request = granted(an_office, stand_id, on=NOW, wish=DAY)
    confirmed(an_office, request, NOW, (at("11-03", "08:00"), at("11-03", "12:00")))
    confirmed(an_office, request, NOW, (at("11-03", "12:00"), at("11-03", "13:00")))


def test_set_up_and_clear_up_are_kept_free(an_office: Office) -> None:
    stand_id = stand(an_office, at("09-01"), setup="30", clearup="30")
    request = granted(
        an_office, stand_id, on=NOW, wish=(at("11-03", "10:00"), at("11-03", "12:00"))
    )
    confirmed(an_office, request, NOW, (at("11-03", "10:00"), at("11-03", "12:00")))
    with pytest.raises(rules.WindowTaken):
        confirmed(an_office, request, NOW, (at("11-03", "12:30"), at("11-03", "14:00")))
    confirmed(an_office, request, NOW, (at("11-03", "13:00"), at("11-03", "14:00")))


def test_one_resource_behind_two_offers_is_booked_once(an_office: Office) -> None:
    stand_id = stand(an_office, at("09-01"))
    twin = stand(an_office, at("09-01"), code="F2", shares_with="F1")
    first = granted(an_office, stand_id, on=NOW, wish=DAY)
    second = granted(an_office, twin, on=NOW, wish=DAY)
    confirmed(an_office, first, NOW, DAY)
    with pytest.raises(rules.WindowTaken):
        confirmed(an_office, second, NOW, DAY)
    with pytest.raises(rules.ResourceTaken):
        stand(an_office, at("09-01"), code="F3", shares_with="F2")


def test_a_hold_past_its_hour_ends_when_somebody_asks_for_its_window(an_office: Office) -> None:
    stand_id = stand(an_office, at("09-01"))
    mine = granted(an_office, stand_id, on=NOW, wish=DAY)
    theirs = granted(an_office, stand_id, on=NOW, wish=DAY, firm=OTHER)
    window = {"starts_at": DAY[0], "ends_at": DAY[1]}
    held = do(an_office, "officer", NOW, booking.hold_booking, request_id=mine, **window)
    hour = NOW + timedelta(hours=rules.HELD_HOURS)
    early = hour - timedelta(seconds=1)
    with pytest.raises(rules.WindowTaken):
        do(an_office, "officer", early, booking.hold_booking, request_id=theirs, **window)
    with pytest.raises(rules.HoldRunOut):
        do(an_office, "officer", hour, booking.confirm_booking, booking_id=held)
    with pytest.raises(rules.HoldRunOut):
        do(an_office, "officer", hour, booking.move_booking, booking_id=held, **window)
    do(an_office, "officer", hour, booking.hold_booking, request_id=theirs, **window)
    with db.reading(an_office.engine) as session:
        states = dict(session.execute(sa.select(BOOKING.c.id, BOOKING.c.status)).all())
    assert sorted(states.values()) == ["held", "lapsed"]
    assert states[held] == "lapsed"


def test_the_database_itself_refuses_two_in_one_window(an_office: Office) -> None:
    stand_id = stand(an_office, at("09-01"))
    request = granted(an_office, stand_id, on=NOW, wish=DAY)
    first = confirmed(an_office, request, NOW, DAY)
    second = confirmed(an_office, request, NOW, (at("11-04", "08:00"), at("11-04", "20:00")))

    def put(session: Session, **values: object) -> None:
        row = session.execute(sa.select(BOOKING).where(BOOKING.c.id == first)).mappings().one()
        session.execute(sa.insert(BOOKING).values({**row, "id": 10_000, **values}))

    for values in ({}, {"status": "held"}, {"resource_id": stand_id + 1}):
        with pytest.raises(DBAPIError) as refused:
            db.write(an_office.engine, lambda session, said=values: put(session, **said))
        found = guards.refusal(refused.value)
        assert isinstance(found, Overlap if "resource_id" not in values else guards.Guarded)
    db.write(an_office.engine, lambda session: put(session, status="cancelled"))
    for statement in (
        sa.update(BOOKING).where(BOOKING.c.id == 10_000).values(status="confirmed"),
        sa.update(BOOKING).where(BOOKING.c.id == second).values(blocked_from=DAY[0]),
        sa.delete(BOOKING),
    ):
        with pytest.raises(DBAPIError):
            db.write(an_office.engine, lambda session, said=statement: session.execute(said))


def test_a_closure_over_a_booking_is_refused_and_names_it(an_office: Office) -> None:
    stand_id = stand(an_office, at("09-01"))
    request = granted(an_office, stand_id, on=NOW, wish=DAY)
    made = confirmed(an_office, request, NOW, DAY)
    closure = {
        "facility_id": stand_id,
        "kind": "fault",
        "starts_at": at("11-01", "08:00"),
        "reason": "阀门故障",
    }
    with pytest.raises(rules.ClosureOverBookings) as refused:
        do(an_office, "officer", NOW, registering.close_facility, **closure)
    assert refused.value.facts["bookings"] == [rules.booking_number(NOW.date(), made)]
    do(
        an_office,
        "officer",
        NOW,
        booking.cancel_booking,
        booking_id=made,
        reason="x",
        by_owner=True,
    )
    shut = do(an_office, "officer", NOW, registering.close_facility, **closure)
    with pytest.raises(rules.OnClosure) as named:
        confirmed(an_office, request, NOW, DAY)
    assert named.value.facts["reason"] == "阀门故障"
    end = at("11-02", "20:00")
    do(an_office, "officer", NOW, registering.reopen_facility, closure_id=shut, ends_at=end)
    confirmed(an_office, request, NOW, DAY)
