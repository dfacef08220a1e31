"""Subsidies: what they come to, the list, entering one."""

import streamlit as st

from fund import i18n, ui
from fund.i18n import N_, _, ngettext
from fund.rooms.page import Page
from fund.screens.subsidies.entering import enter
from fund.subsidies import owing, queries
from fund.subsidies.lists import LISTED
from fund.ui.filters import filters
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, download, stamp

PAGE = Page("subsidies", N_("Subsidies"), "percent", "money")


def render(visit: Visit) -> None:
    """One sentence, the list, the form."""
    seen = look(visit, LISTED)
    ui.header(_("Subsidies"), workbook(visit, seen, _("Subsidies")))
    view = filters(visit)
    with visit.reading() as session:
        totals = queries.totals(session, visit.who, view)
        owed = owing.owed_fen(session, visit.who, view.as_of)
    if not totals["count"]:
        ui.lede(_("No subsidy is decided."))
    else:
        ui.lede(
            ngettext("**{count}** subsidy", "**{count}** subsidies", totals["count"]).format(
                count=totals["count"]
            )
            + _(": caps of **{cap}**, **{paid}** paid.").format(
                cap=i18n.amount(totals["cap_fen"]),
                paid=i18n.amount(totals["paid_fen"]),
            ),
            _("**{amount}** is to be claimed back.").format(amount=i18n.amount(owed))
            if owed
            else "",
        )
    stamp(visit, view.as_of)
    with ui.block(
        _("Interest and premium subsidies"), _("Amounts as of the day chosen"), key="subsidies"
    ):
        filters_of(LISTED)
        if seen.page.frame.empty:
            ui.empty(_("No subsidy matches"), _("Officers enter subsidies below."))
        else:
            listing(visit, seen, _("Subsidies"), has_excel=True)
        download(visit, _("Every settlement as CSV"), "subsidies", key="f-subsidies-csv")
    enter(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
