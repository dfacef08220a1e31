"""Review: reports that wait for this person, and one of them cell by cell."""

import streamlit as st

from fund.i18n import N_
from fund.rooms.page import Page
from fund.screens.centres.queue import alone, queue
from fund.ui.visit import Visit

PAGE = Page("review", N_("Review of reports"), "rule", "local", reads="send_back", in_parts=True)


def render(visit: Visit) -> None:
    """The one asked for, or the queue."""
    if st.query_params.get("centre"):
        alone(visit)
    else:
        queue(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
