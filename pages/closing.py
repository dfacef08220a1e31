"""Month and year end: the checklist, two people who close, how lines were executed, what is carried
over and what is left.
"""

import streamlit as st

from fund import clock, ui
from fund.closing import checklist, queries
from fund.closing.rows import ClosingRow
from fund.frames import rows_of
from fund.i18n import N_, _
from fund.ledger.view import View
from fund.listing.wording import period_words
from fund.reports import closing as sheets
from fund.rooms.page import Page
from fund.screens.closing.checklist import chosen, listed, pick, standing
from fund.screens.closing.year_end import closes, executed, proposals, unpaid
from fund.ui.export import export
from fund.ui.visit import Visit, stamp

PAGE = Page("closing", N_("Month and year end"), "event_available", "money")


def render(visit: Visit) -> None:
    """One period: its checklist first; for a year also its lines, what is carried over and what is
    left.
    """
    period = chosen(visit)
    with visit.reading() as session:
        found = checklist.findings(session, visit.who, period, is_whole=True)
        known = queries.closings(session, visit.who)
    ui.header(
        _("Month and year end"),
        export(
            visit,
            View(as_of=min(period.last, clock.today())),
            _("Close of {period}").format(period=period_words(period.code)),
            lambda session, actor, _seen: sheets.closing(session, actor, period),
        ),
    )
    pick(visit, period)
    one = rows_of(known[known["period"] == period.code], ClosingRow)
    ui.lede(standing(period, one[0] if one else None, found))
    stamp(visit, min(period.last, clock.today()))
    listed(found)
    closes(visit, period, known)
    if period.kind == "year":
        executed(visit, period)
        unpaid(visit, period)
        proposals(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
