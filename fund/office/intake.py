"""Workbooks people filled in, read: records and everything that is wrong with them. Nothing is
stored here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from fund import clock
from fund.errors import Issue
from fund.office import beside, chain, currencies
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
from fund.office.records import RECORDS, Known, OfficeRecords, Record, put_together
from fund.office.values import Place, Value
from fund.office.values import read as read_value
from fund.workbook.guard import Cell, Sheet, Workbook, letters, open_workbook, position
from fund.workbook.places import corners
from fund.workbook.plain import heading
from fund.workbook.table import (
    NUMBERING,
    Passed,
    heading_row,
    is_around,
    is_beside,
    is_sum,
    passed,
)

NOT_RECORDS = (*INSTRUCTIONS.values(), *CHOICES.values())
MOST_TOLD = 12
"""Hidden or passed places named in one remark."""
STRUCTURE = {"sheet_missing", "sheet_twice", "column_missing", "heading_unit"}
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
    record: Callable[..., Record]
    row: int = 1
    passed: list[Passed] = field(default_factory=list)

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
    records = put_together(rows)
    if not STRUCTURE & {issue.code for issue in found}:
        if not records.rows:
            found.add("nothing_in_it", f"{template_form().forms[0].zh}!A3")
        chain.check(records, known, lambda sheet, name: heads.get((sheet, name), name), found)
        beside.check(records, known, found)
        currencies.check(records, found)
    return _sound(records), in_reading_order(found, book)


def read_sheets(
    book: Workbook,
    template: Template,
    kinds: Mapping[str, type[Record]],
    today: date,
    found: Findings,
) -> tuple[dict[str, list[Record]], dict[tuple[str, str], str]]:
    """The rows of every sheet of a form as records of its kind, by the sheet's name; and the
    heading of each (sheet, field) as written.
    """
    _version(book, template, found)
    rows: dict[str, list[Record]] = {}
    heads: dict[tuple[str, str], str] = {}
    for form in template.forms:
        named = [name for name in book.sheets if heading(name) in _names(form)]
        if not named and form.is_optional:
            rows[form.name] = []
            continue
        if not named:
            found.add("sheet_missing", f"{form.zh}!A1", sheet=form.zh)
            continue
        name = named[0]
        for other in named[1:]:
            found.add("sheet_twice", f"{other}!A1", other, sheet=name)
        language = _language(name, form)
        heads |= {(form.name, column.key): column.head(language) for column in form.columns}
        rows[form.name] = _rows(name, book.sheets[name], form, kinds[form.name], today, found)
    return rows, heads


def _names(form: Form) -> set[str]:
    return {heading(form.zh), heading(form.en)}


def _language(name: str, form: Form) -> str:
    return "zh" if heading(name) == heading(form.zh) else "en"


def in_reading_order(found: Findings, book: Workbook) -> list[Issue]:
    """Issues by sheet, row and column."""
    return sorted(found, key=lambda issue: _reading_order(issue, list(book.sheets)))


def _sound(records: OfficeRecords) -> OfficeRecords:
    return put_together(
        {
            form.name: [row for row in getattr(records, form.name) if row.sound]
            for form in template_form().forms
        }
    )


def _version(book: Workbook, form: Template, found: Findings) -> None:
    """Strange sheets and another version of the template are remarked on; what is hidden is read
    and said.
    """
    taken = {name for sheet in form.forms for name in _names(sheet)}
    for name, sheet in book.sheets.items():
        is_record = heading(name) in taken
        if is_record and sheet.cells:
            _hidden(name, sheet, found)
        if not is_record and name not in NOT_RECORDS and sheet.cells:
            found.add("sheet_unknown", f"{name}!A1", name, sheet=name)
    version = book.properties.get(VERSION_PROPERTY, form.version)
    if version != form.version:
        found.add("template_version", f"{INSTRUCTIONS['zh']}!A2", version, version=form.version)


def _hidden(name: str, sheet: Sheet, found: Findings) -> None:
    """One remark a sheet on what nobody sees who opens it."""
    parts = [f"{letters(column)}:{letters(column)}" for column in sheet.hidden_columns]
    parts += [f"{row}:{row}" for row in sheet.hidden_rows if row > 1]
    if sheet.hidden:
        found.add("sheet_hidden", f"{name}!A1", name, sheet=name)
    if parts:
        shown = parts[:MOST_TOLD] + (["…"] if len(parts) > MOST_TOLD else [])
        found.add("hidden_parts", f"{name}!A1", "", parts=shown)


def _rows(
    name: str, sheet: Sheet, form: Form, kind: type[Record], today: date, found: Findings
) -> list[Record]:
    table = _table(name, sheet, form, kind, found)
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.value.strip() or cell.kind == "formula":
            rows.setdefault(row, {})[column] = cell
    records = {row: cells for row, cells in rows.items() if _is_part(row, cells, table)}
    for area in sheet.merged:
        top, left, bottom, _right = corners(area)
        if bottom > table.row and any(top <= row <= bottom for row in records):
            where = f"{name}!{letters(left)}{top}"
            found.add("merged_cells", where, area, area=area, cell=where.rpartition("!")[2])
    if len(set(table.columns.values())) < len(form.columns):
        return []
    made = [
        _record(row, cells, table, sheet.is_from_1904, today, found)
        for row, cells in records.items()
        if not _is_example(row, cells, table, found)
    ]
    if table.passed:
        told = [one.told for one in table.passed]
        shown = told[:MOST_TOLD] + (["…"] if len(told) > MOST_TOLD else [])
        found.add("around_the_table", table.passed[0].where, "", parts=shown)
    return made


def _is_part(row: int, cells: dict[int, Cell], table: Table) -> bool:
    """Whether a row is one of the table's records; what is not is read past and told."""
    if row == table.row:
        return False
    if row < table.row or is_sum(_own(cells, table)) or is_around(_own(cells, table)):
        table.passed.append(passed(table.name, row, cells))
        return False
    if not any(column in table.columns for column in cells) and all(
        is_beside(column, cell, table.headed) for column, cell in cells.items()
    ):
        table.passed.append(passed(table.name, row, cells))
        return False
    return True


