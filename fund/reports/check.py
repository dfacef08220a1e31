"""The last sheet: every total beside the database's own figure and beside the sum of its rows; all
differences read 0.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _, unit_name
from fund.reports import paper, style
from fund.reports.description import Check, Report
from fund.reports.values import amount, total
from fund.reports.written import Written

FIRST = 7
WIDTHS = (40, 18, 18, 14)


class Line(NamedTuple):
    """One comparison: formulas or values of both sides, and what they come to, in fen or pieces."""

    name: str
    stated: str | None
    stated_value: int
    other: str | None
    other_value: int
    kind: str


def write(page: Worksheet, report: Report, written: Mapping[str, Written]) -> dict[str, Decimal]:
    """Fill the sheet; returns the result of every formula on it, since openpyxl stores formulas
    without results.
    """
    results: dict[str, Decimal] = {}
    style.put(page, 1, 1, _("Check"), style.TITLE)
    style.put(page, 2, 1, _("Unit: {unit}").format(unit=unit_name(report.unit)), style.SMALL)
    style.put(page, 4, 1, _("All differences together"), style.BOLD)
    database = [_against_database(check, written) for check in report.checks]
    sums = [
        _sum_of_rows(table, column.key)
        for table in written.values()
        for column in table.sheet.columns
        if column.key in table.totals
    ]
    row, areas = FIRST, []
    for other, lines in ((_("Database"), database), (_("Sum of the rows"), sums)):
        if lines:
            _block(page, report, row, other, lines, results)
            areas.append(f"SUMPRODUCT(ABS(D{row}:D{row + len(lines) - 1}))")
            row += len(lines) + 2
    page["D4"] = "=" + "+".join(areas) if areas else 0
    page["D4"].font, page["D4"].number_format = style.RESULT, "#,##0.00"
    if areas:
        results["D4"] = sum(
            (abs(value) for cell, value in results.items() if cell.startswith("D")), Decimal(0)
        )
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    paper.page(page, report, paper.layout(WIDTHS))
    return results


def _against_database(check: Check, written: Mapping[str, Written]) -> Line:
    if isinstance(check.stated, int):
        return Line(check.name, None, check.stated, None, check.database, check.kind)
    sheet, key = check.stated
    table = written[sheet]
    formula = f"={table.total_cell(key)}" if key in table.totals else None
    return Line(check.name, formula, table.totals.get(key, 0), None, check.database, check.kind)


def _sum_of_rows(table: Written, key: str) -> Line:
    column = next(column for column in table.sheet.columns if column.key == key)
    value = total(table.sheet.frame[key])
    return Line(
        f"{table.title} · {column.head}",
        f"={table.total_cell(key)}",
        table.totals[key],
        f"=SUM({table.rows_of(key)})",
        value,
        column.kind,
    )


def _block(
    page: Worksheet,
    report: Report,
    row: int,
    other: str,
    lines: list[Line],
    results: dict[str, Decimal],
) -> None:
    """A table of comparisons from ``row`` on, under a head in the row before."""
    for number, head in enumerate((_("Figure"), _("In this workbook"), other, _("Difference")), 1):
        style.put(
            page, row - 1, number, head, style.HEAD, align="left" if number == 1 else "right"
        ).fill = style.HEAD_FILL
    for place, line in enumerate(lines, row):
        _comparison(page, report, place, line, results)


def _comparison(
    page: Worksheet, report: Report, row: int, line: Line, results: dict[str, Decimal]
) -> None:
    per = report.fen_per if line.kind == "amount" else 1
    stated, other = (
        amount(value, per, line.name) for value in (line.stated_value, line.other_value)
    )
    style.put(page, row, 1, line.name, wrap=True).border = style.ROW_LINES
    cells: list[tuple[str, Any, Decimal]] = [
        ("B", line.stated, stated),
        ("C", line.other, other),
        ("D", f"=ROUND(B{row}-C{row},{len(str(per)) - 1})", stated - other),
    ]
    for letter, formula, value in cells:
        cell = page[f"{letter}{row}"]
        cell.value = formula or value
        if formula:
            results[f"{letter}{row}"] = value
        cell.font, cell.number_format = style.BODY, "#,##0.00" if line.kind == "amount" else "#,##0"
        cell.border = style.ROW_LINES
