"""A report as plain data: what its sheets hold, amounts in fen, for programs; and a sheet as CSV,
amounts in the currency's own unit, for tables.
"""

from dataclasses import replace
from decimal import Decimal

from fund import money
from fund.reports.description import Column, Report, Sheet
from fund.reports.values import Value, day_of, in_own_units, is_missing, number_of, originals
from fund.workbook.delimited import written

Plain = str | int | float | Decimal | None
"""What a cell is as plain data."""


def document(report: Report) -> dict[str, object]:
    """The report as JSON takes it: each sheet's columns (key, head, kind) and rows; amounts are
    whole fen (of kind "original" whole minor units of the currency their row names), shares 0 to
    1, days ISO dates, what is missing null.
    """
    return {
        "title": report.title,
        "period": report.period,
        "as_of": report.as_of.isoformat(),
        "language": report.language,
        "sheets": [
            {
                "name": sheet.name,
                "title": sheet.title,
                "columns": [
                    {"key": column.key, "head": column.head, "kind": column.kind}
                    for column in sheet.columns
                ],
                "rows": rows(sheet),
            }
            for sheet in report.sheets
        ],
    }


def rows(sheet: Sheet) -> list[list[Plain]]:
    """The rows of a sheet, a value a column."""
    columns = [
        [_value(value, column) for value in sheet.frame[column.key].tolist()]
        for column in sheet.columns
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def delimited(sheet: Sheet) -> bytes:
    """A sheet as CSV: heads as people read them, amounts with the decimals of their currency, an
    apostrophe before a text a spreadsheet would calculate.
    """
    own = replace(sheet, frame=in_own_units(sheet.frame, originals(sheet)))
    heads = [column.head for column in sheet.columns]
    return written(
        heads,
        (
            [_said(value, column) for value, column in zip(row, sheet.columns, strict=True)]
            for row in rows(own)
        ),
    )


def _value(value: Value, column: Column) -> Plain:
    if value is None or is_missing(value):
        return None
    if column.kind in ("amount", "original", "integer", "year"):
        return value if isinstance(value, Decimal) else int(number_of(value))
    if column.kind == "date":
        return day_of(value).isoformat()
    if column.kind in ("share", "number"):
        return float(number_of(value))
    return str(value)


def _said(value: Plain, column: Column) -> object:
    if column.kind in ("amount", "original") and isinstance(value, int):
        return money.units(value)
    return value
