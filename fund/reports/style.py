"""How workbooks look: one set of fonts, fills, number formats, the page."""

from collections.abc import Sequence
from functools import cache

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from fund.reports.description import Column, Report
from fund.reports.values import text
from fund.workbook.delimited import LIVELY

HEAD_ROW = 4
"""Where the heads of a table stand, below title, subtitle and demonstration mark."""

FIRST_ROW = HEAD_ROW + 1
FACE = "Microsoft YaHei"
INK, MUTED, PRIMARY, LINE, HIGHLIGHT = "17222E", "5E6B78", "14508F", "DCE2E8", "B85800"
SERIES = ("2E6DB4", "B85800", "1B7F79", "7A4E9E", "8A6D1A", "5E6B78")

HEAD_FILL = PatternFill("solid", fgColor=PRIMARY)
TOTAL_FILL = PatternFill("solid", fgColor="EEF4FA")
THIN = Side(style="thin", color=LINE)
STRONG = Side(style="thin", color=MUTED)
ROW_LINES, TOTAL_LINES = Border(bottom=THIN), Border(top=STRONG, bottom=STRONG)
"""The lines of a table's rows, and of its totals."""


def font(size: int, color: str = INK, *, bold: bool = False) -> Font:
    """Our typeface in a size and a colour."""
    return Font(name=FACE, size=size, color=color, bold=bold)


BODY, BOLD, SMALL, HEAD = (
    font(10),
    font(10, bold=True),
    font(10, MUTED),
    font(10, "FFFFFF", bold=True),
)
TITLE, COVER_TITLE, COVER_PERIOD, RESULT = (
    font(14, bold=True),
    font(22, bold=True),
    font(14, MUTED),
    font(14, PRIMARY, bold=True),
)
LINK = font(10, PRIMARY)
MARK, COVER_MARK = font(10, HIGHLIGHT, bold=True), font(12, HIGHLIGHT, bold=True)
ODD_PLACES = (0, 3, 4)
"""Decimals that currencies have and that are not two."""
FIRST_WIDE = "\u2e80"
WIDTHS = {
    "text": 22.0,
    "amount": 16.0,
    "original": 18.0,
    "date": 13.0,
    "integer": 10.0,
    "share": 10.0,
    "number": 12.0,
    "code": 16.0,
    "year": 8.0,
}


def number_format(column: Column, report: Report) -> str:
    """The format of a column's cells: two decimals for money, ISO dates in Chinese."""
    formats = {
        "amount": "#,##0.00",
        "original": "#,##0.00",
        "integer": "#,##0",
        "share": "0.0%",
        "number": "#,##0.00",
        "text": "@",
        "code": "@",
        "year": "0",
    }
    return formats.get(column.kind, "yyyy-mm-dd" if report.language == "zh" else "d mmm yyyy")


def odd_format(places: int) -> str:
    """The format of an amount in a currency that has not two decimals."""
    return f"#,##0.{'0' * places}".rstrip(".")


def width(column: Column) -> float:
    """A column's width in characters: as asked, or wide enough for its kind and its heading."""
    return column.width or max(WIDTHS[column.kind], min(columns_of(column.head) + 3, 26))


def columns_of(text: str) -> int:
    """How many columns of a typewriter a text takes: a Chinese character takes two."""
    return sum(2 if sign >= FIRST_WIDE else 1 for sign in text)


def is_numeric(column: Column) -> bool:
    """Whether a column's cells align to the right."""
    return column.kind in ("amount", "original", "integer", "year", "share", "number")


def indent(columns: Sequence[Column], at: int) -> int:
    """How far a column of words keeps from its left edge: 1 where it follows numbers at once; the
    numbers cannot, since LibreOffice keeps no edge right of one that has a neighbour on its left.
    """
    is_beside = at > 0 and is_numeric(columns[at - 1])
    return int(is_beside and not is_numeric(columns[at]))


@cache
def aligned(horizontal: str, *, wrap: bool = False, indent: int = 0) -> Alignment:
    """One alignment for all cells that have it."""
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap, indent=indent)


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: object,
    font: Font = BODY,
    *,
    align: str = "left",
    wrap: bool = False,
    indent: int = 0,
) -> Cell:
    """A cell with a value and a font; a text is always a text, whatever it begins with, without
    what no cell holds. Raises TextTooLong.
    """
    kept = text(value, sheet.title) if isinstance(value, str) and value else value
    cell: Cell = sheet.cell(row, column, kept)
    if isinstance(kept, str):
        still(cell, kept)
    cell.font = font
    cell.alignment = aligned(align, wrap=wrap, indent=indent)
    return cell


def still(cell: Cell, value: str) -> None:
    """Make a cell a text for good: no formula now, none when somebody edits it."""
    cell.data_type = "s"
    if value.startswith(LIVELY):
        cell.quotePrefix = True
