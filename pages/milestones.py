"""Milestones: what was promised, what is due, what is late, and the money behind it."""

import streamlit as st

from fund import ui
from fund.i18n import N_, _, ngettext
from fund.milestones import lists
from fund.milestones.lists import MILESTONES, SHOWN
from fund.rooms.page import Page
from fund.ui import address
from fund.ui.filters import filters, nothing_found
from fund.ui.listing import listing, look, workbook
from fund.ui.views import views
from fund.ui.visit import Visit, stamp

PAGE = Page("milestones", N_("Milestones"), "flag", "plan")


def render(visit: Visit) -> None:
    """Counts, then the list: everything, or only what is overdue."""
    seen = look(visit, MILESTONES)
    with visit.reading() as session:
        counts = lists.counts(session, visit.who, visit.view)
    show = seen.asked.get("show")
    title = _(SHOWN.get(show, MILESTONES.title))
    ui.header(_("Milestones"), workbook(visit, seen, title))
    view = filters(visit)
    views(visit, "milestones")
    late = counts["overdue"]
    ui.lede(
        ngettext(
            "**{count}** milestone is overdue.", "**{count}** milestones are overdue.", late
        ).format(count=late)
    )
    stamp(visit, view.as_of)
    ui.counts(
        [
            (late, "overdue", _("Overdue"), address("milestones", show="overdue")),
            (counts["open"], "scheduled", _("Not due yet"), address("milestones", show="open")),
            (counts["met"], "met", _("Met"), address("milestones", show="met")),
            (counts[""], "active", _("All"), address("milestones")),
        ]
    )
    if seen.page.frame.empty:
        nothing_found(
            visit,
            view,
            _("No milestone is overdue") if show == "overdue" else _("No milestone is recorded"),
        )
        return
    with ui.block(title, _("Days late to the day met, or to today while open"), key="milestones"):
        listing(visit, seen, title, has_excel=True)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
