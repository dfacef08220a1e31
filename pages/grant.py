"""One grant: how far it is, its money, its milestones, its tranches with their evidence, what was
done.
"""

import streamlit as st

from fund.grants import queries
from fund.grants.rows import GrantFacts
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.debris.register import paid_for
from fund.screens.grants.application import application
from fund.screens.ledger.record import page, undertaking_asked_for
from fund.ui import address
from fund.ui.visit import Visit

PAGE = Page("grant", N_("Grant"), within="grants")


def render(visit: Visit) -> None:
    """The page of the grant the address names."""
    one = undertaking_asked_for(
        visit, queries.grant, _("Grant"), (_("All grants"), address("grants"))
    )
    if one:
        page(
            visit,
            "grant",
            one["grant_id"],
            one,
            committed_fen=one["awarded_fen"],
            body=(_("Recipient"), one["recipient"]),
            part=_("Tranche"),
            own=before,
        )


def before(visit: Visit, one: GrantFacts) -> None:
    """How it was applied for, and the spacecraft it paid for."""
    application(visit, one)
    paid_for(visit, one["undertaking_id"])


if __name__ == "__main__":
    st.switch_page("dashboard.py")
