"""Antennas: how many work, the register, and the register as a file."""

import streamlit as st
from fund.antennas import queries
from fund.antennas.lists import ANTENNAS

from fund import ui
from fund.i18n import N_, _, ngettext
from fund.rooms.page import Page
from fund.ui.listing import listing, look, workbook
from fund.ui.visit import Visit, download, stamp

PAGE = Page("antennas", N_("Antennas"), "settings_input_antenna", "buying")


def render(visit: Visit) -> None:
    """One sentence, then the list."""
    seen = look(visit, ANTENNAS)
    with visit.reading() as session:
        works = queries.working(session, visit.who)
    ui.header(_("Antennas"), workbook(visit, seen, _("Antennas")))
    ui.lede(
        ngettext("**{count}** antenna works.", "**{count}** antennas work.", works).format(
            count=works
        )
    )
    stamp(visit)
    with ui.block(_("Register of antennas"), _("By code"), key="antennas"):
        listing(visit, seen, _("Register of antennas"), has_excel=True)
        download(visit, _("The whole register as CSV"), "antennas", key="f-antennas")


if __name__ == "__main__":
    st.switch_page("dashboard.py")
