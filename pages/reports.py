"""Reports: the workbook an official signs, from its draft to its issue, and the check of one that
came back.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.reports.register import register
from fund.screens.reports.workbooks import check, make, publish
from fund.ui.visit import Visit, stamp

PAGE = Page("reports", N_("Reports"), "summarize", "office")


def render(visit: Visit) -> None:
    """Choose report and period, download; below, check a workbook."""
    ui.header(_("Reports"))
    if not visit.who.may("export"):
        ui.empty(
            _("Reports are for the fund’s own people"),
            _("Your roles do not include exporting. The system administrator says who to ask."),
        )
        return
    ui.lede(
        _(
            "Each figure equals the ledger: the last sheet compares every total with the postings"
            " and reads 0."
        )
    )
    stamp(visit)
    left, right = st.columns(2, gap="medium")
    with left:
        make(visit)
    with right:
        check(visit)
        publish(visit)
    register(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
