"""The worked month of stand F1 to six decimals, waiting over the holiday, ten passes; as of a
day.
"""

from datetime import date

import pytest

from fund import db
from fund.access.actors import OPERATOR
from fund.facilities import asking, booking, demand, figures, registering, using
from fund.period import parse
from fund.plan import working_days
from fund.verify import verify
from tests.facilities.building import asked, at, confirmed, do, granted, stand
from tests.people import Office

EARLY = at("10-20", "09:00")


def month(office: Office) -> dict[str, int]:
    """Everything that happened at F1 in November 2026."""
    stand_id = stand(office, at("09-01"))
    do(
        office,
        "officer",
        at("09-02"),
        registering.close_facility,
        facility_id=stand_id,
        kind="planned",
        starts_at=at("11-09", "08:00"),
        ends_at=at("11-10", "20:00"),
        reason="年度检修",
    )
    wish = (at("11-03", "08:00"), at("11-03", "20:00"))
    firm = granted(office, stand_id, on=EARLY, wish=wish)
    nation = granted(office, stand_id, on=EARLY, wish=wish, user_class="national")
    windows = {
        "B1": (firm, "11-03", "08:00", "11-03", "20:00"),
        "B2": (nation, "11-04", "08:00", "11-05", "20:00"),
        "B3": (firm, "11-12", "08:00", "11-12", "14:00"),
        "B4": (firm, "11-17", "14:00", "11-17", "20:00"),
        "B5": (firm, "11-19", "08:00", "11-20", "20:00"),
        "B7": (firm, "11-24", "08:00", "11-24", "20:00"),
    }
    keys = {
        name: confirmed(office, request, EARLY, (at(day, hour), at(last, end)))
        for name, (request, day, hour, last, end) in windows.items()
    }
    keys["B6"] = do(
        office,
        "decider_2",
        at("11-11", "10:00"),
        booking.preempt_booking,
        booking_id=keys["B5"],
        request_id=nation,
        mission="任务甲",
        reason="国家任务急需",
    )
    for name, first, last, recorded in (
        ("B1", at("11-03", "08:30"), at("11-03", "18:45"), at("11-04", "09:00")),
        ("B2", at("11-04", "08:00"), at("11-05", "19:00"), at("11-06", "09:00")),
        ("B3", at("11-12", "08:00"), at("11-12", "15:20"), at("11-13", "09:00")),
        ("B6", at("11-19", "08:00"), at("11-20", "20:00"), at("11-21", "09:00")),
    ):
        do(
            office,
            "officer",
            recorded,
            using.record_facility_use,
            booking_id=keys[name],
            started_at=first,
            ended_at=last,
            outcome="done",
        )
    do(office, "officer", at("11-18"), using.record_no_show, booking_id=keys["B4"])
    do(
        office,
        "officer",
        at("11-22", "09:00"),
        booking.cancel_booking,
        booking_id=keys["B7"],
        reason="推迟",
    )
    return keys


def waive(office: Office, booking_id: int, on: str) -> None:
    with db.reading(office.engine) as session:
        (charge,) = figures.charges(session, OPERATOR, [booking_id])["charge_id"]
    made = do(
        office,
        "decider",
        at(on),
        using.propose_charge_waiver,
        charge_id=int(charge),
        amount_fen=600_000,
        reason="公益试验",
    )
    do(office, "decider_2", at(on), using.consent_charge_waiver, waiver_id=made)


def told(office: Office, as_of: date) -> figures.Figures:
    with db.reading(office.engine) as session:
        return figures.totals(session, OPERATOR, parse("2026-11"), as_of)


def test_the_worked_month_to_six_decimals(an_office: Office) -> None:
    keys = month(an_office)
    waive(an_office, keys["B1"], "11-25")
    found = told(an_office, date(2026, 12, 1))
    assert (found.opened, found.available, found.booked) == (252 * 60, 228 * 60, 72 * 60)
    assert (found.used, found.commercial) == (3_875, 1_055)
    for value, expected in (
        (found.utilisation, 0.283260),
        (found.booked_share, 0.315789),
        (found.commercial_share, 0.272258),
        (found.used_of_booked, 0.896991),
        (found.used / 60, 64.583333),
        (found.commercial / 60, 17.583333),
    ):
        assert value == pytest.approx(expected, abs=5e-7)
    assert (found.billed_fen, found.waived_fen, found.due_fen) == (6_300_000, 600_000, 5_700_000)
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]


