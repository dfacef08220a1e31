"""Overview: how far the money has come, who gets it, what needs attention today."""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.portfolio.overview import blocks
from fund.ui.export import export, overview
from fund.ui.filters import filters
from fund.ui.visit import Visit

PAGE = Page("overview", N_("Overview"), "space_dashboard", "")


def render(visit: Visit) -> None:
    """Chain and attention first, then curve and measures, then provinces and
    categories, then collision warnings.
    """
    ui.header(
        _("Fund overview"),
        export=export(visit, visit.view, _("Fund overview"), overview),
    )
    view = filters(visit)
    with visit.reading() as session:
        blocks(visit, session, view)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
