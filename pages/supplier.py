"""One organisation with everything it holds: grants, contracts, bids, flags, its two marks, and the
entries that are merged into it.
"""

import streamlit as st

from fund import ui
from fund.errors import NotFound
from fund.i18n import N_, _
from fund.listing.address import number_in
from fund.procurement import flagged
from fund.rooms.page import Page
from fund.screens.suppliers.merging import decide, mark, marks
from fund.screens.suppliers.organisation import facts, offers, raised, sentence, undertakings
from fund.suppliers import queries
from fund.ui import address
from fund.ui.visit import Visit, mistyped, stamp

PAGE = Page("supplier", N_("Supplier"), within="suppliers")


def render(visit: Visit) -> None:
    """The page of the organisation the address names by its number; a merged one is shown where it
    is kept.
    """
    asked = number_in(st.query_params.get("id", "")) or 0
    try:
        with visit.reading() as session:
            one = queries.organisation(
                session,
                visit.who,
                asked,
            )
            key = int(one["organisation_id"])
            held = queries.held(session, visit.who, key)
            bids = queries.offers(session, visit.who, key)
            marked = queries.marks(session, visit.who, key)
            merges = queries.merges(session, visit.who, key)
            found, _looked_at = flagged.flags(session, visit.who)
    except NotFound as missing:
        mistyped(_("Supplier"), missing, (_("All suppliers"), address("suppliers")))
        return
    ui.header(one["name"], crumb=[one["identifier"]])
    ui.lede(sentence(one))
    stamp(visit, is_demonstration=bool(one["is_demonstration"]))
    left, right = st.columns([8.2, 3.8], gap="medium")
    with left:
        undertakings(held, "grant", _("Grants"), one["name"], one["grants"])
        undertakings(held, "contract", _("Contracts"), one["name"], one["contracts"])
        offers(bids, one)
        raised(found, one, bids)
        decide(visit, merges)
    with right:
        facts(visit, one)
        marks(marked)
        mark(visit, one)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
