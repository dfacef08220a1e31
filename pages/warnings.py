"""Status and warnings: what recipients declare beside what the ledger says, what fired with its
numbers, and what the whole portfolio warns of.
"""

import streamlit as st

from fund import ui
from fund.errors import N_
from fund.i18n import _
from fund.rooms.page import Page
from fund.screens.standing.warnings import counts, listed, nothing, overview, summary
from fund.standing import lists
from fund.standing.lists import LIGHTS
from fund.ui.filters import filters, nothing_found
from fund.ui.listing import look, workbook
from fund.ui.visit import Visit

PAGE = Page("warnings", N_("Status and warnings"), "traffic", beside="milestones")


def render(visit: Visit) -> None:
    """Counts by light, declared against computed, early warnings, the list by the money behind."""
    seen = look(visit, LIGHTS)
    with visit.reading() as session:
        everything = lists.newest(session, visit.who, visit.view)
    ui.header(_("Status and warnings"), workbook(visit, seen, _("Status and warnings")))
    view = filters(visit)
    summary(everything)
    ui.meta(as_of=view.last, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    counts(everything)
    overview(visit, everything)
    if seen.page.frame.empty:
        nothing_found(visit, view, nothing(everything))
        return
    listed(visit, seen, int((everything["computed"] != "green").sum()))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
