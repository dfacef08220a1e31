"""Applications: the calls, what came in under them, and how far each is, with its money."""

import streamlit as st

from fund import i18n, ui
from fund.grants import lists, queries
from fund.grants.lists import APPLICATIONS, CALLS, STAGES
from fund.i18n import N_, _, ngettext
from fund.listing.declared import Totals
from fund.rooms.page import Page
from fund.screens.grants.calls import calls, receive
from fund.screens.ledger.enter import enter
from fund.ui import address
from fund.ui.filters import filters, nothing_found
from fund.ui.listing import listing, look, workbook
from fund.ui.visit import Visit

PAGE = Page("applications", N_("Applications"), "description", beside="grants")


def render(visit: Visit) -> None:
    """Counts by stage with money, the list, then the calls."""
    seen, announced = look(visit, APPLICATIONS), look(visit, CALLS)
    with visit.reading() as session:
        counted = lists.stages(session, visit.who, visit.view)
        opened = queries.calls(session, visit.who, visit.view, state="active")
    stage = seen.asked.get("show")
    ui.header(_("Applications"), workbook(visit, seen, _("Applications")))
    view = filters(visit)
    ui.lede(summary(counted))
    ui.meta(
        as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
    )
    ui.counts(
        [
            (
                counted[look_].rows,
                look_,
                " · ".join([_(words), *money(counted[look_])]),
                address("applications", show=look_),
            )
            for look_, (words, _statuses) in STAGES.items()
        ]
    )
    if not seen.page.totals.rows:
        nothing_found(visit, view, _("No application is recorded"))
    else:
        title = _(STAGES[stage][0]) if stage else _("All applications")
        with ui.block(title, _("Scores from 0 to 100"), key="applications"):
            listing(visit, seen, title, has_excel=True)
    calls(visit, announced, len(opened))
    receive(visit, opened)
    enter(visit, "grant")


def summary(counted: dict[str, Totals]) -> str:
    """How many wait for the fund's decision or a step before it, and what they ask for."""
    waiting = [found for stage, found in counted.items() if stage != "declined"]
    count = sum(found.rows for found in waiting)
    words = ngettext(
        "**{count}** application is open", "**{count}** applications are open", count
    ).format(count=i18n.number(count))
    if any("requested_fen" not in found.sums for found in waiting):
        return words
    fen = sum(found.sums["requested_fen"] for found in waiting)
    return words + _(", asking for **{amount}**.").format(amount=i18n.amount(fen))


def money(found: Totals) -> list[str]:
    """What applications ask for, in renminbi; nothing where it is not added up."""
    return [i18n.amount(fen) for fen in found.sums.values()]


if __name__ == "__main__":
    st.switch_page("dashboard.py")
