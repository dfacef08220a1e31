"""Grants: the fund's own portfolio, and what others published."""

from typing import Any

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.grants.lists import GRANTS
from fund.i18n import N_, _, ngettext
from fund.listing.declared import Totals
from fund.listing.undertakings import statuses
from fund.published import queries as published
from fund.rooms.page import Page
from fund.ui import Column
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
        counts = statuses(session, view, "grant") if view.period is None else None
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


def elsewhere(visit: Visit, view: Any) -> None:
    """Grants other funders published: listed in their own currencies, never in the ledger."""
    with visit.reading() as session:
        frame = published.grants(session, visit.who, view.as_of)
    if frame.empty or view.filters:
        return
    title = ngettext(
        "{count} grant published elsewhere", "{count} grants published elsewhere", len(frame)
    ).format(count=len(frame))
    with ui.block(
        title, _("Imported from 360Giving files; they write nothing in the ledger"), key="published"
    ):
        frame = frame.assign(
            amount=[
                i18n.foreign(fen, code) if code and not pd.isna(fen) else "—"
                for fen, code in zip(frame["awarded_fen"], frame["currency"], strict=True)
            ]
        )
        columns = [
            Column("title", _("Grant"), sub="grant_id"),
            Column("recipient", _("Recipient"), sub="funder"),
            Column("status", _("Status"), "tag"),
            Column("awarded_on", _("Decided on"), "date"),
            Column("amount", _("Amount")),
        ]
        ui.table(frame, columns, title, key="published")


if __name__ == "__main__":
    st.switch_page("dashboard.py")
