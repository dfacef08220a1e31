"""What pages show of open data: others' data sets with how fresh they are and who fetched what, our
own publications, and the sets of thresholds with who proposed and decided them.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import table_of
from fund.debris.counted import DATASET, OPENED
from fund.debris.queries import PERSON, plain
from fund.debris.rules import Thresholds
from fund.debris.tables import DatasetLook, ThresholdSet

LOOK = table_of(DatasetLook)
SET = table_of(ThresholdSet)
DATASETS = [
    "dataset_id",
    "code",
    "title_zh",
    "title_en",
    "provider",
    "coverage",
    "format",
    "licence",
    "address",
    "refresh_days",
    "looks",
    "fetched",
    "data_of",
    "looked_at",
    "looked_by",
    "is_stale",
]
"""Columns of ``datasets``: data_of the newest day of data seen, is_stale whether that is longer ago
than the provider promises, None while nobody looked.
"""
PUBLICATIONS = [
    "publication_id",
    "kind",
    "up_to",
    "outcome",
    "proposed_at",
    "proposed_by",
    "decided_at",
    "decided_by",
    "why",
]
LOOKS = ["code", "looked_at", "looked_by", "was_fetched", "data_of"]
SETS = [
    "set_id",
    *Thresholds._fields[:-1],
    "reason",
    "outcome",
    "proposed_at",
    "proposed_by",
    "proposed_by_id",
    "decided_at",
    "decided_by",
    "valid_from",
]


def datasets(session: Session, actor: Actor, today: date) -> pd.DataFrame:
    """Every data set others offer: DATASETS."""
    actor.must("see_portfolio")
    last = (
        sa.select(
            LOOK.c.dataset_id,
            sa.func.count().label("looks"),
            sa.func.sum(sa.cast(LOOK.c.was_fetched, sa.Integer)).label("fetched"),
            sa.func.max(LOOK.c.data_of).label("data_of"),
            sa.func.max(LOOK.c.id).label("last_id"),
        )
        .group_by(LOOK.c.dataset_id)
        .subquery()
    )
    latest = LOOK.alias("latest")
    statement = (
        sa.select(
            *(DATASET.c[name] for name in ("id", *DATASETS[1:10])),
            sa.func.coalesce(last.c.looks, 0),
            sa.func.coalesce(last.c.fetched, 0),
            last.c.data_of,
            latest.c.looked_at,
            PERSON.c.name,
        )
        .outerjoin(last, last.c.dataset_id == DATASET.c.id)
        .outerjoin(latest, latest.c.id == last.c.last_id)
        .outerjoin(PERSON, PERSON.c.id == latest.c.looked_by)
        .order_by(DATASET.c.code)
    )
    rows = [
        (*row, None if row.data_of is None else (today - row.data_of).days > row.refresh_days)
        for row in session.execute(statement)
    ]
    return plain(rows, DATASETS)


def publications(session: Session, actor: Actor) -> pd.DataFrame:
    """Our own open data, proposed and cleared, the latest first: PUBLICATIONS."""
    return _proposed(session, actor, OPENED, PUBLICATIONS)


def sets(session: Session, actor: Actor) -> pd.DataFrame:
    """Every set of thresholds, the latest first: SETS."""
    return _proposed(session, actor, SET, SETS)


def _proposed(
    session: Session, actor: Actor, table: sa.Table, columns: Sequence[str]
) -> pd.DataFrame:
    """What one person proposes and another decides, the latest first: columns of its table, both
    people by name, its own key in front.
    """
    actor.must("see_portfolio")
    first, second = PERSON.alias("first"), PERSON.alias("second")
    named = {
        "proposed_by": first.c.name,
        "proposed_by_id": table.c.proposed_by,
        "decided_by": second.c.name,
    }
    own = [named[name] if name in named else table.c[name] for name in columns[1:]]
    statement = (
        sa.select(table.c.id, *own)
        .outerjoin(first, first.c.id == table.c.proposed_by)
        .outerjoin(second, second.c.id == table.c.decided_by)
        .order_by(table.c.id.desc())
        .limit(100)
    )
    return plain(session.execute(statement).all(), columns)


def looks(session: Session, actor: Actor) -> pd.DataFrame:
    """Who looked at or fetched which data set, the latest first: LOOKS."""
    actor.must("see_portfolio")
    statement = (
        sa.select(
            DATASET.c.code,
            LOOK.c.looked_at,
            PERSON.c.name,
            LOOK.c.was_fetched,
            LOOK.c.data_of,
        )
        .join(DATASET, DATASET.c.id == LOOK.c.dataset_id)
        .outerjoin(PERSON, PERSON.c.id == LOOK.c.looked_by)
        .order_by(LOOK.c.id.desc())
        .limit(100)
    )
    return plain(session.execute(statement).all(), LOOKS)