def _own(cells: dict[int, Cell], table: Table) -> dict[int, Cell]:
    """The cells of a row under the table's own headings, else all of them."""
    return {column: cells[column] for column in cells if column in table.columns} or cells


def _table(name: str, sheet: Sheet, form: Form, kind: type[Record], found: Findings) -> Table:
    """Which column holds what, by the row of headings; missing ones are noted where they
    belong.
    """
    by_head = {heading(head): column for column in form.columns for head in (column.zh, column.en)}
    at = heading_row(sheet, set(map(heading, [column.zh for column in form.columns])), 1)
    at = at if at > 1 else heading_row(sheet, {heading(one.en) for one in form.columns}, 1)
    headings = {
        column: " ".join(cell.value.split())
        for (row, column), cell in sheet.cells.items()
        if row == at
    }
    columns = {
        number: by_head[heading(head)]
        for number, head in headings.items()
        if heading(head) in by_head
    }
    table = Table(name, form, _language(name, form), columns, frozenset(headings), kind, at)
    _headings(table, headings, found)
    return table


def _headings(table: Table, headings: Mapping[int, str], found: Findings) -> None:
    """Headings that are missing, twice, or of another unit; strange ones are read past."""
    name, at, columns = table.name, table.row, table.columns
    lost = [column for column in table.form.columns if column not in columns.values()]
    free = {number for number, head in headings.items() if number not in columns}
    numbering = {number for number in free if heading(headings[number]) in NUMBERING}
    shift = min(columns, default=1) - (
        list(table.form.columns).index(columns[min(columns)]) + 1 if columns else 1
    )
    placed = {list(table.form.columns).index(column) + 1 + shift: column for column in lost}
    for place, column in placed.items():
        head = column.head(table.language)
        unit = next((at_ for at_ in sorted(free) if _is_other_unit(headings[at_], head)), None)
        where = f"{name}!{letters(unit or place)}{at}"
        code = "heading_unit" if unit else "column_missing"
        found.add(code, where, headings.get(unit or place, ""), column=head)
        free -= {unit or place}
    for number, column in columns.items():
        if column in [columns[other] for other in columns if other < number]:
            found.add(
                "column_twice", f"{name}!{letters(number)}{at}", headings[number], column=column.zh
            )
    table.passed.extend(
        Passed(f"{name}!{letters(number)}{at}", headings[number]) for number in sorted(numbering)
    )
    for number in sorted(free - numbering):
        found.add("column_unknown", f"{name}!{letters(number)}{at}", headings[number])


def _is_other_unit(written: str, head: str) -> bool:
    """Whether a heading is that one with another unit in its brackets."""
    mine, unit = _parted(written)
    own, wanted = _parted(head)
    return bool(unit and wanted) and mine == own and unit != wanted


def _parted(head: str) -> tuple[str, str]:
    plain = heading(head)
    name, _bracket, unit = plain.partition("(")
    return name, unit


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


def _record(
    row: int,
    cells: dict[int, Cell],
    table: Table,
    is_from_1904: bool,
    today: date,
    found: Findings,
) -> Record:
    """One row as its record; a field that could not be read is None and the record not sound."""
    for number in sorted(cells.keys() - table.headed):
        if is_beside(number, cells[number], table.headed):
            table.passed.append(Passed(table.where(number, row), cells[number].value))
        else:
            found.add("outside_the_table", table.where(number, row), cells[number].value)
    values: dict[str, Value] = {}
    before = len([issue for issue in found if issue.severity == "error"])
    for number, column in table.columns.items():
        where, head = table.where(number, row), column.head(table.language)
        place = Place(column, where, head, today, found, is_from_1904)
        value = read_value(cells.get(number), place)
        if value is not None or column.required:
            values[column.key] = value
    sound = before == len([issue for issue in found if issue.severity == "error"])
    cells_of = {column.key: table.where(number, row) for number, column in table.columns.items()}
    return table.record(cells=cells_of, sound=sound, **values)


def _reading_order(issue: Issue, names: list[str]) -> tuple[int, int, int]:
    sheet, _, cell = issue.where.rpartition("!")
    return (names.index(sheet) if sheet in names else -1, *position(cell))
