"""Published records: what other buyers published, unclassified until somebody says otherwise, one
by one or by a rule with preview.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.published import classified
from fund.rooms.page import Page
from fund.screens.published.classifying import by_rule, choose, listed, one_by_one, past
from fund.ui import address
from fund.ui.visit import Visit, said, stamp

PAGE = Page("published", N_("Published records"), within="procurement")


def render(visit: Visit) -> None:
    """One page of the records, the two ways to classify, the rules applied so far."""
    asked = {name: st.query_params.get(name, "").strip() for name in ("q", "state", "before")}
    before = (
        int(asked["before"]) if asked["before"].isascii() and asked["before"].isdecimal() else None
    )
    with visit.reading() as session:
        frame, has_more = classified.shelf(
            session, visit.who, words=asked["q"], state=asked["state"], before=before
        )
        applied = classified.rules_applied(session, visit.who)
    ui.header(_("Published records"))
    ui.lede(
        _(
            "Processes other buyers published: they write nothing in the ledger, and belong to no"
            " category until somebody says so."
        )
    )
    stamp(visit)
    with ui.block(
        _("Processes"),
        _("The latest entered first; amounts in their own currencies"),
        key="published",
    ):
        choose()
        listed(frame)
        if has_more:
            kept = {name: asked[name] for name in ("q", "state") if asked[name]}
            ui.more(
                _("Entered earlier"),
                address("published", **kept, before=str(frame["process_id"].iloc[-1])),
            )
    said("f-class-done")
    if visit.who.may("categorise"):
        one_by_one(visit, frame)
        by_rule(visit)
    past(applied)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
