"""One alert to the authority, in both languages, as it goes onto paper; and its review."""

import streamlit as st

from fund import ui
from fund.debris import alerts
from fund.errors import NotFound
from fund.i18n import N_, _
from fund.listing.address import number_in
from fund.rooms.page import Page
from fund.screens.debris.alerting import review, shown, state
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("alert", N_("Alert to the authority"), within="conjunctions")


def render(visit: Visit) -> None:
    """What it says, then what is still to be done with it."""
    try:
        with visit.reading() as session:
            one = alerts.alert(
                session, visit.who, number_in(str(st.query_params.get("id", ""))) or 0
            )
    except NotFound as missing:
        mistyped(_("Alert to the authority"), missing, (_("All events"), address("conjunctions")))
        return
    ui.header(_("Alert to the authority"))
    ui.lede(state(one))
    stamp(visit)
    ui.more(_("The event"), address("conjunction", id=one["number"]))
    review(visit, one)
    shown(one)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
