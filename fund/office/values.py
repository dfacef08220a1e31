"""One cell, read as what its column takes: the value, or None with the reason noted. Never
guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from fund import money as amounts
from fund.errors import FundError
from fund.office.findings import Findings
from fund.office.form import Column, template_form
from fund.plan.rules import uscc_problem
from fund.workbook import plain as plain_words
from fund.workbook.guard import Cell

REFUSED_AMOUNTS = {
    amounts.FinerThanFen: "amount_finer_than_fen",
    amounts.AmountTooLarge: "amount_too_large",
    amounts.NotAnAmount: "amount_unreadable",
}
FISCAL_YEARS = range(2015, 2051)
LONGEST_EXACT = 15
"""Digits a spreadsheet keeps of a number; a longer code typed as a number has lost its end."""


Value = int | date | str | None
"""What a cell comes to: fen, a count, a day, a key or a text; None where it is empty or bad."""


@dataclass(frozen=True)
class Place:
    """Where a cell stands and what its column is called there."""

    column: Column
    where: str
    head: str
    today: date
    found: Findings
    is_from_1904: bool = False


def read(cell: Cell | None, place: Place) -> Value:
    """The cell's value by its column's kind, or None when it is empty or bad (then noted)."""
    if cell is None or (cell.kind == "text" and not plain_words.visible(cell.value)):
        if place.column.required:
            place.found.add("empty", place.where, column=place.head)
        return None
    if cell.kind == "formula":
        place.found.add("formula", place.where, cell.value)
        return None
    if cell.kind == "text" and place.column.kind in FIGURES and plain_words.is_nothing(cell.value):
        code = "nothing_written" if place.column.required else "read_as_empty"
        place.found.add(code, place.where, cell.value, column=place.head)
        return None
    if cell.kind in ("error", "boolean"):
        problem = (
            WRONG_KIND.get(place.column.kind, "cell_error")
            if cell.kind == "boolean"
            else "cell_error"
        )
        place.found.add(problem, place.where, cell.value, column=place.head)
        return None
    return READERS[place.column.kind](cell, place)


FIGURES = frozenset({"money", "date", "year", "count", "percent"})
"""Kinds of column in which a stroke means that there is nothing."""

WRONG_KIND: Mapping[str, str] = {
    "money": "amount_unreadable",
    "date": "date_unreadable",
    "year": "year_unreadable",
    "choice": "unknown_choice",
    "count": "count_unreadable",
    "percent": "percent_unreadable",
}


def read_money(cell: Cell, place: Place) -> int | None:
    """An amount of the currency's unit, as fen above zero; 0 in a column that may stay empty means
    nothing yet, None.
    """
    if cell.kind == "date":
        place.found.add("amount_unreadable", place.where, cell.value)
        return None
    text = _amount_text(cell.value, place) if cell.kind == "text" else cell.value
    if text is None:
        return None
    try:
        fen = amounts.fen(Decimal(text))
    except FundError as refusal:
        place.found.add(REFUSED_AMOUNTS[type(refusal)], place.where, cell.value)
        return None
    if fen < 0:
        place.found.add("amount_negative", place.where, cell.value)
        return None
    if fen == 0:
        if place.column.required:
            place.found.add("amount_zero", place.where, cell.value)
        return None
    if cell.kind == "text":
        place.found.add(
            "amount_as_text", place.where, cell.value, read=f"{Decimal(fen) / 100:,.2f}"
        )
    return fen


def _amount_text(text: str, place: Place) -> str | None:
    plain, problem, is_renminbi = plain_words.amount(text)
    if problem:
        place.found.add(f"amount_{problem}", place.where, text)
    if is_renminbi:
        place.found.renminbi[place.where] = text
    return plain


def read_day(cell: Cell, place: Place) -> date | None:
    """A day: a real date, or text or a number that can mean only one."""
    if cell.kind == "number" and place.is_from_1904 and plain_words.SERIAL.fullmatch(cell.value):
        place.found.add("date_counted", place.where, cell.value)
        return None
    text = cell.value
    if cell.kind == "date":
        text, _, time = text.partition("T")
        if time:
            place.found.add("date_with_time", place.where, cell.value)
    day, problem = plain_words.day(text)
    if day is None:
        place.found.add(f"date_{problem}", place.where, cell.value)
        return None
    return _plausible(day, cell, place)


def _plausible(day: date, cell: Cell, place: Place) -> date | None:
    if place.column.past and day > place.today:
        place.found.add("date_in_the_future", place.where, cell.value)
        return None
    if cell.kind in ("text", "number"):
        code = "date_as_text" if cell.kind == "text" else "date_as_number"
        place.found.add(code, place.where, cell.value, read=day.isoformat())
    return day


def read_year(cell: Cell, place: Place) -> int | None:
    """A fiscal year."""
    text = unicodedata.normalize("NFKC", cell.value).strip().removesuffix("年")
    if cell.kind == "date" or not re.fullmatch("[0-9]{4}", text) or int(text) not in FISCAL_YEARS:
        place.found.add("year_unreadable", place.where, cell.value)
        return None
    if cell.kind == "text":
        place.found.add("year_as_text", place.where, cell.value, read=text)
    return int(text)


def read_choice(cell: Cell, place: Place) -> str | None:
    """The key of a choice, found by key or by name in either language."""
    text = " ".join(unicodedata.normalize("NFKC", cell.value).split())
    key = _choices(place.column.list).get(text.casefold())
    if place.column.list == "currency":
        return _currency(key or text.upper(), text, cell, place)
    if key is None or cell.kind == "date":
        place.found.add("unknown_choice", place.where, cell.value, column=place.head)
        return None
    return key


def _currency(code: str, text: str, cell: Cell, place: Place) -> str | None:
    if code not in amounts.currencies():
        place.found.add("unknown_currency", place.where, cell.value)
        return None
    if text.casefold() == code.casefold() and text != code:
        place.found.add("currency_lower_case", place.where, cell.value, read=code)
    return code


@cache
def _choices(name: str) -> Mapping[str, str]:
    """Every accepted way of writing a choice, folded, to its key."""
    template = template_form()  # lists are shared by every form
    ways: dict[str, str] = {}
    for key, words in template.lists[name].items():
        accepted = [
            key,
            *words.values(),
            *(template.offered(name, key, language) for language in words),
        ]
        if name == "region":
            accepted.append(
                re.sub(
                    "(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$", "", words["zh"]
                )
            )
        ways.update(
            {
                " ".join(unicodedata.normalize("NFKC", way).split()).casefold(): key
                for way in accepted
            }
        )
    return ways


def read_text(cell: Cell, place: Place) -> str | None:
    """Free text on one line, without control and direction characters."""
    text = cell.value
    if cell.kind == "text":
        text = " ".join(plain_words.visible(text).split())
        if text != " ".join(cell.value.split()):
            place.found.add("odd_characters", place.where, cell.value, read=text)
    return _short_enough(text, cell, place)


def read_code(cell: Cell, place: Place) -> str | None:
    """A code, compared letter by letter: full-width signs become plain ones, invisible ones are
    refused.
    """
    if cell.kind == "date":
        place.found.add("code_became_date", place.where, cell.value)
        return None
    if cell.kind == "number" and len(cell.value.strip("-")) > LONGEST_EXACT:
        place.found.add("code_lost_digits", place.where, cell.value)
        return None
    text = unicodedata.normalize("NFKC", cell.value).strip()
    if plain_words.visible(text) != text or any(sign in text for sign in "\r\n\t"):
        place.found.add("code_odd_characters", place.where, cell.value)
        return None
    if text != cell.value.strip():
        place.found.add("odd_characters", place.where, cell.value, read=text)
    return _short_enough(text, cell, place)


def read_uscc(cell: Cell, place: Place) -> str | None:
    """A unified social credit code; a failed check is only a warning."""
    if cell.kind != "text":
        place.found.add("code_lost_digits", place.where, cell.value)
        return None
    code = unicodedata.normalize("NFKC", cell.value).strip().upper()
    problem = uscc_problem(code)
    if problem == "shape":
        place.found.add("uscc_shape", place.where, cell.value)
        return None
    if code != cell.value.strip():
        place.found.add("odd_characters", place.where, cell.value, read=code)
    if problem == "check":
        place.found.add("uscc_check", place.where, cell.value)
    return code


def _short_enough(text: str, cell: Cell, place: Place) -> str | None:
    if len(text) > place.column.longest:
        place.found.add("too_long", place.where, cell.value[:80], longest=place.column.longest)
        return None
    return text


def read_count(cell: Cell, place: Place) -> int | None:
    """A whole number; 0 in a column that may stay empty means nothing, None."""
    digits, _problem = plain_words.number(cell.value)
    if cell.kind == "date" or digits is None or not digits.isdecimal():
        place.found.add("count_unreadable", place.where, cell.value)
        return None
    return int(digits) or None


def read_percent(cell: Cell, place: Place) -> int | None:
    """A number of percent as millionths, exactly: 50 and 50% are half; a number below 1 is
    remarked on, since a cell in percent format holds 0.5 for 50%.
    """
    text = unicodedata.normalize("NFKC", cell.value).strip().removesuffix("%").strip()
    digits, _problem = plain_words.number(text)
    exact = None if digits is None or cell.kind == "date" else Decimal(digits) * 10_000
    if exact is None or exact <= 0 or exact != exact.to_integral_value():
        place.found.add("percent_unreadable", place.where, cell.value)
        return None
    if exact < SMALL_PERCENT:
        place.found.add("percent_small", place.where, cell.value, read=f"{exact / 10_000:f}")
    return int(exact)


SMALL_PERCENT = 10_000
"""Millionths of one percent."""


READERS: Mapping[str, Callable[[Cell, Place], Value]] = {
    "money": read_money,
    "date": read_day,
    "year": read_year,
    "choice": read_choice,
    "text": read_text,
    "code": read_code,
    "ref": read_code,
    "uscc": read_uscc,
    "count": read_count,
    "percent": read_percent,
}
