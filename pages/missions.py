"""National missions: the commercial share by quarter and category, what keeps a quarter open, the
register, and the forms to keep it.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.missions import queries
from fund.missions.lists import BOUGHT_BY_MISSIONS, REGISTER
from fund.reports import missions as sheets
from fund.rooms.page import Page
from fund.screens.missions.entering import keep
from fund.screens.missions.register import listed_missions, listed_purchases, said_of_quarters
from fund.screens.missions.shares import by_category, gaps, headline, over_time
from fund.ui.export import export
from fund.ui.listing import look
from fund.ui.visit import Visit, stamp

PAGE = Page("missions", N_("National missions"), "rocket_launch", "buying")


def render(visit: Visit) -> None:
    """Shares, what is open, missions, purchases, what was said of the quarters; then the forms."""
    view = View(as_of=visit.view.as_of)
    register, purchases = look(visit, REGISTER, view), look(visit, BOUGHT_BY_MISSIONS, view)
    with visit.reading() as session:
        shares = queries.shares(session, visit.who, view)
        bought = queries.purchases(session, visit.who, view)
        stated = queries.statements(session, visit.who, view)
    ui.header(
        _("National missions"),
        export(visit, view, _("National missions"), sheets.sheets),
    )
    ui.lede(headline(shares))
    stamp(visit, view.as_of)
    ui.source_note(
        _(
            "Commercial: bought from a commercial entity, whoever pays. A share is told only of a"
            " quarter somebody other than who recorded it has stated to be complete."
        )
    )
    if bought.empty:
        ui.empty(
            _("The register is empty"),
            _("An officer enters missions and what they bought, by hand or from a workbook."),
        )
    else:
        left, right = st.columns([5.6, 6.4], gap="medium")
        with left:
            over_time(shares)
        with right:
            by_category(shares)
        gaps(bought)
        listed_missions(visit, register)
        listed_purchases(visit, purchases)
        said_of_quarters(stated)
    keep(visit, bought, shares)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
