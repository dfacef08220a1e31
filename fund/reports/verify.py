"""Is this workbook as it was issued? A very hidden sheet keeps every cell's value of the day it was
issued.

What it proves: cells differ, or none does, from what was written into this file, whichever program
saved it since, and which ones. What it does not prove: who issued it, or that nobody rewrote the
hidden sheet too; whoever doubts that compares with a fresh report of the same period and data
version. Formats, headers, charts and comments are not compared.
"""

import base64
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypedDict

from fund.errors import N_, FundError
from fund.i18n import say
from fund.reports.package import add_hidden_sheet
from fund.workbook.guard import Workbook, letters, open_workbook, read_own

SEAL = "_issued"
MARK = "fund-seal-1"
PIECE = 30_000
LARGEST = 64 * 2**20
EPOCH = datetime(1899, 12, 30, tzinfo=UTC)

Values = dict[str, dict[str, tuple[str, str]]]


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
    """What `verify-report` says."""

    ok: bool
    changed: list[Change]


def seal(content: bytes) -> bytes:
    """Add the record of every cell as issued to a workbook this program has just written."""
    packed = zlib.compress(
        json.dumps(_values(read_own(content)), ensure_ascii=False, separators=(",", ":")).encode(),
        9,
    )
    text = base64.b64encode(packed).decode()
    return add_hidden_sheet(
        content,
        SEAL,
        [MARK, *(text[start : start + PIECE] for start in range(0, len(text), PIECE))],
    )


def verify(content: bytes) -> Verdict:
    """Compare a workbook, from whoever's hands, with its own seal. Raises NotSealed and
    NotReadable.
    """
    book, issues = open_workbook(content)
    if book is None:
        raise NotReadable(reason=say(issues[0]))
    issued, found = _unseal(book), _values(book)
    changed = [
        change for sheet in issued for change in _compare(sheet, issued[sheet], found.get(sheet))
    ]
    changed += [
        Change(sheet=sheet, cell="", issued="", found=sheet)
        for sheet in found
        if sheet not in issued
    ]
    return Verdict(ok=not changed, changed=changed)


def _unseal(book: Workbook) -> Values:
    cells = book.sheets[SEAL].cells if SEAL in book.sheets else {}
    lines = [cells[place].value for place in sorted(cells) if place[1] == 1]
    if not lines or lines[0] != MARK:
        raise NotSealed
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(base64.b64decode("".join(lines[1:]), validate=True), LARGEST)
        if not unpacker.eof:
            raise NotSealed
        return {
            sheet: {cell: (kind, value) for cell, (kind, value) in values.items()}
            for sheet, values in json.loads(text).items()
        }
    except (ValueError, TypeError, AttributeError, zlib.error):
        raise NotSealed from None


def _values(book: Workbook) -> Values:
    """Every filled cell but the seal's, by sheet and address: (kind, value)."""
    return {
        name: {
            f"{letters(column)}{row}": (cell.kind, cell.value)
            for (row, column), cell in sheet.cells.items()
            if cell.value
        }
        for name, sheet in book.sheets.items()
        if name != SEAL
    }


def _compare(
    sheet: str, issued: dict[str, tuple[str, str]], found: dict[str, tuple[str, str]] | None
) -> Iterator[Change]:
    if found is None:
        yield Change(sheet=sheet, cell="", issued=sheet, found="")
        return
    for cell in [*issued, *(cell for cell in found if cell not in issued)]:
        before, after = issued.get(cell), found.get(cell)
        if before is None or after is None or _bare(*before) != _bare(*after):
            yield Change(sheet=sheet, cell=cell, issued=_shown(before), found=_shown(after))


def _bare(kind: str, value: str) -> tuple[str, str]:
    """A value without its format: a day is the number a spreadsheet keeps, line ends are of one
    kind.
    """
    if kind == "date":
        moment = datetime.fromisoformat(value).replace(tzinfo=UTC)
        return "number", format(Decimal(str((moment - EPOCH).total_seconds())) / 86400, "f").rstrip(
            "0"
        ).rstrip(".")
    return kind, value.replace("\r\n", "\n")


def _shown(cell: tuple[str, str] | None) -> str:
    return "" if cell is None else f"={cell[1]}" if cell[0] == "formula" else cell[1]
