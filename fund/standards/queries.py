"""The register of standards as tables: the texts as of a day, what they adopt, mergings, what is
covered, what is due.
"""

from collections.abc import Collection, Hashable, Mapping
from datetime import date
from itertools import product

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.errors import N_, NotFound
from fund.frames import records, row_of
from fund.rooms.figure import Figure
from fund.standards import numbers, rules
from fund.standards.rows import StandardRow
from fund.standards.rules import Dated
from fund.standards.tables import (
    Standard,
    StandardAdoption,
    StandardEvent,
    StandardMerging,
    StandardReplacement,
)

STANDARD = table_of(Standard)
EVENT = table_of(StandardEvent)
ADOPTION = table_of(StandardAdoption)
REPLACEMENT = table_of(StandardReplacement)
MERGING = table_of(StandardMerging)
PERSON = table_of(Person)

STANDARDS = [
    "standard_id",
    *("number", "title_zh", "title_en", "level", "status", "stage", "own_word", "side"),
    *("field", "step", "ics", "ccs", "committee", "drafting_units", "text_language", "link"),
    *("source", "is_mandatory", "is_demonstration", "recorded_on"),
    *("issued", "effective", "withdrawn", "review", "review_on", "is_due"),
    *("adopts", "degree", "lag"),
]
"""Columns of ``standards``; issued, effective, withdrawn and review are days as far as known."""
ADOPTIONS = ["standard_id", "number", "adopted", "degree", "lag", "edition_status"]
EVENTS = ["recorded_on", "act", "status", "verdict", "happened_on", "source", "by"]
MERGINGS = [
    *("merging_id", "version", "one", "one_title_zh", "one_title_en", "other"),
    *("other_title_zh", "other_title_en", "subject", "verdict", "words", "outcome"),
    *("proposed_on", "proposed_by", "decided_on", "decided_by", "why"),
]
COUNTED = ["civil", "commercial", "both", "unsaid", "in_force", "drafting"]
COVERAGE = ["field", "step", *COUNTED, "state"]


