"""The action plan on one sheet: its five areas and the measures identified, each with money, work,
milestones and targets; gaps shown as gaps.
"""

from functools import cache

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import ui
from fund.frames import named
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.portfolio import by_measure
from fund.reports import plan as report
from fund.rooms.page import Page
from fund.screens.plan import areas, figures, headline, rooms_say, state, steps
from fund.targets import plan_steps
from fund.ui.export import export
from fund.ui.still import still
from fund.ui.visit import Visit, stamp

PAGE = Page("plan", N_("Action plan"), "map", "plan")


def render(visit: Visit) -> None:
    """A block an area, a row a measure."""
    view = View(as_of=visit.view.as_of)
    ui.header(
        _("Action plan"),
        export(
            visit,
            view,
            _("Action plan"),
            lambda session, actor, seen: [report.measures(session, actor, seen)],
        ),
    )
    with visit.reading() as session:
        measures(visit, session, view)
        known = named(plan_steps.plan_steps(session, visit.who, view.as_of), "title")
        words = _("Steps of the plan without a number")
        still(visit, session, "plan steps", lambda: known, lambda of: steps(of, words), view)
    state(visit, known)


def measures(visit: Visit, session: Session, view: View) -> None:
    """The measures area by area, then what rooms count for them; asked for once between two acts,
    and drawn again where the answer is another.
    """

    @cache
    def frame() -> pd.DataFrame:
        found = by_measure.plan(session, visit.who, view.as_of)
        return named(found, "area_title", "measure_title")

    still(visit, session, "plan lede", lambda: headline(frame()), ui.lede, view)
    stamp(visit, view.as_of)
    still(visit, session, "plan areas", frame, areas, view)
    still(visit, session, "plan figures", lambda: rooms_say(session, visit), figures, view)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
