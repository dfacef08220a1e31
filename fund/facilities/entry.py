"""One facility as somebody hands it in, judged: its columns, figures, conditions and prices, and
everything wrong with it at its field. Pure.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from fund.errors import N_, FundError
from fund.facilities import opening, rules
from fund.facilities.opening import FieldMissing, FieldWrong
from fund.facilities.rows import Rules
from fund.frames import row_of

HEADS: Mapping[str, str] = {
    "code": N_("Code"),
    "kind": N_("Kind of facility"),
    "name_zh": N_("Chinese name"),
    "name_en": N_("English name"),
    "owner": N_("Owner’s identifier"),
    "operator": N_("Operator’s identifier"),
    "region": N_("Region code"),
    "place": N_("Where it lies"),
    "unit": N_("Unit of booking"),
    "opened": N_("Open since"),
    "hours": N_("Opening hours"),
    "figures": N_("Figures"),
    "conditions": N_("Safety conditions"),
    "prices": N_("Prices in yuan"),
    "document": N_("Document of the prices"),
    "hazardous": N_("Hazardous"),
    "shares_with": N_("Shares with"),
    "centre": N_("Centre’s code"),
    "step": N_("Step, minutes"),
    "setup": N_("Set-up, minutes"),
    "clearup": N_("Clear-up, minutes"),
    "shortest": N_("Shortest, minutes"),
    "longest": N_("Longest, minutes"),
    "horizon_days": N_("Bookable days ahead"),
    "notice_hours": N_("Notice, hours"),
    "late_hours": N_("Late cancelling, hours"),
    "late_percent": N_("Late cancelling costs, %"),
}
"""The headings of a workbook or CSV file, in order; Chinese and English are both understood."""
NEEDED = ("code", "name_zh", "owner", "region", "opened", "hours")
CHOICES: Mapping[str, Mapping[str, str]] = {"kind": rules.KINDS, "unit": rules.UNITS}
LONGEST = {"code": 40, "name_zh": 120, "name_en": 120, "place": 200, "document": 200, "region": 6}
NUMBERS: Mapping[str, tuple[int, int, int]] = {
    "step": (15, 1, 1_440),
    "setup": (0, 0, 10_080),
    "clearup": (0, 0, 10_080),
    "shortest": (15, 1, 525_600),
    "longest": (14_400, 1, 525_600),
    "horizon_days": (180, 1, 3_650),
    "notice_hours": (24, 0, 8_760),
    "late_hours": (72, 0, 8_760),
    "late_percent": (50, 0, 100),
}
"""Rules of booking: what holds where nothing is said, least, most."""
YES = ("1", "yes", "true", "是")
NO = ("", "0", "no", "false", "否")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
BIGGEST_PRICE = Decimal(10**9)


class Slip(NamedTuple):
    """One thing wrong with one field."""

    field: str
    error: FundError


class Price(NamedTuple):
    """What a unit costs a class of users, in fen."""

    user_class: str
    unit_fen: int
    minimum_units: int = 0


class Columns(Rules):
    """Columns of a facility."""

    code: str
    name_zh: str
    name_en: str
    place: str
    kind: str
    unit: str
    region_code: str
    opened_on: date
    is_hazardous: bool


class Entry(NamedTuple):
    """What goes into the register: columns of the facility, what it refers to by code, and its
    parts.
    """

    columns: Columns
    refers: dict[str, str]
    week: str
    figures: tuple[tuple[str, Decimal | None, str], ...]
    conditions: tuple[tuple[str, str, str], ...]
    prices: tuple[Price, ...]
    document: str


def judged(given: Mapping[str, str]) -> tuple[Entry, list[Slip]]:
    """A facility handed in as words by the names of HEADS, and what is wrong with it; with slips
    the entry is not to be used.
    """
    slips: list[Slip] = []
    words = {name: given.get(name, "").strip() for name in HEADS}
    slips += [Slip(name, FieldMissing(field=HEADS[name])) for name in NEEDED if not words[name]]
    _words(words, slips)
    rules = row_of({name: _number(name, words[name], slips) for name in NUMBERS}, Rules)
    columns: Columns = {
        **rules,
        "code": words["code"],
        "name_zh": words["name_zh"],
        "name_en": words["name_en"],
        "place": words["place"],
        "kind": words["kind"],
        "unit": words["unit"],
        "region_code": words["region"],
        "opened_on": _day(words["opened"], slips),
        "is_hazardous": words["hazardous"].casefold() in YES,
    }
    if columns["longest"] < columns["shortest"]:
        slips.append(_wrong("longest", words["longest"], N_("no less than the shortest")))
    prices = _prices(words["prices"], slips)
    if prices and not words["document"]:
        slips.append(Slip("document", FieldMissing(field=HEADS["document"])))
    entry = Entry(
        columns,
        {name: words[name] for name in ("owner", "operator", "shares_with", "centre")},
        words["hours"],
        _figures(words["figures"], slips),
        _conditions(words["conditions"], slips),
        prices,
        words["document"],
    )
    return entry, slips


def _wrong(field: str, value: str, rule: str) -> Slip:
    return Slip(field, FieldWrong(field=HEADS[field], value=value[:40], rule=rule))


def _words(words: Mapping[str, str], slips: list[Slip]) -> None:
    for name, longest in LONGEST.items():
        if len(words[name]) > longest:
            slips.append(_wrong(name, words[name], N_("fewer characters")))
    if words["code"] and not CODE.fullmatch(words["code"]):
        slips.append(_wrong("code", words["code"], N_("letters, digits, hyphens")))
    for name, known in CHOICES.items():
        if words[name] not in known:
            slips.append(_wrong(name, words[name], N_("one of those offered")))
    if words["hazardous"].casefold() not in (*YES, *NO):
        slips.append(_wrong("hazardous", words["hazardous"], N_("yes or no")))
    if words["hours"]:
        try:
            opening.read(words["hours"])
        except FieldWrong as refused:
            slips.append(Slip("hours", refused))


def _number(name: str, text: str, slips: list[Slip]) -> int:
    usual, least, most = NUMBERS[name]
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
        slips.append(_wrong(name, text, N_("a whole number within its bounds")))
        return usual
    return int(text)


def _day(text: str, slips: list[Slip]) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            slips.append(_wrong("opened", text, N_("a day such as 2026-03-01")))
        return date.min


def _pairs(field: str, text: str, slips: list[Slip]) -> list[tuple[str, str]]:
    """What is written as name=value; name=value."""
    found = []
    for part in filter(None, (one.strip() for one in re.split(r"[;；]", text))):
        name, sign, value = (one.strip() for one in part.partition("="))
        if not sign or not value:
            slips.append(_wrong(field, part, N_("name=value; name=value")))
        else:
            found.append((name, value))
    return found


def _exact(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < BIGGEST_PRICE and len(text) < 30 else None


def _figures(text: str, slips: list[Slip]) -> tuple[tuple[str, Decimal | None, str], ...]:
    found: dict[str, tuple[str, Decimal | None, str]] = {}
    for name, value in _pairs("figures", text, slips):
        number = _exact(value)
        if name not in rules.FIGURES or (name != "band" and number is None):
            slips.append(_wrong("figures", f"{name}={value}", N_("a known figure and its number")))
        elif name == "band":
            found[name] = (name, None, value[:60])
        else:
            found[name] = (name, number, "")
    return tuple(found.values())


def _conditions(text: str, slips: list[Slip]) -> tuple[tuple[str, str, str], ...]:
    """Conditions written as code=words or code=words|proof asked for."""
    found: dict[str, tuple[str, str, str]] = {}
    for code, value in _pairs("conditions", text, slips):
        words, _bar, proof = value.partition("|")
        if not CODE.fullmatch(code) or len(code) > 20:
            slips.append(_wrong("conditions", code, N_("letters, digits, hyphens")))
        else:
            found[code] = (code, words.strip()[:300], proof.strip()[:200])
    return tuple(found.values())


def _prices(text: str, slips: list[Slip]) -> tuple[Price, ...]:
    """Prices written as class=yuan or class=yuan/least units."""
    found: dict[str, Price] = {}
    for name, value in _pairs("prices", text, slips):
        yuan, _bar, least = value.partition("/")
        amount = _exact(yuan.strip())
        least = least.strip() or "0"
        is_whole = amount is not None and amount >= 0 and amount * 100 == int(amount * 100)
        if name not in rules.CLASSES or not is_whole or not (least.isascii() and least.isdigit()):
            rule = N_("a class of users and an amount in yuan and fen")
            slips.append(_wrong("prices", f"{name}={value}", rule))
        else:
            found[name] = Price(name, int((amount or Decimal(0)) * 100), int(least[:6]))
    return tuple(found.values())
