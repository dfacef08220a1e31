"""One contract: how far it is, its money, its deliverables with their evidence, what was done."""

import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.i18n import _
from fund.procurement import queries
from fund.ui import address
from fund.ui_export import export
from fund.ui_undertaking import facts_of, history, milestones, money, refusal, sheets_of, steps, tranches, undertaking
from fund.ui_visit import Visit


def render(visit: Visit) -> None:
    """Steps and facts, then money beside milestones, then deliverables beside history."""
    code = st.query_params.get("id", "")
    try:
        with visit.reading() as session:
            one = queries.one(session, visit.who, code, visit.view)
    except NotFound as missing:
        refusal(_("Contract"), missing, (_("All procurement"), address("procurement")))
        return
    if not one:
        ui.header(_("Contract"), [_("Procurement"), code])
        ui.empty(_("Not recorded yet on this day"), _("Choose a later as-of day."), (_("All procurement"), address("procurement")))
        return
    found = undertaking(visit, one["undertaking_id"])
    ui.header(one["title"], [_("Procurement"), code], export(visit, visit.view, one["title"], sheets_of(one["undertaking_id"])))
    found.lede(one["value_fen"], one["currency"])
    ui.meta(as_of=visit.view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified)
    left, right = st.columns([8.2, 3.8], gap="medium")
    with left:
        steps(one, found)
    with right:
        facts_of(visit, one, _("Supplier"), one["supplier"])
    left, right = st.columns([4.6, 7.4], gap="medium")
    with left:
        money(one, one["value_fen"])
    with right:
        milestones(found, visit.view.as_of)
    left, right = st.columns([7.8, 4.2], gap="medium")
    with left:
        tranches(visit, one, found, _("Deliverable"))
    with right:
        history(found, one["currency"])


if __name__ == "__main__":
    st.switch_page("dashboard.py")
