"""Requests for facilities as a desk: one of them in full, then all."""

import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.facilities import queries
from fund.facilities.lists import REQUESTED
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.facilities.desk import detail, links
from fund.ui import address
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page(
    "requests",
    N_("Requests for facilities"),
    "assignment",
    "space",
    reads="see_bookings",
    in_parts=True,
)


def render(visit: Visit) -> None:
    """The request asked for, then the list."""
    number = str(st.query_params.get("id", ""))
    title = _("Requests for facilities")
    if number:
        try:
            with visit.reading() as session:
                row = queries.request(session, visit.who, number)
        except NotFound as missing:
            mistyped(title, missing, (_("All requests"), address("requests")))
            return
    seen = look(visit, REQUESTED)
    ui.header(title, workbook(visit, seen, title))
    ui.lede(_("A request holds nothing: a window is held once access was granted."))
    stamp(visit)
    if number:
        detail(visit, row)
        links(row)
    with ui.block(_("All requests"), _("The newest first"), key="requests"):
        filters_of(REQUESTED)
        if seen.page.frame.empty:
            ui.empty(_("No request"), _("A firm asks on the page of a facility."))
        else:
            listing(visit, seen, title, has_excel=True)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
