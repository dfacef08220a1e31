"""Conjunctions: what is still to come, reddest and nearest first, and which warnings are open."""

import streamlit as st

from fund import ui
from fund.debris import queries, wording
from fund.debris.lists import CONJUNCTIONS
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.part import part
from fund.ui.visit import Visit, stamp

PAGE = Page(
    "conjunctions",
    N_("Conjunction warnings"),
    "crisis_alert",
    "space",
    reads="see_conjunctions",
    in_parts=True,
    own_title=N_("My spacecraft’s warnings"),
)


def render(visit: Visit) -> None:
    """Open warnings by level in a sentence, then the board; it is worked out anew every half
    minute.
    """
    seen = look(visit, CONJUNCTIONS)
    with visit.reading() as session:
        counts = queries.open_by_level(session, visit.who)
    ui.header(_("Conjunction warnings"), workbook(visit, seen, _("Conjunction warnings")))
    ui.lede(wording.lede(counts))
    stamp(visit)
    filters_of(CONJUNCTIONS)
    part(lambda: board(visit), every=30)


def board(visit: Visit) -> None:
    """The events as they stand at this moment."""
    seen = look(visit, CONJUNCTIONS)
    about = _(
        "Times in Beijing. Warnings count at the level they were sent with; those on events that"
        " are over stand under “Past”."
    )
    with ui.block(_("Events"), about, key="conjunctions"):
        if seen.page.frame.empty:
            ui.empty(*wording.nothing(seen.asked.only))
        else:
            listing(visit, seen, _("Events"), has_excel=True)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
