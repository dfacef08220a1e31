"""What a seal keeps: every cell's value as issued, sheet by sheet, a block of rows at a time.

Told while the sheet is written, so that no file is read back; read again block by block, so that
nobody holds a long table twice. A block is a line of JSON: [first row, [[column, kind, [values]]]];
the blocks of a sheet are one stream of deflate. Kinds and values are those of fund.workbook.cells
with looks: a kind carries its number format, a formula's its text; an empty value is an empty cell,
except of a formula whose result was not stored. What else a sheet shows stands beside, as JSON.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fund.workbook.looks import SheetLook, look_of

MARK = "fund-seal-3"
TITLE = "#"
"""Begins the line that names a sheet; no line of base64 has it."""
LOOKS = "@"
"""Begins the lines of what sheets show beside their cells."""

PIECE = 30_000
LEVEL = 3
LARGEST_BLOCK = 2 * 2**20
"""Signs of a block, written or read; what anybody may have put into a file is parsed in such
pieces.
"""

Column = tuple[int, str, Sequence[str]]
Row = tuple[int, dict[int, tuple[str, str]]]


class Record:
    """The values of one workbook, told sheet by sheet in the order of rows."""

    def __init__(self, *, is_kept: bool = True) -> None:
        """Nothing told yet; one that is not kept takes no notice."""
        self._is_kept = is_kept
        self._sheets: dict[str, zlib._Compress] = {}
        self._packed: dict[str, list[bytes]] = {}

    def block(self, sheet: str, first: int, columns: Sequence[Column]) -> None:
        """Rows from ``first`` on: (column from 1, kind, values) with as many values in each."""
        if not self._is_kept:
            return
        line = json.dumps((first, columns), ensure_ascii=False, separators=(",", ":"))
        if len(line) > LARGEST_BLOCK and len(columns[0][2]) > 1:
            half = len(columns[0][2]) // 2
            for start, part in ((0, slice(half)), (half, slice(half, None))):
                cut = [(column, kind, values[part]) for column, kind, values in columns]
                self.block(sheet, first + start, cut)
            return
        packer = self._sheets.setdefault(sheet, zlib.compressobj(LEVEL))
        self._packed.setdefault(sheet, []).append(packer.compress(line.encode() + b"\n"))

    def lines(self, looks: Mapping[str, object]) -> Iterator[str]:
        """What the hidden sheet holds below its statement, a text a row; ends the record. ``looks``
        are those of each sheet (fund.workbook.looks).
        """
        told = json.dumps(looks, ensure_ascii=False, separators=(",", ":"))
        text = base64.b64encode(zlib.compress(told.encode())).decode()
        yield from (LOOKS + text[start : start + PIECE] for start in range(0, len(text), PIECE))
        for sheet, packer in self._sheets.items():
            yield TITLE + sheet
            text = base64.b64encode(b"".join([*self._packed[sheet], packer.flush()])).decode()
            yield from (text[start : start + PIECE] for start in range(0, len(text), PIECE))


def looks(lines: Iterable[str]) -> dict[str, SheetLook]:
    """Of what ``Record.lines`` gave: what each sheet shows beside its cells. Raises ValueError and
    zlib.error for what is none.
    """
    packed = "".join(line.removeprefix(LOOKS) for line in lines if line.startswith(LOOKS))
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(base64.b64decode(packed, validate=True), LARGEST_BLOCK)
    found = json.loads(text)
    if not unpacker.eof or not isinstance(found, dict):
        raise ValueError(len(text))
    return {str(sheet): look_of(look) for sheet, look in found.items()}


def sheets(lines: Iterable[str]) -> dict[str, str]:
    """Of what ``Record.lines`` gave, without the mark: base64 by sheet. Raises ValueError for a
    piece of no sheet.
    """
    found: dict[str, list[str]] = {}
    pieces: list[str] | None = None
    for line in lines:
        if line.startswith(LOOKS):
            continue
        if line.startswith(TITLE):
            pieces = found.setdefault(line.removeprefix(TITLE), [])
        elif pieces is None:
            raise ValueError(line)
        else:
            pieces.append(line)
    return {sheet: "".join(pieces) for sheet, pieces in found.items()}


def rows(packed: str) -> Iterator[Row]:
    """A sheet's rows in rising order, filled cells only. Raises ValueError for what is no
    record.
    """
    last = 0
    for line in _unpacked(base64.b64decode(packed, validate=True)):
        first, columns = json.loads(line)
        count = len(columns[0][2])
        if not last < first <= first + count or any(len(one[2]) != count for one in columns):
            raise ValueError(first)
        for place in range(count):
            yield (
                first + place,
                {
                    int(column): (str(kind), str(values[place]))
                    for column, kind, values in columns
                    if values[place] or kind.startswith("formula")
                },
            )
        last = first + count - 1


def _unpacked(packed: bytes) -> Iterator[bytes]:
    """Lines, none longer than LARGEST_BLOCK signs, however much the stream unpacks to."""
    unpacker, rest, left = zlib.decompressobj(), b"", packed
    while not unpacker.eof:
        before, piece = len(left), unpacker.decompress(left, 2**20)
        left = unpacker.unconsumed_tail
        *whole, rest = (rest + piece).split(b"\n")
        if len(rest) > 4 * LARGEST_BLOCK or (not piece and len(left) == before):
            raise ValueError(len(rest))
        yield from whole
    if rest:
        raise ValueError(len(rest))


def by_row(cells: Mapping[tuple[int, int], tuple[str, str]]) -> Iterator[Row]:
    """Cells by (row, column) as rows in rising order."""
    found: dict[int, dict[int, tuple[str, str]]] = {}
    for row, column in sorted(cells):
        found.setdefault(row, {})[column] = cells[row, column]
    yield from found.items()
