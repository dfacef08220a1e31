"""What may be done with a guarantee: check it, change it, claim on it, confirm its duty, give it
back; each by whoever may, and not by who did what keeps them from it.
"""

from datetime import date

import pandas as pd
import streamlit as st

from fund import clock, i18n
from fund.frames import rows_of
from fund.guarantees import changing, commands
from fund.guarantees.rows import GuaranteeRow, Proposed
from fund.guarantees.rules import CHANGES, DUTIES, PROPOSALS
from fund.i18n import _, pgettext
from fund.lifecycle import CYCLES
from fund.screens.ledger.amounts import exact
from fund.ui.fields import amount, document, folded, pick, pick_day, pick_word
from fund.ui.visit import Visit, act, perform, said

AT = "f-guarantee-done"


def forms(visit: Visit, one: GuaranteeRow, proposals: pd.DataFrame, steps: dict[int, str]) -> None:
    """Each act this person may do now, closed until it is wanted; ``steps`` are the met milestones
    of what it secures.
    """
    said(AT)
    offered = {
        "check_guarantee": check,
        "confirm_duty": duty,
        "propose_claim": claim,
        "record_payout": payout,
    }
    for name, draw in offered.items():
        if is_open(visit, one, name):
            draw(visit, one)
    if is_open(visit, one, "propose_change"):
        change(visit, one, steps)
    for row in rows_of(proposals[proposals["outcome"] == "open"], Proposed):
        decide(visit, one, row)
    if is_open(visit, one, "release_guarantee") and one["met_on"]:
        act(
            visit,
            _("Give back {amount}").format(amount=exact(one["held_fen"], one)),
            commands.release_guarantee,
            key=f"f-release-{one['guarantee_id']}",
            done=_("Given back."),
            at=AT,
            guarantee_id=one["guarantee_id"],
            expected_version=one["version"],
        )


def is_open(visit: Visit, one: GuaranteeRow, name: str) -> bool:
    """Whether role and state let the act be done."""
    return visit.who.may(name) and one["state"] in CYCLES["guarantee"][name][""]


def check(visit: Visit, one: GuaranteeRow) -> None:
    """What the issuer answered."""
    with folded("f-check", _("Check with the issuer"), "f-form-check"):
        words = {True: _("Genuine, worded as asked"), False: _("Not genuine or not as asked")}
        genuine = st.radio(
            _("The issuer’s answer"), list(words), format_func=words.__getitem__, key="f-check-yes"
        )
        said_ = st.text_input(
            _("Who confirmed it, when and how"), key="f-check-words", max_chars=300
        )
        if st.form_submit_button(_("Record the check"), type="primary"):
            perform(
                visit,
                "f-act-check",
                commands.check_guarantee,
                lambda: {
                    "guarantee_id": one["guarantee_id"],
                    "is_genuine": bool(genuine),
                    "words": said_,
                    "expected_version": one["version"],
                },
                done=_("Recorded."),
                at=AT,
            )


def change(visit: Visit, one: GuaranteeRow, steps: dict[int, str]) -> None:
    """Raise, lower or extend it; another person confirms."""
    with folded("f-change", _("Propose a change"), "f-form-change"):
        kind = pick_word(_("Change"), CHANGES, "f-change-kind")
        left, right = st.columns(2)
        until = pick_day(_("New last day, to extend"), "f-change-until", None, at=left)
        step = pick(_("Step met, to lower"), steps, "f-change-step", at=right) if steps else None
        sum_of = amount(_("Amount, to raise or lower"), "f-change-amount", one, is_optional=True)
        reason = st.text_input(_("Reason"), key="f-change-reason", max_chars=300)
        paper = document(_("Document"), "f-change-paper")
        if st.form_submit_button(_("Propose the change"), type="primary"):
            perform(
                visit,
                "f-act-change",
                changing.propose_change,
                lambda: {
                    "guarantee_id": one["guarantee_id"],
                    "kind": kind,
                    "amount_fen": sum_of() or 0,
                    "valid_to": until if isinstance(until, date) else None,
                    "milestone_id": step,
                    "reason": reason,
                    **paper(),
                },
                done=_("Proposed. Another person decides."),
                at=AT,
            )


