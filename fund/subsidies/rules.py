"""How a subsidy is computed: interest by stretches of principal, rate and days; premium by what was
paid less what came back. Exact until the end, rounded half up to the fen once. Pure.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from fund.errors import N_, NP_, FundError

MILLION = 1_000_000
"""Shares, points and rates are whole millionths: 3.45 % is 34,500, one half is 500,000."""
INSTRUMENTS = {"interest": N_("Interest subsidy"), "premium": N_("Premium subsidy")}
METHODS = {"share": N_("Share of what was paid"), "points": N_("Percentage points of the rate")}
DAY_BASES = (365, 360)
KINDS = {
    "principal": N_("Principal and rate"),
    "overdue": N_("Overdue, left out"),
    "off_purpose": N_("Used for another purpose, left out"),
    "premium": N_("Premium paid"),
    "refund": N_("Premium given back"),
}
"""What is stated of a loan or a policy."""
OF_LOANS = ("principal", "overdue", "off_purpose")
OUTCOMES = {
    "open": N_("To accept"),
    "accepted": N_("Accepted"),
    "rejected": N_("Turned down"),
    "opening": N_("Brought in"),
}
COUNTED = ("accepted", "opening")
PART = {"interest": "SUBSIDY", "premium": "PREMIUM"}
"""The one part of each agreement."""
HIGHEST_RATE = 360_000
"""36 % a year: above it a rate is a slip, 3.45 typed for 0.0345."""


class Terms(NamedTuple):
    """What the agreement fixes: ``share`` and ``points`` in millionths, days [first, last)."""

    instrument: str
    method: str
    share: int
    points: int
    day_base: int
    first_day: date
    last_day: date


class Fact(NamedTuple):
    """One thing stated of a loan or policy: of days [starts, ends), ends None for ever after;
    amount in fen, rate in millionths a year.
    """

    kind: str
    starts_on: date
    ends_on: date | None
    amount_fen: int
    rate: int = 0

    def covers(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class Piece(NamedTuple):
    """Days [first, last) of equal principal and rate: what was owed, what of it is left out, what
    the fund counts, and the interest on that, exactly, in fen.
    """

    first: date
    last: date
    days: int
    principal_fen: int
    left_out_fen: int
    rate: int
    counted_rate: int
    interest: Fraction

    @property
    def counted_fen(self) -> int:
        """The principal the fund counts."""
        return self.principal_fen - self.left_out_fen


class Computed(NamedTuple):
    """What a settlement comes to: its pieces, the whole cost exactly, the fund's part rounded."""

    pieces: tuple[Piece, ...]
    cost: Fraction
    amount_fen: int


class DaysGap(FundError):
    """Every day of a settlement has a principal and a rate."""

    message = N_("No principal and rate is stated for {day}. State it, then settle.")


class StretchesOverlap(FundError):
    """A day has one principal and one rate."""

    message = N_(
        "Principal and rate are stated already for days from {first}. Name the statement this one"
        " corrects, or begin later."
    )


class DaysReversed(FundError):
    """A stretch ends after it begins."""

    message = N_("The last day must come after the first. The last day itself is not counted.")


class OutsideTerm(FundError):
    """Days of an agreement lie within it."""

    message = N_("The agreement runs from {first} to {last}. Choose days within it.")


class DaysOverlap(FundError):
    """A day is settled once."""

    message = N_(
        "The days from {first} to {last} are settled already or wait for acceptance. Settle other"
        " days."
    )


class AboveComputed(FundError):
    """Not more is accepted than the figures give."""

    message = N_(
        "The figures give {computed_fen}; {asked_fen} was asked for. Accept that much or less."
    )


class AboveLoan(FundError):
    """Principal stays within the loan."""

    message = N_("The loan is {loan_fen}; a principal of {asked_fen} cannot be of it.")


class ShareOutside(FundError):
    """A share is above nothing and at most everything."""

    message = N_("A share lies above 0 % and at most at 100 %; {percent} % was given.")


class RateImplausible(FundError):
    """A yearly rate."""

    message = N_(
        "{percent} % a year is no rate of such a loan: it lies above 0 % and at most at 36 %. Type"
        " 3.45 for 3.45 %."
    )


class NotOfThisKind(FundError):
    """Loans have principal, policies premium."""

    message = N_("“{fact}” is not stated of this kind of subsidy.")


class LoanSubsidisedAlready(FundError):
    """One subsidy a loan contract."""

    message = N_(
        "The contract {contract} is subsidised already by {code}. One contract gets one subsidy."
    )


class UnknownTerm(FundError):
    """Terms are those offered."""

    message = N_("“{value}” is not among the choices for “{field}”.")


class NothingToClaim(FundError):
    """Only what was paid too much is claimed."""

    message = N_("Nothing of this settlement is to be claimed back: as much was paid as is due.")


class NotPaid(FundError):
    """A claim is of a payment."""

    message = N_("This settlement is not paid yet. Nothing can be claimed back.")


class NoContractNumber(FundError):
    """A loan or a policy goes by its number."""

    message = N_("Give the number of the loan contract or policy.")


class NoLender(FundError):
    """A loan or a policy is somebody's."""

    message = N_("Name the bank or the insurer.")


class NotSubsidy(FundError):
    """The act is of subsidies."""

    message = N_("{undertaking} is no subsidy.")


class SettlementDecided(FundError):
    """A settlement is decided once."""

    message = N_("This settlement was decided already.")


class NothingComputed(FundError):
    """A settlement comes to something."""

    message = N_("For these days nothing is due: the figures come to nothing.")


class CorrectsAnother(FundError):
    """A correction names a statement that stands, of the same agreement and kind."""

    message = N_("The statement to correct is not there, is of another kind, or was corrected.")


