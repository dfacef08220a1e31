"""A centre's workbook read back: its cells, its notes, the one verdict on them, and everything
wrong with the file itself. Nothing is stored here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from fund.centres.findings import PROBLEMS, REMARKS, problem
from fund.centres.form import Indicator
from fund.centres.paper import (
    CHOICES,
    CODE,
    FIRST_ROW,
    HEAD_ROW,
    HEADS,
    INSTRUCTIONS,
    NAME,
    NOTE,
    PROPERTIES,
    SHEET,
    UNIT,
    VALUE,
    Paper,
    marks_of,
    place,
    written,
)
from fund.centres.paper import title as paper_title
from fund.centres.verdict import ASKS, Verdict, verdict, worded
from fund.errors import Issue
from fund.i18n import say, speaking
from fund.workbook import plain
from fund.workbook.guard import Cell, Sheet, Workbook, letters, open_workbook, position
from fund.workbook.places import corners
from fund.workbook.plain import heading
from fund.workbook.table import heading_row, is_around, is_sum

__all__ = ["PROBLEMS", "REMARKS", "Taken", "claimed", "marked", "problem", "read", "taken"]


class Taken(NamedTuple):
    """A workbook as read: figures and notes by indicator, the verdict on them (None when they could
    not be read), and all issues with their cells.
    """

    cells: dict[str, Cell]
    notes: dict[str, str]
    verdict: Verdict | None
    issues: list[Issue]
    places: dict[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether it can be handed in."""
        return (
            self.verdict is not None
            and not any(issue.severity == "error" for issue in self.issues)
            and not self.verdict.open(self.notes)
        )


def claimed(book: Workbook) -> tuple[str, str]:
    """Which centre and period a workbook says it is for; ("", "") when it says nothing."""
    found = [book.properties.get(name, "") for name in PROPERTIES]
    return (found[1], found[2]) if all(found) else ("", "")


def read(content: bytes, of: Paper) -> Taken:
    """Read a workbook against what it should be. Never raises for what is in the file."""
    book, refused = open_workbook(content)
    return Taken({}, {}, None, refused, {}) if book is None else taken(book, of)


def taken(book: Workbook, of: Paper) -> Taken:
    """The same of a workbook that was opened already."""
    issues = _itself(book, of)
    name, language, at = _report_sheet(book)
    if not name:
        return Taken(
            {},
            {},
            None,
            [*issues, problem("sheet_missing", f"{SHEET['zh']}!A1", sheet=SHEET["zh"])],
            {},
        )
    if any(issue.code in ("not_a_report", "wrong_centre", "wrong_period") for issue in issues):
        return Taken({}, {}, None, issues, {})
    if name.strip() != SHEET[language]:
        issues.append(problem("sheet_renamed", f"{name}!A1", name, sheet=SHEET[language]))
    issues += _hidden(name, book.sheets[name])
    cells, notes, places, more = _rows(Where(name, language, at), book.sheets[name], of)
    changed = {issue.facts["indicator"] for issue in more if "indicator" in issue.facts}
    judged = verdict(
        of.form, {code: cells.get(code) for code in (one.code for one in of.form)}, of.known
    )
    placed = [
        replace(issue, where=f"{name}!{places.get(issue.where, 'A1')}")
        for issue in worded(judged.issues, of.form, language)
        if issue.where not in changed  # what stands in another unit is no figure, and not missing
    ]
    return Taken(cells, notes, judged, [*issues, *more, *placed], places)


class Where(NamedTuple):
    """The sheet with the figures, its language, and the row of its headings."""

    sheet: str
    language: str
    row: int

    def cell(self, column: int, row: int) -> str:
        """The place of a cell, sheet!cell."""
        return f"{self.sheet}!{letters(column)}{row}"


def _report_sheet(book: Workbook) -> Where:
    """The sheet with the figures: by its name, else the only one under the report's own headings;
    of a hidden one and a filled copy beside it, the one that is seen. Without a name where there
    is none.
    """
    alike = [
        Where(name, language, row)
        for name, sheet in book.sheets.items()
        for language, heads in HEADS.items()
        if (row := heading_row(sheet, set(map(heading, heads)), HEAD_ROW))
        and all(_is_head(sheet, row, column, head) for column, head in enumerate(heads, 1))
    ]
    named = [
        Where(name, language, heading_row(sheet, set(map(heading, HEADS[language])), HEAD_ROW))
        for language, title in SHEET.items()
        for name, sheet in book.sheets.items()
        if heading(name) == heading(title)
    ]
    seen = [one for one in alike if not book.sheets[one.sheet].hidden]
    if named and book.sheets[named[0].sheet].hidden and len(seen) == 1:
        return seen[0]
    if named:
        return named[0]
    return alike[0] if len(alike) == 1 else Where("", "", HEAD_ROW)


