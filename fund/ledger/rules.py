"""What the stages mean and the order an act's postings take. Pure."""

from collections.abc import Iterable, Mapping
from operator import index
from typing import NamedTuple

from fund.errors import N_, NP_, FundError
from fund.money import LARGEST_FEN, AmountTooLarge

STAGES = {
    "appropriated": NP_("stage", "Appropriated"),
    "committed": NP_("stage", "Committed"),
    "obligated": NP_("stage", "Obligated"),
    "accepted": NP_("stage", "Accepted"),
    "paid": NP_("stage", "Paid"),
    "returned": NP_("stage", "Clawed back"),
}
"""The chain, from the budget to the bank; each stage is at most the one before. Returned counts
what came back.
"""

CHAIN = ("appropriated", "committed", "obligated", "accepted", "paid")
BY_TRANCHE = frozenset({"obligated", "accepted", "paid", "returned"})
"""Stages that name a tranche or a deliverable."""

SOURCES = {
    "fund": N_("Fund"),
    "special": N_("Special fund"),
    "procurement": N_("Procurement budget"),
}
"""Where a line's money comes from: 基金, 专项资金, 政府采购预算."""

KINDS = ("grant", "contract", "subsidy")
INSTRUMENTS = ("subsidy",)
"""Kinds that are neither grants nor contracts: each stands under its own name as its category, so
that sums by category tell it from grants.
"""
CATEGORIES = {
    "launch_vehicle": N_("Launch vehicles"),
    "satellite": N_("Satellites"),
    "launch_site": N_("Launch sites"),
    "ttc": N_("TT&C"),
    "other": N_("Other"),
}
"""What the plan wants bought commercially, and the rest."""

NATIONWIDE = "000000"
"""Region code of money that belongs to no single province."""

STATUSES = (
    "awarded",
    "pending",
    "active",
    "suspended",
    "completed",
    "closed",
    "terminated",
    "cancelled",
)
"""awarded: a grant decided; pending: a contract awarded; active: signed."""


APPLYING = (
    "submitted",
    "eligible",
    "ineligible",
    "under_review",
    "recommended",
    "not_recommended",
    "declined",
    "withdrawn",
)
"""Where an application under a call stands before the fund decides: nothing is committed yet."""

UNDECIDED = frozenset({"entered", *APPLYING})
"""Statuses of what is no grant and no contract yet, or never became one."""

ENDED = frozenset(
    {"completed", "closed", "terminated", "cancelled", "ineligible", "declined", "withdrawn"}
)
"""Statuses after which nothing new is promised."""


OUTCOMES = {"open": N_("Waiting"), "approved": N_("Approved"), "rejected": N_("Rejected")}
"""What became of a proposal that another person decides."""


class ChainBroken(FundError):
    """A posting would break appropriated >= committed >= obligated >= accepted >= paid >= 0
    somewhere.
    """

    message = N_(
        "This would break the chain of stages at “{where}”: no stage may exceed the one before it."
    )


class NoRoom(FundError):
    """The line has less left than asked."""

    message = N_("Line {line} has {room_fen} left; {asked_fen} was asked for.")


class NotAccepted(FundError):
    """The tranche has less accepted and unpaid than asked."""

    message = N_(
        "Tranche {tranche} has {open_fen} accepted and unpaid; {asked_fen} was asked for. Accept"
        " its evidence first."
    )


class NotReversible(FundError):
    """Some acts are undone by another act, not by a mirror image; and nothing is undone twice."""

    message = N_(
        "Act {act} cannot be reversed: it was reversed already, or its kind is undone by an act of"
        " its own."
    )


class CameBack(FundError):
    """A payment cannot be less than what was clawed back of it."""

    message = N_(
        "{returned_fen} of this payment was clawed back and stays so. Correct it to the amount that"
        " was rightly paid, what came back included: at least {returned_fen}."
    )


class AnotherProgramme(FundError):
    """Money is carried over within one programme and currency, to a later year."""

    message = N_("Carry-over goes to a later year’s line of the same programme and currency.")


class NothingUnpaid(FundError):
    """Only what is promised and not paid is carried over."""

    message = N_("Nothing of {undertaking} is promised and unpaid: there is nothing to carry over.")


class NotObligated(FundError):
    """The tranche is smaller than what would be accepted."""

    message = N_("Tranche {tranche} has {open_fen} left to accept; {asked_fen} was asked for.")


class AmountNotPositive(FundError):
    """An amount must be above zero."""

    message = N_("The amount must be above zero.")


class DatedBack(FundError):
    """A posting carries the day it is recorded, and that is today."""

    message = N_(
        "Nothing is dated back: a posting is recorded today ({today}), whenever the thing happened."
    )


class InTheFuture(FundError):
    """What is recorded has happened."""

    message = N_("{date} is in the future. Record it when it has happened.")


class Entry(NamedTuple):
    """One signed amount of an act, in fen."""

    line_id: int
    stage: str
    amount_fen: int
    tranche_id: int | None = None


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Decreases from paid up to appropriated, then increases from appropriated down: no step breaks
    the chain.

    Returned is only counted and goes last. Entries of zero are dropped.
    """
    depth = {stage: place for place, stage in enumerate(STAGES)}
    entries = [
        entry._replace(amount_fen=whole(entry.amount_fen)) for entry in entries if entry.amount_fen
    ]
    down = sorted(
        (entry for entry in entries if entry.amount_fen < 0), key=lambda entry: -depth[entry.stage]
    )
    up = sorted(
        (entry for entry in entries if entry.amount_fen > 0), key=lambda entry: depth[entry.stage]
    )
    return down + up


def positive(amount_fen: int) -> int:
    """The amount, if it is above zero."""
    if whole(amount_fen) <= 0:
        raise AmountNotPositive
    return whole(amount_fen)


def whole(amount_fen: int) -> int:
    """The amount as a plain integer; refuses one beyond any budget, and takes no float for money
    (TypeError).
    """
    if abs(amount_fen) > LARGEST_FEN:
        raise AmountTooLarge(value=amount_fen)
    return index(amount_fen)


def holds(amounts: Mapping[tuple[int, int | None, str], int]) -> bool:
    """Whether the chain holds for one undertaking on each of its lines, amounts keyed (line,
    tranche, stage).
    """
    below: dict[int, int] = {}
    for line_id, tranche_id in {key[:2] for key in amounts}:
        if tranche_id is None:
            continue
        steps = [
            amounts.get((line_id, tranche_id, stage), 0)
            for stage in ("obligated", "accepted", "paid")
        ]
        if steps != sorted(steps, reverse=True) or steps[-1] < 0:
            return False
        below[line_id] = below.get(line_id, 0) + steps[0]
    return all(
        amounts.get((line_id, None, "committed"), 0) >= below.get(line_id, 0)
        for line_id, _tranche, _stage in amounts
    )
