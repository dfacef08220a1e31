"""Published records: what other buyers published, unclassified until somebody says otherwise, one
by one or by a rule with preview.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.published import classified
from fund.published.lists import PUBLISHED
from fund.rooms.page import Page
from fund.screens.published.classifying import by_rule, listed, one_by_one, past
from fund.ui.listing import look, workbook
from fund.ui.visit import Visit, said, stamp

PAGE = Page("published", N_("Published records"), within="procurement")


def render(visit: Visit) -> None:
    """One page of the records, the two ways to classify, the rules applied so far."""
    seen = look(visit, PUBLISHED)
    with visit.reading() as session:
        applied = classified.rules_applied(session, visit.who)
    ui.header(_("Published records"), workbook(visit, seen, _("Published records")))
    ui.lede(
        _(
            "Processes other buyers published: they write nothing in the ledger, and belong to no"
            " category until somebody says so."
        )
    )
    stamp(visit)
    listed(visit, seen)
    said("f-class-done")
    if visit.who.may("categorise"):
        one_by_one(visit, seen.page.frame)
        by_rule(visit)
    past(applied)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
