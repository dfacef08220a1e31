"""What a standard must keep to: levels, states, days with their precision, when a review is due,
how far an adoption lags behind. Pure.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from fund.errors import N_, NP_, FundError

LEVELS = {
    "national": N_("National standard"),
    "sector": N_("Sector standard"),
    "group": N_("Group standard"),
    "local": N_("Local standard"),
    "enterprise": N_("Enterprise standard"),
    "international": N_("International standard"),
}
STATUSES = {
    "drafting": N_("In drafting"),
    "given_up": N_("Given up"),
    "upcoming": N_("About to take effect"),
    "in_force": N_("In force"),
    "superseded": N_("Superseded"),
    "abolished": NP_("standard", "Withdrawn"),
    "historical": N_("Historical copy"),
}
"""State as stored -> words."""
NO_EDITIONS = ("drafting", "given_up", "historical")
"""States of texts that are no edition that came after another."""
ENDED = ("given_up", "superseded", "abolished", "historical")
SIDES = {
    "civil": N_("Civil"),
    "commercial": NP_("standard", "Commercial"),
    "both": N_("Civil and commercial"),
}
FIELDS = {
    "launch_vehicle": N_("Launch vehicles"),
    "spacecraft": N_("Spacecraft"),
    "launch_site": N_("Launch sites"),
    "ground": N_("TT&C and receiving"),
    "debris": N_("Space debris and traffic"),
    "application": N_("Data and applications"),
    "management": N_("Management and product assurance"),
}
STEPS = {
    "design": N_("Design"),
    "manufacture": N_("Manufacture"),
    "test": N_("Testing"),
    "launch": N_("Launch"),
    "operation": N_("Operation in orbit"),
    "disposal": N_("End of life"),
    "general": N_("All steps"),
}
DEGREES = {"IDT": N_("identical"), "MOD": N_("modified"), "NEQ": N_("not equivalent")}
VERDICTS = {
    "identical": N_("They say the same"),
    "differs": N_("They differ"),
    "one_goes": N_("One of them goes"),
    "merged": N_("Merged into one"),
}
OUTCOMES = {"open": N_("Proposed"), "confirmed": N_("Confirmed"), "rejected": N_("Turned down")}
REVIEWS = {
    "confirmed": N_("Confirmed unchanged"),
    "to_revise": N_("To be revised"),
    "to_withdraw": N_("To be withdrawn"),
}
STAGES = {
    **dict.fromkeys(("60.00",), "upcoming"),
    **dict.fromkeys(
        (
            *("60.60", "90.20", "90.60", "90.92", "90.93", "90.99"),
            *("95.20", "95.60", "95.92"),
        ),
        "in_force",
    ),
    "95.99": "abolished",
    **{
        f"{head}.{tail}": "given_up" if tail == "98" else "drafting"
        for head, tails in {
            "00": "00 20 60 98 99",
            "10": "00 20 60 92 98 99",
            "20": "00 20 60 98 99",
            "30": "00 20 60 92 98 99",
            "40": "00 20 60 92 93 98 99",
            "50": "00 20 60 92 98 99",
        }.items()
        for tail in tails.split()
    },
}
"""ISO stage -> our state (ISO harmonized stage codes)."""
YEARS = 5
"""A text is looked at again five years after it took effect or was confirmed."""

DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)?|年)?")


class Dated(NamedTuple):
    """A day with what is known of it: ``precision`` is day, month, year or "" (nothing known); the
    day of a month or year is its first.
    """

    on: date | None = None
    precision: str = ""

    @property
    def last(self) -> date | None:
        """The last day it may have been."""
        if self.on is None or self.precision == "day":
            return self.on
        year, month = (
            (self.on.year, self.on.month)
            if self.precision == "month"
            else (
                self.on.year,
                12,
            )
        )
        return date(year + month // 12, month % 12 + 1, 1).replace(day=1) - date.resolution

    def __str__(self) -> str:
        """As far as it is known: 2017-11."""
        if self.on is None:
            return ""
        return self.on.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


UNKNOWN = Dated()


def dated(text: str) -> Dated | None:
    """What a text says of a day; None where it is none or there is no such day.

    >>> str(dated("2017-11")), dated("2017").precision, dated("2026-02-30")
    ('2017-11', 'year', None)
    """
    if not text.strip():
        return UNKNOWN
    match = DAY.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = match.groups()
    try:
        found = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return Dated(found, "day" if day else "month" if month else "year")


def review_due(
    status: str, level: str, *, issued: Dated, effective: Dated, confirmed: Dated
) -> Dated:
    """When a text in force is to be looked at again: five years after it was confirmed, else took
    effect (an international one: was published). Unknown for others.

    >>> str(review_due("in_force", "national", issued=dated("2017-11-01"),
    ... effective=dated("2018-05-01"), confirmed=UNKNOWN))
    '2023-05-01'
    """
    if status != "in_force":
        return UNKNOWN
    begun = issued if level == "international" else effective
    since = next((one for one in (confirmed, begun, issued, effective) if one.on), UNKNOWN)
    if since.on is None:
        return UNKNOWN
    leap = (since.on.month, since.on.day) == (2, 29)
    due = since.on.replace(year=since.on.year + YEARS, day=28 if leap else since.on.day)
    return Dated(due, since.precision)


def lag(adopted: tuple[str, int], editions: Iterable[tuple[str, int, str]]) -> int | None:
    """Editions of an adopted text (family, edition) that came after it, from (family, edition,
    status); None where the adopted one bears no edition, or nothing of its family is known.

    >>> lag(("ISO 24113", 2011), [("ISO 24113", 2011, "abolished"),
    ... ("ISO 24113", 2019, "abolished"), ("ISO 24113", 2023, "in_force")])
    2
    """
    family, edition = adopted
    known = {
        number: status
        for of, number, status in editions
        if of == family and status not in NO_EDITIONS
    }
    if not edition or not known:
        return None
    return sum(number > edition for number in known)


def covered(in_force: int, drafting: int) -> str:
    """How a field is covered at a step: in_force, only in drafting, or missing: a gap."""
    return "in_force" if in_force else "drafting" if drafting else "missing"


class ClassifiedText(FundError):
    """What is secret has no place in an unclassified system."""

    message = N_(
        "Military standards and texts marked secret are not entered here: keep them out of this"
        " unclassified system."
    )
    is_secret = True


class StandardKnown(FundError):
    """A number stands for one text."""

    message = N_("The standard “{number}” is in the register already.")


class NoNumber(FundError):
    """A standard goes by its number."""

    message = N_("Give the number with its prefix, such as GB/T 34513-2017.")


class PrefixContradicts(FundError):
    """A prefix says the level."""

    message = N_("The prefix “{prefix}” belongs to another level. Correct the number or the level.")


class NoSource(FundError):
    """What is entered was read somewhere."""

    message = N_("Name the source this is read from.")


class UnknownChoice(FundError):
    """A word that is not among those offered."""

    message = N_("“{value}” is not among the choices for “{field}”.")


class StageUnknown(FundError):
    """Stages are those of ISO’s list."""

    message = N_("There is no stage “{stage}” in ISO’s list. Correct it, or leave it empty.")


class StageContradicts(FundError):
    """A stage and a state that do not go together."""

    message = N_("The stage {stage} does not go with the state given. Make them agree.")


class DatesContradict(FundError):
    """Days in an order that cannot be."""

    message = N_("It cannot take effect or be withdrawn before it was issued. Correct the dates.")


class InForceAndWithdrawn(FundError):
    """A text in force has no day of withdrawal."""

    message = N_("A text in force has no date of withdrawal. Correct the state or the date.")


class ReplacesItself(FundError):
    """No text replaces itself."""

    message = N_("“{number}” is said to replace itself. Correct the number.")


class SameState(FundError):
    """Nothing would change."""

    message = N_("That is the state already.")


class OneStandard(FundError):
    """Two texts are merged, not one with itself."""

    message = N_("Choose two different standards.")


class MergingWaits(FundError):
    """One proposal at a time for a pair."""

    message = N_("A proposal for these two waits for confirmation already.")


class MergingDecided(FundError):
    """A decided proposal stays."""

    message = N_("This proposal was decided already.")
