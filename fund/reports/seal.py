"""The seal of a workbook: the very hidden sheet with its record, and how a sheet openpyxl made is
told to it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.compat import safe_string
from openpyxl.worksheet.worksheet import Worksheet

from fund.reports.package import plain
from fund.reports.record import MARK, Record
from fund.reports.signing import Sealing, signed
from fund.workbook.archive import Archive, Limits
from fund.workbook.cells import ROWS_OF_A_SHEET, Event, read
from fund.workbook.looks import SheetLook, bare_format, bare_formula
from fund.workbook.texts import digits, unescaped

SEAL = "_issued"
OURS = Limits(parts=2_000, unpacked_bytes=512 * 2**20, rows=ROWS_OF_A_SHEET, ratio=10_000)
"""Of a frame we made ourselves a moment ago."""


def looks(content: bytes) -> dict[str, SheetLook]:
    """What each sheet of a workbook we just made shows beside its cells (fund.workbook.looks)."""
    found: dict[str, SheetLook] = {}
    names: list[str] = []

    def note(event: Event) -> None:
        if event[0] == "sheet":
            names.append(event[1][0])
        elif event[0] == "look":
            found[names[-1]] = event[1]

    read(Archive(content, OURS), note, with_looks=True)
    return found


def sealed_lines(record: Record, shown: Mapping[str, object], sealing: Sealing) -> Iterator[str]:
    """The hidden sheet: mark, statement, signature, record; asked for when all else is told."""
    body = list(record.lines(shown))
    yield MARK
    yield from signed(sealing, body)
    yield from body


def keep(
    record: Record,
    page: Worksheet,
    results: Mapping[str, Decimal],
    first: int = 1,
    last: int = ROWS_OF_A_SHEET,
) -> None:
    """Tell the record some rows of a sheet, as they will be read; ``results`` are those of its
    formulas.
    """
    for cells in page.iter_rows(min_row=first, max_row=min(last, page.max_row)):
        found = [
            (cell.column, *_read(cell, results.get(cell.coordinate)))
            for cell in cells
            if cell.value not in (None, "")
        ]
        if found:
            record.block(
                page.title, cells[0].row, [(column, kind, [value]) for column, kind, value in found]
            )


def _read(cell: Cell, result: Decimal | None) -> tuple[str, str]:
    """What a reader finds in a cell: kind and value (fund.workbook.cells, with looks)."""
    code = bare_format(cell.number_format)
    if cell.data_type == "s":
        return kind_of("text", code), unescaped(cell.value)
    if cell.data_type == "f":
        read = "" if result is None else digits(float(plain(result)))
        return f"formula|{code}|{bare_formula(cell.value)}", read
    return kind_of("number", code), digits(float(safe_string(cell.value)))


def kind_of(kind: str, code: str) -> str:
    """A kind with its number format in canonical form."""
    return f"{kind}|{code}" if code else kind
