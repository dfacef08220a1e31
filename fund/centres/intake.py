"""A centre's workbook read back: its cells, its notes, the one verdict on them, and everything
wrong with the file itself. Nothing is stored here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from fund.centres.form import Indicator
from fund.centres.paper import (
    CHOICES,
    CODE,
    FIRST_ROW,
    HEAD_ROW,
    HEADS,
    INSTRUCTIONS,
    NOTE,
    PROPERTIES,
    SHEET,
    VALUE,
    Paper,
    marks_of,
    place,
    written,
)
from fund.centres.verdict import ASKS, Verdict, verdict, worded
from fund.errors import N_, Issue
from fund.i18n import say, speaking
from fund.workbook import plain
from fund.workbook.guard import Cell, Sheet, Workbook, letters, open_workbook

PROBLEMS: Mapping[str, str] = {
    "not_a_report": N_(
        "This is not the workbook of a centre’s report. Download it from the centre’s page and fill"
        " in that one."
    ),
    "wrong_centre": N_(
        "This is the workbook of “{found}”, not of “{wanted}”. Hand it in there, or download the"
        " right one."
    ),
    "wrong_period": N_(
        "This is the workbook for {found}, not for {wanted}. Download the one for {wanted}."
    ),
    "sheet_missing": N_(
        "The sheet “{sheet}” is missing or renamed. Give it back its name, or copy the figures into"
        " a fresh workbook."
    ),
    "heading_missing": N_(
        "The heading “{head}” belongs here. Give it back, or copy the figures into a fresh"
        " workbook."
    ),
    "row_missing": N_("The row of “{name}” is missing. Copy the figures into a fresh workbook."),
    "row_twice": N_("“{name}” is there twice. Remove one row."),
    "note_formula": N_("The note holds a formula or an error. Type it as words."),
}
"""What stops a file whatever its figures are."""

REMARKS: Mapping[str, str] = {
    "older_template": N_(
        "The form has changed since this workbook was made. Its figures were read by the codes in"
        " the first column."
    ),
    "row_unknown": N_("“{value}” is no figure of this report and was not read."),
    "outside_the_table": N_("This stands outside the table and was not read."),
    "sheet_renamed": N_(
        "This sheet was read as “{sheet}”: it stands under the report’s own headings."
    ),
    "sheet_unknown": N_("The sheet “{sheet}” is not part of the workbook and was not read."),
}
"""What is said and read past."""


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
    name, language = _report_sheet(book)
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
    if name != SHEET[language]:
        issues.append(problem("sheet_renamed", f"{name}!A1", name, sheet=SHEET[language]))
    cells, notes, places, more = _rows(name, language, book.sheets[name], of)
    judged = verdict(
        of.form, {code: cells.get(code) for code in (one.code for one in of.form)}, of.known
    )
    placed = [
        replace(issue, where=f"{name}!{places.get(issue.where, 'A1')}")
        for issue in worded(judged.issues, of.form, language)
    ]
    return Taken(cells, notes, judged, [*issues, *more, *placed], places)


def _report_sheet(book: Workbook) -> tuple[str, str]:
    """The sheet with the figures and its language: by its name, else the only one under the
    report's own headings; ("", "") without one.
    """
    for language, name in SHEET.items():
        if name in book.sheets:
            return name, language
    alike = [
        (name, language)
        for name, sheet in book.sheets.items()
        for language, heads in HEADS.items()
        if all(_text(sheet, HEAD_ROW, column) == head for column, head in enumerate(heads, 1))
    ]
    return alike[0] if len(alike) == 1 else ("", "")


def problem(code: str, where: str, value: object = "", **facts: Any) -> Issue:
    """Something about the file itself."""
    stops = code in PROBLEMS
    return Issue(
        "error" if stops else "warning",
        code,
        where,
        str(value),
        (PROBLEMS if stops else REMARKS)[code],
        {"value": str(value), **facts},
    )


def _itself(book: Workbook, of: Paper) -> list[Issue]:
    """What the file says of itself against what it should be."""
    found = {name: book.properties.get(name, "") for name in PROPERTIES}
    wanted = of.properties
    if not all(found.values()):
        return [problem("not_a_report", "")]
    issues = []
    for name, code in (("fund_centre", "wrong_centre"), ("fund_period", "wrong_period")):
        if found[name] != wanted[name]:
            issues.append(problem(code, "", found[name], found=found[name], wanted=wanted[name]))
    if found["fund_template"] != wanted["fund_template"]:
        issues.append(problem("older_template", ""))
    known = {*SHEET.values(), *INSTRUCTIONS.values(), *CHOICES.values(), _report_sheet(book)[0]}
    issues += [
        problem("sheet_unknown", f"{name}!A1", name, sheet=name)
        for name, sheet in book.sheets.items()
        if name not in known and sheet.cells and not sheet.hidden
    ]
    return issues


def _rows(
    name: str, language: str, sheet: Sheet, of: Paper
) -> tuple[dict[str, Cell], dict[str, str], dict[str, str], list[Issue]]:
    """Figures, notes and places by the codes in the first column."""
    issues = [
        problem(
            "heading_missing",
            f"{name}!{letters(column)}{HEAD_ROW}",
            head=HEADS[language][column - 1],
        )
        for column in (CODE, VALUE, NOTE)
        if _text(sheet, HEAD_ROW, column) != HEADS[language][column - 1]
    ]
    by_code = {one.code: one for one in of.form}
    cells: dict[str, Cell] = {}
    notes: dict[str, str] = {}
    places: dict[str, str] = {}
    last = max((row for row, _column in sheet.cells), default=FIRST_ROW)
    for row in range(FIRST_ROW, last + 1):
        code = _text(sheet, row, CODE)
        if code in by_code and code in places:
            words = by_code[code].word("name", language)
            issues.append(problem("row_twice", f"{name}!{letters(CODE)}{row}", code, name=words))
        elif code in by_code:
            places[code] = f"{letters(VALUE)}{row}"
            issues += _one(name, sheet, row, by_code[code], cells, notes)
        elif code:
            issues.append(problem("row_unknown", f"{name}!{letters(CODE)}{row}", code))
        elif any(_text(sheet, row, column) for column in (VALUE, NOTE)):
            issues.append(problem("outside_the_table", f"{name}!{letters(VALUE)}{row}"))
    lost = [(number, one) for number, one in enumerate(of.form) if one.code not in places]
    issues += [
        problem("row_missing", f"{name}!{place(number)}", name=one.word("name", language))
        for number, one in lost
    ]
    return cells, notes, places | {one.code: place(number) for number, one in lost}, issues


def _one(
    name: str, sheet: Sheet, row: int, one: Indicator, cells: dict[str, Cell], notes: dict[str, str]
) -> list[Issue]:
    cell, note = sheet.cells.get((row, VALUE)), sheet.cells.get((row, NOTE))
    if cell is not None and (cell.value.strip() or cell.kind == "formula"):
        cells[one.code] = cell
    if note is None:
        return []
    if note.kind in ("formula", "error"):
        return [problem("note_formula", f"{name}!{letters(NOTE)}{row}", note.value)]
    notes[one.code] = " ".join(plain.visible(note.value).split())
    return []


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
    return written(fresh, language, marks_of(judged, found.notes), lines, at_notes)


def title(of: Paper) -> str:
    """The file's name: centre and period."""
    return f"{of.centre.code}-{of.period.code}.xlsx"
