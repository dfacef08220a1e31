"""Shared facilities: how full they are, finding a free window, the list, entering one."""

import streamlit as st

from fund import clock, ui
from fund.facilities import demand, figures
from fund.facilities.lists import FACILITIES
from fund.i18n import N_, _
from fund.period import parse
from fund.rooms.page import Page
from fund.screens.facilities.register import keep, searched, sentence
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, stamp

PAGE = Page(
    "facilities",
    N_("Shared facilities"),
    "factory",
    "space",
    reads="see_facilities",
    in_parts=True,
)


def render(visit: Visit) -> None:
    """The year in a sentence, the search, the list, the forms."""
    today = clock.today()
    seen = look(visit, FACILITIES)
    with visit.reading() as session:
        year = parse(f"{today.year}")
        found = figures.totals(session, visit.who, year, today)
        asked = demand.of_period(session, visit.who, year, today)
    ui.header(_("Shared facilities"), workbook(visit, seen, _("Shared facilities")))
    ui.lede(sentence(found, asked))
    stamp(visit)
    searched(visit)
    about = _("Hours of the next seven days")
    with ui.block(_("Facilities"), about, key="facilities"):
        filters_of(FACILITIES)
        if seen.page.frame.empty:
            ui.empty(_("No facility"), _("An officer enters facilities by hand or from a file."))
        else:
            listing(visit, seen, _("Facilities"), has_excel=True)
    keep(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
