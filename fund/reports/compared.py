"""What differs between a sheet as it was written and as it is found, each thing at its place."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from math import isclose
from typing import Literal, TypedDict

from fund.reports.aligned import Cells, differences
from fund.reports.record import Row
from fund.workbook.cells import ROWS_OF_A_SHEET
from fund.workbook.guard import letters
from fund.workbook.looks import SheetLook

EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
NEAR = 1e-12
"""How near a formula calculated anew comes to its stored result."""


class Change(TypedDict):
    """Something that is not as written: ``what`` is cell, format, formula, row_gone, row_added,
    hidden_row, hidden_column, hidden_sheet, sheet, chart, header, footer, rules, shapes, comments,
    merged, noughts, print_area or seal; ``cell`` is its place (B7, a row's number, a column's
    letters).
    """

    sheet: str
    cell: str
    what: str
    issued: str
    found: str


Cell = tuple[str, str]


def rows_of(sheet: str, issued: Iterator[Row], found: Iterator[Row]) -> Iterator[Change]:
    """Rows and cells that differ, rows gone or put in named once."""
    for pair in differences(_bared(issued), _bared(found)):
        if pair.found is None or pair.issued is None:
            is_gone = pair.found is None
            cells = (pair.issued if is_gone else pair.found) or {}
            if cells:
                said = " · ".join(_shown(cell) for cell in cells.values())[:200]
                yield Change(
                    sheet=sheet,
                    cell=str(pair.row if is_gone else pair.at),
                    what="row_gone" if is_gone else "row_added",
                    issued=said if is_gone else "",
                    found="" if is_gone else said,
                )
            continue
        yield from _differing(sheet, pair.at, pair.issued, pair.found)


def cells_of(sheet: str, issued: Iterator[Row], found: Iterator[Row]) -> Iterator[Change]:
    """The same, cell by cell at fixed places: of records without formats."""
    end: Row = (ROWS_OF_A_SHEET + 1, {})
    before, after = chain(issued, [end]), chain(found, [end])
    (row, was), (other, now) = next(before), next(after)
    while row != end[0] or other != end[0]:
        place = min(row, other)
        here, there = was if row == place else {}, now if other == place else {}
        if here != there:
            mine, theirs = (
                {column: bare(*cell) for column, cell in cells.items() if cell[1]}
                for cells in (here, there)
            )
            yield from _differing(sheet, place, mine, theirs)
        if row == place:
            row, was = next(before)
        if other == place:
            other, now = next(after)


def _bared(rows: Iterator[Row]) -> Iterator[Row]:
    for row, cells in rows:
        yield row, {column: _Near(bare(*cell)) for column, cell in cells.items()}


class _Near(tuple[str, str]):
    """A cell; results of one formula are the same when they are near, or one is not stored."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple) or self[0] != other[0]:
            return False
        if self[1] == other[1]:
            return True
        return self[0].startswith("formula") and is_near(self[1], other[1])

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = tuple.__hash__


def is_near(one: str, other: str) -> bool:
    """Whether two stored results of one formula say the same."""
    if not one or not other:
        return True
    try:
        return isclose(float(one), float(other), rel_tol=NEAR, abs_tol=1e-11)
    except ValueError:
        return False


def _differing(sheet: str, row: int, issued: Cells, found: Cells) -> Iterator[Change]:
    for column in sorted(issued.keys() | found.keys()):
        before, after = issued.get(column), found.get(column)
        if before == after:
            continue
        yield Change(
            sheet=sheet,
            cell=f"{letters(column)}{row}",
            what=_what(before, after),
            issued=_shown(before),
            found=_shown(after),
        )


def _what(before: Cell | None, after: Cell | None) -> str:
    """Whether a cell's value, its formula or only its format differs."""
    if before is None or after is None:
        return "cell"
    (kind, _, code), (other, _, new) = before[0].partition("|"), after[0].partition("|")
    if kind == other == "formula":
        if code.partition("|")[2] != new.partition("|")[2]:
            return "formula"
        return "cell" if not is_near(before[1], after[1]) else "format"
    return "format" if kind == other and before[1] == after[1] else "cell"


def bare(kind: str, value: str) -> Cell:
    """A value without what programs write differently: a day is the number a spreadsheet keeps,
    line ends are of one kind.
    """
    base, line, code = kind.partition("|")
    if base == "date":
        try:
            moment = datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:  # a cell may say that it is a day, and be none
            return kind, value
        days = format(Decimal(str((moment - EPOCH).total_seconds())) / 86400, "f")
        return f"number{line}{code}", days.rstrip("0").rstrip(".") if "." in days else days
    return kind, value.replace("\r\n", "\n")


def _shown(cell: Cell | None) -> str:
    """A cell for a person: a formula with its text, another format behind the value."""
    if cell is None:
        return ""
    kind, _, code = cell[0].partition("|")
    if kind == "formula":
        text = code.partition("|")[2]
        return f"={text}" if text else f"={cell[1]}"
    return cell[1]


def looks_of(
    sheet: str, issued: SheetLook, found: SheetLook, *, is_hidden: bool
) -> Iterator[Change]:
    """What a sheet shows beside its cells and did not, or the reverse."""

    def change(what: str, cell: str = "", before: object = "", now: object = "") -> Change:
        return Change(sheet=sheet, cell=cell, what=what, issued=str(before), found=str(now))

    if is_hidden:
        yield change("hidden_sheet")
    if found.get("area", False) and not issued.get("area", False):
        yield change("print_area")
    if not found.get("noughts", True):
        yield change("noughts")
    for row in sorted(set(found.get("rows", ())) - set(issued.get("rows", ()))):
        yield change("hidden_row", str(row))
    for column in sorted(set(found.get("columns", ())) - set(issued.get("columns", ()))):
        yield change("hidden_column", letters(column))
    yield from _counted(change, issued, found)
    yield from _charts(sheet, issued.get("charts", []), found.get("charts", []))


def _counted(
    change: Callable[[str, str, object, object], Change], issued: SheetLook, found: SheetLook
) -> Iterator[Change]:
    marks: tuple[Literal["header", "footer"], ...] = ("header", "footer")
    counts: tuple[Literal["rules", "shapes", "comments"], ...] = ("rules", "shapes", "comments")
    for mark in marks:
        if found.get(mark) != issued.get(mark):
            yield change(
                mark, "", " | ".join(issued.get(mark, ())), " | ".join(found.get(mark, ()))
            )
    for area in sorted(set(found.get("merged", ())) - set(issued.get("merged", ()))):
        yield change("merged", area, "", "")
    for what in counts:
        if found.get(what, 0) > issued.get(what, 0):
            yield change(what, "", issued.get(what, 0), found.get(what, 0))


def _charts(sheet: str, issued: list[list[str]], found: list[list[str]]) -> Iterator[Change]:
    gone = [one for one in issued if one not in found]
    new = [one for one in found if one not in issued]
    for place in range(max(len(gone), len(new))):
        before = " · ".join(gone[place]) if place < len(gone) else ""
        now = " · ".join(new[place]) if place < len(new) else ""
        yield Change(sheet=sheet, cell="", what="chart", issued=before, found=now)
