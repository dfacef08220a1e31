"""Differences: where the register of standards disagrees with itself, and which texts differ."""

import streamlit as st

from fund import clock, ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.standards.merging import mergings
from fund.screens.standards.register import disagreeing
from fund.standards import queries, relations
from fund.ui.visit import Visit, stamp

PAGE = Page("differences", N_("Differences"), within="standards")


def render(visit: Visit) -> None:
    """Circles, texts in force said to be replaced, adoptions that lag; pairs said to differ."""
    with visit.reading() as session:
        found = relations.contradictions(session, visit.who)
        paired = queries.mergings(session, visit.who, clock.today())
    ui.header(_("Differences"))
    ui.lede(_("Where standards say different things of one another."))
    stamp(visit)
    disagreeing(found)
    mergings(visit, paired[(paired["verdict"] == "differs") & (paired["outcome"] != "rejected")])


if __name__ == "__main__":
    st.switch_page("dashboard.py")
