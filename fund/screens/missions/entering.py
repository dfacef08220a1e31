"""Keeping the register of national missions: a workbook, one mission, one purchase, striking a row,
what is said of a quarter.
"""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import clock, i18n, ui
from fund.access.actors import Actor
from fund.errors import N_, has_errors
from fund.i18n import _, ngettext
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.listing.wording import period_words
from fund.missions import commands, exchange, queries
from fund.missions.rules import ORIGINS, Share
from fund.office.template import template
from fund.period import parse
from fund.procurement.lists import CONTRACTS
from fund.screens.ledger.amounts import money
from fund.ui.choosing import Sought, to_choose
from fund.ui.fields import amount, folded, opened, pick, pick_day, pick_word
from fund.ui.taking_in import tell_issues
from fund.ui.visit import Visit, perform, said

CONTRACT = Sought(
    N_("Find a contract by its code, title or supplier"),
    N_("Write a part of it here; those found can be chosen below"),
    N_("No contract is found by this"),
)
PURCHASE = Sought(
    N_("Find a purchase by what was bought or the code of its mission"),
    N_("Write a part of it here; those found can be chosen below"),
    N_("No purchase is found by this"),
)


def keep(visit: Visit, bought: pd.DataFrame, shares: list[Share]) -> None:
    """What this person may do, each closed until it is wanted."""
    said("f-mission-done")
    if visit.view.as_of != clock.today():
        return
    if visit.who.may("record_mission_purchase"):
        workbook(visit)
        mission(visit)
        purchase(visit)
        strike(visit, bought)
    if visit.who.may("state_register") and shares:
        state(visit, shares)


def workbook(visit: Visit) -> None:
    """Download the empty workbook; upload the filled one, which goes in whole or not at all."""
    with st.container(key="f-mission-book"), st.expander(_("Enter from a workbook")):
        language = i18n.language()
        st.download_button(
            _("Download the empty workbook"),
            lambda: template(language, "missions"),
            _("missions.xlsx"),
            ui.for_me(ui.XLSX),
            key="f-mission-template",
            on_click="ignore",
        )
        given = st.file_uploader(_("Filled workbook"), type=["xlsx"], key="f-mission-file")
        if given is None:
            return
        counts, issues = exchange.take_in(
            visit.engine, visit.who.id, given.getvalue(), dry_run=True
        )
        tell_issues(issues, given.name)
        if has_errors(issues):
            return
        words = ngettext(
            "Enter {count} purchase", "Enter {count} purchases", counts["purchases"]
        ).format(count=counts["purchases"])
        if st.button(words, type="primary", key="f-mission-in"):
            _counts, issues = exchange.take_in(
                visit.engine, visit.who.id, given.getvalue(), dry_run=False
            )
            tell_issues(issues, given.name)
            if not has_errors(issues):
                st.session_state["f-mission-done"] = _("Recorded.")
                st.rerun()


def mission(visit: Visit) -> None:
    """A mission nobody has entered."""
    with folded("f-mission-new", _("Enter a mission"), "f-form-mission"):
        left, right = st.columns([1, 3])
        given = {
            "code": left.text_input(_("Code"), key="f-mission-code", max_chars=60),
            "title": right.text_input(_("Mission"), key="f-mission-title", max_chars=200),
        }
        left, right = st.columns(2)
        given |= {
            "agency": left.text_input(_("Ordered by"), key="f-mission-agency", max_chars=200),
            "source": right.text_input(_("Read from"), key="f-mission-source", max_chars=300),
        }
        if st.form_submit_button(_("Enter the mission"), type="primary"):
            perform(
                visit,
                "f-act-mission",
                commands.register_mission,
                lambda: given,
                done=_("Recorded."),
                at="f-mission-done",
            )


def purchase(visit: Visit) -> None:
    """Something a mission bought, or a row in place of one that was wrong."""
    inside = opened("f-mission-bought", _("Record a purchase"))
    if inside is None:
        return
    with inside:
        missions, contracts = bought_by(visit)
        earlier = purchases(visit, "f-bought-replaces")
    with inside, st.form("f-form-purchase"):
        wanted = purchase_fields(missions, contracts, earlier)
        if st.form_submit_button(_("Record the purchase"), type="primary"):
            perform(
                visit,
                "f-act-bought",
                commands.record_mission_purchase,
                wanted,
                done=_("Recorded."),
                at="f-mission-done",
            )


def bought_by(visit: Visit) -> tuple[dict[int, str], dict[int, str]]:
    """The missions that may have bought something, and the fund's contracts in renminbi it may have
    been bought under, by number.
    """

    def looking(session: Session, words: str, most: int) -> dict[int, str]:
        return contracts(session, visit.who, words, most)

    with visit.reading() as session:
        missions = queries.missions(session, visit.who, View(as_of=clock.today()))
    return (
        {
            row["mission_id"]: f"{row['mission']} {row['title']}"
            for row in missions.to_dict("records")
        },
        to_choose(visit, "f-bought-contract", looking, CONTRACT),
    )


