"""Budget and ledger: the lines by source with their room, the acts by hand, the latest postings."""

import streamlit as st

from fund import clock, i18n, ui
from fund.i18n import N_, _
from fund.ledger import queries
from fund.reports import sheets
from fund.rooms.page import Page
from fund.screens.ledger.budget import by_hand, latest, of_source, stated
from fund.ui.export import export
from fund.ui.filters import filters, nothing_found
from fund.ui.visit import Visit, stamp

PAGE = Page("budget", N_("Budget and ledger"), "account_balance", "money")


def render(visit: Visit) -> None:
    """Lines first, then what finance may do by hand, then the latest postings."""
    view = visit.view
    with visit.reading() as session:
        everything = queries.line_table(session, visit.who, view)
    source = st.query_params.get("source")
    frame = of_source(everything, source)
    ui.header(
        _("Budget and ledger"),
        export(
            visit,
            view,
            _("Budget lines"),
            lambda session, actor, seen: [
                sheets.lines(session, actor, seen),
                sheets.postings(session, actor, seen),
            ],
        ),
    )
    view = filters(visit)
    renminbi = frame[frame["currency"] == "CNY"]
    ui.lede(
        _("**{room}** is still free on the lines shown.").format(
            room=i18n.amount(int(renminbi["room_fen"].sum()))
        )
    )
    stamp(visit, view.as_of)
    if frame.empty:
        nothing_found(visit, view, _("No budget line is open"))
    else:
        stated(visit, view, source, len(frame))
    if view.as_of == clock.today():
        by_hand(visit, everything)
    latest(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
