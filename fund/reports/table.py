"""The frame of one table as one sheet: title, frozen headings, totals as values, note, chart."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _, official_day, unit_name
from fund.reports import paper, style
from fund.reports.charts import draw
from fund.reports.description import LAST_ROW, Column, Report, Sheet, TooManyRows
from fund.reports.style import FIRST_ROW, HEAD_ROW
from fund.reports.values import added_up, amount, is_missing
from fund.reports.written import Written, quoted

ABOUT, GAP, LEAST_CHART = 110.0, 45.0, 6.5
"""Points of what stands above the heads and between table and chart; of the rows between the two;
centimetres of a chart that is not moved to the next page.
"""


LARGER = 1.4
"""A title's type beside that of a table."""


def write(
    page: Worksheet,
    sheet: Sheet,
    report: Report,
    under: Sequence[Sheet] = (),
    least: float = 0,
    rest: float = 0,
) -> tuple[Written, paper.Layout]:
    """The frame of a sheet, all but its rows (fund.reports.stream), and how it lies; ``under`` are
    those that will stand below it, ``least`` points they take together on one page, or ``rest``
    those they take on the last of several. Raises AmountTooLarge and TooManyRows.
    """
    columns = max((list(one.columns) for one in (sheet, *under)), key=len)
    made = paper.lowered(paper.of_columns(columns), least) if least else lies(sheet, columns)
    written = framed(page, sheet, report, made)
    is_on_several = False
    if not least:
        used = _broken(page, sheet, written, made)
        if rest > paper.room(made) - used:
            page.row_breaks.append(Break(id=written.end + 1))
            written.pages += 1
        is_on_several = bool(page.row_breaks.brk) or not written.pages
        if has_chart(sheet):
            is_alone = chart(page, report, written, made, written.end + 3, used)
            written.pages += is_alone if written.pages else 0
    page.freeze_panes = f"B{FIRST_ROW}"
    # heads are no heads of a chart on a page of its own
    paper.page(page, report, made, repeat_row=HEAD_ROW if is_on_several else None)
    return written, made


def _broken(page: Worksheet, sheet: Sheet, written: Written, made: paper.Layout) -> float:
    """End the pages where rows end, so that programs agree where they do; how many there are, 0
    where rows are too many to be measured. Returns the points taken on the last.
    """
    if len(sheet.frame) > paper.FEW:
        written.pages = 0
        return math.inf
    head = page.row_dimensions[HEAD_ROW].height or 0
    above = head + sum(page.row_dimensions[row].height or paper.LINE for row in (1, 2, 3))
    rows = heights(sheet) or [0.0]
    # neither total nor note stands alone on a page
    rows[-1] += paper.height(1) if written.total_row else 0
    if sheet.note:
        rows[-1] += (page.row_dimensions[written.end].height or 0) + paper.LINE
    ends = paper.breaks(rows, above, head, made)
    for end in ends:
        page.row_breaks.append(Break(id=FIRST_ROW + end - 1))
    written.pages = (1 + len(ends)) * (1 + len(made.ends))
    return head + sum(rows[ends[-1] :]) if ends else above + sum(rows)


def framed(
    page: Worksheet, sheet: Sheet, report: Report, made: paper.Layout, top: int = 1
) -> Written:
    """Title, unit, heads, totals and note of a table, its title in row ``top``."""
    columns, above = list(sheet.columns), top - 1
    first, head = FIRST_ROW + above, HEAD_ROW + above
    _titled(page, columns, made, top, sheet.title)
    # what is said above the heads stands on every part, so within the columns that do
    _said(page, columns[: made.repeated or None], top + 1, _subtitle(report, columns))
    if report.demonstration and top == 1:
        _marked(page, columns, made)
    for number, column in enumerate(columns, 1):
        _head(page, head, number, column, style.indent(columns, number - 1))
    last = max(first, head + len(sheet.frame))
    if last > LAST_ROW:
        raise TooManyRows(rows=len(sheet.frame), most=LAST_ROW - HEAD_ROW)
    if not len(sheet.frame):
        words = _("No records for this period and these filters.")
        style.put(page, first, 1, words, style.SMALL)
    written = Written(sheet, page.title, last, None, first)
    written.styles = [
        _styles(page, column, report, style.indent(columns, at))
        for at, column in enumerate(columns)
    ]
    if any(column.total for column in columns) and len(sheet.frame):
        written.total_row = last + 1
        _totals(page, sheet, report, written)
    if sheet.note:
        shown = columns[: made.ends[0]] if made.ends else columns
        _said(page, shown, (written.total_row or last) + 2, sheet.note)
    _name(page, written)
    return written


