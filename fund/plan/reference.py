"""The reference data under data/, read once: areas, measures, regions, real local targets, methods; each file says its source."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data"


class BadReference(ValueError):
    """A reference file is not as it must be: names the file and the line."""


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise BadReference(f"data/{name} line {reader.line_num}: the number of columns differs from the head's")
            rows.append(row)
    return tuple(rows)


def areas() -> list[dict[str, Any]]:
    """The plan's five areas: code, title_zh, title_en."""
    return [dict(row) for row in _rows("areas.csv")]


def measures() -> list[dict[str, Any]]:
    """The measures identified: key, area, ordinal (None unless printed), title_zh, title_en, wording, source."""
    return [{**row, "ordinal": int(row["ordinal"]) if row["ordinal"] else None} for row in _rows("measures.csv")]


def regions() -> list[dict[str, Any]]:
    """The 34 province-level units: code, name_zh, name_en, short_zh, short_en, column, row (tile)."""
    return [{**row, "column": int(row["column"]), "row": int(row["row"])} for row in _rows("regions.csv")]


def published_measures() -> int:
    """How many measures the plan is reported to have (data/plan.csv): more than were identified."""
    return int(next(row["value"] for row in _rows("plan.csv") if row["fact"] == "measures_published"))
