"""Red flags: what stands apart among the newest tenders, the numbers that raised it, what was said
of it; and how openly they were competed for.
"""

import streamlit as st

from fund import ui
from fund.i18n import N_, _
from fund.procurement import flagged
from fund.procurement.lists import RAISED
from fund.rooms.page import Page
from fund.screens.procurement.competition import by_method, elsewhere, openly
from fund.screens.procurement.flags import (
    about,
    answer,
    answers,
    counts,
    lede,
    listed,
)
from fund.settings import values as settings
from fund.ui.listing import look, workbook
from fund.ui.visit import Visit, said, stamp

PAGE = Page("flags", N_("Red flags"), "policy", "buying")


def render(visit: Visit) -> None:
    """Counts by what became of them, then the list, then the form, then what was said so far."""
    seen = look(visit, RAISED)
    with visit.reading() as session:
        frame, looked_at = flagged.flags(session, visit.who)
        history = flagged.dispositions(session, visit.who)
        competed, ways = flagged.competition(session, visit.who)
        usable = settings.value(session, "flag_sample")
    ui.header(_("Red flags"), workbook(visit, seen, _("Red flags")))
    lede(len(frame), looked_at)
    stamp(visit)
    about(usable)
    counts(frame)
    said("f-flag-done")
    listed(visit, seen)
    answer(visit, frame)
    answers(frame, history)
    elsewhere(visit)
    left, right = st.columns([8, 4], gap="medium")
    with left:
        openly(competed)
    with right:
        by_method(ways)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
