"""The reference data under data/, read once and checked: areas, measures, regions, real local
targets, methods; each with its source.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

from fund.plan import rows

Row = TypeVar("Row")
DATA = Path(__file__).parents[2] / "data"

OPERATORS = (">=", ">", "=", "<=", "~")
"""How an aim is worded: at least, more than, exactly, at most, about."""

TEXT, NOTE = r"\S(.*\S)?", r"(\S(.*\S)?)?"
WORD, YEAR, NUMBER, TRUTH = r"[a-z0-9_-]+", r"20\d\d", r"\d+(\.\d+)?", r"true|false"
CHOICE = rf"{WORD}=[^=|]+=[^=|]+"
DAY = r"20\d\d-\d\d-\d\d"
SOURCES, READ_ON = r"[A-Z]\d+( [A-Z]\d+)*", r"20\d\d-\d\d"
_SOURCE_COLUMNS = {
    "code": r"[A-Z]\d+",
    "address": TEXT,
    "issuer": TEXT,
    "kind": "press|press_copy|document_copy|summary",
    "read_on": READ_ON,
}

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "currencies.csv": {"code": "[A-Z]{3}", "decimals": "[0-4]"},
    "areas.csv": {"code": "[A-E]", "title_zh": TEXT, "title_en": TEXT},
    "measures.csv": {
        "key": r"[A-E]\d+",
        "area": "[A-E]",
        "ordinal": r"\d*",
        "title_zh": TEXT,
        "title_en": TEXT,
        "wording": "heading|content",
        "source": SOURCES,
    },
    "plan.csv": {"fact": WORD, "value": r"\d+", "source": SOURCES},
    "plan_sources.csv": _SOURCE_COLUMNS,
    "regions.csv": {
        "code": r"\d{2}0000",
        "name_zh": TEXT,
        "name_en": TEXT,
        "short_zh": TEXT,
        "short_en": "[A-Z]{2}",
        "column": r"\d",
        "row": r"\d",
    },
    "targets.csv": {
        "id": r"[A-Z]{2}(-[A-Z]+)?-20\d\d-[a-z]+",
        "region_code": r"\d{6}",
        "place_zh": TEXT,
        "place_en": TEXT,
        "nested_in": r"(\d{6})?",
        "indicator_zh": TEXT,
        "indicator_en": TEXT,
        "operator": "|".join(OPERATORS),
        "value": NUMBER,
        "unit_zh": TEXT,
        "unit_en": TEXT,
        "base_year": rf"({YEAR})?",
        "base_value": rf"({NUMBER})?",
        "target_year": YEAR,
        "document_zh": TEXT,
        "document_en": TEXT,
        "occasion_date": r"(20\d\d(-\d\d(-\d\d)?)?)?",
        "source_code": SOURCES,
        "press_copy": TRUTH,
        "scope_note_zh": NOTE,
        "scope_note_en": NOTE,
        "official": "false",
        "kind": "number|level",
        "measures": r"[A-E]\d+( [A-E]\d+)*",
        "plan_line": rf"({WORD})?",
    },
    "plan_steps.csv": {
        "key": WORD,
        "measure": r"[A-E]\d+",
        "title_zh": TEXT,
        "title_en": TEXT,
        "due_year": YEAR,
        "source": SOURCES,
    },
    "plan_lines.csv": {"key": WORD, "title_zh": TEXT, "title_en": TEXT, "source": SOURCES},
    "target_sources.csv": _SOURCE_COLUMNS,
    "csv_headings.csv": {"id": r"(targets|observations)\.[a-z_]+", "zh": TEXT, "en": TEXT},
    "reference_actuals.csv": {
        "key": WORD,
        "indicator_zh": TEXT,
        "indicator_en": TEXT,
        "year": YEAR,
        "value": NUMBER,
        "unit_zh": TEXT,
        "unit_en": TEXT,
        "source_code": SOURCES,
        "press_copy": TRUTH,
        "note_zh": NOTE,
        "note_en": NOTE,
    },
    "procurement_methods.csv": {
        "code": WORD,
        "name_zh": TEXT,
        "name_en": TEXT,
        "ocds_method": "open|selective|limited|direct",
        "minimum_days": r"\d*",
        "minimum_unit": "days|working_days",
        "change_days": r"\d+",
        "least_bidders": "[1-9]",
        "least_excepted": "[1-9]",
        "basis": TEXT,
        "basis_en": TEXT,
        "confidence": "source_read|general_knowledge",
    },
    "evaluation_schemes.csv": {
        "key": WORD,
        "scheme": WORD,
        "name_zh": TEXT,
        "name_en": TEXT,
        "level": "execution|cost|output|benefit|satisfaction",
        "points": r"\d+",
        "basis": TEXT,
        "basis_en": TEXT,
        "confidence": "source_read|general_knowledge",
    },
    "centre_indicators.csv": {
        "code": WORD,
        "kind": "innovation_centre|open_platform",
        "field": rf"({WORD})?",
        "group_zh": TEXT,
        "group_en": TEXT,
        "name_zh": TEXT,
        "name_en": TEXT,
        "unit_zh": NOTE,
        "unit_en": NOTE,
        "type": "count|number|date|choice|words",
        "decimals": r"[0-6]?",
        "aggregation": "sum|latest|max|ratio",
        "numerator": rf"({WORD})?",
        "denominator": rf"({WORD})?",
        "least": rf"({NUMBER})?",
        "most": rf"({NUMBER})?",
        "not_above": rf"({WORD})?",
        "cumulative": TRUTH,
        "required": TRUTH,
        "prefill": "last|ledger|computed|none",
        "choices": rf"({CHOICE}(\|{CHOICE})*)?",
        "how_zh": TEXT,
        "how_en": TEXT,
        "measure": r"[A-E]\d+",
        "feeds": rf"({WORD})?",
        "since": DAY,
        "until": rf"({DAY})?",
    },
    "procurement_categories.csv": {
        "code": WORD,
        "name_zh": TEXT,
        "name_en": TEXT,
        "ocds_category": "(goods|works|services)?",
    },
    "working_days.csv": {"day": DAY, "kind": "rest|work", "occasion_zh": TEXT, "notice": TEXT},
}
"""File -> column -> the pattern a whole cell must match; the first column is the key, each value
once.
"""

REFERS: Mapping[tuple[str, str], str] = {
    ("measures.csv", "area"): "areas.csv",
    ("measures.csv", "source"): "plan_sources.csv",
    ("plan.csv", "source"): "plan_sources.csv",
    **dict.fromkeys(
        (("centre_indicators.csv", column) for column in ("numerator", "denominator", "not_above")),
        "centre_indicators.csv",
    ),
    ("centre_indicators.csv", "measure"): "measures.csv",
    ("plan_lines.csv", "source"): "plan_sources.csv",
    ("plan_steps.csv", "source"): "plan_sources.csv",
    ("plan_steps.csv", "measure"): "measures.csv",
    ("targets.csv", "measures"): "measures.csv",
    ("targets.csv", "plan_line"): "plan_lines.csv",
    ("targets.csv", "region_code"): "regions.csv",
    ("targets.csv", "nested_in"): "regions.csv",
    ("targets.csv", "source_code"): "target_sources.csv",
    ("reference_actuals.csv", "source_code"): "target_sources.csv",
}
"""Columns whose words, parted by spaces, are keys of another file."""

READ: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(
        (
            "ordinal",
            "column",
            "row",
            "base_year",
            "target_year",
            "year",
            "due_year",
            "minimum_days",
            "change_days",
            "least_bidders",
            "least_excepted",
            "points",
            "decimals",
        ),
        int,
    ),
    **dict.fromkeys(("value", "base_value", "least", "most"), Decimal),
    **dict.fromkeys(("press_copy", "official", "cumulative", "required"), "true".__eq__),
    **dict.fromkeys(("since", "until", "day"), date.fromisoformat),
}
"""Columns that are not text; an empty cell of these is None."""


class BadReference(ValueError):
    """A reference file is not as it must be: names the file and the line."""


def read(name: str, folder: Path = DATA) -> list[dict[str, object]]:
    """The rows of a reference file, numbers as int or Decimal, truths as bool, checked against
    COLUMNS and REFERS.
    """
    columns, seen, found = COLUMNS[name], set[str](), []
    key = next(iter(columns))
    known = {
        column: _keys(other, folder) for (file, column), other in REFERS.items() if file == name
    }
    for line, row in _lines(name, folder):
        for column, problem in _problems(row, columns, known):
            raise BadReference(f"data/{name} line {line}, {column}: {problem}")
        if row[key] in seen:
            raise BadReference(
                f"data/{name} line {line}, {key}: “{row[key]}” stands in an earlier line"
            )
        seen.add(row[key])
        found.append(
            {
                column: (READ[column](text) if text else None) if column in READ else text
                for column, text in row.items()
            }
        )
    return found


def _lines(name: str, folder: Path) -> Iterable[tuple[int, dict[str, str]]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != list(COLUMNS[name]):
            raise BadReference(
                f"data/{name} line 1: the columns are not {', '.join(COLUMNS[name])}"
            )
        for row in reader:
            if None in row or None in row.values():
                raise BadReference(
                    f"data/{name} line {reader.line_num}: the number of columns differs from the"
                    " head's"
                )
            yield reader.line_num, row


def _problems(
    row: Mapping[str, str], columns: Mapping[str, str], known: Mapping[str, frozenset[str]]
) -> Iterable[tuple[str, str]]:
    for column, pattern in columns.items():
        if re.fullmatch(pattern, row[column]) is None:
            yield column, f"“{row[column]}” does not match {pattern}"
    for column, keys in known.items():
        for word in row[column].split():
            if word not in keys:
                yield column, f"there is no “{word}”"
    if ("base_value" in row) and bool(row["base_value"]) != bool(row["base_year"]):
        yield "base_value", "a base takes its value and its year"


def _keys(name: str, folder: Path) -> frozenset[str]:
    return frozenset(row[next(iter(COLUMNS[name]))] for _line, row in _lines(name, folder))


@cache
def _rows(name: str) -> tuple[Mapping[str, object], ...]:
    return tuple(read(name))


def _typed(name: str, row: Callable[..., Row]) -> list[Row]:
    """The rows of a file as ``row`` has them: of these columns and types (tests/plan)."""
    return [row(**found) for found in _rows(name)]


def areas() -> list[rows.AreaRow]:
    """The plan's five areas: code, title_zh, title_en."""
    return _typed("areas.csv", rows.AreaRow)


