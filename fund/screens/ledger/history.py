"""What was done on a grant or a contract, newest first."""

import pandas as pd

from fund import i18n, ui
from fund.frames import rows_of
from fund.i18n import N_, _, ngettext
from fund.ledger.rows import DeedRow
from fund.screens.ledger.amounts import money_of
from fund.screens.ledger.undertaking import Found
from fund.ui.folding import behind
from fund.words import ACTS as NAMES

ACTS = {
    "enter": N_("entered the application"),
    "approve": N_("approved it, with others to come"),
    "decide": N_("decided for it"),
    "award": N_("awarded it"),
    "sign": N_("signed the agreement"),
    "propose_amendment": N_("proposed an amendment"),
    "propose_recipient": N_("proposed another recipient"),
    "propose_account": N_("proposed another account"),
    "sign_account": N_("signed the account"),
    "sign_amendment": N_("signed the amendment"),
    "reject_amendment": N_("rejected the amendment"),
    "terminate": N_("terminated it"),
    "complete": N_("completed it"),
    "file_evidence": N_("filed evidence"),
    "accept": N_("accepted the evidence"),
    "propose_waiver": N_("proposed a waiver"),
    "grant_waiver": N_("granted the waiver"),
    "pay": N_("paid"),
    "correct_payment": N_("corrected a payment"),
    "reverse": N_("reversed an act"),
    "claw_back": N_("recorded money returned"),
    "propose_claw_back_correction": N_("proposed which payment the money returned is of"),
    "correct_claw_back": N_("agreed which payment the money returned is of"),
    "propose_carry_over": N_("proposed to carry the unpaid rest over"),
    "carry_over": N_("agreed to carry the unpaid rest over"),
    "open": N_("opened it from the office’s workbook"),
    "open_sign": N_("opened the signed agreement"),
    "open_accept": N_("opened what was accepted"),
    "open_pay": N_("opened a payment"),
    "check_eligibility": N_("checked eligibility"),
    "declare_conflict": N_("declared a conflict of interest"),
    "review": N_("reviewed it"),
    "recommend": N_("gave government’s recommendation"),
    "decline": N_("declined it"),
    "withdraw": N_("recorded that it was withdrawn"),
    "check_midterm": N_("checked it at mid-term"),
    "suspend": N_("suspended it"),
    "resume": N_("resumed it"),
    "close_out": N_("closed it out"),
    "report_status": N_("recorded the recipient’s light"),
    "answer_gap": N_("answered for a green light beside a red ledger"),
    "record_delivery": N_("recorded a delivery"),
    "end_procurement": N_("ended the procurement without a contract"),
    "settle": N_("judged a milestone"),
    "state_loan": N_("stated what a paper of the bank or insurer says"),
    "find_off_purpose": N_("found a use for another purpose"),
    "settle_subsidy": N_("had days computed"),
    "reject_settlement": N_("turned down what was computed"),
    "claim_back": N_("claimed back what was paid too much"),
    "upload_opening": N_("handed in the office’s workbook with it"),
}
"""What each act did, as the history says it after the person's name."""


SHOWN = 12
"""Acts of the history shown at once; the earlier ones are one click away."""


def history(found: Found, currency: str) -> None:
    """What was done, newest first."""
    done = rows_of(found.history, DeedRow)
    with ui.block(_("What was done"), _("Only added to, never changed"), key="history"):
        ui.history([deed(row, currency) for row in done[:SHOWN]])
        if len(done) > SHOWN:
            words = ngettext(
                "{count} earlier act", "{count} earlier acts", len(done) - SHOWN
            ).format(count=len(done) - SHOWN)
            behind(
                "f-behind-history",
                words,
                lambda: ui.history([deed(row, currency) for row in done[SHOWN:]]),
            )


def deed_words(act: str) -> str:
    """What somebody did, as a history tells it; by its name in the policy where no other words are
    there.
    """
    return _(ACTS.get(act) or NAMES.get(act, act))


def deed(row: DeedRow, currency: str) -> tuple[str, str, tuple[str, str] | None]:
    """One line of the history: day and person, then what was done to which part, how much, why."""
    moved = row["amount_fen"]
    amount = "" if moved is None or pd.isna(moved) else money_of(abs(int(moved)), currency)
    tranche = "" if row["tranche"] is None or pd.isna(row["tranche"]) else row["tranche"]
    words = " ".join(filter(None, [deed_words(row["act"]), tranche, amount, row["reason"]]))
    return f"{i18n.day(row['recorded_at'])} · {row['actor'] or '—'}", words, None
