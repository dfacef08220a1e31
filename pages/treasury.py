"""Treasury desk: what came back of holdings and is to be remitted, by age."""

import streamlit as st

from fund import ui
from fund.holdings import desk
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.holdings.register import remittances
from fund.ui.visit import Visit, stamp

PAGE = Page("treasury", N_("Treasury desk"), "account_balance", beside="holdings")


def render(visit: Visit) -> None:
    """What is to be remitted, holding by holding, the oldest first."""
    with visit.reading() as session:
        found = desk.treasury(session, visit.who, visit.view.as_of)
    ui.header(_("Treasury desk"))
    ui.lede(
        _("Principal and gain of holdings go to the treasury; each is recorded on its holding.")
    )
    stamp(visit, visit.view.as_of)
    remittances(found)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