def measures() -> list[rows.MeasureRow]:
    """The measures identified: key, area, ordinal (None unless printed), title_zh, title_en,
    wording (heading or content), source.
    """
    return _typed("measures.csv", rows.MeasureRow)


def regions() -> list[rows.RegionRow]:
    """The 34 province-level units: code, name_zh, name_en, short_zh, short_en, column, row
    (tile).
    """
    return _typed("regions.csv", rows.RegionRow)


def published_measures() -> int:
    """How many measures the plan is reported to have (data/plan.csv): more than were identified."""
    (row,) = (row for row in _rows("plan.csv") if row["fact"] == "measures_published")
    return int(str(row["value"]))


def targets() -> list[rows.TargetRow]:
    """Real local or industry aims, one indicator a row, columns as in COLUMNS; value and base_value
    Decimal. None is a CNSA target.
    """
    return _typed("targets.csv", rows.TargetRow)


def working_days() -> list[rows.DayRow]:
    """Days on which the week alone does not tell whether people work: day, kind (rest, work),
    occasion_zh, notice.
    """
    return _typed("working_days.csv", rows.DayRow)


def plan_steps() -> list[dict[str, object]]:
    """Steps of the action plan that have no number: key, measure, title_zh, title_en, due_year (the
    plan's last), source.
    """
    return [dict(row) for row in _rows("plan_steps.csv")]


