"""The words of launch sites, how a planned time moves, what a launch code says. Pure."""

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from fund.errors import N_, NP_, FundError
from fund.period import Period, month, parse, quarter

SITE_KINDS: Mapping[str, str] = {
    "land": N_("On land"),
    "sea": N_("At sea"),
    "mobile": N_("Mobile"),
}
PAD_STATES: Mapping[str, str] = {
    "planned": NP_("pad", "Planned"),
    "building": NP_("pad", "Being built"),
    "commissioning": NP_("pad", "Being commissioned"),
    "active": NP_("pad", "In service"),
    "maintenance": NP_("pad", "Under maintenance"),
    "retired": NP_("pad", "Retired"),
}
PAD_TAGS: Mapping[str, str] = {
    "planned": "planned",
    "building": "under_way",
    "commissioning": "under_way",
    "active": "active",
    "maintenance": "on_hold",
    "retired": "closed",
}
"""State of a pad -> the state of fund.status it is marked by."""
CAPACITY_KINDS: Mapping[str, str] = {
    "design": NP_("capacity", "By design"),
    "permitted": NP_("capacity", "Permitted"),
    "achieved": NP_("capacity", "Achieved"),
}
PRECISIONS: Mapping[str, str] = {
    "second": N_("to the second"),
    "minute": N_("to the minute"),
    "hour": N_("to the hour"),
    "day": N_("to the day"),
    "month": N_("to the month"),
    "quarter": N_("to the quarter"),
    "half": N_("to the half-year"),
    "year": N_("to the year"),
}
"""How exactly a time is known, the finest first."""
FINE = frozenset({"second", "minute", "hour", "day"})
"""Precisions by which days between two times can be counted."""
MOVES: Mapping[str, str] = {
    "first": N_("First planned"),
    "slip": N_("Later"),
    "pull_in": N_("Earlier"),
    "firmed": N_("More exactly"),
    "loosened": N_("Less exactly"),
    "adjusted": N_("Same day, other time"),
}
SERVICES: Mapping[str, str] = {
    "": NP_("service", "Unknown"),
    "G": N_("Government rocket"),
    "CG": N_("Commercial rocket, run for the government"),
    "CO": N_("Government rocket, run commercially"),
    "CX": N_("Commercial rocket and payload, for the government"),
    "C": N_("Commercial throughout"),
}
"""Codes of GCAT for whom a launch is a service."""
COMMERCIAL = frozenset({"CO", "CX", "C"})
OUTCOMES: Mapping[str, str] = {
    "success": NP_("launch", "Success"),
    "partial": NP_("launch", "Partial failure"),
    "failure": NP_("launch", "Failure"),
    "pad_failure": N_("Failure before lift-off"),
}
TAGS: Mapping[str, str] = {
    "success": "met",
    "partial": "partially_met",
    "failure": "not_met",
    "pad_failure": "unsuccessful",
    "": "planned",
    "unconfirmed": "unconfirmed",
    "told": "to_confirm",
}
"""How a launch stands -> the state of fund.status it is marked by."""
STANDINGS: Mapping[str, str] = {
    **OUTCOMES,
    "": NP_("launch", "Planned"),
    "unconfirmed": N_("Time passed, outcome unconfirmed"),
    "told": N_("Outcome reported, to be confirmed"),
}
REASONS: Mapping[str, str] = {
    "weather": N_("Weather"),
    "vehicle": N_("Rocket"),
    "range": N_("Range"),
    "payload": N_("Payload"),
    "other": NP_("scrub", "Other"),
}
RECOVERIES: Mapping[str, str] = {
    "": NP_("recovery", "Not tried"),
    "recovered": N_("Recovered"),
    "lost": NP_("recovery", "Lost"),
}
ORIGINS: Mapping[str, str] = {
    "own": N_("The fund’s own register"),
    "missions": N_("List of missions (CSV)"),
    "gcat": N_("GCAT launch log"),
}
"""Where launches stand; figures never add two of them, since one launch may stand in each."""
NEVER_EARTH = frozenset({"LUNA", "MARS", "VENUS"})
"""Countries GCAT gives places that are not on Earth."""
LEAST_FOR_PERCENT = 10
"""Below so many launches a share is said as “8 of 9”."""
SUCCESS_FROM = 75
"""Hundredths of a score from which a launch was a success."""
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": SITE_KINDS,
    "state": PAD_STATES,
    "capacity": CAPACITY_KINDS,
    "precision": PRECISIONS,
    "service": SERVICES,
    "outcome": OUTCOMES,
    "reason": REASONS,
    "recovery": RECOVERIES,
}
HEADS: Mapping[str, str] = {
    "kind": NP_("launch site", "Kind"),
    "state": NP_("pad", "State"),
    "capacity": NP_("capacity", "Kind"),
    "precision": N_("How exactly"),
    "service": N_("For whom"),
    "outcome": NP_("launch", "Outcome"),
    "reason": NP_("scrub", "Reason"),
    "recovery": N_("Recovery of stages"),
}
Z = 1.959963984540054
"""The normal quantile of a 95 % range."""


class WordUnknown(FundError):
    """A choice is one of those listed."""

    message = N_("“{value}” is no choice for “{field}”.")


