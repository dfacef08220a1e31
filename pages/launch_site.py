"""One launch site: its pads as a timeline, its capacity, what builds it, its launches."""

import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.frames import own_name
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.sites import one as shown
from fund.screens.sites.entering import keep
from fund.screens.sites.overview import of_site
from fund.sites import building, overview, queries
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("launch-site", N_("Launch site"), within="launch-sites")


def render(visit: Visit) -> None:
    """The page of the site the address names by its code."""
    as_of = visit.view.as_of
    try:
        with visit.reading() as session:
            site = queries.site(session, visit.who, st.query_params.get("id", ""), as_of)
            found = overview.standing(session, visit.who, as_of)
            pads = queries.pads(session, visit.who, as_of)
            states = queries.states(session, visit.who, as_of)
            names = queries.names(session, visit.who, as_of)
            stated = queries.capacities(session, visit.who, as_of)
            launches = queries.launches(session, visit.who, as_of)
            built = building.built(session, visit.who, site["site_id"], as_of)
    except NotFound as missing:
        mistyped(_("Launch site"), missing, (_("All launch sites"), address("launch-sites")))
        return
    key = site["site_id"]
    own, launches = pads[pads["site_id"] == key], launches[launches["site_id"] == key]
    ui.header(own_name(site, "name"), crumb=[site["code"]])
    ui.lede(of_site(found.sites, key))
    stamp(visit, as_of, is_demonstration=bool(site["is_demonstration"]))
    shown.pads(own, states, names, launches, as_of)
    shown.launches(visit, launches)
    shown.capacities(visit, stated[stated["site_id"] == key])
    shown.building(built, _("What builds it"))
    shown.facts(site)
    keep(visit, site, own, launches)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
