"""The seal of a workbook: the very hidden sheet with its record, and how a sheet openpyxl made is
told to it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from openpyxl.compat import safe_string
from openpyxl.worksheet.worksheet import Worksheet

from fund.reports.package import plain
from fund.reports.record import Record
from fund.workbook.cells import ROWS_OF_A_SHEET, digits, unescaped

SEAL = "_issued"


def keep(
    record: Record,
    page: Worksheet,
    results: Mapping[str, Decimal],
    first: int = 1,
    last: int = ROWS_OF_A_SHEET,
) -> None:
    """Tell the record some rows of a sheet, as they will be read; ``results`` are those of its
    formulas.
    """
    for cells in page.iter_rows(min_row=first, max_row=min(last, page.max_row)):
        found = [
            (cell.column, *_read(cell, results.get(cell.coordinate)))
            for cell in cells
            if cell.value not in (None, "")
        ]
        if found:
            record.block(
                page.title, cells[0].row, [(column, kind, [value]) for column, kind, value in found]
            )


def _read(cell: Any, result: Decimal | None) -> tuple[str, str]:
    """What a reader finds in a cell: kind and value (fund.workbook.cells)."""
    if cell.data_type == "s":
        return "text", unescaped(cell.value)
    if cell.data_type == "f":
        return "formula", "" if result is None else digits(float(plain(result)))
    return "number", digits(float(safe_string(cell.value)))
