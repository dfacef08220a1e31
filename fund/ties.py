"""Which of two computed numbers is the greater, where they may be the same but for their last
digits: what another processor adds up otherwise decides nothing. Pure.

The rule: numbers that differ by less than NEAR of the one held against are equal. Equal is at
least, and at most, and never above.
"""

from decimal import Decimal
from typing import Any

NEAR = 1e-9
"""Part of a number within which another is the same."""
NOTHING = 1e-12
"""Within this of zero is zero."""


def at_least(value: object, limit: Any) -> Any:
    """Whether a computed number, or each of many, reaches a limit; exact numbers exactly.

    >>> at_least(0.1 * 3, 0.3), at_least(0.3, 0.1 * 3), at_least(0.29999, 0.3)
    (True, True, False)
    """
    return value - limit >= -_near(value, limit)


def at_most(value: object, limit: Any) -> Any:
    """Whether a computed number, or each of many, stays within a limit.

    >>> at_most(0.1 * 3, 0.3), at_most(0.30001, 0.3)
    (True, False)
    """
    return value - limit <= _near(value, limit)


def above(value: object, limit: Any) -> Any:
    """Whether a computed number, or each of many, lies beyond a limit.

    >>> above(0.1 * 3, 0.3), above(0.30001, 0.3), above(1e-17, 0)
    (False, True, False)
    """
    return value - limit > _near(value, limit)


def in_order(value: float) -> float:
    """A computed number to nine digits, to sort by: equal ones are neighbours, and what comes next
    in the key decides.

    >>> in_order(0.1 * 3) == in_order(0.3)
    True
    """
    return float(f"{value:.9g}")


def _near(value: object, limit: Any) -> Any:
    if isinstance(value, int | Decimal) and isinstance(limit, int | Decimal):
        return 0
    return NEAR * abs(limit) + NOTHING
