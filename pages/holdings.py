"""Holdings: what is invested, worth and came back, the list, candidates, alerts, calls."""

import streamlit as st

from fund import ui
from fund.holdings import desk, queries
from fund.holdings.lists import HOLDINGS
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.holdings.register import alerts, calls, candidates, figures, headline
from fund.screens.ledger.enter import enter
from fund.ui.filters import filters
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit

PAGE = Page("holdings", N_("Holdings"), "trending_up", "money")


def render(visit: Visit) -> None:
    """One sentence, what trips a ground, the list, figures beside calls, candidates, entering."""
    seen = look(visit, HOLDINGS)
    ui.header(_("Holdings"), workbook(visit, seen, _("Holdings")))
    view = filters(visit)
    with visit.reading() as session:
        keys = queries.among(session, view)
        whole = queries.whole(session, visit.who, view.last, keys)
        grounds = desk.alerts(session, visit.who, view.last, keys)
        open_calls = desk.to_call(session, visit.who, view.last, keys)
        asked = queries.candidates(session, visit.who, view)
    ui.lede(headline(whole))
    ui.meta(
        as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
    )
    alerts(grounds)
    with ui.block(_("Holdings"), _("Amounts as of the day chosen"), key="holdings"):
        filters_of(HOLDINGS)
        if seen.page.totals.rows:
            listing(visit, seen, _("Holdings"), has_excel=True)
        else:
            ui.empty(_("No holding fits"), _("Change what is looked for, or enter a candidate."))
    left, right = st.columns([5, 7], gap="medium")
    with left:
        figures(whole)
    with right:
        calls(open_calls)
        candidates(asked)
    enter(visit, "holding")


if __name__ == "__main__":
    st.switch_page("dashboard.py")
