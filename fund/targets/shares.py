"""What is observed counts once: parted between the measures it serves, whole to the last digit.
Pure.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction


def parted(total: Decimal, weights: Mapping[str, int]) -> dict[str, Decimal]:
    """The total parted by weight, in steps of its own last digit, by the largest remainder: the
    parts add up to it exactly. Of equal remainders the larger weight, then the earlier key comes
    first.

    >>> parted(Decimal(7), {"A3": 1, "B1": 1, "C1": 1})
    {'A3': Decimal('3'), 'B1': Decimal('2'), 'C1': Decimal('2')}
    """
    exponent = min(0, int(total.as_tuple().exponent))
    steps, whole = int(total.scaleb(-exponent)), sum(weights.values())
    exact = {key: Fraction(abs(steps) * weight, whole) for key, weight in weights.items()}
    found = {key: int(part) for key, part in exact.items()}
    first = sorted(weights, key=lambda key: (found[key] - exact[key], -weights[key], key))
    for key in first[: abs(steps) - sum(found.values())]:
        found[key] += 1
    return {
        key: Decimal(part if steps >= 0 else -part).scaleb(exponent) for key, part in found.items()
    }
