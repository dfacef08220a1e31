"""Is this workbook as it was issued? A very hidden sheet keeps every cell's value of the day it was
issued.

What it proves: cells differ, or none does, from what was written into this file, whichever program
saved it since, and which ones. What it does not prove: who issued it, or that nobody rewrote the
hidden sheet too; whoever doubts that compares with a fresh report of the same period and data
version. Formats, headers, charts and comments are not compared.

File and record are read side by side, row by row: a long workbook is never held as cells.
"""

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any, TypedDict

from fund.errors import N_, FundError
from fund.i18n import say
from fund.reports import record
from fund.reports.record import Row
from fund.reports.seal import SEAL
from fund.workbook.archive import Limits, Refused
from fund.workbook.cells import ROWS_OF_A_SHEET
from fund.workbook.guard import Event, NotRead, letters, position, read_through

MARK_BEFORE = "fund-seal-1"
"""Of workbooks issued before the record was told row by row: one piece of JSON of all cells."""

LIMITS = Limits(
    file_bytes=64 * 2**20,
    unpacked_bytes=512 * 2**20,
    rows=ROWS_OF_A_SHEET,
    cells=3_000_000,
    cpu_seconds=60,
)
"""What is read of a workbook said to be ours: 200,000 rows of 15 columns."""

LARGEST_SEAL, LARGEST_BEFORE = 64 * 2**20, 24 * 2**20
"""Signs of a record as packed, and of one of the kind before unpacked."""

MOST_NAMED = 10_000
"""Cells named one by one; one row put in shifts all below it. The rest is counted."""

EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


class NotSealed(FundError):
    """The file holds no record of what was issued."""

    message = N_(
        "This workbook carries no seal: it was not issued here, or its hidden sheet was removed."
    )


class NotReadable(FundError):
    """The guard refused the file."""

    message = N_("The workbook cannot be checked: {reason}")


class Change(TypedDict):
    """A cell that is not as issued; a whole sheet gone or added has an empty cell."""

    sheet: str
    cell: str
    issued: str
    found: str


class Verdict(TypedDict):
    """What `verify-report` says; ``more`` changes are not named."""

    ok: bool
    changed: list[Change]
    more: int


Issued = dict[str, Callable[[], Iterator[Row]]]
"""By sheet: its rows as issued, from the first."""


def verify(content: bytes) -> Verdict:
    """Compare a workbook, from whoever's hands, with its own seal. Raises NotSealed and
    NotReadable.
    """
    changed: list[Change] = []
    more = 0
    try:
        with closing(read_through(content, LIMITS, first=SEAL)) as events:
            for change in _changes(events):
                if len(changed) < MOST_NAMED:
                    changed.append(change)
                else:
                    more += 1
    except NotRead as refused:
        raise NotReadable(reason=say(refused.issue)) from None
    return Verdict(ok=not changed, changed=changed, more=more)


def _changes(events: Iterator[Event]) -> Iterator[Change]:
    """Sheet by sheet as they come; the seal's own comes first."""
    kind, value = next(events)
    if kind != "sheet" or value[0] != SEAL:
        raise NotSealed
    lines, following = _seal(events)
    issued, seen = _unsealed(lines), {SEAL}
    while following[0] == "sheet":
        name = following[1][0]
        sheet = _Rows(events)
        if name in issued and name not in seen:
            yield from _compare(name, _trusted(issued[name]), sheet)
        else:
            yield Change(sheet=name, cell="", issued="", found=name)
        seen.add(name)
        following = sheet.rest()
    for name in issued:
        if name not in seen:
            yield Change(sheet=name, cell="", issued=name, found="")
    for _event in events:  # to its end: what is refused late is refused
        pass


class _Rows:
    """The rows of the sheet that is being read, and the event after them."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._after: Event | None = None

    def __iter__(self) -> Iterator[Row]:
        for kind, value in self._events:
            if kind == "row":
                yield value[0], {column: (what, text) for column, what, text in value[1] if text}
            elif kind not in ("merged", "aside"):
                self._after = kind, value
                return

    def rest(self) -> Event:
        """Read to the end of the sheet; what begins then."""
        for _row in self if self._after is None else ():
            pass
        return self._after or ("", None)


def _seal(events: Iterator[Event]) -> tuple[list[str], Event]:
    """The texts of the seal's sheet in column A, and what begins after it."""
    sheet, lines, left = _Rows(events), [], LARGEST_SEAL
    for _row, cells in sheet:
        if 1 in cells:
            lines.append(cells[1][1])
            left -= len(lines[-1])
        if left < 0:
            raise NotSealed
    return lines, sheet.rest()


def _unsealed(lines: list[str]) -> Issued:
    mark, *rest = lines or [""]
    if mark == record.MARK:
        try:
            packed = record.sheets(rest)
        except ValueError:
            raise NotSealed from None
        return {sheet: partial(record.rows, text) for sheet, text in packed.items()}
    if mark == MARK_BEFORE:
        return _before(rest)
    raise NotSealed


def _before(lines: list[str]) -> Issued:
    """The record of the kind before."""
    try:
        unpacker = zlib.decompressobj()
        packed = base64.b64decode("".join(lines), validate=True)
        text = unpacker.decompress(packed, LARGEST_BEFORE)
        if not unpacker.eof:
            raise NotSealed
        cells = {
            sheet: {position(cell): (kind, value) for cell, (kind, value) in values.items()}
            for sheet, values in json.loads(text).items()
        }
    except (ValueError, TypeError, AttributeError, zlib.error, Refused):
        raise NotSealed from None
    return {sheet: partial(record.by_row, values) for sheet, values in cells.items()}


def _trusted(rows: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """What a record holds; one that is damaged seals nothing."""
    try:
        yield from rows()
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error):
        raise NotSealed from None


def _compare(sheet: str, issued: Iterator[Row], found: _Rows) -> Iterator[Change]:
    """Two sheets row by row, both in rising order."""
    end: Row = (ROWS_OF_A_SHEET + 1, {})
    before, after = chain(issued, [end]), chain(found, [end])
    (row, was), (other, now) = next(before), next(after)
    while row != end[0] or other != end[0]:
        place = min(row, other)
        here, there = was if row == place else {}, now if other == place else {}
        if here != there:
            yield from _differing(sheet, place, here, there)
        if row == place:
            row, was = next(before)
        if other == place:
            other, now = next(after)


def _differing(
    sheet: str, row: int, issued: dict[int, Any], found: dict[int, Any]
) -> Iterator[Change]:
    for column in sorted(issued.keys() | found.keys()):
        before, after = issued.get(column), found.get(column)
        if before == after:
            continue
        if before is None or after is None or _bare(*before) != _bare(*after):
            yield Change(
                sheet=sheet,
                cell=f"{letters(column)}{row}",
                issued=_shown(before),
                found=_shown(after),
            )


def _bare(kind: str, value: str) -> tuple[str, str]:
    """A value without its format: a day is the number a spreadsheet keeps, line ends are of one
    kind.
    """
    if kind == "date":
        try:
            moment = datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:  # a cell may say that it is a day, and be none
            return kind, value
        return "number", format(Decimal(str((moment - EPOCH).total_seconds())) / 86400, "f").rstrip(
            "0"
        ).rstrip(".")
    return kind, value.replace("\r\n", "\n")


def _shown(cell: tuple[str, str] | None) -> str:
    return "" if cell is None else f"={cell[1]}" if cell[0] == "formula" else cell[1]
