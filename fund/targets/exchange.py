"""Targets and observations as CSV, in (fund.targets.given). A file goes in whole or not at all."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, db
from fund.access.actors import Actor
from fund.errors import N_, Issue, has_errors
from fund.ledger.rules import NATIONWIDE
from fund.plan.tables import Region
from fund.targets import commands
from fund.targets.given import (
    NOT_LISTED,
    ObservationGiven,
    TargetGiven,
    read_observations,
    read_targets,
)
from fund.targets.tables import Observation, Target

REPEATED = N_("This code stands in an earlier line. Each code is used once.")
UNKNOWN = N_("There is no target of this code. Import the target first.")
HOLDS_OTHER = N_(
    "A target of this code holds other figures. A target is not changed by import: change its value"
    " on its own page, with a reason and a source."
)
Value = TypeVar("Value")


def take_in(
    engine: sa.Engine, person_id: int | None, kind: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a CSV of targets or observations and store it: counts accepted, unchanged, updated; and
    the issues.
    """
    counts = {"accepted": 0, "unchanged": 0, "updated": 0}
    fresh: list[TargetGiven] | list[ObservationGiven]
    with db.reading(engine) as session:
        if kind == "targets":
            targets, issues = read_targets(content)
            fresh, unchanged = _new_targets(session, targets, issues)
        else:
            seen, issues = read_observations(content)
            fresh, unchanged = _new_observations(session, seen, issues)
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


def store_targets(session: Session, actor: Actor, *, rows: Sequence[TargetGiven]) -> Target:
    """Set every target of a file; all or none. Takes a file without errors."""
    actor.must("set_target")
    return [_set(session, actor, row) for row in rows][-1]


def _set(session: Session, actor: Actor, row: TargetGiven) -> Target:
    return commands.set_target(
        session,
        actor,
        code=row["code"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        unit_zh=row["unit_zh"],
        unit_en=row["unit_en"],
        value=_there(row["value"]),
        target_year=_there(row["target_year"]),
        source=row["source"],
        direction=_there(row["direction"]),
        baseline=row["baseline"],
        baseline_year=row["baseline_year"],
        region_code=row["region_code"],
        is_official=_there(row["is_official"]),
        document=row["document"],
        measures=row["measures"],
        kind=_there(row["kind"]),
        aggregation=_there(row["aggregation"]),
        plan_line=row["plan_line"],
    )


def store_observations(
    session: Session, actor: Actor, *, rows: Sequence[ObservationGiven]
) -> Observation:
    """Record every observation of a file; all or none. Takes a file without errors."""
    actor.must("observe")
    return [
        commands.observe(
            session,
            actor,
            target_code=row["target_code"],
            observed_on=_there(row["observed_on"]),
            value=row["value"],
            source=row["source"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            undertaking=row["undertaking"],
        )
        for row in rows
    ][-1]


def _there(value: Value | None) -> Value:
    """What a file without errors holds."""
    if value is None:
        raise ValueError("a file with errors is not stored")
    return value


def _new_targets(
    session: Session, rows: Iterable[tuple[int, TargetGiven]], issues: list[Issue]
) -> tuple[list[TargetGiven], int]:
    """Targets not stored yet, and how many are stored already; adds what the database objects
    to.
    """
    stored = {target.code: target for target in session.exec(select(Target))}
    regions = set(session.exec(select(Region.code))) | {NATIONWIDE}
    fresh, seen, unchanged = [], set[str](), 0
    for number, row in rows:
        line, code = f"line {number}", row["code"]
        if code in seen:
            issues.append(Issue("error", "repeated", line, code, REPEATED))
        seen.add(code)
        if row["region_code"] not in regions:
            code_of, facts = row["region_code"], {"known": sorted(regions)}
            issues.append(Issue("error", "unknown_region", line, code_of, NOT_LISTED, facts))
        if code not in stored:
            fresh.append(row)
        elif (stored[code].value, stored[code].target_year, stored[code].source) == (
            row["value"],
            row["target_year"],
            row["source"],
        ):
            unchanged += 1
        else:
            issues.append(Issue("error", "holds_other", line, code, HOLDS_OTHER))
    return fresh, unchanged


def _new_observations(
    session: Session, rows: Iterable[tuple[int, ObservationGiven]], issues: list[Issue]
) -> tuple[list[ObservationGiven], int]:
    """Observations not stored yet, and how many are; adds those of no target."""
    stored = {target.code: target for target in session.exec(select(Target))}
    fresh, unchanged = [], 0
    for number, row in rows:
        code = row["target_code"]
        if code not in stored:
            issues.append(Issue("error", "unknown_target", f"line {number}", code, UNKNOWN))
        elif _observed(session, stored[code], row):
            unchanged += 1
        else:
            fresh.append(row)
    return fresh, unchanged


def _observed(session: Session, target: Target, row: ObservationGiven) -> bool:
    found = select(Observation.id).where(
        Observation.target_id == target.id,
        Observation.observed_on == row["observed_on"],
        Observation.value == row["value"],
        Observation.source == row["source"],
    )
    if row["value"] is None:
        found = select(Observation.id).where(
            Observation.target_id == target.id,
            Observation.observed_on == row["observed_on"],
            Observation.numerator == row["numerator"],
            Observation.denominator == row["denominator"],
            Observation.source == row["source"],
        )
    return session.exec(found).first() is not None
