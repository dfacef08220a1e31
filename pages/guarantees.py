"""Guarantees: what is held by kind, what deserves attention, the list by end day, lodging one."""

import streamlit as st

from fund import clock, ui
from fund.guarantees import queries
from fund.guarantees.lists import LISTED
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.guarantees.lodging import lodge
from fund.screens.guarantees.standing import by_kind, headline
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, download, stamp

PAGE = Page("guarantees", N_("Guarantees"), "verified_user", "money")


def render(visit: Visit) -> None:
    """The headline, the list by end day, what is held by kind, the form."""
    seen = look(visit, LISTED)
    with visit.reading() as session:
        kinds = queries.by_kind(session, visit.who, clock.today())
    ui.header(_("Guarantees"), workbook(visit, seen, _("Guarantees")))
    ui.lede(*headline(kinds))
    stamp(visit)
    with ui.block(_("Guarantees by end day"), _("What runs out first stands first"), key="ends"):
        filters_of(LISTED)
        if seen.page.frame.empty:
            ui.empty(_("No guarantee matches"), _("Officers lodge guarantees below."))
        else:
            listing(visit, seen, _("Guarantees"), has_excel=True)
        download(visit, _("All guarantees as CSV"), "guarantees", key="f-guarantees-csv")
    by_kind(kinds)
    lodge(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
