"""New frontiers: fields by levels, each undertaking with what it lacks."""

import streamlit as st

from fund import ui
from fund.frontiers import queries
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.frontiers.entering import new, upload
from fund.screens.frontiers.matrix import matrix, sentence, undertakings
from fund.ui.visit import Visit, stamp

PAGE = Page("frontiers", N_("New frontiers"), "explore", "plan")


def render(visit: Visit) -> None:
    """The headline, the matrix, the undertakings, entering one."""
    as_of = visit.view.as_of
    with visit.reading() as session:
        found = queries.readiness(session, visit.who, as_of)
    ui.header(_("New frontiers"))
    ui.lede(sentence(found))
    stamp(visit, as_of)
    if found.frontiers.empty:
        ui.empty(
            _("No undertaking is entered"),
            _("An officer enters one with its source, then its elements and their levels."),
        )
    else:
        matrix(found)
        undertakings(found)
    new(visit)
    upload(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
