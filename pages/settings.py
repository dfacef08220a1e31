"""Settings: every threshold with its reason, changed by the system administrator; and the roles
lent.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.reports.look import look
from fund.screens.settings import delegations, thresholds
from fund.ui.visit import Visit, stamp

PAGE = Page("settings", N_("Settings"), "tune", "office", reads="see_settings")


def render(visit: Visit) -> None:
    """Thresholds, how reports look, then who lent which role to whom."""
    ui.header(_("Settings"))
    ui.lede(_("What is set here holds from the day it is set; what was decided before stands."))
    stamp(visit)
    thresholds(visit)
    look(visit)
    delegations(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
