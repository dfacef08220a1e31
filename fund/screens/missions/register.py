"""The register of national missions: every mission, every purchase, what was stated of the
quarters.
"""

from typing import Any

import pandas as pd

from fund import i18n, ui
from fund.i18n import _, ngettext
from fund.ledger.rules import CATEGORIES
from fund.listing.wording import period_words
from fund.missions.rules import ORIGINS
from fund.ui import Column, address

LOOKS = {"commercial": "recommended", "state": "entered", "unknown": "waiting"}


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
