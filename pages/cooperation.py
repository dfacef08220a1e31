"""Cooperation abroad: what counts by region and country, the projects, agreements, entering."""

import streamlit as st

from fund import ui
from fund.cooperation import details, queries
from fund.cooperation.lists import LISTED
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.cooperation.abroad import agreements, by_region, headline, partners
from fund.screens.cooperation.apart import from_file, listed
from fund.screens.cooperation.entering import keep
from fund.ui import address
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, download, stamp

PAGE = Page("cooperation", N_("Cooperation abroad"), "public", "space")


def render(visit: Visit) -> None:
    """The headline, regions, the list of projects, partners, agreements, and the forms."""
    as_of = visit.view.as_of
    seen = look(visit, LISTED)
    with visit.reading() as session:
        abroad = queries.abroad(session, visit.who, as_of)
        kept = details.kept_apart(session, visit.who, as_of)
        signed = details.agreements(session, visit.who, as_of)
    ui.header(_("Cooperation abroad"), workbook(visit, seen, _("Projects abroad")))
    ui.lede(headline(abroad.overview))
    stamp(visit, as_of)
    if not abroad.overview["projects"]:
        ui.empty(
            _("No project abroad is entered"),
            _("An officer enters partners first, then projects with their percentages."),
        )
    else:
        by_region(abroad.regions)
        with ui.block(_("Projects abroad"), _("Money side by side, never added"), key="projects"):
            filters_of(LISTED)
            if seen.page.frame.empty:
                ui.empty(_("No project fits"), _("Change what is looked for."))
            else:
                listing(visit, seen, _("Projects abroad"), has_excel=True)
            if visit.who.may("export"):
                download(visit, _("All projects as IATI 2.03"), "iati", key="f-iati")
    ui.more(_("Entry into the inter-governmental channel"), address("channel"))
    partners(abroad.partners)
    agreements(signed)
    listed(kept)
    keep(visit)
    from_file(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
