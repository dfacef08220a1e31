"""National missions: the commercial share by quarter and category, what keeps a quarter open, the
register, and the forms to keep it.
"""

from typing import Any

import pandas as pd
import streamlit as st

from fund import i18n, ui
from fund.charts import shares as chart
from fund.i18n import _, ngettext
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View
from fund.missions import queries
from fund.missions.rules import GAPS, ORIGINS, Share
from fund.reports import missions as sheets
from fund.screens.missions.entering import keep
from fund.ui import Column, address
from fund.ui.export import export
from fund.ui.filters import period_words
from fund.ui.visit import Visit

LOOKS = {"commercial": "recommended", "state": "entered", "unknown": "waiting"}


def render(visit: Visit) -> None:
    """Shares, what is open, missions, purchases, what was said of the quarters; then the forms."""
    view = View(as_of=visit.view.as_of)
    with visit.reading() as session:
        shares = queries.shares(session, visit.who, view)
        missions, bought, stated = (
            query(session, visit.who, view)
            for query in (queries.missions, queries.purchases, queries.statements)
        )
    ui.header(
        _("National missions"),
        [_("Oversight"), (_("Procurement"), address("procurement"))],
        export(visit, view, _("National missions"), sheets.sheets),
    )
    ui.lede(headline(shares))
    ui.meta(
        as_of=view.as_of, is_demonstration=visit.is_demonstration, is_verified=visit.is_verified
    )
    ui.source_note(
        _(
            "Commercial: bought from a commercial entity, whoever pays. A share is told only of a"
            " quarter somebody other than who recorded it has stated to be complete."
        )
    )
    if bought.empty:
        ui.empty(
            _("The register is empty"),
            _("An officer enters missions and what they bought, by hand or from a workbook."),
        )
    else:
        left, right = st.columns([5.6, 6.4], gap="medium")
        with (
            left,
            ui.block(
                chart.title(shares),
                _("Share of the money of national missions’ purchases, by quarter"),
                key="share",
            ),
        ):
            ui.chart(chart.line(shares, ui.look()), "share", chart.alt(shares))
        with right:
            by_category(shares)
        gaps(bought)
        listed_missions(missions)
        listed_purchases(bought)
        said_of_quarters(stated)
    keep(visit, bought, shares)


def headline(shares: list[Share]) -> str:
    """The share of the latest complete quarter, by money and by count; or that the register is not
    complete.
    """
    whole = [one for one in shares if one.category == ""]
    told = [one for one in whole if one.is_complete]
    if not whole:
        return _("No mission has a purchase on record.")
    words = ""
    if told:
        words = _(
            "In {quarter} **{money}** of the money and **{count}** of the purchases of national"
            " missions were commercial."
        ).format(
            quarter=period_words(told[-1].quarter),
            money=i18n.share(told[-1].by_money),
            count=i18n.share(told[-1].by_count),
        )
    opened = [one.quarter for one in whole if not one.is_complete]
    if opened:
        words = i18n.together(
            words,
            ngettext(
                "The register of **{count}** quarter is not complete: no share is shown for it.",
                "The register of **{count}** quarters is not complete: no share is shown for them.",
                len(opened),
            ).format(count=len(opened)),
        )
    return words


def by_category(shares: list[Share]) -> None:
    """Quarter by category: the share by money, by count beneath; a dash where a quarter is open."""
    title = _("By quarter and category")
    with ui.block(
        title,
        _("Commercial share by money; beneath, commercial purchases of all"),
        key="by-category",
    ):
        quarters = sorted({one.quarter for one in shares}, reverse=True)[:8]
        found = {(one.quarter, one.category): one for one in shares}
        used = [key for key in CATEGORIES if any(one.category == key for one in shares)]
        rows = [
            {
                "quarter": code,
                **{key or "all": cell(found.get((code, key))) for key in ("", *used)},
                **{f"{key or 'all'}_of": of(found.get((code, key))) for key in ("", *used)},
            }
            for code in quarters
        ]
        columns = [
            Column("quarter", _("Quarter")),
            Column("all", _("All"), sub="all_of", is_strong=True),
            *(Column(key, _(CATEGORIES[key]), sub=f"{key}_of") for key in used),
        ]
        ui.table(pd.DataFrame(rows), columns, title)


def cell(one: Share | None) -> str:
    """A share by money, or a dash."""
    return "—" if one is None else i18n.share(one.by_money)


