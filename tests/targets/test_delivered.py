"""What contracts delivered and grants brought about is what targets say, each record once, as it
stood on the day, and every quarter of it.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.procurement import delivering
from fund.targets import queries, sources
from fund.targets.commands import set_target
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office
from tests.procurement.buying import Buying
from tests.procurement.test_deliveries import LAUNCH, bought, deliver

SET = {
    "name_zh": "名",
    "name_en": "name",
    "unit_zh": "次",
    "unit_en": "n",
    "value": Decimal(90),
    "target_year": 2027,
    "source": "plan",
    "baseline": Decimal(0),
    "baseline_year": 2025,
}


def row(office: Office, code: str, today: date, as_of: date | None = None) -> dict[str, Any]:
    with clock.at(clock.noon(today)), db.reading(office.engine) as session:
        found = queries.target(session, OPERATOR, View(as_of=as_of or today), code)
        return found | {
            "sources": (
                sources.sources(session, OPERATOR, View(as_of=as_of or today), code).to_dict(
                    "records"
                )
            )
        }


@pytest.fixture
def buying(an_office: Office) -> Buying:
    made = Buying(an_office).begin(50_000)
    for code in ("launches_bought", "launch_success", "satellites_bought"):
        made.act("officer", set_target, code=code, **SET)
    return made


def test_launches_and_satellites_come_from_deliveries_each_once(buying: Buying) -> None:
    bought(buying, "L1", 3000)
    bought(buying, "S1", 900, category="satellite")
    first = deliver(buying, "L1")
    deliver(buying, "L1", figures=LAUNCH | {"outcome": "failure"})
    deliver(buying, "L1", figures=LAUNCH)
    deliver(buying, "S1", figures={"item": "sat", "quantity": 12})
    day = buying.day
    while day.month in (3, 6, 9, 12) or (day + timedelta(40)).month not in (
        3,
        6,
        9,
        12,
    ):  # into the middle of the next quarter
        day += timedelta(10)
    later = date(day.year + 1, 2, 1)
    told = {
        code: row(buying.office, code, later)
        for code in ("launches_bought", "launch_success", "satellites_bought")
    }
    assert told["launches_bought"]["actual"] == 3
    assert round(told["launch_success"]["actual"], 3) == Decimal("66.667"), "two of three"
    assert told["satellites_bought"]["actual"] == 12
    assert "3" in told["launches_bought"]["sources"][-1]["source"]
    # a wrong one is replaced: it counts no more, and the day before still had it
    with clock.at(clock.noon(later)):
        buying.office.act(
            "officer",
            delivering.record_delivery,
            on=later,
            undertaking_id=buying["contract L1"],
            delivered_on=buying.day,
            figures=LAUNCH | {"outcome": "failure"},
            source="inquiry",
            replaces_id=first,
        )
    after = later + timedelta(1)
    assert row(buying.office, "launches_bought", after)["actual"] == 3
    assert round(row(buying.office, "launch_success", after)["actual"], 3) == Decimal("33.333")
    assert round(
        row(buying.office, "launch_success", after, later - timedelta(1))["actual"], 3
    ) == Decimal("66.667")


def test_a_quarter_without_a_delivery_is_none_and_a_quarter_under_way_waits(buying: Buying) -> None:
    bought(buying, "L1", 3000)
    deliver(buying, "L1")
    a_year_on = date(buying.day.year + 1, buying.day.month, 15)
    seen = row(buying.office, "launches_bought", a_year_on)["seen"]
    assert [value for _day, value in seen] == [1] + [0] * (len(seen) - 1)
    assert len(seen) == 4
    assert all(day <= a_year_on for day, _value in seen)


def test_milestones_of_grants_count_on_the_quarter_they_are_met(an_office: Office) -> None:
    walk = until(Walk(an_office), 21)
    walk.act("officer", set_target, code="grant_milestones_met", **SET)
    later = date(2027, 2, 1)
    found = row(an_office, "grant_milestones_met", later)
    with db.reading(an_office.engine) as session:
        from sqlalchemy import text

        met = session.execute(
            text(
                "SELECT count(*) FROM milestone m JOIN undertaking u ON u.id = m.undertaking_id"
                " WHERE u.kind = 'grant' AND m.status = 'met'"
            )
        ).scalar_one()
    assert found["actual"] == met > 0
    assert (found["kind"], found["aggregation"]) == ("count", "sum")
