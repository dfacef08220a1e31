"""CSV as spreadsheets open it: UTF-8 with the mark they know it by, nothing in it that they would
calculate.
"""

import csv
import io
from collections.abc import Iterable

LIVELY = ("=", "+", "-", "@", "\t", "\r", "\0")
"""How a text begins that a spreadsheet program may take for a formula when somebody opens, edits or
converts it.
"""


def cell(value: object) -> object:
    """A value as a cell: nothing for None, an apostrophe before a text that would be calculated."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(LIVELY) else value


def written(
    heads: Iterable[str], rows: Iterable[Iterable[object]], *, is_marked: bool = True
) -> bytes:
    """A whole table as a file; for programs only, without the mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig" if is_marked else "utf-8")
