"""One contract: how far it is, its money, its milestones, its deliverables with their evidence, what was done."""

import streamlit as st

from fund.i18n import _
from fund.procurement import queries
from fund.ui import address
from fund.ui_record import asked, page
from fund.ui_visit import Visit


def render(visit: Visit) -> None:
    """The page of the contract the address names."""
    one = asked(visit, queries.one, _("Contract"), (_("All procurement"), address("procurement")))
    if one:
        page(
            visit, "contract", one["contract_id"], one, crumb=_("Procurement"), committed_fen=one["value_fen"], body=(_("Supplier"), one["supplier"]), part=_("Deliverable"),
        )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
