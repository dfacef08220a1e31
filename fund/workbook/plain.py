"""Numbers, days and words as people write them: what is meant without doubt, or why it is not.
Never guessed. The one reader of dates and of amounts for every door.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"
    r"|[+-]?[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?"
    r"|[+-]?[0-9]{1,4}(,[0-9]{4}){2,}(\.[0-9]+)?"
)
"""Groups of three, or of four as 万 and 亿 count; a single group of four might be decimals."""
LARGE = re.compile("[万萬亿億]")
RENMINBI = ("人民币元", "人民币", "元", "¥", "CNY", "RMB")
"""What may stand around an amount of renminbi."""
NOTHING = frozenset({"/", "-", "--", "—", "——", "–", "无"})
"""What people write where there is nothing."""

MIDNIGHT = r"(?:[ T]+0?0:00(?::00(?:\.0+)?)?)?"
DAYS = (
    re.compile(r"([0-9]{4}) *([-/.]) *([0-9]{1,2}) *\2 *([0-9]{1,2})" + MIDNIGHT),
    re.compile(r"([0-9]{4}) *(年) *([0-9]{1,2}) *月 *([0-9]{1,2}) *[日号]" + MIDNIGHT),
    re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})"),
)
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?")
"""A day as spreadsheets count it."""
TWO_WAYS = re.compile(r"[0-9]{1,2} *([-/.]) *[0-9]{1,2} *\1 *(?:[0-9]{4}|[0-9]{1,2})")
NO_DAY = re.compile(r"[0-9]{4} *(?:年|[-/.]) *[0-9]{1,2} *月?(?:份)?")
BEGINNING = date(1899, 12, 30)
"""Day 0 of a spreadsheet, for every day after February 1900."""
PLAUSIBLE_YEARS = range(2000, 2101)

WIDE = {0xFF01 + place: 0x21 + place for place in range(94)} | {
    **dict.fromkeys((0x3000, 0xA0, 0x202F, *range(0x2000, 0x200B)), " "),
    0xFFE5: "¥",
    0x2212: "-",
}
"""Full-width signs, strange blanks and the minus sign as plain ones. Not superscripts or numbers in
circles: what those mean is another thing.
"""
DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014), "-")


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


def heading(text: str) -> str:
    """A heading or sheet name as it is compared: half-width, without blanks, breaks and invisible
    signs.

    >>> heading("本年 预算(元)") == heading("本年预算（元）")
    True
    """
    return "".join(visible(unicodedata.normalize("NFKC", text)).split()).casefold()


def is_nothing(text: str) -> bool:
    """Whether somebody wrote that there is nothing: "/", "-", "无"."""
    return _plain(text) in NOTHING


def is_broken(text: str) -> bool:
    """Whether the text holds half a character, or NUL, which no database keeps."""
    return any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in text)


def is_told(words: str) -> bool:
    """Whether an explanation explains: a stroke or 无 does not."""
    said = visible(words)
    return bool(said) and not is_nothing(said)


def number(text: str, units: Sequence[str] = ()) -> tuple[str | None, str]:
    """The digits a text means and "", or None and in_wan, nothing or unreadable; one of the
    ``units`` may stand behind it.

    >>> number("１，２３４.50"), number("14项", ["项"]), number("12万"), number("1.234,5")
    (('1234.50', ''), ('14', ''), (None, 'in_wan'), (None, 'unreadable'))
    """
    plain = _plain(text)
    if plain in NOTHING:
        return None, "nothing"
    for unit in sorted(map(_plain, units), key=len, reverse=True):
        if unit and plain.casefold().endswith(unit.casefold()):
            plain = plain[: -len(unit)].rstrip()
            break
    if LARGE.search(plain):
        return None, "in_wan"
    if not (PLAIN.fullmatch(plain) or GROUPED.fullmatch(plain)):
        return None, "unreadable"
    return re.sub("[, ]", "", plain), ""


def amount(text: str) -> tuple[str | None, str, bool]:
    """The same of an amount, which 元, ¥, 人民币, CNY or RMB may stand around; and whether one of
    these does.

    >>> amount("人民币 1,234.50 元"), amount("USD 5")
    (('1234.50', '', True), (None, 'unreadable', False))
    """
    plain = _plain(text)
    folded = plain.upper()
    front = next((mark for mark in RENMINBI if folded.startswith(mark)), "")
    rest = plain[len(front) :]
    back = next((mark for mark in RENMINBI if rest.upper().endswith(mark)), "")
    digits, problem = number(rest.removesuffix(rest[len(rest) - len(back) :]))
    return digits, problem, bool(front or back)


def _plain(text: str) -> str:
    return visible(text.translate(WIDE))


def day(text: str) -> tuple[date | None, str]:
    """The day a text means and "", or None and unreadable, two_ways, no_day, nothing, impossible or
    implausible.

    >>> day("2026年3月1日"), day("2026/3/1"), day("2026-02-30"), day("3/1/2026")
    ((datetime.date(2026, 3, 1), ''), (datetime.date(2026, 3, 1), ''), (None, 'impossible'), (None,
    'two_ways'))
    """
    plain = " ".join(_plain(text).split())
    if plain in NOTHING:
        return None, "nothing"
    plain = plain.translate(DASHES)
    found = next((match for pattern in DAYS if (match := pattern.fullmatch(plain))), None)
    if found:
        year, _sign, month, of_month = found.groups()
        return _real(int(year), int(month), int(of_month))
    if SERIAL.fullmatch(plain):
        counted = BEGINNING + timedelta(days=int(plain.partition(".")[0]))
        return _real(counted.year, counted.month, counted.day)
    if TWO_WAYS.fullmatch(plain):
        return None, "two_ways"
    return None, "no_day" if NO_DAY.fullmatch(plain) else "unreadable"


def _real(year: int, month: int, of_month: int) -> tuple[date | None, str]:
    try:
        found = date(year, month, of_month)
    except ValueError:
        return None, "impossible"
    return (found, "") if found.year in PLAUSIBLE_YEARS else (None, "implausible")
