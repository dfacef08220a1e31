"""What is looked at when a month or a year ends, and what must be in order before it is closed.
Pure.
"""

from typing import NamedTuple

from fund.errors import N_, FundError

PROPOSALS = {"carry_over": N_("Carry-over"), "surplus": N_("Surplus")}
"""结转: promised and unpaid, moved to a later year's line. 结余: left on the line and promised to
nobody, given back.
"""

KINDS_CLOSED = ("month", "year")


class Check(NamedTuple):
    """One thing of the checklist: its words, whether it must be in order, and whether only a year's
    end asks it.
    """

    words: str
    is_must: bool = False
    is_yearly: bool = False


CHECKLIST: dict[str, Check] = {
    "over": Check(N_("The period is over"), is_must=True),
    "whole": Check(N_("The ledger adds up: balances, chain of stages, audit log"), is_must=True),
    "earlier": Check(N_("What came before it is closed"), is_must=True),
    "evidence": Check(N_("Evidence waits for acceptance")),
    "unpaid": Check(N_("Accepted and not paid")),
    "overdue": Check(N_("Milestones overdue and not judged")),
    "waivers": Check(N_("Waivers proposed and not granted")),
    "ahead": Check(N_("Paid ahead of evidence")),
    "amendments": Check(N_("Amendments proposed and not signed")),
    "proposals": Check(N_("Carry-overs and surpluses proposed and not decided"), is_yearly=True),
    "carry_over": Check(
        N_("Promised and unpaid on lines of the year, not carried over"), is_yearly=True
    ),
    "surplus": Check(N_("Left over on lines of the year, not given back"), is_yearly=True),
}
"""The checklist by item. What must be in order stops the close; the rest is listed with its money
and closed over with a written note.
"""


class Finding(NamedTuple):
    """What one item of the checklist found: how many, and the renminbi in them (fen). In order is
    nought of them.
    """

    item: str
    number: int
    amount_fen: int = 0


class NotThisKind(FundError):
    """Months and years are closed."""

    message = N_("“{period}” is neither a month nor a year. Write 2026-09 or 2026.")


class NotInOrder(FundError):
    """Something that must be in order is not."""

    message = N_("{period} cannot be closed yet: {items}.")


class NoteNeeded(FundError):
    """Closing over open items takes a written word."""

    message = N_(
        "{count} items of the checklist are open. Write a note that says how they are dealt with."
    )


class ClosedAlready(FundError):
    """A period is closed once."""

    message = N_("{period} is closed already.")


class Superseded(FundError):
    """Only the latest preparation is closed."""

    message = N_("This period was prepared anew meanwhile. Look at the latest checklist.")


class AmountMoved(FundError):
    """What was proposed is not what is there now."""

    message = N_(
        "It was {proposed_fen} when this was proposed and is {now_fen} now. Reject it and propose"
        " it anew."
    )


class NothingLeft(FundError):
    """A surplus needs something left over."""

    message = N_("Line {line} has nothing left over.")


class YearNotOver(FundError):
    """A surplus is what is left when the year ends."""

    message = N_(
        "The fiscal year {year} of line {line} is not over: its surplus is worked out from"
        " {day} on."
    )


class ProposedAlready(FundError):
    """One open proposal for one thing."""

    message = N_("This is proposed already and waits for a decision.")


def stops(findings: list[Finding]) -> list[str]:
    """The items that must be in order and are not."""
    return [
        finding.item for finding in findings if finding.number and CHECKLIST[finding.item].is_must
    ]


def open_items(findings: list[Finding]) -> int:
    """How many items are open that one may close over."""
    return sum(1 for finding in findings if finding.number and not CHECKLIST[finding.item].is_must)


def execution_share(paid_fen: int, appropriated_fen: int, carried_out_fen: int) -> float | None:
    """The execution rate of a line's year: paid over what was appropriated before anything was
    carried over to a later year; None without money.

    >>> execution_share(2_650, 5_250, 2_750)
    0.33125
    """
    base_fen = appropriated_fen + carried_out_fen
    return paid_fen / base_fen if base_fen > 0 else None