class NothingStated(FundError):
    """A statement of nothing only takes another back."""

    message = N_("An amount of nothing only corrects another statement. Name that statement.")


def contract_key(number: str) -> str:
    """A contract's number as it is compared: width, case and spaces do not tell two apart.

    >>> contract_key(" ＪＫ-2026 001 ")
    'jk-2026001'
    """
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())


def half_up(value: Fraction) -> int:
    """An exact amount of fen as whole fen, half up.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(49, 20))
    (3, -2, 2)
    """
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def must_be_terms(terms: Terms) -> None:
    """Refuse terms nothing can be computed by."""
    for name, value, known in (
        (N_("Kind"), terms.instrument, INSTRUMENTS),
        (NP_("subsidy", "Method"), terms.method, METHODS),
        (N_("Day base"), terms.day_base, DAY_BASES),
    ):
        if value not in known:
            raise UnknownTerm(value=value, field=name)
    if terms.last_day <= terms.first_day:
        raise DaysReversed
    if terms.method == "points":
        if terms.instrument != "interest":
            raise UnknownTerm(value=terms.method, field=NP_("subsidy", "Method"))
        must_be_rate(terms.points)
    elif not 0 < terms.share <= MILLION:
        raise ShareOutside(percent=percent(terms.share))


def must_be_rate(rate: int) -> None:
    """Refuse what is no yearly rate."""
    if not 0 < rate <= HIGHEST_RATE:
        raise RateImplausible(percent=percent(rate))


def percent(millionths: int) -> str:
    """Millionths as a percentage without needless zeros.

    >>> percent(34500), percent(500000)
    ('3.45', '50')
    """
    whole, rest = divmod(abs(millionths), 10_000)
    sign = "-" if millionths < 0 else ""
    return f"{sign}{whole}" + (f".{rest:04d}".rstrip("0") if rest else "")


def pieces(terms: Terms, facts: Sequence[Fact], first: date, last: date) -> tuple[Piece, ...]:
    """The days [first, last) cut where principal, rate or what is left out changes; the first day
    counts, the last does not. Raises DaysGap where a day has no principal.
    """
    cuts = {first, last}
    for fact in facts:
        cuts |= {day for day in (fact.starts_on, fact.ends_on) if day and first < day < last}
    days = sorted(cuts)
    return tuple(_piece(terms, facts, begin, end) for begin, end in pairwise(days))


def _piece(terms: Terms, facts: Sequence[Fact], first: date, last: date) -> Piece:
    owed = next((fact for fact in facts if fact.kind == "principal" and fact.covers(first)), None)
    if owed is None:
        raise DaysGap(day=first)
    left_out = sum(
        fact.amount_fen
        for fact in facts
        if fact.kind in ("overdue", "off_purpose") and fact.covers(first)
    )
    left_out = min(left_out, owed.amount_fen)
    # points never bear more than the interest itself
    rate = owed.rate if terms.method == "share" else min(terms.points, owed.rate)
    days = (last - first).days
    counted = owed.amount_fen - left_out
    interest = Fraction(counted * rate * days, MILLION * terms.day_base)
    return Piece(first, last, days, owed.amount_fen, left_out, owed.rate, rate, interest)


def computed(terms: Terms, facts: Iterable[Fact], first: date, last: date) -> Computed:
    """What the fund bears for the days, before the cap.

    >>> terms = Terms("interest", "share", 500_000, 0, 365, date(2028, 1, 1), date(2029, 1, 1))
    >>> loan = Fact("principal", date(2028, 2, 1), date(2028, 3, 1), 3_500_000_000, 33_000)
    >>> computed(terms, [loan], date(2028, 2, 1), date(2028, 3, 1)).amount_fen
    4588356
    """
    known = list(facts)
    share = Fraction(terms.share, MILLION) if terms.method == "share" else Fraction(1)
    if terms.instrument == "premium":
        signs = {"premium": 1, "refund": -1}
        cost = Fraction(sum(signs[one.kind] * one.amount_fen for one in known))
        return Computed((), cost, max(0, half_up(share * cost)))
    cut = pieces(terms, known, first, last)
    cost = sum((piece.interest for piece in cut), Fraction(0))
    return Computed(cut, cost, half_up(share * cost))


def owed_back(*, paid_fen: int, accepted_fen: int, recomputed_fen: int, claimed_fen: int) -> int:
    """What is to be claimed of a settlement now: paid less what would be due today, less what was
    claimed before. Never below nothing.
    """
    return max(0, paid_fen - min(accepted_fen, recomputed_fen) - claimed_fen)


def paid_of(
    settlements: Sequence[tuple[int, int]], payments: Sequence[tuple[int, int]]
) -> dict[int, list[tuple[int, int]]]:
    """Which payments paid which settlement, both in their order: settlement -> (payment, fen) from
    (settlement, accepted) and (payment, stated).

    >>> paid_of([(1, 30), (2, 20)], [(7, 30), (9, 20)])
    {1: [(7, 30)], 2: [(9, 20)]}
    """
    found: dict[int, list[tuple[int, int]]] = {}
    waiting = [list(one) for one in payments]
    for key, accepted_fen in settlements:
        found[key], rest = [], accepted_fen
        while rest > 0 and waiting:
            part = min(rest, waiting[0][1])
            found[key].append((waiting[0][0], part))
            rest -= part
            waiting[0][1] -= part
            if not waiting[0][1]:
                waiting.pop(0)
    return found


def decimal(value: Fraction, places: int = 6) -> Decimal:
    """An exact amount of fen as yuan with so many places, half up.

    >>> decimal(Fraction(39320547945205, 1000000))
    Decimal('393205.479452')
    """
    return Decimal(half_up(value * 10**places / 100)).scaleb(-places)
