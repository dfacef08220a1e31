"""Thresholds of collision warnings: in force, proposed, decided by a second person."""

import streamlit as st

from fund import clock, ui
from fund.debris import catalogued
from fund.debris import thresholds as limits_of
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.debris.limits import decide, history, in_force, propose
from fund.ui.visit import Visit, stamp

PAGE = Page("thresholds", N_("Warning thresholds"), "tune", beside="conjunctions")


def render(visit: Visit) -> None:
    """What counts now, what is proposed with what it would have said, everything there was."""
    with visit.reading() as session:
        limits = limits_of.in_force(session, clock.now())
        frame = catalogued.sets(session, visit.who)
    ui.header(_("Warning thresholds"))
    ui.lede(_("Two people change them; what came in before keeps the level it had."))
    stamp(visit)
    in_force(limits)
    propose(visit, limits)
    decide(visit, frame)
    history(frame)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
