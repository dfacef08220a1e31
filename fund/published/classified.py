"""Published processes as they stand today with what was said of each, and the rules applied to
them.
"""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import search
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.published.queries import CLASSED, PROCESS, RELEASE, TERM, as_frame
from fund.published.tables import (
    ClassificationRule,
)

SHELF = [
    "process_id",
    "ocid",
    "title",
    "buyer",
    "category",
    "tender_currency",
    "tender_fen",
    "version",
    "reason",
    "classified_on",
    "classified_by",
]
"""Columns of ``shelf``; the last three are of the latest classification."""


APPLIED = ["recorded_on", "words", "buyer", "currency", "category", "processes", "reason", "by"]


def shelf(session: Session, actor: Actor, keys: Sequence[int]) -> pd.DataFrame:
    """Some processes by number as they stand today, the latest entered first: SHELF."""
    actor.must("see_portfolio")
    person = table_of(Person)
    rows = session.execute(
        sa.select(
            *PROCESS.c["id", "ocid"],
            *RELEASE.c["title", "buyer"],
            PROCESS.c.category,
            *RELEASE.c["tender_currency", "tender_fen"],
            PROCESS.c.version,
            *CLASSED.c["reason", "recorded_on"],
            person.c.name,
        )
        .join(RELEASE, RELEASE.c.published_process_id == PROCESS.c.id)
        .outerjoin(CLASSED, CLASSED.c.id == _latest())
        .outerjoin(person, person.c.id == CLASSED.c.recorded_by)
        .where(*looked_for(session), PROCESS.c.id.in_(keys))
        .order_by(PROCESS.c.id.desc())
    ).all()
    return as_frame(rows, SHELF)


def is_any(session: Session, actor: Actor) -> bool:
    """Whether anything published stands today."""
    actor.must("see_portfolio")
    joined = PROCESS.join(RELEASE, RELEASE.c.published_process_id == PROCESS.c.id)
    found = sa.select(PROCESS.c.id).select_from(joined).where(*looked_for(session)).limit(1)
    return session.execute(found).scalar() is not None


def looked_for(session: Session, words: str = "", state: str = "") -> list[sa.ColumnElement[bool]]:
    """Of what stands today, only what has these words and this category, in SQL."""
    where: list[sa.ColumnElement[bool]] = [
        RELEASE.c.current_from.is_not(None),
        RELEASE.c.current_until.is_(None),
    ]
    if words.strip():
        where.append(
            PROCESS.c.id.in_(search.matching(session, TERM, TERM.c.published_process_id, words))
        )
    if state:
        where.append(
            PROCESS.c.category.is_(None) if state == "unclassified" else PROCESS.c.category == state
        )
    return where


def _latest() -> sa.ScalarSelect[int]:
    """The number of the latest classification of a process, in SQL."""
    earlier = CLASSED.alias("earlier")
    return (
        sa.select(sa.func.max(earlier.c.id))
        .where(earlier.c.published_process_id == PROCESS.c.id)
        .correlate(PROCESS)
        .scalar_subquery()
    )


def of(session: Session, actor: Actor, keys: Sequence[int]) -> pd.DataFrame:
    """Some processes by number as they stand today: ocid, title, buyer."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(PROCESS.c.ocid, RELEASE.c.title, RELEASE.c.buyer)
        .join(RELEASE, RELEASE.c.published_process_id == PROCESS.c.id)
        .where(
            PROCESS.c.id.in_(keys),
            RELEASE.c.current_from.is_not(None),
            RELEASE.c.current_until.is_(None),
        )
        .order_by(PROCESS.c.id)
    ).all()
    return as_frame(rows, ["ocid", "title", "buyer"])


def rules_applied(session: Session, actor: Actor) -> pd.DataFrame:
    """Rules that were applied, the newest first: APPLIED."""
    actor.must("see_portfolio")
    rule = table_of(ClassificationRule)
    person = table_of(Person)
    columns = [rule.c[name] for name in APPLIED[:-1]]
    return as_frame(
        session.execute(
            sa.select(*columns, person.c.name)
            .outerjoin(person, person.c.id == rule.c.recorded_by)
            .order_by(rule.c.id.desc())
            .limit(50)
        ).all(),
        APPLIED,
    )
