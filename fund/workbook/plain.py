"""Numbers, days and words as people write them: what is meant without doubt, or why it is not.
Never guessed.
"""

import re
import unicodedata
from datetime import date

PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
LARGE = re.compile("[万萬亿億]")
DAYS = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
)
PLAUSIBLE_YEARS = range(2000, 2101)


def narrow(text: str) -> str:
    """Full-width signs as plain ones, without blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


def visible(text: str) -> str:
    """The text without control, direction, zero-width and broken characters; line breaks and tabs
    stay as spaces.
    """
    kept = (" " if sign in "\r\n\t" else sign for sign in text)
    return "".join(
        sign for sign in kept if unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    ).strip()


def number(text: str) -> tuple[str | None, str]:
    """The digits a text means and "", or None and in_wan or unreadable.

    >>> number("１，２３４.50"), number("12万"), number("1.234,5")
    (('1234.50', ''), (None, 'in_wan'), (None, 'unreadable'))
    """
    plain = narrow(text)
    if LARGE.search(plain):
        return None, "in_wan"
    if not (PLAIN.fullmatch(plain) or GROUPED.fullmatch(plain)):
        return None, "unreadable"
    return plain.replace(",", ""), ""


def day(text: str) -> tuple[date | None, str]:
    """The day a text means and "", or None and unreadable, impossible or implausible.

    >>> day("2026年3月1日"), day("2026-02-30"), day("3/1")
    ((datetime.date(2026, 3, 1), ''), (None, 'impossible'), (None, 'unreadable'))
    """
    match = next(
        (found for found in (pattern.fullmatch(narrow(text)) for pattern in DAYS) if found), None
    )
    if not match:
        return None, "unreadable"
    try:
        found = date(*(int(part) for part in match.groups()))
    except ValueError:
        return None, "impossible"
    return (found, "") if found.year in PLAUSIBLE_YEARS else (None, "implausible")
