"""Unit prices against a table written by hand, to the fen; what is too few is not told."""

from datetime import date
from typing import Any

import pytest

from fund.procurement.deliverables import (
    Delivered,
    FigureMissing,
    FigureOutOfPlace,
    FigureWrong,
    judged,
)
from fund.procurement.prices import Comparison, Whole, compared, prices

YI = 10**10
CONTRACTS = [
    Whole("L1", "launch_vehicle", "sso", date(2026, 1, 20), 36_000_000_00, 600),  # 60,000 元/kg
    Whole("L2", "launch_vehicle", "sso", date(2026, 3, 2), 28_000_000_00, 700),  # 40,000 元/kg
    Whole(
        "L3", "launch_vehicle", "sso", date(2026, 5, 4), 25_000_000_00, 499
    ),  # 50,100.2004… -> 50,100.20 元/kg
    Whole(
        "L4", "launch_vehicle", "leo", date(2026, 5, 4), 30_000_000_00, 1000
    ),  # 30,000 元/kg, alone in its set
    Whole("S1", "satellite", "optical", date(2026, 2, 1), 90_000_000_00, 6),  # 15,000,000 元
    Whole("T1", "ttc", "", date(2026, 2, 1), 1_000_00, 3),  # 333.333… -> 333.33 元/pass
    Whole("T2", "ttc", "", date(2026, 2, 2), 2_000_00, 3),  # 666.666… -> 666.67
    Whole("T3", "ttc", "", date(2026, 2, 3), 1_00, 200),  # 0.5 fen -> 1 fen
    Whole("T4", "ttc", "", date(2026, 2, 4), 5_00, 100),  # 5 fen
    Whole("P1", "launch_site", "pad", date(2026, 2, 1), YI, 1),
    Whole("T5", "ttc", "", date(2026, 2, 1), YI, 0),
]


def test_each_contracts_price_is_the_one_worked_out_by_hand_the_newest_first() -> None:
    assert [(price.code, price.measure, price.unit_fen) for price in prices(CONTRACTS)] == [
        ("L3", "kg", 50_100_20),
        ("L4", "kg", 30_000_00),
        ("L2", "kg", 40_000_00),
        ("T4", "pass", 5),
        ("T3", "pass", 1),
        ("T2", "pass", 666_67),
        ("S1", "satellite", 15_000_000_00),
        ("T1", "pass", 333_33),
        ("L1", "kg", 60_000_00),
    ]


def test_like_is_compared_with_like_and_what_is_too_few_has_no_middle() -> None:
    """Launches to one orbit in a set of three; the middle of four passes lies between 5 and 33,333
    fen: 16,669.
    """
    found = {(one.category, one.kind): one for one in compared(prices(CONTRACTS))}
    assert found["launch_vehicle", "sso"] == Comparison(
        "launch_vehicle",
        "sso",
        "kg",
        3,
        40_000_00,
        50_100_20,
        60_000_00,
        [("2026-Q1", 2, 50_000_00), ("2026-Q2", 1, 50_100_20)],
    )
    assert found["launch_vehicle", "leo"][3:] == (1, None, None, None, [("2026-Q2", 1, 30_000_00)])
    assert found["ttc", ""][3:7] == (4, 1, 16_669, 666_67)
    assert list(found) == [
        ("launch_vehicle", "leo"),
        ("launch_vehicle", "sso"),
        ("satellite", "optical"),
        ("ttc", ""),
    ]


def test_two_are_one_too_few() -> None:
    assert compared(prices(CONTRACTS[:2]))[0].median_fen is None
    assert compared(prices(CONTRACTS[:3]))[0].median_fen == 50_100_20


LAUNCH = {
    "item": "示例一号",
    "orbit": "sso",
    "mass_kg": 500,
    "outcome": "success",
    "is_reused": True,
}


def test_a_delivery_is_told_in_the_figures_of_its_category() -> None:
    assert judged("launch_vehicle", LAUNCH) == Delivered(**LAUNCH)
    assert judged(
        "ttc", {"item": " passes ", "quantity": 3, "hours": None, "outcome": ""}
    ) == Delivered(item="passes", quantity=3)


@pytest.mark.parametrize(
    ("category", "figures", "refusal", "named"),
    [
        ("launch_vehicle", LAUNCH | {"mass_kg": None}, FigureMissing, "Mass"),
        ("launch_vehicle", LAUNCH | {"quantity": 2}, FigureOutOfPlace, "How many"),
        ("launch_vehicle", LAUNCH | {"orbit": "moon"}, FigureWrong, "Orbit"),
        ("launch_vehicle", LAUNCH | {"mass_kg": 0.5}, FigureWrong, "Mass"),
        ("launch_vehicle", LAUNCH | {"mass_kg": -1}, FigureWrong, "Mass"),
        ("launch_vehicle", LAUNCH | {"mass_kg": True}, FigureWrong, "Mass"),
        ("satellite", {"item": "optical"}, FigureMissing, "How many"),
        ("ttc", {"item": "p", "quantity": 10**9 + 1}, FigureWrong, "How many"),
        ("satellite", {"item": "o", "quantity": 1, "orbit": "leo"}, FigureOutOfPlace, "Orbit"),
        ("other", {"item": "x", "colour": "red"}, FigureOutOfPlace, "colour"),
    ],
)
def test_a_figure_missing_out_of_place_or_impossible_is_named(
    category: str, figures: dict[str, Any], refusal: type, named: str
) -> None:
    with pytest.raises(refusal) as refused:
        judged(category, figures)
    assert any(str(figure).startswith(named) for figure in refused.value.facts["figures"])
