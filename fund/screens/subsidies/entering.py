"""Entering a subsidy with the terms it would have."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from fund import clock, ui
from fund.i18n import _, pgettext
from fund.screens.ledger.enter import about, rooms_of
from fund.subsidies import commands
from fund.subsidies.exchange import millionths
from fund.subsidies.rules import DAY_BASES, INSTRUMENTS, METHODS
from fund.ui.choosing import bodies_to_choose
from fund.ui.fields import amount, opened, pick, pick_day, pick_word
from fund.ui.visit import Visit, perform, said

YEAR = timedelta(days=365)


def enter(visit: Visit) -> None:
    """The form, for whoever may enter; closed until it is wanted."""
    if not visit.who.may("enter") or visit.view.as_of != clock.today():
        return
    said("f-entered-subsidy-done")
    inside = opened("f-enter-subsidy", _("Enter a subsidy"))
    if inside is None:
        return
    with inside:
        bodies = bodies_to_choose(visit, "f-subsidy-body")
        lines = rooms_of(visit)
        if not lines:
            ui.empty(_("No budget line is open"), _("Finance opens one under Budget and ledger."))
            return
        with st.form("f-form-enter-subsidy"):
            given = about(visit, "subsidy", _("Recipient"), bodies)
            line_id = pick(_("Budget line"), lines, "f-subsidy-line")
            given["line_id"] = line_id or 0
            asked = terms()
            if st.form_submit_button(_("Enter the subsidy"), type="primary"):
                perform(
                    visit,
                    "f-entered-subsidy",
                    commands.enter,
                    lambda: given | {key: answer() for key, answer in asked.items()},
                    done=_("Entered."),
                    at="f-entered-subsidy-done",
                )


def terms() -> dict[str, Callable[[], object]]:
    """The loan or policy and what the fund would bear; read when the form is sent."""
    one, two, three = st.columns(3)
    instrument = pick_word(_("Kind"), INSTRUMENTS, "f-subsidy-instrument", at=one)
    method = pick_word(pgettext("subsidy", "Method"), METHODS, "f-subsidy-method", at=two)
    percent = three.text_input(
        _("Share or points, in percent, such as 50"), key="f-subsidy-percent", max_chars=8
    )
    lender = one.text_input(_("Bank or insurer"), key="f-subsidy-lender", max_chars=120)
    number = two.text_input(_("Contract or policy"), key="f-subsidy-number", max_chars=80)
    base = pick(
        _("Day base"),
        {value: str(value) for value in DAY_BASES},
        "f-subsidy-base",
        at=three,
        first=DAY_BASES[0],
    )
    loan = amount(_("Loan or insured sum"), "f-subsidy-loan", {"currency": "CNY"})
    left, right = st.columns(2)
    today = clock.today()
    first = pick_day(_("First day"), "f-subsidy-first", today, at=left)
    last = pick_day(_("Last day, not counted"), "f-subsidy-last", today + YEAR, at=right)
    is_share = method == "share"
    return {
        "instrument": lambda: instrument,
        "method": lambda: method,
        "share": lambda: millionths(percent) if is_share else 0,
        "points": lambda: 0 if is_share else millionths(percent),
        "day_base": lambda: int(base or DAY_BASES[0]),
        "lender": lambda: lender,
        "contract_number": lambda: number,
        "loan_fen": loan,
        "first_day": lambda: first if isinstance(first, date) else today,
        "last_day": lambda: last if isinstance(last, date) else today,
    }
