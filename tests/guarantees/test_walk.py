"""The worked guarantee on both databases: what is held on every day of the table, every refusal."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import db
from fund.verify import verify
from tests.guarantees.walk import D1, WAN, Walk, until_released
from tests.people import Office

HELD = {
    date(2026, 5, 17): 0,
    date(2026, 5, 18): 800,
    date(2027, 4, 20): 800,
    date(2028, 5, 14): 800,
    date(2028, 5, 15): 680,
    date(2028, 5, 24): 680,
    date(2028, 5, 25): 0,
    date(2029, 1, 1): 0,
}
ALERTS = {
    date(2026, 5, 18): ("ends_before_duty",),
    date(2027, 4, 1): ("ends_in_60", "ends_before_duty"),
    date(2027, 4, 20): (),
    date(2028, 3, 31): (),
    date(2028, 4, 1): ("duty_overdue",),
    date(2028, 5, 15): ("duty_overdue", "below_required"),
    date(2028, 5, 25): (),
}


def test_the_worked_guarantee_is_held_as_the_table_says(an_office: Office) -> None:
    walk = Walk(an_office)
    until_released(walk)
    assert {day: walk.held(day) // WAN for day in HELD} == HELD
    assert {day: walk.seen("D1", day)["alerts"] for day in ALERTS} == ALERTS
    assert walk.seen("D1", date(2027, 4, 19))["valid_until"] == date(2027, 5, 31)
    assert walk.seen("D1", date(2027, 4, 20))["valid_until"] == date(2028, 12, 31)
    with db.reading(an_office.engine) as session:
        found = verify(session)
        postings = session.execute(sa.text("SELECT count(*) FROM posting")).scalar()
    assert found["ok"], found
    assert postings == 0


REFUSED_BY_THE_DATABASE = {
    "not_approved": "INSERT INTO guarantee_event (guarantee_id, kind, amount_fen, words,"
    " occurred_on, recorded_on) VALUES ({d1}, 'claimed', 1, '', '2027-04-20', '2027-04-20')",
    "duty_not_met": "INSERT INTO guarantee_event (guarantee_id, kind, amount_fen, words,"
    " occurred_on, recorded_on) VALUES ({d1}, 'released', 1, '', '2027-04-20', '2027-04-20')",
    "another_person": "INSERT INTO guarantee_event (guarantee_id, kind, amount_fen, words,"
    " occurred_on, recorded_on, recorded_by) VALUES ({d1}, 'checked', 0, '', '2027-04-20',"
    " '2027-04-20', {officer})",
    "ck_guarantee_amounts": "INSERT INTO guarantee_event (guarantee_id, kind, amount_fen, words,"
    " occurred_on, recorded_on) VALUES ({d1}, 'refused', 800000001, '', '2027-04-20',"
    " '2027-04-20')",
    "append_only": "UPDATE guarantee_event SET amount_fen = 1",
    "append_only ": "UPDATE guarantee SET face_fen = 1",
    "append_only  ": "DELETE FROM guarantee",
}


def test_the_database_itself_refuses_what_nobody_may(an_office: Office) -> None:
    walk = Walk(an_office)
    craft = walk.satellite()
    walk.lodge("D1", {**D1, "spacecraft_id": craft})
    for guard, statement in REFUSED_BY_THE_DATABASE.items():
        told = statement.format(d1=walk.made["D1"], officer=an_office.ids["officer"])

        def planted(session: Session, told: str = told) -> None:
            session.execute(sa.text(told))

        with pytest.raises(sa.exc.DBAPIError, match=guard.strip()):
            db.write(an_office.engine, planted)
    assert walk.held(date(2027, 4, 20)) == 800 * WAN
