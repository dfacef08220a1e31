"""One table as a workbook, however long: exactly the rows, filters and day on screen.

openpyxl makes the frame (heads, styles, the sheet that says what this is) around one pattern row;
the rows themselves are written as XML straight into the package, since a cell object for each of
two million cells costs minutes and a gigabyte.
"""

import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from fund.i18n import _, day, speaking, unit_name
from fund.reports import style
from fund.reports.description import MOST_FEN, AmountTooLarge, Column, Report, Sheet
from fund.reports.package import read_part, rewrite, sheet_part
from fund.reports.values import amount, is_missing, text, total

PATTERN = re.compile(r'<row r="2"[^>]*>.*?</row>')
STYLE = re.compile(r'<c r="([A-Z]+)2"[^>]*? s="(\d+)"')
ROWS_A_PIECE = 2_000


def table_workbook(sheet: Sheet, report: Report) -> bytes:
    """A table (heads in row 1, totals last) and a sheet saying what it is; ``report`` gives title,
    day, unit, filters.

    Not sealed. Raises TextTooLong and AmountTooLarge.
    """
    with speaking(report.language):
        frame = _frame(sheet, report)
        part = sheet_part(1)
        before, pattern, after = _around(read_part(frame, part))
        styles = dict(STYLE.findall(pattern))
        rows = _rows(
            sheet,
            report,
            [styles[get_column_letter(number)] for number in range(1, len(sheet.columns) + 1)],
        )
        return rewrite(frame, {part: _pieces(before, rows, after)})


def _around(xml: str) -> tuple[str, str, str]:
    found = PATTERN.search(xml)
    if not found:
        raise ValueError(xml[:200])  # the pattern row is missing
    return xml[: found.start()], found[0], xml[found.end() :]


def _frame(sheet: Sheet, report: Report) -> bytes:
    book = Workbook()
    page = book.active
    page.title = sheet.title
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        head = (
            f"{column.head}（{unit_name(report.unit)}）"
            if report.language == "zh"
            else f"{column.head} ({unit_name(report.unit)})"
        )
        head = head if column.kind == "amount" else column.head
        style.put(
            page,
            1,
            number,
            head,
            style.HEAD,
            wrap=True,
            align="right" if style.is_numeric(column) else "left",
        ).fill = style.HEAD_FILL
        cell = style.put(
            page, 2, number, None, align="right" if style.is_numeric(column) else "left"
        )
        cell.number_format = style.number_format(column, report)
        page.column_dimensions[letter].width = style.width(column)
    page.row_dimensions[1].height = 30
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.frame) + 1}"
    style.page(page, report, landscape=True, repeat_row=1)
    _about(book, sheet, report)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(book: Workbook, sheet: Sheet, report: Report) -> None:
    page = book.create_sheet(_("About this table"))
    facts = [
        (_("Table"), report.title),
        (_("Period"), report.period),
        (_("Data as of"), day(report.as_of)),
        (_("Unit of amounts"), unit_name(report.unit)),
        *report.filters.items(),
        (_("Rows"), len(sheet.frame)),
        (_("Data version"), report.data_version or "—"),
        (_("Identity"), report.identity_note or "—"),
    ]
    if report.demonstration:
        facts.append(
            (
                _("Demonstration data"),
                _("Demonstration data: every organisation, person and figure is invented."),
            )
        )
    for row, (name, value) in enumerate(facts, 1):
        style.put(page, row, 1, str(name), style.BOLD)
        style.put(page, row, 2, value, wrap=True)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 20, 70
    style.page(page, report, landscape=False)


def _pieces(before: str, rows: Iterator[str], after: str) -> Iterator[bytes]:
    yield before.encode()
    piece: list[str] = []
    for row in rows:
        piece.append(row)
        if len(piece) == ROWS_A_PIECE:
            yield "".join(piece).encode()
            piece = []
    yield "".join(piece).encode()
    yield after.encode()


def _rows(sheet: Sheet, report: Report, styles: list[str]) -> Iterator[str]:
    writers = [
        _writer(column, report, get_column_letter(number), styles[number - 1])
        for number, column in enumerate(sheet.columns, 1)
    ]
    columns = [sheet.frame[column.key].tolist() for column in sheet.columns]
    row = 1
    for row, values in enumerate(zip(*columns, strict=True), 2):
        cells = "".join(write(value, row) for write, value in zip(writers, values, strict=True))
        yield f'<row r="{row}">{cells}</row>'
    if any(column.total for column in sheet.columns) and len(sheet.frame):
        sums = [
            total(values) if column.total else _("Total") if number == 0 else None
            for number, (column, values) in enumerate(zip(sheet.columns, columns, strict=True))
        ]
        cells = "".join(write(value, row + 1) for write, value in zip(writers, sums, strict=True))
        yield f'<row r="{row + 1}">{cells}</row>'


def _writer(column: Column, report: Report, letter: str, number: str) -> Callable[[Any, int], str]:
    """How a column's values become cells: (value, row) -> XML."""
    shown = TEXTS.get(column.kind)
    if shown is None:
        return _text_writer(column, letter, number)
    per = report.fen_per if column.kind == "amount" else 100

    def write(value: Any, row: int) -> str:
        if value is None or is_missing(value):
            return ""
        if isinstance(value, str):  # the word Total in a first column of numbers
            return f'<c r="{letter}{row}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f'<c r="{letter}{row}" s="{number}"><v>{shown(value, per, column.head)}</v></c>'

    return write


def _text_writer(column: Column, letter: str, number: str) -> Callable[[Any, int], str]:
    def write(value: Any, row: int) -> str:
        if value is None or is_missing(value):
            return ""
        clean = escape(text(value, column.head))
        return (
            f'<c r="{letter}{row}" s="{number}" t="inlineStr"><is><t'
            f' xml:space="preserve">{clean}</t></is></c>'
        )

    return write


def _money(fen: Any, per: int, head: str) -> str:
    if type(fen) is not int:
        return format(amount(fen, per, head), "f")
    if not -MOST_FEN < fen < MOST_FEN:
        raise AmountTooLarge(column=head)
    whole, rest = divmod(abs(fen), per)
    return (
        f"{'-' if fen < 0 else ''}{whole}.{rest:0{len(str(per)) - 1}d}"
        if rest
        else f"{'-' if fen < 0 else ''}{whole}"
    )


TEXTS: dict[str, Callable[[Any, int, str], str]] = {
    "amount": _money,
    "original": _money,
    "integer": lambda value, _per, _head: str(int(value)),
    "date": lambda value, _per, _head: format(Decimal(repr(to_excel(value))), "f"),
    "share": lambda value, _per, _head: format(
        Decimal(repr(value) if isinstance(value, float) else str(value)), "f"
    ),
    "number": lambda value, _per, _head: format(
        Decimal(repr(value) if isinstance(value, float) else str(value)), "f"
    ),
}