def test_as_of_a_day_the_month_shows_only_what_was_recorded_by_then(an_office: Office) -> None:
    keys = month(an_office)
    waive(an_office, keys["B1"], "11-25")
    found = told(an_office, date(2026, 11, 10))
    assert (found.used, found.commercial) == (615 + 1_380, 615)
    assert (found.billed_fen, found.waived_fen) == (2_400_000, 0)
    assert found.booked == (12 + 24) * 60
    assert found.available == 228 * 60


def test_who_is_pre_empted_is_offered_the_first_equal_window_and_owes_nothing(
    an_office: Office,
) -> None:
    keys = month(an_office)
    with db.reading(an_office.engine) as session:
        (row,) = figures.preemptions(
            session, OPERATOR, parse("2026-11"), date(2026, 12, 1)
        ).to_dict("records")
        charged = figures.charges(session, OPERATOR, [keys["B5"]])
    assert (row["mission"], row["booking_id"]) == ("任务甲", keys["B5"])
    assert (row["offered_from"], row["offered_to"]) == (at("11-12", "14:00"), at("11-16", "14:00"))
    assert charged.empty


@pytest.mark.parametrize(
    ("requested", "decided", "days"),
    [("09-28", "10-12", 6), ("10-20", "10-23", 3), ("10-26", "11-06", 9), ("11-02", "11-04", 2)],
)
def test_waiting_in_working_days(requested: str, decided: str, days: int) -> None:
    first, last = date.fromisoformat(f"2026-{requested}"), date.fromisoformat(f"2026-{decided}")
    assert working_days.between(first, last) == days


def test_the_middle_of_the_four_waits_is_four_and_a_half_days(an_office: Office) -> None:
    stand_id = stand(an_office, at("09-01"))
    for number, (day, decided) in enumerate(
        (("09-28", "10-12"), ("10-20", "10-23"), ("10-26", "11-06"), ("11-02", "11-04"))
    ):
        first = at("12-01", f"{8 + number:02}:00")
        request = asked(
            an_office, stand_id, on=at(day), wish=(first, at("12-01", f"{9 + number:02}:00"))
        )
        do(
            an_office,
            "decider",
            at(decided),
            asking.refuse_access,
            request_id=request,
            reason="no_capacity",
        )
    with db.reading(an_office.engine) as session:
        found = demand.of_period(session, OPERATOR, parse("2026"), date(2026, 12, 1))
    assert found.waiting == pytest.approx(4.5)
    assert found.refused == {"no_capacity": 4}
    assert found.refused_minutes == 4 * 30_000


def test_ten_passes_of_a_station(an_office: Office) -> None:
    station = stand(
        an_office,
        at("09-01"),
        code="T1",
        kind="ttc_station",
        unit="pass",
        hours="daily 00:00-24:00",
        conditions="",
        prices="commercial=500",
    )
    window = (at("11-02", "08:00"), at("11-02", "18:00"))
    request = granted(an_office, station, on=EARLY, wish=window)
    made = confirmed(an_office, request, EARLY, window, units=10)
    do(
        an_office,
        "officer",
        at("11-03"),
        using.record_facility_use,
        booking_id=made,
        started_at=window[0],
        ended_at=window[1],
        outcome="done",
        units=10,
        passes={"passes_done": 8, "passes_failed_facility": 1, "passes_failed_user": 1},
        megabytes=5_120,
    )
    found = told(an_office, date(2026, 12, 1))
    assert found.raw_success == pytest.approx(0.8, abs=5e-7)
    assert found.station_success == pytest.approx(0.888889, abs=5e-7)
    assert (found.passes, found.megabytes, found.billed_fen) == (10, 5_120, 500_000)
