"""One centre's report on one period: fill it in, hand it in, see what was returned and why."""

import streamlit as st

from fund import clock, i18n, ui
from fund.centres import queries
from fund.i18n import N_
from fund.rooms.page import Page
from fund.screens.centres.filing import AT
from fund.screens.centres.report import choose, lead, may, revise, way, who_last, write
from fund.screens.centres.review import table_of
from fund.ui.visit import Visit, said

PAGE = Page(
    "filing", N_("Report of a centre"), reads="see_centres", in_parts=True, within="centres"
)


def render(visit: Visit) -> None:
    """Where it stands, what is to be changed, the fields, the one button."""
    with visit.reading() as session:
        made = queries.filing(
            session, visit.who, st.query_params.get("centre", ""), st.query_params.get("report", "")
        )
    name = (
        made.centre.name_zh
        if i18n.language() == "zh" or not made.centre.name_en
        else made.centre.name_en
    )
    period = made.period.name_zh if i18n.language() == "zh" else made.period.name_en
    ui.header(name)
    ui.lede(lead(made, period))
    ui.meta(
        *who_last(made),
        as_of=clock.today(),
        is_demonstration=visit.is_demonstration,
        is_verified=visit.is_verified,
    )
    choose(visit, made)
    ui.steps(way(made))
    said(AT)
    if may(visit, made, "fill_in"):
        write(visit, made)
    elif made.submission:
        table_of(visit, made)
    revise(visit, made)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
