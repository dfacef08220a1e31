"""Entry of commercial projects into the inter-governmental channel: the desk."""

import streamlit as st

from fund import ui
from fund.cooperation import details
from fund.i18n import N_, _, ngettext
from fund.rooms.page import Page
from fund.screens.cooperation.desk import entries, judge
from fund.ui.visit import Visit, stamp

PAGE = Page("channel", N_("Inter-governmental channel"), within="cooperation")


def render(visit: Visit) -> None:
    """What stands in the channel, what asks to enter, and what this person may do."""
    as_of = visit.view.as_of
    with visit.reading() as session:
        found = details.entries(session, visit.who, as_of)
        held = details.admitted(session, visit.who, as_of)
    ui.header(_("Inter-governmental channel"))
    ui.lede(
        ngettext(
            "**{count}** commercial project in the channel.",
            "**{count}** commercial projects in the channel.",
            held,
        ).format(count=held)
    )
    stamp(visit, as_of)
    entries(found)
    judge(visit, found)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
