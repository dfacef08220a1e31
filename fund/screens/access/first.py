"""The first two people of a new database of one's own; from then on it is real."""

from typing import TypedDict

import streamlit as st
from sqlmodel import Session

from fund import db, i18n, ui, visitors
from fund.access import commands
from fund.access.actors import OPERATOR
from fund.access.rules import ROLES
from fund.errors import N_, FundError
from fund.i18n import _
from fund.ui import net
from fund.ui.visit import Visit

FIRST = ("system_administrator", "security_administrator")


NEXT = (
    N_("Give the others their people and roles: python -m fund users add."),
    N_(
        "Under Imports, download the office’s workbook, fill it in and upload it; a decider"
        " approves it."
    ),
    N_("Or open budget lines by hand under Budget and ledger."),
)


class Beginner(TypedDict):
    """One of the first two people, as they are entered."""

    login: str
    name: str
    roles: list[str]


def our_own(visit: Visit) -> None:
    """The first two people; from then on the database is real."""
    with ui.block(
        _("Start our own"), _("Enter the first two people; they restrain one another"), key="own"
    ):
        with st.form("f-first"):
            people = [person(number, role) for number, role in enumerate(FIRST)]
            sent = st.form_submit_button(_("Start"), type="primary")
        if sent:
            try:
                db.write(visit.engine, lambda session: start(session, people))
            except FundError as refused:
                ui.error_box(net.title_of(refused), i18n.say(refused))
                return
            visitors.trust(st.session_state["f-mark"])
            st.rerun()
        ui.source_note(_("Then:"), *(_(step) for step in NEXT))


def person(number: int, role: str) -> Beginner:
    """The fields for one person."""
    st.markdown(f"**{_(ROLES[role])}**")
    login, name = st.columns(2)
    return {
        "login": login.text_input(_("Login"), key=f"f-login-{number}", max_chars=80),
        "name": name.text_input(_("Name"), key=f"f-name-{number}", max_chars=80),
        "roles": [role],
    }


def start(session: Session, people: list[Beginner]) -> None:
    """Mark the database as real and enter the people, together or not at all."""
    db.mark(session, "real")
    for given in people:
        commands.add_person(session, OPERATOR, **given)
