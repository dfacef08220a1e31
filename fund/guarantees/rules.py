"""What a guarantee may be, how much of it is held, what is due back and since when, what deserves
attention on a day. Pure.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from fund.errors import N_, NP_, FundError

KINDS = {
    "bid": N_("Bid security"),
    "performance": N_("Performance security"),
    "quality": N_("Quality security"),
    "advance": N_("Advance payment security"),
    "de_orbit": N_("De-orbit guarantee"),
}
FORMS = {
    "letter": N_("Bank letter"),
    "deposit": N_("Deposit"),
    "insurance": NP_("guarantee", "Insurance"),
}
CHANGES = {"raise": N_("Raise"), "lower": N_("Lower"), "extend": N_("Extend")}
PROPOSALS = {**CHANGES, "claim": N_("Claim")}
DUTIES = {"met": N_("Duty met"), "ended": N_("Duty ended")}
EVENTS = {
    "lodged": N_("Lodged"),
    "checked": N_("Checked with the issuer"),
    "refused": N_("Refused on checking"),
    "raised": N_("Raised"),
    "lowered": N_("Lowered"),
    "extended": N_("Extended"),
    "claimed": N_("Claimed"),
    "paid_out": N_("Paid out by the issuer"),
    "duty_met": N_("Duty met"),
    "duty_ended": N_("Duty ended"),
    "released": N_("Released"),
}
SIGNS = {"lodged": 1, "raised": 1, "refused": -1, "lowered": -1, "claimed": -1, "released": -1}
"""What an event does to what is held; those not here change nothing of it."""
STATES = ("to_check", "in_hold", "turned_away", "used_up", "given_back")
ALERTS = {
    "unchecked": N_("Not checked with the issuer yet"),
    "expired": N_("Ended while something is held"),
    "ends_in_30": N_("Ends within 30 days while the duty is open"),
    "ends_in_60": N_("Ends within 60 days while the duty is open"),
    "ends_before_duty": N_("Ends before the duty is due"),
    "duty_overdue": N_("Duty overdue"),
    "below_required": N_("Less is held than is required"),
    "release_overdue": N_("To be given back, overdue"),
}
"""What deserves attention of a guarantee, in words."""
GRAVE = ("expired", "duty_overdue", "release_overdue", "ends_in_30")
ENDING = 60
"""Days before its last day a guarantee deserves attention."""
LIMITS = {"bid": "bid_bond_percent", "performance": "performance_bond_percent"}
LIMITS |= {"quality": "quality_bond_percent", "advance": ""}
"""Kind -> the setting with its most, in percent of its base; an advance is secured in full."""
TEN_THOUSANDTHS = 10_000


class GuaranteeKnown(FundError):
    """A number stands once at one issuer."""

    message = N_("{issuer} has a guarantee “{number}” here already.")


class NoIssuer(FundError):
    """A guarantee is somebody's, by a number."""

    message = N_("Name the issuer and the number of the guarantee.")


class NoDuty(FundError):
    """A guarantee secures a duty."""

    message = N_("Say in words which duty it secures.")


class EndsBeforeItStarts(FundError):
    """A guarantee ends after it begins."""

    message = N_("It would end on {valid_to}, before it begins on {valid_from}. Correct the days.")


class NoEnd(FundError):
    """A letter or policy runs out some day."""

    message = N_("A bank letter or policy has a last day. Give it.")


class AboveLimit(FundError):
    """Securities have a most."""

    message = N_(
        "A {guarantee} is at most {percent} % of {base_fen}: {most_fen}. {asked_fen} was asked for."
    )


class NoBase(FundError):
    """A percentage is of something."""

    message = N_(
        "Say of which amount this security is a share: the budget, the contract’s price, the"
        " settled price or the advance."
    )


class BesidePerformance(FundError):
    """Quality and performance are not secured twice."""

    message = N_(
        "A performance security is held for {undertaking} already: none for quality is taken beside"
        " it."
    )


class OneSubject(FundError):
    """A guarantee secures one thing."""

    message = N_(
        "Name one thing it secures: a contract or grant, a procurement process or a spacecraft."
    )


class EarlierEnd(FundError):
    """Extending makes it longer."""

    message = N_("It runs to {valid_until}. An extension ends later.")


class AboveHeld(FundError):
    """Not more is taken of a guarantee than is held."""

    message = N_("{held_fen} is held; {asked_fen} was asked for.")


class GuaranteeExpired(FundError):
    """After its last day nothing is claimed of it."""

    message = N_("It ended on {valid_until}. Nothing can be claimed of it any more.")


