"""Another processor adds up to other last digits: nothing that is told may hang on them."""

import ast
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fund import ties
from fund.charts import allocation
from fund.procurement import outliers
from fund.procurement.concentration import HIGH, MODERATE, Concentration
from fund.targets import outlook as outlooks
from fund.targets import record, rules, scores, slips
from fund.targets.ending import Aim
from tests.procurement.test_flags import found as flagged
from tests.procurement.test_flags import tender, usual
from tests.targets import backtest

SHAKE = 1e-12
AIM = Aim("T1", ">=", Decimal(80), date(2027, 12, 31), kind="count", aggregation="sum")

TWO_RUNS = np.array([70.0, *[80.0] * 7, 90.0, 90.0])
"""Eight in ten lie from 70 to 80, and as narrowly from 80 to 90: the lower run is told."""


def shaking(seed: int) -> Callable[[Any], Any]:
    """Each computed number, or each of many, a relative 1e-12 up or down."""
    chance = np.random.default_rng(seed)
    return lambda computed: computed * (1 + SHAKE * chance.choice((-1.0, 1.0), np.shape(computed)))


def verdicts(shaken: Callable[[Any], Any]) -> list[Any]:
    """What the product says of numbers that stand exactly where it divides them."""
    ends = shaken(np.array([70.0, 80.0, 80.0, 80.0, 90.0] * 40))
    told = [
        outlooks.outlook_of(
            Aim("T1", operator, Decimal(80), AIM.ends_on, kind="count", aggregation="sum"),
            ends,
            rules.NONE_YET,
            points=4,
            inputs="x",
        )
        for operator in (">=", ">", "<=", "=")
    ]
    steps = [slips.Open(key, 0, 300, 10.0, "G1") for key in (3, 1, 2)]
    finishes = shaken(np.tile(np.array([400.0, 400.0, 400.0]), (200, 1)))
    moved = (steps, finishes, shaken(np.full(200, 70.0)), 0, 400, float(shaken(80.0)), ">=", False)
    return [
        [(one.verdict, round(one.chance or 0, 6)) for one in told],
        [rules.verdict(float(shaken(cut))) for cut, _word in rules.CUTS],
        [rules.percent(float(shaken(place / 40))) for place in range(41)],
        [lever.key for lever in slips.levers(*moved)],
        [round(lever.chance, 6) for lever in slips.levers(*moved)],
        [round(end, 6) for end in scores.band(shaken(TWO_RUNS), is_whole=True)],
        scores.is_inside(np.full(9, 80.0), float(shaken(80.0))),
        [Concentration("x", 4, float(shaken(least)), 1.0).level for least in (HIGH, MODERATE)],
        [allocation.step(float(shaken(least))) for least in allocation.BREAKS],
        [
            record.is_inside(float(shaken(80.0)), low, high)
            for low, high in ((80.0, 90.0), (70.0, 80.0), (80.0, 80.0))
        ],
    ]


def calm(computed: Any) -> Any:
    return computed


@pytest.mark.parametrize("seed", range(20))
def test_shaken_by_a_million_millionth_the_same_is_said(seed: int) -> None:
    assert verdicts(shaking(seed)) == verdicts(calm)


def test_the_shaking_is_felt_where_no_rule_decides_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above would hold whatever the product did."""
    monkeypatch.setattr(ties, "NEAR", 0)
    monkeypatch.setattr(ties, "NOTHING", 0)
    plain, shaken = verdicts(calm), [verdicts(shaking(seed)) for seed in range(8)]
    felt = {place for one in shaken for place, said in enumerate(one) if said != plain[place]}
    assert felt == {0, 1, 3, 4, 5, 6, 7, 8, 9}, "percent rounds before it cuts"


@pytest.mark.dear
@pytest.mark.usefixtures("shared")
def test_on_real_launches_each_forecast_is_scored_the_same_however_it_is_shaken() -> None:
    """Where the straight line meets a target height exactly too."""
    plain, shaken = backtest.tried(), backtest.tried(shaking(7))
    for one, other in zip(plain, shaken, strict=True):
        assert one.is_inside is other.is_inside, one
        assert (one.brier, one.line_brier) == (
            pytest.approx(other.brier, abs=1e-9),
            pytest.approx(other.line_brier, abs=1e-9),
        )
    assert backtest.told(plain) == pytest.approx(backtest.told(shaken), rel=1e-9)


@pytest.mark.parametrize("scale", [1, 3, 7, 999_983])
def test_a_bid_exactly_at_the_fence_is_flagged_whatever_the_amounts(scale: int) -> None:
    """Distances of 9, 10 and 12 % and a winner 15.5 % below: the fence of R058 itself."""
    tenders = [
        *usual(20),
        tender(99, (3, 1000 * scale), (4, 1155 * scale)),
    ]
    assert [one.process_id for one in flagged("R058", *tenders)] == [99]


def test_no_fence_stands_where_all_are_alike() -> None:
    low, high = outliers.fences([0.1 * 3 - 0.3] * 12)
    assert not ties.above(low, 0)
    assert not ties.above(high, 0)


@pytest.mark.parametrize("value", [80, Decimal("80.000000001"), 10**17 + 1])
def test_exact_numbers_are_told_apart_to_the_last_digit(value: Any) -> None:
    less = value - type(value)(1) if isinstance(value, int) else Decimal(80)
    assert ties.above(value, less)
    assert not ties.at_least(less, value)
    assert not ties.at_most(value, less)
    assert ties.at_least(value, value)
    assert ties.at_most(value, value)


def compared(text: str) -> list[str]:
    """Where a test asks whether something is exactly a number with a decimal point."""

    def pointed(node: ast.AST | None) -> bool:
        match node:
            case ast.Constant():
                return isinstance(node.value, float)
            case ast.UnaryOp():
                return pointed(node.operand)
            case ast.Tuple() | ast.List() | ast.Set():
                return any(pointed(one) for one in node.elts)
            case ast.Dict():
                return any(pointed(one) for one in node.values)
        return False

    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Compare)
        and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
        and any(pointed(one) for one in (node.left, *node.comparators))
    ]


def test_no_test_asks_a_computed_number_to_be_exactly_another() -> None:
    here = Path(__file__).parent
    found = {
        str(file.relative_to(here)): compared(file.read_text("utf-8"))
        for file in here.rglob("*.py")
    }
    assert {place: lines for place, lines in found.items() if lines} == {}


def test_such_a_question_is_named() -> None:
    asking = "assert share == 0.5\nassert (a, b) == (1, -0.25)\nassert {'x': 1.0} != found\n"
    assert [line.partition(":")[0] for line in compared(asking)] == ["1", "2", "3"]
    assert compared("assert share == pytest.approx(0.5)\nassert n == 5\nassert p < 0.5\n") == []
