"""Values as cells hold them: text that never comes alive, amounts exact to the fen."""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Context, Decimal
from typing import TypeGuard, TypeVar

import pandas as pd

from fund import i18n, money
from fund.errors import FundError
from fund.listing.wording import period_words
from fund.period import parse
from fund.reports.description import (
    LONGEST_TEXT,
    MOST_FEN,
    AmountTooLarge,
    Column,
    Report,
    Sheet,
    TextTooLong,
)

T = TypeVar("T")
Value = str | int | float | Decimal | date | None
"""What a frame's cell holds; None, NaN and NaT are missing."""

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


def all_of(values: Sequence[object], kind: type[T]) -> TypeGuard[Sequence[T]]:
    """Whether all are exactly of one type, so that they need not be looked at one by one."""
    return set(map(type, values)) == {kind}


def present(values: Sequence[T | None]) -> Sequence[T]:
    """Without those that are missing."""
    if _is_complete(values):
        return values
    return [value for value in values if value is not None and not is_missing(value)]


def _is_complete(values: Sequence[T | None]) -> TypeGuard[Sequence[T]]:
    """Whether all are whole numbers, or all texts: then none is missing."""
    return all_of(values, int) or all_of(values, str)


def number_of(value: Value) -> int | float | Decimal | str:
    """A cell's number, maybe as text; TypeError for a day and for what is missing."""
    if value is None or isinstance(value, date):
        raise TypeError(value)
    return value


def day_of(value: Value) -> date:
    """A cell's day; TypeError for what is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise TypeError(value)


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


def in_own_units(frame: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """Amounts of rows whose ``currency`` has not two decimals as exact amounts of its unit
    (Decimal, with all its decimals); every other stays in fen.
    """
    odd = money.odd_currencies()
    if "currency" not in frame or not names or not frame["currency"].isin(odd).any():
        return frame
    codes = frame["currency"].tolist()
    found = {
        name: [
            fen
            if code not in odd or is_missing(fen) or isinstance(fen, Decimal)
            else money.units(fen, code)
            for fen, code in zip(frame[name].astype(object).tolist(), codes, strict=True)
        ]
        for name in names
    }
    return frame.assign(
        **{name: pd.Series(one, index=frame.index, dtype=object) for name, one in found.items()}
    )


def originals(sheet: Sheet) -> list[str]:
    """The columns of amounts that are each in their row's currency."""
    return [column.key for column in sheet.columns if column.kind == "original"]


def amount(fen: Value, per: int, head: str) -> Decimal:
    """An amount in a unit of ``per`` fen, exact: at most 15 significant digits, so no double blurs
    it. A Decimal is one of its currency's unit already (``in_own_units``).
    """
    if isinstance(fen, Decimal):
        if abs(fen.scaleb(money.USUAL_DECIMALS)) >= MOST_FEN:
            raise AmountTooLarge(column=head)
        return fen
    if isinstance(fen, float) and fen != int(fen):
        raise TypeError(head, fen)  # fen are whole
    whole = int(number_of(fen))
    if abs(whole) >= MOST_FEN:
        raise AmountTooLarge(column=head)
    return Decimal(whole) / per


def places_of(value: object) -> int:
    """Decimals an amount is written with: those of its currency, two where it is in fen."""
    if isinstance(value, Decimal):
        return -int(value.as_tuple().exponent)
    return money.USUAL_DECIMALS


def convert(value: Value, column: Column, report: Report) -> Value:
    """One value for a cell of its column; missing ones are None."""
    if value is None or is_missing(value):
        return None
    if column.kind == "amount":
        return amount(value, report.fen_per, column.head)
    if column.kind == "original":
        return amount(value, 100, column.head)
    if column.kind in ("integer", "year"):
        return int(number_of(value))
    if column.kind == "date":
        return value.date() if isinstance(value, datetime) else value
    if column.kind in ("share", "number"):
        return value if isinstance(value, Decimal) else float(number_of(value))
    return text(value, column.head)


def period_said(code: str) -> str:
    """A period as offices write it: 2026年10月; what is no period as it stands."""
    try:
        found = parse(code)
    except FundError:
        return code
    return i18n.official_month(found.first) if found.kind == "month" else period_words(code)


MEASURED = ("share", "number")
"""Kinds of columns whose figures have decimals of their own."""
DOUBLE = Context(prec=15)
"""What a double of a cell surely holds of a figure."""


def added_up(column: Column, values: Iterable[Value]) -> int | Decimal:
    """What the total of a column comes to: measured numbers with their decimals, all others in
    whole units or fen.
    """
    if column.kind not in MEASURED:
        return total(values)
    known = (Decimal(repr(float(number_of(one)))) for one in values if not is_missing(one))
    return DOUBLE.plus(sum(known, Decimal()))


def total(values: Iterable[Value]) -> int:
    """The exact sum of whole numbers, missing ones left out."""
    known: Sequence[Value] = present(list(values))
    return sum(known) if all_of(known, int) else sum(int(number_of(one)) for one in known)
