"""Processes: every procurement by stage, looked for by code or title, the newest first; each leads
to its way from plan to payment.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.procurement import processes
from fund.procurement.lists import PROCESSES
from fund.rooms.page import Page
from fund.screens.procurement.planning import plan
from fund.screens.procurement.register import counts, listed, sentence
from fund.ui.listing import look, workbook
from fund.ui.visit import Visit, stamp

PAGE = Page("processes", N_("Processes"), "account_tree", beside="procurement")


def render(visit: Visit) -> None:
    """Counts by stage, then one page of the list, then the form for a new one."""
    seen = look(visit, PROCESSES)
    with visit.reading() as session:
        counted = processes.counts(session, visit.who)
    ui.header(_("Processes"), workbook(visit, seen, _("Processes")))
    added = counted.groupby("status")["processes"].sum().to_dict()
    numbers = {str(status): int(count) for status, count in added.items()}
    ui.lede(sentence(numbers, sum(numbers.values())))
    stamp(visit)
    counts(numbers)
    listed(visit, seen, numbers)
    plan(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
