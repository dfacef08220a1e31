"""Targets and observations as a CSV gives them: a header row, UTF-8, each problem placed by its
line.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TypedDict, TypeVar

from fund import clock
from fund.errors import N_, Issue
from fund.ledger.rules import NATIONWIDE
from fund.plan import reference
from fund.targets.rules import AGGREGATIONS, KINDS
from fund.workbook import lines, plain

REQUIRED = {
    "targets": (
        "code",
        "name_zh",
        "name_en",
        "unit_zh",
        "unit_en",
        "value",
        "target_year",
        "source",
    ),
    "observations": ("target_code", "observed_on", "source"),
}

MISSING = N_("Fill in {column}.")
NOT_NUMBER = N_("Write a number with digits and a point, for example 12.5.")
NOT_DAY = N_("Write the day as YYYY-MM-DD, not after today.")
NOT_YEAR = N_("Write the year with four digits.")
NOT_MEASURES = N_(
    "Write the keys of measures, parted by spaces, such as “A3 C1”, or with weights: “A3:2 C1:1”."
)
NO_FIGURE = N_("Write the value, or of a ratio its numerator and denominator.")
NOT_LISTED = N_("Write one of: {known}.")
READ_AS = N_("In {column}, “{value}” was read as {read}.")
NOTHING_WRITTEN = N_(
    "“{value}” is no figure: where there is none, leave the field empty or write 0."
)
DAYS = {
    "two_ways": N_("This can be read as more than one day. Write year, month and day: 2026-03-01."),
    "no_day": N_("The day of the month is missing. Write it as 2026-03-01."),
}
FIGURES = frozenset({"value", "numerator", "denominator"})
"""Fields in which a stroke does not do: the figure itself."""
MEASURE = re.compile(r"([A-E]\d+)(?::([1-9]\d{0,3}))?")
"""One of the measures parted by spaces, with a weight where they differ: ``A3:2 C1:1``."""
Value = TypeVar("Value")


class TargetGiven(TypedDict):
    """A target as a file gives it, as fund.targets.commands.set_target takes it; None, with an
    issue, where a field that must be there cannot be read.
    """

    source: str
    value: Decimal | None
    code: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    document: str
    plan_line: str
    baseline_year: int | None
    target_year: int | None
    baseline: Decimal | None
    region_code: str
    measures: Mapping[str, int]
    direction: str | None
    is_official: bool | None
    kind: str | None
    aggregation: str | None


class ObservationGiven(TypedDict):
    """An observation as a file gives it, as fund.targets.commands.observe takes it; the same
    holds.
    """

    source: str
    value: Decimal | None
    target_code: str
    undertaking: str
    observed_on: date | None
    numerator: Decimal | None
    denominator: Decimal | None


def read_targets(content: bytes) -> tuple[list[tuple[int, TargetGiven]], list[Issue]]:
    """Targets as given, each with its line; and what is wrong with the file."""
    return _read("targets", content, _target)


def read_observations(content: bytes) -> tuple[list[tuple[int, ObservationGiven]], list[Issue]]:
    """Observations as given, each with its line; and what is wrong with the file."""
    return _read("observations", content, _observation)


def _read(
    kind: str, content: bytes, row_of: "Callable[[_Line], Value]"
) -> tuple[list[tuple[int, Value]], list[Issue]]:
    found, issues = lines.read(content, headings()[kind], REQUIRED[kind])
    rows = []
    for line in found:
        read = _Line(line.fields, line.number)
        for name in REQUIRED[kind]:
            if not line.fields.get(name):
                read.note("missing", name, MISSING, column=name)
        rows.append((line.number, row_of(read)))
        issues += read.issues
    return rows, issues


@cache
def headings() -> Mapping[str, Mapping[str, str]]:
    """Kind of file -> every way a column may be headed (key, Chinese, English) -> its key."""
    found: dict[str, dict[str, str]] = {}
    for row in reference.csv_headings():
        kind, _point, key = row["id"].partition(".")
        found.setdefault(kind, {}).update(dict.fromkeys((key, row["zh"], row["en"]), key))
    return found


@dataclass
class _Line:
    """One line being read: its fields, and what is wrong with them."""

    fields: Mapping[str, str]
    number: int
    issues: list[Issue] = field(default_factory=list)

    def note(self, code: str, name: str, message: str, **facts: object) -> None:
        """Say what is wrong with a field."""
        self.issues.append(
            Issue(
                "error",
                code,
                f"line {self.number}",
                self.text(name),
                message,
                {"value": self.text(name), **facts},
            )
        )

    def remark(self, name: str, read: object) -> None:
        """Say how a field was read that was written in another way."""
        place, written = f"line {self.number}", self.text(name)
        told = {"column": name, "value": written, "read": str(read)}
        self.issues.append(Issue("warning", "read_as", place, written, READ_AS, told))

    def text(self, name: str) -> str:
        """A field, empty where it is not there."""
        return self.fields.get(name, "")

    def value(
        self, name: str, parse: Callable[[str], Value], code: str, message: str
    ) -> Value | None:
        """A field as what it is to be; None where it is empty or cannot be read."""
        if not self.text(name):
            return None
        try:
            return parse(self.text(name))
        except (ValueError, InvalidOperation):
            self.note(code, name, message)
            return None

    def word(self, name: str, known: Mapping[str, Value], default: str) -> Value | None:
        """A field that is one of the known words."""
        word = self.text(name) or default
        if word not in known:
            self.note("not_listed", name, NOT_LISTED, known=[one for one in known if one])
        return known.get(word)

    def number_of(self, name: str) -> Decimal | None:
        """A field as a Decimal, read as every other number is."""
        written = self.text(name)
        if not written:
            return None
        digits, problem = plain.number(written, self.units)
        if problem == "nothing" and name not in FIGURES:
            self.remark(name, "—")
        elif problem == "nothing":
            self.note("nothing_written", name, NOTHING_WRITTEN)
        elif digits is None:
            self.note("not_a_number", name, NOT_NUMBER)
        elif digits != written:
            self.remark(name, digits)
        return None if digits is None else Decimal(digits)

    @property
    def units(self) -> tuple[str, ...]:
        """The line's own units, which may stand behind a figure."""
        return self.text("unit_zh"), self.text("unit_en")

    def past_day(self, name: str) -> date | None:
        """A field as a day that is not after today."""
        written = self.text(name)
        if not written:
            return None
        found, problem = plain.day(written)
        if found is None or found > clock.today():
            self.note(
                f"day_{problem}" if problem in DAYS else "not_a_day",
                name,
                DAYS.get(problem, NOT_DAY),
            )
            return None
        if written != found.isoformat():
            self.remark(name, found)
        return found