def plan_lines() -> list[dict[str, object]]:
    """Lines of the five-year plan that indicators serve: key, title_zh, title_en, source. None has
    a number.
    """
    return [dict(row) for row in _rows("plan_lines.csv")]


def target_sources() -> dict[str, rows.SourceRow]:
    """Where targets and actuals were read, by code: address, issuer, kind (press, press_copy,
    document_copy, summary), read_on (month).
    """
    return {row["code"]: row for row in _typed("target_sources.csv", rows.SourceRow)}


def csv_headings() -> list[rows.HeadingRow]:
    """How the columns of CSV files may be headed beside their keys: id (kind.key), zh, en."""
    return _typed("csv_headings.csv", rows.HeadingRow)


def plan_sources() -> dict[str, rows.SourceRow]:
    """Where the plan's areas and measures were read, by code; columns as in ``target_sources``."""
    return {row["code"]: row for row in _typed("plan_sources.csv", rows.SourceRow)}


def reference_actuals() -> list[dict[str, object]]:
    """What was counted for a year (launches, spacecraft), with source and cut-off; sources differ,
    the notes say how.
    """
    return [dict(row) for row in _rows("reference_actuals.csv")]


def procurement_methods() -> list[rows.MethodRow]:
    """The eight methods, columns as in COLUMNS; minimum_days from notice to deadline is None where
    not known, change_days what a change leaves.
    """
    return _typed("procurement_methods.csv", rows.MethodRow)


def procurement_categories() -> list[rows.CategoryRow]:
    """The four categories of the plan and the rest: code, name_zh, name_en, ocds_category (empty
    for the rest).
    """
    return _typed("procurement_categories.csv", rows.CategoryRow)


def evaluation_schemes() -> list[rows.SchemeRow]:
    """Points of the levels of a self-evaluation by scheme, columns as in COLUMNS; those of a scheme
    make 100.
    """
    return _typed("evaluation_schemes.csv", rows.SchemeRow)


def centre_indicators() -> list[rows.CentreIndicatorRow]:
    """What centres and platforms report, one indicator a row, in the order of the form; columns as
    in COLUMNS.
    """
    return _typed("centre_indicators.csv", rows.CentreIndicatorRow)
