"""Records of TechPort in from its JSON: what each says of its levels is kept as told, months as
months; a file goes in whole or not at all.
"""

import json
import re
from datetime import date

import sqlalchemy as sa
from sqlmodel import select

from fund import acts, db
from fund.errors import N_, FundError, Issue
from fund.frontiers import commands, rules
from fund.frontiers.tables import Frontier
from fund.sites.reading import UNWRITABLE

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEVELS = {
    "begin": "technologyMaturityStart",
    "told": "technologyMaturityCurrent",
    "goal": "technologyMaturityEnd",
}
PROBLEMS = {
    "techport_unreadable": N_("This is no JSON list of records with “id” and “title”."),
    "techport_twice": N_("The record “{value}” stands in the file twice."),
    "techport_signs": N_("The record holds control characters."),
    "techport_date": N_("“{value}” is no date. Months are written as “Aug 2016”."),
    "techport_level": N_("“{value}” is no level; it stays empty."),
    "level_order": N_("The level told ({told}) is below the one it began with ({begin})."),
    "level_beyond": N_("The level told ({told}) is above its goal ({goal})."),
    "frontier_known": N_("The record “{value}” is entered already and stays as it is."),
}


def issue(
    code: str, where: str, value: str = "", severity: str = "error", **facts: object
) -> Issue:
    """One of PROBLEMS at a place."""
    facts = {"value": value, **facts}
    return Issue(severity, code, where, value, PROBLEMS[code], facts)  # type: ignore[arg-type]


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read records and store what is new: how many were taken in and known, and the issues."""
    rows, issues = read(name, content)
    counts = {"accepted": 0, "known": 0}
    if any(one.severity == "error" for one in issues):
        return counts, issues
    with db.reading(engine) as session:
        known = set(session.exec(select(Frontier.code)).all())
    new = [row for row in rows if row["code"] not in known]
    issues += [
        issue("frontier_known", f"{name}#{row['code']}", row["code"], "warning")
        for row in rows
        if row["code"] in known
    ]
    counts["known"] = len(rows) - len(new)
    if new:
        act = acts.rehearse if dry_run else acts.perform
        try:
            act(engine, person_id, commands.take_in_frontiers, given=new, file_name=name)
        except (rules.FrontierKnown, rules.FrontierNameMissing) as refused:
            facts = refused.facts
            return counts, [*issues, Issue("error", refused.code, name, "", refused.message, facts)]
        counts["accepted"] = len(new)
    return counts, issues


def read(name: str, content: bytes) -> tuple[list[commands.Facts], list[Issue]]:
    """The records of a file and what is wrong with them, never raising for what is in it."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(
        isinstance(one, dict) and one.get("id") and one.get("title") for one in found
    ):
        return [], [issue("techport_unreadable", name)]
    rows: list[commands.Facts] = []
    issues: list[Issue] = []
    codes: set[str] = set()
    for number, one in enumerate(found):
        where = f"{name}#/{number}"
        row, more = _record(one, where, name)
        issues += more
        if row["code"] in codes:
            issues.append(issue("techport_twice", where, row["code"]))
        if UNWRITABLE.search(" ".join((row["code"], row["source"], *row["texts"].values()))):
            issues.append(issue("techport_signs", where))
        codes.add(row["code"])
        rows.append(row)
    return rows, issues


def _record(one: dict[str, object], where: str, name: str) -> tuple[commands.Facts, list[Issue]]:
    issues: list[Issue] = []
    levels: dict[str, int | None] = {}
    for field, key in LEVELS.items():
        levels[field] = _level(one.get(key), f"{where}/{key}", issues)
    days = {}
    for field, key in (("starts", "startDate"), ("ends", "endDate")):
        text = str(one.get(key) or "").strip()
        moment = month_of(text)
        if moment is not None:
            days[field] = moment
        elif text:
            issues.append(issue("techport_date", f"{where}/{key}", text[:40]))
    begin, told, goal = (levels[field] for field in ("begin", "told", "goal"))
    if begin and told and told < begin:
        issues.append(issue("level_order", where, "", "warning", told=told, begin=begin))
    if told and goal and told > goal:
        issues.append(issue("level_beyond", where, "", "warning", told=told, goal=goal))
    row: commands.Facts = {
        "code": f"TechPort-{one['id']}"[:60],
        "title_zh": str(one["title"])[:300],
        "field": "reference",
        "scale": "other",
        "source": f"NASA TechPort, {name}, {one.get('lastUpdated') or ''}".strip(" ,")[:300],
        "levels": levels,
        "texts": {
            "title_en": str(one["title"])[:300],
            "lead": ", ".join(_bodies([one.get("leadOrganization")]))[:200],
            "partners": ", ".join(_bodies(one.get("supportingOrganizations")))[:500],
        },
        "days": days,
        "is_demonstration": False,
    }
    return row, issues


def _bodies(said: object) -> list[str]:
    """The names of bodies a record gives, as far as it gives them as records."""
    listed = said if isinstance(said, list) else []
    names = [one.get("name") for one in listed if isinstance(one, dict)]
    return [name for name in names if isinstance(name, str)]


def _level(said: object, where: str, issues: list[Issue]) -> int | None:
    if said in (None, ""):
        return None
    try:
        return rules.level_of(said)
    except FundError:
        issues.append(issue("techport_level", where, str(said)[:20], "warning"))
        return None


def month_of(text: str) -> tuple[date, str] | None:
    """A month or a day as TechPort writes it, with its precision; None for what is neither.

    >>> month_of("Aug 2016")
    (datetime.date(2016, 8, 1), 'month')
    """
    found = re.fullmatch(r"([A-Z][a-z]{2}) (\d{4})", text)
    if found and found[1] in MONTHS:
        return date(int(found[2]), MONTHS.index(found[1]) + 1, 1), "month"
    try:
        return date.fromisoformat(text), "day"
    except ValueError:
        return None
