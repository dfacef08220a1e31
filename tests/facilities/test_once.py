"""Every act of this room sent twice with one key has one effect; every check of ``verify`` finds
the fault it is there for. On both databases.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, clock, db
from fund.facilities import asking, booking, registering, using
from fund.facilities.checks import CHECKS
from fund.facilities.tables import Charge
from fund.verify import verify
from tests.facilities.acts import CHECKS_TRIED_HERE, CLICKED_HERE, COMMANDS
from tests.facilities.building import (
    FIRM,
    OTHER,
    OWNER,
    STAND,
    WEEK,
    at,
    confirmed,
    do,
    granted,
    stand,
    written,
)
from tests.people import Office
from tests.test_verify import open_doors

NOW = at("10-20", "09:00")
LATER = at("11-20", "09:00")


class Twice:
    """Everybody sends each act twice, with one key."""

    def __init__(self, office: Office) -> None:
        self.office, self.clicked = office, set[str]()
        for name in (OWNER, FIRM, OTHER):
            office.organisation(name)

    def __call__(
        self, part: str, command: Callable[..., Any], /, on: datetime = NOW, **given: Any
    ) -> int:
        """The key of what was made; the second time says the same and writes nothing."""
        act = next(act for act, tried in COMMANDS.items() if tried[0][0] is command)
        key = f"{act} {len(self.clicked)} {given}"[:200]
        states, answers = [written(self.office)], []
        for _click in range(2):
            with clock.at(on):
                done = acts.perform(
                    self.office.engine, self.office.ids[part], command, key=key, **given
                )
            answers.append(int(done.id))
            states.append(written(self.office))
        assert answers[0] == answers[1], act
        assert states[0] != states[1] == states[2], act
        self.clicked.add(act)
        return answers[0]

    def ask(self, facility: int, firm: str, user_class: str) -> int:
        """A request that was asked for and checked."""
        request = self(
            "officer",
            asking.request_access,
            facility_id=facility,
            applicant_id=self.office.organisation(firm),
            user_class=user_class,
            purpose="试车",
            wishes=[day("11-03")],
            papers={"S1": "规程 12 号"},
            minutes_asked=6_000,
        )
        self("reviewer", asking.check_safety, request_id=request, verdict="pass")
        return request

    def grant(self, facility: int, firm: str, user_class: str) -> int:
        """A request that was granted."""
        request = self.ask(facility, firm, user_class)
        until = {"minutes_allocated": 6_000, "valid_to": date(2026, 12, 31)}
        self("decider", asking.grant_access, request_id=request, **until)
        return request

    def book(self, request: int, on: str) -> int:
        """A day held and confirmed."""
        made = self("officer", booking.hold_booking, request_id=request, **window(on))
        return self("officer", booking.confirm_booking, booking_id=made)


def day(of: str) -> tuple[datetime, datetime]:
    """A morning of 2026 while the stand is open."""
    return at(of, "08:00"), at(of, "12:00")


def window(of: str) -> dict[str, datetime]:
    return dict(zip(("starts_at", "ends_at"), day(of), strict=True))


def enter(click: Twice) -> int:
    """A stand and a second one from a file, with hours, a price and a closure to come."""
    made = click("officer", registering.register_facility, given=STAND)
    more = [STAND | {"code": "F2"}]
    other = click("officer", registering.take_in, given=more, file_name="stands.csv")
    first = date(2026, 12, 1)
    click("officer", registering.set_hours, facility_id=other, week=WEEK, valid_from=first)
    price = {"user_class": "commercial", "unit_fen": 300_000, "document": "新标准"}
    click("officer", registering.set_price, facility_id=other, valid_from=first, **price)
    why = {"kind": "fault", "starts_at": at("11-09"), "reason": "故障"}
    closure = click("officer", registering.close_facility, facility_id=other, **why)
    over = at("11-10", "20:00")
    click("officer", registering.reopen_facility, closure_id=closure, ends_at=over)
    return made


def test_every_act_sent_twice_has_one_effect(an_office: Office) -> None:
    click = Twice(an_office)
    made = enter(click)
    click(
        "decider",
        asking.refuse_access,
        request_id=click.ask(made, FIRM, "commercial"),
        reason="unsafe",
    )
    request = click.grant(made, FIRM, "commercial")
    moved = click(
        "officer", booking.move_booking, booking_id=click.book(request, "11-03"), **window("11-04")
    )
    click("officer", booking.cancel_booking, booking_id=moved, reason="推迟")
    take = {"booking_id": click.book(request, "11-05"), "mission": "任务甲", "reason": "急需"}
    nation = click.grant(made, OTHER, "national")
    click("decider_3", booking.preempt_booking, request_id=nation, **take)
    absent = click.book(request, "11-06")
    click("officer", using.record_no_show, LATER, booking_id=absent)
    charge = an_office.one(select(Charge.id).where(Charge.booking_id == absent))
    waive = {"charge_id": charge, "amount_fen": 100, "reason": "公益"}
    waiver = click("decider", using.propose_charge_waiver, LATER, **waive)
    click("decider_2", using.consent_charge_waiver, LATER, waiver_id=waiver)
    used = click.book(request, "11-11")
    first, last = day("11-11")
    use = {"booking_id": used, "started_at": first, "ended_at": last, "outcome": "done"}
    click("officer", using.record_facility_use, LATER, **use)
    click("officer", using.give_feedback, LATER, booking_id=used, score=4)
    assert click.clicked == CLICKED_HERE
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]


APART = {
    "postgresql": ("ALTER TABLE booking DROP CONSTRAINT booking_overlap",),
    "sqlite": (),
}
FAULTS = [
    (
        "bookings_apart",
        (
            "UPDATE booking SET blocked_to = (SELECT max(blocked_to) FROM booking)"
            " WHERE id = (SELECT min(id) FROM booking)"
        ),
    ),
    ("booking_states", "UPDATE booking SET status = 'cancelled' WHERE status = 'no_show'"),
    ("booking_states", "UPDATE access_request SET status = 'turned_down'"),
    ("charges_of_facilities", "UPDATE charge SET billed_fen = billed_fen + 1"),
    ("charges_of_facilities", "UPDATE charge SET quantity = quantity + 1"),
    ("waivers_of_charges", "UPDATE charge_waiver SET amount_fen = 2400001"),
    ("waivers_of_charges", "UPDATE charge_waiver SET proposed_for = consented_by"),
]
"""A fault for each check, in SQL that both databases understand."""


class Undone(Exception):
    """What was planted goes."""


def failed(office: Office, statement: str) -> set[str]:
    """The checks that fail while a fault stands: every guard away, all of it undone."""
    found: set[str] = set()

    def plant(session: Session) -> None:
        open_doors(session)
        for door in APART[office.engine.dialect.name]:
            session.execute(sa.text(door))
        assert session.execute(sa.text(statement)).rowcount != 0  # type: ignore[attr-defined]
        found.update(one["name"] for one in verify(session)["checks"] if not one["ok"])
        raise Undone

    with pytest.raises(Undone):
        db.write(office.engine, plant)
    return found


def test_verify_finds_each_fault_that_is_planted(an_office: Office) -> None:
    made = stand(an_office, at("09-01"))
    request = granted(an_office, made, on=NOW, wish=day("11-03"))
    had = [confirmed(an_office, request, NOW, day(one)) for one in ("11-03", "11-04")]
    do(an_office, "officer", LATER, using.record_no_show, booking_id=had[0])
    charge = an_office.one(select(Charge.id))
    waive = {"charge_id": charge, "amount_fen": 100, "reason": "公益"}
    waiver = do(an_office, "decider", LATER, using.propose_charge_waiver, **waive)
    do(an_office, "decider_2", LATER, using.consent_charge_waiver, waiver_id=waiver)
    with db.reading(an_office.engine) as session:
        assert verify(session)["ok"]
    for check, statement in FAULTS:
        assert failed(an_office, statement) >= {check}, (check, statement)
    assert {check for check, _statement in FAULTS} == CHECKS_TRIED_HERE == set(CHECKS)
