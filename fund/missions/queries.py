"""The register of national missions on screen and in workbooks: purchases, missions, shares by
quarter and category, what is open.
"""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.ledger.view import View
from fund.missions import reading
from fund.missions.reading import BOUGHT, MISSION, STATED
from fund.missions.rules import Purchase, Share
from fund.missions.rules import shares as worked_out

PURCHASES = [
    "purchase_id",
    "mission_id",
    "mission",
    "mission_title",
    "agency",
    "category",
    "item",
    "bought_on",
    "quarter",
    "amount_fen",
    "origin",
    "undertaking_id",
    "contract",
    "supplier",
    "gap",
    "source",
    "recorded_on",
]
"""Columns of ``purchases``, the latest bought first; gap is a key of fund.missions.rules.GAPS or
"".
"""
MISSIONS = [
    "mission_id",
    "mission",
    "title",
    "agency",
    "source",
    "purchases",
    "amount_fen",
    "commercial_fen",
    "is_demonstration",
]
"""Columns of ``missions``, the latest entered first; commercial_fen is missing while an origin is
not known.
"""
STATEMENTS = ["quarter", "is_complete", "reason", "recorded_on", "by"]

PERSON = table_of(Person)


def purchases(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """What the missions bought, all or some, as known on the view's last day: PURCHASES."""
    actor.must("see_portfolio")
    rows = reading.standing(session, view.last, keys)
    return pd.DataFrame(rows, columns=PURCHASES, dtype=object)


def purchases_to_choose(session: Session, actor: Actor, words: str, most: int) -> pd.DataFrame:
    """Purchases that stand today, the latest bought first, so many at most: PURCHASES. All, or
    those with ``words`` in what was bought or in the code of their mission.
    """
    actor.must("see_portfolio")
    asking = (
        sa.select(BOUGHT.c.id)
        .join(MISSION, MISSION.c.id == BOUGHT.c.mission_id)
        .where(*reading.stands(clock.today()))
        .order_by(BOUGHT.c.bought_on.desc(), BOUGHT.c.id.desc())
        .limit(most)
    )
    if words:
        both = (BOUGHT.c.item, MISSION.c.code)
        asking = asking.where(sa.or_(*(one.icontains(words, autoescape=True) for one in both)))
    keys = list(session.execute(asking).scalars())
    return purchases(session, actor, View(as_of=clock.today()), keys)


def missions(
    session: Session, actor: Actor, view: View, keys: Sequence[int] | None = None
) -> pd.DataFrame:
    """Missions entered by the view's last day, all or some, with what each bought: MISSIONS."""
    actor.must("see_portfolio")
    bought = (
        sa.select(
            BOUGHT.c.mission_id,
            sa.func.count().label("purchases"),
            sa.func.sum(BOUGHT.c.amount_fen).label("amount_fen"),
            _sum_of("commercial"),
            _sum_of("unknown"),
        )
        .where(
            *reading.stands(view.last),
            *([] if keys is None else [BOUGHT.c.mission_id.in_(keys)]),
        )
        .group_by(BOUGHT.c.mission_id)
        .subquery()
    )
    statement = (
        sa.select(
            *MISSION.c["id", "code", "title", "agency", "source"],
            *bought.c["purchases", "amount_fen", "commercial", "unknown"],
            MISSION.c.is_demonstration,
        )
        .outerjoin(bought, bought.c.mission_id == MISSION.c.id)
        .where(
            MISSION.c.recorded_on <= view.last,
            *([] if keys is None else [MISSION.c.id.in_(keys)]),
        )
        .order_by(MISSION.c.id.desc())
    )
    rows = [
        (
            *(row.id, row.code, row.title, row.agency, row.source),
            row.purchases or 0,
            int(row.amount_fen or 0),
            None if row.unknown else int(row.commercial or 0),
            row.is_demonstration,
        )
        for row in session.execute(statement)
    ]
    return pd.DataFrame(rows, columns=MISSIONS, dtype=object)


def _sum_of(origin: str) -> sa.Label[int]:
    """Fen of the purchases of one origin, under its name."""
    own = sa.case((BOUGHT.c.origin == origin, BOUGHT.c.amount_fen), else_=0)
    return sa.func.sum(own).label(origin)


@kept
def shares(session: Session, actor: Actor, view: View) -> list[Share]:
    """The commercial share by quarter and category, as known on the view's last day; none of a
    quarter nobody stands for.
    """
    actor.must("see_portfolio")
    rows = reading.standing(session, view.last)
    opened = {row["quarter"] for row in rows if row["gap"]}
    return worked_out(
        (
            Purchase(row["bought_on"], row["category"], row["amount_fen"], row["origin"])
            for row in rows
        ),
        reading.complete(session, view.last) - opened,
    )


def statements(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """What was said of the quarters, the newest first: STATEMENTS."""
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(
            STATED.c.quarter,
            STATED.c.is_complete,
            STATED.c.reason,
            STATED.c.recorded_on,
            PERSON.c.name,
        )
        .outerjoin(PERSON, PERSON.c.id == STATED.c.recorded_by)
        .where(STATED.c.recorded_on <= view.last)
        .order_by(STATED.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=STATEMENTS, dtype=object)
