"""Values as cells hold them: text that never comes alive, amounts exact to the fen."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pandas as pd

from fund.reports.description import (
    LONGEST_TEXT,
    MOST_FEN,
    AmountTooLarge,
    Column,
    Report,
    TextTooLong,
)

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def is_missing(value: object) -> bool:
    """None, NaN, NaT."""
    if type(value) is str or type(value) is int:
        return False
    return (
        value is None
        or value is pd.NaT
        or value is pd.NA
        or (isinstance(value, float) and math.isnan(value))
    )


def text(value: object, head: str) -> str:
    """Any value as the text of a cell; control characters go, line ends become one kind, too long
    is an error.
    """
    clean = str(value)
    if not clean.isprintable():
        clean = _UNPRINTABLE.sub("", clean.replace("\r\n", "\n").replace("\r", "\n"))
    if "_x" in clean:
        clean = _LOOKS_ESCAPED.sub("_x005F_", clean)
    if len(clean) > LONGEST_TEXT // 2 and len(clean.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise TextTooLong(column=head, length=len(clean))
    return clean


def amount(fen: Any, per: int, head: str) -> Decimal:
    """An amount in a unit of ``per`` fen, exact: at most 15 significant digits, so no double blurs
    it.
    """
    if isinstance(fen, float) and fen != int(fen):
        raise TypeError(head, fen)  # fen are whole
    if abs(int(fen)) >= MOST_FEN:
        raise AmountTooLarge(column=head)
    return Decimal(int(fen)) / per


def convert(value: Any, column: Column, report: Report) -> Any:
    """One value for a cell of its column; missing ones are None."""
    if is_missing(value):
        return None
    if column.kind == "amount":
        return amount(value, report.fen_per, column.head)
    if column.kind == "original":
        return amount(value, 100, column.head)
    if column.kind in ("integer", "year"):
        return int(value)
    if column.kind == "date":
        return value.date() if hasattr(value, "date") else value
    if column.kind in ("share", "number"):
        return value if isinstance(value, Decimal) else float(value)
    return text(value, column.head)


def total(values: Iterable[Any]) -> int:
    """The exact sum of whole numbers, missing ones left out."""
    return sum(int(value) for value in values if not is_missing(value))
