"""What can be set: each threshold with its meaning, its unit, its bounds and what it is until
somebody sets it. Pure.
"""

from typing import NamedTuple

from fund.errors import N_, FundError
from fund.money import fen


class Threshold(NamedTuple):
    """One setting: words, unit (fen, percent, days or count), default, least and most."""

    words: str
    unit: str
    default: int
    least: int
    most: int


THRESHOLDS: dict[str, Threshold] = {
    "second_approval_from_fen": Threshold(
        N_("Two deciders from this amount on"), "fen", fen("1", "yi"), 1, fen("10000", "yi")
    ),
    "third_approval_from_fen": Threshold(
        N_("Three deciders from this amount on"), "fen", fen("10", "yi"), 1, fen("10000", "yi")
    ),
    "advance_cap_percent": Threshold(
        N_("Most that is paid in advance, of an agreement"), "percent", 30, 0, 100
    ),
    "stale_light_days": Threshold(
        N_("A recipient’s light older than this is grey"), "days", 35, 1, 366
    ),
    "slip_days": Threshold(
        N_("A milestone has slipped when it is expected this much after its first promise"),
        "days",
        30,
        1,
        3660,
    ),
    "evidence_days": Threshold(
        N_("Evidence is overdue this long after its part was promised"), "days", 14, 0, 3660
    ),
    "absorption_percent": Threshold(
        N_("Money is absorbed too slowly below this share of what was promised by now"),
        "percent",
        70,
        0,
        100,
    ),
    "concentration_percent": Threshold(
        N_("Money is concentrated when one body has more than this share of a measure"),
        "percent",
        40,
        1,
        100,
    ),
    "carried_over_years": Threshold(
        N_("Carried-over money unspent for so many years counts as surplus"), "count", 2, 1, 10
    ),
    "reminder_days": Threshold(
        N_("A reminder goes out this long before something is due"), "days", 14, 1, 366
    ),
    "idle_minutes": Threshold(
        N_("A sign-in ends after so many minutes without a click"), "minutes", 30, 5, 240
    ),
    "session_hours": Threshold(
        N_("A sign-in ends at the latest after so many hours"), "hours", 8, 1, 24
    ),
    "province_step": Threshold(
        N_(
            "Reports of centres pass through their province before the fund (1) or come to it at"
            " once (0)"
        ),
        "count",
        1,
        0,
        1,
    ),
    "outlier_percent": Threshold(
        N_("A figure of a centre that changes by more than this since last time asks for a word"),
        "percent",
        50,
        5,
        1000,
    ),
    "evaluation_spread": Threshold(
        N_(
            "Self-evaluation without a budget: points of execution are lost (0) or spread over the"
            " indicators (1)"
        ),
        "count",
        0,
        0,
        1,
    ),
    "flag_sample": Threshold(
        N_("Red flags that compare are silent on fewer tenders or suppliers than this"),
        "count",
        20,
        4,
        1000,
    ),
    "tender_days_open_tender": Threshold(
        N_("Shortest time from notice to deadline, open tender"), "days", 20, 0, 366
    ),
    "tender_days_invited_tender": Threshold(
        N_("Shortest time from notice to deadline, invited tender"), "days", 20, 0, 366
    ),
    "tender_days_competitive_negotiation": Threshold(
        N_("Shortest time from notice to deadline, competitive negotiation, in working days"),
        "days",
        3,
        0,
        366,
    ),
    "tender_days_competitive_consultation": Threshold(
        N_("Shortest time from notice to deadline, competitive consultation"), "days", 10, 0, 366
    ),
    "tender_days_single_source": Threshold(
        N_("Shortest time from notice to deadline, single source, in working days"),
        "days",
        5,
        0,
        366,
    ),
    "tender_days_inquiry": Threshold(
        N_("Shortest time from notice to deadline, inquiry, in working days"), "days", 3, 0, 366
    ),
    "tender_days_framework": Threshold(
        N_("Shortest time from notice to deadline, framework agreement"), "days", 20, 0, 366
    ),
    "tender_days_cooperative_innovation": Threshold(
        N_("Shortest time from notice to deadline, cooperative innovation"), "days", 0, 0, 366
    ),
}
"""Every threshold by its key. Carried-over money unspent for two years is managed as surplus by
Budget Law art. 42, the shortest periods of procurement methods are those of
data/procurement_methods.csv, to be checked; the others are ours.
"""


class UnknownSetting(FundError):
    """No such setting."""

    message = N_("There is no setting “{key}”.")


class OutOfBounds(FundError):
    """A setting keeps within its bounds."""

    message = N_("This setting takes {least} to {most}; {value} was given.")


def must_fit(key: str, value: int) -> Threshold:
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
