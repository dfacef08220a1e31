"""Facilities in from a workbook or a CSV file: every problem is told at its row and field; what
goes in goes in whole, through the command.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import select

from fund import acts, db
from fund.errors import N_, FundError, Issue, has_errors
from fund.facilities import entry, registering, rules
from fund.facilities.entry import CHOICES, HEADS
from fund.facilities.opening import FieldWrong
from fund.facilities.tables import Facility
from fund.workbook import headed
from fund.workbook.headed import Row

PROBLEMS = {
    "number_twice": N_("“{value}” stands in {other} already. Remove one."),
    "facility_known": N_("The facility “{value}” is registered already and stays as it is."),
}


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read facilities and store what is new: how many were taken in and were known, and the issues.
    With an error nothing is stored.
    """
    rows, issues = read(name, content)
    counts = {"accepted": 0, "known": 0}
    if has_errors(issues):
        return counts, issues
    with db.reading(engine) as session:
        known = set(session.exec(select(Facility.code)).all())
    old = [row for row in rows if row.given["code"] in known]
    issues += [
        _issue("facility_known", row.where("code"), row.given["code"], "warning") for row in old
    ]
    new = [row.given for row in rows if row.given["code"] not in known]
    counts["known"] = len(old)
    if new:
        act = acts.rehearse if dry_run else acts.perform
        try:
            act(engine, person_id, registering.take_in, given=new, file_name=name)
        except (FieldWrong, rules.ResourceTaken) as refused:
            return counts, [*issues, _refused(name, refused)]
        counts["accepted"] = len(new)
    return counts, issues


def _refused(where: str, error: FundError) -> Issue:
    return Issue("error", error.code, where, "", error.message, error.facts)


def read(name: str, content: bytes) -> tuple[list[Row], list[Issue]]:
    """The facilities of a file and what is wrong with them, never raising for what is in it."""
    rows, issues = headed.read(name, content, HEADS, CHOICES, ("code",), most=registering.MOST)
    return rows, issues + _judged(rows)


def _issue(code: str, where: str, value: str, severity: str = "error", **facts: str) -> Issue:
    facts = {"value": value, **facts}
    return Issue(severity, code, where, value, PROBLEMS[code], facts)  # type: ignore[arg-type]


def _judged(rows: Iterable[Row]) -> list[Issue]:
    """What each row alone shows, and codes that stand twice."""
    issues: list[Issue] = []
    seen: dict[str, str] = {}
    for row in rows:
        _held, slips = entry.judged(row.given)
        for slip in slips:
            value = row.given.get(slip.field, "")[:80]
            where, error = row.where(slip.field), slip.error
            issues.append(Issue("error", error.code, where, value, error.message, error.facts))
        code = row.given["code"]
        if code and code in seen:
            issues.append(_issue("number_twice", row.where("code"), code, other=seen[code]))
        seen.setdefault(code, row.where("code"))
    return issues
