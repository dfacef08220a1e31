"""Paying with open eyes: the voucher or why there is none, then everything once more, then the
payment; both steps by the same person.
"""

from typing import NamedTuple

import streamlit as st

from fund import i18n, ui
from fund.errors import FundError
from fund.i18n import _
from fund.ledger import commands, paying
from fund.ledger.accounts import NoAccount
from fund.ledger.paying import ToPay
from fund.ledger.rows import Facts
from fund.screens.ledger.amounts import exact
from fund.screens.ledger.undertaking import Found
from fund.ui.fields import pick
from fund.ui.visit import Visit, act, said

PAID = "f-paid"


class Asked(NamedTuple):
    """What somebody is about to pay."""

    tranche_id: int
    amount_fen: int
    voucher: str
    without: str


def payments(visit: Visit, one: Facts, found: Found) -> None:
    """The form of a payment for what is accepted and unpaid; once it is filled, what it says. Where
    no account is known, what has to be done first.
    """
    said(PAID)
    frame = found.tranches
    due = {
        int(row["tranche_id"]): (row["code"], int(row["accepted_fen"] - row["paid_fen"]))
        for row in frame[frame["accepted_fen"] > frame["paid_fen"]].to_dict("records")
    }
    if not due:
        return
    if found.account is None:
        ui.source_note(i18n.say(NoAccount(undertaking=one["title"])))
        return
    place = f"f-paying-{one['undertaking_id']}-{visit.who.id}"
    asked: Asked | None = st.session_state.get(place)
    if asked is not None and due.get(asked.tranche_id, ("", 0))[1] == asked.amount_fen:
        _once_more(visit, one, asked, place)
    else:
        _form(visit, one, due, place)


def _form(visit: Visit, one: Facts, due: dict[int, tuple[str, int]], place: str) -> None:
    choices = {key: f"{code} · {exact(open_fen, one)}" for key, (code, open_fen) in due.items()}
    with st.form(f"f-form-{place}"):
        chosen = pick(
            _("Part to pay"),
            choices,
            f"{place}-part",
            first=next(iter(choices)) if len(choices) == 1 else None,
        )
        left, right = st.columns(2)
        voucher = left.text_input(_("Number of the voucher"), key=f"{place}-voucher", max_chars=80)
        without = right.text_input(_("Or why there is none"), key=f"{place}-without", max_chars=200)
        if not st.form_submit_button(_("Look at it once more"), type="primary"):
            return
    if chosen is None:
        ui.error_box(_("This was not done"), _("Choose the part to pay."))
        return
    asked = Asked(chosen, due[chosen][1], voucher, without)
    if _seen(visit, asked) is not None:
        st.session_state[place] = asked
        st.rerun()


def _seen(visit: Visit, asked: Asked) -> ToPay | None:
    """What it would be; None, and why, where it would be refused."""
    try:
        with visit.reading() as session:
            return paying.before_paying(session, visit.who, **asked._asdict())
    except FundError as refused:
        ui.error_box(_("This was not done"), i18n.say(refused))
        return None


def _once_more(visit: Visit, one: Facts, asked: Asked, place: str) -> None:
    """Amount to the fen, payee, account and line, and only then the button that pays."""
    seen = _seen(visit, asked)
    if seen is not None:
        amount = exact(seen.amount_fen, one)
        ui.lede(_("Look once more: this is what is paid"))
        ui.facts(
            [
                (_("Amount"), amount),
                (_("Part of the agreement"), f"{seen.undertaking} {seen.tranche}"),
                (_("Payee"), seen.payee),
                (_("Holder of the account"), seen.account.holder),
                (_("Bank"), seen.account.bank),
                (_("Account number"), seen.account.spaced),
                (_("Line"), seen.line),
                (_("Voucher"), asked.voucher or _("None: {why}").format(why=asked.without)),
            ]
        )
        act(
            visit,
            _("Pay {amount} to {payee}").format(amount=amount, payee=seen.payee),
            commands.pay,
            key=f"f-pay-{asked.tranche_id}-{asked.amount_fen}",
            done=_("Recorded in the ledger."),
            at=PAID,
            then=lambda _outcome: st.session_state.pop(place, None),
            account_id=seen.account_id,
            line_id=seen.line_id,
            **asked._asdict(),
        )
    if st.button(_("Back to the form"), key=f"{place}-back"):
        del st.session_state[place]
        st.rerun()
