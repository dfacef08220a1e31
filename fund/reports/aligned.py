"""Two sheets side by side, row by row, so that a row gone or put in is named once, at its place,
and what follows it is compared with what it was.
"""

from collections.abc import Iterator
from typing import NamedTuple

from fund.reports.record import Row
from fund.workbook.cells import ROWS_OF_A_SHEET

AHEAD = 40
"""So many rows gone or put in together are seen as such; beyond, they are told cell by cell."""
Cells = dict[int, tuple[str, str]]


class Pair(NamedTuple):
    """What differs: a row gone (``found`` is None), put in (``issued`` is None), or both."""

    row: int
    at: int
    issued: Cells | None
    found: Cells | None


class _Ahead:
    """Rows by their number, empty ones too, seen some way ahead."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next: Row = next(rows, (ROWS_OF_A_SHEET + 1, {}))
        self._held: list[Cells] = []
        self.at = 1
        self._told = 1

    def peek(self, ahead: int) -> Cells:
        while len(self._held) <= ahead:
            if self._next[0] == self._told:
                self._held.append(self._next[1])
                self._next = next(self._rows, (ROWS_OF_A_SHEET + 1, {}))
            else:
                self._held.append({})
            self._told += 1
        return self._held[ahead]

    def drop(self) -> Cells:
        cells = self.peek(0)
        self._held.pop(0)
        self.at += 1
        return cells

    @property
    def is_over(self) -> bool:
        return self._next[0] > ROWS_OF_A_SHEET and not any(self._held)


def differences(issued: Iterator[Row], found: Iterator[Row]) -> Iterator[Pair]:
    """Every place where the two differ, from the top."""
    before, now = _Ahead(issued), _Ahead(found)
    while not (before.is_over and now.is_over):
        if before.peek(0) == now.peek(0):
            before.drop(), now.drop()
            continue
        shift = _shift(before, now)
        for _row in range(shift):
            yield Pair(before.at, now.at, None, now.drop())
        for _row in range(-shift):
            yield Pair(before.at, now.at, before.drop(), None)
        if shift == 0:
            yield Pair(before.at, now.at, before.drop(), now.drop())


def _shift(before: _Ahead, now: _Ahead) -> int:
    """How many rows were put in (or, negative, are gone) here; 0 where the row itself differs."""
    if before.peek(1) == now.peek(1) and not _follows(before, now):
        return 0
    for count in range(1, AHEAD + 1):
        if _is_same(before, 0, now, count):
            return count
        if _is_same(before, count, now, 0):
            return -count
    return 0


def _follows(before: _Ahead, now: _Ahead) -> bool:
    """Whether rows below look the same only because nothing is there."""
    return not before.peek(1) and not now.peek(1)


def _is_same(before: _Ahead, ahead: int, now: _Ahead, later: int) -> bool:
    """Whether the two go on alike from there, for two rows that are not both empty."""
    first, second = before.peek(ahead), before.peek(ahead + 1)
    return bool(first or second) and first == now.peek(later) and second == now.peek(later + 1)
