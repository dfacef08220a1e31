"""One project abroad: its money, who takes part, results, its way into the channel."""

import streamlit as st

from fund import i18n, ui
from fund.cooperation import details, queries
from fund.errors import NotFound
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.cooperation import desk, entering, giving
from fund.screens.cooperation import milestones as planned
from fund.screens.cooperation.one import facts, money, results, sentence, taking_part
from fund.ui import address
from fund.ui.visit import Visit, mistyped, said, stamp

PAGE = Page("project", N_("Project abroad"), within="cooperation")


def render(visit: Visit) -> None:
    """The page of the project the address names by its code."""
    as_of = visit.view.as_of
    try:
        with visit.reading() as session:
            one = queries.project(session, visit.who, st.query_params.get("id", ""), as_of)
            key = one["project_id"]
            moneys = details.moneys(session, visit.who, key, as_of)
            shares = queries.shares(session, visit.who, [key])
            bodies = details.bodies(session, visit.who, key, as_of)
            paying = details.undertakings_of(session, visit.who, key)
            came = details.results(session, visit.who, as_of, key)
            steps = details.milestones(session, visit.who, as_of, key)
            ways = details.entries(session, visit.who, as_of, one["code"])
    except NotFound as missing:
        mistyped(_("Project abroad"), missing, (_("All projects"), address("cooperation")))
        return
    first = one["title_en"] if i18n.language() == "en" else ""
    ui.header(first or one["title_zh"], crumb=[one["code"]])
    ui.lede(sentence(one))
    stamp(visit, as_of, is_demonstration=bool(one["is_demonstration"]))
    said(entering.DONE)
    left, right = st.columns([8, 4], gap="medium")
    with left:
        money(one, moneys, paying)
        planned.block(steps)
        results(came)
        giving.confirm(visit, came)
        if not ways.empty:
            desk.entries(ways)
    with right:
        taking_part(shares, bodies)
        facts(one)
        entering.stage(visit, one)
        entering.body(visit, one)
        planned.state(visit, one, steps)
        giving.others(visit, one)
        giving.correct(visit, moneys)
        giving.indicators(visit, one, came)
        desk.apply(visit, one["code"])


if __name__ == "__main__":
    st.switch_page("dashboard.py")
