"""One guarantee: what deserves attention, what became of it, what may be done."""

import streamlit as st

from fund import clock, ui
from fund.errors import NotFound
from fund.guarantees import queries
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.guarantees.forms import forms
from fund.screens.guarantees.standing import alerts, became, facts, proposed
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("guarantee", N_("Guarantee"), within="guarantees")


def render(visit: Visit) -> None:
    """The page of the guarantee the address names by its number here."""
    day = clock.today()
    try:
        with visit.reading() as session:
            key = queries.numbered(st.query_params.get("id", ""))
            one = queries.guarantee(session, visit.who, key, day)
            events = queries.events(session, visit.who, key, day)
            proposals = queries.proposals(session, visit.who, key, day)
            steps = queries.steps_met(session, visit.who, key)
    except NotFound as missing:
        mistyped(_("Guarantee"), missing, (_("All guarantees"), address("guarantees")))
        return
    ui.header(one["number"], crumb=[one["issuer"]])
    ui.lede(one["duty"])
    stamp(visit)
    left, right = st.columns([8, 4], gap="medium")
    with left:
        alerts(one)
        became(one, events)
        proposed(one, proposals)
    with right:
        facts(one)
        forms(visit, one, proposals, steps)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
