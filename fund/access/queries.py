"""Roles lent now and before, and whom they may be lent to."""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.access.rules import ADMINISTRATORS
from fund.access.tables import Delegation, Person, RoleAssignment

DELEGATIONS = [
    "delegation_id",
    "from_id",
    "lender",
    "borrower",
    "role",
    "starts_on",
    "ends_on",
    "reason",
    "state",
]
"""Columns of ``delegations``: state is upcoming, running, ended (taken back) or over on the day
asked for.
"""


def delegations(session: Session, actor: Actor, day: date) -> pd.DataFrame:
    """Every role lent, the latest first: DELEGATIONS."""
    actor.must("see_settings")
    lender, borrower = aliased(Person), aliased(Person)
    rows = session.exec(
        select(Delegation, lender.name, borrower.name)
        .join(lender, col(lender.id) == Delegation.from_id)
        .join(borrower, col(borrower.id) == Delegation.to_id)
        .order_by(col(Delegation.id).desc())
    ).all()
    return pd.DataFrame(
        [
            (
                row.id,
                row.from_id,
                giver,
                taker,
                row.role,
                row.starts_on,
                row.ends_on,
                row.reason,
                _state(row, day),
            )
            for row, giver, taker in rows
        ],
        columns=DELEGATIONS,
    )


def _state(row: Delegation, day: date) -> str:
    if row.ended_at is not None:
        return "ended"
    return "upcoming" if day < row.starts_on else "over" if day > row.ends_on else "running"


def borrowers(session: Session, actor: Actor, words: str = "", most: int = 0) -> dict[int, str]:
    """People with a role of the fund, other than the actor, by number: their names. All, or those
    with ``words`` in name or login, so many at most.
    """
    actor.must("delegate")
    asking = (
        select(Person.id, Person.name)
        .join(RoleAssignment, col(RoleAssignment.person_id) == Person.id)
        .where(
            col(RoleAssignment.revoked_at).is_(None),
            col(RoleAssignment.role).not_in(ADMINISTRATORS),
            Person.id != actor.id,
        )
        .distinct()
        .order_by(Person.name, col(Person.id))
    )
    if words:
        both = (col(Person.name), col(Person.login))
        asking = asking.where(sa.or_(*(one.icontains(words, autoescape=True) for one in both)))
    return {key or 0: name for key, name in session.exec(asking.limit(most or None)).all()}
