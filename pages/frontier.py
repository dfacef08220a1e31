"""One undertaking of a new field: its ladder with the evidence, elements, licences, clauses."""

import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.frames import own_name
from fund.frontiers import queries
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.frontiers import ladder
from fund.screens.frontiers.entering import keep
from fund.screens.sites.one import building
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("frontier", N_("Undertaking of a new field"), within="frontiers")


def render(visit: Visit) -> None:
    """The page of the undertaking the address names by its code."""
    as_of = visit.view.as_of
    try:
        with visit.reading() as session:
            one = queries.frontier(session, visit.who, st.query_params.get("id", ""), as_of)
            key = one["frontier_id"]
            elements = queries.readiness(session, visit.who, as_of).elements
            known = queries.assessments(session, visit.who, key, as_of)
            documents = queries.documents(session, visit.who, key)
            licences = queries.licences(session, visit.who, key, as_of)
            clauses = queries.clauses(session, visit.who, key, as_of)
            shown = queries.showings(session, visit.who, key, as_of)
            paying = queries.paying(session, visit.who, key, as_of)
    except NotFound as missing:
        words = _("Undertaking of a new field")
        mistyped(words, missing, (_("All undertakings"), address("frontiers")))
        return
    elements = elements[elements["frontier_id"] == key]
    held = set(known[known["outcome"] == "level_accepted"]["assessment_id"])
    ui.header(own_name(one, "title"), crumb=[one["code"]])
    ui.lede(ladder.sentence(one))
    stamp(visit, as_of, is_demonstration=bool(one["is_demonstration"]))
    ladder.ladder(elements, documents[documents["assessment_id"].isin(held)], one)
    ladder.elements(elements)
    ladder.assessments(visit, known, documents)
    ladder.showings(shown)
    building(paying, _("What pays for it"), has_pads=False)
    ladder.standing(licences, clauses, one["field"], as_of)
    keep(visit, one, elements, known, shown)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
