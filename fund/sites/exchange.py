"""Lists of launches and of sites in from files: every problem at its line, places mapped to known
sites, what is known already left alone; a file goes in whole or not at all.
"""

import hashlib
from collections import Counter
from datetime import UTC, date, tzinfo
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund import acts, clock, db
from fund.columns import table_of
from fund.errors import N_, FundError, Issue, has_errors
from fund.sites import commands, intake, reading, rules
from fund.sites.reading import issue
from fund.sites.records import Flown
from fund.sites.tables import Launch, LaunchSite, SiteName

NAME = table_of(SiteName)
SITE = table_of(LaunchSite)
LAUNCH = table_of(Launch)
SITE_HEAD = ("Site", "Type", "StateCode", "ShortName", "Name", "UName")
PROBLEMS = {
    "no_sites": N_(
        "This is no list of sites as “GCAT” writes it: with tabs, under “Site”, “Name”,"
        " “StateCode”."
    ),
    "site_columns": N_("The line has {found} columns and the heading {wanted}."),
    "site_nameless": N_("The line has no code or no name of a site."),
    "site_twice": N_("The site “{value}” stands in the list twice, first in line {other}."),
}


class Mapped(NamedTuple):
    """A list held against what is known: what would go in, each place's site, places nobody knows
    with how many launches they have, how many are known, and every issue.
    """

    origin: str
    launches: list[Flown]
    sites: dict[str, int]
    unknown: dict[str, int]
    known: int
    issues: list[Issue]


