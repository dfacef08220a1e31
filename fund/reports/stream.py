"""The rows of a table as the XML of its sheet, piece by piece, and what the seal keeps of them.

openpyxl makes the frame (titles, heads, totals, charts, every style); the rows are written as text
straight into the package, since a cell object for each of two million cells costs minutes and a
gigabyte. A column's kind says how its values become text; a row is one pattern filled in.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.compat import safe_string
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from fund.reports.description import LONGEST_TEXT, MOST_FEN, Column, Report, Sheet
from fund.reports.paper import FEW
from fund.reports.record import Record
from fund.reports.seal import kind_of
from fund.reports.style import FIRST_ROW, ODD_PLACES, number_format
from fund.reports.table import heights
from fund.reports.values import (
    Value,
    all_of,
    amount,
    convert,
    day_of,
    is_missing,
    number_of,
    places_of,
    text,
)
from fund.workbook.delimited import LIVELY
from fund.workbook.looks import bare_format
from fund.workbook.texts import digits, unescaped

ROWS_A_PIECE = 1_000
MOST_KNOWN = 10_000
"""Texts of a column remembered at a time, as written."""


class Shown(NamedTuple):
    """A piece of a column: what kind its cells are, their values as read back, and what stands
    behind the row's number in each cell's XML: where ``pattern`` is set, only what fills it.
    """

    kind: str
    values: Sequence[str]
    cells: Sequence[str]
    pattern: str = ""


Showing = Callable[[Sequence[Value]], Shown]


def rows(
    sheet: Sheet, report: Report, title: str, styles: Sequence[tuple[int, ...]], record: Record
) -> Iterator[bytes]:
    """Row elements from FIRST_ROW on; ``styles`` are those of each column's cells, and of its texts
    that look like formulas. Raises TextTooLong and AmountTooLarge.
    """
    shows = [
        _showing(column, report, *style)
        for column, style in zip(sheet.columns, styles, strict=True)
    ]
    codes = [bare_format(number_format(column, report)) for column in sheet.columns]
    letters = [get_column_letter(number) for number in range(1, len(shows) + 1)]
    columns = [sheet.frame[column.key] for column in sheet.columns]
    high = heights(sheet) if len(sheet.frame) <= FEW else None
    for start in range(0, len(sheet.frame), ROWS_A_PIECE):
        first, stop = FIRST_ROW + start, min(start + ROWS_A_PIECE, len(sheet.frame))
        shown = [
            show(values.iloc[start:stop].tolist())
            for show, values in zip(shows, columns, strict=True)
        ]
        kept = [
            (number, kind_of(one.kind, code), one.values)
            for number, (one, code) in enumerate(zip(shown, codes, strict=True), 1)
        ]
        record.block(title, first, kept)
        cells = (
            f'<c r="{letter}%s"{one.pattern or "%s"}'
            for letter, one in zip(letters, shown, strict=True)
        )
        pattern = f'<row r="%s">{"".join(cells)}</row>'
        numbers = [str(row) for row in range(first, FIRST_ROW + stop)]
        rows_ = numbers if high is None else _high(numbers, high[start:stop])
        filled = (side for one in shown for side in (numbers, one.cells))
        yield "".join(map(pattern.__mod__, zip(rows_, *filled, strict=True))).encode()


def _high(numbers: list[str], high: list[float]) -> list[str]:
    """Rows' numbers with the heights that stand behind them in their element."""
    return [
        f'{number}" ht="{points:g}" customHeight="1'
        for number, points in zip(numbers, high, strict=True)
    ]


def _showing(column: Column, report: Report, style: int, lively: int, *odd: int) -> Showing:
    """How a column's values become cells."""
    if column.kind in ("text", "code"):
        return _texts(column.head, style, lively)
    if column.kind == "date":
        return _days(column, report, style)
    if column.kind in ("amount", "original"):
        per = report.fen_per if column.kind == "amount" else 100
        return lambda values: _amounts(values, _money(values, per, column.head), style, odd)
    if column.kind in ("integer", "year"):
        return lambda values: _numbers(_whole(values), style)
    return lambda values: _measured(
        [
            "" if value is None else safe_string(value)
            for value in _converted(values, column, report)
        ],
        style,
    )


def _amounts(values: Sequence[Value], read: list[str], style: int, odd: Sequence[int]) -> Shown:
    """Amounts; those of a currency with other than two decimals in the style of its own."""
    if not any(type(value) is Decimal for value in values):
        return _numbers(read, style)
    styles = dict(zip(ODD_PLACES, odd, strict=True))
    cells = [
        _filled([one], styles[places_of(value)] if type(value) is Decimal else style)[0]
        for value, one in zip(values, read, strict=True)
    ]
    return Shown("number", read, cells)


