"""One self-evaluation: the form as it is handed in, what this person may do with it, and who did
what.
"""

import streamlit as st

from fund import clock, i18n, ui
from fund.errors import NotFound
from fund.evaluation import queries
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.listing.address import number_in
from fund.reports import evaluation as sheets
from fund.rooms.page import Page
from fund.screens.evaluation.record import history, sentence
from fund.screens.evaluation.writing import answer
from fund.ui import address
from fund.ui.export import export
from fund.ui.folding import behind
from fund.ui.form import paper, printing
from fund.ui.visit import Visit, stamp

PAGE = Page("evaluation", N_("Self-evaluation of a year"), within="evaluations")


def render(visit: Visit) -> None:
    """The form first, then writing or answering, then the goals and the history."""
    key = number_in(st.query_params.get("id", "")) or 0
    try:
        with visit.reading() as session:
            form = queries.form(session, visit.who, key)
            past = queries.history(session, visit.who, key)
    except NotFound as missing:
        ui.header(_("Self-evaluation"))
        ui.empty(_("There is no such self-evaluation"), i18n.say(missing))
        ui.more(_("All self-evaluations"), address("evaluations"))
        return
    facts = form.facts
    ui.header(
        _("{title}, {year}").format(title=facts["title"], year=facts["fiscal_year"]),
        export(
            visit,
            View(as_of=facts["submitted_on"] or clock.today()),
            _("Self-evaluations"),
            lambda _session, _actor, _view: [],
            sheets.on_paper([form]),
        ),
    )
    ui.lede(sentence(form))
    stamp(visit, facts["submitted_on"] or clock.today())
    paper(sheets.assessment(form))
    printing()
    answer(visit, form)
    behind("f-goals", _("Goals of project spending"), lambda: paper(sheets.goals(form)))
    history(past)
    ui.more(_("All self-evaluations"), address("evaluations"))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
