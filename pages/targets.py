"""2027 targets: baseline, latest actual, where each may be at the end of its year and how sure,
target, year and source.
"""

import streamlit as st

from fund import ui
from fund.charts import targets as chart
from fund.frames import named
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.reports import targets as report
from fund.rooms.page import Page
from fund.screens.plan import steps
from fund.screens.targets.register import YEAR, headline, issue, of_year, sentence, trust
from fund.targets import issued, plan_steps, queries
from fund.ui.export import export
from fund.ui.visit import Visit, regions, stamp

PAGE = Page("targets", N_("2027 targets"), "track_changes", "plan")


def render(visit: Visit) -> None:
    """What is due in 2027 first; other years under their own."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        frame = queries.outlooks(session, visit.who, view)
        past, known = (
            issued.past(session, visit.who, view),
            plan_steps.plan_steps(session, visit.who, view.as_of),
        )
    frame = report.with_words(frame, regions(visit))
    due = frame[frame["target_year"] == YEAR]
    ui.header(
        headline(due),
        export(
            visit,
            view,
            _("2027 targets"),
            lambda session, actor, seen: report.of_targets(report.outlooks(session, actor, seen)),
        ),
    )
    ui.lede(sentence(due))
    stamp(visit, view.as_of)
    ui.source_note(
        _(
            "The action plan sets no numbers: none of these is a target of the space agency. Each"
            " number has its source."
        )
    )
    ui.key_of_marks(chart.legend(ui.look()))
    issue(visit)
    for year in sorted(set(frame["target_year"]), key=lambda year: (year != YEAR, year)):
        of_year(frame[frame["target_year"] == year], year)
        if year == YEAR:
            steps(
                named(known[known["due_year"] == YEAR], "title"),
                _("Steps of the plan due in {year}, without a number").format(year=YEAR),
            )
            trust(past)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
