"""What came back for what was paid: multiples, the yearly rate, cost by average. Pure.

The rate is that of XIRR in spreadsheets: days over 365 in every year, leap or not.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from typing import NamedTuple

PLACES = Decimal("0.000001")
YEAR = 365
HALVINGS = 200
LONGEST = 320
"""Digits of the largest figure."""
STEEPEST = 700.0
"""ln(1 + r) of the largest rate a number can say."""


class Flow(NamedTuple):
    """Money on a day, in fen: a payment is below zero, what came back above."""

    day: date
    amount_fen: int


def rounded(value: Decimal) -> Decimal:
    """Six places, half up; nothing is above nothing, not below it."""
    found = value.quantize(PLACES, ROUND_HALF_UP, Context(prec=LONGEST))
    return found or abs(found)


def share(part_fen: int, whole_fen: int) -> Decimal | None:
    """A part over a whole, to six places; None over nothing."""
    return rounded(Decimal(part_fen) / whole_fen) if whole_fen > 0 else None


def cost_leaving(cost_fen: int, units: int, held: int) -> int:
    """The average cost of units that leave, rounded half up to the fen."""
    exact = Decimal(cost_fen) * units / held
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def split(proceeds_fen: int, cost_fen: int) -> tuple[int, int, int]:
    """Proceeds of an exit as principal, gain and loss."""
    return (
        min(proceeds_fen, cost_fen),
        max(0, proceeds_fen - cost_fen),
        max(0, cost_fen - proceeds_fen),
    )


def by_day(flows: Iterable[Flow]) -> list[Flow]:
    """Flows put together day by day, in their order, days of nothing left out."""
    days: Counter[date] = Counter()
    for day, amount_fen in flows:
        days[day] += amount_fen
    return [Flow(day, days[day]) for day in sorted(days) if days[day]]


def yearly_rate(flows: Iterable[Flow], value_fen: int, on: date) -> Decimal | None:
    """The yearly rate to six places, half up; None where ``exact_rate`` is."""
    found = exact_rate(flows, value_fen, on)
    return None if found is None else rounded(Decimal(found))


def exact_rate(flows: Iterable[Flow], value_fen: int, on: date) -> float | None:
    """The rate r at which the flows and the fair value on a day come to nothing.

    None where it says little or several would do: less than 365 days from the first payment to
    the day, no flow of one sign, more than one change of sign in the order of days; or it is
    beyond any number (a fortune within days of a fen).
    """
    known = list(flows)
    paid = [flow.day for flow in known if flow.amount_fen < 0]
    if not paid or (on - min(paid)).days < YEAR:
        return None
    together = by_day([*known, Flow(on, value_fen)])
    signs = [flow.amount_fen > 0 for flow in together]
    if sum(one is not other for one, other in pairwise(signs)) != 1:
        return None
    return _solved(together)


def _solved(flows: list[Flow]) -> float | None:
    """By halving ln(1 + r): with one change of sign there is one root."""
    first = flows[0].day
    terms = [((day - first).days / YEAR, float(amount_fen)) for day, amount_fen in flows]
    rises = flows[0].amount_fen > 0

    def is_above(log_rate: float) -> bool:
        # every term by the power of the largest: no number is too large, no sign changes
        powers = [-log_rate * years for years, _amount in terms]
        most = max(powers)
        worth = sum(
            amount * math.exp(power - most)
            for power, (_years, amount) in zip(powers, terms, strict=True)
        )
        return (worth > 0) is not rises

    low, high = -1.0, 1.0
    while not is_above(low):
        low *= 2
    while is_above(high):
        high *= 2
    for _number in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):  # no number lies between
            break
        low, high = (middle, high) if is_above(middle) else (low, middle)
    return None if low > STEEPEST else math.expm1(low)


class Returns(NamedTuple):
    """A holding, or several put together, on a day: fen, and figures of six places (None: a
    dash).
    """

    paid_in_fen: int
    proceeds_fen: int
    principal_fen: int
    gain_fen: int
    loss_fen: int
    cost_left_fen: int
    fair_value_fen: int
    unrealised_fen: int
    tvpi: Decimal | None
    dpi: Decimal | None
    rvpi: Decimal | None
    irr: Decimal | None


def measured(sums: Mapping[str, int], flows: Iterable[Flow], on: date) -> Returns:
    """Returns of sums (paid_in, proceeds, principal, gain, loss, cost_left, fair_value, each
    with _fen) and the flows behind them.
    """
    paid, back, worth = sums["paid_in_fen"], sums["proceeds_fen"], sums["fair_value_fen"]
    return Returns(
        **sums,
        unrealised_fen=worth - sums["cost_left_fen"],
        tvpi=share(back + worth, paid),
        dpi=share(back, paid),
        rvpi=share(worth, paid),
        irr=yearly_rate(flows, worth, on),
    )


SUMMED = Returns._fields[:7]
"""What is added up when holdings are put together."""
