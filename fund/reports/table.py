"""The frame of one table as one sheet: title, frozen headings, totals as values, note, chart."""

import math
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _, official_day, unit_name
from fund.reports import paper, style
from fund.reports.charts import draw
from fund.reports.description import Column, Report, Sheet, TooManyRows
from fund.reports.style import FIRST_ROW, HEAD_ROW
from fund.reports.values import amount, is_missing, total
from fund.reports.written import Written, quoted

ABOUT, LEAST_CHART = 125.0, 6.5
"""Points of what stands above the heads and between table and chart; centimetres of a chart that is
not moved to the next page.
"""

LAST_ROW = 1_048_576 - 10
"""The last row of records a sheet holds, with place for totals and note below."""


def write(page: Worksheet, sheet: Sheet, report: Report) -> Written:
    """The frame of a sheet, all but its rows (fund.reports.stream). Raises AmountTooLarge and
    TooManyRows.
    """
    columns = list(sheet.columns)
    style.put(page, 1, 1, sheet.title, style.TITLE)
    made = paper.of_columns(columns)
    _said(page, columns, made, 2, _subtitle(report, columns))
    if report.demonstration:
        words = _("Demonstration data: every organisation, person and figure is invented.")
        style.put(page, 3, 1, words, style.MARK)
    for number, column in enumerate(columns, 1):
        _head(page, number, column)
    last = max(FIRST_ROW, HEAD_ROW + len(sheet.frame))
    if last > LAST_ROW:
        raise TooManyRows(rows=len(sheet.frame), most=LAST_ROW - HEAD_ROW)
    if not len(sheet.frame):
        words = _("No records for this period and these filters.")
        style.put(page, FIRST_ROW, 1, words, style.SMALL)
    written = Written(sheet, page.title, last, None)
    written.styles = [_styles(page, column, report) for column in columns]
    if any(column.total for column in columns) and len(sheet.frame):
        written.total_row = last + 1
        _totals(page, sheet, report, written)
    end = (written.total_row or last) + 1
    if sheet.note:
        _said(page, columns, made, end + 1, sheet.note)
        end += 1
    page.row_dimensions[1].height = 24
    if sheet.chart and len(sheet.frame):
        _chart(page, sheet, report, written, made, end + 2)
    _name(page, written)
    page.freeze_panes = f"B{FIRST_ROW}"
    paper.page(page, report, made, repeat_row=HEAD_ROW)
    return written


def _said(page: Worksheet, columns: list[Column], made: paper.Layout, row: int, words: str) -> None:
    """A sentence across the columns of the first part, as high as it needs."""
    last, wide = paper.shown_width([style.width(column) for column in columns], made)
    style.put(page, row, 1, words, style.SMALL, wrap=True)
    if last > 1:
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    page.row_dimensions[row].height = paper.height(paper.lines_of(words, wide))


def _chart(
    page: Worksheet, sheet: Sheet, report: Report, written: Written, made: paper.Layout, row: int
) -> None:
    """A chart below its table where both fit on a page, else at the top of the next."""
    across, down = made.size
    widths = [style.width(column) for column in sheet.columns]
    wide = paper.millimetres([paper.shown_width(widths, made)[1]])
    table = sum(heights(sheet)) if len(sheet.frame) <= paper.FEW else math.inf
    above = (page.row_dimensions[HEAD_ROW].height or 34) + ABOUT
    left = down / 10 - (table + above) * paper.A_POINT / 10
    is_below = left >= LEAST_CHART
    most = (min(across, wide) / 10, left if is_below else down / 10 - 1.5)
    draw(page, sheet, written, report, row, most)
    if not is_below:
        page.row_breaks.append(Break(id=row - 1))


def heights(sheet: Sheet) -> list[float]:
    """Points of each row of a table that is not long, by the lines its texts take."""
    counts = [1] * len(sheet.frame)
    for column in sheet.columns:
        if column.kind in ("text", "code"):
            wide = style.width(column)
            for place, value in enumerate(sheet.frame[column.key].tolist()):
                if not is_missing(value) and value != "":
                    counts[place] = max(counts[place], paper.lines_of(str(value), wide))
    return [paper.height(count) for count in counts]