def _titled(
    page: Worksheet, columns: Sequence[Column], made: paper.Layout, row: int, title: str
) -> None:
    """A table's title: on one line, in a divided table on as many as the columns repeated on every
    part ask for.
    """
    if not made.ends:
        style.put(page, row, 1, title, style.TITLE)
        page.row_dimensions[row].height = 24
        return
    shown = columns[: made.repeated]
    _said(page, shown, row, title, style.TITLE)
    wide = sum(style.width(column) for column in shown) / paper.BOLD / LARGER
    page.row_dimensions[row].height = 24 * paper.lines_of(title, wide)


def lies(sheet: Sheet, columns: list[Column]) -> paper.Layout:
    """How the table lies: with its chart on one page where that can be read, else without."""
    made = paper.of_columns(columns)
    if not len(sheet.frame) or len(sheet.frame) > paper.FEW:
        return made
    head = max(_head_lines(column, style.indent(columns, at)) for at, column in enumerate(columns))
    high = sum(heights(sheet)) + paper.height(head) + ABOUT + (34 if sheet.note else 0)
    chart = LEAST_CHART * 10 / paper.A_POINT if sheet.chart else 0
    return paper.lowered(made, *([high + chart] if chart else []), high)


def _marked(page: Worksheet, columns: list[Column], made: paper.Layout) -> None:
    """That figures are invented; in a divided table as short as the header says it, whole on every
    part.
    """
    if made.ends:
        _said(page, columns[: made.repeated], 3, _("Demonstration data"), style.MARK)
        return
    words = _("Demonstration data: every organisation, person and figure is invented.")
    style.put(page, 3, 1, words, style.MARK)


def _said(
    page: Worksheet, columns: Sequence[Column], row: int, words: str, font: Font = style.SMALL
) -> None:
    """A sentence across the first columns, as high as it needs."""
    style.put(page, row, 1, words, font, wrap=True)
    if len(columns) > 1:
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(columns))
    wide = sum(style.width(column) for column in columns)
    page.row_dimensions[row].height = paper.height(paper.lines_of(words, wide))


def has_chart(sheet: Sheet) -> bool:
    """Whether a chart is drawn of it: one of no rows is none."""
    return sheet.chart is not None and len(sheet.frame) > 0


def chart(
    page: Worksheet,
    report: Report,
    written: Written,
    made: paper.Layout,
    row: int,
    used: float,
) -> bool:
    """A table's chart from a row on, where it fits below the points used on the page, else at the
    top of the next; whether it stands there.
    """
    across, down = made.size
    widths = [style.width(column) for column in written.sheet.columns]
    wide = paper.millimetres([paper.shown_width(widths, made)[1]])
    left = down / 10 - (used + GAP) * paper.A_POINT / 10
    is_below = left >= LEAST_CHART
    most = (min(across, wide) / 10, left if is_below else down / 10 - 1.5)
    draw(page, written.sheet, written, report, row, most)
    if not is_below:
        # a row above the chart, whose upper edge else is printed on the page before
        page.row_breaks.append(Break(id=row - 2))
    return not is_below


def heights(sheet: Sheet) -> list[float]:
    """Points of each row of a table that is not long, by the lines its texts take."""
    counts = [1] * len(sheet.frame)
    for at, column in enumerate(sheet.columns):
        if column.kind in ("text", "code"):
            wide = style.width(column) - style.indent(sheet.columns, at) * paper.INDENT
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


