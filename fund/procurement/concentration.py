"""How much few suppliers hold of what is committed. Pure.

The yardsticks are those of the United States merger guidelines of 2010; no Chinese threshold for
procurement was found.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from fund import ties
from fund.errors import N_

MODERATE, HIGH = 1_500, 2_500
LEVELS = {
    "high": N_("Highly concentrated"),
    "moderate": N_("Moderately concentrated"),
    "low": N_("Spread out"),
}


class Concentration(NamedTuple):
    """A category with its suppliers: how many, the Herfindahl-Hirschman index (10,000 where one has
    all), the share of the five largest (0 to 1).
    """

    category: str
    suppliers: int
    hhi: float
    top_five: float

    @property
    def level(self) -> str:
        """A key of LEVELS."""
        for level, least in (("high", HIGH), ("moderate", MODERATE)):
            if ties.at_least(self.hhi, least):
                return level
        return "low"


def concentrations(held: Iterable[tuple[str, int, int]]) -> list[Concentration]:
    """By category, the most concentrated first, from (category, supplier, fen).

    >>> [one] = concentrations([("ttc", 1, 60), ("ttc", 2, 40)])
    >>> one.hhi, one.level
    (5200.0, 'high')
    """
    sums: dict[str, Counter[int]] = {}
    for category, supplier, fen in held:
        sums.setdefault(category, Counter())[supplier] += fen
    found = [
        _concentration(category, by_supplier)
        for category, by_supplier in sums.items()
        if by_supplier.total() > 0
    ]
    return sorted(found, key=lambda one: (-ties.in_order(one.hhi), one.category))


def _concentration(category: str, by_supplier: Counter[int]) -> Concentration:
    total = by_supplier.total()
    return Concentration(
        category,
        len(by_supplier),
        sum((fen * 100 / total) ** 2 for fen in by_supplier.values()),
        sum(fen for _supplier, fen in by_supplier.most_common(5)) / total,
    )
