"""Rows under headings from a workbook's first filled sheet or a CSV file: every cell as text by its
field, with its place; headings and choices in either language.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from fund.errors import N_, Issue
from fund.i18n import _, languages, speaking
from fund.workbook.guard import letters, open_workbook

LARGEST = 5 * 2**20
PROBLEMS = {
    "file_too_large": N_("The file is too large. Split it."),
    "table_unreadable": N_("This is no workbook and no CSV file in UTF-8."),
    "heading_missing": N_(
        "The column “{column}” is missing. Its heading belongs into the first row."
    ),
    "cell_formula": N_("This is a formula. Type its result instead: Copy, then Paste values."),
    "too_many_rows": N_("The file holds more than {most} rows. Split it."),
    "no_rows": N_("The file holds no rows."),
}


class Row(NamedTuple):
    """One row: where each field stands ("" the row), and what it says."""

    places: dict[str, str]
    given: dict[str, str]

    def where(self, field: str = "") -> str:
        """The place of a field, or of the row."""
        return self.places.get(field) or self.places[""]


def issue(code: str, where: str, value: str = "", severity: str = "error", **facts: Any) -> Issue:
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
    most: int,
) -> tuple[list[Row], list[Issue]]:
    """The rows of a file under ``heads`` (field -> heading for the catalogue); words of ``choices``
    become their keys.
    """
    if len(content) > LARGEST:
        return [], [issue("file_too_large", name)]
    if name.lower().endswith(".xlsx"):
        table, place, issues = _workbook(content)
    else:
        table, place, issues = _csv(name, content)
    if issues:
        return [], issues
    fields = _by_word(heads)
    columns = {at: fields.get(_plain(head), "") for at, head in table.pop(1, {}).items()}
    missing = [field for field in needed if field not in columns.values()]
    if missing:
        where = f"{place}!A1"
        return [], [issue("heading_missing", where, column=_(heads[one])) for one in missing]
    words = {field: _by_word(known) for field, known in choices.items()}
    rows = []
    for number, cells in sorted(table.items()):
        if not any(value.strip() for value in cells.values()):
            continue
        given = {field: cells.get(at, "").strip() for at, field in columns.items() if field}
        for field, known in words.items():
            if field in given:
                given[field] = known.get(_plain(given[field]), given[field])
        places = {field: f"{place}!{letters(at)}{number}" for at, field in columns.items() if field}
        rows.append(Row({"": f"{place}!A{number}", **places}, given))
    if len(rows) > most:
        return [], [issue("too_many_rows", name, most=most)]
    return rows, [] if rows else [issue("no_rows", name)]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _by_word(known: Mapping[str, str]) -> dict[str, str]:
    """Key by itself and by its words in every language."""
    found = {_plain(key): key for key in known}
    for language in languages():
        with speaking(language):
            found |= {_plain(_(words)): key for key, words in known.items()}
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
    except (UnicodeDecodeError, csv.Error):
        return {}, name, [issue("table_unreadable", name)]
    return {row: dict(enumerate(cells, 1)) for row, cells in enumerate(lines, 1)}, name, []