def _head(page: Worksheet, row: int, number: int, column: Column, indent: int) -> None:
    head = style.put(
        page,
        row,
        number,
        column.head,
        style.HEAD,
        align="right" if style.is_numeric(column) else "left",
        wrap=True,
        indent=indent,
    )
    head.fill = style.HEAD_FILL
    letter = get_column_letter(number)
    page.column_dimensions[letter].width = style.width(column)
    high = page.row_dimensions[row].height or 0
    lines = _head_lines(column, indent)
    page.row_dimensions[row].height = max(high, paper.height(lines) + 4)


def _head_lines(column: Column, indent: int) -> int:
    """Lines of a head, which is bold."""
    return paper.lines_of(column.head, (style.width(column) - indent * paper.INDENT) / paper.BOLD)


def _styles(page: Worksheet, column: Column, report: Report, indent: int) -> tuple[int, ...]:
    """The numbers of the styles of a column's cells, and of its texts that look like formulas; of
    amounts of whatever currency, those of each of ODD_PLACES too.
    """
    odd = style.ODD_PLACES if column.kind == "original" else ()
    cells = [Cell(page, FIRST_ROW, 1) for _cell in range(2 + len(odd))]
    for cell in cells:
        cell.font, cell.border = style.BODY, style.ROW_LINES
        cell.alignment = style.aligned(
            "right" if style.is_numeric(column) else "left",
            wrap=column.kind in ("text", "code"),
            indent=indent,
        )
        cell.number_format = style.number_format(column, report)
    cells[1].quotePrefix = True
    for places, cell in zip(odd, cells[2:], strict=True):
        cell.number_format = style.odd_format(places)
    return tuple(cell.style_id for cell in cells)


def _totals(page: Worksheet, sheet: Sheet, report: Report, written: Written) -> None:
    """Totals as live sums of their rows; the results are stored beside the formulas."""
    sums = {
        column.key: added_up(column, sheet.frame[column.key])
        for column in sheet.columns
        if column.total
    }
    written.totals.update(sums)
    row = written.total_row or 0
    for number, column in enumerate(sheet.columns, 1):
        value, result = _summed(column, sums, report, written)
        if value is None and number == 1:
            value = _("Total")
        cell = style.put(
            page,
            row,
            number,
            value,
            style.BOLD,
            align="right" if style.is_numeric(column) else "left",
            indent=style.indent(sheet.columns, number - 1),
        )
        if result is not None:
            cell.data_type = "f"
            cell.quotePrefix = False
            written.results[cell.coordinate] = result
        cell.fill, cell.number_format = style.TOTAL_FILL, style.number_format(column, report)
        cell.border = style.TOTAL_LINES


def _summed(
    column: Column, sums: Mapping[str, int | Decimal], report: Report, written: Written
) -> tuple[str | None, Decimal | None]:
    """The formula under a column and its result; none where nothing is added up."""
    letter, row = written.letter(column.key), written.total_row or 0
    if column.total:
        per = report.fen_per if column.kind == "amount" else 1
        formula = f"=SUM({letter}{written.first_row}:{letter}{written.last_row})"
        return formula, amount(sums[column.key], per, column.head)
    if column.ratio and sums[column.ratio[1]]:
        top, below = (f"{written.letter(key)}{row}" for key in column.ratio)
        return f"={top}/{below}", Decimal(sums[column.ratio[0]]) / Decimal(sums[column.ratio[1]])
    if column.rate:
        amounts, days = (
            f"{letter}{FIRST_ROW}:{letter}{written.last_row}"
            for letter in map(written.letter, column.rate[:2])
        )
        return f"=XIRR({amounts},{days})", Decimal(repr(column.rate[2]))
    return None, None


def _name(page: Worksheet, written: Written) -> None:
    """Defined names for the rows and the totals, for those who build on the workbook."""
    names = page.parent.defined_names
    name = written.sheet.name
    last = get_column_letter(len(written.sheet.columns))
    names[f"data_{name}"] = DefinedName(
        f"data_{name}",
        attr_text=f"{quoted(page.title)}!$A${written.first_row - 1}:${last}${written.last_row}",
    )
    for key in written.totals:
        names[f"total_{name}_{key}"] = DefinedName(
            f"total_{name}_{key}", attr_text=written.total_cell(key)
        )
