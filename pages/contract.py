"""One contract: how far it is, its money, its milestones, its deliverables with their evidence,
what was done.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.procurement import processes, queries
from fund.procurement.rows import ContractFacts
from fund.rooms.page import Page
from fund.screens.debris.register import paid_for
from fund.screens.ledger.record import page, undertaking_asked_for
from fund.screens.procurement.delivery import deliveries
from fund.ui import address
from fund.ui.visit import Visit

PAGE = Page("contract", N_("Contract"), within="procurement")


def render(visit: Visit) -> None:
    """The page of the contract the address names."""
    one = undertaking_asked_for(
        visit, queries.contract, _("Contract"), (_("All procurement"), address("procurement"))
    )
    if one:
        page(
            visit,
            "contract",
            one["contract_id"],
            one,
            committed_fen=one["value_fen"],
            body=(_("Supplier"), one["supplier"]),
            part=_("Deliverable"),
            own=before,
        )


def before(visit: Visit, one: ContractFacts) -> None:
    """What it delivered, the spacecraft it paid for, and the way to the process it came from, where
    there is one.
    """
    deliveries(visit, one)
    paid_for(visit, one["undertaking_id"])
    with visit.reading() as session:
        code = processes.code_of(session, visit.who, one["undertaking_id"])
    if code:
        ui.more(
            _("How it was bought: notice, bids, evaluation, award"), address("process", id=code)
        )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
