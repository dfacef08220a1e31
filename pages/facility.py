"""One facility: two weeks of it, its load, its rules and prices, asking for it."""

from datetime import date

import streamlit as st

from fund import clock, ui
from fund.errors import NotFound
from fund.facilities import registry, wording
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.facilities.desk import ask
from fund.screens.facilities.one import about, calendar, facts, kept, load, months_of
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("facility", N_("Facility"), reads="see_facilities", in_parts=True, within="facilities")


def render(visit: Visit) -> None:
    """What it is, two weeks, what may be asked and done, load, rules."""
    code = str(st.query_params.get("id", ""))
    first = begin(str(st.query_params.get("from", "")))
    try:
        with visit.reading() as session:
            row = registry.facility(session, visit.who, code)
            pieces = registry.calendar(session, visit.who, row, first)
            shut = registry.closures(session, visit.who, row)
    except NotFound as missing:
        mistyped(_("Facility"), missing, (_("All facilities"), address("facilities")))
        return
    ui.header(f"{row['code']} {wording.name(row)}")
    ui.lede(about(row))
    stamp(visit, is_demonstration=bool(row["is_demonstration"]))
    calendar(pieces, first, row["code"])
    ask(visit, row)
    facts(row, shut)
    load(months_of(visit, int(row["facility_id"])))
    kept(visit, row, shut)


def begin(text: str) -> date:
    """The first day shown; today where the address names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if abs((day - clock.today()).days) < 3_650 else clock.today()


if __name__ == "__main__":
    st.switch_page("dashboard.py")
