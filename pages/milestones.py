"""Milestones: what was promised, what is due, what is late, and the money behind it."""

from typing import Any

import pandas as pd
import streamlit as st

from fund import ui
from fund.errors import N_
from fund.i18n import _, ngettext
from fund.milestones import queries
from fund.reports import sheets
from fund.rooms.page import Page
from fund.ui import Column, address
from fund.ui.export import export
from fund.ui.filters import filters, nothing_found
from fund.ui.views import views
from fund.ui.visit import Visit, regions, stamp

PAGE = Page("milestones", N_("Milestones"), "flag", "plan")

TITLES = {
    "": N_("Milestones"),
    "overdue": N_("Overdue milestones"),
    "open": N_("Milestones not due yet"),
    "met": N_("Milestones met"),
}
"""What the address may ask to be shown."""


def render(visit: Visit) -> None:
    """Counts, then the list: everything, or only what is overdue."""
    view, show = visit.view, st.query_params.get("show", "")
    overdue = show == "overdue"
    with visit.reading() as session:
        everything = queries.plan(session, visit.who, view.only(period=None))
    # what is late is late whichever period is looked at; the rest is what falls due in it
    within = (
        everything
        if view.period is None
        else everything[everything["due_on"].between(view.period.first, view.period.last)]
    )
    late, met = everything[everything["is_overdue"]], within[within["status"] == "met"]
    ahead = within[(within["status"] == "scheduled") & ~within["is_overdue"]]
    frame = {"overdue": late, "open": ahead, "met": met}.get(show, within)
    title = _(TITLES.get(show, TITLES[""]))
    ui.header(
        _("Milestones"),
        export(
            visit,
            view,
            title,
            lambda session, actor, seen: [
                sheets.milestones(session, actor, seen, frame, overdue=overdue)
            ],
        ),
    )
    view = filters(visit)
    views(visit, "milestones")
    ui.lede(
        ngettext(
            "**{count}** milestone is overdue.", "**{count}** milestones are overdue.", len(late)
        ).format(count=len(late))
    )
    stamp(visit, view.as_of)
    ui.counts(
        [
            (len(late), "overdue", _("Overdue"), address("milestones", show="overdue")),
            (len(ahead), "scheduled", _("Not due yet"), address("milestones", show="open")),
            (len(met), "met", _("Met"), address("milestones", show="met")),
            (len(within), "active", _("All"), address("milestones")),
        ]
    )
    if frame.empty:
        nothing_found(
            visit, view, _("No milestone is overdue") if overdue else _("No milestone is recorded")
        )
        return
    listed(visit, frame, title, show)


def listed(visit: Visit, frame: pd.DataFrame, title: str, show: str) -> None:
    """The list, each row leading to its grant or contract."""
    with ui.block(
        title,
        _("By approved due date; days late to the day met, or to today while open"),
        key="milestones",
    ):
        names = regions(visit)
        late: list[Any] = [days or None for days in frame["days_late"]]
        rows = frame.assign(
            to=[
                address(kind, id=code)
                for kind, code in zip(frame["kind"], frame["undertaking"], strict=True)
            ],
            of=[
                f"{code} · {name}"
                for code, name in zip(frame["undertaking"], frame["undertaking_title"], strict=True)
            ],
            place=[names.get(code, code) for code in frame["region_code"]],
            state=[
                "overdue" if late else status
                for status, late in zip(frame["status"], frame["is_overdue"], strict=True)
            ],
            late=late,
        )
        columns = [
            Column("title", _("Milestone"), link="to", sub="of"),
            Column("place", _("Province")),
            Column("planned_on", _("First promised"), "date"),
            Column("due_on", _("Due on"), "date"),
            Column("forecast_on", _("Forecast"), "date"),
            Column("met_on", _("Met on"), "date"),
            Column("state", _("Status"), "tag"),
            Column("late", _("Days late"), "number"),
            Column("amount_fen", _("Amount"), "amount", "wan"),
        ]
        ui.table(rows, columns, title, key=f"milestones-{show}")


if __name__ == "__main__":
    st.switch_page("dashboard.py")
