"""Waiting for me: what this person's roles, the state and four eyes let them do today, with the
acts that can be done for several at once.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.i18n import N_, _, ngettext
from fund.inbox import queries
from fund.reminders.rules import ON_A_DAY
from fund.rooms.page import Page
from fund.rooms.waiting import Together, Waiting
from fund.screens.ledger.amounts import money
from fund.ui import Column, address
from fund.ui.bulk import bulk, told
from fund.ui.visit import Visit, regions

PAGE = Page("inbox", N_("Waiting for me"), "inbox", "")


def render(visit: Visit) -> None:
    """One block an act, in the order of a grant's life."""
    with visit.reading() as session:
        everything = queries.waiting(session, visit.who)
    ui.header(_("Waiting for me"))
    renminbi = everything[everything["currency"] == "CNY"]
    ui.lede(
        ngettext(
            "**{count}** thing waits for you", "**{count}** things wait for you", len(everything)
        ).format(count=len(everything))
        + _(", with **{amount}** behind them.").format(
            amount=i18n.amount(int(renminbi["amount_fen"].sum()))
        )
    )
    ui.meta(
        as_of=clock.today(), is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
    )
    for act, item in queries.items().items():
        if item.together and act not in set(everything["act"]):
            told(f"f-bulk-{act}")
    if everything.empty:
        ui.empty(
            _("Nothing waits for you"),
            _("What you have already had a hand in waits for somebody else."),
        )
        return
    places = regions(visit)
    for name, frame in everything.groupby("act", sort=False):
        group(visit, str(name), frame, places)


def group(visit: Visit, act: str, frame: pd.DataFrame, places: dict[str, str]) -> None:
    """What waits for one act: the list, each row leading to its page, and the act for several where
    it asks nothing more.
    """
    item = queries.items()[act]
    on_a_day = act in ON_A_DAY
    if on_a_day:
        frame = frame.sort_values(["since", "code"])
    title = f"{_(item.title)} · {len(frame)}"
    with ui.block(title, _(item.why), key=f"inbox-{act}"):
        rows = frame.assign(
            name=[row["title"] or row["code"] for row in frame.to_dict("records")],
            to=[where(item, row) for row in frame.to_dict("records")],
            under=[
                " · ".join(filter(None, [row["code"] if row["title"] else "", row["what"]]))
                for row in frame.to_dict("records")
            ],
            place=[places.get(code, "") for code in frame["region_code"]],
            amount=[
                money(row["amount_fen"], row) if row["amount_fen"] else ""
                for row in frame.to_dict("records")
            ],
        )
        money_columns = [Column("amount", _("Amount"))] if frame["amount_fen"].any() else []
        columns = [
            Column("name", _("What"), link="to", sub="under"),
            Column("place", _("Province")),
            *money_columns,
            Column("since", _("Due on") if on_a_day else _("Waiting since"), "date"),
        ]
        ui.table(rows, columns, title, key=f"inbox-{act}")
        if item.together:
            several(visit, act, item.together, frame)


def several(visit: Visit, act: str, together: Together, frame: pd.DataFrame) -> None:
    """The act for some of them at once: each by itself, with every guard."""
    rows = {row["key"]: row for row in frame.to_dict("records")}
    choices = {
        key: " · ".join(
            filter(
                None,
                [
                    row["code"],
                    row["what"],
                    money(row["amount_fen"], row) if row["amount_fen"] else "",
                ],
            )
        )
        for key, row in rows.items()
    }
    bulk(
        visit,
        f"f-bulk-{act}",
        choices,
        _(together.words),
        together.command,
        lambda key: together.arguments(rows[key]),
        asks=(together.asks[0], _(together.asks[1])) if together.asks else None,
    )


def where(item: Waiting, row: Mapping[Any, object]) -> str:
    """The page where the one thing is done."""
    page, query = item.leads(row)
    return address(page, **query)


if __name__ == "__main__":
    st.switch_page("dashboard.py")
