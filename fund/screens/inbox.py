"""The inbox as data: what each act is called there, and which acts ask nothing more, so that
several can be done at once.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from fund.closing import commands as closing
from fund.errors import N_
from fund.grants import applications
from fund.ledger import amendments, clawback
from fund.ledger import commands as ledger
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.office import commands as office

WORDS: Mapping[str, tuple[str, str]] = {
    "publish_call": (N_("Calls to publish"), N_("Drafted by somebody else")),
    "check_eligibility": (N_("Applications to check"), N_("May they compete?")),
    "review": (N_("Applications to review"), N_("You have not spoken on them yet")),
    "recommend": (
        N_("Applications to recommend"),
        N_("As many reviews are in as the call asks for"),
    ),
    "decide": (N_("Grants to decide"), N_("Recommended, or entered without a call")),
    "decline": (N_("Applications not recommended"), N_("Declined, or withdrawn")),
    "publish_tender": (N_("Tenders to publish"), N_("Planned by somebody else")),
    "open_bids": (N_("Bids to open"), N_("Past their deadline, and recorded by somebody else")),
    "evaluate": (N_("Bids to evaluate"), N_("Opened; you declared no interest in a bidder")),
    "award": (N_("Contracts to award"), N_("Entered and not awarded")),
    "sign": (N_("Agreements to sign"), N_("Decided or awarded by somebody else")),
    "sign_amendment": (N_("Amendments to sign"), N_("Proposed by somebody else")),
    "forecast": (
        N_("Milestones due"),
        N_(
            "Due by now or soon and not judged: hand in what they ask for, or say when they are"
            " expected"
        ),
    ),
    "file_evidence": (
        N_("Evidence to hand in"),
        N_("Promised by now or soon, and nothing filed that waits to be accepted"),
    ),
    "accept": (
        N_("Evidence to accept"),
        N_("Filed by somebody else; all that is left of the part is accepted"),
    ),
    "grant_waiver": (N_("Waivers to grant"), N_("You had no hand in any of them")),
    "settle": (N_("Milestones to judge"), N_("Past their day, and no money waits for them")),
    "pay": (N_("Payments to make"), N_("Accepted and unpaid; you did not accept them")),
    "carry_over": (N_("Carry-overs to agree to"), N_("Proposed by somebody else")),
    "return_surplus": (N_("Surpluses to agree to"), N_("Proposed by somebody else")),
    "correct_claw_back": (
        N_("Corrections of money returned to agree to"),
        N_("Proposed by somebody else; what came back moves to its payment’s line"),
    ),
    "approve_opening": (N_("The office’s workbooks to approve"), N_("Handed in by somebody else")),
    "close": (N_("Months and years to close"), N_("Prepared by somebody else")),
}
"""act -> what its block is called, and why a thing is in it."""


class Several(NamedTuple):
    """An act that can be done for several: the button, the command, its arguments from a row of the
    inbox, one thing asked for them all.
    """

    words: str
    command: Callable[..., Any]
    arguments: Callable[[Mapping[Any, Any]], dict[str, Any]]
    asks: tuple[str, str] | None = None


SEVERAL: Mapping[str, Several] = {
    "publish_call": Several(
        N_("Publish those chosen"),
        applications.publish_call,
        lambda row: {"call_id": int(row["key"])},
    ),
    "sign_amendment": Several(
        N_("Sign those chosen"),
        amendments.sign_amendment,
        lambda row: {"amendment_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    "accept": Several(
        N_("Accept those chosen"), milestones.accept, lambda row: {"evidence_id": int(row["key"])}
    ),
    "grant_waiver": Several(
        N_("Grant those chosen"),
        waiving.grant_waiver,
        lambda row: {"proposal_id": int(row["key"])},
    ),
    "pay": Several(
        N_("Pay those chosen"),
        ledger.pay,
        lambda row: {"tranche_id": int(row["key"]), "amount_fen": int(row["amount_fen"])},
        ("voucher", N_("Voucher")),
    ),
    "carry_over": Several(
        N_("Agree to those chosen"),
        closing.carry_over,
        lambda row: {"proposal_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    "return_surplus": Several(
        N_("Agree to those chosen"),
        closing.return_surplus,
        lambda row: {"proposal_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    "correct_claw_back": Several(
        N_("Agree to those chosen"),
        clawback.correct_claw_back,
        lambda row: {"proposal_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    "approve_opening": Several(
        N_("Approve those chosen"),
        office.approve_opening,
        lambda row: {"opening_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
    "close": Several(
        N_("Close those chosen"),
        closing.close,
        lambda row: {"closing_id": int(row["key"]), "expected_version": int(row["version"])},
    ),
}
"""Acts of the inbox that need nothing but a yes."""
