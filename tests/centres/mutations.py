"""Workbooks of a centre, each with one known fault: what was changed, in which cell, and what has
to be said about it.
"""

import io
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any, NamedTuple

from openpyxl import load_workbook

from fund.centres.form import Indicator
from fund.centres.paper import CODE, FIRST_ROW, HEAD_ROW, NOTE, VALUE
from tests.centres.reporting import FIGURES


class Mutation(NamedTuple):
    """A changed workbook. ``typed`` is what the same fault is when typed into the form (None: the
    form cannot have it), ``says`` the code that has to be there.
    """

    name: str
    content: bytes
    indicator: str
    cell: str
    says: str
    typed: str | None


Change = Callable[[Random, Indicator], tuple[Any, str, str | None]]
"""Gives the cell's new value, the code of the issue, and what a person types for it."""


def _wide(text: str) -> str:
    return text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})


def _text(make: Callable[[Random], str], says: str) -> Change:
    def change(dice: Random, _one: Indicator) -> tuple[Any, str, str | None]:
        text = make(dice)
        return text, says, text

    return change


NUMBERS: dict[str, Change] = {
    "words for a number": _text(
        lambda dice: dice.choice(["约一百", "若干", "N/A", "12 台", "十二", "1O2"]),
        "number_unreadable",
    ),
    "a stroke for nothing": _text(lambda dice: dice.choice(["/", "—", "无"]), "nothing_written"),
    "wan in a number": _text(
        lambda dice: f"{dice.randint(1, 90)}{dice.choice('万亿')}", "number_in_wan"
    ),
    "full-width digits": _text(lambda dice: _wide(str(dice.randint(100, 900))), "number_read_as"),
    "grouped digits": _text(
        lambda dice: f"{dice.randint(1, 9)},{dice.randint(100, 999)}.50", "number_read_as"
    ),
    "below zero": lambda dice, _one: ((value := -dice.randint(1, 50)), "below_least", str(value)),
    "far too large": lambda dice, _one: (
        (value := 10 ** dice.randint(12, 14)),
        "above_most",
        str(value),
    ),
    "too many decimals": lambda dice, _one: (
        (value := dice.randint(1, 9) + 0.12345678),
        "number_too_fine",
        str(value),
    ),
    "a formula": lambda dice, _one: (f"=1+{dice.randint(1, 9)}", "formula", None),
    "an error": lambda _dice, _one: ("#REF!", "cell_error", None),
    "a date for a number": lambda dice, _one: (
        date(2026, 9, dice.randint(1, 28)),
        "number_became_date",
        None,
    ),
    "left empty": lambda _dice, _one: (None, "empty", ""),
    "another unit": lambda dice, one: (
        (value := int(float(FIGURES[one.code])) * dice.randint(11, 24)),
        "unit_slip",
        str(value),
    ),
}
COUNTS: dict[str, Change] = {
    **{
        name: change
        for name, change in NUMBERS.items()
        if name not in ("too many decimals", "grouped digits")
    },
    "a fraction": lambda dice, _one: ((value := dice.randint(1, 9) + 0.5), "not_whole", str(value)),
}
CHOICES: dict[str, Change] = {
    "not on the list": _text(
        lambda dice: dice.choice(["已建成", "x", "运营", "3"]), "unknown_choice"
    ),
    "left empty": lambda _dice, _one: (None, "empty", ""),
}
DATES: dict[str, Change] = {
    "a date as text": _text(
        lambda dice: f"2026年{dice.randint(1, 9)}月{dice.randint(1, 28)}日", "date_as_text"
    ),
    "no date": _text(lambda dice: dice.choice(["上周", "9/18", "待定"]), "date_unreadable"),
    "a date in two ways": _text(lambda _dice: "9/8/2026", "date_two_ways"),
    "a date without a day": _text(lambda _dice: "2026年9月", "date_no_day"),
    "no such day": _text(lambda _dice: "2026年2月30日", "date_impossible"),
    "after the period": lambda _dice, _one: (date(2026, 10, 3), "after_period", "2026-10-03"),
    "a number for a date": lambda dice, _one: (dice.randint(40000, 46000), "date_as_number", None),
}
BY_TYPE = {"number": NUMBERS, "count": COUNTS, "choice": CHOICES, "date": DATES}


def mutations(
    content: bytes, form: tuple[Indicator, ...], count: int, seed: int = 2027
) -> Iterator[Mutation]:
    """So many workbooks, each the given one with one cell changed: every fault of every field in
    turn, then drawn again; the same seed gives the same.
    """
    dice = Random(seed)
    ways = [
        (number, one, name)
        for number, one in enumerate(form)
        if one.is_asked and one.type in BY_TYPE
        for name in BY_TYPE[one.type]
        if fits(one, name)
    ]
    dice.shuffle(ways)
    for turn in range(count):
        number, one, name = ways[turn % len(ways)] if turn < len(ways) else dice.choice(ways)
        value, says, typed = BY_TYPE[one.type][name](dice, one)
        book = load_workbook(io.BytesIO(content))
        cell = book.worksheets[1].cell(FIRST_ROW + number, VALUE)
        cell.value = value
        if name == "a number for a date":
            cell.number_format = "0"  # formatted as a date, a number is one
        if name == "an error":
            cell.data_type = "e"
        elif isinstance(value, str) and not value.startswith("="):
            cell.data_type = "s"
        yield Mutation(f"{one.code}: {name}", saved(book), one.code, cell.coordinate, says, typed)


def fits(one: Indicator, name: str) -> bool:
    """Whether the fault is one in this field: an optional field may be empty, a field without a
    figure before has no other unit.
    """
    if name in ("left empty", "a stroke for nothing"):
        return one.required
    if name in ("another unit", "full-width digits", "grouped digits"):
        return one.code in (
            "staff",
            "research_spend",
            "shared_hours",
            "transfer_contracts",
            "firms_served",
            "test_days",
            "patents_filed",
        )
    return True


def saved(book: Any) -> bytes:
    """A workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WHOLE: dict[str, tuple[Callable[[Any], object], str]] = {
    "sheet renamed": (lambda book: setattr(book.worksheets[1], "title", "数据"), "sheet_renamed"),
    "sheet renamed and heading changed": (
        lambda book: (
            setattr(book.worksheets[1], "title", "数据"),
            setattr(book.worksheets[1].cell(HEAD_ROW, VALUE), "value", "数值"),
        ),
        "sheet_missing",
    ),
    "sheet taken away": (lambda book: book.remove(book.worksheets[1]), "sheet_missing"),
    "heading changed": (
        lambda book: setattr(book.worksheets[1].cell(HEAD_ROW, VALUE), "value", "数值"),
        "heading_missing",
    ),
    "row taken away": (lambda book: book.worksheets[1].delete_rows(FIRST_ROW + 2), "row_missing"),
    "row twice": (
        lambda book: setattr(book.worksheets[1].cell(FIRST_ROW + 3, CODE), "value", "staff"),
        "row_twice",
    ),
    "a formula in a note": (
        lambda book: setattr(book.worksheets[1].cell(FIRST_ROW + 1, NOTE), "value", "=1"),
        "note_formula",
    ),
    "outside the table": (
        lambda book: setattr(book.worksheets[1].cell(FIRST_ROW + 40, VALUE), "value", 5),
        "outside_the_table",
    ),
    "another sheet": (
        lambda book: setattr(book.create_sheet("附表").cell(1, 1), "value", 1),
        "sheet_unknown",
    ),
}
"""What is done to the file as a whole, and what has to be said."""