def claim(visit: Visit, one: GuaranteeRow) -> None:
    """Claim an amount of what is held; another person approves."""
    with folded("f-claim", _("Propose a claim"), "f-form-claim"):
        sum_of = amount(_("Amount"), "f-claim-amount", one)
        reason = st.text_area(_("What happened"), key="f-claim-reason", max_chars=500, height=80)
        paper = document(_("Document"), "f-claim-paper")
        if st.form_submit_button(_("Propose the claim"), type="primary"):
            perform(
                visit,
                "f-act-claim",
                changing.propose_claim,
                lambda: {
                    "guarantee_id": one["guarantee_id"],
                    "amount_fen": sum_of(),
                    "reason": reason,
                    **paper(),
                },
                done=_("Proposed. Another person decides."),
                at=AT,
            )


def payout(visit: Visit, one: GuaranteeRow) -> None:
    """The issuer paid what was claimed."""
    with folded("f-payout", _("Record money of a claim"), "f-form-payout"):
        sum_of = amount(_("Amount"), "f-payout-amount", one)
        on = pick_day(_("Received on"), "f-payout-on", clock.today(), last=clock.today())
        voucher = st.text_input(_("Voucher number"), key="f-payout-voucher", max_chars=80)
        if st.form_submit_button(pgettext("guarantee", "Record the money"), type="primary"):
            perform(
                visit,
                "f-act-payout",
                changing.record_payout,
                lambda: {
                    "guarantee_id": one["guarantee_id"],
                    "amount_fen": sum_of(),
                    "occurred_on": on,
                    "voucher": voucher,
                },
                done=_("Recorded."),
                at=AT,
            )


def duty(visit: Visit, one: GuaranteeRow) -> None:
    """The duty was met, or ended."""
    if one["met_on"]:
        return
    with folded("f-duty", _("Confirm the duty"), "f-form-duty"):
        outcome = pick_word(_("Outcome"), DUTIES, "f-duty-outcome")
        on = pick_day(_("On"), "f-duty-on", clock.today(), last=clock.today())
        words = st.text_input(_("How it is known"), key="f-duty-words", max_chars=300)
        paper = document(_("Document"), "f-duty-paper")
        if st.form_submit_button(_("Confirm the duty"), type="primary"):
            perform(
                visit,
                "f-act-duty",
                commands.confirm_duty,
                lambda: {
                    "guarantee_id": one["guarantee_id"],
                    "outcome": outcome,
                    "occurred_on": on,
                    "words": words,
                    "expected_version": one["version"],
                    **paper(),
                },
                done=_("Recorded."),
                at=AT,
            )


def decide(visit: Visit, one: GuaranteeRow, row: Proposed) -> None:
    """Agree to what somebody else proposed, or turn it down with a reason."""
    is_claim = row["kind"] == "claim"
    yes, no = (
        (changing.approve_claim, changing.reject_claim)
        if is_claim
        else (changing.confirm_change, changing.reject_change)
    )
    if not visit.who.may(yes.__name__):
        return
    key, asked = row["proposal_id"], {"expected_version": row["version"]}
    what = i18n.day(row["valid_to"]) if row["valid_to"] else exact(row["amount_fen"], one)
    proposal = PROPOSALS[row["kind"]]
    act(
        visit,
        _("Agree: {proposal} {what}").format(proposal=_(proposal), what=what),
        yes,
        key=f"f-agree-{key}",
        done=_("Recorded."),
        at=AT,
        proposal_id=key,
        expected_version=row["version"],
    )
    with st.form(f"f-form-no-{key}"):
        reason = st.text_input(_("Why it is turned down"), key=f"f-no-{key}", max_chars=200)
        if st.form_submit_button(_("Turn the proposal down")):
            perform(
                visit,
                f"f-act-no-{key}",
                no,
                lambda: {"proposal_id": key, "reason": reason, **asked},
                done=_("Recorded."),
                at=AT,
            )
