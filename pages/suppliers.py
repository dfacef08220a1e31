"""Suppliers: every organisation that stands, found by credit code or name; those that may be
entered twice; merges waiting for a second person.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.suppliers.merging import decide, propose, waiting
from fund.screens.suppliers.register import doubles, listed
from fund.suppliers import queries
from fund.suppliers.lists import ORGANISATIONS
from fund.ui.listing import look, workbook
from fund.ui.visit import Visit, stamp

PAGE = Page("suppliers", N_("Suppliers"), "domain", "buying")


def render(visit: Visit) -> None:
    """One page of the list; then what may be one and the same."""
    seen = look(visit, ORGANISATIONS)
    with visit.reading() as session:
        twice = queries.entered_twice(session, visit.who)
        merges = queries.merges(session, visit.who)
    ui.header(_("Suppliers"), workbook(visit, seen, _("Suppliers")))
    ui.lede(
        _(
            "One organisation across grants, contracts and bids, whatever name it was entered"
            " under."
        ),
        waiting(merges),
    )
    stamp(visit)
    listed(visit, seen)
    doubles(twice)
    decide(visit, merges)
    propose(visit, twice)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
