"""What may be done on a subsidy: state what the loan or policy was, find what served another
purpose, have days computed, accept or turn down, claim back.
"""

from datetime import date

import pandas as pd
import streamlit as st

from fund import clock, i18n
from fund.frames import rows_of
from fund.i18n import _, pgettext
from fund.lifecycle import may_follow
from fund.screens.ledger.amounts import exact
from fund.subsidies import commands, settling
from fund.subsidies.exchange import millionths
from fund.subsidies.rows import SettlementOwed, SubsidyFacts
from fund.subsidies.rules import KINDS
from fund.ui.fields import amount, document, folded, form_opened, pick_day, pick_word
from fund.ui.visit import Visit, act, perform, said

AT = "f-subsidy-done"


def forms(visit: Visit, one: SubsidyFacts, settlements: pd.DataFrame) -> None:
    """Each act this person may do now, closed until it is wanted."""
    said(AT)
    if visit.view.as_of != clock.today():
        return
    if is_open(visit, one, "state_loan"):
        state(visit, one)
    if one["instrument"] == "interest" and is_open(visit, one, "find_off_purpose"):
        finding(visit, one)
    if is_open(visit, one, "settle_subsidy"):
        settle(visit, one)
    for row in rows_of(settlements, SettlementOwed):
        if row["outcome"] == "open" and visit.who.may("reject_settlement"):
            decide(visit, one, row)
        if row["owed_fen"] and visit.who.may("claim_back"):
            claim(visit, one, row)


def is_open(visit: Visit, one: SubsidyFacts, name: str) -> bool:
    """Whether role and state let the act be done."""
    return visit.who.may(name) and may_follow(name, one["status"])


def state(visit: Visit, one: SubsidyFacts) -> None:
    """A statement from a paper of the bank or insurer."""
    is_loan = one["instrument"] == "interest"
    offered = ("principal", "overdue") if is_loan else ("premium", "refund")
    form = form_opened("f-subsidy-state", _("State what the paper says"), "f-form-subsidy-state")
    if form is None:
        return
    with form:
        kind = pick_word(
            pgettext("guarantee", "Statement"), {key: KINDS[key] for key in offered}, "f-state-kind"
        )
        left, right = st.columns(2)
        today = clock.today()
        first = pick_day(_("From, or on"), "f-state-first", None, at=left, last=today)
        last = pick_day(_("To, not counted"), "f-state-last", None, at=right) if is_loan else None
        sum_of = amount(_("Principal or premium"), "f-state-amount", one)
        rate = rate_of(is_loan=is_loan)
        words = st.text_input(_("Note"), key="f-state-words", max_chars=200)
        paper = document(_("Paper of the bank or insurer"), "f-state-paper")
        if st.form_submit_button(_("Record the statement"), type="primary"):
            perform(
                visit,
                "f-act-subsidy-state",
                commands.state_loan,
                lambda: {
                    "undertaking_id": one["undertaking_id"],
                    "kind": kind,
                    "starts_on": first if isinstance(first, date) else today,
                    "ends_on": last if isinstance(last, date) else None,
                    "amount_fen": sum_of(),
                    "rate": millionths(rate) if kind == "principal" else 0,
                    "words": words,
                    **paper(),
                },
                done=_("Recorded."),
                at=AT,
            )


def rate_of(*, is_loan: bool) -> str:
    """The rate of a loan as typed; nothing of a premium."""
    words = _("Rate in percent a year, such as 3.45")
    return st.text_input(words, key="f-state-rate", max_chars=8) if is_loan else ""


def finding(visit: Visit, one: SubsidyFacts) -> None:
    """That part of the loan served another purpose."""
    with folded("f-subsidy-finding", _("Record a use for another purpose"), "f-form-finding"):
        first = pick_day(_("From"), "f-finding-first", None, last=clock.today())
        sum_of = amount(_("Part of the principal"), "f-finding-amount", one)
        words = st.text_area(_("What was found"), key="f-finding-words", max_chars=500, height=80)
        paper = document(_("Document"), "f-finding-paper")
        if st.form_submit_button(_("Record the finding"), type="primary"):
            perform(
                visit,
                "f-act-finding",
                commands.find_off_purpose,
                lambda: {
                    "undertaking_id": one["undertaking_id"],
                    "starts_on": first if isinstance(first, date) else clock.today(),
                    "amount_fen": sum_of(),
                    "words": words,
                    **paper(),
                },
                done=_("Recorded."),
                at=AT,
            )


def settle(visit: Visit, one: SubsidyFacts) -> None:
    """Have days computed."""
    with folded("f-subsidy-settle", _("Have days computed"), "f-form-settle-subsidy"):
        left, right = st.columns(2)
        first = pick_day(_("From"), "f-settle-first", one["first_day"], at=left)
        last = pick_day(_("To, not counted"), "f-settle-last", one["last_day"], at=right)
        paper = document(_("Interest slip or premium receipt"), "f-settle-paper")
        words = st.text_input(_("Note"), key="f-settle-words", max_chars=200)
        if st.form_submit_button(_("Compute the subsidy"), type="primary"):
            perform(
                visit,
                "f-act-settle-subsidy",
                settling.settle_subsidy,
                lambda: {
                    "undertaking_id": one["undertaking_id"],
                    "first_day": first,
                    "last_day": last,
                    "words": words,
                    **paper(),
                },
                done=_("Computed. Another person accepts it."),
                at=AT,
            )


def decide(visit: Visit, one: SubsidyFacts, row: SettlementOwed) -> None:
    """Accept what was computed or less, or turn it down."""
    key = row["settlement_id"]
    asked = {"settlement_id": key, "expected_version": row["version"]}
    days = f"{i18n.day(row['first_day'])} – {i18n.day(row['last_day'])}"
    with folded(f"f-settlement-{key}", _("Decide on {days}").format(days=days), f"f-form-st-{key}"):
        st.caption(
            _("Computed: {amount}. Accept that much or less, within the cap.").format(
                amount=exact(row["computed_fen"], one)
            )
        )
        sum_of = amount(
            _("Amount, empty for the most there is"), f"f-st-amount-{key}", one, is_optional=True
        )
        reason = st.text_input(_("Why it is turned down"), key=f"f-st-why-{key}", max_chars=200)
        left, right = st.columns(2)
        if left.form_submit_button(_("Accept the settlement"), type="primary"):
            perform(
                visit,
                f"f-act-accept-{key}",
                settling.accept_settlement,
                lambda: {**asked, "amount_fen": sum_of()},
                at=AT,
            )
        if right.form_submit_button(_("Turn the settlement down")):
            perform(
                visit,
                f"f-act-reject-{key}",
                settling.reject_settlement,
                lambda: {**asked, "reason": reason},
                done=_("Recorded."),
                at=AT,
            )


def claim(visit: Visit, one: SubsidyFacts, row: SettlementOwed) -> None:
    """Claim back what was paid too much; the payment it is of is found by the system."""
    act(
        visit,
        _("Claim back {amount} of {days}").format(
            amount=exact(row["owed_fen"], one),
            days=f"{i18n.day(row['first_day'])} – {i18n.day(row['last_day'])}",
        ),
        settling.claim_back,
        key=f"f-claim-{row['settlement_id']}-{row['owed_fen']}",
        done=_("Recorded. Finance records the money when it comes."),
        at=AT,
        settlement_id=row["settlement_id"],
        reason=_("Paid above what is due by what is known now"),
    )