def take_in(
    engine: sa.Engine,
    person_id: int | None,
    name: str,
    content: bytes,
    *,
    dry_run: bool,
    zone: tzinfo = UTC,
) -> tuple[dict[str, int], list[Issue]]:
    """Read a list and store what is new: how many were taken in, known, left out, and the issues.
    With an error nothing is stored.
    """
    found = held_against(engine, name, content, zone)
    counts = {"accepted": 0, "known": found.known}
    if has_errors(found.issues) or not found.launches:
        return counts, found.issues
    act = acts.rehearse if dry_run else acts.perform
    act(
        engine,
        person_id,
        intake.take_in_launches,
        launches=found.launches,
        origin=found.origin,
        sites=found.sites,
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return counts | {"accepted": len(found.launches)}, found.issues


def held_against(engine: sa.Engine, name: str, content: bytes, zone: tzinfo = UTC) -> Mapped:
    """A list read and held against sites and launches that are known."""
    listed = reading.read(name, content, clock.today(), zone)
    issues = list(listed.issues)
    with db.reading(engine) as session:
        sites = _sites(session)
        tags = _tags(session, listed.origin)
    kept = []
    for one in listed.launches:
        left_out = _left_out(name, one, sites)
        if left_out is None:
            kept.append(one)
        else:
            issues.append(left_out)
    counts = Counter(one.place for one in kept)
    unknown = {place: count for place, count in counts.items() if place not in sites}
    issues += [issue("place_unknown", name, place, count=unknown[place]) for place in unknown]
    new = [one for one in kept if one.tag not in tags]
    if len(new) < len(kept):
        issues.append(issue("known_already", name, "", "warning", count=len(kept) - len(new)))
    vague = Counter(one.place for one in new if one.is_vague)
    issues += [
        issue("place_doubtful", name, place, "warning", count=count)
        for place, count in sorted(vague.items())
    ]
    keys = {place: sites[place].id for place in counts if place in sites}
    return Mapped(listed.origin, new, keys, unknown, len(kept) - len(new), issues)


class Called(NamedTuple):
    """The site behind a name lists write it by."""

    id: int
    name_zh: str
    country: str


def _sites(session: Session) -> dict[str, Called]:
    """Every name lists write a site by -> the site."""
    rows = session.execute(
        sa.select(NAME.c.name, *SITE.c[Called._fields]).join(SITE, SITE.c.id == NAME.c.site_id)
    )
    return {name: Called(*site) for name, *site in rows}


def _tags(session: Session, origin: str) -> set[str]:
    statement = sa.select(LAUNCH.c.tag).where(
        LAUNCH.c.origin == origin, LAUNCH.c.undone_on.is_(None)
    )
    return set(session.execute(statement).scalars())


def _left_out(name: str, one: Flown, sites: dict[str, Called]) -> Issue | None:
    """Why a launch of the list is none to orbit from Earth, None where it is."""
    where = f"{name}:{one.line}"
    site = sites.get(one.place)
    if site is not None and site.country in rules.NEVER_EARTH:
        return issue(
            "not_from_earth", where, one.tag, "warning", site=f"{one.place} {site.name_zh}"
        )
    if one.code and one.code[0] not in "OD":
        return issue("not_orbital", where, one.tag, "warning", launch_code=one.code)
    return None


def take_in_sites(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Sites of the GCAT list as sites of others, by their codes; those known stay as they are."""
    counts = {"accepted": 0, "known": 0}
    rows, issues = read_sites(name, content)
    if has_errors(issues):
        return counts, issues
    with db.reading(engine) as session:
        known = set(session.execute(sa.select(NAME.c.name)).scalars())
    given = {
        row["Site"]: _site(row, name, clock.today()) for row in rows if row["Site"] not in known
    }
    counts["known"] = len(rows) - len(given)
    if given:
        act = acts.rehearse if dry_run else acts.perform
        try:
            act(
                engine,
                person_id,
                commands.take_in_sites,
                given=list(given.values()),
                file_name=name,
            )
        except rules.SiteKnown as refused:
            return counts, [*issues, _refused(name, refused)]
        counts["accepted"] = len(given)
    return counts, issues


def read_sites(name: str, content: bytes) -> tuple[list[dict[str, str]], list[Issue]]:
    """The rows of a list of sites by their headings, and what is wrong with them by line."""
    lines, latin = reading.lines_of(content)
    heads = [head.strip() for head in lines[0].lstrip("#").split("\t")] if lines else []
    if not set(SITE_HEAD) <= set(heads):
        return [], [_problem("no_sites", f"{name}:1")]
    rows: list[dict[str, str]] = []
    issues: list[Issue] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        where = f"{name}:{number}"
        cells = [cell.strip() for cell in line.split("\t")]
        if reading.UNWRITABLE.search(line):
            issues.append(issue("line_unreadable", where))
        elif not line.strip() or line.startswith("#"):
            continue
        elif len(cells) != len(heads):
            issues.append(_problem("site_columns", where, found=len(cells), wanted=len(heads)))
        else:
            row = dict(zip(heads, cells, strict=True))
            first = seen.setdefault(row["Site"], number)
            if not row["Site"] or not _called(row):
                issues.append(_problem("site_nameless", where))
            elif first != number:
                issues.append(_problem("site_twice", where, row["Site"], other=first))
            rows.append(row)
    if latin:
        issues.append(issue("lines_of_latin", name, "", "warning", count=latin))
    return rows, issues


def _problem(code: str, where: str, value: str = "", **facts: object) -> Issue:
    return Issue("error", code, where, value, PROBLEMS[code], {"value": value, **facts})


def _refused(where: str, error: FundError) -> Issue:
    return Issue("error", error.code, where, "", error.message, error.facts)


def _called(row: dict[str, str]) -> str:
    """A site's own name where the list has one, else the list's."""
    return next((row[head] for head in ("UName", "Name") if row[head] not in ("", "-")), "")


def _site(row: dict[str, str], name: str, today: date) -> commands.Facts:
    """A site of the list as ``enter_site`` takes it."""
    return {
        "code": row["Site"],
        "name_zh": _called(row)[:200],
        "name_en": row["Name"][:200],
        "kind": "sea" if row.get("Group") == "OCEAN" or row["Type"] == "LZ" else "land",
        "country": row["StateCode"][:12],
        "region_code": "",
        "operator": "",
        "is_own": False,
        "is_commercial": None,
        "source": f"GCAT {name}"[:300],
        "sourced_on": today,
        "is_demonstration": False,
    }
