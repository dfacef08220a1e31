"""The last sheet: every table calculated anew from its rows, by formula, beside what the database
said when the report was made; all differences read 0.

Totals stand beside the postings added up anew, where a room has such a check, and every table
beside the figures it was made of: how many rows, the sum of each total, of what is not added up (in
its own currency, numbers and days, shares), and how many characters its words have.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _, unit_name
from fund.reports import paper, style
from fund.reports.description import Check, Column, Report
from fund.reports.values import MEASURED, all_of, amount, present, text, total
from fund.reports.written import Written

FIRST = 7
WIDTHS = (54.0, 18.0, 18.0, 14.0)
FIGURES: dict[str, tuple[tuple[str, ...], int]] = {
    "original": (("original",), 4),
    "whole": (("integer", "year", "date"), 0),
    "measured": (MEASURED, 6),
}
"""What is added up together of columns without a total: the kinds, the decimals compared."""


class Line(NamedTuple):
    """One comparison: formulas or values of both sides, what they come to in the cell's unit, the
    decimals that count.
    """

    name: str
    stated: str | None
    stated_value: Decimal
    database: Decimal
    decimals: int
    is_money: bool = False


def write(page: Worksheet, report: Report, written: Mapping[str, Written]) -> dict[str, Decimal]:
    """Fill the sheet; returns the result of every formula on it, since openpyxl stores formulas
    without results.
    """
    results: dict[str, Decimal] = {}
    style.put(page, 1, 1, _("Check"), style.TITLE)
    style.put(page, 2, 1, _("Unit: {unit}").format(unit=unit_name(report.unit)), style.SMALL)
    style.put(page, 4, 1, _("All differences together"), style.BOLD)
    database = [_against_database(check, written, report) for check in report.checks]
    tables = [line for table in written.values() for line in _of_table(table, report)]
    row, areas = FIRST, []
    for other, lines in ((_("Database"), database), (_("As read from the database"), tables)):
        if lines:
            _block(page, row, other, lines, results)
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
    upright = paper.Layout(is_lying=False, scale=paper.LEAST, repeated=0)
    paper.page(page, report, upright, repeat_row=FIRST - 1)
    return results


def _against_database(check: Check, written: Mapping[str, Written], report: Report) -> Line:
    per = report.fen_per if check.kind == "amount" else 1
    decimals, is_money = len(str(per)) - 1, check.kind == "amount"
    database = amount(check.database, per, check.name)
    if isinstance(check.stated, int):
        stated = amount(check.stated, per, check.name)
        return Line(check.name, None, stated, database, decimals, is_money)
    sheet, key = check.stated
    table = written[sheet]
    if not key:
        return _counted(check.name, table)._replace(database=database)
    fen = table.totals.get(key, total(table.sheet.frame[key]))
    formula = table.total_cell(key) if key in table.totals else f"SUM({table.rows_of(key)})"
    value = amount(fen, per, check.name)
    return Line(check.name, f"={formula}", value, database, decimals, is_money)


def _of_table(table: Written, report: Report) -> Iterator[Line]:
    """Everything a table holds, from its rows."""
    count = _("Rows")
    yield _counted(f"{table.sheet.title} · {count}", table)
    if not len(table.sheet.frame):
        return
    yield from _of_totals(table, report)
    rest = [one for one in table.sheet.columns if one.key not in table.totals]
    words = {
        "amount": _("Amounts not added up"),
        "original": _("Amounts, each in its currency"),
        "whole": _("Numbers and days"),
        "measured": _("Shares and numbers"),
    }
    figures = {"amount": (("amount",), len(str(report.fen_per)) - 1), **FIGURES}
    for name, (kinds, decimals) in figures.items():
        found = [column for column in rest if column.kind in kinds]
        if found:
            value = _figures(table, found, report)
            formula = f"=SUM({','.join(table.rows_of(column.key) for column in found)})"
            said, is_money = f"{table.sheet.title} · {words[name]}", name in ("amount", "original")
            yield Line(said, formula, value, value, decimals, is_money)
    if len(table.sheet.frame) <= paper.FEW:
        yield from _letters(table, [one for one in rest if one.kind in ("text", "code")])


def _of_totals(table: Written, report: Report) -> Iterator[Line]:
    """The columns a table adds up, by the cells of its totals."""
    for column in (one for one in table.sheet.columns if one.key in table.totals):
        per = report.fen_per if column.kind == "amount" else 1
        value = amount(table.totals[column.key], per, column.head)
        yield Line(
            f"{table.sheet.title} · {column.head}",
            f"={table.total_cell(column.key)}",
            value,
            value,
            FIGURES["measured"][1] if column.kind in MEASURED else len(str(per)) - 1,
            column.kind == "amount",
        )


def _counted(name: str, table: Written) -> Line:
    """How many rows: by formula, so that one gone or put in is seen."""
    count = Decimal(len(table.sheet.frame))
    rows = table.rows_of(table.sheet.columns[0].key)
    return Line(name, f"=ROWS({rows})" if count else f"=COUNTA({rows})-1", count, count, 0)


def _figures(table: Written, columns: Sequence[Column], report: Report) -> Decimal:
    """The sum of columns as their cells hold them."""
    found = Decimal(0)
    for column in columns:
        values = present(table.sheet.frame[column.key].tolist())
        if column.kind == "amount":
            found += Decimal(total(values)) / report.fen_per
        elif column.kind == "original" and all_of(values, int):
            found += Decimal(sum(values)) / 100
        elif column.kind == "original":
            found += sum((amount(one, 100, column.head) for one in values), Decimal(0))
        elif column.kind == "date":
            days = Counter(one.date() if hasattr(one, "date") else one for one in values)
            found += sum((Decimal(str(to_excel(day))) * days[day] for day in days), Decimal(0))
        elif all_of(values, int):
            found += sum(values)
        else:
            found += sum((Decimal(repr(float(one))) for one in values), Decimal(0))
    return found


def _letters(table: Written, columns: Sequence[Column]) -> Iterator[Line]:
    """How many characters the words of a table have, of columns where every program counts
    alike: beyond the first 65,536 characters one is counted as two by some.
    """
    count, areas = 0, []
    for column in columns:
        values = present(table.sheet.frame[column.key].tolist())
        said = [text(one, column.head) for one in values]
        if all(max(one, default=" ") <= "\uffff" and "_x005F_" not in one for one in said):
            count += sum(map(len, said))
            areas.append(f"SUMPRODUCT(LEN({table.rows_of(column.key)}))")
    if areas:
        value, words = Decimal(count), _("Characters of the words")
        name = f"{table.sheet.title} · {words}"
        yield Line(name, f"={'+'.join(areas)}", value, value, 0)


def _block(
    page: Worksheet, row: int, other: str, lines: list[Line], results: dict[str, Decimal]
) -> None:
    """A table of comparisons from ``row`` on, under a head in the row before."""
    heads = (_("Figure"), _("In this workbook"), other, _("Difference"))
    for number, head in enumerate(heads, 1):
        side = "left" if number == 1 else "right"
        cell = style.put(page, row - 1, number, head, style.HEAD, align=side, wrap=True)
        cell.fill = style.HEAD_FILL
    counts = [
        paper.lines_of(head, wide / paper.BOLD) for head, wide in zip(heads, WIDTHS, strict=True)
    ]
    page.row_dimensions[row - 1].height = paper.height(max(counts))
    for place, line in enumerate(lines, row):
        _comparison(page, place, line, results)


def _comparison(page: Worksheet, row: int, line: Line, results: dict[str, Decimal]) -> None:
    style.put(page, row, 1, line.name, wrap=True).border = style.ROW_LINES
    page.row_dimensions[row].height = paper.height(paper.lines_of(line.name, WIDTHS[0]))
    difference = round(line.stated_value - line.database, line.decimals)
    cells: list[tuple[str, str | None, Decimal]] = [
        ("B", line.stated, line.stated_value),
        ("C", None, line.database),
        ("D", f"=ROUND(B{row}-C{row},{line.decimals})", difference),
    ]
    for letter, formula, value in cells:
        cell = page[f"{letter}{row}"]
        cell.value = formula or value
        if formula:
            results[f"{letter}{row}"] = value
        is_plain = not line.is_money and not line.decimals
        cell.font, cell.number_format = style.BODY, "#,##0" if is_plain else "#,##0.00"
        cell.border, cell.alignment = style.ROW_LINES, style.aligned("right")