def _observation(read: _Line) -> ObservationGiven:
    value = read.number_of("value")
    if not read.text("value") and not read.text("numerator"):
        read.note("missing", "value", NO_FIGURE)
    return {
        "source": read.text("source"),
        "value": value,
        "target_code": read.text("target_code"),
        "undertaking": read.text("undertaking"),
        "observed_on": read.past_day("observed_on"),
        "numerator": read.number_of("numerator"),
        "denominator": read.number_of("denominator"),
    }


def _target(read: _Line) -> TargetGiven:
    directions = {"at_least": "at_least", "at_most": "at_most"}
    return {
        "source": read.text("source"),
        "value": read.number_of("value"),
        "code": read.text("code"),
        "name_zh": read.text("name_zh"),
        "name_en": read.text("name_en"),
        "unit_zh": read.text("unit_zh"),
        "unit_en": read.text("unit_en"),
        "document": read.text("document"),
        "plan_line": read.text("plan_line"),
        "baseline_year": read.value("baseline_year", _year, "not_a_year", NOT_YEAR),
        "target_year": read.value("target_year", _year, "not_a_year", NOT_YEAR),
        "baseline": read.number_of("baseline"),
        "region_code": read.text("region_code") or NATIONWIDE,
        "measures": read.value("measures", _measures, "not_measures", NOT_MEASURES) or {},
        "direction": read.word("direction", directions, "at_least"),
        "is_official": read.word("official", {"true": True, "false": False}, "false"),
        "kind": read.word("kind", {"": "", **{word: word for word in KINDS}}, ""),
        "aggregation": read.word(
            "aggregation", {"": "", **{word: word for word in AGGREGATIONS}}, ""
        ),
    }


def _measures(text: str) -> dict[str, int]:
    found = [MEASURE.fullmatch(word) for word in text.split()]
    if not all(found):
        raise ValueError(text)
    return {one[1]: int(one[2] or 1) for one in found if one}


def _year(text: str) -> int:
    digits = plain.narrow(text).removesuffix("年")
    if not re.fullmatch("[0-9]{4}", digits):
        raise ValueError(text)
    return int(digits)
