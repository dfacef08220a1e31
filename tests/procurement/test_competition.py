"""Competition in figures, each worked out by hand with what it rests on."""

from datetime import date

import pytest

from fund.procurement.competition import Deal, figures, methods
from tests.procurement.test_flags import NOTICE, tender

TODAY = date(2026, 11, 23)
TENDERS = [
    tender(1, (1, 100), (2, 110), (3, 120)),
    tender(2, (1, 100), (2, 110)),
    tender(3, (4, 100)),
    tender(4, (5, 100), method="single_source"),
    tender(5, method="inquiry"),
    tender(6, (1, 100), (6, 110, "withdrawn"), days=-400),
]
"""Bidders 3, 2, 1, 1 and 1; the fifth had none. The sixth closed 400 days before the others were
published.
"""


def deal(
    supplier: int, won: int, *, estimate: int = 1000, days: int | None = 40, is_small: bool = False
) -> Deal:
    return Deal(
        supplier,
        estimate * 100,
        won * 100,
        NOTICE,
        None if days is None else date.fromordinal(NOTICE.toordinal() + days),
        is_small,
    )


DEALS = [
    deal(1, 500),
    deal(1, 100, estimate=200, days=60),
    deal(2, 200, estimate=250, is_small=True),
    deal(3, 200, estimate=200, days=None),
]
"""Supplier 1 has 600 of 1,000, suppliers 2 and 3 have 200 each."""


def by_name(tenders: list = TENDERS, deals: list = DEALS) -> dict[str, tuple[float | None, int]]:
    return {
        figure.name: (
            None if figure.value is None else pytest.approx(figure.value, abs=0.0001),
            figure.sample,
        )
        for figure in figures(tenders, deals, TODAY)
    }


def test_each_figure_equals_the_one_worked_out_by_hand() -> None:
    assert by_name() == {
        "bidders": (1, 5),  # 1, 1, 1, 2, 3
        "single_bid": (
            50,
            4,
        ),  # of tenders 1, 2, 3 and 6 the last two; a single source is meant to have one
        "new_bidders": (80, 5),  # 1 to 5 bid within a year; 1 had bid before
        "hhi": (4400, 3),  # 60² + 20² + 20²
        "top_five": (100, 3),
        "small_winners": (25, 4),
        "days_to_contract": (40, 3),  # 40, 40, 60
        "price_of_estimate": (65, 4),  # 50, 50, 80, 100
    }


def test_the_five_largest_of_six_are_counted() -> None:
    assert by_name(deals=[deal(supplier, 100) for supplier in range(1, 6)] + [deal(6, 50)])[
        "top_five"
    ] == (pytest.approx(90.9091), 6)


def test_where_there_is_nothing_no_figure_is_made_up() -> None:
    assert set(by_name([], []).values()) == {(None, 0)}


def test_methods_are_counted_the_most_used_first() -> None:
    assert methods(TENDERS) == [("open_tender", 4), ("inquiry", 1), ("single_source", 1)]
