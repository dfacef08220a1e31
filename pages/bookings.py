"""Bookings of facilities: one of them in full, then all within reach."""

import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.facilities import queries
from fund.facilities.lists import BOOKED
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.facilities.booked import detail, taken_along
from fund.ui import address
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page(
    "bookings",
    N_("Bookings of facilities"),
    "event_available",
    "space",
    reads="see_bookings",
    in_parts=True,
    own_title=N_("My bookings"),
)


def render(visit: Visit) -> None:
    """The booking asked for, then the list and what can be taken along."""
    number = str(st.query_params.get("id", ""))
    title = _("Bookings of facilities")
    if number:
        try:
            with visit.reading() as session:
                row = queries.booking(session, visit.who, number)
        except NotFound as missing:
            mistyped(title, missing, (_("All bookings"), address("bookings")))
            return
    seen = look(visit, BOOKED)
    ui.header(title, workbook(visit, seen, title))
    ui.lede(_("A window that is held or confirmed is nobody else’s."))
    stamp(visit)
    if number:
        detail(visit, row)
    with ui.block(_("All bookings"), _("Beijing time; the newest first"), key="bookings"):
        filters_of(BOOKED)
        if seen.page.frame.empty:
            ui.empty(_("No booking"), _("A window is held for a request that was granted."))
        else:
            listing(visit, seen, title, has_excel=True)
        taken_along(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
