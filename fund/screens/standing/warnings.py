"""Status and warnings of everything that runs: declared against computed, the early warnings, what
fired with its numbers.
"""

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.i18n import _, ngettext
from fund.standing import queries
from fund.standing.lists import EARLY, LOOKED_AT, SHOWN
from fund.standing.rules import DECLARED, GREY
from fund.status import look_of
from fund.ui import Column, address
from fund.ui.listing import Seen, listing, look
from fund.ui.visit import Visit


def named(show: str) -> str:
    """What the list is called that the address asks for."""
    return _(SHOWN[show]) if show in SHOWN else _("What fired")


def summary(frame: pd.DataFrame) -> None:
    """How many are red by the ledger, and how many green letters wait for an answer."""
    counted, running = queries.counted(frame), len(frame)
    first = ngettext(
        "**{red}** of **{count}** running grant or contract is red by the ledger.",
        "**{red}** of **{count}** running grants and contracts are red by the ledger.",
        running,
    )
    second = ngettext(
        "**{count}** green letter waits for an answer.",
        "**{count}** green letters wait for an answer.",
        counted["answer"],
    ).format(count=counted["answer"])
    ui.lede(first.format(red=counted["red"], count=running), second if counted["answer"] else "")


def counts(frame: pd.DataFrame) -> None:
    """How many have each light, the worst first, and how many letters wait; each leads to them."""
    counted = queries.counted(frame)
    ui.counts(
        [
            *(
                (counted[light], light, named(light), address("warnings", show=light))
                for light in reversed(DECLARED)
            ),
            (counted["answer"], "waiting", named("answer"), address("warnings", show="answer")),
        ]
    )
    if len(frame) == LOOKED_AT:
        ui.source_note(
            _("Counted of the {count} that were decided last.").format(count=i18n.number(LOOKED_AT))
        )


def overview(visit: Visit, frame: pd.DataFrame) -> None:
    """Declared against computed, and beside it the early warnings."""
    left, right = st.columns([4.4, 7.6], gap="medium")
    with left:
        against(frame)
    with right:
        warned(visit)


def against(frame: pd.DataFrame) -> None:
    """How many have each pair of lights."""
    rosy = int(((frame["declared"] == "green") & (frame["computed"] == "red")).sum())
    title = (
        ngettext(
            "{count} is declared green, the ledger says red",
            "{count} are declared green, the ledger says red",
            rosy,
        ).format(count=rosy)
        if rosy
        else _("No green letter beside a red ledger")
    )
    with ui.block(
        title,
        _("Declared in letters (rows) against computed from the ledger (columns)"),
        key="against",
    ):
        rows = pairs(frame)
        columns = [
            Column("declared", _("Declared"), "status"),
            *(Column(light, look_of(light)[2], "number") for light in DECLARED),
            Column("all", _("Total"), "number"),
        ]
        total = {
            "declared": _("Total"),
            **{name: int(rows[name].sum()) for name in rows.columns[1:]},
        }
        ui.table(rows, columns, title, total=total, is_stacked=False)
        ui.source_note(
            _(
                "Grey: no letter, or the last one is too old. The ledger’s light is the worst of"
                " the rules that fire."
            )
        )


def pairs(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a declared light: declared, how many of each computed one, all."""
    rows = []
    for said in (*DECLARED, GREY):
        theirs = frame["computed"][frame["declared"] == said]
        lights = {light: int((theirs == light).sum()) for light in DECLARED}
        rows.append({"declared": said, **lights, "all": len(theirs)})
    return pd.DataFrame(rows)


def warned(visit: Visit) -> None:
    """The early warnings, the most money first, each leading to its grants or contract."""
    seen = look(visit, EARLY)
    count = seen.page.totals.rows
    title = (
        ngettext("{count} early warning", "{count} early warnings", count).format(count=count)
        if count
        else _("No early warning")
    )
    with ui.block(
        title,
        _(
            "Of the whole portfolio: concentration on one body, and money carried over and not"
            " spent"
        ),
        key="early",
    ):
        if count:
            listing(visit, seen, title)
            return
        ui.empty(
            _("Nothing is concentrated, nothing carried over lies idle"),
            _("A warning appears here when a share or an age passes its threshold."),
        )


def listed(visit: Visit, seen: Seen, fired: int) -> None:
    """Declared beside computed, what fired, the money behind it, the answer; each row leads to its
    grant or contract. ``fired``: how many did in all.
    """
    show, totals = seen.asked.get("show"), seen.page.totals
    title = named(show) if totals.is_cut else f"{named(show)} · {totals.rows}"
    with ui.block(
        title,
        _("By the money promised by now and not paid; each rule with its numbers and thresholds"),
        key="lights",
    ):
        listing(visit, seen, title, has_excel=True)
        if show:
            ui.more(
                _("See everything that fired: {count}").format(count=fired), address("warnings")
            )


def nothing(frame: pd.DataFrame) -> str:
    """What is said where the list is empty."""
    return _("Nothing is running") if frame.empty else _("Nothing fired")
