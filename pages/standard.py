"""One standard: what holds now, its chain, what it adopts, its mergings, what became of it."""

import streamlit as st

from fund import clock, i18n, ui
from fund.errors import NotFound
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.standards.entering import change
from fund.screens.standards.merging import mergings, propose
from fund.screens.standards.one import adopted, became, drawn, facts, sentence
from fund.standards import queries, relations
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("standard", N_("Standard"), within="standards")


def render(visit: Visit) -> None:
    """The page of the standard the address names by its number."""
    try:
        with visit.reading() as session:
            one = queries.standard(session, visit.who, st.query_params.get("id", ""))
            chain, said, statuses = relations.chained(session, visit.who, one["number"])
            key = one["standard_id"]
            adoptions = queries.adoptions(session, visit.who, clock.today(), [key])
            proposed = queries.mergings(session, visit.who, clock.today(), key)
            events = queries.events(session, visit.who, key)
    except NotFound as missing:
        mistyped(_("Standard"), missing, (_("All standards"), address("standards")))
        return
    titles = one["title_zh"], one["title_en"]
    first, second = titles if i18n.language() == "zh" else titles[::-1]
    ui.header(first or second, crumb=[one["number"]])
    ui.lede(sentence(one, chain))
    stamp(visit, is_demonstration=bool(one["is_demonstration"]))
    left, right = st.columns([8, 4], gap="medium")
    with left:
        drawn(chain, statuses, said)
        adopted(adoptions)
        mergings(visit, proposed)
        became(events)
    with right:
        facts(one)
        change(visit, one)
        propose(visit, one)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