class DutyNotMet(FundError):
    """Nothing is given back before the duty is met or ended."""

    message = N_("The duty is not confirmed as met or ended. Have a reviewer confirm it first.")


class DutyConfirmed(FundError):
    """A duty is met once."""

    message = N_("The duty was confirmed already.")


class StepNotMet(FundError):
    """Lowering follows a step that was met."""

    message = N_(
        "A guarantee is lowered after a step is met. Name a met milestone of {undertaking}."
    )


class NotApproved(FundError):
    """A claim takes two people."""

    message = N_("Nobody approved this. A claim is proposed by one person and approved by another.")


class ProposalWaits(FundError):
    """One open proposal of a kind."""

    message = N_("Such a proposal waits already. Decide on it first.")


class ProposalDecided(FundError):
    """A proposal is decided once."""

    message = N_("This proposal was decided already.")


class AbovePayout(FundError):
    """Not more comes from an issuer than was claimed."""

    message = N_("{open_fen} of what was claimed is not paid out yet; {asked_fen} was asked for.")


class UnknownWord(FundError):
    """A word that is not among those offered."""

    message = N_("“{value}” is not among the choices for “{field}”.")


class BeforeItsStart(FundError):
    """A duty is met after its guarantee began."""

    message = N_("It was lodged for days from {valid_from} on. Give a later day.")


class Held(NamedTuple):
    """One guarantee on a day: what alerts look at. Amounts in fen; ``met_on`` the day its duty was
    met or ended, ``back_on`` the day it is due back.
    """

    held_fen: int
    required_fen: int
    is_checked: bool
    valid_until: date | None
    duty_due_on: date | None
    met_on: date | None
    back_on: date | None


def key(text: str) -> str:
    """An issuer or a number as it is compared: width, case and spaces tell no two apart.

    >>> key(" ＬＧ 2026-1")
    'lg2026-1'
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def held(events: Iterable[tuple[str, int]]) -> int:
    """What is held after (event, fen): lodged and raised less lowered, claimed and released."""
    return sum(SIGNS.get(kind, 0) * amount_fen for kind, amount_fen in events)


def must_keep_limit(kind: str, percent: int | None, face_fen: int, base_fen: int | None) -> None:
    """Refuse a security above its share (percent) of its base; None where its kind has no limit."""
    if percent is None:
        return
    if not base_fen:
        raise NoBase
    if face_fen * 100 > percent * base_fen:
        raise AboveLimit(
            guarantee=KINDS[kind],
            percent=percent,
            base_fen=base_fen,
            most_fen=percent * base_fen // 100,
            asked_fen=face_fen,
        )


def late_interest(held_fen: int, benchmark: int, surcharge: int, days: int) -> int:
    """Interest in fen on a deposit given back late: benchmark in hundredths of a percent a year,
    raised by the surcharge in percent, days of 365; rounded half up once.

    >>> late_interest(112_000_000, 435, 20, 10)
    160175
    """
    if days <= 0:
        return 0
    rate = Fraction(benchmark * (100 + surcharge), TEN_THOUSANDTHS * 100)
    exact = held_fen * rate * Fraction(days, 365)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def alerts(one: Held, day: date) -> tuple[str, ...]:
    """What deserves attention of a guarantee on a day, in the order of ALERTS; nothing once nothing
    is held.

    >>> alerts(Held(8, 8, True, date(2027, 5, 31), date(2028, 3, 31), None, None),
    ... date(2026, 5, 18))
    ('ends_before_duty',)
    """
    if one.held_fen <= 0:
        return ()
    is_open = one.met_on is None
    left = (one.valid_until - day).days if one.valid_until else None
    found = {
        "unchecked": not one.is_checked,
        "expired": left is not None and left < 0,
        "ends_in_30": is_open and left is not None and 0 <= left <= 30,
        "ends_in_60": is_open and left is not None and 30 < left <= ENDING,
        "ends_before_duty": is_open
        and one.valid_until is not None
        and one.duty_due_on is not None
        and one.valid_until < one.duty_due_on,
        "duty_overdue": is_open and one.duty_due_on is not None and one.duty_due_on < day,
        "below_required": is_open and one.held_fen < one.required_fen,
        "release_overdue": one.back_on is not None and one.back_on < day,
    }
    return tuple(name for name in ALERTS if found[name])


def overdue_since(due_on: date | None) -> date | None:
    """The first day after a day due."""
    return None if due_on is None else due_on + timedelta(days=1)
