"""The register of national missions as sheets: shares by quarter and category, purchases."""

import pandas as pd
from sqlmodel import Session

from fund.access.actors import Actor
from fund.i18n import _
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View
from fund.missions import queries
from fund.missions.rules import GAPS, ORIGINS
from fund.reports.description import Column, Sheet


def sheets(session: Session, actor: Actor, view: View) -> list[Sheet]:
    """Shares, then the purchases they are worked out from."""
    return [shares(session, actor, view), purchases(session, actor, view)]


def shares(session: Session, actor: Actor, view: View) -> Sheet:
    """By quarter and category: counts, amounts and the share, which an incomplete quarter has none
    of.
    """
    columns = [
        Column("quarter", _("Quarter"), "code"),
        Column("category", _("Category"), width=16),
        Column("register", _("Register")),
        Column("purchases", _("Purchases"), "integer"),
        Column("commercial", _("Commercial"), "integer"),
        Column("by_count", _("Commercial, by count"), "share"),
        Column("amount_fen", _("Amount"), "amount"),
        Column("commercial_fen", _("Commercial amount"), "amount"),
        Column("by_money", _("Commercial, by money"), "share"),
    ]
    found = queries.shares(session, actor, view)
    frame = pd.DataFrame(
        [
            {
                "quarter": one.quarter,
                "category": _(CATEGORIES[one.category]) if one.category else _("All"),
                "register": _("Complete") if one.is_complete else _("Not complete"),
                "purchases": one.purchases,
                "commercial": one.commercial if one.is_complete else None,
                "by_count": one.by_count,
                "amount_fen": one.amount_fen,
                "commercial_fen": one.commercial_fen if one.is_complete else None,
                "by_money": one.by_money,
            }
            for one in found
        ],
        columns=[column.key for column in columns],
        dtype=object,
    )
    return Sheet("commercial_share", _("Commercial share"), columns, frame)


def purchases(session: Session, actor: Actor, view: View) -> Sheet:
    """Every purchase that stands."""
    frame = queries.purchases(session, actor, view)
    frame = frame.assign(
        category=[_(CATEGORIES[key]) for key in frame["category"]],
        origin=[_(ORIGINS[key]) for key in frame["origin"]],
        gap=[_(GAPS[key]) if key else "" for key in frame["gap"]],
    )
    columns = [
        Column("mission", _("Mission code"), "code", width=16),
        Column("mission_title", _("Mission"), width=30),
        Column("agency", _("Ordered by"), width=24),
        Column("category", _("Category"), width=16),
        Column("item", _("What was bought"), width=30),
        Column("bought_on", _("Bought on"), "date"),
        Column("quarter", _("Quarter"), "code"),
        Column("amount_fen", _("Amount"), "amount", total=True),
        Column("origin", _("Supplier"), width=16),
        Column("contract", _("The fund’s contract"), "code", width=18),
        Column("supplier", _("Name of the supplier"), width=24),
        Column("gap", _("Why it is open"), width=30),
        Column("source", _("Read from"), width=30),
    ]
    return Sheet("mission_purchases", _("Mission purchases"), columns, frame)