def status_on(as_of: date) -> sa.ScalarSelect[str]:
    """The state of a text as known on a day, as an expression beside STANDARD."""
    return (
        sa.select(EVENT.c.status)
        .where(EVENT.c.standard_id == STANDARD.c.id, EVENT.c.recorded_on <= as_of)
        .order_by(EVENT.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def standards(
    session: Session, actor: Actor, as_of: date, keys: Collection[int] | None = None
) -> pd.DataFrame:
    """Texts entered by a day as known then, all or some, by number: STANDARDS."""
    actor.must("see_portfolio")
    confirmed = (
        sa.select(EVENT.c.happened_on)
        .where(
            EVENT.c.standard_id == STANDARD.c.id,
            EVENT.c.recorded_on <= as_of,
            EVENT.c.verdict == "confirmed",
        )
        .order_by(EVENT.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = sa.select(
        STANDARD, status_on(as_of).label("known_status"), confirmed.label("known_confirmed")
    ).where(STANDARD.c.recorded_on <= as_of)
    if keys is not None:
        statement = statement.where(STANDARD.c.id.in_(list(keys)))
    rows = session.execute(statement.order_by(STANDARD.c.number)).mappings().all()
    adopted = {
        row["standard_id"]: row for row in _adoptions(session, as_of, keys).to_dict("records")
    }
    found = [_known(row, as_of, adopted.get(row["id"])) for row in rows]
    return pd.DataFrame(found, columns=STANDARDS, dtype=object)


def _known(
    row: sa.RowMapping, as_of: date, adopted: Mapping[Hashable, object] | None
) -> dict[str, object]:
    """A row as of the day: its state, its days in words, when it is to be looked at."""
    status = row["known_status"]
    days = {
        name: Dated(row[f"{name}_on"], row[f"{name}_precision"])
        for name in ("issued", "effective", "withdrawn")
    }
    on = row["known_confirmed"]
    exact = row["confirmed_precision"] if on == row["confirmed_on"] else "day"
    due = rules.review_due(
        status,
        row["level"],
        issued=days["issued"],
        effective=days["effective"],
        confirmed=Dated(on, exact) if on else rules.UNKNOWN,
    )
    ended = status in ("superseded", "abolished")
    return {
        **{name: row[name] for name in STANDARDS if name in row},
        "standard_id": row["id"],
        "status": status,
        "issued": str(days["issued"]),
        "effective": str(days["effective"]),
        "withdrawn": str(days["withdrawn"]) if ended else "",
        "review": str(due),
        "review_on": due.on,
        "is_due": due.on is not None and due.on <= as_of,
        "adopts": adopted["adopted"] if adopted else "",
        "degree": adopted["degree"] if adopted else "",
        "lag": adopted["lag"] if adopted else None,
    }


def _adoptions(session: Session, as_of: date, keys: Collection[int] | None = None) -> pd.DataFrame:
    statement = (
        sa.select(ADOPTION, STANDARD.c.number)
        .join(STANDARD, STANDARD.c.id == ADOPTION.c.standard_id)
        .where(ADOPTION.c.recorded_on <= as_of)
        .order_by(STANDARD.c.number, ADOPTION.c.id)
    )
    if keys is not None:
        statement = statement.where(ADOPTION.c.standard_id.in_(list(keys)))
    rows = session.execute(statement).mappings().all()
    families = {row["adopted_family"] for row in rows}
    editions = [
        (one.family, one.edition, one.status)
        for one in session.execute(
            sa.select(
                STANDARD.c.family, STANDARD.c.edition, status_on(as_of).label("status")
            ).where(STANDARD.c.family.in_(families), STANDARD.c.recorded_on <= as_of)
        )
    ]
    statuses = {(family, edition): status for family, edition, status in editions}
    found = [
        {
            "standard_id": row["standard_id"],
            "number": row["number"],
            "adopted": row["adopted"],
            "degree": row["degree"],
            "lag": rules.lag((row["adopted_family"], row["adopted_edition"]), editions),
            "edition_status": statuses.get((row["adopted_family"], row["adopted_edition"]), ""),
        }
        for row in rows
    ]
    return pd.DataFrame(found, columns=ADOPTIONS, dtype=object)


def adoptions(
    session: Session, actor: Actor, as_of: date, keys: Collection[int] | None = None
) -> pd.DataFrame:
    """What texts adopt, all or some, with how many editions came after the adopted one (None where
    that cannot be told): ADOPTIONS.
    """
    actor.must("see_portfolio")
    return _adoptions(session, as_of, keys)


def standard(session: Session, actor: Actor, number: str) -> StandardRow:
    """One text by its number however it is typed: the STANDARDS of it and its ``version``; refuses
    an unknown one.
    """
    actor.must("see_portfolio")
    asked = numbers.written(number)[:80]
    found = session.execute(
        sa.select(STANDARD.c.id, STANDARD.c.version).where(STANDARD.c.number == asked)
    ).first()
    if found is None:
        raise NotFound(kind="standard", key=number[:80])
    (row,) = records(standards(session, actor, clock.today(), [found.id]))
    return row_of(row | {"version": found.version}, StandardRow)


def events(session: Session, actor: Actor, standard_id: int) -> pd.DataFrame:
    """What became of a text, the newest first: EVENTS."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(
            *EVENT.c["recorded_on", "act", "status", "verdict", "happened_on", "source"],
            PERSON.c.name,
        )
        .outerjoin(PERSON, PERSON.c.id == EVENT.c.recorded_by)
        .where(EVENT.c.standard_id == standard_id)
        .order_by(EVENT.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=EVENTS, dtype=object)


def mergings(
    session: Session, actor: Actor, as_of: date, standard_id: int | None = None
) -> pd.DataFrame:
    """Mergings proposed by a day, of one text or all, the newest first; one decided later is still
    open then: MERGINGS.
    """
    actor.must("see_portfolio")
    one, other = STANDARD.alias("one"), STANDARD.alias("other")
    by, decided_by = PERSON.alias("by"), PERSON.alias("decided_by")
    is_decided = MERGING.c.decided_on <= as_of

    def then(
        column: sa.ColumnElement[object], before: sa.ColumnElement[object] | sa.Null
    ) -> sa.ColumnElement[object]:
        return sa.case((is_decided, column), else_=before)

    statement = (
        sa.select(
            *MERGING.c["id", "version"],
            *one.c["number", "title_zh", "title_en"],
            *other.c["number", "title_zh", "title_en"],
            *MERGING.c["subject", "verdict", "words"],
            then(MERGING.c.outcome, sa.literal("open")),
            MERGING.c.proposed_on,
            by.c.name,
            then(MERGING.c.decided_on, sa.null()),
            then(decided_by.c.name, sa.null()),
            then(MERGING.c.why, sa.literal("")),
        )
        .join(one, one.c.id == MERGING.c.one_id)
        .join(other, other.c.id == MERGING.c.other_id)
        .outerjoin(by, by.c.id == MERGING.c.proposed_by)
        .outerjoin(decided_by, decided_by.c.id == MERGING.c.decided_by)
        .where(MERGING.c.proposed_on <= as_of)
        .order_by(MERGING.c.id.desc())
    )
    if standard_id is not None:
        statement = statement.where(
            (MERGING.c.one_id == standard_id) | (MERGING.c.other_id == standard_id)
        )
    return pd.DataFrame(session.execute(statement).all(), columns=MERGINGS, dtype=object)


def merged(session: Session, actor: Actor, as_of: date) -> int:
    """How many pairs were confirmed as merged into one by a day."""
    actor.must("see_portfolio")
    statement = (
        sa.select(sa.func.count())
        .select_from(MERGING)
        .where(
            MERGING.c.outcome == "confirmed",
            MERGING.c.verdict == "merged",
            MERGING.c.decided_on <= as_of,
        )
    )
    return int(session.execute(statement).scalar_one())


def coverage(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Every field by every step of the life cycle: texts in force by side, and in drafting, and
    how it is covered (rules.covered): COVERAGE.
    """
    actor.must("see_portfolio")
    status = status_on(as_of).label("status")
    inner = (
        sa.select(*STANDARD.c["field", "step", "side"], status)
        .where(STANDARD.c.field != "", STANDARD.c.step != "", STANDARD.c.recorded_on <= as_of)
        .subquery()
    )
    rows = session.execute(
        sa.select(*inner.c["field", "step", "side", "status"], sa.func.count())
        .where(inner.c.status.in_(("in_force", "drafting")))
        .group_by(*inner.c["field", "step", "side", "status"])
    ).all()
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for field, step, side, state, count in rows:
        held = counts.setdefault((field, step), {})
        held[state] = held.get(state, 0) + count
        if state == "in_force":
            held[side or "unsaid"] = held.get(side or "unsaid", 0) + count
    found = []
    for place in product(rules.FIELDS, rules.STEPS):
        held = counts.get(place, {})
        state = rules.covered(held.get("in_force", 0), held.get("drafting", 0))
        found.append((*place, *(held.get(name, 0) for name in COUNTED), state))
    return pd.DataFrame(found, columns=COVERAGE)


def counted(session: Session, actor: Actor, as_of: date) -> dict[str, int]:
    """How many texts are in each state on a day, by its key."""
    actor.must("see_portfolio")
    inner = (
        sa.select(status_on(as_of).label("status"))
        .where(STANDARD.c.recorded_on <= as_of)
        .select_from(STANDARD)
        .subquery()
    )
    rows = session.execute(sa.select(inner.c.status, sa.func.count()).group_by(inner.c.status))
    return {one.status: one[1] for one in rows}


def due(session: Session, actor: Actor, today: date) -> int:
    """How many texts in force are due to be looked at again."""
    actor.must("see_portfolio")
    statement = sa.select(sa.func.count()).where(STANDARD.c.review_on <= today)
    return int(session.execute(statement).scalar_one())


@kept
def indicators(session: Session, actor: Actor, as_of: date) -> list[Figure]:
    """Figures for the measure of merging civil and commercial standards, as known on a day."""
    return [
        Figure(
            "B3",
            N_("Pairs of civil and commercial standards merged"),
            merged(session, actor, as_of),
        )
    ]
