"""What earlier forecasts came to goes into the next ones: told beside them, moving or widening
their range, withholding a chance they do not deserve.
"""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.i18n import speaking
from fund.ledger.view import View
from fund.screens.targets.wording import own_past
from fund.targets import commands, issued, queries, rules
from fund.targets.tables import IssuedForecast, Target
from tests.people import Office, office

SCORED, KNOWN = date(2026, 1, 20), date(2026, 11, 23)
SET = {"name_zh": "名", "name_en": "name", "unit_zh": "个", "unit_en": "n", "source": "plan"}
QUARTERS = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


def past_of(made: Office, inside: int, outside: int, off: int = 30) -> None:
    """Targets of 2025 whose forecasts said 90 to 110; so many came to 105, the others so far
    above.
    """

    def keep(session: Session) -> None:
        for row in session.exec(select(Target).where(Target.target_year == 2025)).all():
            if row.code.startswith("past"):
                points = [100 + 12.5 * (place - 9) / 9 for place in range(19)]
                session.add(
                    IssuedForecast(
                        target_id=row.id,
                        quarter="2025-Q1",
                        issued_on=date(2025, 4, 20),
                        ends_on=date(2025, 12, 31),
                        operator=">=",
                        aim=Decimal(104),
                        verdict="toss_up",
                        chance=Decimal("0.4"),
                        quantiles=json.dumps(points),
                        low=Decimal(90),
                        median=Decimal(100),
                        high=Decimal(110),
                        line=Decimal(120),
                        method="2",
                    )
                )

    for place in range(inside + outside):
        made.act(
            "officer",
            commands.set_target,
            on=date(2025, 1, 6),
            code=f"past-{place:02}",
            value=Decimal(104),
            target_year=2025,
            **SET,
        )
        made.act(
            "officer",
            commands.observe,
            on=SCORED,
            target_code=f"past-{place:02}",
            observed_on=date(2025, 12, 31),
            value=Decimal(105 if place < inside else 110 + off),
            source="list",
        )
    db.write(made.engine, keep)
    made.act(
        "officer",
        commands.set_target,
        on=date(2025, 1, 6),
        code="T",
        value=Decimal(62),
        target_year=2027,
        **SET,
    )
    for day, value in zip(QUARTERS, (40, 46, 53, 60), strict=True):
        made.act(
            "officer",
            commands.observe,
            on=KNOWN,
            target_code="T",
            observed_on=day,
            value=Decimal(value),
            source="list",
        )


def told(made: Office, as_of: date = KNOWN) -> dict[str, Any]:
    with clock.at(clock.noon(KNOWN)), db.reading(made.engine) as session:
        return queries.target(session, OPERATOR, View(as_of=as_of), "T")


@pytest.fixture
def made(tmp_path) -> Office:
    return office(f"sqlite:///{tmp_path}/fund.db")


def test_the_record_is_added_up_and_said_beside_the_lines(made: Office) -> None:
    """Sixteen of twenty held: 5 off where inside, 40 outside, so 12 on average; the line of 120 was
    15 and 20 off, 16 on average.
    """
    past_of(made, 16, 4)
    row = told(made)
    assert (row["like"].scored, row["like"].inside, row["all"].scored, row["here"].scored) == (
        20,
        16,
        20,
        0,
    )
    assert (row["like"].miss, row["like"].line_miss) == pytest.approx((12.0, 16.0))
    assert row["like"].band[0] < 0.8 < row["like"].band[1]
    assert row["like"].brier == pytest.approx(0.36), "all came true at 40 percent"
    with speaking("en"):
        assert own_past(row["like"], "forecasts like this one").startswith(
            "Of forecasts like this one, 20 have been scored and 16 landed in the range (80.0%,"
            " could be "
        )
        assert "too few" in own_past(row["here"], "this target")
    with clock.at(clock.noon(KNOWN)), db.reading(made.engine) as session:
        frame = issued.issued(session, OPERATOR, View(as_of=SCORED - timedelta(1)))
    assert frame["actual"].isna().all(), "the day before nobody knew"


def test_twenty_of_them_move_the_next_range_and_nineteen_do_not(made: Office, tmp_path) -> None:
    past_of(made, 16, 4)
    fewer = office(f"sqlite:///{tmp_path}/fewer.db")
    past_of(fewer, 16, 3)
    with_own, without = told(made), told(fewer)
    assert with_own["median"] > without["median"], "what came lay above the middle each time"
    assert with_own["high"] - with_own["low"] >= without["high"] - without["low"]
    assert told(made)["inputs"] != without["inputs"]


def test_where_fewer_than_six_in_ten_held_the_chance_is_withheld_and_the_range_stands(
    made: Office,
) -> None:
    past_of(made, 11, 9)
    row = told(made)
    assert row["refusal"].message == rules.MISSES
    assert (row["verdict"], row["chance"]) == ("cannot_tell", None)
    assert row["low"] < row["high"]
