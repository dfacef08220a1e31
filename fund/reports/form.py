"""A paper form as one sheet: boxes with lines around them, on one page across."""

from decimal import Decimal

from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _
from fund.reports import paper, style
from fund.reports.description import Box, Form, Report
from fund.reports.values import amount

FIRST = 4
"""The first row of boxes, below heading, subtitle and the mark of demonstration data."""
FORMATS = {"text": "@", "amount": "#,##0.00", "points": "0.00", "rate": "0.00%"}
FRAME = Border(left=style.STRONG, right=style.STRONG, top=style.STRONG, bottom=style.STRONG)
LINE = 15.0
"""Points a line of text takes."""


def write(page: Worksheet, form: Form, report: Report) -> int:
    """Fill a sheet; how many pages it takes. Raises TextTooLong and AmountTooLarge."""
    last = len(form.widths)
    for number, width in enumerate(form.widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    mark = (
        _("Demonstration data: every organisation, person and figure is invented.")
        if report.demonstration
        else ""
    )
    for row, (words, font) in enumerate(
        ((form.heading, style.TITLE), (form.subtitle, style.BODY), (mark, style.MARK)), 1
    ):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        style.put(page, row, 1, words, font, align="center")
    lines: dict[int, int] = {}
    for row, column, box in form.placed():
        _put(page, row + FIRST - 1, column, box, form.fen_per)
        if box.down == 1:
            lines[row] = max(
                lines.get(row, 1),
                _lines(box, sum(form.widths[column - 1 : column - 1 + box.across])),
            )
    for row, count in lines.items():
        page.row_dimensions[row + FIRST - 1].height = max(24.0, count * LINE + 6)
    _signed(page, last)
    paper.page_fitted(page, report, is_lying=True)
    return paper.pages_fitted(page, form.widths, is_lying=True)


def _signed(page: Worksheet, last: int) -> None:
    """A line to sign on below the boxes: each form is signed by itself."""
    row, line = page.max_row + 1, "＿" * 6
    words = _(
        "Filled in by: {line}  Reviewed by: {line}  Head of the unit (seal): {line}  Date: {line}"
    )
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    style.put(page, row, 1, words.format(line=line), style.BODY, align="left")
    page.row_dimensions[row].height = 24.0


def _put(page: Worksheet, row: int, column: int, box: Box, fen_per: int) -> None:
    cell = style.put(
        page, row, column, _value(box, fen_per), style.BOLD if box.is_head else style.BODY
    )
    cell.number_format = FORMATS[box.kind]
    cell.alignment = Alignment(
        horizontal="center" if box.is_head or box.kind != "text" else "left",
        vertical="center",
        wrap_text=True,
    )
    for below in range(box.down):
        for beside in range(box.across):
            page.cell(row + below, column + beside).border = FRAME
    if box.across > 1 or box.down > 1:
        page.merge_cells(
            start_row=row,
            start_column=column,
            end_row=row + box.down - 1,
            end_column=column + box.across - 1,
        )


def _value(box: Box, fen_per: int) -> str | int | float | Decimal:
    """What the cell holds; a figure nobody has is a dash."""
    if box.value is None:
        return "—"
    if box.kind == "amount" and isinstance(box.value, int):
        return amount(box.value, fen_per, "")
    return box.value if isinstance(box.value, (Decimal, int, float)) else str(box.value)


def _lines(box: Box, width: float) -> int:
    """How many lines a text takes in a box so wide."""
    words = box.value if isinstance(box.value, str) else ""
    return sum(
        max(1, -(-style.columns_of(part) // max(1, int(width) - 1))) for part in words.split("\n")
    )
