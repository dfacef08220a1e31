"""What builds a site: undertakings of the ledger with their money and milestones, as any record
names them that something is paid for.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import table_of
from fund.ledger.tables import Posting, Undertaking
from fund.milestones.tables import Milestone, MilestoneEvent
from fund.sites.rows import Work
from fund.sites.tables import LaunchPad, SiteUndertaking

LINK = table_of(SiteUndertaking)
WORK = table_of(Undertaking)
PAD = table_of(LaunchPad)
POSTING = table_of(Posting)
STEP = table_of(Milestone)
EVENT = table_of(MilestoneEvent)

WORKS = ["key", "code", "kind", "title", "obligated_fen", "paid_fen", "met", "milestones"]
BUILT = [*WORKS, "pad"]


def built(session: Session, actor: Actor, site_id: int, as_of: date) -> list[Work]:
    """What builds a site: BUILT, with the code of the pad ("" the whole site)."""
    pads = sa.select(LINK.c.undertaking_id, PAD.c.code).join(PAD, PAD.c.id == LINK.c.pad_id)
    of_pad = {row[0]: row[1] for row in session.execute(pads.where(LINK.c.site_id == site_id))}
    found = works(session, actor, LINK, LINK.c.site_id == site_id, as_of)
    return [{**row, "pad": of_pad.get(row["key"], "")} for row in found]


def works(
    session: Session, actor: Actor, link: sa.Table, where: sa.ColumnElement[bool], as_of: date
) -> list[Work]:
    """Undertakings a table of links names by a day, with obligated and paid in fen on it,
    milestones met and in all: WORKS.
    """
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(*WORK.c["id", "code", "kind", "title"])
        .join(link, link.c.undertaking_id == WORK.c.id)
        .where(where, link.c.recorded_on <= as_of)
        .order_by(WORK.c.code)
    ).all()
    return [
        {
            "key": key,
            "code": code,
            "kind": kind,
            "title": title,
            "obligated_fen": _sum(session, key, "obligated", as_of),
            "paid_fen": _sum(session, key, "paid", as_of),
            "met": _met(session, key, as_of),
            "milestones": _steps(session, key),
        }
        for key, code, kind, title in rows
    ]


def _sum(session: Session, key: int, stage: str, as_of: date) -> int:
    statement = sa.select(sa.func.coalesce(sa.func.sum(POSTING.c.amount_fen), 0)).where(
        POSTING.c.undertaking_id == key,
        POSTING.c.stage == stage,
        POSTING.c.recorded_on <= as_of,
    )
    return int(session.execute(statement).scalar_one())


def _steps(session: Session, key: int) -> int:
    statement = sa.select(sa.func.count()).where(STEP.c.undertaking_id == key)
    return int(session.execute(statement).scalar_one())


def _met(session: Session, key: int, as_of: date) -> int:
    later = EVENT.alias("later")
    is_newest = ~sa.exists().where(
        later.c.milestone_id == EVENT.c.milestone_id,
        later.c.id > EVENT.c.id,
        later.c.recorded_on <= as_of,
    )
    statement = (
        sa.select(sa.func.count())
        .select_from(EVENT.join(STEP, STEP.c.id == EVENT.c.milestone_id))
        .where(
            STEP.c.undertaking_id == key,
            EVENT.c.status == "met",
            EVENT.c.recorded_on <= as_of,
            is_newest,
        )
    )
    return int(session.execute(statement).scalar_one())
