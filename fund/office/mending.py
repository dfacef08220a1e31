"""A few bad cells of the office's workbook put right on the page: the same verdict again over the
whole, and what was changed kept in words. Nothing is stored here.
"""

import copy
import io
import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from openpyxl import Workbook as Made
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from fund.errors import Issue
from fund.office import template
from fund.office.form import template_form
from fund.workbook import plain
from fund.workbook.guard import Cell, Workbook, position
from fund.workbook.plain import heading

MOST = 30
"""Cells that are put right on a page; with more of them the workbook is the better place."""
PLACE = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")
OF_THE_SHEET = frozenset(
    {
        "sheet_missing",
        "sheet_twice",
        "column_missing",
        "heading_unit",
        "nothing_in_it",
        "column_twice",
    }
)
"""What no value of one cell puts right."""
MENDED = PatternFill("solid", fgColor="FFF2CC")
Change = tuple[str, str]
"""What stood in a cell, and what was typed in its place."""


class Bad(NamedTuple):
    """A cell that keeps the workbook back: its place, what stands there, what is wrong."""

    where: str
    was: str
    issues: list[Issue]


def bad_cells(book: Workbook, issues: list[Issue]) -> list[Bad]:
    """The cells to put right, in reading order; none where something is wrong with a sheet itself,
    or with too many cells.
    """
    errors = [issue for issue in issues if issue.severity == "error"]
    found: dict[str, list[Issue]] = {}
    for issue in errors:
        sheet, _mark, place = issue.where.rpartition("!")
        if issue.code in OF_THE_SHEET or sheet not in book.sheets or not PLACE.fullmatch(place):
            return []
        found.setdefault(issue.where, []).append(issue)
    if len(found) > MOST:
        return []
    return [Bad(where, _standing(book, where), told) for where, told in found.items()]


def _standing(book: Workbook, where: str) -> str:
    sheet, _mark, place = where.rpartition("!")
    cell = book.sheets[sheet].cells.get(position(place))
    return cell.value if cell else ""


def changes(book: Workbook, typed: Mapping[str, str]) -> dict[str, Change]:
    """What was typed beside what stands there, where it differs."""
    return {
        where: (was, text.strip())
        for where, text in typed.items()
        if (was := _standing(book, where)) != text.strip()
    }


def changed(book: Workbook, typed: Mapping[str, Change]) -> Workbook:
    """The workbook with these cells as typed."""
    made = copy.deepcopy(book)
    for where, (_was, text) in typed.items():
        sheet, _mark, place = where.rpartition("!")
        cells = made.sheets[sheet].cells
        if text:
            cells[position(place)] = as_cell(text)
        else:
            cells.pop(position(place), None)
    return made


def as_cell(text: str) -> Cell:
    """What was typed, as a workbook would hold it.

    >>> as_cell("12").kind, as_cell("2026-09-18").kind, as_cell("12万").kind
    ('number', 'date', 'text')
    """
    if plain.PLAIN.fullmatch(text):
        return Cell("number", text)
    return Cell("date" if plain.ISO.fullmatch(text) else "text", text)


def said(typed: Mapping[str, Change]) -> str:
    """What was changed, cell by cell: 支付!C3: 12万 → 120000."""
    return "; ".join(f"{where}: {was or '—'} → {now or '—'}" for where, (was, now) in typed.items())


def remade(book: Workbook, typed: Mapping[str, Change], language: str) -> bytes:
    """The mended workbook to take away: every cell that was read, in the form's own workbook, what
    was put right coloured.
    """
    names = {heading(form.zh) for form in template_form().forms}
    if {heading(name) for name in book.sheets} & names:
        language = "zh"
    made = load_workbook(io.BytesIO(template.template(language)))
    for name, found in changed(book, typed).sheets.items():
        sheet = _sheet_of(made, name)
        if sheet is None:
            continue
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = None
        for (row, column), cell in found.cells.items():
            sheet.cell(row, column, _value(cell))
        for where in typed:
            if where.rpartition("!")[0] == name:
                sheet[where.rpartition("!")[2]].fill = MENDED
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _sheet_of(made: Made, name: str) -> Worksheet | None:
    return next((sheet for sheet in made.worksheets if heading(sheet.title) == heading(name)), None)


def _value(cell: Cell) -> float | date | str:
    if cell.kind == "number":
        number = float(cell.value)
        return int(number) if number.is_integer() and abs(number) < 10**15 else number
    if cell.kind == "date" and plain.ISO.fullmatch(cell.value):
        return date.fromisoformat(cell.value)
    # a formula stays the text of its result: nothing comes alive here
    return f"'{cell.value}" if cell.value.startswith("=") else cell.value
