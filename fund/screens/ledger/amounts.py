"""Amounts as screens write them: in the currency of their undertaking, old and new of an
amendment.
"""

from datetime import date
from typing import SupportsInt

from fund import i18n
from fund.frames import Columns
from fund.ledger import queries
from fund.ui.visit import Visit


def money(amount_fen: SupportsInt, one: Columns) -> str:
    """An amount in the undertaking's currency."""
    return (
        i18n.amount(int(amount_fen))
        if one["currency"] == "CNY"
        else i18n.foreign(int(amount_fen), str(one["currency"]))
    )


def exact(amount_fen: SupportsInt, one: Columns) -> str:
    """The same to the last decimal, where rounding is what is told or a small sum stands alone."""
    return (
        i18n.amount(int(amount_fen), "yuan")
        if one["currency"] == "CNY"
        else i18n.foreign(int(amount_fen), str(one["currency"]))
    )


def unit_of(one: Columns, renminbi: str = "wan") -> str:
    """The unit of a column of amounts of one thing: of renminbi as said, else its currency."""
    return renminbi if one["currency"] == "CNY" else str(one["currency"])


def change(row: Columns, one: Columns) -> str:
    """An amendment in short: which part, from what to what."""
    return " ".join(
        filter(
            None,
            [str(row["tranche"] or ""), f"{side(row, 'was', one)} → {side(row, 'becomes', one)}"],
        )
    )


def side(row: Columns, which: str, one: Columns) -> str:
    """The old or the new of an amendment, as people write it."""
    said = str(row[which])
    match row["kind"]:
        case "amount":
            return money(int(said), one)
        case "dates":
            return i18n.day(date.fromisoformat(said))
        case "account":
            return said.replace("\n", " · ") or "—"
        case _:
            return said


def currency_of(visit: Visit, line_id: int) -> str:
    """The currency of a budget line; renminbi where none is chosen yet."""
    with visit.reading() as session:
        return queries.currency_of(session, visit.who, line_id)


def money_of(amount_fen: int, currency: str) -> str:
    """An amount in its own currency."""
    return i18n.amount(amount_fen) if currency == "CNY" else i18n.foreign(amount_fen, currency)
