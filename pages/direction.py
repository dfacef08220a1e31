"""One year's evaluation of direction: the form as it is handed in, what this person may do with it,
the documents behind it, and who did what.
"""

import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.evaluation import directions
from fund.i18n import N_, _
from fund.listing.address import number_in
from fund.reports import direction as sheets
from fund.rooms.page import Page
from fund.screens.evaluation.direction import answer, history, papers
from fund.ui import address
from fund.ui.export import export
from fund.ui.form import paper, printing
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("direction", N_("Evaluation of direction"), within="evaluations")


def render(visit: Visit) -> None:
    """The sentence and the form first, then what may be done, the papers and the history."""
    year = number_in(st.query_params.get("id", "")) or 0
    try:
        with visit.reading() as session:
            one = directions.year(session, visit.who, year, visit.view.as_of)
            past = directions.history(session, visit.who, one.facts["direction_id"])
    except NotFound as missing:
        words = _("Evaluation of direction")
        mistyped(words, missing, (_("All self-evaluations"), address("evaluations")))
        return
    title = _("Evaluation of direction, {year}").format(year=year)
    ui.header(
        title,
        export(
            visit,
            visit.view,
            _("Evaluation of direction"),
            lambda _session, _actor, _view: [sheets.sheet(one)],
            [sheets.on_paper(one)],
        ),
    )
    ui.lede(sheets.sentence(one))
    stamp(visit, visit.view.as_of)
    paper(sheets.form(one))
    printing()
    answer(visit, one)
    papers(visit, one)
    history(past)
    ui.more(_("All self-evaluations"), address("evaluations"))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
