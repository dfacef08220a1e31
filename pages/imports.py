"""Imports: the office's own workbook, approved by a second person, and files other people
published.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.office.handing_in import openings, recorded, sheets_here, workbook
from fund.screens.published.intake import elsewhere, files, totals
from fund.ui.export import export
from fund.ui.visit import Visit

PAGE = Page("imports", N_("Imports"), "upload_file", "office")


def render(visit: Visit) -> None:
    """Office workbook left, published files right; below, what was handed in and what came of
    it.
    """
    ui.header(_("Imports"), export(visit, visit.view, _("Imports"), sheets_here))
    ui.lede(
        _(
            "A file goes in whole or not at all. Every problem is named with its place and what"
            " to do."
        )
    )
    ui.meta(is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    left, right = st.columns(2, gap="medium")
    with left:
        workbook(visit)
    with right:
        elsewhere(visit)
    with visit.reading() as session:
        known = recorded(session, visit.who, visit.view)  # after what was just taken in
    openings(visit, known["openings"])
    files(known["files"])
    totals(known["totals"])


if __name__ == "__main__":
    st.switch_page("dashboard.py")
