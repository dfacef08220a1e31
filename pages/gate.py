"""The gate: beyond this machine it only says that sign-in is missing; on it, a visitor says who they are."""

import streamlit as st

from fund import ui
from fund.i18n import _
from fund.ui_visit import Visit, picker


def render(visit: Visit) -> None:
    """Nothing of the fund is shown here."""
    if not visit.is_local:
        ui.header(_("Sign-in is not set up here"))
        ui.lede(_("Without sign-in the fund is shown on the machine it runs on, and nowhere else."))
        ui.empty(_("Open it there"), _("On that machine, open http://localhost with the port it serves on. Sign-in over the network comes with the innovation centres."))
        return
    ui.header(_("Who are you?"))
    ui.lede(_("Choose yourself from the people of this database. Nobody checks it: every page and the audit log say so."))
    ui.meta(is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    with st.container(width=420):
        picker(visit, key="f-gate")


if __name__ == "__main__":
    st.switch_page("dashboard.py")
