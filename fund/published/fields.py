"""The fields every published format has: ids, texts, dates and amounts, each read exactly or not at
all. Pure.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from typing import NamedTuple

from fund import money
from fund.plan.rules import known_identifier
from fund.published.documents import step
from fund.published.issues import Findings

LONGEST_ID = 250
"""Characters of an id: what both databases can index, several times what publishers use."""
NUMBER = re.compile(r"\s*-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?\s*", re.ASCII)
FLOAT = Context(prec=15)
"""Digits a float keeps of every number."""
NO_YEAR = re.compile(r"000[01]-01-01")
"""How programs write a date that was never filled in."""
Fields = Mapping[str, object]
NOTHING: Fields = {}
EMPTY: tuple[object, ...] = (None, "", [], {})
"""How publishers write that there is nothing: some write an empty list for an empty object, and the
other way round.
"""


class Amount(NamedTuple):
    """Minor units and their currency; either is missing where the publisher left it out."""

    fen: int | None = None
    currency: str = ""


def objects(owner: Fields, name: str, where: str, findings: Findings) -> list[tuple[str, Fields]]:
    """The objects of a list field, each with its place; an issue for whatever else is found
    there.
    """
    found = owner.get(name)
    if found in EMPTY:
        return []
    place = step(where, name)
    if not isinstance(found, list):
        findings.add("not_a_list", place, found, name=name)
        return []
    made: list[tuple[str, Fields]] = []
    for index, item in enumerate(found):
        if isinstance(item, dict):
            made.append((step(place, index), item))
        else:
            findings.add("not_an_object", step(place, index), item)
    return made


def an_object(owner: Fields, name: str, where: str, findings: Findings) -> Fields:
    """The object of a field; nothing where it is left out, an issue where something else stands
    there.
    """
    found = owner.get(name)
    if isinstance(found, dict):
        return found
    if found in EMPTY:
        return NOTHING
    findings.add("not_an_object", step(where, name), found)
    return NOTHING


def several(owner: Fields, *names: str) -> list[Fields]:
    """The objects of the first field that has any: a list's, or the one object some publishers
    write in its place.
    """
    for name in names:
        found = owner.get(name)
        listed: list[Fields] = [
            item
            for item in (found if isinstance(found, list) else [found])
            if isinstance(item, dict)
        ]
        if listed:
            return listed
    return []


def identifier(owner: Fields, name: str, where: str, findings: Findings) -> str | None:
    """An id as text, exactly as written; None, with an issue, where there is none."""
    found = owner.get(name)
    if found is None or found == "" or (isinstance(found, str) and not found.strip()):
        findings.add("no_id", step(where, name), found, name=name)
        return None
    text = str(found)
    if isinstance(found, bool) or not isinstance(found, str | int) or len(text) > LONGEST_ID:
        findings.add("bad_id", step(where, name), found, name=name, limit=LONGEST_ID)
        return None
    return text


def text(owner: Fields, *names: str) -> str:
    """The first of the fields that holds a text, a number included; empty where none does."""
    for name in names:
        found = owner.get(name)
        if isinstance(found, str) and found.strip():
            return found.strip()
        if isinstance(found, int | Decimal) and not isinstance(found, bool):
            return str(found)
    return ""


def ids(bodies: list[Fields]) -> str:
    """Identifiers of organisations as they are written today, those without one left out."""
    return "; ".join(known_identifier(one) for body in bodies if (one := text(body, "id")))


def title(owner: Fields) -> str:
    """The title, or that in the first language there is (title_en, title_fr)."""
    return text(owner, "title", *sorted(name for name in owner if name.startswith("title_")))


def moment(
    owner: Fields, name: str, where: str, findings: Findings, *, is_expected: bool = False
) -> datetime | None:
    """An instant; one without a time zone counts as UTC, one without a time as that day's start."""
    written = _date_text(owner, name, where, findings, is_expected=is_expected)
    if written is None:
        return None
    try:
        found = datetime.fromisoformat(written)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        findings.add("unreadable_date", step(where, name), written)
        return None


