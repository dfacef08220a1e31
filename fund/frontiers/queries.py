"""Readiness as tables, as known on a day: undertakings with level, evidence, money and what is
missing; elements with the level that holds; assessments, licences, clauses.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.errors import N_, NotFound
from fund.frames import records_as
from fund.frontiers import rules
from fund.frontiers.rows import ElementRow, FrontierRow
from fund.frontiers.tables import (
    ClauseCheck,
    ElementUse,
    Frontier,
    FrontierDemonstration,
    FrontierElement,
    FrontierUndertaking,
    LevelAssessment,
    LevelEvidence,
    LicenceNeed,
)
from fund.ledger.tables import Posting, Undertaking
from fund.rooms.figure import Figure
from fund.settings.values import value
from fund.sites.building import works
from fund.sites.rows import Work

FRONTIER = table_of(Frontier)
ELEMENT = table_of(FrontierElement)
USE = table_of(ElementUse)
ASSESSED = table_of(LevelAssessment)
EVIDENCE = table_of(LevelEvidence)
SHOWN = table_of(FrontierDemonstration)
LICENCE = table_of(LicenceNeed)
CLAUSE = table_of(ClauseCheck)
LINK = table_of(FrontierUndertaking)
POSTING = table_of(Posting)
WORK = table_of(Undertaking)
PERSON = table_of(Person)

ELEMENTS = [
    *("element_id", "frontier_id", "name", "use", "is_critical", "level", "assessed_on"),
    *("assessor", "assessment_id", "is_stale", "evidence", "proposed"),
]
"""Elements; ``level`` is of the last assessment accepted by the day, None without one;
``is_stale``: older than a year or of another use; ``proposed`` a level that waits.
"""
FRONTIERS = [
    *("frontier_id", "code", "field", "title_zh", "title_en", "lead", "partners", "scale"),
    *("starts_on", "starts_precision", "ends_on", "ends_precision", "begin_level"),
    *("told_level", "goal_level", "level", "is_stale", "elements", "evidence"),
    *("demonstrations", "licences", "paid_fen", "gained", "fen_per_level", "filled", "missing"),
    "time_used",
    *("confirmed_on", "source", "is_demonstration", "version"),
]
"""Undertakings; ``level`` is the least of the critical elements; ``fen_per_level`` only where at
least one was gained; ``filled`` of seven, ``missing`` the rest by name; ``time_used`` of its days
from 0 to 1.
"""
ASSESSMENTS = [
    *("assessment_id", "version", "element_id", "name", "level", "scale", "assessed_on"),
    *("assessor", "is_self", "use", "reason", "outcome", "recorded_on", "accepted_on"),
    *("second_on", "proposer", "accepter", "seconder", "why"),
]
DOCUMENTS = ["assessment_id", "level", "kind", "environment", "document", "dated_on", "launch"]
SHOWINGS = ["showing_id", "what", "place", "planned_on", "held_on", "criteria", "result"]
LICENCES = [
    *("kind", "state", "basis", "needed_on", "number", "expires_on", "recorded_on", "apply_by"),
]
CLAUSES = ["clause", "state", "reason", "recorded_on"]


class Readiness(NamedTuple):
    """Undertakings (FRONTIERS), their elements (ELEMENTS)."""

    frontiers: pd.DataFrame
    elements: pd.DataFrame


@kept
def readiness(session: Session, actor: Actor, as_of: date) -> Readiness:
    """Every undertaking and element as known on a day."""
    actor.must("see_portfolio")
    elements = _elements(session, as_of)
    by_frontier = defaultdict(list)
    for row in records_as(elements, ElementRow):
        by_frontier[row["frontier_id"]].append(row)
    counts = _counts(session, as_of)
    paid = _paid(session, as_of)
    rows = session.execute(
        sa.select(FRONTIER).where(FRONTIER.c.recorded_on <= as_of).order_by(FRONTIER.c.code)
    ).mappings()
    found = [
        _row(row, by_frontier[row["id"]], counts, paid.get(row["id"], 0), as_of) for row in rows
    ]
    return Readiness(pd.DataFrame(found, columns=FRONTIERS, dtype=object), elements)


Counts = Mapping[str, Mapping[int, int]]


def _row(
    row: sa.RowMapping, elements: Sequence[ElementRow], counts: Counts, paid_fen: int, as_of: date
) -> dict[str, object]:
    key = row["id"]
    critical = [one for one in elements if one["is_critical"]]
    level = rules.least(one["level"] for one in critical)
    begin = row["begin_level"]
    gained = level - begin if level is not None and begin is not None else None
    confirmed = row["confirmed_on"]
    if confirmed is not None and confirmed > as_of:
        confirmed = None
    held = {
        "begin": begin is not None,
        "level": level is not None,
        "goal": row["goal_level"] is not None,
        "evidence": any(one["evidence"] for one in elements),
        "demonstration": counts["demonstrations"].get(key, 0) > 0,
        "licences": counts["licences"].get(key, 0) > 0,
        "confirmed": confirmed is not None,
    }
    return {
        **row,
        "frontier_id": key,
        "level": level,
        "is_stale": any(one["is_stale"] for one in critical),
        "elements": len(elements),
        "evidence": sum(one["evidence"] for one in elements),
        "demonstrations": counts["demonstrations"].get(key, 0),
        "licences": counts["licences"].get(key, 0),
        "paid_fen": paid_fen,
        "gained": gained,
        "fen_per_level": paid_fen // gained if paid_fen and gained and gained >= 1 else None,
        "filled": sum(held.values()),
        "missing": [name for name in rules.COMPLETE if not held[name]],
        "confirmed_on": confirmed,
        "time_used": rules.time_used(row["starts_on"], row["ends_on"], as_of),
    }


class Assessed(NamedTuple):
    """An assessment of an element, as far as the level that holds follows from it."""

    id: int
    element_id: int
    level: int
    assessed_on: date
    assessor: str
    use: str
    outcome: str
    accepted_on: date | None
    second_on: date | None


def _elements(session: Session, as_of: date) -> pd.DataFrame:
    """Elements with the level that holds on a day."""
    longest = value(session, "level_stale_days", on=as_of)
    last = sa.select(USE.c.element_id, USE.c.use).where(USE.c.recorded_on <= as_of)
    uses = dict(session.execute(last.order_by(USE.c.id)).all())
    held: dict[int, Assessed] = {}
    waiting: dict[int, int] = {}
    known = sa.select(*ASSESSED.c[Assessed._fields]).where(ASSESSED.c.recorded_on <= as_of)
    for row in (Assessed(*found) for found in session.execute(known.order_by(ASSESSED.c.id))):
        ended = row.second_on if row.level >= rules.TWO_FROM else row.accepted_on
        if row.outcome == "level_accepted" and ended is not None and ended <= as_of:
            held[row.element_id] = row
        elif row.outcome in ("proposed", "half_accepted"):
            waiting[row.element_id] = row.level
    documents = dict(
        session.execute(
            sa.select(EVIDENCE.c.assessment_id, sa.func.count()).group_by(EVIDENCE.c.assessment_id)
        ).all()
    )
    found = []
    for element in session.execute(
        sa.select(ELEMENT).where(ELEMENT.c.recorded_on <= as_of).order_by(ELEMENT.c.id)
    ):
        one, use = held.get(element.id), uses[element.id]
        stale = one is not None and rules.is_stale(one.assessed_on, as_of, longest, one.use, use)
        found.append(
            (
                *(element.id, element.frontier_id, element.name, use, element.is_critical),
                *((one.level, one.assessed_on, one.assessor, one.id) if one else (None,) * 4),
                *(stale, documents.get(one.id, 0) if one else 0, waiting.get(element.id)),
            )
        )
    return pd.DataFrame(found, columns=ELEMENTS, dtype=object)


def _counts(session: Session, as_of: date) -> Counts:
    found: dict[str, dict[int, int]] = {}
    for name, table in (("demonstrations", SHOWN), ("licences", LICENCE)):
        rows = session.execute(
            sa.select(table.c.frontier_id, sa.func.count())
            .where(table.c.recorded_on <= as_of)
            .group_by(table.c.frontier_id)
        )
        found[name] = {row[0]: row[1] for row in rows}
    return found


def _paid(session: Session, as_of: date) -> dict[int, int]:
    """What the ledger paid for each undertaking by a day, in fen."""
    # for each link its own postings: joined, SQLite begins with all that was ever paid
    paid = (
        sa.select(sa.func.sum(POSTING.c.amount_fen))
        .where(
            POSTING.c.undertaking_id == LINK.c.undertaking_id,
            POSTING.c.recorded_on <= as_of,
            POSTING.c.stage == "paid",
        )
        .scalar_subquery()
    )
    found: dict[int, int] = {}
    for frontier_id, amount_fen in session.execute(
        sa.select(LINK.c.frontier_id, paid).where(LINK.c.recorded_on <= as_of)
    ):
        if amount_fen is not None:
            found[frontier_id] = found.get(frontier_id, 0) + int(amount_fen)
    return found


def frontier(session: Session, actor: Actor, code: str, as_of: date) -> FrontierRow:
    """One undertaking by its code: the FRONTIERS of it; refuses an unknown one."""
    found = readiness(session, actor, as_of).frontiers
    rows = records_as(found[found["code"] == code], FrontierRow)
    if not rows:
        raise NotFound(kind="frontier", key=code[:60])
    return rows[0]


def assessments(session: Session, actor: Actor, frontier_id: int, as_of: date) -> pd.DataFrame:
    """Every assessment of an undertaking known on a day, the newest first: ASSESSMENTS."""
    actor.must("see_portfolio")
    by, accepter, seconder = (PERSON.alias(name) for name in ("proposer", "accepter", "seconder"))
    rows = session.execute(
        sa.select(
            *ASSESSED.c["id", "version", "element_id"],
            ELEMENT.c.name,
            *ASSESSED.c["level", "scale", "assessed_on", "assessor", "is_self", "use", "reason"],
            *ASSESSED.c["outcome", "recorded_on", "accepted_on", "second_on"],
            *(by.c.name.label("p"), accepter.c.name.label("a"), seconder.c.name.label("s")),
            ASSESSED.c.why,
        )
        .join(ELEMENT, ELEMENT.c.id == ASSESSED.c.element_id)
        .outerjoin(by, by.c.id == ASSESSED.c.recorded_by)
        .outerjoin(accepter, accepter.c.id == ASSESSED.c.accepted_by)
        .outerjoin(seconder, seconder.c.id == ASSESSED.c.second_by)
        .where(ELEMENT.c.frontier_id == frontier_id, ASSESSED.c.recorded_on <= as_of)
        .order_by(ASSESSED.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=ASSESSMENTS, dtype=object)


def documents(session: Session, actor: Actor, frontier_id: int) -> pd.DataFrame:
    """The evidence of an undertaking's assessments by level: DOCUMENTS."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*EVIDENCE.c[tuple(DOCUMENTS)])
        .join(ASSESSED, ASSESSED.c.id == EVIDENCE.c.assessment_id)
        .join(ELEMENT, ELEMENT.c.id == ASSESSED.c.element_id)
        .where(ELEMENT.c.frontier_id == frontier_id)
        .order_by(EVIDENCE.c.level.desc(), EVIDENCE.c.id)
    ).all()
    return pd.DataFrame(rows, columns=DOCUMENTS, dtype=object)


