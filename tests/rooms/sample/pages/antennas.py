"""Antennas: how many work, the register, and the register as a file."""

import streamlit as st
from fund.antennas import queries

from fund import ui
from fund.i18n import N_, _, ngettext
from fund.ledger.view import View
from fund.reports import antennas as sheets
from fund.rooms.page import Page
from fund.ui import Column
from fund.ui.export import export
from fund.ui.visit import Visit, download, stamp

PAGE = Page("antennas", N_("Antennas"), "settings_input_antenna", "space")


def render(visit: Visit) -> None:
    """One sentence, then the list."""
    with visit.reading() as session:
        frame = queries.antennas(session, visit.who)
    view = View(as_of=visit.view.as_of)
    ui.header(
        _("Antennas"),
        export(
            visit,
            view,
            _("Antennas"),
            lambda session, actor, _seen: [sheets.register(session, actor)],
        ),
    )
    works = int((frame["status"] == "active").sum())
    ui.lede(
        ngettext("**{count}** antenna works.", "**{count}** antennas work.", works).format(
            count=works
        )
    )
    stamp(visit, view.as_of)
    with ui.block(_("Register of antennas"), _("By code"), key="antennas"):
        columns = [
            Column("name", _("Antenna"), sub="code"),
            Column("diameter_cm", _("Diameter, cm"), "number"),
            Column("status", _("Status"), "status"),
            Column("registered_on", _("Registered on"), "date"),
        ]
        ui.table(frame, columns, _("Register of antennas"), key="antennas")
        download(visit, _("Download as CSV"), "antennas", key="f-antennas")


if __name__ == "__main__":
    st.switch_page("dashboard.py")
