"""Each kind of indicator is put together and forecast in its own way: sums add periods, the latest
never adds, the greatest never falls, a ratio keeps its parts.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.targets import commands, ending, queries
from fund.targets.ending import Aim, Seen
from fund.targets.outlook import outlook
from tests.people import Office, office

END, TODAY = date(2027, 12, 31), date(2026, 11, 23)
YEARS = [date(year, 12, 31) for year in range(2019, 2026)]
QUARTERS = [
    date(2025, 3, 31),
    date(2025, 6, 30),
    date(2025, 9, 30),
    date(2025, 12, 31),
    date(2026, 3, 31),
    date(2026, 6, 30),
    date(2026, 9, 30),
]
LAUNCHES = (2, 3, 2, 4, 3, 4, 5)


def aim(kind: str, aggregation: str, value: int, **more: Any) -> Aim:
    return Aim(
        "T",
        more.pop("operator", ">="),
        Decimal(value),
        END,
        kind=kind,
        aggregation=aggregation,
        **more,
    )


def seen(days: Sequence[date], values: Sequence[int], **more: Any) -> Seen:
    return Seen(list(zip(days, map(Decimal, values), strict=True)), **more)


def test_a_sum_adds_what_comes_to_what_is_reached_and_a_latest_count_does_not() -> None:
    """23 launches so far, five quarters of about four to come: about 43 together, and about four in
    the last quarter.
    """
    added, last = (
        outlook(aim("count", how, 40), seen(QUARTERS, LAUNCHES), TODAY) for how in ("sum", "latest")
    )
    assert added.median == pytest.approx(43, abs=4)
    assert last.median == pytest.approx(4, abs=1)
    assert (added.low or 0) >= 23
    assert float(added.low or 0).is_integer()
    best = outlook(aim("count", "max", 9), seen(QUARTERS, LAUNCHES), TODAY)
    assert 5 <= (best.low or 0) <= (best.high or 0) <= 12


def test_a_sum_counts_what_fell_after_its_baseline_onto_the_baseline() -> None:
    since = aim("count", "sum", 100, baseline=Decimal(50), begins_after=date(2025, 12, 31))
    assert ending.so_far(since, seen(QUARTERS, LAUNCHES)) == 50 + 3 + 4 + 5
    assert ending.so_far(aim("level", "latest", 1), seen(QUARTERS, LAUNCHES)) == 5


def test_a_ratio_is_sums_over_sums_and_never_a_mean_of_ratios() -> None:
    parts = {
        QUARTERS[0]: (Decimal(1), Decimal(1)),
        QUARTERS[1]: (Decimal(1), Decimal(9)),
        QUARTERS[2]: (Decimal(4), Decimal(10)),
    }
    given = Seen([(day, over * 100 / under) for day, (over, under) in parts.items()], parts)
    assert ending.so_far(aim("share", "ratio", 50), given) == 30, (
        "6 of 20, not the mean of 100, 11 and 40"
    )
    ends = ending.futures(aim("share", "ratio", 50), given, TODAY)
    assert 0 <= ends.min() <= ends.max() <= 100
    assert 20 < np.median(ends) < 55


def test_a_part_of_a_quarter_waits() -> None:
    """Two launches by 12 November are no quarter of two: the forecast is the one without them."""
    whole = seen(QUARTERS, LAUNCHES)
    begun = seen([*QUARTERS, date(2026, 11, 12)], [*LAUNCHES, 2])
    assert ending.used(aim("count", "sum", 40), begun).dated == whole.dated
    assert (
        outlook(aim("count", "sum", 40), begun, TODAY).median
        == outlook(aim("count", "sum", 40), whole, TODAY).median
    )


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (aim("count", "sum", 23), "reached"),
        (aim("count", "sum", 24), ""),
        (aim("count", "sum", 22, operator="<="), "out_of_reach"),
        (aim("count", "max", 5), "reached"),
        (aim("level", "latest", 5), ""),
        (aim("count", "latest", 1), ""),
    ],
)
def test_reached_and_out_of_reach_are_said_only_where_arithmetic_forces_them(
    asked: Aim, word: str
) -> None:
    found = outlook(asked, seen(QUARTERS, LAUNCHES), TODAY)
    assert (found.verdict in ("reached", "out_of_reach")) is bool(word)
    assert not word or (found.verdict, found.chance) == (word, float(word == "reached"))


def test_a_year_that_is_over_is_settled_by_the_value_at_its_end() -> None:
    over = Aim("T", ">=", Decimal(4), date(2025, 12, 31))
    assert outlook(over, seen(QUARTERS[:4], LAUNCHES[:4]), TODAY).verdict == "reached"
    assert (
        outlook(
            Aim("T", ">=", Decimal(5), date(2025, 12, 31)), seen(QUARTERS, LAUNCHES), TODAY
        ).verdict
        == "out_of_reach"
    ), "five came after the end"
    assert outlook(over, seen(QUARTERS[:3], LAUNCHES[:3]), TODAY).refusal is not None, (
        "nobody recorded the end"
    )


def test_a_share_stays_between_none_and_all() -> None:
    ends = ending.futures(
        aim("share", "latest", 99), seen(QUARTERS, (88, 90, 91, 93, 95, 96, 97)), TODAY
    )
    assert ends.max() <= 100
    assert np.median(ends) > 90


def test_the_line_is_gathered_the_same_way() -> None:
    steady = seen(QUARTERS, (2,) * 7)
    assert ending.straight(aim("count", "sum", 1), steady) == 14 + 5 * 2
    assert ending.straight(aim("count", "latest", 1), steady) == 2
    assert ending.straight(aim("count", "max", 1), steady) == 2


@pytest.fixture
def made(tmp_path) -> Office:
    return office(f"sqlite:///{tmp_path}/fund.db")


SET = {
    "name_zh": "名",
    "name_en": "name",
    "unit_zh": "个",
    "unit_en": "n",
    "value": Decimal(90),
    "target_year": 2027,
    "source": "plan",
}


def test_a_ratio_is_computed_from_its_parts_and_a_value_that_is_not_theirs_is_refused(
    made: Office,
) -> None:
    day = date(2026, 10, 8)
    made.act(
        "officer", commands.set_target, on=day, code="R", kind="share", aggregation="ratio", **SET
    )
    given: dict[str, Any] = {"target_code": "R", "source": "log"}
    made.act(
        "officer",
        commands.observe,
        on=day,
        observed_on=date(2026, 6, 30),
        numerator=Decimal(9),
        denominator=Decimal(10),
        **given,
    )
    made.act(
        "officer",
        commands.observe,
        on=day,
        observed_on=date(2026, 9, 30),
        numerator=Decimal(1),
        denominator=Decimal(3),
        value=Decimal("33.3"),
        **given,
    )
    for error, more in (
        (commands.NeedsParts, {"value": Decimal(50)}),
        (commands.NeedsParts, {"numerator": Decimal(1), "denominator": Decimal(0)}),
        (commands.NeedsParts, {"numerator": Decimal(5), "denominator": Decimal(4)}),
        (
            commands.NotItsParts,
            {"numerator": Decimal(1), "denominator": Decimal(3), "value": Decimal(34)},
        ),
    ):
        with pytest.raises(error):
            made.act(
                "officer", commands.observe, on=day, observed_on=date(2026, 9, 30), **given, **more
            )
    with clock.at(clock.noon(day)), db.reading(made.engine) as session:
        row = queries.targets(session, OPERATOR, View(as_of=day)).set_index("code").loc["R"]
    assert round(row["actual"], 4) == Decimal("76.9231"), "10 of 13"


@pytest.mark.parametrize(
    ("kind", "aggregation"),
    [("level", "sum"), ("share", "sum"), ("level", "ratio"), ("heap", "latest"), ("count", "mean")],
)
def test_a_pair_that_means_nothing_is_refused(made: Office, kind: str, aggregation: str) -> None:
    with pytest.raises(commands.NotANature):
        made.act(
            "officer", commands.set_target, code="N", kind=kind, aggregation=aggregation, **SET
        )


def test_values_before_a_change_of_definition_stand_apart_and_a_past_day_does_not_know_of_it(
    made: Office,
) -> None:
    made.act("officer", commands.set_target, on=date(2025, 1, 6), code="L", **SET)
    for day, value in zip(QUARTERS, (10, 12, 14, 16, 18, 20, 22), strict=True):
        made.act(
            "officer",
            commands.observe,
            on=date(2026, 10, 8),
            target_code="L",
            observed_on=day,
            value=Decimal(value),
            source="log",
        )
    made.act(
        "officer",
        commands.change_definition,
        on=date(2026, 10, 12),
        indicator="L",
        changed_on=date(2026, 4, 1),
        reason="counts affiliates as well",
    )

    def told(day: date) -> str:
        with clock.at(clock.noon(TODAY)), db.reading(made.engine) as session:
            return (
                queries.outlooks(session, OPERATOR, View(as_of=day))
                .set_index("code")
                .loc["L", "verdict"]
            )

    assert told(date(2026, 10, 11)) != "cannot_tell"
    assert told(date(2026, 10, 12)) == "cannot_tell"
    for statement in (
        "UPDATE observation SET source = 'x'",
        "DELETE FROM observation",
        "DELETE FROM indicator_change",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                made.engine,
                lambda session, statement=statement: session.execute(sa.text(statement)),
            )