def paying(session: Session, actor: Actor, frontier_id: int, as_of: date) -> list[Work]:
    """Grants and contracts that pay for an undertaking: as fund.sites.building.works."""
    return works(session, actor, LINK, LINK.c.frontier_id == frontier_id, as_of)


def showings(session: Session, actor: Actor, frontier_id: int, as_of: date) -> pd.DataFrame:
    """Demonstrations that no other statement replaces: SHOWINGS."""
    actor.must("see_portfolio")
    later = SHOWN.alias("later")
    rows = session.execute(
        sa.select(*SHOWN.c["id", "what", "place", "planned_on", "held_on", "criteria", "result"])
        .where(
            SHOWN.c.frontier_id == frontier_id,
            SHOWN.c.recorded_on <= as_of,
            ~sa.exists().where(later.c.replaces_id == SHOWN.c.id, later.c.recorded_on <= as_of),
        )
        .order_by(SHOWN.c.id)
    ).all()
    return pd.DataFrame(rows, columns=SHOWINGS, dtype=object)


def licences(session: Session, actor: Actor, frontier_id: int, as_of: date) -> pd.DataFrame:
    """Of each kind of licence what was stated last by a day: LICENCES."""
    found = _stated(session, actor, LICENCE, LICENCES[:-1], "kind", (frontier_id, as_of))
    due = [rules.apply_by(row["kind"], row["needed_on"]) for row in found.to_dict("records")]
    return found.assign(apply_by=pd.Series(due, index=found.index, dtype=object))


def clauses(session: Session, actor: Actor, frontier_id: int, as_of: date) -> pd.DataFrame:
    """Of each clause what was stated last by a day: CLAUSES."""
    return _stated(session, actor, CLAUSE, CLAUSES, "clause", (frontier_id, as_of))


def _stated(
    session: Session,
    actor: Actor,
    table: sa.Table,
    columns: list[str],
    by: str,
    of: tuple[int, date],
) -> pd.DataFrame:
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*table.c[tuple(columns)])
        .where(table.c.frontier_id == of[0], table.c.recorded_on <= of[1])
        .order_by(table.c.id)
    ).mappings()
    last = {row[by]: dict(row) for row in rows}
    return pd.DataFrame(list(last.values()), columns=columns, dtype=object)


def indicators(session: Session, actor: Actor, as_of: date) -> list[Figure]:
    """Figures for the measure of new frontiers: how many undertakings have a level, of how many."""
    found = readiness(session, actor, as_of).frontiers
    own = found[found["field"].isin(rules.OURS)]
    known = int(own["level"].notna().sum())
    words = N_("Undertakings of new fields with an accepted level")
    return [Figure("C3", words, known / len(own) if len(own) else None, len(own) or None)]
