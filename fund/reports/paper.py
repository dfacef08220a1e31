"""How sheets lie on paper: A4, upright or lying, never smaller than can be read, wide tables
divided with their first columns repeated, charts whole.

Spreadsheet programs measure columns in signs of their own font; the millimetres here are what
LibreOffice and Excel make of them, rounded up.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.worksheet import Worksheet

from fund.i18n import _
from fund.reports import style
from fund.reports.description import Column, Report, Sheet
from fund.reports.style import FIRST_WIDE, HIGHLIGHT, width
from fund.reports.values import amount, is_missing, places_of

LEAST = 0.76
"""The least scale: type of 10 points comes out at 7.6."""

UPRIGHT, LYING = (176.0, 247.0), (260.0, 160.0)
"""Width and height in millimetres between margins, less what programs round up."""

BETWEEN = 10.0
"""Millimetres between the height planned with and that between margins."""

SPARE = 12.0
"""Millimetres of height a page surely has beyond what is planned with."""

A_SIGN = 2.2
"""Millimetres of one sign of a column's width, in the widest of the fonts ours is shown in."""

NARROW, STRETCHED = 150.0, 170.0
"""A table narrower than this that has a chart or a note is widened, in millimetres."""

SHORTEST = {"zh": 10.0, "en": 12.0}
"""Signs of a column of words that is narrowed, at least."""

READABLE = 24.0
"""Signs of the columns repeated on every part, below which a title breaks within its words."""

STEPS = 20
"""In how many steps columns of words are narrowed."""

DAYS = {"zh": 11.5, "en": 11.8}
"""Signs of a column of days: 2026-10-31, 31 Oct 2026."""

LINE, EDGE = 15.0, 2.0
"""Points of a line of text, and above and below it."""

TOKENS = re.compile(r"\s+|[^\s\u2e80-\uffff]+|[\u2e80-\uffff]")
SIGNS = ((" .,:;'|!ijlIJ-·‘’“”", 0.6), ("frt()[]/", 0.68), ("mwMW%@&", 1.6))
CAPITAL, LETTER, CHINESE = 1.2, 1.03, 1.87
"""What a letter takes in signs of a column's width: in the wider of the fonts ours is shown in, the
one it names and the one LibreOffice puts in its place.
"""
BOLD = 1.13
"""The same in bold, as heads are."""
PADDING = 1.2
"""Signs of a column beside what stands in it."""
ONE_LINE = 11.0
"""A head of so many signs is not broken."""
LATIN_WORD, LONGEST_WORD = re.compile(r"[^\s\u2e80-\uffff]+"), 20
"""A word that is not divided, and how long one is at most: addresses and digests are."""

FEW = 3_000
"""Rows of a table whose widths and heights are measured; longer ones keep those of their kind."""

INDENT = 1.6
"""Signs of an indent."""

A_POINT = 0.3528
"""Millimetres."""


