"""Targets and observations as CSV, in: a header row, UTF-8, each problem placed by its line. A file goes in whole or not at all."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, clock, db
from fund.access.actors import Actor
from fund.errors import N_, Issue, has_errors
from fund.ledger.rules import NATIONWIDE
from fund.plan.tables import Region
from fund.targets import commands
from fund.targets.tables import Observation, Target

TARGET_COLUMNS = ("code", "name_zh", "name_en", "unit_zh", "unit_en", "direction", "region_code", "baseline", "baseline_year", "value", "target_year", "official", "document", "source")
OBSERVATION_COLUMNS = ("target_code", "observed_on", "value", "source")
REQUIRED = {
    "targets": ("code", "name_zh", "name_en", "unit_zh", "unit_en", "value", "target_year", "source"),
    "observations": OBSERVATION_COLUMNS,
}

MISSING = N_("Fill in {column}.")
NOT_NUMBER = N_("Write a number with digits and a point, for example 12.5.")
NOT_DAY = N_("Write the day as YYYY-MM-DD, not after today.")
NOT_YEAR = N_("Write the year with four digits.")
NOT_LISTED = N_("Write one of: {known}.")
REPEATED = N_("This code stands in an earlier line. Each code is used once.")
UNKNOWN = N_("There is no target of this code. Import the target first.")
NO_COLUMN = N_("The column {column} is missing from the first line.")
NOT_UTF8 = N_("The file is not UTF-8. Save it as CSV UTF-8 and import it again.")
HOLDS_OTHER = N_("A target of this code holds other figures. A target is not changed by import; give the new one another code.")


def take_in(engine: sa.Engine, person_id: int | None, kind: str, content: bytes, *, dry_run: bool) -> tuple[dict[str, int], list[Issue]]:
    """Read a CSV of targets or observations and store it: counts accepted, unchanged, updated; and the issues."""
    counts = {"accepted": 0, "unchanged": 0, "updated": 0}
    rows, issues = read(kind, content)
    with db.reading(engine) as session:
        fresh, unchanged = _sorted_out(session, kind, rows, issues)
    if has_errors(issues):
        return counts, issues
    if fresh and not dry_run:
        acts.perform(engine, person_id, store_targets if kind == "targets" else store_observations, rows=fresh)
    return counts | {"accepted": len(fresh), "unchanged": unchanged}, issues


def store_targets(session: Session, actor: Actor, *, rows: list[dict[str, Any]]) -> Target:
    """Set every target of a file; all or none."""
    actor.must("set_target")
    return [commands.set_target(session, actor, **row) for row in rows][-1]


def store_observations(session: Session, actor: Actor, *, rows: list[dict[str, Any]]) -> Observation:
    """Record every observation of a file; all or none."""
    actor.must("observe")
    return [commands.observe(session, actor, **row) for row in rows][-1]


def read(kind: str, content: bytes) -> tuple[list[dict[str, Any]], list[Issue]]:
    """Rows as arguments of the command, with the line they stand in under ``line``; and what is wrong with the file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Issue("error", "not_utf8", "line 1", repr(content[error.start : error.start + 4]), NOT_UTF8)]
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in REQUIRED[kind] if name not in (reader.fieldnames or [])]
    if missing:
        return [], [Issue("error", "column_missing", "line 1", name, NO_COLUMN, {"column": name}) for name in missing]
    rows, issues = [], []
    for fields in reader:
        row, found = _row(kind, {name: (value or "").strip() for name, value in fields.items() if name}, reader.line_num)
        rows.append(row)
        issues += found
    return rows, issues


def _row(kind: str, fields: Mapping[str, str], line: int) -> tuple[dict[str, Any], list[Issue]]:
    issues: list[Issue] = []

    def note(code: str, name: str, message: str, **facts: Any) -> None:
        issues.append(Issue("error", code, f"line {line}", fields.get(name, ""), message, facts))

    def value(name: str, parse: Callable[[str], Any], code: str, message: str) -> Any:
        text = fields.get(name, "")
        if not text:
            return None
        try:
            return parse(text)
        except (ValueError, InvalidOperation):
            note(code, name, message)
            return None

    for name in REQUIRED[kind]:
        if not fields.get(name):
            note("missing", name, MISSING, column=name)
    row: dict[str, Any] = {"line": line, "source": fields.get("source", ""), "value": value("value", _decimal, "not_a_number", NOT_NUMBER)}
    if kind == "observations":
        row |= {"target_code": fields.get("target_code", ""), "observed_on": value("observed_on", _past_day, "not_a_day", NOT_DAY)}
        return row, issues
    row |= {name: fields.get(name, "") for name in ("code", "name_zh", "name_en", "unit_zh", "unit_en", "document")}
    row |= {"baseline": value("baseline", _decimal, "not_a_number", NOT_NUMBER), "region_code": fields.get("region_code") or NATIONWIDE}
    row |= {name: value(name, _year, "not_a_year", NOT_YEAR) for name in ("baseline_year", "target_year")}
    for name, known, default in (("direction", {"at_least": "at_least", "at_most": "at_most"}, "at_least"), ("official", {"true": True, "false": False}, "false")):
        word = fields.get(name) or default
        if word not in known:
            note("not_listed", name, NOT_LISTED, known=list(known))
        row["is_official" if name == "official" else name] = known.get(word)
    return row, issues


def _sorted_out(session: Session, kind: str, rows: list[dict[str, Any]], issues: list[Issue]) -> tuple[list[dict[str, Any]], int]:
    """Rows not stored yet, without their line, and how many are stored already; adds what the database objects to."""
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
                issues.append(Issue("error", "unknown_region", line, row["region_code"], NOT_LISTED, {"known": sorted(regions)}))
            if code in stored:
                same = (stored[code].value, stored[code].target_year, stored[code].source) == (row["value"], row["target_year"], row["source"])
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


def _observed(session: Session, target: Target, row: Mapping[str, Any]) -> bool:
    found = select(Observation.id).where(
        Observation.target_id == target.id, Observation.observed_on == row["observed_on"], Observation.value == row["value"], Observation.source == row["source"]
    )
    return row["value"] is not None and session.exec(found).first() is not None


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


def _year(text: str) -> int:
    if len(text) != len("2027"):
        raise ValueError(text)
    return int(text)


def _past_day(text: str) -> date:
    found = date.fromisoformat(text)
    if found > clock.today():
        raise ValueError(text)
    return found
