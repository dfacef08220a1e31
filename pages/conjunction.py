"""One conjunction event: how it developed, its messages, its warnings and what was answered."""

import streamlit as st

from fund import clock, ui
from fund.debris import alerts, queries, thresholds
from fund.errors import NotFound
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.reports import debris as report
from fund.rooms.page import Page
from fund.screens.debris import alerting
from fund.screens.debris.answering import offered
from fund.screens.debris.event import charts, listed, record, summary
from fund.ui import address
from fund.ui.export import export
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page(
    "conjunction",
    N_("Conjunction event"),
    reads="see_conjunctions",
    in_parts=True,
    within="conjunctions",
)


def render(visit: Visit) -> None:
    """The event in a sentence, the charts, what may be done, the record, the messages."""
    number = str(st.query_params.get("id", ""))
    try:
        with visit.reading() as session:
            row = queries.event(session, visit.who, number)
            key = int(row["event_id"])
            messages = queries.messages(session, visit.who, key)
            warnings = queries.warnings(session, visit.who, key)
            answers = queries.answers(session, visit.who, key)
            limits = thresholds.in_force(session, clock.now())
    except NotFound as missing:
        mistyped(_("Conjunction event"), missing, (_("All events"), address("conjunctions")))
        return
    named = str(row["number"])
    ui.header(
        _("Conjunction event {number}").format(number=named),
        export=export(
            visit,
            View(as_of=visit.view.as_of),
            report.dossier_title(named),
            lambda session, actor, _view: report.dossier(session, actor, named),
        ),
    )
    ui.lede(summary(row))
    stamp(visit)
    offered(visit, row, warnings)
    charts(messages, limits)
    record(warnings, answers)
    listed(visit, row, messages)
    if visit.who.may("see_portfolio"):
        with visit.reading() as session:
            alerting.listed(alerts.alerts(session, visit.who, key))
        alerting.write(visit, row)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
