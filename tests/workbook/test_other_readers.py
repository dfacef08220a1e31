"""What is read from real workbooks of other programs is what two other readers read from them,
cell by cell: openpyxl and LibreOffice. Where one differs, the cell is named here and why.
"""

import math
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from fund.workbook.guard import LIMITS, Cell, Workbook, open_workbook
from fund.workbook.unpack import unpack

pytestmark = pytest.mark.dear

Place = tuple[str, str, int, int]
"""File, sheet, row, column."""

OPENPYXL = {
    ("date.xlsx", "Sheet1", 3, 1): "a length of time, which openpyxl gives as such; read as a day",
    ("has_x000D_.xlsx", "Sheet1", 1, 1): "_x000D_ is a line end by the standard; openpyxl keeps it",
    ("formula_stress_test.xlsx", "Finance", 36, 8): "a 0 shown as a time of day; read as 0",
}
NOT_BY_OPENPYXL = {
    "sheet_visibility_strict.xlsx": "in the strict form of the format: openpyxl finds no sheet",
    "minimal_package.xlsx": "names a style it has not: openpyxl opens it not at all",
}
LIBREOFFICE = {
    (
        "date.xlsx",
        "Sheet1",
        3,
        1,
    ): "a length of time, which LibreOffice gives as such; read as a day",
    ("formula_stress_test.xlsx", "Finance", 36, 8): "a 0 shown as a time of day; read as 0",
    ("whitespace_trim.xlsx", "inlineStr", 1, 2): "LibreOffice keeps no tab in a text",
    ("whitespace_trim.xlsx", "inlineStr", 1, 3): "LibreOffice keeps no tab in a text",
    ("whitespace_trim.xlsx", "SharedStrings", 1, 3): "LibreOffice keeps no tab in a text",
}

PIVOT = ("formula_stress_test.xlsx", "Database", range(31, 48))
"""Rows of a pivot table, which LibreOffice lays out anew; openpyxl reads there what we do."""


def read(shared: Path) -> Iterator[tuple[Path, Workbook]]:
    """Each workbook the guard lets in, as it is read."""
    for path in sorted((shared / "spreadsheets").rglob("*.xlsx")):
        book, _refused = open_workbook(path.read_bytes())
        if book is not None:
            yield path, book


def differs(ours: Cell | None, theirs: Any) -> bool:
    """Whether two readers read two things; a formula is no value to either."""
    if ours is None:
        return not (isinstance(theirs, str) and not theirs.strip())
    if ours.kind == "formula":
        return False
    if theirs is None:
        return bool(ours.value.strip())
    if ours.kind == "number":
        return isinstance(theirs, bool | str) or not _is_near(ours.value, theirs)
    if ours.kind == "date":
        return ours.value not in _days(theirs)
    if ours.kind == "boolean":
        return theirs != (ours.value == "1")  # LibreOffice has 1 and 0 for true and false
    return not isinstance(theirs, str) or (
        ours.kind == "text" and theirs not in (ours.value, ours.value.replace("\r\n", "\n"))
    )


def _is_near(ours: str, theirs: Any) -> bool:
    return isinstance(theirs, int | float) and math.isclose(float(ours), theirs, rel_tol=1e-14)


def _days(theirs: Any) -> set[str]:
    if not isinstance(theirs, date | datetime):
        return set()
    return {theirs.isoformat(), theirs.isoformat().removesuffix("T00:00:00")}


def different(path: Path, book: Workbook, sheets: dict[str, dict[Any, Any]]) -> Iterator[Place]:
    for name, sheet in book.sheets.items():
        theirs = sheets[name]
        for row, column in sheet.cells.keys() | theirs.keys():
            if differs(sheet.cells.get((row, column)), theirs.get((row, column))):
                yield path.name, name, row, column


def by_openpyxl(path: Path) -> dict[str, dict[Any, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts of a workbook it leaves out
        book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            place: cell.value
            for place, cell in sheet._cells.items()
            if cell.value not in (None, "")
        }
        for sheet in book.worksheets
    }


