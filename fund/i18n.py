"""Words: English in the code, other languages in fund/locale; read once per process, chosen once
per run. Babel, which is slow to import, is asked for where a number or an English day is written.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import SupportsInt

from fund import money, words
from fund.clock import BEIJING
from fund.errors import N_, NP_, Told

__all__ = [
    "NP_",
    "N_",
    "_",
    "language",
    "languages",
    "ngettext",
    "pgettext",
    "say",
    "speaking",
    "use",
]

LOCALE = Path(__file__).parent / "locale"
CATALOGUES = {"zh": "zh_CN", "en": None}
NBSP = "\u00a0"
LONGEST_FACT = 500
"""Characters of one fact that a sentence repeats: more would bury what it says."""
_language: ContextVar[str] = ContextVar("language", default="zh")


def languages() -> tuple[str, ...]:
    """The languages on offer, the default first."""
    return tuple(CATALOGUES)


def language() -> str:
    """The language of this run: zh or en."""
    return _language.get()


def use(code: str) -> None:
    """Choose the language of this run; an unknown one falls back to Chinese."""
    _language.set(code if code in CATALOGUES else "zh")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while (a report asked for in English, say)."""
    token = _language.set(code if code in CATALOGUES else "zh")
    try:
        yield
    finally:
        _language.reset(token)


class Catalogue(GNUTranslations):
    """The messages of a .po file as .ci/words.py writes it: babel's reader and a compiled copy take
    ten times as long, and every command starts with this.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        # what gettext reads from a compiled file: one form a language, message -> translation
        self.plural = lambda _count: 0
        self._catalog = {key: words for key, words in _entries(text) if words}


ENTRY = re.compile(
    r'^(?:msgctxt ((?:".*"\n)+))?msgid ((?:".*"\n)+)'
    r'(?:msgid_plural (?:".*"\n)+msgstr\[0\] ((?:".*"\n?)+)|msgstr ((?:".*"\n?)+))',
    re.MULTILINE,
)


def _entries(text: str) -> Iterator[tuple[str | tuple[str, int], str]]:
    for found in ENTRY.finditer(text):
        context, message, plural, single = (_unquoted(part or "") for part in found.groups())
        key = f"{context}\x04{message}" if context else message
        yield ((key, 0), plural) if found[3] else (key, single)


def _unquoted(lines: str) -> str:
    return "".join(json.loads(line) if "\\" in line else line[1:-1] for line in lines.splitlines())


@cache
def _catalogue(code: str) -> NullTranslations:
    name = CATALOGUES[code]
    if name is None:
        return NullTranslations()
    place = LOCALE / name / "LC_MESSAGES" / "fund.po"
    return Catalogue(place.read_text(encoding="utf-8"))


def _(message: str) -> str:
    """The message in the language of this run; a context given by ``NP_`` is not shown."""
    return _catalogue(language()).gettext(message).rpartition("\x04")[2] if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The message for a count, in the language of this run; fill {count} yourself."""
    return _catalogue(language()).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """A message whose meaning depends on where it stands."""
    return _catalogue(language()).pgettext(context, message)


def together(*sentences: str) -> str:
    """Sentences one after another, empty ones left out: English puts a space between, Chinese does
    not.
    """
    return ("" if language() == "zh" else " ").join(filter(None, sentences))


def enumerated(words: Iterable[str]) -> str:
    """Words one beside another, as each language puts them in a row."""
    return ("、" if language() == "zh" else ", ").join(words)


def say(thing: Told) -> str:
    """The sentence for a refusal, an issue or a reason, in the language of this run."""
    return _(thing.message).format(
        **{name: fact(name, value) for name, value in thing.facts.items()}
    )


def fact(name: str, value: object) -> str:
    """One fact of a message as text: money by its name's ending, dates by type, words through the
    catalogue.
    """
    if name.endswith("_fen") and isinstance(value, SupportsInt):
        return amount(int(value))
    if isinstance(value, datetime | date):
        return day(value)
    known = words.BY_FACT.get(name, {})
    if isinstance(value, list | tuple | set | frozenset):
        return enumerated(_(known.get(str(item), str(item))) for item in value)
    text = known.get(str(value), str(value))
    return _(text) if len(text) <= LONGEST_FACT else f"{text[:LONGEST_FACT]}…"


