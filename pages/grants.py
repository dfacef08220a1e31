"""Grants: the fund's own portfolio, and what others published."""

import streamlit as st

from fund import answers, i18n, ui
from fund.grants.lists import GRANTS
from fund.i18n import N_, _, ngettext
from fund.listing.declared import Totals
from fund.listing.undertakings import statuses
from fund.rooms.page import Page
from fund.screens.grants.elsewhere import elsewhere
from fund.ui.filters import filters, nothing_found
from fund.ui.listing import filters_of, listing, look, workbook
from fund.ui.views import views
from fund.ui.visit import Visit

PAGE = Page("grants", N_("Grants"), "assignment", "money")


def render(visit: Visit) -> None:
    """One sentence, the list; below, the published ones."""
    seen = look(visit, GRANTS)
    ui.header(_("Grants"), workbook(visit, seen, _("Grants")))
    view = filters(visit)
    views(visit, "grants")
    with visit.reading() as session:
        place = answers.key(session, visit.who, "grants by status", (view,))
        counts = answers.answer(
            place, lambda: statuses(session, view, "grant") if view.period is None else None
        )
    totals = seen.page.totals
    if not totals.rows and not seen.asked.only:
        nothing_found(visit, view, _("No grant is recorded"))
    else:
        ui.lede(summary(totals))
        ui.meta(
            as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
        )
        with ui.block(_("The fund’s own grants"), _("Amounts as of the day chosen"), key="grants"):
            filters_of(GRANTS, None if counts is None else {"status": counts})
            if totals.rows:
                listing(visit, seen, _("Grants"), has_excel=True)
            else:
                ui.empty(_("No grant matches"), _("Try another status or fewer words."))
    elsewhere(visit, view)


def summary(totals: Totals) -> str:
    """How many, and what is committed and paid in renminbi where it is added up."""
    count = ngettext("**{count}** grant", "**{count}** grants", totals.rows).format(
        count=i18n.number(totals.rows)
    )
    if not totals.sums:
        return count
    return count + _(": **{awarded}** committed, **{paid}** paid.").format(
        awarded=i18n.amount(totals.sums["awarded_fen"]), paid=i18n.amount(totals.sums["paid_fen"])
    )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