def test_openpyxl_reads_the_same_from_every_cell(shared: Path) -> None:
    found, cells = set(), 0
    for path, book in read(shared):
        if path.name in NOT_BY_OPENPYXL:
            continue
        cells += sum(len(sheet.cells) for sheet in book.sheets.values())
        found |= set(different(path, book, by_openpyxl(path)))
    assert found == set(OPENPYXL)
    assert cells > 40_000


def test_a_cell_read_wrong_would_be_seen(shared: Path) -> None:
    path = next(path for path, book in read(shared) if path.name == "xlsx_basic.xlsx")
    book = Workbook()
    unpack(path.read_bytes(), LIMITS, book.take)
    name, sheet = next(iter(book.sheets.items()))
    theirs = by_openpyxl(path)
    assert list(different(path, book, theirs)) == []
    place, cell = next(iter(sheet.cells.items()))
    for wrong in (
        Cell("text", cell.value + "x"),
        Cell("number", "7.5"),
        Cell("date", "2026-01-01"),
    ):
        sheet.cells[place] = wrong
        assert list(different(path, book, theirs)) == [(path.name, name, *place)]
    del sheet.cells[place]
    assert list(different(path, book, theirs)) == [(path.name, name, *place)]


SPACES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"
    for prefix in ("table", "office", "text")
}


def _name(prefix: str, name: str) -> str:
    return f"{{{SPACES[prefix]}}}{name}"


def by_libreoffice(file: Path) -> dict[str, dict[Any, Any]]:
    """A flat OpenDocument spreadsheet's values by sheet and place; a formula's are left out."""
    tree = etree.parse(file, etree.XMLParser(huge_tree=True, resolve_entities=False))
    found = {}
    for table in tree.iter(_name("table", "table")):
        cells: dict[Any, Any] = {}
        row = 1
        for line in _lines(table):
            column = 1
            for cell in line:
                times = int(cell.get(_name("table", "number-columns-repeated"), "1"))
                value = _value(cell)
                if value not in (None, ""):
                    again = int(line.get(_name("table", "number-rows-repeated"), "1"))
                    for down in range(again):
                        for right in range(times):
                            cells[row + down, column + right] = value
                column += times
            row += int(line.get(_name("table", "number-rows-repeated"), "1"))
        found[table.get(_name("table", "name"))] = cells
    return found


def _lines(table: Any) -> Iterator[Any]:
    """Its own rows, in groups or not; those of a chart's own table are none."""
    for part in table:
        name = etree.QName(part).localname
        if name == "table-row":
            yield part
        elif name in ("table-row-group", "table-header-rows", "table-rows"):
            yield from _lines(part)


def _value(cell: Any) -> Any:
    kind = cell.get(_name("office", "value-type"))
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(_name("office", "value")))
    if kind == "date":
        return datetime.fromisoformat(cell.get(_name("office", "date-value")))
    if kind == "boolean":
        return cell.get(_name("office", "boolean-value")) == "true"
    if kind == "time":
        return cell.get(_name("office", "time-value"))
    return "\n".join(_text(part) for part in cell.findall(_name("text", "p")))


def _text(part: Any) -> str:
    signs = {"s": " ", "tab": "\t", "line-break": "\n"}
    said = part.text or ""
    for inner in part:
        name = etree.QName(inner).localname
        if name in signs:
            said += signs[name] * int(inner.get(_name("text", "c"), "1"))
        else:
            said += _text(inner)
        said += inner.tail or ""
    return said


@pytest.mark.long
def test_libreoffice_reads_the_same_from_every_cell(shared: Path, tmp_path: Path) -> None:
    books = dict(read(shared))
    named = {path: tmp_path / f"{number}.xlsx" for number, path in enumerate(books)}
    for path, copy in named.items():
        shutil.copy(path, copy)
    subprocess.run(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "fods",
            "--outdir",
            str(tmp_path / "out"),
            *map(str, named.values()),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    found = set()
    for path, book in books.items():
        sheets = by_libreoffice(tmp_path / "out" / f"{named[path].stem}.fods")
        found |= {
            place
            for place in different(path, book, sheets)
            if place[:2] != PIVOT[:2] or place[2] not in PIVOT[2]
        }
    assert found == set(LIBREOFFICE)
