"""Reading one value of a message: numbers and instants as the standard writes them, what counts as
not provided, and the names objects are known by.
"""

import math
import re
from datetime import UTC, datetime, timedelta

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d{1,4})?")
CALENDAR = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d*))?Z?")
ORDINAL = re.compile(r"(\d{4})-(\d{3})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d*))?Z?")
ABSENT = frozenset({"", "nan", "none", "null", "n/a"})
LONGEST_NUMBER = 60


def is_absent(text: str, *, is_text: bool = False) -> bool:
    """Whether an optional value is not provided: empty or NaN; for a number also “none”.

    >>> is_absent(" NaN "), is_absent("0"), is_absent("N/A", is_text=True)
    (True, False, False)
    """
    said = text.strip().lower()
    return said in ("", "nan") if is_text else said in ABSENT


def number(text: str) -> float | None:
    """A finite number, or None where the text is none; one too small for a float is 0.

    >>> number("4.835E-05"), number("1e-400"), number("1_0"), number("inf")
    (4.835e-05, 0.0, None, None)
    """
    said = text.strip()
    if len(said) > LONGEST_NUMBER or not NUMBER.fullmatch(said):
        return None
    value = float(said.replace("d", "e").replace("D", "e"))
    return value if math.isfinite(value) else None


def instant(text: str) -> datetime | None:
    """An instant in UTC by calendar or by day of the year; None for anything else, also for another
    offset. A leap second is the first of the next minute.

    >>> instant("2023-334T12:00:60Z")
    datetime.datetime(2023, 11, 30, 12, 1, tzinfo=datetime.timezone.utc)
    >>> instant("2023-366T00:00:00"), instant("2023-01-01T00:00:00+08:00")
    (None, None)
    """
    said = text.strip()
    try:
        if found := CALENDAR.fullmatch(said):
            year, month, day, *clock = found.groups()
            start = datetime(int(year), int(month), int(day), tzinfo=UTC)
        elif found := ORDINAL.fullmatch(said):
            year, of_year, *clock = found.groups()
            start = datetime(int(year), 1, 1, tzinfo=UTC) + timedelta(days=int(of_year) - 1)
            if start.year != int(year):
                return None
        else:
            return None
    except (ValueError, OverflowError):
        return None
    hour, minute, second, fraction = clock
    if int(hour) > 23 or int(minute) > 59 or int(second) > 60:
        return None
    micro = int((fraction or "")[:6].ljust(6, "0"))
    try:
        return start + timedelta(
            hours=int(hour), minutes=int(minute), seconds=int(second), microseconds=micro
        )
    except OverflowError:
        return None


def text(written: str) -> str:
    """Text as it is compared: blanks for underscores, single, in capitals."""
    return " ".join(written.replace("_", " ").split()).upper()


def object_number(designator: str) -> str:
    """What an object is known by, however its number is written.

    >>> object_number("000037849E"), object_number("37849"), object_number("L3972")
    ('37849', '37849', 'L3972')
    """
    said = designator.strip().upper()
    if found := re.fullmatch(r"0*(\d+)E?", said):
        return found[1]
    return said
