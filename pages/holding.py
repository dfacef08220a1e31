"""One holding: its money and parts, value and returns, flows, facts with documents, co-investors,
what waits for another, the forms.
"""

import streamlit as st

from fund.holdings import queries
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.holdings.one import own
from fund.screens.ledger.record import page, undertaking_asked_for
from fund.ui import address
from fund.ui.visit import Visit

PAGE = Page("holding", N_("Holding"), within="holdings")


def render(visit: Visit) -> None:
    """The page of the holding the address names."""
    one = undertaking_asked_for(
        visit, queries.holding, _("Holding"), (_("All holdings"), address("holdings"))
    )
    if one:
        page(
            visit,
            "holding",
            one["holding_id"],
            one,
            committed_fen=one["committed_fen"],
            body=(_("Firm or fund"), one["organisation"]),
            part=_("Closing or call"),
            own=own,
        )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
