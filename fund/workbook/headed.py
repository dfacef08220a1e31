"""Rows under headings from a workbook's first filled sheet or a CSV file: every cell as text by its
field, with its place; headings and choices in either language.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from fund.errors import N_, FundError, Issue, has_errors
from fund.i18n import _, languages, speaking
from fund.money import NotAnAmount, fen
from fund.workbook import plain
from fund.workbook.guard import letters, open_workbook

Read = TypeVar("Read")
LARGEST = 20 * 2**20
"""Bytes of a file as it arrives."""
PROBLEMS = {
    "file_too_large": N_("The file is too large. Split it."),
    "file_unreadable": N_("This is no workbook and no CSV file."),
    "not_utf8": N_("The file is not UTF-8 text. Save it as “CSV UTF-8” and hand it in again."),
    "no_heading": N_("The column “{column}” is missing. Its heading belongs into the first row."),
    "column_unknown": N_("The column “{value}” is not known and was not read."),
    "column_twice": N_("The column “{value}” stands twice. Remove one."),
    "cell_formula": N_("This is a formula. Type its result instead: Copy, then Paste values."),
    "too_many": N_("The file holds more than {most} rows. Split it."),
    "nothing_in_it": N_("The file holds no rows."),
}


class NotADate(FundError):
    """Days are written out."""

    message = N_("“{value}” is no date. Type it as 2026-05-18.")


class Row(NamedTuple):
    """One row: where each field stands ("" the row), and what it says."""

    places: dict[str, str]
    given: dict[str, str]

    def where(self, field: str = "") -> str:
        """The place of a field, or of the row."""
        return self.places.get(field) or self.places[""]

    def read(self, field: str, reader: Callable[[str], Read]) -> Read:
        """What a field means to a reader; a refusal names the field."""
        try:
            return reader(self.given.get(field, ""))
        except FundError as refused:
            refused.facts.setdefault("at", field)
            raise

    def read_if_any(self, field: str, reader: Callable[[str], Read]) -> Read | None:
        """The same; None where nothing stands."""
        return self.read(field, reader) if self.given.get(field) else None


def day(text: str) -> date:
    """The day a cell means; refuses what could mean another, and an empty one."""
    found, _problem = plain.day(text)
    if found is None:
        raise NotADate(value=text)
    return found


def amount(text: str) -> int:
    """The fen of a cell in yuan; refuses what is no amount of yuan.

    >>> amount("1,234.50 元")
    123450
    """
    digits, _problem, _is_marked = plain.amount(text)
    if digits is None:
        raise NotAnAmount(value=text)
    return fen(digits)


def issue(
    code: str, where: str, value: str = "", severity: str = "error", **facts: object
) -> Issue:
    """One of PROBLEMS at a place."""
    facts = {"value": value, **facts}
    return Issue(severity, code, where, value, PROBLEMS[code], facts)  # type: ignore[arg-type]


def read(
    name: str,
    content: bytes,
    heads: Mapping[str, str],
    choices: Mapping[str, Mapping[str, str]],
    needed: Iterable[str],
    *,
    most: int | None = None,
) -> tuple[list[Row], list[Issue]]:
    """The rows of a file under ``heads`` (field -> heading for the catalogue); words of ``choices``
    become their keys. With ``most`` there is at least one row and at most so many.
    """
    if len(content) > LARGEST:
        return [], [issue("file_too_large", name)]
    ending = name.lower().rpartition(".")[2]
    if ending not in ("xlsx", "csv"):
        return [], [issue("file_unreadable", name)]
    table, place, issues = _workbook(content) if ending == "xlsx" else _csv(name, content)
    if not table and issues:
        return [], issues
    columns, more = _columns(table.pop(1, {}), place, heads, needed)
    issues += more
    if any(one.code == "no_heading" for one in more):
        return [], issues
    rows = list(_rows(table, place, columns, choices))
    if most is not None and len(rows) > most:
        issues.append(issue("too_many", name, most=most))
    elif most is not None and not rows and not has_errors(issues):
        issues.append(issue("nothing_in_it", name))
    return rows, issues


def _columns(
    head: Mapping[int, str], place: str, heads: Mapping[str, str], needed: Iterable[str]
) -> tuple[dict[int, str], list[Issue]]:
    """Column -> the field it holds, "" for none; and what is wrong with the headings."""
    fields = _by_word(heads)
    columns = {at: fields.get(plain.heading(words), "") for at, words in head.items()}
    counts = Counter(columns.values())
    issues = [
        issue("column_twice", f"{place}!{letters(at)}1", head[at])
        if field
        else issue("column_unknown", f"{place}!{letters(at)}1", head[at], "warning")
        for at, field in columns.items()
        if (counts[field] > 1 if field else head[at].strip())
    ]
    missing = [field for field in needed if not counts[field]]
    issues += [issue("no_heading", f"{place}!A1", column=_(heads[field])) for field in missing]
    return columns, issues


def _rows(
    table: Mapping[int, Mapping[int, str]],
    place: str,
    columns: Mapping[int, str],
    choices: Mapping[str, Mapping[str, str]],
) -> Iterable[Row]:
    words = {field: _by_word(known) for field, known in choices.items()}
    for number, cells in sorted(table.items()):
        if not any(value.strip() for value in cells.values()):
            continue
        given = {field: cells.get(at, "").strip() for at, field in columns.items() if field}
        for field in words.keys() & given.keys():
            given[field] = words[field].get(plain.heading(given[field]), given[field])
        places = {field: f"{place}!{letters(at)}{number}" for at, field in columns.items() if field}
        yield Row({"": f"{place}!A{number}", **places}, given)


def _by_word(known: Mapping[str, str]) -> dict[str, str]:
    """Key by itself and by its words in every language."""
    found = {plain.heading(key): key for key in known}
    for language in languages():
        with speaking(language):
            found |= {plain.heading(_(words)): key for key, words in known.items()}
    return found


Table = dict[int, dict[int, str]]


def _workbook(content: bytes) -> tuple[Table, str, list[Issue]]:
    book, refused = open_workbook(content)
    if book is None:
        return {}, "", refused
    title, sheet = next(
        ((one, held) for one, held in book.sheets.items() if held.cells), ("", None)
    )
    table: Table = {}
    issues = []
    for (row, column), cell in sorted(sheet.cells.items()) if sheet else ():
        if cell.kind in ("formula", "error"):
            issues.append(issue("cell_formula", f"{title}!{letters(column)}{row}"))
        table.setdefault(row, {})[column] = cell.value
    return table, title, issues


def _csv(name: str, content: bytes) -> tuple[Table, str, list[Issue]]:
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True))
    except UnicodeDecodeError:
        return {}, name, [issue("not_utf8", name)]
    except csv.Error:
        return {}, name, [issue("file_unreadable", name)]
    return {row: dict(enumerate(cells, 1)) for row, cells in enumerate(lines, 1)}, name, []
