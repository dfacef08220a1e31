"""Workbooks people filled in, read: records and everything that is wrong with them. Nothing is
stored here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fund import clock
from fund.errors import Issue
from fund.office import chain
from fund.office.findings import Findings
from fund.office.form import (
    CHOICES,
    EXAMPLE,
    INSTRUCTIONS,
    VERSION_PROPERTY,
    Column,
    Form,
    Template,
    template_form,
)
from fund.office.records import RECORDS, Known, OfficeRecords, Record
from fund.office.values import Place
from fund.office.values import read as read_value
from fund.workbook.guard import Cell, Sheet, Workbook, letters, open_workbook, position

NOT_RECORDS = (*INSTRUCTIONS.values(), *CHOICES.values())
STRUCTURE = {"sheet_missing", "column_missing"}
"""Issues after which rows cannot be held against one another."""

NOTHING_KNOWN = Known()


@dataclass(frozen=True)
class Table:
    """A sheet as found: its name, its language, what each column (by number) holds, which columns
    have a heading.
    """

    name: str
    form: Form
    language: str
    columns: Mapping[int, Column]
    headed: frozenset[int]
    record: type[Record]

    def where(self, column: int, row: int) -> str:
        """The place of a cell, sheet!cell."""
        return f"{self.name}!{letters(column)}{row}"


def read(
    content: bytes, known: Known = NOTHING_KNOWN, today: date | None = None
) -> tuple[OfficeRecords, list[Issue]]:
    """Read a filled-in template (xlsx bytes): the rows that could be read, and the issues, by sheet
    and row.

    Rows with a cell that is an error by itself are left out. Whether the file may be stored is
    fund.errors.has_errors(issues). ``known`` are codes the database has: they may be referred to.
    Never raises for what is in the file.
    """
    book, refused = open_workbook(content)
    if book is None:
        return OfficeRecords(), refused
    return read_book(book, known, today or clock.today())


def read_book(book: Workbook, known: Known, today: date) -> tuple[OfficeRecords, list[Issue]]:
    """The same from a workbook that passed the guard."""
    found = Findings()
    rows, heads = read_sheets(book, template_form(), RECORDS, today, found)
    records = OfficeRecords(**rows)
    if not STRUCTURE & {issue.code for issue in found}:
        if not (records.budget or records.undertakings or records.tranches or records.payments):
            found.add("nothing_in_it", f"{template_form().forms[0].zh}!A3")
        chain.check(records, known, lambda sheet, field: heads[sheet, field], found)
    return _sound(records), in_reading_order(found, book)


def read_sheets(
    book: Workbook,
    template: Template,
    kinds: Mapping[str, type[Record]],
    today: date,
    found: Findings,
) -> tuple[dict[str, list[Any]], dict[tuple[str, str], str]]:
    """The rows of every sheet of a form as records of its kind, by the sheet's name; and the
    heading of each (sheet, field) as written.
    """
    _version(book, template, found)
    rows: dict[str, list[Any]] = {}
    heads: dict[tuple[str, str], str] = {}
    for form in template.forms:
        name = next((name for name in book.sheets if name in (form.zh, form.en)), None)
        if name is None:
            found.add("sheet_missing", f"{form.zh}!A1", sheet=form.zh)
            continue
        heads |= {
            (form.name, column.key): column.head("zh" if name == form.zh else "en")
            for column in form.columns
        }
        rows[form.name] = _rows(name, book.sheets[name], form, kinds[form.name], today, found)
    return rows, heads


def in_reading_order(found: Findings, book: Workbook) -> list[Issue]:
    """Issues by sheet, row and column."""
    return sorted(found, key=lambda issue: _reading_order(issue, list(book.sheets)))


def _sound(records: OfficeRecords) -> OfficeRecords:
    return OfficeRecords(
        *(
            [row for row in getattr(records, form.name) if row.sound]
            for form in template_form().forms
        )
    )


def _version(book: Workbook, form: Template, found: Findings) -> None:
    """Strange sheets and another version of the template are remarked on."""
    taken = {title for sheet in form.forms for title in (sheet.zh, sheet.en)}
    for name, sheet in book.sheets.items():
        if name not in taken and name not in NOT_RECORDS and sheet.cells and not sheet.hidden:
            found.add("sheet_unknown", f"{name}!A1", name, sheet=name)
    version = book.properties.get(VERSION_PROPERTY, form.version)
    if version != form.version:
        found.add("template_version", f"{INSTRUCTIONS['zh']}!A2", version, version=form.version)


def _rows(
    name: str, sheet: Sheet, form: Form, kind: type[Record], today: date, found: Findings
) -> list[Any]:
    table = _table(name, sheet, form, kind, found)
    for area in sheet.merged:
        found.add("merged_cells", f"{name}!{area.partition(':')[0]}", area, area=area)
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        if row > 1 and (cell.value.strip() or cell.kind == "formula"):
            rows.setdefault(row, {})[column] = cell
    if len(set(table.columns.values())) < len(form.columns):
        return []
    return [
        _record(row, cells, table, today, found)
        for row, cells in rows.items()
        if not _is_example(row, cells, table, found)
    ]


def _table(name: str, sheet: Sheet, form: Form, kind: type[Record], found: Findings) -> Table:
    """Which column holds what, by the headings of row 1; missing ones are noted where they
    belong.
    """
    headings = {
        column: " ".join(cell.value.split())
        for (row, column), cell in sheet.cells.items()
        if row == 1
    }
    by_head = {head: column for column in form.columns for head in (column.zh, column.en)}
    columns = {number: by_head[head] for number, head in headings.items() if head in by_head}
    missing = {
        place: column
        for place, column in enumerate(form.columns, 1)
        if column not in columns.values()
    }
    for place, column in missing.items():
        found.add(
            "column_missing", f"{name}!{letters(place)}1", headings.get(place, ""), column=column.zh
        )
    for number, column in columns.items():
        if column in [columns[other] for other in columns if other < number]:
            found.add(
                "column_twice", f"{name}!{letters(number)}1", headings[number], column=column.zh
            )
    for number in headings.keys() - columns.keys() - missing.keys():
        found.add("column_unknown", f"{name}!{letters(number)}1", headings[number])
    return Table(name, form, "zh" if name == form.zh else "en", columns, frozenset(headings), kind)


def _is_example(row: int, cells: dict[int, Cell], table: Table, found: Findings) -> bool:
    """Whether the row's first field says 示例; one that is not the template's own example is remarked
    on.
    """
    first = next(
        number for number, column in table.columns.items() if column is table.form.columns[0]
    )
    if first not in cells or not cells[first].value.strip().startswith(EXAMPLE):
        return False
    if not all(_as_shipped(cells.get(number), column) for number, column in table.columns.items()):
        found.add("example_ignored", table.where(first, row), cells[first].value)
    return True


def _as_shipped(cell: Cell | None, column: Column) -> bool:
    if cell is None or column.example is None:
        return cell is None and column.example is None
    example = str(column.example)
    if column.kind == "choice":
        return cell.value in [
            template_form().offered(column.list, example, language) for language in ("zh", "en")
        ]
    if column.kind == "money":
        example = example.removesuffix(".00")
    return cell.value == example


def _record(row: int, cells: dict[int, Cell], table: Table, today: date, found: Findings) -> Record:
    """One row as its record; a field that could not be read is None and the record not sound."""
    for number in cells.keys() - table.headed:
        found.add("outside_the_table", table.where(number, row), cells[number].value)
    values: dict[str, Any] = {}
    before = len([issue for issue in found if issue.severity == "error"])
    for number, column in table.columns.items():
        place = Place(column, table.where(number, row), column.head(table.language), today, found)
        value = read_value(cells.get(number), place)
        if value is not None or column.required:
            values[column.key] = value
    sound = before == len([issue for issue in found if issue.severity == "error"])
    where = {column.key: table.where(number, row) for number, column in table.columns.items()}
    return table.record(cells=where, sound=sound, **values)


def _reading_order(issue: Issue, names: list[str]) -> tuple[int, int, int]:
    sheet, _, cell = issue.where.rpartition("!")
    return (names.index(sheet) if sheet in names else -1, *position(cell))
