"""Processes: every procurement by stage, looked for by code or title, the newest first; each leads
to its way from plan to payment.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.ledger.rules import CATEGORIES
from fund.procurement import processes
from fund.procurement.rules import STAGES
from fund.rooms.page import Page
from fund.screens.procurement.planning import plan
from fund.screens.procurement.register import choose, counts, listed, sentence, turn
from fund.ui.visit import Visit, stamp

PAGE = Page("processes", N_("Processes"), "account_tree", beside="procurement")


def render(visit: Visit) -> None:
    """Counts by stage, then one page of the list, then the form for a new one."""
    asked = {
        name: st.query_params.get(name, "").strip()
        for name in ("show", "kind", "q", "before", "after")
    }
    stage = asked["show"] if asked["show"] in STAGES else ""
    category = asked["kind"] if asked["kind"] in CATEGORIES else ""
    edges = {
        name: int(asked[name])
        for name in ("before", "after")
        if asked[name].isascii() and asked[name].isdecimal()
    }
    with visit.reading() as session:
        counted = processes.counts(session, visit.who)
        sheet = processes.register(
            session, visit.who, stage=stage, category=category, words=asked["q"], **edges
        )
    ui.header(_("Processes"))
    numbers = counted.groupby("status")["processes"].sum().to_dict()
    total = sum(numbers.values())
    ui.lede(sentence(numbers, total))
    stamp(visit)
    counts(numbers)
    with ui.block(
        _(STAGES[stage]) if stage else _("All processes"),
        _("The newest first; from the plan to the last payment on the page of each"),
        key="processes",
    ):
        choose()
        if total:
            listed(visit, sheet)
        else:
            ui.empty(
                _("No process is on record"),
                _("An officer plans a procurement below; somebody else publishes it."),
            )
        turn(sheet, asked)
    plan(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
