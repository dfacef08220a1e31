"""Amounts as screens write them: in the currency of their undertaking, old and new of an
amendment.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fund import i18n
from fund.ledger import queries
from fund.ui.visit import Visit


def money(amount_fen: Any, one: Mapping[Any, Any]) -> str:
    """An amount in the undertaking's currency."""
    return (
        i18n.amount(int(amount_fen))
        if one["currency"] == "CNY"
        else i18n.foreign(int(amount_fen), one["currency"])
    )


def exact(amount_fen: Any, one: Mapping[Any, Any]) -> str:
    """The same to the last decimal, where rounding is what is told or a small sum stands alone."""
    return (
        i18n.amount(int(amount_fen), "yuan")
        if one["currency"] == "CNY"
        else i18n.foreign(int(amount_fen), one["currency"])
    )


def unit_of(one: Mapping[Any, Any], renminbi: str = "wan") -> str:
    """The unit of a column of amounts of one thing: of renminbi as said, else its currency."""
    return renminbi if one["currency"] == "CNY" else str(one["currency"])


def change(row: Mapping[Any, Any], one: Mapping[Any, Any]) -> str:
    """An amendment in short: which part, from what to what."""
    return " ".join(
        filter(
            None, [row["tranche"] or "", f"{side(row, 'was', one)} → {side(row, 'becomes', one)}"]
        )
    )


def side(row: Mapping[Any, Any], which: str, one: Mapping[Any, Any]) -> str:
    """The old or the new of an amendment, as people write it."""
    match row["kind"]:
        case "amount":
            return money(row[which], one)
        case "dates":
            return i18n.day(date.fromisoformat(row[which]))
        case "account":
            return str(row[which]).replace("\n", " · ") or "—"
        case _:
            return str(row[which])


def currency_of(visit: Visit, line_id: int) -> str:
    """The currency of a budget line; renminbi where none is chosen yet."""
    with visit.reading() as session:
        return queries.currency_of(session, visit.who, line_id)


def money_of(amount_fen: int, currency: str) -> str:
    """An amount in its own currency."""
    return i18n.amount(amount_fen) if currency == "CNY" else i18n.foreign(amount_fen, currency)
