"""One procurement as a timeline from plan to payment: notice, deadline, bids, evaluation, award,
contract, acceptance, payments; and what may be done now.
"""

import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.i18n import N_, _
from fund.procurement import processes
from fund.rooms.page import Page
from fund.screens.procurement.acts import acts
from fund.screens.procurement.process import facts, offers, orders, sentence, steps, timeline
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("process", N_("Process"), within="processes")


def render(visit: Visit) -> None:
    """The page of the process the address names, as it stands today."""
    code = st.query_params.get("id", "")
    try:
        with visit.reading() as session:
            one = processes.process(session, visit.who, code)
            bids = processes.bids(session, visit.who, one["process_id"])
            told = processes.timeline(session, visit.who, one["process_id"], one["undertaking_id"])
            called = (
                processes.call_offs(session, visit.who, one["process_id"])
                if one["is_framework"]
                else None
            )
    except NotFound as missing:
        mistyped(_("Process"), missing, (_("All processes"), address("processes")))
        return
    ui.header(
        one["title"],
        crumb=[code],
    )
    ui.lede(sentence(one, bids))
    stamp(visit, is_demonstration=bool(one["is_demonstration"]))
    left, right = st.columns([8.2, 3.8], gap="medium")
    with left:
        steps(one, told)
        timeline(one, told, bids)
        offers(one, bids)
        if called is not None:
            orders(one, called)
        acts(visit, one, bids)
    with right:
        facts(visit, one)
        if one["undertaking_id"]:
            ui.more(
                _("The contract: deliverables, evidence, payments"), address("contract", id=code)
            )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
