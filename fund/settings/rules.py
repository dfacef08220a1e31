"""What can be set: each threshold with its meaning, its unit, its bounds and what it is until
somebody sets it. Pure.
"""

from fund.errors import N_, FundError
from fund.rooms import derived
from fund.rooms.room import Setting
from fund.rooms.rooms import ROOMS

THRESHOLDS = derived.settings(ROOMS)
"""Every threshold by its key, as the rooms declare them. Carried-over money unspent for two years
is managed as surplus by Budget Law art. 42, the shortest periods of procurement methods are those
of data/procurement_methods.csv, to be checked; the others are ours.
"""


class UnknownSetting(FundError):
    """No such setting."""

    message = N_("There is no setting “{key}”.")


class OutOfBounds(FundError):
    """A setting keeps within its bounds."""

    message = N_("This setting takes {least} to {most}; {value} was given.")


def must_fit(key: str, value: int) -> Setting:
    """The threshold of that key, if the value lies within its bounds."""
    if key not in THRESHOLDS:
        raise UnknownSetting(key=key)
    threshold = THRESHOLDS[key]
    if not threshold.least <= value <= threshold.most:
        raise OutOfBounds(least=threshold.least, most=threshold.most, value=value)
    return threshold


def deciders_needed(amount_fen: int, second_from_fen: int, third_from_fen: int) -> int:
    """How many deciders an amount takes.

    >>> deciders_needed(99, 100, 1000), deciders_needed(100, 100, 1000), deciders_needed(1000, 100,
    ... 1000)
    (1, 2, 3)
    """
    return 1 + (amount_fen >= second_from_fen) + (amount_fen >= third_from_fen)
