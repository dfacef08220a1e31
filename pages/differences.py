"""Differences: where the register of standards disagrees with itself."""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.standards.register import disagreeing
from fund.standards import relations
from fund.ui.visit import Visit, stamp

PAGE = Page("differences", N_("Differences"), within="standards")


def render(visit: Visit) -> None:
    """Circles, texts in force said to be replaced, adoptions that lag."""
    with visit.reading() as session:
        found = relations.contradictions(session, visit.who)
    ui.header(_("Differences"))
    ui.lede(_("Where standards say different things of one another."))
    stamp(visit)
    disagreeing(found)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
