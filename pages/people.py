"""People: who is here with which roles, which accounts are whose, who is signed in; for the
administrators, each with their own acts.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.people.lists import ACCOUNTS, PEOPLE, SIGN_INS
from fund.rooms.page import Page
from fund.screens.access.people import AT, here, linked, people
from fund.ui.listing import look
from fund.ui.visit import Visit, said, stamp

PAGE = Page("people", N_("People"), "group", "office", reads="see_people")


def render(visit: Visit) -> None:
    """People and roles, then accounts and sign-ins."""
    held, accounts, sign_ins = look(visit, PEOPLE), look(visit, ACCOUNTS), look(visit, SIGN_INS)
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
    linked(visit, accounts)
    here(visit, sign_ins)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
