"""One centre: what it is, who belongs to it, what it received, and its approved figures over
time.
"""

import streamlit as st

from fund import i18n, ui
from fund.centres import queries, registry
from fund.centres.rules import FIELDS, KINDS, STANDINGS
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.centres.belongings import belongings
from fund.screens.centres.profile import figures, what_it_has
from fund.ui.visit import Visit, regions, said, stamp

PAGE = Page(
    "centre", N_("Centre"), "apartment", reads="see_centres", in_parts=True, within="centres"
)


def render(visit: Visit) -> None:
    """Facts, members, equipment and services, figures over time."""
    code = st.query_params.get("code", "") or st.query_params.get("centre", "")
    with visit.reading() as session:
        if not code and not visit.who.may("see_centres"):
            code = next(iter(queries.centres(session, visit.who)["code"]), "")
        profile = registry.profile(session, visit.who, code)
        trend = queries.trend(session, visit.who, code)
    centre = profile.centre
    ui.header(
        centre.name_zh if i18n.language() == "zh" or not centre.name_en else centre.name_en,
    )
    ui.lede(
        _("Received from the fund: **{amount}**.").format(amount=i18n.amount(profile.received_fen))
        if profile.received_fen
        else _("No grant or contract linked to it has paid anything yet.")
    )
    stamp(visit)
    said("f-centre")
    region = regions(visit).get(centre.region_code, centre.region_code)
    ui.facts(
        [
            (_("Code"), centre.code),
            (_("Kind and field"), f"{_(KINDS[centre.kind])} · {_(FIELDS[centre.field])}"),
            (_("Place"), f"{region} {centre.city}".strip()),
            (_("Host"), profile.host),
            (_("Founded on"), i18n.day(centre.founded_on)),
            (_("Status"), _(STANDINGS[centre.standing])),
        ]
    )
    figures(trend)
    what_it_has(profile)
    belongings(visit, profile)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
