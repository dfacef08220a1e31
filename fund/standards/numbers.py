"""Numbers of standards: written one way, taken apart into prefix, family and edition. Pure.

Prefixes and what they say of a text: std.samr.gov.cn; suffix -S of CCSDS: the historical copy.
"""

import re
import unicodedata
from typing import NamedTuple

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))
SHAPE = re.compile(r"(DB\d{2,}(?:/T)?|[A-Z][A-Z/-]*?)(?: *(\d.*)| +(\S.*))")
YEAR = re.compile(r"(.+?)[:-](\d{4})((?:/.*)?)")
ISSUE = re.compile(r"(CCSDS [A-Z]?[\d.]+-[A-Z])-(\d+)(?:\.[\d.]+\w?)?")
HISTORICAL = re.compile(r"CCSDS .+-S(?: Cor\. \d+| - .+)?")
CLASSIFIED = ("GJB", "GJB/Z", "GJBZ", "GJZ", "WJ")
"""Marks of military standards, which an unclassified system does not hold."""
MARKED = re.compile(r"秘密\s*★|机密\s*★|绝密|机密级|秘密级|^\s*[（(](秘密|机密)[）)]")

NATIONAL = ("GB", "GB/T", "GB/Z")
INTERNATIONAL = ("ISO", "IEC", "CCSDS", "ITU", "ECSS", "EN", "IEEE")


class Number(NamedTuple):
    """A number taken apart: as written here, prefix, family (what its editions share), edition (a
    year or an issue; 0 where none is told), the level its prefix says ("" none).
    """

    text: str
    prefix: str
    family: str
    edition: int
    level: str

    @property
    def is_historical(self) -> bool:
        """Whether it is a historical copy of another text, or an addition to one."""
        return bool(HISTORICAL.fullmatch(self.text))


def written(text: str) -> str:
    """The number as the register writes it: plain signs, one dash, one blank after the prefix.

    >>> written("GB/T 34513—2017"), written("ＧＢ/Ｔ34513 - 2017"), written("iso 24113:2011")
    ('GB/T 34513-2017', 'GB/T 34513-2017', 'ISO 24113:2011')
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(DASHES).split())
    plain = re.sub(r" ?- ?(?=\d{4}$)", "-", plain)
    plain = re.sub(r" ?([:/]) ?(?=\S)", r"\1", plain)
    head = re.match(r"[A-Za-z][A-Za-z/-]*", plain)
    if head:
        plain = head[0].upper() + plain[head.end() :]
    match = SHAPE.fullmatch(plain)
    return f"{match[1]} {match[2] or match[3]}" if match else plain


def taken_apart(text: str) -> Number:
    """The number with what it says of itself.

    >>> taken_apart("GB/T 34513-2017")[1:]
    ('GB/T', 'GB/T 34513', 2017, 'national')
    >>> taken_apart("CCSDS 508.0-B-1-S").is_historical, taken_apart("CCSDS 508.0-B-2").edition
    (True, 2)
    """
    number = written(text)
    prefix = number.partition(" ")[0] if " " in number else ""
    issue = ISSUE.fullmatch(number)
    dated = YEAR.fullmatch(number)
    if issue:
        return Number(number, prefix, issue[1], int(issue[2]), level_of(prefix))
    if dated and not dated[3] and not number.startswith("CCSDS"):
        return Number(number, prefix, dated[1], int(dated[2]), level_of(prefix))
    return Number(number, prefix, number, 0, level_of(prefix))


def level_of(prefix: str) -> str:
    """The level a prefix says; "" where it says none.

    >>> [level_of(one) for one in ("GB/T", "T/CSA", "DB11/T", "Q/ABC", "ISO/TR", "QJ", "")]
    ['national', 'group', 'local', 'enterprise', 'international', 'sector', '']
    """
    if not prefix:
        return ""
    if prefix in NATIONAL:
        return "national"
    if prefix.split("/", maxsplit=1)[0].split("-", maxsplit=1)[0] in INTERNATIONAL:
        return "international"
    for start, level in (("T/", "group"), ("DB", "local"), ("Q/", "enterprise")):
        if prefix.startswith(start):
            return level
    return "sector" if re.fullmatch(r"[A-Z]{2}(/[TZ])?", prefix) else ""


def is_mandatory(prefix: str) -> bool | None:
    """Whether a national text must be followed: GB itself; None where the prefix does not say."""
    return {"GB": True, "GB/T": False, "GB/Z": False}.get(prefix)


def is_classified(number: str, *words: str) -> bool:
    """Whether a number bears a military mark, or the words a mark of secrecy.

    >>> is_classified("GJB 1234A-2009"), is_classified("ＧＪＢ/Z 99-97")
    (True, True)
    """
    head = re.match(r"[A-Z/]+", written(number).upper().replace(" ", ""))
    return bool(head and head[0].startswith(CLASSIFIED)) or any(
        MARKED.search(unicodedata.normalize("NFKC", text)) for text in words
    )
