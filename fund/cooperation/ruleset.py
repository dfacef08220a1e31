"""The rules of the IATI standard beside its schema, as its authors publish them: a file of data
says which, this says what each kind asks. Pure.

Source: https://github.com/IATI/IATI-Rulesets, kept in data/schemas/iati; the eleven rules that need
the register of organisation identifiers only hold for its form, since that register is not here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import NamedTuple, TypedDict

import orjson
from lxml import etree

from fund.cooperation.schema import SCHEMAS, Element, Placed


class Info(TypedDict):
    """What the standard calls a rule, and how bad it is where it is not kept."""

    id: str
    severity: str


class Held(TypedDict):
    """The cases of one kind of rule."""

    cases: list["Case"]


Case = TypedDict(
    "Case",
    {
        "ruleInfo": Info,
        "condition": str,
        "paths": list[str],
        "prefix": list[str],
        "separator": str,
        "one": str,
        "all": str,
        "sum": float,
        "min": float,
        "max": float,
        "if": str,
        "then": str,
        "regex": str,
        "date": str,
        "less": str,
        "more": str,
        "start": str,
        "end": str,
        "foreach": str,
        "do": dict[str, Held],
    },
    total=False,
)
"""What a rule asks: each kind reads its own keys of these."""
UNKNOWN_HERE = "ORG-ID-PREFIX"
"""A list of agencies kept elsewhere: what refers to it is not asked."""
RAISED = {"1.1.21", "8.8.2", "8.9.2", "8.10.2"}
"""Warnings of the standard that are errors here: an identifier of somebody else's, a figure that is
no number.
"""
MONEY = ".//*[self::value or self::loan-status or self::forecast]"
ASKED_OF_ALL = {
    "lang": (".//narrative", "@xml:lang"),
    "currency": (MONEY, "@currency"),
    "sector": ("./transaction", "sector"),
}
"""What ``one_or_all`` names: the elements it is asked of, and what each must have."""


class Broken(NamedTuple):
    """A rule that an element does not keep: the standard's id of it, its kind, how bad it is, what
    it looks at and the value found there.
    """

    rule: str
    kind: str
    is_error: bool
    element: Element
    looks_at: str
    value: str


def broken(root: Element, today: date) -> Iterator[Broken]:
    """Every rule a file does not keep, element by element."""
    for path, kinds in rules().items():
        for element in _elements(root, path):
            for kind, held in kinds.items():
                for case in held["cases"]:
                    yield from _case(element, kind, case, today)


@cache
def rules() -> Mapping[str, Mapping[str, Held]]:
    """The published rules: path of an element -> kind of rule -> its cases."""
    loaded: Mapping[str, Mapping[str, Held]] = orjson.loads(
        (SCHEMAS / "standard-rules.json").read_bytes()
    )
    return loaded


def _elements(root: Element, path: str) -> list[Element]:
    found = [one for part in path.split(" | ") for one in reached(root, part.strip())]
    return [one for one in found if not isinstance(one, str)]


def _case(element: Element, kind: str, case: Case, today: date) -> Iterator[Broken]:
    if kind == "loop":
        for value in dict.fromkeys(_values(element, case["foreach"])):
            for inner, held in case["do"].items():
                for one in held["cases"]:
                    yield from _case(element, inner, _filled(one, value), today)
        return
    if UNKNOWN_HERE in case.get("prefix", ()) or not _applies(element, case):
        return
    fault = KINDS[kind](element, case, today)
    if fault is None:
        return
    info = case["ruleInfo"]
    is_error = info["severity"] == "error" or info["id"] in RAISED
    yield Broken(info["id"], kind, is_error, element, _looks_at(case), fault)


def _filled(case: Case, value: str) -> Case:
    """A case of a loop, for one of its values."""
    text = orjson.dumps(case).decode().replace("$1", value.replace('"', "").replace("'", ""))
    filled: Case = orjson.loads(text)
    return filled


def _applies(element: Element, case: Case) -> bool:
    condition = case.get("condition")
    return condition is None or bool(_xpath(condition)(element))


def _looks_at(case: Case) -> str:
    dates = (case.get("less"), case.get("start"), case.get("date"), case.get("all"))
    listed = case.get("paths") or [one for one in dates if one is not None]
    return listed[0] if listed else ""


@cache
def _xpath(path: str) -> etree.XPath:
    return etree.XPath(path)


def reached(element: Element, path: str) -> list[Element | Placed]:
    """Elements, or attributes as texts that know where they stand, at the end of a path."""
    found = _xpath(path)(element)
    listed = found if isinstance(found, list) else []
    return [one for one in listed if isinstance(one, Element | Placed)]


def _values(element: Element, path: str) -> list[str]:
    """What stands where a path leads: attributes, or the text of elements."""
    return [
        one if isinstance(one, str) else "".join(map(str, one.itertext()))
        for one in reached(element, path)
    ]


def _all(element: Element, case: Case) -> list[str]:
    return [value for path in case["paths"] for value in _values(element, path)]


def _unique(element: Element, case: Case, _today: date) -> str | None:
    found = _all(element, case)
    return next((value for value in found if found.count(value) > 1), None)


def _startswith(element: Element, case: Case, _today: date) -> str | None:
    begins = [
        value + case.get("separator", "")
        for path in case["prefix"]
        for value in _values(element, path)
    ]
    return next(
        (value for value in _all(element, case) if not value.strip().startswith(tuple(begins))),
        None,
    )


def _atleast_one(element: Element, case: Case, _today: date) -> str | None:
    return None if any(reached(element, path) for path in case["paths"]) else ""


def _no_more_than_one(element: Element, case: Case, _today: date) -> str | None:
    count = sum(len(reached(element, path)) for path in case["paths"])
    return str(count) if count > 1 else None


def _one_or_all(element: Element, case: Case, _today: date) -> str | None:
    if case["one"] == "sector":  # said of all transactions as soon as it is said of any
        if not reached(element, "transaction/sector"):
            return None
    elif any(_values(element, case["one"])):
        return None
    places, has = ASKED_OF_ALL[case["all"]]
    for one in _elements(element, places):
        if not reached(one, has):
            return str(one.tag)
    return None


def _strict_sum(element: Element, case: Case, _today: date) -> str | None:
    numbers = [_number(value) for value in _all(element, case)]
    if None in numbers:
        return None  # the schema has said that it is no number
    total = sum((value for value in numbers if value is not None), Decimal(0))
    return None if total == Decimal(str(case["sum"])) else f"{total.normalize():f}"


def _range(element: Element, case: Case, _today: date) -> str | None:
    for value in _all(element, case):
        number = _number(value)
        if number is not None and not case["min"] <= number <= case["max"]:
            return value
    return None


def _if_then(element: Element, case: Case, _today: date) -> str | None:
    if not _xpath(case["if"])(element) or _xpath(case["then"])(element):
        return None
    return next(iter(_all(element, case)), "")


def _regex_matches(element: Element, case: Case, _today: date) -> str | None:
    form = re.compile(case["regex"])
    return next((value for value in _all(element, case) if not form.search(value)), None)


def _no_spaces(element: Element, case: Case, _today: date) -> str | None:
    return next((value for value in _all(element, case) if value != value.strip()), None)


def _date_now(element: Element, case: Case, today: date) -> str | None:
    return next((text for text, day in _days(element, case["date"], today) if day > today), None)


def _date_order(element: Element, case: Case, today: date) -> str | None:
    later = [day for _text, day in _days(element, case["more"], today)]
    for text, day in _days(element, case["less"], today):
        if later and day > min(later):
            return text
    return None


def _time_limit(element: Element, case: Case, today: date) -> str | None:
    for _text, start in _days(element, case["start"], today):
        for text, end in _days(element, case["end"], today):
            if (end - start).days > 366:
                return text
    return None


def _between_dates(element: Element, case: Case, today: date) -> str | None:
    starts = [day for _text, day in _days(element, case["start"], today)]
    ends = [day for _text, day in _days(element, case["end"], today)]
    for text, day in _days(element, case["date"], today):
        if starts and ends and not min(starts) <= day <= max(ends):
            return text
    return None


def _days(element: Element, path: str, today: date) -> list[tuple[str, date]]:
    """The dates where a path leads, as written and as days; what is no date the schema has said."""
    if path == "NOW":
        return [(str(today), today)]
    found = []
    for text in _values(element, path):
        try:
            found.append((text, date.fromisoformat(text.strip()[:10])))
        except ValueError:
            continue
    return found


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


KINDS: Mapping[str, Callable[[Element, Case, date], str | None]] = {
    "unique": _unique,
    "startswith": _startswith,
    "atleast_one": _atleast_one,
    "no_more_than_one": _no_more_than_one,
    "one_or_all": _one_or_all,
    "strict_sum": _strict_sum,
    "range": _range,
    "if_then": _if_then,
    "regex_matches": _regex_matches,
    "no_spaces": _no_spaces,
    "date_now": _date_now,
    "date_order": _date_order,
    "time_limit": _time_limit,
    "between_dates": _between_dates,
}
"""Each kind of rule: the value that breaks it ("" where something is missing), or None."""
