"""Suppliers: every organisation that stands, found by credit code or name; those that may be
entered twice; merges waiting for a second person.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.suppliers.merging import decide, propose, waiting
from fund.screens.suppliers.register import choose, doubles, listed, turn
from fund.suppliers import queries
from fund.ui.visit import Visit, stamp

PAGE = Page("suppliers", N_("Suppliers"), "domain", "buying")


def render(visit: Visit) -> None:
    """One page of the list; then what may be one and the same."""
    asked = {
        name: st.query_params.get(name, "").strip() for name in ("q", "mark", "before", "after")
    }
    edges = {
        name: int(asked[name])
        for name in ("before", "after")
        if asked[name].isascii() and asked[name].isdecimal()
    }
    with visit.reading() as session:
        sheet = queries.register(session, visit.who, words=asked["q"], mark=asked["mark"], **edges)
        twice = queries.entered_twice(session, visit.who)
        merges = queries.merges(session, visit.who)
    ui.header(_("Suppliers"))
    ui.lede(
        _(
            "One organisation across grants, contracts and bids, whatever name it was entered"
            " under."
        ),
        waiting(merges),
    )
    stamp(visit)
    with ui.block(
        _("Organisations"),
        _("In the order they were entered; those merged into another are shown there"),
        key="suppliers",
    ):
        choose()
        listed(visit, sheet)
        turn(sheet, asked)
    doubles(twice)
    decide(visit, merges)
    propose(visit, twice)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
