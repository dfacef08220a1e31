"""The fund's own contracts, page by page, and those other buyers published."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import clock, i18n, ui
from fund.access.actors import Actor
from fund.i18n import _, ngettext
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View, to_address
from fund.procurement import queries
from fund.procurement.queries import Sheet
from fund.procurement.rules import METHODS
from fund.published import classified
from fund.published import queries as published
from fund.reports import procurement as report
from fund.reports import sheets
from fund.search import FOUND
from fund.ui import Column, address
from fund.ui.visit import Visit, regions

PUBLISHED_SHOWN = 10
"""Processes published elsewhere whose contracts are listed."""


def workbook(category: str, words: str) -> Callable[[Session, Actor, View], list[Any]]:
    """What the export holds: categories, methods, and every contract of the view that the page's
    own choice keeps.
    """
    return lambda session, actor, seen: [
        sheets.categories(session, actor, seen),
        report.ways(session, actor, seen),
        sheets.contracts(
            session,
            actor,
            seen,
            queries.register(session, actor, seen, category=category, words=words),
        ),
    ]


def chosen(name: str) -> str:
    """What the address says of the list; a category nobody knows says nothing."""
    value = st.query_params.get(name, "").strip()
    return value if name != "category" or value in CATEGORIES else ""


def edges() -> dict[str, int]:
    """The contract the page begins before or after, from the address."""
    return {
        name: int(st.query_params[name])
        for name in ("before", "after")
        if st.query_params.get(name, "").isascii() and st.query_params.get(name, "").isdecimal()
    }


def choose(bought: pd.DataFrame) -> None:
    """Category and search, side by side; another choice begins at the first page."""

    def again() -> None:
        for name in ("before", "after"):
            st.query_params.pop(name, None)

    counts = dict(zip(bought["category"], bought["contracts"], strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom", key="f-choose"):
        st.selectbox(
            _("Category"),
            list(CATEGORIES),
            index=None,
            placeholder=_("All"),
            key="category",
            bind="query-params",
            on_change=again,
            format_func=lambda key: f"{_(CATEGORIES[key])} {counts.get(key, 0)}",
        )
        st.text_input(
            _("Code, title or supplier"),
            key="q",
            bind="query-params",
            max_chars=80,
            on_change=again,
        )


def listed(visit: Visit, sheet: Sheet) -> None:
    """One page of the list, each row leading to its contract, and the ways to the others."""
    frame = sheet.frame
    if frame.empty:
        ui.empty(_("No contract matches"), _("Try another category or fewer words."))
        return
    if sheet.is_cut:
        ui.source_note(
            _(
                "More than {count} match these words: these are some of them. Add words to find the"
                " others."
            ).format(count=FOUND)
        )
    names = regions(visit)
    rows = frame.assign(
        to=[address("contract", id=code) for code in frame["contract_id"]],
        place=[names.get(code, code) for code in frame["region"]],
        kind=[_(CATEGORIES[key]) for key in frame["category"]],
        way=[_(METHODS.get(key, key)) for key in frame["method"]],
    )
    columns = [
        Column("title", _("Contract"), link="to", sub="contract_id"),
        Column("supplier", _("Supplier"), sub="place"),
        Column("kind", _("Category"), sub="way"),
        Column("status", _("Status"), "tag"),
        Column("awarded_on", _("Awarded on"), "date"),
        Column("value_fen", _("Committed"), "amount", "wan"),
        Column("accepted_fen", _("Accepted"), "amount", "wan"),
        Column("paid_fen", _("Paid"), "amount", "wan"),
    ]
    ui.table(rows, columns, _("Contracts"), key="contracts")
    turn(visit, sheet)


def turn(visit: Visit, sheet: Sheet) -> None:
    """To newer and older ones, with the same filters."""
    keys = sheet.frame["undertaking_id"]
    kept = {name: chosen(name) for name in ("category", "q") if chosen(name)} | to_address(
        visit.view, clock.today()
    )
    if sheet.has_newer:
        ui.more(_("Newer"), address("procurement", **kept, after=str(keys.iloc[0])))
    if sheet.has_older:
        ui.more(_("Older"), address("procurement", **kept, before=str(keys.iloc[-1])))


def elsewhere(visit: Visit, view: View) -> None:
    """Contracts other buyers published: listed in their own currencies, unclassified until somebody
    says otherwise.
    """
    with visit.reading() as session:
        frame = published.contracts(session, visit.who, view.as_of, newest=PUBLISHED_SHOWN)
        is_any = not classified.shelf(session, visit.who, size=1)[0].empty
    if not is_any or view.filters:
        return
    title = _("Contracts published elsewhere")
    with ui.block(
        title,
        _(
            "Imported from OCDS files; they write nothing in the ledger. Those of the processes"
            " entered last."
        ),
        key="published",
    ):
        if frame.empty:
            ui.empty(
                _("The newest have no contract yet"),
                _("Their tenders are listed among the published records."),
            )
        else:
            listed_elsewhere(frame, title)
        ui.more(_("Published records, and classifying them"), address("published"))


def listed_elsewhere(frame: pd.DataFrame, title: str) -> None:
    """A row a contract others published."""
    rows = frame.assign(
        kind=[
            _(CATEGORIES[key]) if key in CATEGORIES else _("Unclassified")
            for key in frame["category"]
        ],
        amount=[
            i18n.foreign(fen, code) if code and not pd.isna(fen) else "—"
            for fen, code in zip(frame["value_fen"], frame["currency"], strict=True)
        ],
    )
    columns = [
        Column("title", _("Contract"), sub="ocid"),
        Column("supplier", _("Supplier"), sub="buyer"),
        Column("kind", _("Category")),
        Column("status", _("Status"), "tag"),
        Column("signed_on", _("Signed on"), "date"),
        Column("amount", _("Amount")),
    ]
    ui.table(rows, columns, title, key="published")


def sentence(bought: pd.DataFrame) -> str:
    """How many contracts, what they commit and what of it is paid."""
    count = int(bought["contracts"].sum())
    return ngettext("**{count}** contract", "**{count}** contracts", count).format(
        count=i18n.number(count)
    ) + _(": **{awarded}** committed, **{paid}** paid.").format(
        awarded=i18n.amount(int(bought["committed_fen"].sum())),
        paid=i18n.amount(int(bought["paid_fen"].sum())),
    )
