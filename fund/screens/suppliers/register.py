"""The organisations that stand, page by page, and those that may be entered twice."""

from typing import Any

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.errors import NP_
from fund.i18n import _, ngettext
from fund.plan.rules import MARKS
from fund.suppliers.queries import Sheet
from fund.ui import Column, address
from fund.ui.visit import Visit, regions

YES, NO = NP_("mark", "Yes"), NP_("mark", "No")


def choose() -> None:
    """Search and flag, side by side; another choice begins at the first page."""

    def again() -> None:
        for name in ("before", "after"):
            st.query_params.pop(name, None)

    with st.container(horizontal=True, vertical_alignment="bottom", key="f-choose"):
        st.text_input(
            _("Credit code or name"), key="q", bind="query-params", max_chars=80, on_change=again
        )
        st.selectbox(
            _("Mark"),
            list(MARKS),
            index=None,
            placeholder=_("All"),
            key="mark",
            bind="query-params",
            format_func=lambda key: _(MARKS[key]),
            on_change=again,
        )


def listed(visit: Visit, sheet: Sheet) -> None:
    """One page of the list, each row leading to the organisation."""
    if sheet.frame.empty:
        ui.empty(_("No organisation matches"), _("Try fewer words, or a part of the credit code."))
        return
    places, frame = regions(visit), sheet.frame
    shown = frame.assign(
        to=[address("supplier", id=key) for key in frame["organisation_id"]],
        place=[places.get(code, "") for code in frame["region"]],
        **{mark: [said(value) for value in frame[mark]] for mark in MARKS},
    )
    columns = [
        Column("name", _("Organisation"), link="to", sub="identifier"),
        Column("place", _("Province")),
        Column("commercial", _("Commercial entity")),
        Column("central_project", _("Centrally funded projects")),
        Column("grants", _("Grants"), "number"),
        Column("contracts", _("Contracts"), "number"),
        Column("bids", _("Bids"), "number"),
        Column("won", _("Won"), "number"),
        Column("committed_fen", _("Committed"), "amount", "wan"),
    ]
    ui.table(shown, columns, _("Organisations"))


def said(value: Any) -> str:
    """A flag in a word; a dash where nobody said."""
    return "—" if value is None or pd.isna(value) else _(YES) if value else _(NO)


def turn(sheet: Sheet, asked: dict[str, str]) -> None:
    """To those entered earlier and later, with the same search."""
    if sheet.frame.empty:
        return
    kept = {name: asked[name] for name in ("q", "mark") if asked[name]}
    if sheet.has_earlier:
        ui.more(
            _("Entered earlier"),
            address("suppliers", **kept, before=str(sheet.frame["organisation_id"].iloc[0])),
        )
    if sheet.has_later:
        ui.more(
            _("Entered later"),
            address("suppliers", **kept, after=str(sheet.frame["organisation_id"].iloc[-1])),
        )


def doubles(twice: pd.DataFrame) -> None:
    """Pairs of one plain name under different identifiers."""
    if twice.empty:
        return
    title = ngettext(
        "{count} organisation may be entered twice",
        "{count} organisations may be entered twice",
        len(twice),
    ).format(count=i18n.number(len(twice)))
    with ui.block(
        title,
        _("The same name but for width, spaces, brackets and legal form, under different codes"),
        key="twice",
    ):
        frame = twice.assign(
            to=[address("supplier", id=key) for key in twice["organisation_id"]],
            of=[address("supplier", id=key) for key in twice["other_id"]],
        )
        columns = [
            Column("name", _("Organisation"), link="to", sub="identifier"),
            Column("other_name", _("Entered earlier"), link="of", sub="other_identifier"),
        ]
        ui.table(frame, columns, title, key="twice")
