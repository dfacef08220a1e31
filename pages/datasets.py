"""Open data on debris: the catalogue of data sets, and our own that go out."""

import streamlit as st

from fund import clock, ui
from fund.debris import catalogued
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.debris.opened import (
    datasets,
    enter,
    fetched,
    look,
    propose,
    publications,
)
from fund.ui.visit import Visit, stamp

PAGE = Page("datasets", N_("Open data on debris"), "dataset", beside="conjunctions")


def render(visit: Visit) -> None:
    """Others' data sets, then our own."""
    with visit.reading() as session:
        frame = catalogued.datasets(session, visit.who, clock.today())
        looks = catalogued.looks(session, visit.who)
        ours = catalogued.publications(session, visit.who)
    ui.header(_("Open data on debris"))
    ui.lede(_("What others offer with its licence and freshness; what goes out of ours."))
    stamp(visit)
    if frame.empty:
        ui.empty(_("No data set"), _("An officer enters the data sets others offer."))
    else:
        datasets(frame)
    enter(visit)
    look(visit, frame)
    fetched(looks)
    publications(visit, ours)
    propose(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
