"""Who is here, with which roles, accounts and sign-ins: for the administrators."""

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.access.tables import Person, RoleAssignment
from fund.sign_in.tables import Identity, SignInSession

ROLES_HELD = ["person_id", "login", "name", "role", "scope", "since"]
"""Columns of ``roles_held``: one row a role held; a person without a role has one with an empty
role.
"""
ACCOUNTS = ["identity_id", "person_id", "name", "issuer", "subject", "linked_at"]
"""Columns of ``accounts``."""
SIGN_INS = ["person_id", "name", "started_at", "last_seen_at", "ended_at", "why"]
"""Columns of ``sign_ins``: ended_at is empty while one lasts."""


def roles_held(session: Session, actor: Actor) -> pd.DataFrame:
    """Everybody and the roles they hold now: ROLES_HELD."""
    actor.must("see_people")
    held = sa.and_(
        col(RoleAssignment.person_id) == Person.id, col(RoleAssignment.revoked_at).is_(None)
    )
    rows = session.execute(
        sa.select(
            Person.id,
            Person.login,
            Person.name,
            RoleAssignment.role,
            RoleAssignment.scope,
            RoleAssignment.assigned_at,
        )  # type: ignore[call-overload]
        .join(RoleAssignment, held, isouter=True)
        .order_by(Person.id, RoleAssignment.role, RoleAssignment.scope)
    ).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=ROLES_HELD)
    return frame.assign(role=frame["role"].fillna(""), scope=frame["scope"].fillna(""))


def accounts(session: Session, actor: Actor) -> pd.DataFrame:
    """Accounts linked now: ACCOUNTS."""
    actor.must("see_people")
    rows = session.exec(
        select(
            Identity.id,
            Identity.person_id,
            Person.name,
            Identity.issuer,
            Identity.subject,
            Identity.linked_at,
        )  # type: ignore[call-overload]
        .join(Person, col(Person.id) == Identity.person_id)
        .where(col(Identity.unlinked_at).is_(None))
        .order_by(Person.name)
    ).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=ACCOUNTS)


def sign_ins(session: Session, actor: Actor, limit: int = 50) -> pd.DataFrame:
    """The newest sign-ins, those that last first: SIGN_INS."""
    actor.must("see_people")
    rows = session.exec(
        select(
            SignInSession.person_id,
            Person.name,
            SignInSession.started_at,
            SignInSession.last_seen_at,
            SignInSession.ended_at,
            SignInSession.why,
        )  # type: ignore[call-overload]
        .join(Person, col(Person.id) == SignInSession.person_id)
        .order_by(col(SignInSession.ended_at).is_not(None), col(SignInSession.started_at).desc())
        .limit(limit)
    ).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=SIGN_INS)