def day(
    owner: Fields, name: str, where: str, findings: Findings, *, is_expected: bool = False
) -> date | None:
    """A calendar day as the publisher wrote it: no time zone moves it."""
    written = _date_text(owner, name, where, findings, is_expected=is_expected)
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        findings.add("unreadable_date", step(where, name), written)
        return None


def _date_text(
    owner: Fields, name: str, where: str, findings: Findings, *, is_expected: bool = False
) -> str | None:
    found = owner.get(name)
    is_filled = isinstance(found, str) and found.strip() and not NO_YEAR.match(found.strip())
    if is_filled:
        return str(found).strip()
    if isinstance(found, str) or (found is None and is_expected):
        findings.add("empty_date", step(where, name), found)
    elif found is not None:
        findings.add("unreadable_date", step(where, name), found)
    return None


def value(owner: Fields, name: str, where: str, findings: Findings) -> Amount:
    """An OCDS value, ``{"amount": 1.5, "currency": "CNY"}``; empty where the field is left out."""
    found = owner.get(name)
    if found is None:
        return Amount()
    if not isinstance(found, dict):
        findings.add("unreadable_amount", step(where, name), found)
        return Amount()
    return amount(found, "amount", step(where, name), findings)


def amount(owner: Fields, name: str, where: str, findings: Findings) -> Amount:
    """The amount in one field with the currency in the field ``currency`` beside it."""
    read_fen = fen(owner, name, where, findings, _code(owner))
    code = currency(owner, where, findings)
    if read_fen is not None and not code and not _is_filled(owner.get("currency")):
        findings.add("no_currency", step(where, name), owner[name])
    return Amount(read_fen, code)


def currency(owner: Fields, where: str, findings: Findings) -> str:
    """The currency code in capitals; empty where there is none, or none that ISO 4217 knows (an
    issue).
    """
    found = owner.get("currency")
    if not _is_filled(found):
        return ""
    code = _code(owner)
    if not code:
        findings.add("unknown_currency", step(where, "currency"), found)
        return ""
    if code != found:
        findings.add("currency_case", step(where, "currency"), found, currency=code)
    return code


def _code(owner: Fields) -> str:
    """A currency ISO 4217 knows, however it is written; empty where there is none."""
    found = owner.get("currency")
    code = found.strip().upper() if isinstance(found, str) else ""
    return code if code in money.currencies() else ""


def _is_filled(found: object) -> bool:
    return found is not None and not (isinstance(found, str) and not found.strip())


def fen(owner: Fields, name: str, where: str, findings: Findings, currency: str = "") -> int | None:
    """The amount in minor units of the currency, exactly (hundredths where none is named); None
    where it is left out, empty or (an issue) unreadable.
    """
    place, found = step(where, name), owner.get(name)
    if not _is_filled(found):
        if name in owner:
            findings.add("empty_amount", place, found)
        return None
    if isinstance(found, str) and NUMBER.fullmatch(found):
        findings.add("number_as_text", place, found)
        found = Decimal(found.strip())
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        findings.add("unreadable_amount", place, found)
        return None
    return _exact_fen(found, place, findings, currency)


def _exact_fen(found: int | Decimal, place: str, findings: Findings, currency: str) -> int | None:
    try:
        read = money.fen(found, currency=currency)
    except money.NotAnAmount:
        findings.add("unreadable_amount", place, found)
    except money.FinerThanFen:
        return _rounded(Decimal(found), place, findings, currency)
    except money.AmountTooLarge:
        findings.add("amount_too_large", place, found)
    else:
        if read < 0:
            findings.add("negative_amount", place, found)
        return read
    return None


def _rounded(found: Decimal, place: str, findings: Findings, currency: str) -> int:
    """An amount finer than its currency is counted: the noise of a float is none, within the digits
    a float keeps; a finer one is rounded half up.
    """
    kept = FLOAT.create_decimal(found)
    try:
        read = money.fen(kept, currency=currency)
        findings.add("float_noise", place, found, read=f"{kept.normalize():f}")
    except money.FinerThanFen:
        half = money.half_up(found, money.decimals(currency))
        read = money.fen(half, currency=currency)
        findings.add("finer_than_fen", place, found, read=f"{half:f}")
    if read < 0:
        findings.add("negative_amount", place, found)
    return read
