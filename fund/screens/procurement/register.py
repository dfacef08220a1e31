"""Every procurement by stage, page by page."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from fund import i18n, ui
from fund.i18n import _, ngettext
from fund.ledger.rules import CATEGORIES
from fund.procurement import wording
from fund.procurement.processes import Sheet
from fund.procurement.rules import METHODS, STAGES
from fund.screens.ledger.amounts import money
from fund.search import FOUND
from fund.ui import Column, address
from fund.ui.visit import Visit, regions


def choose() -> None:
    """Stage, category and search, side by side; another choice begins at the first page."""

    def again() -> None:
        for name in ("before", "after"):
            st.query_params.pop(name, None)

    with st.container(horizontal=True, vertical_alignment="bottom", key="f-choose"):
        st.selectbox(
            _("Stage"),
            list(STAGES),
            index=None,
            placeholder=_("All"),
            key="show",
            bind="query-params",
            format_func=lambda key: _(STAGES[key]),
            on_change=again,
        )
        st.selectbox(
            _("Category"),
            list(CATEGORIES),
            index=None,
            placeholder=_("All"),
            key="kind",
            bind="query-params",
            format_func=lambda key: _(CATEGORIES[key]),
            on_change=again,
        )
        st.text_input(
            _("Code or words of the title"),
            key="q",
            bind="query-params",
            max_chars=40,
            on_change=again,
        )


def listed(visit: Visit, sheet: Sheet) -> None:
    """One page of the list, each row leading to its process."""
    if sheet.frame.empty:
        ui.empty(
            _("No process matches"),
            _(
                "Try another stage or category, or fewer words: a search finds where a word of the"
                " code or title begins."
            ),
        )
        return
    if sheet.is_cut:
        ui.source_note(
            _(
                "More than {count} match these words: these are some of them. Add words to find the"
                " others."
            ).format(count=FOUND)
        )
    places, rows = regions(visit), sheet.frame.to_dict("records")
    frame = sheet.frame.assign(
        to=[address("process", id=row["code"]) for row in rows],
        what=[_(CATEGORIES[row["category"]]) for row in rows],
        way=[_(METHODS[row["method"]]) for row in rows],
        place=[places.get(row["region"], row["region"]) for row in rows],
        word=[wording.stage(row["status"], is_framework=bool(row["is_framework"])) for row in rows],
        estimate=[money(row["estimate_fen"], row) for row in rows],
        due=[f"{i18n.day(row['closes_at'])}" if row["notice_on"] else "" for row in rows],
    )
    columns = [
        Column("title", _("Process"), link="to", sub="code"),
        Column("what", _("Category"), sub="way"),
        Column("status", _("Stage"), "tag", word="word"),
        Column("notice_on", _("Notice"), "date"),
        Column("due", _("Deadline")),
        Column("bids", _("Bids"), "number"),
        Column("estimate", _("Estimate")),
        Column("supplier", _("Supplier"), sub="place"),
        Column("value_fen", _("Committed"), "amount", "wan"),
    ]
    ui.table(frame, columns, _("Processes"))


def turn(sheet: Sheet, asked: dict[str, str]) -> None:
    """To newer and older ones, with the same filters."""
    kept = {name: asked[name] for name in ("show", "kind", "q") if asked[name]}
    ways = []
    if sheet.has_newer and not sheet.frame.empty:
        ways.append(
            (_("Newer"), address("processes", **kept, after=str(sheet.frame["process_id"].iloc[0])))
        )
    if sheet.has_older and not sheet.frame.empty:
        ways.append(
            (
                _("Older"),
                address("processes", **kept, before=str(sheet.frame["process_id"].iloc[-1])),
            )
        )
    for words, to in ways:
        ui.more(words, to)


def sentence(numbers: Mapping[Any, int], total: int) -> str:
    """How many procurements there are, and how many wait for their contract."""
    waiting = sum(
        numbers.get(stage, 0) for stage in ("planned", "tendering", "evaluation", "awarded")
    )
    return ngettext(
        "**{count}** procurement is on record", "**{count}** procurements are on record", total
    ).format(count=i18n.number(total)) + _(": **{open}** wait for their contract.").format(
        open=i18n.number(waiting)
    )


def counts(numbers: Mapping[Any, int]) -> None:
    """How many stand at each stage; how many failed only where any did."""
    ui.counts(
        [
            (int(numbers.get(key, 0)), key, _(words), address("processes", show=key))
            for key, words in STAGES.items()
            if key not in ("cancelled", "unsuccessful") or numbers.get(key)
        ]
    )
