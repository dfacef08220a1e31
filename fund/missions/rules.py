"""What a purchase of a mission must keep to, what keeps a quarter open, and the commercial share by
count and by money. Pure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fund.errors import N_, FundError
from fund.period import quarter

ORIGINS = {"commercial": N_("Commercial"), "state": N_("State-run"), "unknown": N_("Not known yet")}
"""Who supplied it: a commercial entity, a body that is none, or nobody has said."""

GAPS = {
    "unknown": N_("Nobody has said whether the supplier is a commercial entity"),
    "differs": N_("The supplier’s flag was changed since: record the purchase anew"),
}
"""What keeps a quarter open, by its key."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One thing a mission bought: when, in which category, for how much in fen, from whom (a key of
    ORIGINS).
    """

    bought_on: date
    category: str
    amount_fen: int
    origin: str

    @property
    def quarter(self) -> str:
        """The quarter it counts in, such as 2026-Q3."""
        return quarter(self.bought_on).code


class Share(NamedTuple):
    """Purchases of a quarter in a category ("" is all of them): how many, how many commercial, the
    same in fen.
    """

    quarter: str
    category: str
    purchases: int
    commercial: int
    amount_fen: int
    commercial_fen: int
    is_complete: bool

    @property
    def by_count(self) -> float | None:
        """The commercial share of the purchases, 0 to 1; none of an incomplete quarter, nor of
        nothing.
        """
        return self.commercial / self.purchases if self.is_complete and self.purchases else None

    @property
    def by_money(self) -> float | None:
        """The commercial share of the money, 0 to 1; none of an incomplete quarter, nor of
        nothing.
        """
        return (
            self.commercial_fen / self.amount_fen if self.is_complete and self.amount_fen else None
        )


def shares(purchases: Iterable[Purchase], complete: Collection[str]) -> list[Share]:
    """Every quarter with purchases, the earliest first: the whole of it, then each of its
    categories by name.

    >>> day = date(2026, 8, 3)
    >>> whole, one = shares([Purchase(day, "ttc", 300, "commercial"), Purchase(day, "ttc", 100,
    ... "state")], ["2026-Q3"])
    >>> whole.by_count, whole.by_money, one.category
    (0.5, 0.75, 'ttc')
    >>> shares([Purchase(day, "ttc", 300, "commercial")], [])[0].by_money is None
    True
    """
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in purchases:
        is_commercial = one.origin == "commercial"
        for category in ("", one.category):
            held = sums[one.quarter, category]
            for place, more in enumerate(
                (1, is_commercial, one.amount_fen, one.amount_fen * is_commercial)
            ):
                held[place] += more
    return [
        Share(code, category, count, some, whole, part, code in complete)
        for (code, category), (count, some, whole, part) in sorted(sums.items())
    ]


class NoCitation(FundError):
    """A purchase without a document is hearsay."""

    message = N_("Name the document this is read from.")


class NotAnAmountPaid(FundError):
    """A purchase costs something."""

    message = N_("Give the amount in renminbi; it must be above zero.")


class ContractTellsOrigin(FundError):
    """A purchase under one of the fund's contracts takes its origin from the supplier."""

    message = N_(
        "The contract’s supplier bears no flag: mark “{supplier}” as a commercial entity or not,"
        " then record the purchase."
    )


class AnotherCategory(FundError):
    """A contract is of one category."""

    message = N_("The contract is of the category {category}: record the purchase in it.")


class MoreThanTheContract(FundError):
    """What missions took from a contract stays within it."""

    message = N_(
        "The missions take {taken_fen} from the contract {contract}, more than the {whole_fen}"
        " committed to it."
    )


class TakenOut(FundError):
    """A purchase replaced or struck is history."""

    message = N_("This purchase was replaced or struck out already.")


class MissionKnown(FundError):
    """A code names one mission."""

    message = N_("There is a mission “{code}” already.")


class QuarterNotOver(FundError):
    """A quarter is complete when it is over."""

    message = N_("{period} is not over: its register cannot be complete.")


class NotAQuarter(FundError):
    """The register is stated by quarters."""

    message = N_("The register is stated by quarters, such as 2026-Q3; “{period}” is none.")


class StillOpen(FundError):
    """What is not known cannot be complete."""

    message = N_("Open purchases of {period}: {count}. Settle them first.")


class NothingInIt(FundError):
    """A quarter without purchases has no share."""

    message = N_("No purchase of {period} is recorded.")


class NothingToRecord(FundError):
    """A workbook without rows changes nothing."""

    message = N_("There is no purchase to record.")
