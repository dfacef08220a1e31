"""The words of readiness, what a level needs, which level holds. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypedDict

from fund.errors import N_, NP_, FundError

FIELDS: Mapping[str, str] = {
    "resources": N_("Space resources"),
    "servicing": N_("On-orbit servicing"),
    "removal": N_("Debris removal"),
    "tourism": N_("Space tourism"),
    "bio": N_("In-space biomanufacturing"),
    "reference": N_("For comparison"),
}
"""The five fields of the plan; records of others stand apart for comparison and are in no total."""
OURS = tuple(field for field in FIELDS if field != "reference")
SCALES: Mapping[str, str] = {
    "gbt_hardware": N_("GB/T 40518: carriers and spacecraft"),
    "gbt_manufacturing": N_("GB/T 40518: space manufacturing"),
    "gbt_experiment": N_("GB/T 40518: experiments and applications"),
    "gbt_launch": N_("GB/T 40518: launch and recovery"),
    "gbt_operations": N_("GB/T 40518: tracking and operations"),
    "iso_16290": N_("ISO 16290"),
    "other": NP_("scale", "Another scale"),
}
"""GB/T 40518-2021 has five tables of nine levels (clauses 6.1 to 6.5)."""
ENVIRONMENTS: Mapping[str, str] = {
    "": NP_("environment", "Not said"),
    "laboratory": N_("Laboratory"),
    "relevant": N_("Relevant environment"),
    "operational": N_("Operational environment"),
}
EVIDENCE: Mapping[str, str] = {
    "report": NP_("evidence", "Report"),
    "test": N_("Test report"),
    "qualification": N_("Qualification record"),
    "mission": N_("Mission record"),
}
NEEDS: Mapping[int, str] = {7: "test", 8: "qualification", 9: "mission"}
"""Level -> the kind of evidence it needs at least one of."""
PLACES: Mapping[int, tuple[str, ...]] = {
    5: ("relevant", "operational"),
    6: ("relevant", "operational"),
    7: ("operational",),
    8: ("operational",),
    9: ("operational",),
}
"""Level -> environments one piece of its evidence is from."""
TWO_FROM, OTHERS_FROM, MOST = 7, 5, 9
LICENCES: Mapping[str, str] = {
    "launch": N_("Permit of a civil space launch"),
    "registration": N_("Registration of a space object"),
    "radio": N_("Radio frequency and station"),
    "production": N_("Research and production of launch vehicles"),
    "activity": N_("The activity itself"),
}
APPLY_MONTHS_BEFORE: Mapping[str, int] = {"launch": 9}
"""Licence -> how many months before the month it is needed in it is applied for at the latest: the
interim measures on permits of civil space launches (COSTIND order 12 of 2002).
"""
LICENCE_STATES: Mapping[str, str] = {
    "needed": NP_("licence", "Needed"),
    "applied": NP_("licence", "Applied for"),
    "given": NP_("licence", "Granted"),
    "denied": NP_("licence", "Denied"),
    "no_basis": N_("Basis not found"),
}
CLAUSES: Mapping[str, str] = {
    "4.1.1": N_("Safety and mission success"),
    "4.1.2": N_("Debris mitigation"),
    "4.1.3": N_("Communication"),
    "4.1.4": N_("Liability and insurance"),
    "4.2.2": N_("Notification to states"),
    "4.2.3": N_("Communication with other entities"),
    "4.2.4": N_("Protocols of notification"),
    "4.2.5": N_("Sharing of lessons learned"),
    "4.2.6": N_("Notice of re-entry hazards"),
    "4.2.7": NP_("clause", "Registration"),
    "5.1.2": N_("Review of hardware"),
    "5.1.3": N_("Resilient software"),
    "5.1.4": N_("Concept of operations"),
    "5.1.5": N_("Proven procedures"),
    "5.1.6": N_("Trained operators"),
    "5.2.1": N_("Contract with the client"),
    "5.2.2": N_("Discipline of communication"),
    "5.2.3": N_("Safe trajectories"),
    "5.2.4": N_("Notices to third parties"),
    "5.2.5": N_("Collision avoidance in proximity"),
    "5.2.6": N_("Resolution of anomalies"),
    "5.2.7": N_("Checkout"),
    "5.3.2": N_("Physical interference"),
    "5.3.3": N_("Radio interference"),
    "5.4": N_("Sharing of what went wrong"),
}
"""Clauses of ISO 24330:2022, by their subjects in our words."""
CHECKED = ("servicing", "removal")
"""Fields the clauses of ISO 24330 are for."""
CHECKS_STATES: Mapping[str, str] = {
    "met": NP_("clause", "Met"),
    "planned": NP_("clause", "Planned"),
    "not_applicable": N_("Not applicable"),
}
OUTCOMES: Mapping[str, str] = {
    "proposed": NP_("level", "Proposed"),
    "half_accepted": N_("Accepted by one of two"),
    "level_accepted": NP_("level", "Accepted"),
    "turned_back": N_("Turned back"),
}
PRECISIONS: Mapping[str, str] = {"day": N_("to the day"), "month": N_("to the month")}
REMARKS: Mapping[str, str] = {
    "beyond": N_("The level is above the goal of {value}."),
    "no_day": N_("The goal of level {value} has no day it is to be reached by."),
    "twice": N_("“{value}” is the evidence of more than one level."),
}
COMPLETE = ("begin", "level", "goal", "evidence", "demonstration", "licences", "confirmed")
"""What a record is to hold, each told as filled or empty."""


class NotALevel(FundError):
    """Levels are whole."""

    message = N_("“{value}” is no level. Write one whole digit from 1 to 9, as in 6.")


class ARangeOfLevels(FundError):
    """A range is two levels."""

    message = N_("“{value}” is a range. Take the lower level, which is the one that is proven.")


class FrontierWord(FundError):
    """A choice is one of those listed."""

    message = N_("“{value}” is no choice here.")


class FrontierKnown(FundError):
    """A record is entered once."""

    message = N_("“{code}” is entered already.")


class FrontierNameMissing(FundError):
    """What is entered is called something, and was read somewhere."""

    message = N_("Give code, Chinese title and source.")


class EvidenceMissing(FundError):
    """Every level gained is proven by itself."""

    message = N_("Level {level} has no evidence. Each level gained needs a piece of its own.")


class EnvironmentMissing(FundError):
    """From level 5 on evidence says where it was gained."""

    message = N_("Level {level} needs evidence from: {places}.")


class RecordMissing(FundError):
    """High levels need their own kind of record."""

    message = N_("Level {level} needs: {kind}.")


class LaunchMissing(FundError):
    """A flown system names its launch."""

    message = N_("Level 9 names the launch of its mission record.")


class OwnAssessment(FundError):
    """Who is assessed does not assess."""

    message = N_("A self-assessment does not raise a level. Let another body assess it.")


class DowngradeReason(FundError):
    """A lower level says why."""

    message = N_("The level is {level} now. Say why it goes down.")


class AlreadyProposed(FundError):
    """One proposal of an element waits at a time."""

    message = N_("“{element}” has a proposal that waits already.")


class ResultMissing(FundError):
    """A demonstration that was held has a result, one that is planned has none."""

    message = N_("Give the day it was held together with its result, or neither.")


class NotForThisField(FundError):
    """The clauses are for servicing and removal."""

    message = N_("The clauses of ISO 24330 are for servicing and debris removal only.")


class NotApplicableWhy(FundError):
    """What does not apply says why."""

    message = N_("Say why it does not apply.")


def level_of(text: object) -> int:
    """A level as people write it; refuses what is none.

    >>> level_of(" 6 ")
    6
    """
    said = str(text).strip()
    if re.fullmatch(r"(?i)(trl\s*)?\d\s*[-–~至/]\s*\d", said):
        raise ARangeOfLevels(value=said[:20])
    if not re.fullmatch(r"[1-9]", said):
        raise NotALevel(value=said[:20])
    return int(said)


class Evidence(TypedDict):
    """A document that proves a step, and in which surroundings."""

    level: int
    kind: str
    environment: str
    document: str
    dated_on: date | None
    launch: str


class Aim(TypedDict):
    """How far an undertaking is, and where it means to be by when."""

    level: int | None
    goal_level: int | None
    ends_on: date | None


class Stated(TypedDict):
    """Where a licence stands."""

    kind: str
    state: str
    needed_on: date | None
    expires_on: date | None


def proven(now: int, wanted: int, evidence: Iterable[Evidence]) -> None:
    """Refuse a level some step to which is not proven; a lower one needs none."""
    held = list(evidence)
    for level in range(now + 1, wanted + 1):
        own = [one for one in held if one["level"] == level]
        if not own:
            raise EvidenceMissing(level=level)
        places = PLACES.get(level, ())
        if places and not any(one["environment"] in places for one in own):
            raise EnvironmentMissing(level=level, places=[ENVIRONMENTS[one] for one in places])
        kind = NEEDS.get(level)
        if kind and not any(one["kind"] == kind for one in own):
            raise RecordMissing(level=level, kind=EVIDENCE[kind])
        if level == MOST and not any(one["launch"] for one in own if one["kind"] == kind):
            raise LaunchMissing


def least(levels: Iterable[int | None]) -> int | None:
    """The level of an undertaking by those of its critical elements; None while one has none."""
    known = list(levels)
    return None if not known or None in known else min(level for level in known if level)


def apply_by(kind: str, needed_on: date | None) -> date | None:
    """The day a licence is applied for at the latest; None where no period is known.

    >>> apply_by("launch", date(2027, 3, 20))
    datetime.date(2026, 6, 1)
    """
    before = APPLY_MONTHS_BEFORE.get(kind)
    if before is None or needed_on is None:
        return None
    month = needed_on.year * 12 + needed_on.month - 1 - before
    return date(month // 12, month % 12 + 1, 1)


LATE: Mapping[str, str] = {
    "expired": N_("Expired"),
    "not_applied": N_("Application overdue"),
}


def late(row: Stated, as_of: date) -> str:
    """Which of LATE a licence (state, expires_on, needed_on, kind) is on a day, "" where it is
    not.
    """
    if row["expires_on"] is not None and row["expires_on"] < as_of:
        return "expired"
    due = apply_by(row["kind"], row["needed_on"])
    return "not_applied" if row["state"] == "needed" and due and due < as_of else ""


def time_used(starts_on: date | None, ends_on: date | None, as_of: date) -> float | None:
    """The share of its time an undertaking has used on a day, from 0 to 1; None without both
    days.
    """
    if starts_on is None or ends_on is None or ends_on <= starts_on:
        return None
    return min(1.0, max(0.0, (as_of - starts_on).days / (ends_on - starts_on).days))


def remarks(one: Aim, evidence: Iterable[Evidence]) -> list[tuple[str, str]]:
    """What is odd in a record without being wrong: (which of REMARKS, what it is of)."""
    made = []
    level, goal = one["level"], one["goal_level"]
    if level is not None and goal is not None and level > goal:
        made.append(("beyond", str(goal)))
    if goal is not None and one["ends_on"] is None:
        made.append(("no_day", str(goal)))
    proven_by: dict[str, set[int]] = {}
    for row in evidence:
        proven_by.setdefault(row["document"], set()).add(row["level"])
    made += [("twice", paper) for paper, levels in sorted(proven_by.items()) if len(levels) > 1]
    return made


def is_stale(assessed_on: date, as_of: date, days: int, use: str, now: str) -> bool:
    """Whether an assessment is older than so many days, or of another use."""
    return (as_of - assessed_on).days > days or use != now
