"""Milestones of projects abroad: what is to be reached by when, and what became of it. Of one
milestone the last statement known on a day holds; the first day promised stays.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor, recorded
from fund.columns import table_of
from fund.cooperation import rules
from fund.cooperation.commands import of_code, sourced
from fund.cooperation.tables import (
    Cooperation,
    CooperationMilestone,
    CooperationMilestoneState,
)
from fund.errors import NotFound
from fund.ledger.rules import InTheFuture

STATED = table_of(CooperationMilestoneState)


def enter_abroad_milestone(
    session: Session,
    actor: Actor,
    *,
    project: str,
    title_zh: str,
    due_on: date,
    source: str,
    title_en: str = "",
) -> CooperationMilestone:
    """What a project is to reach, and the day it is promised for."""
    actor.must("enter_abroad_milestone")
    sourced(source)
    if not title_zh.strip():
        raise rules.NameMissing
    held = of_code(session, Cooperation, project)
    row = CooperationMilestone(
        cooperation_id=held.id or 0,
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        due_on=due_on,
        **recorded(actor, "enter_abroad_milestone"),
    )
    session.add(row)
    session.flush()
    _say(session, actor, "enter_abroad_milestone", row, due_on, None, source)
    audit.record(
        session,
        actor,
        "enter_abroad_milestone",
        row,
        project=held.code,
        title=row.title_zh,
        due_on=due_on,
    )
    return row


def state_abroad_milestone(
    session: Session,
    actor: Actor,
    *,
    milestone_id: int,
    source: str,
    due_on: date | None = None,
    reached_on: date | None = None,
) -> CooperationMilestone:
    """State that a milestone was reached, or another day it is due; nothing follows once it is
    reached.
    """
    actor.must("state_abroad_milestone")
    sourced(source)
    if (due_on is None) == (reached_on is None):
        raise rules.OneOfTwoDays
    if reached_on is not None and reached_on > clock.today():
        raise InTheFuture(date=reached_on)
    row = session.get(CooperationMilestone, milestone_id, with_for_update=True)
    if row is None:
        raise NotFound(kind="cooperation_milestone", key=milestone_id)
    last = session.exec(
        select(CooperationMilestoneState)
        .where(CooperationMilestoneState.milestone_id == milestone_id)
        .order_by(sa.desc(STATED.c.id))
    ).first()
    if last is not None and last.reached_on is not None:
        raise rules.ReachedAlready(day=last.reached_on)
    due = due_on or (last.due_on if last else row.due_on)
    _say(session, actor, "state_abroad_milestone", row, due, reached_on, source)
    audit.record(
        session,
        actor,
        "state_abroad_milestone",
        row,
        title=row.title_zh,
        due_on=due,
        reached_on=reached_on,
    )
    return row


def _say(
    session: Session,
    actor: Actor,
    act: str,
    row: CooperationMilestone,
    due_on: date,
    reached_on: date | None,
    source: str,
) -> None:
    session.add(
        CooperationMilestoneState(
            milestone_id=row.id or 0,
            due_on=due_on,
            reached_on=reached_on,
            source=source.strip(),
            **recorded(actor, act),
        )
    )
    session.flush()
