"""Texts, numbers and number formats as a workbook keeps them, turned into what they mean. Standard
library only, as fund.workbook.cells.
"""

import math
import re
from decimal import Decimal

from fund.workbook.archive import Limits, refuse

SMALLEST, LARGEST = 1e-30, 1e30
"""Beyond these a number is no amount, and its digits are not written out."""

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hmsHMS]+\])[^\]]*\]')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def digits(number: float) -> str:
    """A double as the decimal a spreadsheet shows: 15 significant digits, no exponent, no needless
    zeros.

    >>> digits(1234.0999999999999), digits(1e18)
    ('1234.1', '1000000000000000000')
    """
    if not math.isfinite(number):
        refuse("workbook_damaged", "", str(number))
    if abs(number) > LARGEST or (number and abs(number) < SMALLEST):
        return repr(number)
    text = f"{Decimal(f'{number:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_date_format(code: str) -> bool:
    """Whether a number format shows a day or a time: yyyy"年"m"月"d"日" does, #,##0.00"元" does not."""
    return (
        bool(re.search(r"[ymdhs]", _QUOTED.sub("", code).split(";")[0], re.IGNORECASE))
        and "general" not in code.lower()
    )


def whole(pieces: list[str], limits: Limits, place: str = "") -> str:
    """The pieces of a text as one, within the limits, as meant."""
    if not pieces:
        return ""
    joined = "".join(pieces)
    if len(joined) > limits.text:
        refuse("workbook_text", place, value=joined[:40])
    found = unescaped(joined)
    if "_x" in joined:
        try:  # two escaped halves are one character, one half is none
            found = found.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            refuse("workbook_broken_text", place)
    return found


def unescaped(text: str) -> str:
    """A text as meant: _x0041_ in a file is A."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
