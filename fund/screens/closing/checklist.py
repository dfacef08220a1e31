"""The checklist of a month or a year on screen: which period is looked at, where it stands, what is
in order.
"""

import pandas as pd
import streamlit as st

from fund import clock, i18n, ui
from fund.closing.rows import ClosingRow
from fund.closing.rules import CHECKLIST, Finding
from fund.i18n import _, ngettext
from fund.listing.wording import period_words
from fund.period import Period, parse
from fund.portfolio import queries as portfolio
from fund.ui import Column
from fund.ui.filters import periods
from fund.ui.visit import Visit


def chosen(visit: Visit) -> Period:
    """The period the address asks for; else the latest month that is over."""
    codes = offered(visit)
    wanted = st.query_params.get("close", "")
    over = [
        code for code in codes if parse(code).kind == "month" and parse(code).last < clock.today()
    ]
    return parse(wanted if wanted in codes else (over or codes)[0])


def offered(visit: Visit) -> list[str]:
    """Months and years since the first record, the newest first."""
    with visit.reading() as session:
        first = portfolio.first_day(session) or clock.today()
    return [code for code in periods(first, clock.today()) if parse(code).kind in ("month", "year")]


def pick(visit: Visit, period: Period) -> None:
    """Choose the month or the year."""
    codes = offered(visit)

    def keep() -> None:
        st.query_params["close"] = st.session_state["f-close-period"]

    with st.container(key="f-filters", horizontal=True):
        st.selectbox(
            _("Month or year"),
            codes,
            index=codes.index(period.code),
            format_func=period_words,
            key="f-close-period",
            on_change=keep,
            label_visibility="collapsed",
        )


def standing(period: Period, one: ClosingRow | None, found: list[Finding]) -> str:
    """Where the period stands, in a sentence."""
    name = period_words(period.code)
    if one is not None and one["state"] == "closed":
        return _("**{period}** was prepared by {preparer} and closed by {closer} on {day}.").format(
            period=name,
            preparer=one["prepared_by"],
            closer=one["closed_by"],
            day=i18n.day(one["closed_on"]),
        )
    if one is not None:
        return _(
            "**{period}** was prepared by {preparer} on {day} and waits for somebody else to"
            " close it."
        ).format(period=name, preparer=one["prepared_by"], day=i18n.day(one["prepared_on"]))
    count = sum(1 for finding in found if finding.number)
    return ngettext(
        "**{period}** is open; **{count}** item of the checklist is not in order.",
        "**{period}** is open; **{count}** items of the checklist are not in order.",
        count,
    ).format(period=name, count=count)


def listed(found: list[Finding]) -> None:
    """The checklist: each item with its state, how many, and the renminbi in them."""
    rows = pd.DataFrame(
        [
            {
                "item": _(CHECKLIST[one.item].words),
                "state": state(one)[0],
                "word": state(one)[1],
                "number": one.number or None,
                "amount_fen": one.amount_fen or None,
                "must": (
                    _("must be in order")
                    if CHECKLIST[one.item].is_must
                    else _("may be closed over with a note")
                ),
            }
            for one in found
        ]
    )
    with ui.block(
        _("Checklist"),
        _("What must be in order stops the close; the rest is closed over with a written note"),
        key="checklist",
    ):
        ui.table(
            rows,
            [
                Column("item", _("Item"), sub="must"),
                Column("state", _("Status"), "tag", word="word"),
                Column("number", _("Count"), "number"),
                Column("amount_fen", _("Amount"), "amount", "wan"),
            ],
            _("Checklist"),
        )


def state(one: Finding) -> tuple[str, str]:
    """The look and the word of an item."""
    if one.item == "whole":
        return "scheduled", _("Checked when prepared")
    if not one.number:
        return "met", _("In order")
    return (
        ("not_met", _("Not in order"))
        if CHECKLIST[one.item].is_must
        else ("waiting", _("Not dealt with"))
    )
