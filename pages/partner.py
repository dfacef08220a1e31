"""One partner: its flags from day to day, its share of what counts, its projects."""

import streamlit as st

from fund import i18n, ui
from fund.cooperation import details, queries
from fund.cooperation.rules import REGIONS
from fund.errors import NotFound
from fund.frames import own_name
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.cooperation.abroad import flags_of
from fund.screens.cooperation.country import flags, projects
from fund.screens.cooperation.entering import flag
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("partner", N_("Partner"), within="cooperation")


def render(visit: Visit) -> None:
    """The page of the partner the address names by its code."""
    as_of = visit.view.as_of
    try:
        with visit.reading() as session:
            one = queries.partner(session, visit.who, st.query_params.get("id", ""), as_of)
            stated = details.flag_statements(session, visit.who, one["partner_id"], as_of)
            held = details.projects_of(session, visit.who, one["partner_id"], as_of)
    except NotFound as missing:
        mistyped(_("Partner"), missing, (_("All partners"), address("cooperation")))
        return
    name = own_name(one, "name")
    ui.header(name, crumb=[one["code"]])
    region = one["region"]
    ui.lede(
        _("{region}; **{amount}** counted in {projects} projects. {flags}").format(
            region=_(REGIONS[region]),
            amount=i18n.amount(one["counted_fen"]),
            projects=one["projects"],
            flags=flags_of(one["flags"]),
        )
    )
    stamp(visit, as_of, is_demonstration=bool(one["is_demonstration"]))
    projects(held)
    if one["kind"] == "country":
        flags(stated)
        flag(visit, one["code"])


if __name__ == "__main__":
    st.switch_page("dashboard.py")
