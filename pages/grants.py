"""Grants: the fund's own portfolio, and what others published."""

from typing import Any

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.grants import queries
from fund.i18n import N_, _, ngettext
from fund.published import queries as published
from fund.reports import sheets
from fund.rooms.page import Page
from fund.status import look_of
from fund.ui import Column, address
from fund.ui.export import export
from fund.ui.filters import filters, nothing_found
from fund.ui.views import views
from fund.ui.visit import Visit, regions, stamp

PAGE = Page("grants", N_("Grants"), "assignment", "money")


def render(visit: Visit) -> None:
    """One sentence, the counts by status, the list; below, the published ones."""
    view = visit.view
    with visit.reading() as session:
        everything = queries.portfolio(session, visit.who, view)
    frame = narrowed(everything)
    ui.header(
        _("Grants"),
        export(
            visit,
            view,
            _("Grants"),
            lambda session, actor, seen: [sheets.grants(session, actor, seen, frame)],
        ),
    )
    view = filters(visit)
    views(visit, "grants")
    if everything.empty:
        nothing_found(visit, view, _("No grant is recorded"))
    else:
        renminbi = frame[frame["currency"] == "CNY"]
        awarded, paid = int(renminbi["awarded_fen"].sum()), int(renminbi["paid_fen"].sum())
        ui.lede(
            ngettext("**{count}** grant", "**{count}** grants", len(frame)).format(count=len(frame))
            + _(": **{awarded}** committed, **{paid}** paid.").format(
                awarded=i18n.amount(awarded), paid=i18n.amount(paid)
            )
        )
        stamp(visit, view.as_of)
        with ui.block(
            _("The fund’s own grants"),
            _("Newest decision first; amounts as of the day chosen"),
            key="grants",
        ):
            choose(everything)
            listed(visit, frame)
    elsewhere(visit, view)


def narrowed(frame: pd.DataFrame) -> pd.DataFrame:
    """Only the status and words looked for, kept in the address."""
    status, words = st.query_params.get("status"), st.query_params.get("q", "").strip().lower()
    if status:
        frame = frame[frame["status"] == status]
    if words:
        text = frame["grant_id"] + " " + frame["title"] + " " + frame["recipient"]
        frame = frame[text.str.lower().str.contains(words, regex=False)]
    return frame


def choose(frame: pd.DataFrame) -> None:
    """Status and search, side by side."""
    counts = frame["status"].value_counts()
    with st.container(horizontal=True, vertical_alignment="bottom", key="f-choose"):
        st.selectbox(
            _("Status"),
            list(counts.index),
            index=None,
            placeholder=_("All"),
            key="status",
            bind="query-params",
            format_func=lambda status: f"{look_of(status)[2]} {counts.get(status, 0)}",
        )
        st.text_input(_("Code, title or recipient"), key="q", bind="query-params", max_chars=80)


def listed(visit: Visit, frame: pd.DataFrame) -> None:
    """The list, each row leading to its grant."""
    if frame.empty:
        ui.empty(_("No grant matches"), _("Try another status or fewer words."))
        return
    names = regions(visit)
    rows = frame.assign(
        to=[address("grant", id=code) for code in frame["grant_id"]],
        place=[names.get(code, code) for code in frame["region"]],
    )
    columns = [
        Column("title", _("Grant"), link="to", sub="grant_id"),
        Column("recipient", _("Recipient"), sub="place"),
        Column("measure", _("Measure")),
        Column("status", _("Status"), "tag"),
        Column("awarded_on", _("Decided on"), "date"),
        Column("awarded_fen", _("Committed"), "amount", "wan"),
        Column("accepted_fen", _("Accepted"), "amount", "wan"),
        Column("paid_fen", _("Paid"), "amount", "wan"),
    ]
    ui.table(rows, columns, _("Grants"), key="grants")


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