def _is_head(sheet: Sheet, row: int, column: int, head: str) -> bool:
    return heading(_text(sheet, row, column)) == heading(head)


def _hidden(name: str, sheet: Sheet) -> list[Issue]:
    """One remark on rows and columns nobody sees who opens the sheet."""
    parts = [f"{letters(column)}:{letters(column)}" for column in sheet.hidden_columns]
    parts += [f"{row}:{row}" for row in sheet.hidden_rows]
    found = [problem("sheet_hidden", f"{name}!A1", name, sheet=name)] if sheet.hidden else []
    return found + ([problem("hidden_parts", f"{name}!A1", "", parts=parts)] if parts else [])


def _itself(book: Workbook, of: Paper) -> list[Issue]:
    """What the file says of itself against what it should be."""
    found = {name: book.properties.get(name, "") for name in PROPERTIES}
    wanted = of.properties
    if not all(found.values()):
        return [problem("properties_lost" if _is_of(book, of) else "not_a_report", "")]
    issues = []
    for name, code in (("fund_centre", "wrong_centre"), ("fund_period", "wrong_period")):
        if found[name] != wanted[name]:
            issues.append(problem(code, "", found[name], found=found[name], wanted=wanted[name]))
    if found["fund_template"] != wanted["fund_template"]:
        issues.append(problem("older_template", ""))
    read = _report_sheet(book).sheet
    known = {*map(heading, (*INSTRUCTIONS.values(), *CHOICES.values())), heading(read)}
    issues += [
        problem("sheet_unknown", f"{name}!A1", name, sheet=name)
        for name, sheet in book.sheets.items()
        if heading(name) not in known and sheet.cells
    ]
    return issues


def _is_of(book: Workbook, of: Paper) -> bool:
    """Whether the cells above the figures name this centre and this period."""
    name, language, at = _report_sheet(book)
    if not name:
        return False
    above = {
        heading(cell.value) for (row, _column), cell in book.sheets[name].cells.items() if row < at
    }
    return heading(paper_title(of, language)) in above


def _rows(
    at: Where, sheet: Sheet, of: Paper
) -> tuple[dict[str, Cell], dict[str, str], dict[str, str], list[Issue]]:
    """Figures, notes and places by the codes in the first column."""
    issues = _headings(at, sheet)
    by_code = {one.code: one for one in of.form}
    cells: dict[str, Cell] = {}
    notes: dict[str, str] = {}
    places: dict[str, str] = {}
    beside: list[str] = []
    last = max((row for row, _column in sheet.cells), default=FIRST_ROW)
    for row in range(at.row + 1, last + 1):
        code = _text(sheet, row, CODE)
        if code in by_code and code in places:
            words = by_code[code].word("name", at.language)
            issues.append(problem("row_twice", at.cell(CODE, row), code, name=words))
        elif code in by_code:
            places[code] = f"{letters(VALUE)}{row}"
            issues += _one(at, sheet, row, by_code[code], cells, notes)
        elif _is_passed(sheet, row):
            beside.append(f"{letters(CODE)}{row}")
        elif code:
            issues.append(problem("row_unknown", at.cell(CODE, row), code))
        elif any(_text(sheet, row, column) for column in (VALUE, NOTE)):
            beside.append(f"{letters(VALUE)}{row}")
    beside += [
        f"{letters(column)}{row}"
        for (row, column), cell in sorted(sheet.cells.items())
        if column > len(HEADS[at.language]) and row >= at.row and cell.value.strip()
    ]
    if beside:
        where = f"{at.sheet}!{beside[0]}"
        issues.append(problem("outside_the_table", where, "", parts=beside))
    issues += _merged(at, sheet, places)
    lost = [(number, one) for number, one in enumerate(of.form) if one.code not in places]
    issues += [
        problem("row_missing", f"{at.sheet}!{place(number)}", name=one.word("name", at.language))
        for number, one in lost
    ]
    return cells, notes, places | {one.code: place(number) for number, one in lost}, issues


