"""Targets and observations as CSV, in: a header row, UTF-8, each problem placed by its line. A file
goes in whole or not at all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, clock, db
from fund.access.actors import Actor
from fund.errors import N_, Issue, has_errors
from fund.ledger.rules import NATIONWIDE
from fund.plan import reference
from fund.plan.tables import Region
from fund.targets import commands
from fund.targets.rules import AGGREGATIONS, KINDS
from fund.targets.tables import Observation, Target
from fund.workbook import lines, plain

TARGET_COLUMNS = (
    "code",
    "name_zh",
    "name_en",
    "unit_zh",
    "unit_en",
    "direction",
    "kind",
    "aggregation",
    "measures",
    "plan_line",
    "region_code",
    "baseline",
    "baseline_year",
    "value",
    "target_year",
    "official",
    "document",
    "source",
)
"""Measures are parted by spaces, each with a weight where they differ: ``A3:2 C1:1``."""
OBSERVATION_COLUMNS = (
    "target_code",
    "observed_on",
    "value",
    "numerator",
    "denominator",
    "undertaking",
    "source",
)
"""A ratio has its numerator and denominator; its value may be left out."""
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
REPEATED = N_("This code stands in an earlier line. Each code is used once.")
UNKNOWN = N_("There is no target of this code. Import the target first.")
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
HOLDS_OTHER = N_(
    "A target of this code holds other figures. A target is not changed by import: change its value"
    " on its own page, with a reason and a source."
)


def take_in(
    engine: sa.Engine, person_id: int | None, kind: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a CSV of targets or observations and store it: counts accepted, unchanged, updated; and
    the issues.
    """
    counts = {"accepted": 0, "unchanged": 0, "updated": 0}
    rows, issues = read(kind, content)
    with db.reading(engine) as session:
        fresh, unchanged = _sorted_out(session, kind, rows, issues)
    if has_errors(issues):
        return counts, issues
    if fresh and not dry_run:
        acts.perform(
            engine,
            person_id,
            store_targets if kind == "targets" else store_observations,
            rows=fresh,
        )
    return counts | {"accepted": len(fresh), "unchanged": unchanged}, issues


def store_targets(session: Session, actor: Actor, *, rows: list[dict[str, Any]]) -> Target:
    """Set every target of a file; all or none."""
    actor.must("set_target")
    return [commands.set_target(session, actor, **row) for row in rows][-1]


def store_observations(
    session: Session, actor: Actor, *, rows: list[dict[str, Any]]
) -> Observation:
    """Record every observation of a file; all or none."""
    actor.must("observe")
    return [commands.observe(session, actor, **row) for row in rows][-1]


def read(kind: str, content: bytes) -> tuple[list[dict[str, Any]], list[Issue]]:
    """Rows as arguments of the command, with the line they stand in under ``line``; and what is
    wrong with the file.
    """
    found, issues = lines.read(content, headings()[kind], REQUIRED[kind])
    rows = []
    for line in found:
        row, of_line = _row(kind, line.fields, line.number)
        rows.append(row)
        issues += of_line
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

    def value(self, name: str, parse: Callable[[str], Any], code: str, message: str) -> Any:
        """A field as what it is to be; None where it is empty or cannot be read."""
        if not self.text(name):
            return None
        try:
            return parse(self.text(name))
        except (ValueError, InvalidOperation):
            self.note(code, name, message)
            return None

    def word(self, name: str, known: Mapping[str, Any], default: str) -> Any:
        """A field that is one of the known words."""
        word = self.text(name) or default
        if word not in known:
            self.note("not_listed", name, NOT_LISTED, known=[one for one in known if one])
        return known.get(word)

    def number_of(self, name: str) -> object:
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


def _row(kind: str, fields: Mapping[str, str], line: int) -> tuple[dict[str, Any], list[Issue]]:
    read = _Line(fields, line)
    for name in REQUIRED[kind]:
        if not fields.get(name):
            read.note("missing", name, MISSING, column=name)
    row = {
        "line": line,
        "source": read.text("source"),
        "value": read.number_of("value"),
        **(_observation if kind == "observations" else _target)(read),
    }
    return row, read.issues


def _observation(read: _Line) -> dict[str, object]:
    if not read.text("value") and not read.text("numerator"):
        read.note("missing", "value", NO_FIGURE)
    return {
        "target_code": read.text("target_code"),
        "undertaking": read.text("undertaking"),
        "observed_on": read.past_day("observed_on"),
        "numerator": read.number_of("numerator"),
        "denominator": read.number_of("denominator"),
    }


def _target(read: _Line) -> dict[str, object]:
    return {
        **{
            name: read.text(name)
            for name in (
                "code",
                "name_zh",
                "name_en",
                "unit_zh",
                "unit_en",
                "document",
                "plan_line",
            )
        },
        **{
            name: read.value(name, _year, "not_a_year", NOT_YEAR)
            for name in ("baseline_year", "target_year")
        },
        "baseline": read.number_of("baseline"),
        "region_code": read.text("region_code") or NATIONWIDE,
        "measures": read.value("measures", _measures, "not_measures", NOT_MEASURES) or {},
        "direction": read.word(
            "direction", {"at_least": "at_least", "at_most": "at_most"}, "at_least"
        ),
        "is_official": read.word("official", {"true": True, "false": False}, "false"),
        "kind": read.word("kind", {"": "", **{word: word for word in KINDS}}, ""),
        "aggregation": read.word(
            "aggregation", {"": "", **{word: word for word in AGGREGATIONS}}, ""
        ),
    }


def _sorted_out(
    session: Session, kind: str, rows: list[dict[str, Any]], issues: list[Issue]
) -> tuple[list[dict[str, Any]], int]:
    """Rows not stored yet, without their line, and how many are stored already; adds what the
    database objects to.
    """
    stored = {target.code: target for target in session.exec(select(Target))}
    regions = set(session.exec(select(Region.code))) | {NATIONWIDE}
    fresh, seen, unchanged = [], set(), 0
    for row in rows:
        line = f"line {row.pop('line')}"
        if kind == "targets":
            code = row["code"]
            if code in seen:
                issues.append(Issue("error", "repeated", line, code, REPEATED))
            seen.add(code)
            if row["region_code"] not in regions:
                code_of, facts = row["region_code"], {"known": sorted(regions)}
                issues.append(Issue("error", "unknown_region", line, code_of, NOT_LISTED, facts))
            if code in stored:
                same = (stored[code].value, stored[code].target_year, stored[code].source) == (
                    row["value"],
                    row["target_year"],
                    row["source"],
                )
                unchanged += same
                if not same:
                    issues.append(Issue("error", "holds_other", line, code, HOLDS_OTHER))
                continue
        elif row["target_code"] not in stored:
            issues.append(Issue("error", "unknown_target", line, row["target_code"], UNKNOWN))
            continue
        elif _observed(session, stored[row["target_code"]], row):
            unchanged += 1
            continue
        fresh.append(row)
    return fresh, unchanged


def _observed(session: Session, target: Target, row: Mapping[str, object]) -> bool:
    found = select(Observation.id).where(
        Observation.target_id == target.id,
        Observation.observed_on == row["observed_on"],
        Observation.value == row["value"],
        Observation.source == row["source"],
    )
    if row["value"] is None:
        found = select(Observation.id).where(
            *(
                getattr(Observation, name) == row[name]
                for name in ("observed_on", "numerator", "denominator", "source")
            ),
            Observation.target_id == target.id,
        )
    return session.exec(found).first() is not None


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