def _subtitle(report: Report, columns: list[Column]) -> str:
    parts = [_("As of {day}").format(day=official_day(report.as_of))]
    if any(column.kind == "amount" for column in columns):
        parts.append(_("Unit: {unit}").format(unit=unit_name(report.unit)))
    if any(column.kind == "original" for column in columns):
        has_currency = any(column.key == "currency" for column in columns)
        parts.append(
            _("Unit: one of the currency of each row")
            if has_currency
            else _("Unit: {unit}").format(unit=unit_name("yuan"))
        )
    parts += [
        f"{name}{'：' if report.language == 'zh' else ': '}{value}"
        for name, value in report.filters.items()
    ]
    return " · ".join(parts)


def _head(page: Worksheet, number: int, column: Column) -> None:
    head = style.put(
        page,
        HEAD_ROW,
        number,
        column.head,
        style.HEAD,
        align="right" if style.is_numeric(column) else "left",
        wrap=True,
    )
    head.fill = style.HEAD_FILL
    page.column_dimensions[get_column_letter(number)].width = style.width(column)
    lines = paper.lines_of(column.head, style.width(column))
    high = page.row_dimensions[HEAD_ROW].height or 0
    page.row_dimensions[HEAD_ROW].height = max(high, paper.height(lines) + 4)


def _styles(page: Worksheet, column: Column, report: Report) -> tuple[int, int]:
    """The numbers of the styles of a column's cells, and of its texts that look like formulas."""
    cells = Cell(page, FIRST_ROW, 1), Cell(page, FIRST_ROW, 1)
    for cell in cells:
        cell.font, cell.border = style.BODY, style.ROW_LINES
        cell.alignment = style.aligned(
            "right" if style.is_numeric(column) else "left", wrap=column.kind in ("text", "code")
        )
        cell.number_format = style.number_format(column, report)
    cells[1].quotePrefix = True
    return cells[0].style_id, cells[1].style_id


def _totals(page: Worksheet, sheet: Sheet, report: Report, written: Written) -> None:
    """Totals as live sums of their rows; the results are stored beside the formulas."""
    sums = {column.key: total(sheet.frame[column.key]) for column in sheet.columns if column.total}
    written.totals.update(sums)
    row = written.total_row or 0
    for number, column in enumerate(sheet.columns, 1):
        value: object = _("Total") if number == 1 else None
        result: Decimal | None = None
        if column.total:
            letter = get_column_letter(number)
            value = f"=SUM({letter}{FIRST_ROW}:{letter}{written.last_row})"
            per = report.fen_per if column.kind == "amount" else 1
            result = amount(sums[column.key], per, column.head)
        elif column.ratio and sums[column.ratio[1]]:
            top, below = (f"{written.letter(key)}{row}" for key in column.ratio)
            value = f"={top}/{below}"
            result = Decimal(sums[column.ratio[0]]) / Decimal(sums[column.ratio[1]])
        cell = style.put(
            page,
            row,
            number,
            value,
            style.BOLD,
            align="right" if style.is_numeric(column) else "left",
        )
        if result is not None:
            cell.data_type = "f"
            cell.quotePrefix = False
            written.results[cell.coordinate] = result
        cell.fill, cell.number_format = style.TOTAL_FILL, style.number_format(column, report)
        cell.border = style.TOTAL_LINES


def _name(page: Worksheet, written: Written) -> None:
    """Defined names for the rows and the totals, for those who build on the workbook."""
    names = page.parent.defined_names
    name = written.sheet.name
    last = get_column_letter(len(written.sheet.columns))
    names[f"data_{name}"] = DefinedName(
        f"data_{name}", attr_text=f"{quoted(page.title)}!$A${HEAD_ROW}:${last}${written.last_row}"
    )
    for key in written.totals:
        names[f"total_{name}_{key}"] = DefinedName(
            f"total_{name}_{key}", attr_text=written.total_cell(key)
        )
