"""Which of two computed numbers is the greater, where they may be the same but for their last
digits: what another processor adds up otherwise decides nothing. Pure.

The rule: numbers that differ by less than NEAR of the one held against are equal. Equal is at
least, and at most, and never above.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Many = NDArray[np.float64]
    Whether = NDArray[np.bool_]

NEAR = 1e-9
"""Part of a number within which another is the same."""
NOTHING = 1e-12
"""Within this of zero is zero."""


@overload
def at_least(value: float | Decimal, limit: float | Decimal) -> bool: ...


@overload
def at_least(value: "Many", limit: float | Decimal) -> "Whether": ...


def at_least(value: "float | Decimal | Many", limit: float | Decimal) -> "bool | Whether":
    """Whether a computed number, or each of many, reaches a limit; exact numbers exactly.

    >>> at_least(0.1 * 3, 0.3), at_least(0.3, 0.1 * 3), at_least(0.29999, 0.3)
    (True, True, False)
    """
    apart, near = _apart(value, limit)
    return apart >= -near


@overload
def at_most(value: float | Decimal, limit: float | Decimal) -> bool: ...


@overload
def at_most(value: "Many", limit: float | Decimal) -> "Whether": ...


def at_most(value: "float | Decimal | Many", limit: float | Decimal) -> "bool | Whether":
    """Whether a computed number, or each of many, stays within a limit.

    >>> at_most(0.1 * 3, 0.3), at_most(0.30001, 0.3)
    (True, False)
    """
    apart, near = _apart(value, limit)
    return apart <= near


@overload
def above(value: float | Decimal, limit: float | Decimal) -> bool: ...


@overload
def above(value: "Many", limit: float | Decimal) -> "Whether": ...


def above(value: "float | Decimal | Many", limit: float | Decimal) -> "bool | Whether":
    """Whether a computed number, or each of many, lies beyond a limit.

    >>> above(0.1 * 3, 0.3), above(0.30001, 0.3), above(1e-17, 0)
    (False, True, False)
    """
    apart, near = _apart(value, limit)
    return apart > near


def in_order(value: float) -> float:
    """A computed number to nine digits, to sort by: equal ones are neighbours, and what comes next
    in the key decides.

    >>> in_order(0.1 * 3) == in_order(0.3)
    True
    """
    return float(f"{value:.9g}")


def _apart(
    value: "float | Decimal | Many", limit: float | Decimal
) -> "tuple[float | Decimal | Many, float]":
    """How far a number lies beyond a limit, and how far it may while it is the same."""
    if isinstance(value, int | Decimal) and isinstance(limit, int | Decimal):
        return value - limit, 0
    if isinstance(value, Decimal) or isinstance(limit, Decimal):
        raise TypeError("an exact number is held against an exact one")
    return value - limit, NEAR * abs(limit) + NOTHING
