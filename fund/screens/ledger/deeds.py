"""The acts on a grant or a contract as forms offer them: the word in the policy, the button, the
command, what it asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fund.acts import Command
from fund.closing import commands as closing
from fund.errors import N_
from fund.grants import applications
from fund.grants import commands as grants
from fund.holdings import subscribing
from fund.ledger import account_changes, amendments, clawback, undertakings
from fund.ledger import commands as ledger
from fund.milestones import commands as milestones
from fund.milestones import waiving
from fund.procurement import commands as procurement
from fund.standing import commands as standing
from fund.subsidies import commands as subsidies
from fund.ui.fields import Field


@dataclass(frozen=True)
class Deed:
    """One act: its word in the policy, what the button says, the command, what it asks; versioned
    ones say which state was looked at.
    """

    act: str
    words: str
    command: Command
    fields: tuple[Field, ...] = ()
    is_versioned: bool = False

    @property
    def name(self) -> str:
        """What tells it from other forms: several commands may do one act."""
        return self.act if self.act != "propose_amendment" else self.command.__name__


REASON = Field("reason", N_("Reason"), "text")


TRANCHE = Field("tranche_id", N_("Part of the agreement"), "choice", "tranches")


AMOUNT = Field("amount_fen", N_("Amount"), "amount")


MILESTONE = Field("milestone_id", N_("Milestone"), "choice", "milestones")


LETTER = Field("content", N_("Letter"), "file?")


ACCOUNT = Field("account", N_("Bank account"), "account")


SHARED = (
    Deed(
        "schedule",
        N_("Schedule a milestone"),
        milestones.schedule,
        (
            Field("code", N_("Code"), "line"),
            Field("title", N_("Milestone"), "line"),
            Field("due_on", N_("Due on"), "day"),
            Field("tranche_code", N_("Part that waits for it"), "optional", "tranche_codes"),
            Field("owner", N_("Owner"), "line?"),
            Field("weight", N_("Weight, 1 where all count alike"), "count"),
        ),
    ),
    Deed(
        "file_evidence",
        N_("Hand in evidence"),
        milestones.hand_in_evidence,
        (TRANCHE, Field("title", N_("Title"), "line?"), Field("content", N_("Document"), "file")),
    ),
    Deed(
        "accept",
        N_("Accept evidence"),
        milestones.accept,
        (
            Field("evidence_id", N_("Evidence"), "choice", "evidence"),
            Field("amount_fen", N_("Amount earned, empty for all that is left"), "amount?"),
            Field("met_on", N_("Met on"), "past"),
        ),
    ),
    Deed(
        "forecast",
        N_("Forecast a milestone"),
        milestones.forecast,
        (
            MILESTONE,
            Field("forecast_on", N_("Expected on"), "day"),
            Field("reason", N_("Reason"), "text?"),
        ),
    ),
    Deed(
        "rebaseline",
        N_("Move a due date"),
        milestones.rebaseline,
        (
            Field("milestone_id", N_("Milestone"), "choice", "movable"),
            Field("due_on", N_("New due date"), "day"),
            REASON,
        ),
    ),
    Deed(
        "settle",
        N_("Judge a milestone"),
        milestones.settle,
        (
            MILESTONE,
            Field("status", N_("Finding"), "choice", "verdicts"),
            Field("met_on", N_("Met on"), "past"),
            Field("reason", N_("Reason"), "text?"),
        ),
    ),
    Deed(
        "report_status",
        N_("Record the recipient’s light"),
        standing.report_status,
        (
            Field("light", N_("Light"), "choice", "lights"),
            Field("reported_on", N_("Date of the letter"), "past"),
            Field("note", N_("What the letter says"), "text?"),
            LETTER,
        ),
    ),
    Deed(
        "answer_gap",
        N_("Answer for the green light"),
        standing.answer_gap,
        (
            Field("status_report_id", N_("Letter"), "choice", "gaps"),
            Field("answer", N_("Answer"), "text"),
        ),
    ),
    Deed("propose_waiver", N_("Propose a waiver"), waiving.propose_waiver, (TRANCHE, REASON)),
    Deed(
        "grant_waiver",
        N_("Grant a waiver"),
        waiving.grant_waiver,
        (Field("proposal_id", N_("Waiver to grant"), "choice", "proposals"),),
    ),
    Deed(
        "propose_amendment",
        N_("Amend an amount"),
        amendments.propose_amendment,
        (
            TRANCHE,
            Field(
                "change_fen", N_("Change of the amount, with a minus sign to lower it"), "amount"
            ),
            REASON,
        ),
    ),
    Deed(
        "propose_amendment",
        N_("Amend a date"),
        amendments.propose_date,
        (TRANCHE, Field("promised_on", N_("New promised date"), "day"), REASON),
    ),
    Deed(
        "propose_amendment",
        N_("Amend the title"),
        amendments.propose_scope,
        (Field("title", N_("New title"), "line"), REASON),
    ),
    Deed(
        "propose_recipient",
        N_("Change the recipient"),
        amendments.propose_recipient,
        (Field("organisation_id", N_("New recipient"), "choice", "bodies"), REASON),
    ),
    Deed(
        "sign_amendment",
        N_("Sign an amendment"),
        amendments.sign_amendment,
        (Field("amendment_id", N_("Amendment to sign"), "choice", "amendments"),),
    ),
    Deed(
        "reject_amendment",
        N_("Reject an amendment"),
        amendments.reject_amendment,
        (Field("amendment_id", N_("Amendment to reject"), "choice", "unanswered"), REASON),
    ),
    Deed(
        "propose_account",
        N_("Propose another account"),
        account_changes.propose_account,
        (ACCOUNT, REASON),
    ),
    Deed(
        "sign_account",
        N_("Sign the account"),
        account_changes.sign_account,
        (Field("amendment_id", N_("Account to sign"), "choice", "accounts"),),
    ),
    Deed(
        "correct_payment",
        N_("Put a payment right"),
        ledger.correct_payment,
        (
            Field("act_id", N_("Payment"), "choice", "payments"),
            Field("right_amount_fen", N_("Right amount"), "amount"),
            REASON,
        ),
    ),
    Deed(
        "claw_back",
        N_("Record money that came back"),
        clawback.claw_back,
        (Field("act_id", N_("Payment that came back"), "choice", "returnable"), AMOUNT, REASON),
    ),
    Deed(
        "propose_claw_back_correction",
        N_("Say which payment came back"),
        clawback.propose_claw_back_correction,
        (
            Field("act_id", N_("Money returned"), "choice", "claw_backs"),
            Field("payment_id", N_("Payment that came back"), "choice", "returnable"),
            REASON,
        ),
    ),
    Deed(
        "correct_claw_back",
        N_("Agree which payment came back"),
        clawback.correct_claw_back,
        (Field("proposal_id", N_("Correction to agree to"), "choice", "claw_back_corrections"),),
    ),
    Deed(
        "reject_claw_back_correction",
        N_("Turn down which payment came back"),
        clawback.reject_claw_back_correction,
        (
            Field("proposal_id", N_("Correction to turn down"), "choice", "claw_back_corrections"),
            REASON,
        ),
    ),
    Deed(
        "propose_carry_over",
        N_("Propose to carry over to a later year"),
        closing.propose_carry_over,
        (
            Field("to_line_id", N_("Line of the later year"), "choice", "later_lines"),
            Field("reason", N_("Reason"), "text?"),
        ),
    ),
    Deed(
        "carry_over",
        N_("Agree to the carry-over"),
        closing.carry_over,
        (Field("proposal_id", N_("Carry-over to agree to"), "choice", "carry_overs"),),
    ),
    Deed("terminate", N_("Terminate"), milestones.terminate, (REASON,), is_versioned=True),
    Deed("complete", N_("Close the execution"), undertakings.complete, (), is_versioned=True),
)


TERMS = Field("terms", N_("Parts of the agreement"), "terms")


APPLYING = (
    Deed(
        "check_eligibility",
        N_("Check eligibility"),
        applications.check_eligibility,
        (
            Field("is_eligible", N_("May it compete?"), "yes"),
            Field("reason", N_("Reason, needed for a no"), "text?"),
        ),
    ),
    Deed(
        "declare_conflict",
        N_("Declare a conflict of interest"),
        applications.declare_conflict,
        (Field("comment", N_("What the conflict is"), "text"),),
    ),
    Deed(
        "review",
        N_("Review"),
        applications.review,
        (
            Field("points", N_("Points"), "points", "criteria"),
            Field("comment", N_("Comment"), "text?"),
        ),
    ),
    Deed(
        "recommend",
        N_("Record government’s recommendation"),
        applications.recommend,
        (
            Field("is_recommended", N_("Is it recommended?"), "yes"),
            Field("amount_fen", N_("Amount recommended"), "amount?"),
            Field("reason", N_("Reason, needed for a no"), "text?"),
            LETTER,
        ),
    ),
)
"""What happens to an application before the fund decides."""


LATER = (
    Deed(
        "check_midterm",
        N_("Record the mid-term check"),
        grants.check_midterm,
        (
            Field("finding", N_("Finding"), "choice", "findings"),
            REASON,
            Field("content", N_("Minutes"), "file?"),
        ),
    ),
    Deed("suspend", N_("Suspend"), grants.suspend, (REASON,), is_versioned=True),
    Deed("resume", N_("Resume"), grants.resume, (REASON,), is_versioned=True),
    Deed(
        "close_out",
        N_("Close out"),
        grants.close_out,
        (Field("reason", N_("What the final report says"), "text"),),
        is_versioned=True,
    ),
)


BY_SETTLEMENT = frozenset({"file_evidence", "accept", "propose_waiver", "grant_waiver"})
"""What a subsidy has its settlements for."""


DEEDS: Mapping[str, tuple[Deed, ...]] = {
    "grant": (
        *APPLYING,
        Deed("decide", N_("Decide for the grant"), grants.decide, (AMOUNT,), is_versioned=True),
        Deed("decline", N_("Decline"), grants.decline, (REASON,)),
        Deed("withdraw", N_("Record that it was withdrawn"), grants.withdraw, (REASON,)),
        Deed("sign", N_("Sign the agreement"), grants.sign, (TERMS, ACCOUNT), is_versioned=True),
        *SHARED,
        *LATER,
    ),
    "contract": (
        Deed("award", N_("Award the contract"), procurement.award, (AMOUNT,), is_versioned=True),
        Deed(
            "sign", N_("Sign the contract"), procurement.sign, (TERMS, ACCOUNT), is_versioned=True
        ),
        *SHARED,
    ),
    "holding": (
        Deed(
            "decide",
            N_("Decide to invest"),
            subscribing.decide,
            (
                AMOUNT,
                Field("scheme_confirmed_on", N_("Scheme confirmed on, if there is one"), "past?"),
            ),
            is_versioned=True,
        ),
        Deed("decline", N_("Decline"), grants.decline, (REASON,)),
        Deed("withdraw", N_("Record that it was withdrawn"), grants.withdraw, (REASON,)),
        Deed(
            "sign",
            N_("Sign what is subscribed"),
            subscribing.sign,
            (TERMS, ACCOUNT),
            is_versioned=True,
        ),
        *SHARED,
    ),
    "subsidy": (
        Deed(
            "decide", N_("Decide for the subsidy"), subsidies.decide, (AMOUNT,), is_versioned=True
        ),
        Deed("decline", N_("Decline"), grants.decline, (REASON,)),
        Deed("withdraw", N_("Record that it was withdrawn"), grants.withdraw, (REASON,)),
        Deed(
            "sign",
            N_("Sign the agreement"),
            subsidies.sign,
            (
                Field("cap_fen", N_("Cap: the most that is paid"), "amount"),
                Field("promised_on", N_("Promised by"), "day"),
                ACCOUNT,
            ),
            is_versioned=True,
        ),
        *(deed for deed in SHARED if deed.act not in BY_SETTLEMENT),
    ),
}
"""The acts on an undertaking in the order of its life; payments have buttons of their own beside
the parts.
"""
