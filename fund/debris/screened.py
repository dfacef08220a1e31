"""What pages and the command line show of screenings: how far each is, how old its catalogue is,
and what passes our spacecraft by it.
"""

import json

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import table_of
from fund.debris.kept import ElementCatalogue, ScreeningHit, ScreeningPart, ScreeningRun
from fund.debris.queries import CRAFT, PERSON, craft_name, plain
from fund.debris.rows import Run
from fund.errors import NotFound
from fund.frames import row_of

CATALOGUE = table_of(ElementCatalogue)
RUN = table_of(ScreeningRun)
PART = table_of(ScreeningPart)
HIT = table_of(ScreeningHit)
RUNS = [
    "run_id",
    "file_name",
    "sha256",
    "objects",
    "odd",
    "oldest_at",
    "newest_at",
    "starts_at",
    "days",
    "distance_m",
    "parts",
    "too_old",
    "begun_at",
    "begun_by",
    "done",
    "positions",
    "hits",
    "failed",
    "latest_at",
    "numbers",
    "missing",
]
"""Columns of ``runs``: instants in UTC, ``done`` of ``parts``, ``failed`` the most objects of a
part that had no position at some time of it, ``numbers`` of our spacecraft that were looked for and
``missing`` ones the catalogue does not have, as lists.
"""
HITS = [
    "craft",
    "craft_number",
    "number",
    "name",
    "at",
    "miss_m",
    "speed_km_s",
    "own_age_days",
    "other_age_days",
]
SHOWN = 30
NEAREST = 200


def runs(session: Session, actor: Actor, run_id: int | None = None) -> pd.DataFrame:
    """The latest screenings, or one: RUNS."""
    actor.must("see_portfolio")
    counted = (
        sa.select(
            PART.c.run_id,
            sa.func.count().label("done"),
            sa.func.sum(PART.c.positions).label("positions"),
            sa.func.sum(PART.c.hits).label("hits"),
            sa.func.max(PART.c.failed).label("failed"),
            sa.func.max(PART.c.done_at, type_=PART.c.done_at.type).label("latest_at"),
        )
        .group_by(PART.c.run_id)
        .subquery()
    )
    statement = (
        sa.select(
            RUN.c.id,
            *CATALOGUE.c["file_name", "sha256", "objects", "odd", "oldest_at", "newest_at"],
            *(RUN.c[name] for name in RUNS[7:13]),
            PERSON.c.name,
            sa.func.coalesce(counted.c.done, 0),
            sa.func.coalesce(counted.c.positions, 0),
            sa.func.coalesce(counted.c.hits, 0),
            sa.func.coalesce(counted.c.failed, 0),
            counted.c.latest_at,
            RUN.c.numbers,
            RUN.c.missing,
        )
        .join(CATALOGUE, CATALOGUE.c.sha256 == RUN.c.sha256)
        .outerjoin(PERSON, PERSON.c.id == RUN.c.begun_by)
        .outerjoin(counted, counted.c.run_id == RUN.c.id)
        .where(*([RUN.c.id == run_id] if run_id is not None else []))
        .order_by(RUN.c.id.desc())
        .limit(SHOWN)
    )
    frame = plain(session.execute(statement).all(), RUNS)
    listed = {name: [json.loads(text) for text in frame[name]] for name in ("numbers", "missing")}
    return frame.assign(**listed)


def one_run(session: Session, actor: Actor, run_id: int) -> Run:
    """One screening as a row of RUNS; refuses one that is not there."""
    frame = runs(session, actor, run_id)
    if frame.empty:
        raise NotFound(kind="screening_run", key=run_id)
    return row_of(dict(frame.iloc[0]), Run)


def hits(session: Session, actor: Actor, run_id: int, most: int = NEAREST) -> pd.DataFrame:
    """What passes nearest by a screening: HITS, at most so many."""
    actor.must("see_portfolio")
    statement = (
        sa.select(
            craft_name(),
            CRAFT.c.number,
            HIT.c.number,
            HIT.c.name,
            HIT.c.at,
            HIT.c.miss_mm / 1_000.0,
            HIT.c.speed_mm_s / 1e6,
            HIT.c.own_age_days,
            HIT.c.other_age_days,
        )
        .join(CRAFT, CRAFT.c.id == HIT.c.spacecraft_id)
        .where(HIT.c.run_id == run_id)
        .order_by(HIT.c.miss_mm, HIT.c.id)
        .limit(most)
    )
    return plain(session.execute(statement).all(), HITS)
