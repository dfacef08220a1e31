"""Screenings of catalogues of elements: what passes our spacecraft near, by elements alone."""

import streamlit as st

from fund import ui
from fund.debris import screened
from fund.errors import NotFound
from fund.i18n import N_, _
from fund.listing.address import number_in
from fund.rooms.page import Page
from fund.screens.debris.screened import begin, listed, nearest
from fund.ui import address
from fund.ui.part import part
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("screenings", N_("Screening"), "radar", beside="conjunctions")


def render(visit: Visit) -> None:
    """One screening where the address names one, else the latest; then all of them."""
    ui.header(_("Screening"))
    ui.lede(_("What passes our spacecraft by published elements: a place to look at, no warning."))
    stamp(visit)
    begin(visit)
    number = number_in(str(st.query_params.get("id", "")))
    try:
        part(lambda: board(visit, number), every=10)
    except NotFound as missing:
        mistyped(_("Screening"), missing, (_("Screenings"), address("screenings")))


def board(visit: Visit, number: int | None) -> None:
    """How far they are at this moment."""
    with visit.reading() as session:
        frame = screened.runs(session, visit.who)
        if frame.empty:
            ui.empty(_("No screening"), _("An officer looks through a catalogue of elements."))
            return
        row = screened.one_run(session, visit.who, number or int(frame["run_id"].iloc[0]))
        hits = screened.hits(session, visit.who, int(row["run_id"]))
    nearest(visit, row, hits)
    listed(frame)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
