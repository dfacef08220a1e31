"""Launches: the fund's register, or a list others published; files taken in."""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.sites.coming_in import files, keep
from fund.sites import queries
from fund.sites.lists import LISTED
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, stamp

PAGE = Page("launches", N_("Launches"), within="launch-sites")


def render(visit: Visit) -> None:
    """The list of launches, files taken in, and taking one in."""
    as_of = visit.view.as_of
    seen = look(visit, LISTED)
    with visit.reading() as session:
        batches = queries.batches(session, visit.who, as_of)
        sites = queries.sites(session, visit.who, as_of)
    ui.header(_("Launches"), workbook(visit, seen, _("Launches")))
    ui.lede(
        _(
            "One register or list at a time: a launch may stand in several of them, so that they"
            " are never added."
        )
    )
    stamp(visit, as_of)
    with ui.block(
        _("Launches"),
        _("Own launches in Beijing time; days of a list as it writes them"),
        key="launches",
    ):
        filters_of(LISTED)
        if seen.page.frame.empty:
            ui.empty(_("No launch fits"), _("Change what is looked for, or take in a list."))
        else:
            listing(visit, seen, _("Launches"), has_excel=True)
    files(batches)
    keep(visit, sites, batches)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
