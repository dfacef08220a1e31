"""What somebody did earlier on a record with its own history, and what that keeps them from."""

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.rules import excluded_by
from fund.errors import FourEyes


def by_hand_of(actor: Actor, events: sa.Table) -> sa.ColumnElement[bool]:
    """Events that count as this person's: done by them or for them, or by or for whoever lends them
    a role now.
    """
    hands = [person for person in actor.hands if person is not None]
    return events.c.actor_id.in_(hands) | events.c.on_behalf_of.in_(hands)


def hand(
    session: Session, actor: Actor, act: str, events: sa.Table, of: sa.ColumnElement[bool]
) -> str | None:
    """The first act of this person among some events that keeps them from another. ``events`` has
    id, kind, actor_id and on_behalf_of; ``of`` says whose history is meant.
    """
    kind: str | None = session.execute(
        sa.select(events.c.kind)
        .where(of, by_hand_of(actor, events), events.c.kind.in_(excluded_by(act)))
        .order_by(events.c.id)
        .limit(1)
    ).scalar()
    return kind


def must_be_apart(
    session: Session, actor: Actor, act: str, events: sa.Table, of: sa.ColumnElement[bool]
) -> None:
    """Refuse an act by somebody who did one that excludes it there (fund.access.rules.APART)."""
    earlier = hand(session, actor, act, events, of)
    if earlier is not None:
        raise FourEyes(earlier=earlier, act=act)
