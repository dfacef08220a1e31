"""Milestones somebody may choose among in a form, however many there are."""

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.columns import is_any_of
from fund.ledger.rules import KINDS
from fund.ledger.view import View
from fund.listing.undertakings import numbers_of
from fund.milestones import queries
from fund.milestones.queries import MILESTONE


def milestones_to_choose(
    session: Session, actor: Actor, words: str = "", most: int = 0
) -> dict[int, str]:
    """Milestones by number, for a choice: code of what they are of, their own, title; by approved
    due date. All, or those of grants, contracts and the like found by ``words`` of code, title or
    holder; so many at most, the latest entered.
    """
    actor.must("see_portfolio")
    asking = sa.select(MILESTONE.c.id).order_by(MILESTONE.c.id.desc()).limit(most or None)
    if words:
        theirs = [key for kind in KINDS for key in numbers_of(session, kind, words) or ()]
        asking = asking.where(is_any_of(MILESTONE.c.undertaking_id, theirs))
    keys = list(session.execute(asking).scalars())
    steps = queries.plan(session, actor, View(as_of=clock.today()), keys=keys).to_dict("records")
    return {
        step["milestone_id"]: f"{step['undertaking']} {step['code']} {step['title']}"
        for step in steps
    }