def day(value: date | datetime | None) -> str:
    """2026-09-30 or 30 Sep 2026; a missing date is a dash."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(BEIJING).date()
    return value.isoformat() if language() == "zh" else _written(value, "d MMM y")


def official_day(value: date) -> str:
    """A day as offices write it on paper: 2026年10月31日, 31 October 2026."""
    if language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return _written(value, "d MMMM y")


def month(value: date) -> str:
    """2026-09 or Sep 2026."""
    return f"{value:%Y-%m}" if language() == "zh" else _written(value, "MMM y")


def official_month(value: date) -> str:
    """A month as offices write it on paper: 2026年10月, October 2026."""
    return f"{value.year}年{value.month}月" if language() == "zh" else _written(value, "MMMM y")


def moment(value: datetime) -> str:
    """10-08 18:30 or 8 Oct, 18:30, Beijing time."""
    local = value.astimezone(BEIJING)
    return (
        f"{local:%m-%d %H:%M}"
        if language() == "zh"
        else f"{_written(local, 'd MMM', 'en_GB')}, {local:%H:%M}"
    )


def _written(value: date, pattern: str, locale: str = "en") -> str:
    from babel.dates import format_date

    return format_date(value, pattern, locale=locale)


def number(value: Decimal | float, places: int = 0) -> str:
    """Grouped by thousands, a true minus sign, rounded half up."""
    # both languages write it alike: Babel, asked for each, takes ten times as long
    return f"{money.half_up(Decimal(str(value)), places):,.{places}f}".replace("-", "\u2212")


def share(value: float | Decimal | None, places: int = 1) -> str:
    """0.323 as 32.3%; nothing to divide by is a dash."""
    return "—" if value is None else number(Decimal(str(value)) * 100, places) + "%"


AMOUNTS: Mapping[str, Mapping[str, tuple[str, int, str]]] = {
    "zh": {
        "yi": ("yi", 2, f"{{}}{NBSP}亿元"),
        "wan": ("wan", 0, f"{{}}{NBSP}万元"),
        "yuan": ("yuan", 2, f"{{}}{NBSP}元"),
    },
    "en": {
        "yi": ("bn", 2, "CN¥{}" + NBSP + "bn"),
        "wan": ("m", 1, "CN¥{}" + NBSP + "m"),
        "yuan": ("yuan", 2, "CN¥{}"),
    },
}
_ENGLISH_FEN = {"bn": 100_000_000_000, "m": 100_000_000}


def in_unit(amount_fen: int, unit: str, places: int | None = None) -> str:
    """The bare number of an amount in yi (en: billions), wan (en: millions) or yuan, for tables
    with the unit in the head; where the unit is a currency, in that currency's own.
    """
    if unit not in AMOUNTS[language()]:
        return units(amount_fen, unit)
    scale, usual, _pattern = AMOUNTS[language()][unit]
    fen_per = money.FEN_PER_UNIT.get(scale) or _ENGLISH_FEN[scale]
    return number(Decimal(int(amount_fen)) / fen_per, usual if places is None else places)


def amount(amount_fen: int, unit: str | None = None, places: int | None = None) -> str:
    """An amount in renminbi with its unit: yi from 1 yi up, wan from 1 wan up, yuan below, unless
    told.
    """
    if unit is None:
        size = abs(int(amount_fen))
        unit = (
            "yi"
            if size >= money.FEN_PER_UNIT["yi"]
            else "wan"
            if size >= money.FEN_PER_UNIT["wan"]
            else "yuan"
        )
        if unit == "wan" and places is None:
            places = 2 if size % money.FEN_PER_UNIT["wan"] else None
    return AMOUNTS[language()][unit][2].format(in_unit(amount_fen, unit, places))


def unit_name(unit: str) -> str:
    """亿元, CN¥ bn: what stands in the head of a column of amounts; a currency by its code."""
    if unit not in AMOUNTS[language()]:
        return unit
    return (
        AMOUNTS[language()][unit][2].replace("{}", "").replace(NBSP, " ").strip()
        if language() == "zh"
        else {"yi": "CN¥ bn", "wan": "CN¥ m", "yuan": "CN¥"}[unit]
    )


def foreign(amount_fen: int, currency: str) -> str:
    """An amount in any currency by its code and with its decimals: GBP 1,234.50, JPY 500."""
    return f"{currency}{NBSP}{units(amount_fen, currency)}"


def units(amount_fen: int, currency: str) -> str:
    """The bare number of an amount in its currency's unit: 1,234.50."""
    return number(money.units(amount_fen, currency), money.decimals(currency))
