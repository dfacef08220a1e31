"""Milestones: what was promised, what is due, what is late, and the money behind it."""

import streamlit as st

from fund import ui
from fund.i18n import _, ngettext
from fund.milestones import queries
from fund.portfolio import queries as portfolio
from fund.reports import sheets
from fund.ui import Column, address
from fund.ui_export import export
from fund.ui_filters import filters, nothing_found
from fund.ui_visit import Visit, regions


def render(visit: Visit) -> None:
    """Counts, then the list: everything, or only what is overdue."""
    view, overdue = visit.view, st.query_params.get("overdue") == "1"
    with visit.reading() as session:
        counts = portfolio.counts(session, visit.who, view)
        frame = queries.plan(session, visit.who, view, overdue=overdue)
    title = _("Overdue milestones") if overdue else _("Milestones")
    ui.header(
        _("Milestones"), [_("Oversight")],
        export(visit, view, title, lambda session, actor, seen: [sheets.milestones(session, actor, seen, frame, overdue=overdue)]),
    )
    view = filters(visit)
    late = counts["overdue"]
    ui.lede(ngettext("**{count}** milestone is overdue.", "**{count}** milestones are overdue.", late).format(count=late))
    ui.meta(as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    ui.counts([
        (late, "overdue", _("Overdue"), address("milestones", overdue="1")),
        (counts["open"] - late, "scheduled", _("Not due yet"), ""),
        (counts["met"], "met", _("Met"), ""),
        (counts["planned"], "active", _("All"), address("milestones")),
    ])
    if frame.empty:
        nothing_found(visit, view, _("No milestone is overdue") if overdue else _("No milestone is recorded"))
        return
    with ui.block(title, _("By approved due date; days late to the day met, or to today while open"), key="milestones"):
        names = regions(visit)
        rows = frame.assign(
            to=[address(kind, id=code) for kind, code in zip(frame["kind"], frame["undertaking"], strict=True)],
            of=[f"{code} · {name}" for code, name in zip(frame["undertaking"], frame["undertaking_title"], strict=True)],
            place=[names.get(code, code) for code in frame["region_code"]],
            state=["overdue" if late else status for status, late in zip(frame["status"], frame["is_overdue"], strict=True)],
            late=[days or None for days in frame["days_late"]],
        )
        columns = [
            Column("title", _("Milestone"), link="to", sub="of"), Column("place", _("Province")), Column("planned_on", _("First promised"), "date"),
            Column("due_on", _("Due on"), "date"), Column("forecast_on", _("Forecast"), "date"), Column("met_on", _("Met on"), "date"),
            Column("state", _("Status"), "tag"), Column("late", _("Days late"), "number"), Column("amount_fen", _("Amount"), "amount", "wan"),
        ]
        ui.table(rows, columns, title, key="milestones")


if __name__ == "__main__":
    st.switch_page("dashboard.py")
