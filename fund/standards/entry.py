"""One text as somebody hands it in, judged: the columns of its row, what it adopts and replaces,
and everything wrong with it at its field. Pure.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypedDict

from fund.errors import N_, FundError
from fund.frames import row_of
from fund.standards import numbers, rules
from fund.standards.chain import Said
from fund.standards.numbers import Number
from fund.standards.rows import Described
from fund.standards.rules import Dated

TEXTS = {
    "title_zh": 300,
    "title_en": 300,
    "own_word": 40,
    "ics": 60,
    "ccs": 60,
    "committee": 200,
    "drafting_units": 500,
    "text_language": 20,
    "link": 300,
    "source": 300,
}
"""Words taken as they are, with how long they may be."""
CHOICES: Mapping[str, Mapping[str, str]] = {
    "level": rules.LEVELS,
    "status": rules.STATUSES,
    "field": rules.FIELDS,
    "step": rules.STEPS,
    "side": rules.SIDES,
    "degree": rules.DEGREES,
}
DAYS = ("issued", "effective", "withdrawn", "confirmed")
NUMBERS = ("adopts", "replaces", "replaced_by")
GIVEN = ("number", *TEXTS, *CHOICES, "stage", *DAYS, *NUMBERS)
"""Everything that may be said of a text, all as words."""
APART = re.compile(r"[;；、\n]+")
PART = re.compile(r"\s*[（(]\s*(部分|part)\s*[）)]\s*$", re.IGNORECASE)
LONGEST = 80


class NotADay(FundError):
    """A day may be known to the month or year only; it is a day all the same."""

    message = N_("“{value}” is no date. Type it as 2017-11-01, 2017-11 or 2017.")


class TooLong(FundError):
    """Words have a longest."""

    message = N_("The text is longer than {longest} characters. Shorten it.")


class NoTitle(FundError):
    """A text is called something."""

    message = N_("Give a title in one language at least.")


class NoLevel(FundError):
    """Where the prefix does not tell the level, somebody says it."""

    message = N_("The prefix does not tell the level. Choose it.")


class NoStatus(FundError):
    """A text is in some state."""

    message = N_("Give the state or the ISO stage.")


class YearOnly(FundError):
    """A warning: a day of which only the year is known counts from 1 January."""

    message = N_("Only the year {value} is given: it counts from 1 January and is marked so.")


class ReadAs(FundError):
    """A warning: how a number is written here."""

    message = N_("The number was read as “{read}”.")


class Slip(NamedTuple):
    """One thing about one field; an error keeps the text out."""

    field: str
    error: FundError
    is_error: bool = True


class Dates(TypedDict):
    """The columns of all days of a text."""

    issued_on: date | None
    issued_precision: str
    effective_on: date | None
    effective_precision: str
    withdrawn_on: date | None
    withdrawn_precision: str
    confirmed_on: date | None
    confirmed_precision: str
    review_on: date | None
    review_precision: str


class Columns(Dates, Described):
    """All of a text that goes into its row of Standard."""

    family: str
    edition: int
    prefix: str


class Entry(NamedTuple):
    """What goes into the register: the row's columns, (number, degree) it adopts, what it says of
    replacing.
    """

    columns: Columns
    adopts: tuple[tuple[str, str], ...]
    says: tuple[Said, ...]


def judged(given: Mapping[str, str]) -> tuple[Entry, list[Slip]]:
    """A text handed in as words by the names of GIVEN, and what is wrong with it; with errors the
    entry is not to be used.
    """
    slips: list[Slip] = []
    number = numbers.taken_apart(given.get("number", ""))
    columns = {name: given.get(name, "").strip() for name in TEXTS}
    _number(given, number, slips)
    _words(columns, slips)
    chosen = {name: _choice(name, given.get(name, ""), slips) for name in CHOICES}
    days = {name: _day(name, given.get(name, ""), slips) for name in DAYS}
    if not any(one.is_error and one.field == "number" for one in slips):
        _level(chosen, number, slips)
    _state(given, chosen, number, slips)
    _order(chosen["status"], days, slips)
    says = _says(given, number, slips)
    degree = chosen.pop("degree")
    told = {
        **columns,
        **chosen,
        "number": number.text,
        "family": number.family,
        "edition": number.edition,
        "prefix": number.prefix,
        "is_mandatory": numbers.is_mandatory(number.prefix),
        "stage": given.get("stage", "").strip(),
        **dates(chosen["status"], chosen["level"], days),
    }
    entry = Entry(
        row_of(told, Columns),
        tuple((one, degree) for one in dict.fromkeys(listed(given.get("adopts", "")))),
        says,
    )
    return entry, slips


def dates(status: str, level: str, days: Mapping[str, Dated]) -> Dates:
    """The columns of all days, with the day of the next review."""
    due = rules.review_due(
        status,
        level,
        issued=days["issued"],
        effective=days["effective"],
        confirmed=days["confirmed"],
    )
    found = {
        f"{name}_{what}": value
        for name, held in {**days, "review": due}.items()
        for what, value in zip(("on", "precision"), held, strict=True)
    }
    return row_of(found, Dates)


def listed(text: str) -> list[str]:
    """The numbers in a field, each as it is written here."""
    return [numbers.written(one) for one in APART.split(text) if one.strip()]


def _number(given: Mapping[str, str], number: Number, slips: list[Slip]) -> None:
    typed = given.get("number", "").strip()
    if numbers.is_classified(typed, given.get("title_zh", ""), given.get("title_en", "")):
        slips.append(Slip("number", rules.ClassifiedText()))
    elif not number.text or not (" " in number.text or "-" in number.text):
        slips.append(Slip("number", rules.NoNumber()))
    elif len(number.text) > LONGEST:
        slips.append(Slip("number", TooLong(longest=LONGEST)))
    elif number.text != typed:
        slips.append(Slip("number", ReadAs(read=number.text), is_error=False))


def _words(columns: Mapping[str, str], slips: list[Slip]) -> None:
    if not (columns["title_zh"] or columns["title_en"]):
        slips.append(Slip("title_zh", NoTitle()))
    if not columns["source"]:
        slips.append(Slip("source", rules.NoSource()))
    for name, longest in TEXTS.items():
        if len(columns[name]) > longest:
            slips.append(Slip(name, TooLong(longest=longest)))


def _choice(name: str, value: str, slips: list[Slip]) -> str:
    value = value.strip()
    if value and value not in CHOICES[name]:
        slips.append(Slip(name, rules.UnknownChoice(value=value, field=HEADS[name])))
        return ""
    return value


def _day(name: str, value: str, slips: list[Slip]) -> Dated:
    found = rules.dated(value)
    if found is None:
        slips.append(Slip(name, NotADay(value=value.strip())))
        return rules.UNKNOWN
    if found.precision == "year":
        slips.append(Slip(name, YearOnly(value=value.strip()), is_error=False))
    return found


def _level(chosen: dict[str, str], number: Number, slips: list[Slip]) -> None:
    told = chosen["level"]
    if number.prefix.startswith("T/") and numbers.level_of(number.prefix[2:]) == "national":
        slips.append(Slip("number", rules.PrefixContradicts(prefix=number.prefix)))
    elif told and number.level and told != number.level:
        slips.append(Slip("level", rules.PrefixContradicts(prefix=number.prefix)))
    elif not told and not number.level:
        slips.append(Slip("level", NoLevel()))
    chosen["level"] = told or number.level


def _state(
    given: Mapping[str, str], chosen: dict[str, str], number: Number, slips: list[Slip]
) -> None:
    stage = given.get("stage", "").strip()
    told = rules.STAGES.get(stage, "")
    if number.is_historical:
        chosen["status"] = "historical"
        return
    if stage and not told:
        slips.append(Slip("stage", rules.StageUnknown(stage=stage)))
    elif told and chosen["status"] and told != chosen["status"]:
        if not (told == "abolished" and chosen["status"] == "superseded"):
            slips.append(Slip("stage", rules.StageContradicts(stage=stage)))
    elif not stage and not chosen["status"] and not given.get("status", "").strip():
        slips.append(Slip("status", NoStatus()))
    chosen["status"] = chosen["status"] or told


def _order(status: str, days: Mapping[str, Dated], slips: list[Slip]) -> None:
    issued = days["issued"].on
    for name in ("effective", "withdrawn"):
        last = days[name].last
        if issued and last and last < issued:
            slips.append(Slip(name, rules.DatesContradict()))
    if status == "in_force" and days["withdrawn"].on:
        slips.append(Slip("withdrawn", rules.InForceAndWithdrawn()))


def _says(given: Mapping[str, str], number: Number, slips: list[Slip]) -> tuple[Said, ...]:
    """What the text says of replacing; a historical copy replaces nothing and nothing replaces
    another by it.
    """
    found: list[Said] = []
    for field in ("replaces", "replaced_by"):
        for text in APART.split(given.get(field, "")):
            other = numbers.taken_apart(PART.sub("", text))
            extent = "part" if PART.search(text) else "whole"
            if not other.text or other.is_historical or number.is_historical:
                continue
            if other.text == number.text:
                slips.append(Slip(field, rules.ReplacesItself(number=number.text)))
            elif field == "replaces":
                found.append(Said(other.text, number.text, "newer", extent))
            else:
                found.append(Said(number.text, other.text, "older", extent))
    return tuple({one[:3]: one for one in found}.values())


HEADS: Mapping[str, str] = {
    "number": N_("Number"),
    "title_zh": N_("Chinese title"),
    "title_en": N_("English title"),
    "level": N_("Level"),
    "status": N_("Status"),
    "stage": N_("ISO stage"),
    "own_word": N_("State in the source’s words"),
    "issued": N_("Issued on"),
    "effective": N_("In effect from"),
    "withdrawn": N_("Withdrawn on"),
    "confirmed": N_("Last confirmed on"),
    "ics": N_("ICS"),
    "ccs": N_("CCS"),
    "committee": N_("Committee"),
    "drafting_units": N_("Drafted by"),
    "field": N_("Field"),
    "step": N_("Step of the life cycle"),
    "side": N_("Side"),
    "text_language": N_("Language of the text"),
    "link": N_("Link"),
    "source": N_("Source"),
    "adopts": N_("Adopts"),
    "degree": N_("Degree of adoption"),
    "replaces": N_("Replaces"),
    "replaced_by": N_("Replaced by"),
}
"""The headings of a workbook or CSV file, in order; Chinese and English are both understood."""
