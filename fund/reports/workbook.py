"""The one workbook writer: a description in, .xlsx bytes out. It knows no domain.

Amounts come in fen and are written as numbers exact to the fen in the report's unit; totals are
values, so every figure can be read without calculating; the check sheet compares them live. Titles,
heads and notes come in the reader's words.
"""

import io

from openpyxl import Workbook

from fund.i18n import _, speaking
from fund.reports import check, cover, form, package, table
from fund.reports.description import (
    AmountTooLarge,
    ChartSpec,
    Check,
    Column,
    Report,
    Sheet,
    TextTooLong,
    file_name,
)
from fund.reports.verify import seal

__all__ = [
    "AmountTooLarge",
    "ChartSpec",
    "Check",
    "Column",
    "Report",
    "Sheet",
    "TextTooLong",
    "file_name",
    "write",
]


def write(report: Report) -> bytes:
    """The whole report, sealed (fund.reports.verify). Raises TextTooLong and AmountTooLarge."""
    with speaking(report.language):
        book = Workbook()
        book.properties.title, book.properties.creator = report.title, ""
        book.active.title = _("Cover")
        cover.write(book.active, report)
        written = {
            sheet.name: table.write(book.create_sheet(sheet.title), sheet, report)
            for sheet in report.sheets
        }
        for one in report.forms:
            form.write(book.create_sheet(one.title), one, report)
        results = check.write(book.create_sheet(_("Check")), report, written)
        out = io.BytesIO()
        book.save(out)
    return seal(
        package.store_results(out.getvalue(), len(report.sheets) + len(report.forms) + 2, results)
    )
