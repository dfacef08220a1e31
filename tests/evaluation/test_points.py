"""The points of a self-evaluation against tables worked out by hand, to the second decimal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from fund.evaluation import rules
from fund.evaluation.figures import weights
from fund.evaluation.rules import Money, Row, needs_reason, score, scored
from fund.plan import reference


def row(
    name: str,
    operator: str,
    points: str,
    goal: str = "",
    actual: str = "",
    *,
    level: str = "output",
    second: str = "quantity",
    **more: object,
) -> Row:
    numbers = {
        key: Decimal(text) if text else None for key, text in (("goal", goal), ("actual", actual))
    }
    given: dict[str, Any] = numbers | more
    return Row(level, second, name, operator, Decimal(points), **given)


def band(
    name: str,
    points: str,
    chosen: str,
    percent: str,
    *,
    level: str = "benefit",
    second: str = "social",
    **more: object,
) -> Row:
    return Row(
        level,
        second,
        name,
        "band",
        Decimal(points),
        expected="x",
        reached="y",
        band=chosen,
        percent=Decimal(percent),
        **more,
    )  # type: ignore[arg-type]


@dataclass
class Worked:
    """A form worked out by hand: rows with the points each must get, the total and the grade."""

    money: Money
    rows: list[tuple[Row, str]]
    execution: str | None
    total: str
    grade: str
    spreads: bool = False


WORKED = {
    # domain of the form: 1,000 万元 planned, 850 executed; quantity 8 of 10; cost 550 where 500 was
    # the most; satisfaction 95 where 90 was asked
    "the example": Worked(
        Money(10_000_000_00, 10_000_000_00, 8_500_000_00),
        [
            (row("rockets recovered", ">=", "20", "10", "8"), "16.00"),
            (row("cost", "<=", "10", "500", "550", second="cost"), "9.09"),
            (row("tests", ">=", "20", "4", "4", second="quality"), "20.00"),
            (row("orders", ">=", "30", "60", "45", level="benefit", second="economic"), "22.50"),
            (row("users", ">=", "10", "90", "95", level="satisfaction", second="served"), "10.00"),
        ],
        "8.50",
        "86.09",
        "good",
    ),
    # everything reached or far over; executed more than the budget gives no more than the weight:
    # 10 + 50 + 30 + 10
    "all reached": Worked(
        Money(1_000_00, 2_000_00, 2_500_00),
        [
            (row("stations", "=", "25", "3", "3"), "25.00"),
            (row("passes", ">=", "25", "1000", "4000"), "25.00"),
            (band("reach", "30", "met", "100"), "30.00"),
            (
                row("users", ">=", "10", "85", "99.5", level="satisfaction", second="served"),
                "10.00",
            ),
        ],
        "10.00",
        "100.00",
        "excellent",
    ),
    # 1/3 executed: 3.33; 1 of 3: 16.67 of 50; partly 70 %: 21; satisfaction 2/7 of 10 is 2.857… :
    # 2.86; together 43.86
    "far from it": Worked(
        Money(300_00, 300_00, 100_00),
        [
            (row("launches", ">=", "50", "3", "1"), "16.67"),
            (band("jobs", "30", "partly", "70"), "21.00"),
            (row("users", ">=", "10", "70", "20", level="satisfaction", second="served"), "2.86"),
        ],
        "3.33",
        "43.86",
        "poor",
    ),
    # no budget, points of execution lost: 45 + 30 + 10
    "no budget, lost": Worked(
        Money(),
        [
            (row("papers", ">=", "50", "10", "9"), "45.00"),
            (band("use", "30", "met", "100"), "30.00"),
            (row("users", ">=", "10", "80", "80", level="satisfaction", second="served"), "10.00"),
        ],
        None,
        "85.00",
        "good",
    ),
    # the same, spread: 85 of 90 is 94.444… of 100
    "no budget, spread": Worked(
        Money(),
        [
            (row("papers", ">=", "50", "10", "9"), "45.00"),
            (band("use", "30", "met", "100"), "30.00"),
            (row("users", ">=", "10", "80", "80", level="satisfaction", second="served"), "10.00"),
        ],
        None,
        "94.44",
        "excellent",
        spreads=True,
    ),
}


@pytest.mark.parametrize("name", WORKED)
def test_a_form_worked_out_by_hand(name: str) -> None:
    worked = WORKED[name]
    found = scored(
        [one for one, _points in worked.rows],
        weights("standard"),
        worked.money,
        spreads=worked.spreads,
    )
    assert [str(points) for points in found.rows] == [points for _one, points in worked.rows]
    assert found.execution == (None if worked.execution is None else Decimal(worked.execution))
    assert (str(found.total), found.grade) == (worked.total, worked.grade)


def test_the_total_adds_up_what_the_rows_state() -> None:
    """Three thirds of ten points state 3.33 each: the form says 9.99, not 10.00, and adds up."""
    thirds = [row(f"r{number}", ">=", "10", "3", "1") for number in range(3)]
    found = scored(thirds, weights("standard"), Money(1, 1, 1), spreads=False)
    assert found.total == Decimal("10.00") + 3 * Decimal("3.33")


def test_an_unknown_row_leaves_the_total_unknown() -> None:
    found = scored([row("a", ">=", "50", "3")], weights("standard"), Money(1, 1, 1), spreads=False)
    assert (found.rows, found.total, found.grade) == ((None,), None, "")


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (row("below", ">=", "10", "10", "9.99"), True),
        (row("exact", ">=", "10", "10", "10"), False),
        (row("130 %", ">=", "10", "10", "13"), False),
        (row("over 130 %", ">=", "10", "10", "13.01"), True),
        (row("cost saved", "<=", "10", "10", "1"), False),
        (row("nothing spent", "<=", "10", "10", "0"), False),
        (row("cost over", "<=", "10", "10", "10.01"), True),
        (band("partly", "10", "partly", "79"), True),
        (band("whole", "10", "met", "100"), False),
    ],
    ids=lambda value: value.name if isinstance(value, Row) else "",
)
def test_a_reason_is_asked_for_below_full_points_and_far_over_the_goal(
    one: Row, wanted: bool
) -> None:
    assert needs_reason(one) is wanted


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "excellent"),
        ("90", "excellent"),
        ("89.99", "good"),
        ("80", "good"),
        ("79.99", "fair"),
        ("60", "fair"),
        ("59.99", "poor"),
        ("0", "poor"),
    ],
)
def test_the_four_grades(total: str, grade: str) -> None:
    assert rules.grade(Decimal(total)) == grade


@pytest.mark.parametrize(
    ("one", "error"),
    [
        (row("", ">=", "10", "3"), rules.RowIncomplete),
        (row("no goal", ">=", "10"), rules.RowIncomplete),
        (row("nothing to divide by", ">=", "10", "0"), rules.RowIncomplete),
        (row("no points", ">=", "0", "3"), rules.RowIncomplete),
        (row("wrong level", ">=", "10", "3", second="served"), rules.RowIncomplete),
        (row("below zero", ">=", "10", "3", "-1"), rules.RowIncomplete),
        (band("79 is not reached", "10", "met", "79"), rules.BandMismatch),
        (band("80 is reached", "10", "partly", "80"), rules.BandMismatch),
        (band("60 is partly", "10", "missed", "60"), rules.BandMismatch),
        (band("no band", "10", "", "50"), rules.BandMismatch),
    ],
    ids=lambda value: value.name if isinstance(value, Row) else "",
)
def test_a_row_that_measures_nothing_is_refused(one: Row, error: type[Exception]) -> None:
    with pytest.raises(error):
        rules.must_be_rows([one])


def test_bands_meet_where_the_higher_begins() -> None:
    rules.must_be_rows(
        [
            band("a", "1", "met", "80"),
            band("b", "1", "partly", "60"),
            band("c", "1", "missed", "0"),
            band("d", "1", "met", "100"),
            row("free of cost", "<=", "1", "0", "0"),
        ]
    )
    assert score(row("free of cost", "<=", "1", "0", "0")) == Decimal("1.00")


def test_every_scheme_makes_a_hundred_and_names_its_basis() -> None:
    schemes = {entry["scheme"] for entry in reference.evaluation_schemes()}
    assert schemes == {"standard", "unsurveyed", "cost_apart"}
    assert {sum(weights(scheme).values()) for scheme in schemes} == {Decimal(100)}
    assert all(entry["basis"] and entry["basis_en"] for entry in reference.evaluation_schemes())
