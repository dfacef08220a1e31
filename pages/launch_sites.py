"""Launch sites: launches, success, turn-round, capacity and its use, side by side."""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.sites.entering import new_site
from fund.screens.sites.overview import sentence, shares, sites, turns, years
from fund.sites import overview
from fund.ui import address
from fund.ui.visit import Visit, stamp

PAGE = Page("launch-sites", N_("Launch sites"), "rocket_launch", "space")


def render(visit: Visit) -> None:
    """The headline, the sites, their pads' turn-round, shares; then entering one."""
    as_of = visit.view.as_of
    with visit.reading() as session:
        found = overview.standing(session, visit.who, as_of)
    ui.header(_("Launch sites"))
    ui.lede(sentence(found, as_of.year))
    stamp(visit, as_of)
    if found.sites.empty:
        ui.empty(
            _("No launch site is entered"),
            _("An officer enters a site with its source, then its pads and launches."),
        )
    else:
        sites(found.sites)
        years(found)
        turns(found.turns, found.sites)
        shares(found)
    ui.more(_("All launches"), address("launches"))
    ui.more(_("Slips and scrubs"), address("slips"))
    new_site(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
