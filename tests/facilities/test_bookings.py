"""From request to feedback by the people who may; what is refused, by field and rule; what another
firm sees: nothing. On both databases.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from icalendar import Calendar
from sqlmodel import select

from fund import acts, clock, db, i18n
from fund.access import actors
from fund.access import commands as access
from fund.audit import AuditEntry
from fund.errors import FourEyes, FundError, NeedsReason, NotAllowed, NotFound
from fund.facilities import (
    asking,
    booking,
    calendars,
    downloads,
    figures,
    lists,
    queries,
    registering,
    registry,
    rules,
    using,
)
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from tests.facilities.building import (
    FIRM,
    OTHER,
    OWNER,
    STAND,
    asked,
    at,
    confirmed,
    do,
    granted,
    stand,
    written,
)
from tests.people import Office

NOW = at("10-20", "09:00")
DAY = (at("11-03", "08:00"), at("11-03", "20:00"))


def enter(office: Office, login: str, role: str, scope: str) -> None:
    """Somebody who holds a role for one organisation."""
    person = office.act("system", access.add_person, login=login, name=login, roles=[])
    office.act("security", access.assign_role, person_id=person, role=role, scope=scope)
    office.ids[login] = person


def staffed(office: Office) -> int:
    """A hazardous stand; somebody of the firm, of another, of the owner."""
    made = stand(office, at("09-01"), hazardous="1")
    for login, role, scope in (
        ("firm", "applicant", FIRM),
        ("stranger", "applicant", OTHER),
        ("owner", "facility", OWNER),
    ):
        enter(office, login, role, scope)
    return made


def seen(office: Office, login: str, query: Callable[..., Any], *arguments: Any) -> Any:
    """What somebody is shown."""
    with clock.at(NOW), db.reading(office.engine) as session:
        return query(session, actors.load(session, office.ids[login]), *arguments)


def test_from_request_to_feedback_and_a_stranger_sees_nothing(an_office: Office) -> None:
    made = staffed(an_office)
    request = asked(an_office, made, on=NOW, wish=DAY, part="firm")
    check: dict[str, Any] = {"request_id": request, "verdict": "pass"}
    grant = {"request_id": request, "minutes_allocated": 720, "valid_to": date(2026, 12, 31)}
    do(an_office, "reviewer", NOW, asking.check_safety, **check)
    with pytest.raises(rules.CheckedAlready):
        do(an_office, "reviewer", NOW, asking.check_safety, **check)
    with pytest.raises(rules.OneReviewerMore):
        do(an_office, "decider", NOW, asking.grant_access, **grant)
    do(an_office, "reviewer_2", NOW, asking.check_safety, **check)
    do(an_office, "decider", NOW, asking.grant_access, **grant)
    window = {"starts_at": DAY[0], "ends_at": DAY[1]}
    with pytest.raises(NotAllowed):
        do(an_office, "stranger", NOW, booking.hold_booking, request_id=request, **window)
    held = do(an_office, "firm", NOW, booking.hold_booking, request_id=request, **window)
    with pytest.raises(NotAllowed):
        do(an_office, "firm", NOW, booking.confirm_booking, booking_id=held)
    do(an_office, "owner", NOW, booking.confirm_booking, booking_id=held)
    with pytest.raises(rules.AboveAllocated):
        confirmed(an_office, request, NOW, (at("11-04", "08:00"), at("11-04", "09:00")))
    use = {"booking_id": held, "started_at": DAY[0], "ended_at": DAY[1], "outcome": "done"}
    do(an_office, "owner", at("11-04"), using.record_facility_use, **use)
    do(an_office, "firm", at("11-05"), using.give_feedback, booking_id=held, score=5)
    number, asked_as = (
        rules.booking_number(NOW.date(), held),
        rules.request_number(NOW.date(), request),
    )
    for login, count in (("firm", 1), ("owner", 1), ("viewer", 1), ("stranger", 0)):
        assert len(seen(an_office, login, queries.bookings, None)) == count
        assert len(seen(an_office, login, queries.requests, [request])) == count
    assert seen(an_office, "firm", queries.booking, number)["billed_fen"] == 12 * 200_000
    for query, arguments in (
        (queries.booking, (number,)),
        (queries.request, (asked_as,)),
        (calendars.of_facility, ("F1",)),
        (calendars.of_applicant, (FIRM,)),
    ):
        with pytest.raises(NotFound):
            seen(an_office, "stranger", query, *arguments)
    for listing, rows in ((lists.REQUESTED, 0), (lists.BOOKED, 0), (lists.FACILITIES, 1)):
        for login, count in (("stranger", rows), ("firm", 1), ("owner", 1)):
            page = seen(an_office, login, paging.page, listing, Asked(View(as_of=NOW.date())))
            assert (len(page.frame), page.totals.rows) == (count, count)
    assert number.encode() not in seen(an_office, "stranger", downloads.open_bookings)
    assert number.encode() in seen(an_office, "firm", downloads.open_bookings)
    facility = seen(an_office, "stranger", registry.facility, "F1")
    pieces = seen(an_office, "stranger", registry.calendar, facility, DAY[0].date())
    (taken,) = pieces[pieces["kind"] == "used"].to_dict("records")
    assert taken["words"] == ""
    (told,) = [
        one
        for one in seen(an_office, "firm", registry.calendar, facility, DAY[0].date()).to_dict(
            "records"
        )
        if one["kind"] == "used"
    ]
    assert FIRM in told["words"]
    whole = figures.span(figures.month(date(2026, 11, 1)))
    assert seen(an_office, "stranger", figures.by_facility, whole, date(2026, 12, 1)).empty
    with pytest.raises(NotAllowed):
        seen(an_office, "system", queries.bookings, None)


@pytest.mark.parametrize(
    ("window", "refused", "field"),
    [
        ((at("11-03", "12:00"), at("11-03", "08:00")), rules.EndsBeforeStart, "End"),
        ((at("11-03", "07:00"), at("11-03", "09:00")), rules.OutsideHours, "Start"),
        ((at("11-03", "19:00"), at("11-03", "21:00")), rules.OutsideHours, "End"),
        ((at("11-01", "09:00"), at("11-01", "10:00")), rules.OutsideHours, "Start"),
        ((at("11-09", "09:00"), at("11-09", "10:00")), rules.OnClosure, "Window"),
        ((at("12-30", "09:00"), at("12-30", "10:00")), rules.BeyondHorizon, "Start"),
        ((at("10-20", "12:00"), at("10-20", "13:00")), rules.NoticeTooShort, "Start"),
        ((at("11-03", "08:00"), at("11-05", "20:00")), rules.TooLong, "End"),
        ((at("11-03", "08:00"), at("11-03", "08:15")), rules.TooShort, "End"),
        ((at("11-03", "08:10"), at("11-03", "09:00")), rules.OffStep, "Start"),
    ],
)
def test_a_window_against_a_rule_is_refused_by_field_and_rule(
    an_office: Office, window: Any, refused: type[FundError], field: str
) -> None:
    made = stand(an_office, at("09-01"), horizon_days="60", shortest="30", longest="1440")
    do(
        an_office,
        "officer",
        NOW,
        registering.close_facility,
        facility_id=made,
        kind="planned",
        starts_at=at("11-09", "08:00"),
        ends_at=at("11-10", "20:00"),
        reason="检修",
    )
    with pytest.raises(refused) as said:
        asked(an_office, made, on=NOW, wish=window)
    with i18n.speaking("en"):
        assert i18n.say(said.value).startswith(f"{field}")
    assert an_office.one(select(sa.func.count()).select_from(queries.REQUEST)) == 0


Case = tuple[str, Any, Any, dict[str, Any], dict[str, Any], str]
"""Who, when, which command, what would do, what is wrong with it, how the refusal begins."""
NEXT_DAY, MINUTE = at("11-04", "09:00"), timedelta(minutes=1)


def odd_asking(office: Office, made: int, waits: int) -> list[Case]:
    """Requests, checks and decisions that lack something."""
    asks: dict[str, Any] = {
        "facility_id": made,
        "applicant_id": office.organisation(FIRM),
        "user_class": "commercial",
        "purpose": "x",
        "wishes": [DAY],
        "papers": {"S1": "x"},
    }
    check: dict[str, Any] = {"request_id": waits}
    refuse, other = asking.refuse_access, {"reason": "other"}
    return [
        *(
            ("officer", NOW, asking.request_access, asks, wrong, said)
            for wrong, said in (
                ({"user_class": "foreign"}, "Class: F1 has no price for “Foreign”"),
                ({"papers": {}}, "Papers: the proof for these conditions is missing: S1"),
                ({"wishes": []}, "Wishes: name one to five windows"),
                ({"wishes": [DAY] * 6}, "Wishes: name one to five windows"),
                ({"purpose": " "}, "Purpose is missing"),
            )
        ),
        ("viewer", NOW, asking.request_access, asks, {}, "Your roles do not allow"),
        ("stranger", NOW, asking.request_access, asks, {}, "Your role reaches only a part"),
        ("reviewer", NOW, asking.check_safety, check, {"verdict": ""}, "Safety verdict is missing"),
        ("reviewer", NOW, asking.check_safety, check, {"verdict": "fail"}, "Conditions is missing"),
        ("decider", NOW, refuse, check, other, "Reason: “Another reason” needs words"),
    ]


def odd_using(had: int) -> list[Case]:
    """Bookings cancelled too late, uses that cannot have been, feedback before it."""
    use: dict[str, Any] = {"booking_id": had, "started_at": DAY[0], "ended_at": DAY[1]}
    use |= {"outcome": "done"}
    cancel = {"booking_id": had, "reason": "x"}
    record, too_long = using.record_facility_use, DAY[1] + timedelta(hours=24) + MINUTE
    return [
        ("officer", DAY[0], record, use, {}, "Ended: 2026-11-03 20:00 is yet to come"),
        ("officer", DAY[0], using.record_no_show, {"booking_id": had}, {}, "Ended: 2026-11-03 20"),
        ("officer", NEXT_DAY, record, use, {"megabytes": -1}, "Megabytes: a number below 0"),
        ("officer", NEXT_DAY, record, use, {"outcome": ""}, "Outcome is missing"),
        ("officer", NEXT_DAY, record, use, {"started_at": DAY[0] - MINUTE}, "Started: the use"),
        ("officer", NEXT_DAY, record, use, {"ended_at": DAY[0]}, "End: the window ends before"),
        ("officer", at("11-06"), record, use, {"ended_at": too_long}, "Ended: a use ends at most"),
        ("officer", DAY[0], booking.cancel_booking, cancel, {}, "The window has begun"),
        ("officer", NOW, using.give_feedback, {"booking_id": had}, {"score": 5}, "“Feedback"),
    ]


def odd_entries(made: int) -> list[Case]:
    """Facilities, prices and closures that lack something or cannot be."""
    price = {"facility_id": made, "user_class": "commercial", "unit_fen": 1}
    price |= {"valid_from": date(2026, 12, 1), "document": "x"}
    today = {"valid_from": NOW.date()}
    shut = {"facility_id": made, "kind": "fault", "starts_at": DAY[0], "reason": "x"}
    close, enters = registering.close_facility, registering.register_facility
    return [
        ("officer", NOW, registering.set_price, price, {"document": ""}, "Document: name"),
        ("officer", NOW, registering.set_price, price, today, "Valid from: a price changes"),
        ("officer", NOW, close, shut, {"reason": ""}, "Please give a reason"),
        ("officer", NOW, close, shut, {"ends_at": DAY[0]}, "End: the window ends before it starts"),
        ("officer", NOW, enters, {"given": STAND}, {}, "Code: there is a facility “F1” already"),
        *(
            ("officer", NOW, enters, {}, {"given": STAND | {"code": "F9"} | wrong}, said)
            for wrong, said in (
                ({"code": ""}, "Code is missing"),
                ({"prices": "commercial=1.001"}, "Prices in yuan: “commercial=1.001” does"),
                ({"hours": "workday 20:00-08:00"}, "Opening hours: “workday 20:00-08:00” does"),
                ({"owner": "nobody"}, "Owner’s identifier: “nobody” does not fit"),
                ({"figures": "thrust=much"}, "Figures: “thrust=much” does not fit"),
                ({"region": "990000"}, "Region code: “990000” does not fit"),
            )
        ),
    ]


def test_the_other_bad_inputs_are_refused_by_field_and_rule_and_nothing_is_stored(
    an_office: Office,
) -> None:
    made = staffed(an_office)
    other = stand(an_office, at("09-01"), code="F2")
    had = confirmed(an_office, granted(an_office, other, on=NOW, wish=DAY), NOW, DAY)
    waits = asked(an_office, made, on=NOW, wish=DAY)
    before = written(an_office, with_log=False)
    cases = [*odd_asking(an_office, made, waits), *odd_using(had), *odd_entries(made)]
    for part, moment, command, usual, wrong, said in cases:
        with pytest.raises(FundError) as refused:
            do(an_office, part, moment, command, **usual | wrong)
        with i18n.speaking("en"):
            assert i18n.say(refused.value).startswith(said), (said, i18n.say(refused.value))
    assert written(an_office, with_log=False) == before


def test_only_a_decider_in_person_with_a_mission_takes_a_booking(an_office: Office) -> None:
    made = stand(an_office, at("09-01"))
    firm = granted(an_office, made, on=NOW, wish=DAY)
    had = confirmed(an_office, firm, NOW, DAY)
    both = an_office.enter("both", "officer", "decider")
    an_office.ids["both"] = both
    nation = granted(
        an_office, made, on=NOW, wish=DAY, user_class="national", part="both", firm=OTHER
    )
    take = {"booking_id": had, "request_id": nation, "mission": "任务甲", "reason": "急需"}
    with clock.at(NOW):
        acts.perform(
            an_office.engine,
            an_office.ids["decider_2"],
            access.delegate,
            role="decider",
            person_id=an_office.ids["finance"],
            starts_on=NOW.date(),
            ends_on=NOW.date(),
            reason="出差",
        )
    for part, more, refused in (
        ("decider_3", {"mission": " "}, rules.NeedsMission),
        ("decider_3", {"reason": ""}, NeedsReason),
        ("decider_3", {"request_id": firm}, rules.NotNational),
        ("finance", {}, rules.PreemptInPerson),
        ("both", {}, FourEyes),
        ("officer", {}, NotAllowed),
    ):
        with pytest.raises(refused):
            do(an_office, part, NOW, booking.preempt_booking, **take | more)
    logged = select(sa.func.count()).where(AuditEntry.act == "facilities.preempt_booking")
    assert an_office.one(logged) == 6
    new = do(an_office, "decider_3", NOW, booking.preempt_booking, **take)
    with pytest.raises(rules.NotPreempted):
        do(an_office, "decider_3", NOW, booking.preempt_booking, **take | {"booking_id": new})


def test_the_price_of_the_day_of_use_and_what_cancelling_costs(an_office: Office) -> None:
    made = stand(an_office, at("09-01"))
    request = granted(an_office, made, on=NOW, wish=DAY)
    had = {
        name: confirmed(an_office, request, NOW, (at(day, "08:00"), at(day, "10:00")))
        for name, day in (
            ("owner", "11-03"),
            ("early", "11-04"),
            ("late", "11-05"),
            ("used", "11-06"),
        )
    }
    do(
        an_office,
        "officer",
        NOW,
        registering.set_price,
        facility_id=made,
        user_class="commercial",
        unit_fen=300_000,
        valid_from=date(2026, 11, 6),
        document="新标准",
    )
    cancel: dict[str, Any] = {"reason": "x"}
    do(
        an_office,
        "officer",
        at("11-02"),
        booking.cancel_booking,
        booking_id=had["owner"],
        by_owner=True,
        **cancel,
    )
    do(
        an_office,
        "officer",
        at("11-01", "08:00"),
        booking.cancel_booking,
        booking_id=had["early"],
        **cancel,
    )
    do(an_office, "officer", at("11-04"), booking.cancel_booking, booking_id=had["late"], **cancel)
    do(
        an_office,
        "officer",
        at("11-07"),
        using.record_facility_use,
        booking_id=had["used"],
        started_at=at("11-06", "08:00"),
        ended_at=at("11-06", "09:00"),
        outcome="done",
    )
    found = seen(an_office, "viewer", figures.charges, list(had.values())).to_dict("records")
    assert {row["booking_id"]: row["billed_fen"] for row in found} == {
        had["late"]: 200_000,
        had["used"]: 600_000,
    }


def test_a_waiver_takes_two_deciders(an_office: Office) -> None:
    made = stand(an_office, at("09-01"))
    request = granted(an_office, made, on=NOW, wish=DAY)
    had = confirmed(an_office, request, NOW, DAY)
    do(an_office, "officer", at("11-04"), using.record_no_show, booking_id=had)
    (charge,) = seen(an_office, "viewer", figures.charges, [had])["charge_id"]
    waive = {"charge_id": int(charge), "amount_fen": 2_400_000, "reason": "公益"}
    later = at("11-05")
    with pytest.raises(rules.AboveBilled):
        do(
            an_office,
            "decider",
            later,
            using.propose_charge_waiver,
            **waive | {"amount_fen": 2_400_001},
        )
    waiver = do(an_office, "decider", later, using.propose_charge_waiver, **waive)
    with pytest.raises(rules.WaiverWaits):
        do(an_office, "decider_2", later, using.propose_charge_waiver, **waive)
    with pytest.raises(FourEyes):
        do(an_office, "decider", later, using.consent_charge_waiver, waiver_id=waiver)
    do(an_office, "decider_2", later, using.consent_charge_waiver, waiver_id=waiver)


def test_moving_leaves_the_old_one_cancelled_and_a_descendant(an_office: Office) -> None:
    made = staffed(an_office)
    request = asked(an_office, made, on=NOW, wish=DAY)
    for part in ("reviewer", "reviewer_2"):
        do(an_office, part, NOW, asking.check_safety, request_id=request, verdict="pass")
    grant = {"request_id": request, "minutes_allocated": 720, "valid_to": date(2026, 12, 31)}
    do(an_office, "decider", NOW, asking.grant_access, **grant)
    old = confirmed(an_office, request, NOW, DAY)
    window = {"starts_at": at("11-05", "08:00"), "ends_at": at("11-05", "12:00")}
    with pytest.raises(rules.MoveTooLate):
        do(an_office, "firm", at("11-01"), booking.move_booking, booking_id=old, **window)
    new = do(an_office, "owner", at("11-02"), booking.move_booking, booking_id=old, **window)
    found = seen(an_office, "firm", queries.bookings, None).set_index("booking_id")
    assert (found.loc[old, "status"], found.loc[new, "status"]) == ("cancelled", "confirmed")
    assert found.loc[new, "descends_from"] == old
    content = seen(an_office, "firm", calendars.of_applicant, FIRM)
    events = {str(one["uid"]): one for one in Calendar.from_ical(content).walk("VEVENT")}
    was = events[f"{rules.booking_number(NOW.date(), old)}@facilities.fund"]
    assert (str(was["status"]), int(was["sequence"])) == ("CANCELLED", 2)
