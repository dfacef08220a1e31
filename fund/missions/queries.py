"""The register of national missions on screen and in workbooks: purchases, missions, shares by
quarter and category, what is open.
"""

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import table_of
from fund.ledger.view import View
from fund.missions import reading
from fund.missions.reading import MISSION, STATED
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


def purchases(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """What the missions bought, as known on the view's last day: PURCHASES."""
    actor.must("see_portfolio")
    return pd.DataFrame(reading.standing(session, view.last), columns=PURCHASES, dtype=object)


def missions(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Every mission entered by the view's last day, with what it bought: MISSIONS."""
    bought = purchases(session, actor, view)
    rows = []
    for row in session.execute(
        sa.select(MISSION).where(MISSION.c.recorded_on <= view.last).order_by(MISSION.c.id.desc())
    ).mappings():
        mine = bought[bought["mission_id"] == row["id"]]
        known = (
            None
            if (mine["origin"] == "unknown").any()
            else int(mine.loc[mine["origin"] == "commercial", "amount_fen"].sum())
        )
        rows.append(
            (
                row["id"],
                row["code"],
                row["title"],
                row["agency"],
                row["source"],
                len(mine),
                int(mine["amount_fen"].sum()),
                known,
                row["is_demonstration"],
            )
        )
    return pd.DataFrame(rows, columns=MISSIONS, dtype=object)


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
