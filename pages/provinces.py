"""Provinces: a tile for each of the 34 units, and a scorecard of money, work, centres and targets
for each.
"""

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import ui
from fund.frames import named
from fund.i18n import N_, _
from fund.ledger.rules import NATIONWIDE
from fund.ledger.view import View
from fund.portfolio import provinces
from fund.reports import provinces as report
from fund.reports.targets import with_words
from fund.rooms.page import Page
from fund.screens.portfolio.provinces import card, everyone, headline, picture
from fund.screens.targets.register import YEAR
from fund.ui.export import export
from fund.ui.still import still
from fund.ui.visit import Visit, regions, stamp

PAGE = Page("provinces", N_("Provinces"), "grid_view", "plan")


def render(visit: Visit) -> None:
    """The map beside the chosen province's scorecard, then all scorecards."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        frame, due = provinces.scorecards(session, visit.who, view.as_of, YEAR)
    frame = named(frame, "name", "short")
    placed = frame[frame["region_code"] != NATIONWIDE]
    wanted = visit.view.region or ""
    chosen = wanted if wanted in set(placed["region_code"]) else ""
    ui.header(
        _("Provinces"),
        export(
            visit,
            view,
            _("Provinces"),
            lambda session, actor, seen: [report.scorecards(session, actor, seen.as_of)],
        ),
    )
    ui.lede(headline(placed))
    stamp(visit, view.as_of)
    left, right = st.columns([5.4, 6.6], gap="medium")
    with left:
        picture(visit, frame, chosen)
    with right:
        card(visit, view, placed, with_words(due, regions(visit)), chosen)
    with visit.reading() as session:
        still(visit, session, "provinces", lambda: cards(visit, session, view), everyone, view)


def cards(visit: Visit, session: Session, view: View) -> pd.DataFrame:
    """The scorecards of the provinces, in the words of the run."""
    frame, _due = provinces.scorecards(session, visit.who, view.as_of, YEAR)
    frame = named(frame, "name", "short")
    return frame[frame["region_code"] != NATIONWIDE]


if __name__ == "__main__":
    st.switch_page("dashboard.py")
