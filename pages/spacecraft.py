"""The spacecraft warnings are about: by catalogue number, with firm and radius."""

import streamlit as st

from fund import ui
from fund.debris import registers
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.debris.register import enter, listed
from fund.ui.visit import Visit, stamp

PAGE = Page("spacecraft", N_("Spacecraft"), "satellite_alt", beside="conjunctions")


def render(visit: Visit) -> None:
    """The register, then the form."""
    with visit.reading() as session:
        crafts = registers.spacecraft(session, visit.who)
    ui.header(_("Spacecraft"))
    ui.lede(_("Events about these spacecraft are ours; their firms are warned."))
    stamp(visit)
    if crafts.empty:
        ui.empty(_("No spacecraft"), _("An officer enters the spacecraft the fund paid for."))
    else:
        listed(crafts)
    enter(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
