"""Standards: how many hold, what is covered and where the gaps are, the register, entering."""

import streamlit as st

from fund import clock, ui
from fund.i18n import N_, _
from fund.rooms.page import Page
from fund.screens.standards.entering import keep
from fund.screens.standards.merging import mergings
from fund.screens.standards.register import covered, headline
from fund.standards import queries
from fund.standards.lists import LISTED
from fund.ui import address
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.visit import Visit, download, stamp

PAGE = Page("standards", N_("Standards"), "rule", "space")


def render(visit: Visit) -> None:
    """The headline, the map of what is covered, the list, mergings, and the forms."""
    today = clock.today()
    seen = look(visit, LISTED)
    with visit.reading() as session:
        counts = queries.counted(session, visit.who, today)
        due = queries.due(session, visit.who, today)
        merged = queries.merged(session, visit.who, today)
        map_ = queries.coverage(session, visit.who, today)
        proposed = queries.mergings(session, visit.who, today)
    ui.header(_("Standards"), workbook(visit, seen, _("Standards")))
    ui.lede(headline(counts, due, merged))
    stamp(visit)
    if not counts:
        ui.empty(
            _("The register of standards is empty"),
            _("An officer enters standards by hand or takes a register in from a file."),
        )
    else:
        covered(map_)
        ui.more(_("Where standards disagree"), address("differences"))
        with ui.block(_("Register of standards"), _("By number"), key="standards"):
            filters_of(LISTED)
            if seen.page.frame.empty:
                ui.empty(_("No standard fits"), _("Change what is looked for."))
            else:
                listing(visit, seen, _("Register of standards"), has_excel=True)
            download(visit, _("The whole register as CSV"), "standards", key="f-standards-csv")
        mergings(visit, proposed)
    keep(visit)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
