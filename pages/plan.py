"""The action plan on one sheet: its five areas and the measures identified, each with money, work,
milestones and targets; gaps shown as gaps.
"""

import streamlit as st

from fund import ui
from fund.frames import named
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.plan import reference
from fund.portfolio import by_measure
from fund.reports import plan as report
from fund.rooms.page import Page
from fund.screens.plan import figures, finding, headline, listed, rooms_say, state, steps
from fund.targets import plan_steps
from fund.ui.export import export
from fund.ui.visit import Visit, stamp

PAGE = Page("plan", N_("Action plan"), "map", "plan")


def render(visit: Visit) -> None:
    """A block an area, a row a measure."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        frame = named(
            by_measure.plan(session, visit.who, view.as_of), "area_title", "measure_title"
        )
        counted = rooms_say(session, visit)
        known = named(plan_steps.plan_steps(session, visit.who, view.as_of), "title")
    ui.header(
        _("Action plan"),
        export(
            visit,
            view,
            _("Action plan"),
            lambda session, actor, seen: [report.measures(session, actor, seen)],
        ),
    )
    ui.lede(headline(frame))
    stamp(visit, view.as_of)
    ui.source_note(
        _("{known} of {published} measures identified.").format(
            known=len(reference.measures()), published=reference.published_measures()
        ),
        _(
            "The plan sets its goals in words; a target stands here when its indicator tells"
            " something of the measure."
        ),
    )
    for _code, rows in frame.groupby("area", sort=True):
        title = f"{rows['area'].iloc[0]} {rows['area_title'].iloc[0]}"
        with ui.block(title, finding(rows), key=f"area-{rows['area'].iloc[0]}"):
            listed(rows, title)
    figures(counted)
    steps(known, _("Steps of the plan without a number"))
    state(visit, known)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
