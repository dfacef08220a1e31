"""The one workbook writer: a description in, .xlsx bytes out. It knows no domain.

Amounts come in fen and are written as numbers exact to the fen in the report's unit; totals are
values, so every figure can be read without calculating; the check sheet compares them live. Titles,
heads and notes come in the reader's words.

openpyxl makes the frame: cover, forms, check sheet, of every table titles, heads, totals and chart.
Then one pass writes the package: the tables' rows as they come, told to the record, which the
hidden sheet of the seal holds and which is therefore written last.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _, speaking
from fund.reports import check, cover, form, package, paper, stream, style, table, together
from fund.reports.description import (
    AmountTooLarge,
    ChartSpec,
    Check,
    Column,
    Report,
    Sheet,
    TextTooLong,
    TooManyRows,
    file_name,
)
from fund.reports.record import Record
from fund.reports.seal import SEAL, keep, looks, sealed_lines
from fund.reports.signing import Sealing
from fund.reports.values import in_own_units, originals
from fund.reports.written import Written

__all__ = [
    "AmountTooLarge",
    "ChartSpec",
    "Check",
    "Column",
    "Report",
    "Sheet",
    "TextTooLong",
    "TooManyRows",
    "file_name",
    "write",
]


def write(report: Report, sealing: Sealing | None = None) -> bytes:
    """The whole report; with ``sealing`` signed (fund.reports.verify). Raises TextTooLong,
    AmountTooLarge and TooManyRows.
    """
    with speaking(report.language):
        report = together.fitted(paper.fitted(_in_own_units(_ordered(report))))
        book, written, results = _frame(report)
        out = io.BytesIO()
        book.save(out)
        frame, record = package.Frame(out.getvalue()), Record(is_kept=sealing is not None)
        parts: dict[str, bytes | Iterable[bytes]] = {}
        for number, page in enumerate(book.worksheets, 1):
            part = package.sheet_part(number)
            if page.title in written:
                one = written[page.title]
                parts[part] = _table(_calculated(frame.text(part), one), page, one, report, record)
            else:
                keep(record, page, results if page == book.worksheets[-1] else {})
        last = len(book.worksheets)
        check_part = package.sheet_part(last)
        parts[check_part] = package.with_results(frame.text(check_part), results)
        if sealing is not None:
            lines = sealed_lines(record, looks(out.getvalue()), sealing)
            parts |= package.hidden_sheet(frame, last + 1, SEAL, lines)
        return frame.written(parts)


def _ordered(report: Report) -> Report:
    """The sheets the office wants first, first; the others as they stand."""
    first = {name: place for place, name in enumerate(report.look.sheets)}
    sheets = sorted(report.sheets, key=lambda sheet: first.get(sheet.name, len(first)))
    return replace(report, sheets=sheets)


def _in_own_units(report: Report) -> Report:
    """Amounts of rows in whatever currency as amounts of its unit, once for all that write, measure
    or check them.
    """
    sheets = [
        replace(sheet, frame=in_own_units(sheet.frame, originals(sheet))) for sheet in report.sheets
    ]
    return replace(report, sheets=sheets)


def _frame(
    report: Report,
) -> tuple[Workbook, dict[str, Written], Mapping[str, Decimal]]:
    """Everything but the tables' rows, the tables by title, and the results of the check sheet's
    formulas.
    """
    book = Workbook()
    # columns are measured in digits of the first font: ours, which is there wherever Chinese is
    book._fonts = IndexedList([style.BODY])  # noqa: SLF001  openpyxl has no other way
    book.properties.title, book.properties.creator = report.title, ""
    book.active.title = _("Cover")
    written: dict[str, Written] = {}
    first: list[Written] = []
    for sheet, *under in together.grouped(report.sheets):
        page = book.create_sheet(sheet.title)
        points = together.least([sheet, *under])
        written[sheet.name], made = table.write(page, sheet, report, under, *points)
        above = written[sheet.name]
        first.append(above)
        for other in under:
            above = together.below(page, other, report, made, above)
            written[other.name] = above
            first[-1].results |= above.results
        if under and table.has_chart(sheet):
            used = together.tables([sheet, *under])
            table.chart(page, report, first[-1], made, above.end + 3, used)
    pages = {one.title: one.pages for one in first}
    for one in report.forms:
        pages[one.title] = form.write(book.create_sheet(one.title), one, report)
    cover.write(book.worksheets[0], report, pages)
    results = check.write(book.create_sheet(_("Check")), report, written)
    return book, {one.title: one for one in first}, results


def _calculated(xml: str, written: Written) -> str:
    """A table's sheet with the results of its totals."""
    return package.with_results(xml, written.results).decode()


def _table(
    xml: str, page: Worksheet, written: Written, report: Report, record: Record
) -> Iterator[bytes]:
    """A table's sheet, its rows told to the record between what stands above and below them."""
    keep(record, page, {}, last=style.HEAD_ROW)
    sheet = written.sheet
    last = max(written.last_row, page.max_row)
    area = f"A1:{get_column_letter(max(len(sheet.columns), page.max_column))}{last}"
    rows = stream.rows(sheet, report, page.title, written.styles, record)
    yield from package.with_rows(xml, area, rows)
    below = written.last_row + 1 if len(sheet.frame) else style.FIRST_ROW
    keep(record, page, written.results, first=below)
