"""One subsidy: how far it is, its terms, what was stated, its settlements stretch by stretch."""

import streamlit as st

from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.ledger.record import page, undertaking_asked_for
from fund.screens.subsidies.computation import settlements, stated, terms
from fund.screens.subsidies.forms import forms
from fund.subsidies import queries
from fund.subsidies.rows import SubsidyFacts
from fund.ui import address
from fund.ui.visit import Visit

PAGE = Page("subsidy", N_("Subsidy"), within="subsidies")


def render(visit: Visit) -> None:
    """The page of the subsidy the address names."""
    one = undertaking_asked_for(
        visit, queries.subsidy, _("Subsidy"), (_("All subsidies"), address("subsidies"))
    )
    if one:
        page(
            visit,
            "subsidy",
            one["subsidy_id"],
            one,
            committed_fen=one["awarded_fen"],
            body=(_("Recipient"), one["recipient"]),
            part=_("Tranche"),
            own=computed,
        )


def computed(visit: Visit, one: SubsidyFacts) -> None:
    """Terms, statements, settlements, and what may be done."""
    key, day = one["undertaking_id"], visit.view.as_of
    with visit.reading() as session:
        facts = queries.facts(session, visit.who, key, day)
        settled = queries.settlements(session, visit.who, key, day)
    settlements(visit, one, settled)
    stated(one, facts)
    terms(one)
    forms(visit, one, settled)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
