"""Where a cell is: B7 as row and column, and back."""

import re

from fund.workbook.archive import refuse

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,9})")


def position(reference: str) -> tuple[int, int]:
    """B7 as (7, 2)."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        refuse("workbook_damaged", "", reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def corners(area: str) -> tuple[int, int, int, int]:
    """A1:C9 as (1, 1, 9, 3)."""
    first, _, last = area.partition(":")
    return (*position(first), *position(last or first))


def letters(column: int) -> str:
    """28 as AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
