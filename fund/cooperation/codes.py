"""Codes that stand in IATI files: which are known, and those this fund writes. Pure.

Source: the code lists of IATI 2.03, https://github.com/IATI/IATI-Codelists (embedded lists);
countries by ISO 3166 in data/countries.csv, currencies by ISO 4217.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.core import Locale, get_global

DATA = Path(__file__).parents[2] / "data"
ACROSS = frozenset({"HK", "MO", "TW"})
"""Regions of China that code lists of countries name: no partner countries here."""
NAMED: Mapping[str, str] = {
    word: code
    for code, words in {
        "HK": "hk hkg 香港 中国香港 香港特区 香港特别行政区 香港特別行政區 hongkong hongkongsar",
        "MO": "mo mac 澳门 澳門 中国澳门 澳门特区 澳门特别行政区 macao macau macaosar macausar",
        "TW": "tw twn 台湾 臺灣 台灣 中国台湾 台湾省 台湾地区 中国台北 中华台北 taiwan chinesetaipei",
    }.items()
    for word in words.split()
}
"""The same by the words people write, without blanks, in small letters."""
OF_CHINA = re.compile(r"[,，(（]?(provinceof|sarof)?china[)）]?$|^中华人民共和国|^中國")
HOME = "CN"
ALSO = frozenset({"XK"})
"""Countries the IATI list has and ISO has not."""


class Country(NamedTuple):
    """A country or territory by ISO 3166: its names, and the M49 regions it lies in."""

    code: str
    name_zh: str
    name_en: str
    region: str
    subregion: str
    lists: tuple[str, ...]


@cache
def countries() -> Mapping[str, Country]:
    """Countries by code, as data/countries.csv has them."""
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["code"]: Country(
                row["code"],
                row["name_zh"],
                row["name_en"],
                row["region"],
                row["subregion"],
                tuple(row["lists"].split()),
            )
            for row in csv.DictReader(stream)
        }


def across(word: str) -> str:
    """The region of China a word names by code or name; "" where it names none.

    >>> [across(one) for one in ("hk", "Hong Kong, China", "中国台湾", "Macau SAR", "LA")]
    ['HK', 'HK', 'TW', 'MO', '']
    """
    plain = "".join(unicodedata.normalize("NFKC", word).casefold().split())
    return NAMED.get(plain) or NAMED.get(OF_CHINA.sub("", plain), "")


def upto(last: int) -> frozenset[str]:
    """The codes 1 to ``last``."""
    return frozenset(str(number) for number in range(1, last + 1))


@cache
def known() -> Mapping[str, frozenset[str]]:
    """Where a code stands, as an XPath of attributes, and the codes known there."""
    country = frozenset(countries()) | ALSO | ACROSS
    currency = frozenset(get_global("all_currencies"))
    return {
        ".//recipient-country/@code": country,
        ".//@currency | .//@default-currency": currency,
        ".//activity-status/@code": upto(6),
        ".//activity-date/@type": upto(4),
        ".//activity-scope/@code": upto(8),
        ".//transaction/transaction-type/@code": upto(13),
        ".//participating-org/@role": upto(4),
        ".//participating-org/@type | .//reporting-org/@type": frozenset(ORGANISATION_TYPES),
        ".//result/@type": frozenset({"1", "2", "3", "9"}),
        ".//indicator/@measure": upto(5),
        ".//budget/@type | .//budget/@status": upto(2),
    }


ORGANISATION_TYPES = (
    *("10", "11", "15", "21", "22", "23", "24", "30", "40", "60", "70", "71", "72", "73"),
    *("80", "90"),
)
OWN_LANGUAGES = ("zh", "en")


def is_third_language(code: str) -> bool:
    """Whether a code is one of a language by ISO 639, neither Chinese nor English.

    >>> [code for code in ("fr", "lo", "en", "xx", "français") if is_third_language(code)]
    ['fr', 'lo']
    """
    return len(code) == 2 and code in Locale("en").languages and code not in OWN_LANGUAGES


STATUS: Mapping[str, str] = {
    "pipeline": "1",
    "implementation": "2",
    "finalisation": "3",
    "completed": "4",
    "called_off": "5",
    "suspended": "6",
}
"""Our states of a project abroad as IATI codes."""
ROLES: Mapping[str, str] = {
    "funding": "1",
    "accountable": "2",
    "extending": "3",
    "implementing": "4",
}
SECTORS: Mapping[str, str] = {
    "remote_sensing": "41082",
    "communication": "22020",
    "navigation": "22040",
    "ground_segment": "22040",
    "meteorology": "15143",
    "disaster": "43060",
    "training": "43082",
    "data_sharing": "41082",
}
"""Our fields as sectors of the DAC's five-digit list (vocabulary 1)."""
