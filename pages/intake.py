"""Intake of conjunction messages: what came in, what became of each message, and uploading."""

import streamlit as st

from fund import ui
from fund.debris import registers
from fund.debris.lists import INTAKES
from fund.i18n import N_, _
from fund.listing.address import number_in
from fund.rooms.page import Page
from fund.screens.debris.coming_in import file_of, upload
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, stamp

PAGE = Page("intake", N_("Intake of messages"), "move_to_inbox", beside="conjunctions")


def render(visit: Visit) -> None:
    """The log; one file of it where the address names one."""
    seen = look(visit, INTAKES)
    ui.header(_("Intake of messages"), workbook(visit, seen, _("Intake of messages")))
    ui.lede(_("Each message is taken in by itself; a bad one costs its neighbours nothing."))
    stamp(visit)
    upload(visit)
    number = number_in(st.query_params.get("id", ""))
    if number is not None:
        with visit.reading() as session:
            intake = registers.intakes(session, visit.who, [number])
            outcomes = registers.outcomes(session, visit.who, number)
        if not intake.empty:
            file_of(visit, dict(intake.iloc[0]), outcomes)
    filters_of(INTAKES)
    with ui.block(_("Message files"), _("The latest first; times in Beijing"), key="intakes"):
        if seen.page.frame.empty:
            ui.empty(_("Nothing came in"), _("An officer takes in files here or by command."))
        else:
            listing(visit, seen, _("Message files"), has_excel=True)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
