"""Overview: how far the money has come, who gets it, what needs attention today."""

import streamlit as st

from fund import ui
from fund.debris import queries as warnings
from fund.holdings import queries as holdings
from fund.i18n import N_, _
from fund.portfolio import queries
from fund.rooms.page import Page
from fund.screens.debris.overview import open_warnings
from fund.screens.holdings.register import on_overview
from fund.screens.portfolio.overview import (
    attention,
    bought,
    curve,
    lede,
    measures,
    money,
    provinces,
)
from fund.ui.export import export, overview
from fund.ui.filters import filters
from fund.ui.visit import Visit, stamp

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
        stages = queries.chain(session, visit.who, view)
        months = queries.curve(session, visit.who, view)
        areas = queries.allocation(session, visit.who, view)
        units = queries.regions(session, visit.who, view)
        kinds = queries.categories(session, visit.who, view)
        counts = queries.counts(session, visit.who, view)
        late = queries.attention(session, visit.who, view)
        warned = warnings.open_by_level(session, visit.who)
        ahead_fen = queries.ahead(session, visit.who, view)
        held = holdings.among(session, view)
        invested = holdings.whole(session, visit.who, view.last, held)
    lede(stages, counts["overdue"])
    stamp(visit, view.as_of)
    left, right = st.columns([6.6, 5.4], gap="medium")
    with left:
        money(stages)
    with right:
        attention(counts, late, ahead_fen)
    left, right = st.columns([5.4, 6.6], gap="medium")
    with left:
        curve(months, view)
    with right:
        measures(areas)
    left, right = st.columns([5.4, 6.6], gap="medium")
    with left:
        provinces(units, view)
    with right:
        bought(kinds)
    on_overview(invested)
    open_warnings(warned)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
