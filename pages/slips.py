"""Slips and scrubs: every change of a planned time, launches called off on their day."""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.sites.overview import shares
from fund.screens.sites.slips import moves, scrubbed, sentence
from fund.sites import overview, queries
from fund.ui.visit import Visit, stamp

PAGE = Page("slips", N_("Slips and scrubs"), within="launch-sites")


def render(visit: Visit) -> None:
    """How often and by how much, then every change and scrub."""
    as_of = visit.view.as_of
    with visit.reading() as session:
        found = overview.standing(session, visit.who, as_of)
        times = queries.times(session, visit.who, as_of)
        scrubs = queries.scrubs(session, visit.who, as_of)
    ui.header(_("Slips and scrubs"))
    ui.lede(sentence(found, times, scrubs))
    stamp(visit, as_of)
    if found.scrubs is not None:
        shares(found)
    moves(times)
    scrubbed(scrubs)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
