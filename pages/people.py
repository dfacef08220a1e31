"""People: who is here with which roles, which accounts are whose, who is signed in; for the
administrators, each with their own acts.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.access.people import AT, here, linked, names, people
from fund.sign_in import queries
from fund.ui.visit import Visit, said, stamp

PAGE = Page("people", N_("People"), "group", "office", reads="see_people")


def render(visit: Visit) -> None:
    """People and roles, then accounts and sign-ins."""
    with visit.reading() as session:
        held, accounts, sign_ins = (
            queries.roles_held(session, visit.who),
            queries.accounts(session, visit.who),
            queries.sign_ins(session, visit.who),
        )
    ui.header(_("People"))
    ui.lede(
        _(
            "The system administrator enters people and links their accounts; the security"
            " administrator gives and takes roles and ends sign-ins."
        )
    )
    stamp(visit)
    said(AT)
    people(visit, held)
    linked(visit, accounts, names(held))
    here(visit, sign_ins, names(held))


if __name__ == "__main__":
    st.switch_page("dashboard.py")
