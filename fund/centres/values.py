"""One cell read as what its indicator takes: the value, or why it could not be read. Never guessed.

The web form and the workbook both come here: what a person typed is a cell too (``typed``).
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from fund.centres.form import Indicator
from fund.workbook import plain
from fund.workbook.guard import Cell

Value = Decimal | date | str


class Reading(NamedTuple):
    """What a cell says: its value (None when empty or unreadable), the problem, and the remark
    where it was read in another way than written.
    """

    value: Value | None = None
    problem: str = ""
    remark: str = ""


EMPTY = Reading()


def typed(text: str) -> Cell | None:
    """What was typed into the form, as the cell a workbook would hold.

    >>> typed("12"), typed(" ")
    (Cell(kind='number', value='12'), None)
    >>> typed("12万"), typed("2026-09-18")
    (Cell(kind='text', value='12万'), Cell(kind='date', value='2026-09-18'))
    """
    if not text.strip():
        return None
    if plain.PLAIN.fullmatch(text.strip()):
        return Cell("number", text.strip())
    return Cell("date" if plain.ISO.fullmatch(text.strip()) else "text", text.strip())


def shown(value: Value | None) -> str:
    """A value as its text is stored and typed again."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def stored(text: str, indicator: Indicator) -> Value | None:
    """A value back from its stored text."""
    if not text:
        return None
    return (
        Decimal(text)
        if indicator.is_number
        else date.fromisoformat(text)
        if indicator.type == "date"
        else text
    )


def read(cell: Cell | None, indicator: Indicator) -> Reading:
    """The cell's value by its indicator's type."""
    if cell is None or (cell.kind == "text" and not plain.visible(cell.value)):
        return EMPTY
    if cell.kind == "formula":
        return Reading(problem="formula")
    if cell.kind == "error":
        return Reading(problem="cell_error")
    if plain.is_broken(cell.value):
        return Reading(problem="broken_text")
    if cell.kind == "text" and indicator.type != "words" and plain.is_nothing(cell.value):
        if indicator.required:
            return Reading(problem="nothing_written")
        return Reading(remark="read_as_empty")
    return READERS[indicator.type](cell, indicator)


def read_number(cell: Cell, indicator: Indicator) -> Reading:
    """A number within the decimals its indicator has."""
    if cell.kind in ("date", "boolean"):
        return Reading(problem="number_became_date" if cell.kind == "date" else "number_unreadable")
    units = (indicator.unit_zh, indicator.unit_en)
    digits, problem = plain.number(cell.value, units) if cell.kind == "text" else (cell.value, "")
    if digits is None:
        return Reading(problem=f"number_{problem}")
    value = Decimal(digits)
    if not value.is_finite() or abs(value) >= 10**15:
        return Reading(problem="number_too_large")
    places = -int(value.normalize().as_tuple().exponent)
    if places > (indicator.decimals or 0):
        return Reading(problem="not_whole" if not indicator.decimals else "number_too_fine")
    value = value.quantize(Decimal(1).scaleb(-max(0, places)))
    if cell.kind == "number":
        return Reading(value)
    return Reading(
        value, remark="number_as_text" if digits == cell.value.strip() else "number_read_as"
    )


def read_day(cell: Cell, _indicator: Indicator) -> Reading:
    """A day: a real date, or text or a number that can mean only one."""
    if cell.kind == "boolean":
        return Reading(problem="date_unreadable")
    text, _mark, time = cell.value.partition("T") if cell.kind == "date" else (cell.value, "", "")
    found, problem = plain.day(text)
    if found is None:
        return Reading(problem=f"date_{problem}")
    remark = "date_with_time" if time else REMARKS_ON_DAYS.get(cell.kind, "")
    return Reading(found, remark=remark)


REMARKS_ON_DAYS = {"text": "date_as_text", "number": "date_as_number"}


def read_choice(cell: Cell, indicator: Indicator) -> Reading:
    """The key of a choice, found by key or by its word in any language."""
    wanted = plain.narrow(cell.value).casefold()
    key = next(
        (
            key
            for key, *words in indicator.offered
            if wanted in {key, *(word.casefold() for word in words)}
        ),
        "",
    )
    return Reading(key) if key else Reading(problem="unknown_choice")


def read_words(cell: Cell, indicator: Indicator) -> Reading:
    """Free text on one line; ``most`` are its characters."""
    words = " ".join(plain.visible(cell.value).split())
    return Reading(words) if len(words) <= (indicator.most or 500) else Reading(problem="too_long")


READERS: Mapping[str, Callable[[Cell, Indicator], Reading]] = {
    "count": read_number,
    "number": read_number,
    "date": read_day,
    "choice": read_choice,
    "words": read_words,
}
