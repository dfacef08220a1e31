"""What a kilogram to orbit, a satellite and a pass cost, from contracts that are delivered and
accepted whole. Pure; money in fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median
from typing import NamedTuple

MEASURES = {"launch_vehicle": "kg", "satellite": "satellite", "ttc": "pass"}
"""Category -> what its price is for one of."""
USABLE = 3
"""Prices of one set a median needs."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A contract whose whole agreement is accepted: what it cost, and what all its deliveries come
    to; orbit for launches, type for satellites.
    """

    code: str
    category: str
    kind: str
    signed_on: date
    cost_fen: int
    units: int


class Price(NamedTuple):
    """One contract's unit price: fen for one unit, rounded half up to the fen."""

    code: str
    category: str
    kind: str
    measure: str
    signed_on: date
    unit_fen: int


class Comparison(NamedTuple):
    """The prices of one set, of like with like: how many, and, where they are usable, the lowest,
    the middle and the highest in fen; the middle by quarter of signature.
    """

    category: str
    kind: str
    measure: str
    sample: int
    low_fen: int | None
    median_fen: int | None
    high_fen: int | None
    trend: list[tuple[str, int, int]]
    """Quarter, how many, the middle."""


def half_up(amount: Fraction) -> int:
    """The nearest fen, a half upwards.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(7, 3))
    (3, 2)
    """
    return int(amount + Fraction(1, 2))


def prices(contracts: Sequence[Whole]) -> list[Price]:
    """The unit price of each contract that has one, the newest first."""
    found = [
        Price(
            one.code,
            one.category,
            one.kind,
            MEASURES[one.category],
            one.signed_on,
            half_up(Fraction(one.cost_fen, one.units)),
        )
        for one in contracts
        if one.category in MEASURES and one.units > 0
    ]
    return sorted(found, key=lambda price: (-price.signed_on.toordinal(), price.code))


def compared(found: Sequence[Price]) -> list[Comparison]:
    """Prices of like with like: one set a category and kind, in the order of the categories; no
    middle is told of fewer than USABLE.
    """
    sets: dict[tuple[str, str], list[Price]] = {}
    for price in found:
        sets.setdefault((price.category, price.kind), []).append(price)
    order = list(MEASURES)
    return [
        _comparison(key, sets[key])
        for key in sorted(sets, key=lambda key: (order.index(key[0]), key[1]))
    ]


def _comparison(key: tuple[str, str], of: list[Price]) -> Comparison:
    amounts = [price.unit_fen for price in of]
    quarters: dict[str, list[int]] = {}
    for price in of:
        quarters.setdefault(
            f"{price.signed_on.year}-Q{(price.signed_on.month - 1) // 3 + 1}", []
        ).append(price.unit_fen)
    trend = [
        (quarter, len(values), half_up(Fraction(median(values))))
        for quarter, values in sorted(quarters.items())
    ]
    if len(of) < USABLE:
        return Comparison(*key, of[0].measure, len(of), None, None, None, trend)
    return Comparison(
        *key,
        of[0].measure,
        len(of),
        min(amounts),
        half_up(Fraction(median(amounts))),
        max(amounts),
        trend,
    )