class SiteKnown(FundError):
    """A site, a pad, a launch is entered once; so is a name lists know a site by."""

    message = N_("“{code}” is entered already.")


class SiteNameMissing(FundError):
    """What is entered has a code and a Chinese name."""

    message = N_("Give a code and a Chinese name.")


class SiteSourceMissing(FundError):
    """A statement says where it was read, and when."""

    message = N_("Say where this was read, and the day of that source.")


class CapacityWrong(FundError):
    """A capacity is launches a year."""

    message = N_("The capacity is a whole number of launches a year, more than 0.")


class PadElsewhere(FundError):
    """A pad belongs to its site."""

    message = N_("“{pad}” is no pad of “{site}”.")


class PadRetired(FundError):
    """Nothing more starts from a retired pad."""

    message = N_("The pad “{pad}” is retired since {date}.")


class NothingMoved(FundError):
    """A change of the planned time changes it."""

    message = N_("This is the time planned already.")


class AlreadyFlown(FundError):
    """A launch whose outcome is confirmed is not planned again; a wrong outcome is corrected."""

    message = N_("The launch “{code}” has its confirmed outcome. Correct that, with the reason.")


class NotYetConfirmed(FundError):
    """An outcome waits for its confirmation before it is reported again."""

    message = N_("The outcome of “{code}” waits to be confirmed; confirm it, then correct it.")


class LaunchNotOurs(FundError):
    """What a list published says is not changed by hand."""

    message = N_("“{code}” was taken in from a list. Undo the file, or enter the launch yourself.")


class LiftOffMissing(FundError):
    """A flown launch has a lift-off, one that failed before it has none."""

    message = N_("Give the moment of lift-off; after a failure before lift-off leave it empty.")


class DeliveryTaken(FundError):
    """A delivery of a contract is one launch."""

    message = N_("That delivery is named by the launch “{code}” already.")


class DeliveryNotALaunch(FundError):
    """A launch names a delivery of a contract for launches."""

    message = N_("The delivery {key} is none of a contract for launch vehicles.")


class BatchUndone(FundError):
    """A file is undone once."""

    message = N_("The file “{name}” was undone already, on {date}.")


class SeaPlaces(FundError):
    """A launch at sea has ship, port and place of ascent."""

    message = N_("A launch at sea names its ship, its port and its place of ascent.")


def period_of(day: date, precision: str) -> Period | None:
    """The month, quarter, half or year in which a time lies that is known no more exactly; None of
    one known to the day.

    >>> period_of(date(2027, 4, 1), "quarter").code
    '2027-Q2'
    """
    match precision:
        case "month":
            return month(day)
        case "quarter":
            return quarter(day)
        case "half":
            return parse(f"{day.year:04d}-H{(day.month + 5) // 6}")
        case "year":
            return parse(f"{day.year:04d}")
    return None


def has_passed(day: date, precision: str, as_of: date) -> bool:
    """Whether a time is over on a day: a quarter once the quarter is, not from its first day on."""
    found = period_of(day, precision)
    return (found.last if found else day) < as_of


def moved(before: tuple[date, str, str], after: tuple[date, str, str]) -> tuple[str, int | None]:
    """What a change of a planned time (day, precision, time of day) is, and by how many days, None
    where one of them is not known to the day.
    """
    ranks = list(PRECISIONS)
    finer = ranks.index(after[1]) - ranks.index(before[1])
    days = (after[0] - before[0]).days
    if before[1] in FINE and after[1] in FINE:
        if days:
            return ("slip" if days > 0 else "pull_in"), days
        return _sharper(finer), 0
    if finer == 0 and days:
        return ("slip" if days > 0 else "pull_in"), None
    return _sharper(finer), None


def _sharper(finer: int) -> str:
    if finer < 0:
        return "firmed"
    return "loosened" if finer > 0 else "adjusted"


class Range(NamedTuple):
    """A share of so many, with its 95 % range (Wilson); all from 0 to 1."""

    over: int
    of: int
    share: float
    low: float
    high: float


def wilson(over: int, of: int) -> Range | None:
    """A share with its 95 % range; None of nothing.

    >>> found = wilson(9, 10)
    >>> f"{found.low:.4f} {found.high:.4f}"
    '0.5958 0.9821'
    """
    if not of:
        return None
    share = over / of
    whole = 1 + Z * Z / of
    middle = (share + Z * Z / (2 * of)) / whole
    half = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / whole
    return Range(over, of, share, max(0.0, min(share, middle - half)), max(share, middle + half))


def scored(code: str) -> tuple[str, int] | None:
    """Outcome and score in hundredths by a launch code: its digits, without digits S is 100 and F
    is 0; None for what is no such code.

    >>> scored("OF40"), scored("OS"), scored("OS66")
    (('partial', 40), ('success', 100), ('partial', 66))
    """
    found = re.fullmatch(r"[A-Z]([SF])(\d{1,2})?\??", code.strip())
    if found is None:
        return None
    score = int(found[2]) if found[2] else 100 * (found[1] == "S")
    if score >= SUCCESS_FROM:
        return "success", score
    return ("partial" if score else "failure"), score
