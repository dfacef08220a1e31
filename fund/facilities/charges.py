"""How much of a booking is charged: its quantity by the unit of the facility, and the fen it
costs. Pure.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from fund.clock import BEIJING
from fund.facilities.windows import Window, minutes, within, without

QUARTER = 15
"""Minutes a charge by the hour is counted in; a started one counts."""


class Measured(NamedTuple):
    """Minutes of opening time booked and used, days touched, and units counted."""

    booked: int
    used: int
    days: int
    units: int


def measured(
    open_windows: Sequence[Window], booked: Window, used: Window | None, units: int
) -> Measured:
    """What is charged for: ``open_windows`` covers booking and use. Use outside both opening hours
    and booking counts as well; a closed night inside the booking does not.
    """
    hours = list(open_windows)
    inside = within(hours, [booked])
    used_inside = within(hours, [used]) if used else []
    outside = without([used], [booked, *hours]) if used else []
    touched = {one.first.astimezone(BEIJING).date() for one in [*inside, *used_inside, *outside]}
    return Measured(minutes(inside), minutes([*used_inside, *outside]), len(touched), units)


def quantity(unit: str, found: Measured) -> int:
    """Started quarters of the longer of booked and used for an hour, days touched for a day, units
    for the rest.

    >>> quantity("hour", Measured(360, 440, 1, 0)), quantity("pass", Measured(0, 0, 1, 10))
    (30, 10)
    """
    if unit == "hour":
        return -(-max(found.booked, found.used) // QUARTER)
    return found.days if unit == "day" else found.units


def cost(unit: str, amount: int, unit_fen: int, minimum_units: int, percent: int = 100) -> int:
    """What a quantity costs in fen, never less than the least units, half up; ``percent`` of it
    where a cancelled one is charged.

    >>> cost("hour", 30, 200_000, 0), cost("hour", 48, 200_000, 0, 50), cost("pass", 1, 5_000, 3)
    (1500000, 1200000, 15000)
    """
    parts = 4 if unit == "hour" else 1
    whole = max(amount, minimum_units * parts) * unit_fen * percent
    return (2 * whole + parts * 100) // (2 * parts * 100)


def is_late(starts_at: datetime, now: datetime, late_hours: int) -> bool:
    """Whether a booking is cancelled so late that it is charged."""
    return (starts_at - now).total_seconds() < late_hours * 3_600
