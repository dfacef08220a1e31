"""Small tables that share a page: which stand under which, how wide their columns are then, and
their rows, written as cells below those of the first.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from fund.reports import paper, style
from fund.reports.description import Report, Sheet
from fund.reports.table import GAP, LEAST_CHART, framed, has_chart, heights, lies
from fund.reports.values import convert, places_of
from fund.reports.written import Written

MOST = 40
"""Rows of a table that is printed under another."""

OVER = 108.0
"""Points of what stands above the rows of a table: a free row, title, unit, heads."""

HEADS = 40.0
"""Points of its heads, repeated on a page."""


def grouped(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """The sheets as they share pages, each group's first one giving the page its name. One stands
    under another where it asks to and all of them fit on a page, or it fits on what the other
    leaves free of its last one; those that found no place share one as well.
    """
    groups: list[list[Sheet]] = []
    for sheet in sheets:
        hosts = [group for group in groups if sheet.under and group[0].name == sheet.under]
        hosts += [group for group in groups if sheet.under and group[0].under]
        host = next(
            (group for group in hosts if _fit([*group, sheet]) or _follow([*group, sheet])), None
        )
        if host:
            host.append(sheet)
        else:
            groups.append([sheet])
    return groups


def _fit(group: list[Sheet]) -> bool:
    if any(sheet.chart for sheet in group[1:]) or any(len(one.frame) > MOST for one in group):
        return False
    made = paper.layout(_widest(group))
    down = (paper.LYING if made.is_lying else paper.UPRIGHT)[1]
    return not made.ends and down / (high(group) * paper.A_POINT) >= paper.LEAST


def _follow(group: Sequence[Sheet]) -> bool:
    """Whether all but the first of a group have its columns and fit on what it leaves free of the
    last of its pages.
    """
    first, *others = group
    if first.chart or len(first.frame) > paper.FEW:
        return False
    if any(one.chart or len(one.frame) > MOST or not _is_alike(first, one) for one in others):
        return False
    made = lies(first, list(first.columns))
    return not made.ends and tables(others) <= _left(first, made)


def _is_alike(one: Sheet, other: Sheet) -> bool:
    """Whether a table has the columns of another and none that is no words is wider."""
    if [(column.key, column.kind) for column in one.columns] != [
        (column.key, column.kind) for column in other.columns
    ]:
        return False
    return all(
        style.width(beside) <= style.width(column)
        for column, beside in zip(one.columns, other.columns, strict=True)
        if column.kind != "text"
    )


def _left(sheet: Sheet, made: paper.Layout) -> float:
    """Points a table of its own pages leaves free on the last."""
    rows = heights(sheet) or [0.0]
    rows[-1] += tables([sheet]) - sum(rows) - OVER
    ends = paper.breaks(rows, OVER, HEADS, made)
    return paper.room(made) - (HEADS + sum(rows[ends[-1] :]) if ends else OVER + sum(rows))


def least(group: Sequence[Sheet]) -> tuple[float, float]:
    """Points a group takes on one page, and those all but its first take on the last of several;
    a table that stands alone is not measured row by row: it may have 100,000.
    """
    if len(group) == 1:
        return 0, 0
    return (high(group), 0) if _fit(list(group)) else (0, tables(group[1:]))


def high(group: Sequence[Sheet]) -> float:
    """Points a group takes below one another, with the least its first one's chart may be."""
    drawn = GAP + LEAST_CHART * 10 / paper.A_POINT if has_chart(group[0]) else 0
    return tables(group) + drawn


def tables(group: Sequence[Sheet]) -> float:
    """The same without the chart."""
    return sum(
        sum(heights(sheet))
        + OVER
        + (paper.height(1) if any(column.total for column in sheet.columns) else 0)
        + (paper.height(2) if sheet.note else 0)
        for sheet in group
    )


def _widths(group: Sequence[Sheet]) -> list[float]:
    """Widths of a group's columns; those of the first where the others follow it."""
    if len(group) > 1 and not _fit(list(group)):
        return [style.width(column) for column in group[0].columns]
    return _widest(group)


def _widest(group: Sequence[Sheet]) -> list[float]:
    """The widest column at each place."""
    most = max(len(sheet.columns) for sheet in group)
    return [
        max(style.width(sheet.columns[at]) for sheet in group if at < len(sheet.columns))
        for at in range(most)
    ]


def fitted(report: Report) -> Report:
    """The report with columns of tables that share a page as wide as one another's."""
    wide = {
        sheet.name: _widths(group)
        for group in grouped(report.sheets)
        for sheet in group[1:] + group
    }
    sheets = [
        replace(
            sheet,
            columns=[
                replace(column, width=signs)
                for column, signs in zip(sheet.columns, wide[sheet.name], strict=False)
            ],
        )
        for sheet in report.sheets
    ]
    return replace(report, sheets=sheets)


def below(
    page: Worksheet, sheet: Sheet, report: Report, made: paper.Layout, over: Written
) -> Written:
    """A table under another that stands on the page already: title, heads, rows and totals."""
    written = framed(page, sheet, report, made, over.end + 2)
    high_ = heights(sheet)
    for number, row in enumerate(sheet.frame.itertuples(index=False)):
        place = written.first_row + number
        page.row_dimensions[place].height = high_[number]
        values = dict(zip(sheet.frame.columns, row, strict=True))
        for at, column in enumerate(sheet.columns, 1):
            value = convert(values[column.key], column, report)
            if column.kind == "date" and value is not None:
                value = to_excel(value)
            cell = style.put(
                page,
                place,
                at,
                value,
                align="right" if style.is_numeric(column) else "left",
                wrap=column.kind in ("text", "code"),
                indent=style.indent(sheet.columns, at - 1),
            )
            cell.border = style.ROW_LINES
            given = values[column.key]
            cell.number_format = (
                style.odd_format(places_of(given))
                if column.kind == "original" and isinstance(given, Decimal)
                else style.number_format(column, report)
            )
    return written


def title(report: Report, sheet: Sheet) -> str:
    """The title of the page a sheet stands on."""
    for group in grouped(report.sheets):
        if any(one.name == sheet.name for one in group):
            return group[0].title
    return sheet.title