class Layout(NamedTuple):
    """How a table lies: upright or not, its scale, the columns repeated on each part, after which
    columns parts end (numbers from 1).
    """

    is_lying: bool
    scale: float
    repeated: int
    ends: tuple[int, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a page in millimetres before scaling."""
        across, down = LYING if self.is_lying else UPRIGHT
        return across / self.scale, down / self.scale


def millimetres(widths: Sequence[float]) -> float:
    """How wide columns are at full size."""
    return sum(widths) * A_SIGN


def layout(widths: Sequence[float], repeated: int = 1) -> Layout:
    """Upright where that needs little shrinking, lying otherwise, divided where even that is too
    wide.
    """
    whole = millimetres(widths)
    for is_lying, least in ((False, 0.9), (True, LEAST)):
        scale = min(1.0, (LYING if is_lying else UPRIGHT)[0] / whole)
        if scale >= least:
            return Layout(is_lying, int(scale * 100) / 100, 0)
    return Layout(True, LEAST, repeated, _ends(widths, repeated))


def _ends(widths: Sequence[float], repeated: int) -> tuple[int, ...]:
    """After which columns a part ends, each part with the first columns before it."""
    room = LYING[0] / LEAST
    first = millimetres(widths[:repeated])
    used, ends = first, []
    for number, signs in enumerate(widths[repeated:], repeated + 1):
        wide = millimetres([signs])
        if used + wide > room and used > first:
            ends.append(number - 1)
            used = first
        used += wide
    return tuple(ends)


def fitted(report: Report) -> Report:
    """The report with columns as wide as what stands in them asks for, and no wider."""
    return replace(report, sheets=[_fitted(sheet, report) for sheet in report.sheets])


def _fitted(sheet: Sheet, report: Report) -> Sheet:
    if len(sheet.frame) > FEW:
        return sheet
    wide = [
        _asked(column, sheet, report) + style.indent(sheet.columns, at) * INDENT
        for at, column in enumerate(sheet.columns)
    ]
    wide = _narrowed(wide, sheet, report)
    if (sheet.chart or sheet.note) and millimetres(wide) < NARROW:
        wide = [signs * STRETCHED / millimetres(wide) for signs in wide]
    columns = [
        replace(column, width=signs) for column, signs in zip(sheet.columns, wide, strict=True)
    ]
    return replace(sheet, columns=columns)


def _narrowed(wide: list[float], sheet: Sheet, report: Report) -> list[float]:
    """Columns of words narrower, their words on more lines, where that keeps a table whole: a page
    more for one column is read by nobody; or divides it into fewer parts that take no more paper.
    """
    parts = _parts(wide, sheet)
    if parts == 1:
        return wide
    least = [
        min(
            signs,
            max(SHORTEST[report.language], _head(column, report), _word(column, sheet, report))
            + style.indent(sheet.columns, at) * INDENT,
        )
        if column.kind == "text"
        else min(signs, _asked(column, sheet, report, 3) + style.indent(sheet.columns, at) * INDENT)
        for at, (column, signs) in enumerate(zip(sheet.columns, wide, strict=True))
    ]
    fewest = _parts(least, sheet)
    if fewest == parts:
        return wide
    for step in range(1, STEPS + 1):
        tried = [
            signs - (signs - few) * step / STEPS for signs, few in zip(wide, least, strict=True)
        ]
        if _parts(tried, sheet) == fewest:
            break
    is_shorter = fewest * _lines(tried, sheet) <= parts * _lines(wide, sheet)
    return tried if fewest == 1 or is_shorter else wide


def _parts(wide: Sequence[float], sheet: Sheet) -> int:
    """How many parts a table is divided into with columns so wide."""
    columns = [
        replace(column, width=signs) for column, signs in zip(sheet.columns, wide, strict=True)
    ]
    return 1 + len(of_columns(columns).ends)


def _lines(wide: Sequence[float], sheet: Sheet) -> int:
    """Lines the rows of a table take with columns so wide."""
    counts = [1] * len(sheet.frame)
    for column, signs in zip(sheet.columns, wide, strict=True):
        if column.kind == "text":
            for place, value in enumerate(sheet.frame[column.key].tolist()):
                if not is_missing(value):
                    counts[place] = max(counts[place], lines_of(str(value), signs))
    return sum(counts)


@cache
def _width_of(sign: str) -> float:
    """What a letter takes, in signs of a column's width."""
    if sign >= FIRST_WIDE:
        return CHINESE
    usual = CAPITAL if sign.isupper() else LETTER
    return next((wide for signs, wide in SIGNS if sign in signs), usual)


def signs_of(words: str) -> float:
    """How many signs of a column's width a text takes on one line."""
    return sum(map(_width_of, words))


def _head(column: Column, report: Report, lines: int = 2) -> float:
    """Signs a head needs: on one line where it is short, else on a few."""
    whole = signs_of(column.head) * BOLD
    word = max((signs_of(word) * BOLD for word in column.head.split()), default=0.0)
    word = min(word, 12) if report.language == "zh" else word
    return max(word, min(whole, ONE_LINE), whole / lines)


def _word(column: Column, sheet: Sheet, report: Report) -> float:
    """Signs a column of words needs so that no Latin word of its cells is divided, nor one of its
    head; Chinese heads may be.
    """
    words = column.head.split() if report.language == "en" else []
    known = {str(value) for value in sheet.frame[column.key].tolist() if not is_missing(value)}
    cells = {one for text in known for one in LATIN_WORD.findall(text)}
    longest = max((signs_of(one) for one in cells if len(one) <= LONGEST_WORD), default=0.0)
    heads = (signs_of(word) * BOLD for word in words)
    return max([7.0, longest + PADDING, *(signs + PADDING for signs in heads)])


def _asked(column: Column, sheet: Sheet, report: Report, lines: int = 2) -> float:
    """Signs a column needs: its longest word or figure, its head in so many lines, at most what was
    asked for.
    """
    values = [value for value in sheet.frame[column.key].tolist() if not is_missing(value)]
    head = _head(column, report, lines)
    if column.kind in ("amount", "original"):
        per = report.fen_per if column.kind == "amount" else 100
        sums = [sum(int(value) for value in values)] if column.total else []
        said = (f"{amount(fen, per, ''):,.{places_of(fen)}f}" for fen in [*values, *sums])
        found = max(map(len, said), default=4)
        return max(found + 1.8, head + PADDING)
    if column.kind in ("text", "code"):
        longest = max((signs_of(str(value)) for value in values), default=4.0)
        return max(
            min(longest + PADDING, width(column)),
            min(head + PADDING, width(column)),
            _word(column, sheet, report),
        )
    if column.kind in ("integer", "number"):
        # as numbers of one kind: what is computed and what is exact may stand in one column
        known = [float(one) for one in values] or [0.0]
        ends = (min(known), max(known), sum(known))
        figures = [f"{one:,.{2 * (column.kind == 'number')}f}" for one in ends]
        return max(head + PADDING, 9.0, max(map(len, figures)) + 1.8)
    return max(head + PADDING, DAYS[report.language] if column.kind == "date" else 9.0)


def of_columns(columns: Sequence[Column]) -> Layout:
    """The layout of a table; what names a row is repeated on each part, and as many columns as let
    what is said above them be read.
    """
    widths = [width(column) for column in columns]
    names = 2 if len(columns) > 2 and columns[1].kind in ("text", "code") else 1
    while names < len(widths) - 1 and sum(widths[:names]) < READABLE:
        names += 1
    repeated = names if millimetres(widths[:names]) < LYING[0] / LEAST / 2 else 1
    return layout(widths, repeated)


def lines_of(words: str, wide: float) -> int:
    """Lines a text takes in a column so many signs wide: broken between words and between Chinese
    characters, within a word only where it is longer than a line.
    """
    room, lines = max(1.0, wide - 0.4), 0
    for part in words.split("\n"):
        lines, used = lines + 1, 0.0
        for token in TOKENS.findall(part):
            signs = signs_of(token)
            if used + signs > room and not token.isspace():
                lines, used = lines + (1 if used else 0), 0.0
            lines, used = lines + int((used + signs) // room), (used + signs) % room
    return lines


def height(lines: int) -> float:
    """Points of a row of so many lines."""
    return lines * LINE + EDGE


def lowered(made: Layout, *points: float) -> Layout:
    """The layout at a scale at which the first of some heights fits on one page, so that no few
    rows stand alone on another; as it was where none does above the least scale.
    """
    down = (LYING if made.is_lying else UPRIGHT)[1]
    for high in points:
        scale = down / (high * A_POINT)
        if scale >= made.scale:
            return made
        if scale >= LEAST and not made.ends:
            return made._replace(scale=int(scale * 100) / 100)
    return made


def room(made: Layout) -> float:
    """Points of height a page has for rows."""
    return (made.size[1] + SPARE / 2 / made.scale) / A_POINT


def breaks(rows: Sequence[float], above: float, head: float, made: Layout) -> list[int]:
    """After how many rows each page ends but the last, of rows so many points high; ``above`` is
    what stands over them on the first page, ``head`` on each that follows.
    """
    used, found = above, list[int]()
    for number, high in enumerate(rows):
        if used + high > room(made) and used > head:
            found.append(number)
            used = head
        used += high
    return found


def shown_width(widths: Sequence[float], made: Layout) -> tuple[int, float]:
    """How many columns stand on the first part, and how many signs wide they are together."""
    last = made.ends[0] if made.ends else len(widths)
    return last, sum(widths[:last])


def page(sheet: Worksheet, report: Report, made: Layout, *, repeat_row: int | None = None) -> None:
    """Set a sheet's page: A4, scale, heads (of a table on several pages) and first columns
    repeated, what it is on top, page numbers at the foot.
    """
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if made.is_lying else "portrait"
    sheet.page_setup.scale = round(made.scale * 100)
    sheet.page_setup.pageOrder = "overThenDown" if made.ends else None
    if made.ends:
        sheet.col_breaks = ColBreak(brk=[Break(id=end) for end in made.ends])
        sheet.print_title_cols = f"A:{get_column_letter(made.repeated)}"
    if repeat_row:
        sheet.print_title_rows = f"{repeat_row}:{repeat_row}"
    _margins(sheet)
    _marks(sheet, report)


def page_fitted(sheet: Worksheet, report: Report, *, is_lying: bool) -> None:
    """A page as wide as its boxes, for covers and paper forms, whose widths are known to fit."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if is_lying else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _margins(sheet)
    _marks(sheet, report)


def pages_fitted(sheet: Worksheet, widths: Sequence[float], *, is_lying: bool) -> int:
    """Pages such a sheet takes, by the heights of its rows."""
    across, down = LYING if is_lying else UPRIGHT
    scale = min(1.0, across / millimetres(widths))
    high = sum((sheet.row_dimensions[row].height or LINE) for row in range(1, sheet.max_row + 1))
    return math.ceil(high * A_POINT * scale / (down + BETWEEN))


def _margins(sheet: Worksheet) -> None:
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.8, 0.7, 0.4, 0.4
    sheet.sheet_view.showGridLines = False


def _marks(sheet: Worksheet, report: Report) -> None:
    """Title and sheet, whether it is a draft or invented, the page."""
    sheet.HeaderFooter.scaleWithDoc = False
    sheet.oddHeader.left.text = report.title.replace("&", "&&")
    sheet.oddHeader.right.text = sheet.title.replace("&", "&&")
    marks = [
        _("Demonstration data") if report.demonstration else "",
        _("Draft, not issued") if report.state == "draft" else "",
    ]
    if any(marks):
        sheet.oddHeader.center.text = " · ".join(filter(None, marks))
        sheet.oddHeader.center.color = HIGHLIGHT
    sheet.oddFooter.center.text = _("Page {page} of {pages}").format(page="&P", pages="&N")
    if report.number:
        sheet.oddFooter.right.text = report.number