def _numbers(values: list[str], style: int) -> Shown:
    """Numbers written as they are read."""
    if all(values):
        return Shown("number", values, values, f' s="{style}"><v>%s</v></c>')
    return Shown("number", values, _filled(values, style))


def _measured(values: list[str], style: int) -> Shown:
    """Numbers written to 16 digits, of which 15 are read."""
    read = [digits(float(value)) if value else "" for value in values]
    return Shown("number", read, _filled(values, style))


def _filled(values: list[str], style: int) -> list[str]:
    empty, before = f' s="{style}"/>', f' s="{style}"><v>'
    return [f"{before}{value}</v></c>" if value else empty for value in values]


def _money(values: Sequence[Value], per: int, head: str) -> list[str]:
    """Amounts exact to the fen: below MOST_FEN 15 digits hold every one."""
    if all_of(values, int) and -MOST_FEN < min(values) <= max(values) < MOST_FEN:
        found = list(map("%.15g".__mod__, [fen / per for fen in values]))
        if "e" not in "".join(found):
            return found
    return ["" if is_missing(fen) else digits(float(amount(fen, per, head))) for fen in values]


def _whole(values: Sequence[Value]) -> list[str]:
    if all_of(values, int):
        return list(map(str, values))
    return ["" if is_missing(value) else str(int(number_of(value))) for value in values]


def _converted(values: Sequence[Value], column: Column, report: Report) -> list[Value]:
    return [convert(value, column, report) for value in values]


class _Days(dict[Value, tuple[str, str]]):
    """A day as a spreadsheet counts it, and as it is read."""

    def __init__(self, column: Column, report: Report, style: int) -> None:
        super().__init__()
        self.of = column, report, style

    def __missing__(self, value: Value) -> tuple[str, str]:
        column, report, style = self.of
        day = convert(value, column, report)
        on = None if day is None else day_of(day)
        count = "" if on is None else safe_string(to_excel(on))
        self[value] = found = ("" if on is None else on.isoformat(), _filled([count], style)[0])
        return found


def _days(column: Column, report: Report, style: int) -> Showing:
    known = _Days(column, report, style)

    def show(values: Sequence[Value]) -> Shown:
        read, cells = zip(*map(known.__getitem__, values), strict=True)
        return Shown("date", read, cells)

    return show


class _Texts(dict[str, tuple[str, str]]):
    """A text as it is read, and as a cell's XML behind its place; texts that look like formulas
    have a style of their own.
    """

    def __init__(self, head: str, style: int, lively: int) -> None:
        super().__init__()
        self.of = head, style, lively

    def __missing__(self, value: str) -> tuple[str, str]:
        head, style, lively = self.of
        written = text(value, head)
        if len(self) >= MOST_KNOWN:
            self.clear()
        self[value] = found = (unescaped(written), _text(written, style, lively))
        return found


_ALIVE = tuple(f"|{sign}" for sign in LIVELY)
_MARKED = ("&", "<", ">", "_x", "||", "| ", " |")
"""What makes a text more than the letters between its tags, where texts stand between bars: markup,
what looks escaped, nothing at all, a space at either end.
"""


def is_plain(texts: Sequence[str]) -> bool:
    """Whether each is written as it is: nothing to take out or to escape, none empty, too long or
    alive. Asked of a thousand texts at once; a bar in one makes them no longer plain at worst.

    >>> is_plain(["B-7", "two  words"]), is_plain(["B-7", "=1+1"]), is_plain(["B-7", "end "])
    (True, False, False)
    """
    joined = f"|{'|'.join(texts)}|"
    return (
        joined.isprintable()
        and not any(sign in joined for sign in _MARKED)
        and not any(sign in joined for sign in _ALIVE)
        and max(map(len, texts)) <= LONGEST_TEXT // 2
    )


def _text(written: str, style: int, lively: int) -> str:
    if not written:
        return f' s="{style}"/>'
    kept = ' xml:space="preserve"' if written != written.strip() else ""
    number = lively if written.startswith(LIVELY) else style
    return f' s="{number}" t="inlineStr"><is><t{kept}>{escape(written)}</t></is></c>'


def _said(value: object) -> str:
    return "" if is_missing(value) else str(value)


def _texts(head: str, style: int, lively: int) -> Showing:
    known = _Texts(head, style, lively)
    plain = f' s="{style}" t="inlineStr"><is><t>%s</t></is></c>'

    def show(values: Sequence[Value]) -> Shown:
        if all_of(values, str):
            if is_plain(values):
                return Shown("text", values, values, plain)
            texts = values
        else:
            texts = [value if type(value) is str else _said(value) for value in values]
        read, cells = zip(*map(known.__getitem__, texts), strict=True)
        return Shown("text", read, cells)

    return show
