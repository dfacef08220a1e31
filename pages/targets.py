"""2027 targets: baseline, latest actual, where each may be at the end of its year and how sure,
target, year and source.
"""

import streamlit as st

from fund.i18n import N_
from fund.ledger.view import View
from fund.rooms.page import Page
from fund.screens.targets.everything import drawn
from fund.ui.visit import Visit

PAGE = Page("targets", N_("2027 targets"), "track_changes", "plan")


def render(visit: Visit) -> None:
    """What is due in 2027 first; other years under their own."""
    with visit.reading() as session:
        drawn(visit, session, View(as_of=visit.view.as_of))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
