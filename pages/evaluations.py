"""Self-evaluations: every programme's year with its points and grade, and beginning a new one."""

import streamlit as st

from fund import ui
from fund.evaluation import directions, queries
from fund.i18n import N_, _, ngettext
from fund.reports import evaluation as sheets
from fund.rooms.page import Page
from fund.screens.evaluation import direction
from fund.screens.evaluation.years import begin, listed
from fund.ui.export import export
from fund.ui.visit import Visit, said, stamp

PAGE = Page("evaluations", N_("Self-evaluation"), "fact_check", "plan")


def render(visit: Visit) -> None:
    """The list by year, then the form to begin one."""
    with visit.reading() as session:
        frame = queries.listed(session, visit.who)
        years = directions.years(session, visit.who)
    ui.header(
        _("Self-evaluation"),
        export(
            visit,
            visit.view,
            _("Self-evaluations"),
            lambda session, actor, seen: [sheets.listed(session, actor, seen.as_of.year)],
        ),
    )
    done = int((frame["status"] == "approved").sum())
    ui.lede(
        ngettext(
            "**{count}** programme year is being evaluated or was",
            "**{count}** programme years are being evaluated or were",
            len(frame),
        ).format(count=len(frame))
        + ngettext("; **{done}** is approved.", "; **{done}** are approved.", done).format(
            done=done
        )
    )
    stamp(visit)
    if frame.empty:
        ui.empty(
            _("No self-evaluation yet"),
            _("An officer begins one for a programme and a year that has a budget line."),
        )
    for year in sorted(set(frame["fiscal_year"]), reverse=True):
        listed(frame[frame["fiscal_year"] == year], int(year))
    said("f-eval-begun")
    if visit.who.may("begin_evaluation"):
        begin(visit)
    direction.years(years)
    direction.begin(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