def _headings(at: Where, sheet: Sheet) -> list[Issue]:
    heads = HEADS[at.language]
    return [
        problem("heading_missing", at.cell(column, at.row), head=heads[column - 1])
        for column in (CODE, VALUE, NOTE)
        if not _is_head(sheet, at.row, column, heads[column - 1])
    ]


def _is_passed(sheet: Sheet, row: int) -> bool:
    """Whether a row adds up, is signed or is a note: nobody's figure."""
    filled = {
        column: cell
        for (of, column), cell in sheet.cells.items()
        if of == row and cell.value.strip()
    }
    return bool(filled) and (is_sum(filled) or is_around(filled))


def _merged(at: Where, sheet: Sheet, places: Mapping[str, str]) -> list[Issue]:
    """Merged areas over figures: a figure of one row would count for none of the others."""
    rows = {position(cell)[0] for cell in places.values()}
    found = []
    for area in sheet.merged:
        top, left, bottom, right = corners(area)
        if left <= VALUE <= right and rows & set(range(top, bottom + 1)):
            where = at.cell(left, top)
            cell = where.rpartition("!")[2]
            found.append(problem("merged_cells", where, area, area=area, cell=cell))
    return found


def _one(
    at: Where,
    sheet: Sheet,
    row: int,
    one: Indicator,
    cells: dict[str, Cell],
    notes: dict[str, str],
) -> list[Issue]:
    cell, note = sheet.cells.get((row, VALUE)), sheet.cells.get((row, NOTE))
    issues = _renamed(at, sheet, row, one)
    if cell is not None and (cell.value.strip() or cell.kind == "formula") and not issues:
        if sheet.is_from_1904 and cell.kind == "number" and one.type == "date":
            cell = Cell("text", cell.value + " (1904)")  # counted from another day: no day
        cells[one.code] = cell
    if note is None:
        return issues
    if note.kind in ("formula", "error"):
        return [*issues, problem("note_formula", at.cell(NOTE, row), note.value)]
    notes[one.code] = " ".join(plain.visible(note.value).split())
    return issues


def _renamed(at: Where, sheet: Sheet, row: int, one: Indicator) -> list[Issue]:
    """Whether the unit or the name beside a figure is another one: then the figure is not that
    one.
    """
    found = []
    for column, word, code in ((UNIT, "unit", "unit_changed"), (NAME, "name", "name_changed")):
        written = _text(sheet, row, column)
        own = {heading(one.word(word, language)) for language in HEADS}
        if written and heading(written) not in own:
            facts = {
                "name": one.word("name", at.language),
                "unit": one.word("unit", at.language) or "—",
                "indicator": one.code,
            }
            found.append(problem(code, at.cell(column, row), written, **facts))
    return found


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return cell.value.strip() if cell else ""


def marked(content: bytes, of: Paper, language: str) -> bytes:
    """The same figures in a fresh workbook: each cell that needs somebody is coloured and says why;
    what is wrong with the file stands on its first sheet.
    """
    return remade(read(content, of), of, language)


def remade(found: Taken, of: Paper, language: str) -> bytes:
    """The same of a workbook that was read already."""
    judged = worded(found.verdict.issues, of.form, language) if found.verdict else []
    with speaking(language):
        lines = [
            f"{issue.where or '—'}: {say(issue)}"
            for issue in found.issues
            if issue.code in PROBLEMS or issue.code in REMARKS or found.verdict is None
        ]
        lines += [
            f"{found.places.get(issue.where, '')}: {say(issue)}"
            for issue in judged
            if issue.severity == "warning" and issue.code not in ASKS
        ]
    fresh = (
        of._replace(
            cells={one.code: found.cells.get(one.code) for one in of.form}, notes=found.notes
        )
        if found.verdict
        else of
    )
    rows = {
        f"{letters(NOTE)}{value.lstrip(letters(VALUE))}": code
        for code, value in found.places.items()
    }
    at_notes = {
        rows[where]: [issue]
        for issue in found.issues
        if issue.code == "note_formula" and (where := issue.where.rpartition("!")[2]) in rows
    }
    marks = marks_of(judged, found.notes)
    for issue in found.issues:
        if "indicator" in issue.facts:
            marks[str(issue.facts["indicator"])] = [issue]
    return written(fresh, language, marks, lines, at_notes)


def title(of: Paper) -> str:
    """The file's name: centre and period."""
    return f"{of.centre.code}-{of.period.code}.xlsx"
