"""Procurement: what is bought in the four categories, how, from whom; and what others published."""

import streamlit as st

from fund import i18n, ui
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.missions import queries as missions
from fund.portfolio import queries as portfolio
from fund.procurement import delivered
from fund.procurement.lists import CONTRACTS
from fund.rooms.page import Page
from fund.screens.ledger.enter import enter
from fund.screens.missions.shares import headline
from fund.screens.procurement.contracts import elsewhere, listed, sentence, workbook
from fund.screens.procurement.pictures import share, with_pictures
from fund.screens.procurement.prices import unit_prices
from fund.ui.export import export
from fund.ui.filters import filters, nothing_found
from fund.ui.listing import look
from fund.ui.still import still
from fund.ui.views import views
from fund.ui.visit import Visit, stamp

PAGE = Page("procurement", N_("Procurement"), "gavel", "buying")


def render(visit: Visit) -> None:
    """What of the national missions is commercial, as the headline; the share beside methods,
    suppliers beside flags, then the contracts, the prices, and the published ones.
    """
    view, seen = visit.view, look(visit, CONTRACTS)
    with visit.reading() as session:
        bought = portfolio.categories(session, visit.who, view)
        quarters = missions.shares(session, visit.who, View(as_of=view.as_of))
    ui.header(_("Procurement"), export(visit, view, _("Procurement"), workbook(seen.asked)))
    view = filters(visit)
    views(visit, "procurement")
    if not seen.page.totals.rows and not seen.asked.only:
        nothing_found(visit, view, _("No contract is recorded"))
        share(quarters)
    else:
        ui.lede(i18n.together(headline(quarters), sentence(bought)))
        stamp(visit, view.as_of)
        with visit.reading() as session:
            with_pictures(visit, session, view)
        listed(visit, seen, bought)
        with visit.reading() as session:
            still(
                visit,
                session,
                "procurement prices",
                lambda: delivered.unit_prices(session, visit.who, view),
                lambda found: unit_prices(*found),
                view,
            )
    enter(visit, "contract")
    elsewhere(visit, view)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
