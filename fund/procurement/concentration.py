"""How much few suppliers hold of what is committed. Pure.

The yardsticks are those of the United States merger guidelines of 2010; no Chinese threshold for
procurement was found.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
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
    sums: dict[str, dict[int, int]] = defaultdict(dict)
    for category, supplier, fen in held:
        by_supplier = sums[category]
        by_supplier[supplier] = by_supplier.get(supplier, 0) + fen
    found = [
        _concentration(category, list(by_supplier.values()))
        for category, by_supplier in sums.items()
        if sum(by_supplier.values()) > 0
    ]
    return sorted(found, key=lambda one: (-ties.in_order(one.hhi), one.category))


def _concentration(category: str, held: Sequence[int]) -> Concentration:
    total = sum(held)
    return Concentration(
        category,
        len(held),
        sum((fen * 100 / total) ** 2 for fen in held),
        sum(nlargest(5, held)) / total,
    )