def contracts(session: Session, actor: Actor, words: str, most: int) -> dict[int, str]:
    """Contracts in renminbi with a value, the latest entered first, so many at most; all, or those
    with ``words`` of code, title or supplier.
    """
    found: dict[int, str] = {}
    asked = Asked(View(as_of=clock.today()), {"q": words} if words else {})
    while len(found) < most:
        page = paging.page(session, actor, CONTRACTS._replace(size=most), asked)
        found |= {
            row["undertaking_id"]: " · ".join(
                (
                    f"{row['contract_id']} {row['title']}",
                    row["supplier"],
                    money(row["value_fen"], row),
                )
            )
            for row in page.frame.to_dict("records")
            if row["value_fen"] and row["currency"] == "CNY"
        }
        if not page.has_after:
            break
        asked = asked._replace(after=page.last, row=None)
    return dict(list(found.items())[:most])


def purchases(visit: Visit, key: str) -> dict[int, str]:
    """Purchases that stand, to choose among, by number."""

    def looking(session: Session, words: str, most: int) -> dict[int, str]:
        found = queries.purchases_to_choose(session, visit.who, words, most)
        return {
            row["purchase_id"]: (
                f"{i18n.day(row['bought_on'])} {row['mission']} {row['item']} ·"
                f" {i18n.amount(row['amount_fen'])}"
            )
            for row in found.to_dict("records")
        }

    return to_choose(visit, key, looking, PURCHASE)


def purchase_fields(
    missions: dict[int, str], contracts: dict[int, str], earlier: dict[int, str]
) -> Callable[[], dict[str, object]]:
    """What is asked of a purchase, read when the form is sent."""
    mission_id = pick(_("Mission"), missions, "f-bought-mission")
    left, right = st.columns([1, 2])
    category = pick_word(_("Category"), CATEGORIES, "f-bought-category", at=left)
    item = right.text_input(_("What was bought"), key="f-bought-item", max_chars=200)
    left, middle, right = st.columns(3)
    day = pick_day(_("Bought on"), "f-bought-day", clock.today(), at=left, last=clock.today())
    with middle:
        cost = amount(_("Amount"), "f-bought-amount", {"currency": "CNY"})
    origin = pick_word(_("Supplier"), ORIGINS, "f-bought-origin", at=right)
    under = _("Under one of the fund’s contracts, whose supplier then tells the origin")
    contract = pick(under, contracts, "f-bought-contract", empty=_("None"))
    left, right = st.columns(2)
    source = left.text_input(_("Read from"), key="f-bought-source", max_chars=300)
    wrong = _("Replaces, where an earlier row was wrong")
    replaces = pick(wrong, earlier, "f-bought-replaces", at=right, empty=_("None"))
    return lambda: {
        "mission_id": mission_id or 0,
        "category": category,
        "item": item,
        "bought_on": day if isinstance(day, date) else clock.today(),
        "amount_fen": cost(),
        "origin": origin,
        "source": source,
        "undertaking_id": contract,
        "replaces_id": replaces,
    }


def strike(visit: Visit, bought: pd.DataFrame) -> None:
    """Take a row out, with a reason."""
    if bought.empty:
        return
    inside = opened("f-mission-strike", _("Strike a purchase"))
    if inside is None:
        return
    with inside:
        rows = purchases(visit, "f-strike")
    with inside, st.form("f-form-strike"):
        purchase_id = pick(_("Purchase"), rows, "f-strike")
        reason = st.text_input(_("Reason"), key="f-strike-why", max_chars=300)
        if st.form_submit_button(_("Strike it")):
            perform(
                visit,
                "f-act-strike",
                commands.strike_mission_purchase,
                lambda: {"purchase_id": purchase_id or 0, "reason": reason},
                done=_("Recorded."),
                at="f-mission-done",
            )


def state(visit: Visit, shares: list[Share]) -> None:
    """Say that a quarter's register is complete, or that it no longer is."""
    known = [
        one.quarter
        for one in shares
        if one.category == "" and parse(one.quarter).last < clock.today()
    ]
    with folded("f-mission-state", _("State that a quarter is complete"), "f-form-state"):
        code = st.selectbox(
            _("Quarter"),
            known[::-1],
            index=0 if known else None,
            format_func=period_words,
            placeholder=_("Choose an option"),
            key="f-state-quarter",
        )
        is_complete = st.radio(
            _("Register"),
            [True, False],
            format_func=lambda value: _("Complete") if value else _("Not complete"),
            horizontal=True,
            key="f-state-is",
        )
        reason = st.text_input(_("How it is known"), key="f-state-why", max_chars=300)
        if st.form_submit_button(_("Record the statement"), type="primary"):
            perform(
                visit,
                "f-act-state",
                commands.state_register,
                lambda: {"period": code or "", "is_complete": is_complete, "reason": reason},
                done=_("Recorded."),
                at="f-mission-done",
            )
