"""What is observed counts once: its parts over the measures add up to it, in a thousand random
cases.
"""

from decimal import Decimal
from fractions import Fraction
from random import Random

from fund.targets.shares import parted

MEASURES = [f"{area}{number}" for area in "ABCDE" for number in range(1, 6)]


def test_the_parts_add_up_exactly_and_none_is_a_step_away_from_its_share() -> None:
    chance = Random(2027)
    odd = 0
    for _case in range(1_000):
        total = Decimal(chance.randint(-(10**9), 10**12)).scaleb(-chance.randint(0, 6))
        weights = {
            key: chance.randint(1, 1000) for key in chance.sample(MEASURES, chance.randint(1, 20))
        }
        parts = parted(total, weights)
        step, whole = (
            Fraction(Decimal(1).scaleb(min(0, total.as_tuple().exponent))),
            sum(weights.values()),
        )  # type: ignore[type-var]
        assert sum(parts.values()) == total
        assert all(
            abs(Fraction(parts[key]) - Fraction(total) * weight / whole) < step
            for key, weight in weights.items()
        )
        assert parts == parted(total, dict(reversed(weights.items())))
        odd += any(
            Fraction(parts[key]) != Fraction(total) * weight / whole
            for key, weight in weights.items()
        )
    assert odd > 700, "most of them do not divide evenly: rounding each by itself would not add up"