def of(one: Share | None) -> str:
    """How many of how many; of an open quarter only how many are on record."""
    if one is None:
        return ""
    return (
        _("{commercial} of {all}").format(commercial=one.commercial, all=one.purchases)
        if one.is_complete
        else _("open, {count} on record").format(count=one.purchases)
    )


def gaps(bought: pd.DataFrame) -> None:
    """Purchases that keep their quarter open."""
    opened = bought[bought["gap"] != ""]
    if opened.empty:
        return
    title = ngettext(
        "{count} purchase keeps its quarter open",
        "{count} purchases keep their quarters open",
        len(opened),
    ).format(count=len(opened))
    with ui.block(
        title,
        _("Each is settled by recording the purchase anew in place of the earlier row"),
        key="gaps",
    ):
        rows: list[Any] = opened.to_dict("records")
        shown = opened.assign(
            what=[row["item"] for row in rows],
            of=[f"{row['mission']} {row['mission_title']}" for row in rows],
            why=[_(GAPS[row["gap"]]) for row in rows],
            when=[period_words(row["quarter"]) for row in rows],
        )
        ui.table(
            shown,
            [
                Column("what", _("What was bought"), sub="of"),
                Column("when", _("Quarter")),
                Column("amount_fen", _("Amount"), "amount", "wan"),
                Column("why", _("Why it is open")),
            ],
            title,
        )


def listed_missions(missions: pd.DataFrame) -> None:
    """Every mission with what it bought."""
    title = ngettext("{count} mission", "{count} missions", len(missions)).format(
        count=len(missions)
    )
    with ui.block(title, _("The latest entered first"), key="missions"):
        rows: list[Any] = missions.to_dict("records")
        shown = missions.assign(
            sub=[" · ".join((row["mission"], row["agency"])) for row in rows],
            part=[mission_share(row) for row in rows],
        )
        ui.table(
            shown,
            [
                Column("title", _("Mission"), sub="sub"),
                Column("purchases", _("Purchases"), "number"),
                Column("amount_fen", _("Amount"), "amount", "wan"),
                Column("part", _("Commercial, by money")),
                Column("source", _("Read from")),
            ],
            title,
            key="missions",
        )


def mission_share(row: dict[str, Any]) -> str:
    """What of a mission's money was commercial; a dash while an origin is not known."""
    return (
        "—"
        if row["commercial_fen"] is None or pd.isna(row["commercial_fen"]) or not row["amount_fen"]
        else i18n.share(row["commercial_fen"] / row["amount_fen"])
    )


def listed_purchases(bought: pd.DataFrame) -> None:
    """Every purchase that stands, the latest first; those under a contract of the fund lead to
    it.
    """
    title = ngettext(
        "{count} purchase on record", "{count} purchases on record", len(bought)
    ).format(count=len(bought))
    with ui.block(title, _("What was replaced or struck stays in the audit log"), key="purchases"):
        rows: list[Any] = bought.to_dict("records")
        shown = bought.assign(
            of=[f"{row['mission']} · {_(CATEGORIES[row['category']])}" for row in rows],
            look=[LOOKS[row["origin"]] for row in rows],
            word=[_(ORIGINS[row["origin"]]) for row in rows],
            to=[address("contract", id=row["contract"]) if row["contract"] else "" for row in rows],
            under=[row["contract"] or "—" for row in rows],
        )
        ui.table(
            shown,
            [
                Column("item", _("What was bought"), sub="of"),
                Column("bought_on", _("Bought on"), "date"),
                Column("amount_fen", _("Amount"), "amount", "wan"),
                Column("look", _("Supplier"), "tag", word="word", sub="supplier"),
                Column("under", _("The fund’s contract"), link="to"),
                Column("source", _("Read from")),
            ],
            title,
            key="purchases",
        )


def said_of_quarters(stated: pd.DataFrame) -> None:
    """Who said what of which quarter."""
    if stated.empty:
        return
    title = _("What was stated of the quarters")
    with ui.block(title, _("The newest first; only added to"), key="stated"):
        rows: list[Any] = stated.to_dict("records")
        shown = stated.assign(
            when=[period_words(row["quarter"]) for row in rows],
            look=["met" if row["is_complete"] else "waiting" for row in rows],
            word=[_("Complete") if row["is_complete"] else _("Not complete") for row in rows],
        )
        ui.table(
            shown,
            [
                Column("when", _("Quarter")),
                Column("look", _("Register"), "tag", word="word"),
                Column("recorded_on", _("Date"), "date"),
                Column("by", _("Who")),
                Column("reason", _("Reason")),
            ],
            title,
            key="stated",
        )


if __name__ == "__main__":
    st.switch_page("dashboard.py")
