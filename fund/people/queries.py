"""Everybody, the accounts and the sign-ins, some rows at a time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, select

from fund import clock, i18n
from fund.access.actors import Actor
from fund.access.rules import ROLES
from fund.access.tables import Person, RoleAssignment
from fund.columns import table_of
from fund.i18n import _
from fund.ledger.view import View
from fund.plan.tables import Region
from fund.sign_in.tables import Identity, SignInSession

PERSON = table_of(Person)
HELD = table_of(RoleAssignment)
IDENTITY = table_of(Identity)
SIGN_IN = table_of(SignInSession)
PEOPLE = ["person_id", "login", "name", "roles", "since", "added_on"]
"""Columns of ``people``: roles in words with what each holds for, since the day the latest of them
was given.
"""
ACCOUNTS = ["identity_id", "person_id", "name", "issuer", "subject", "linked_on"]
"""Columns of ``accounts``."""
SIGN_INS = ["number", "person_id", "name", "login", "started", "last_seen", "ended", "why"]
"""Columns of ``sign_ins``: moments as people read them, ended empty and why ``now`` while one
lasts.
"""


def named(
    session: Session, actor: Actor, words: str = "", most: int = 0, *, is_here: bool = False
) -> dict[int, str]:
    """People by number: name and login, in the order they were entered. Everybody, or those with
    ``words`` in either; or with a sign-in that was not ended; so many at most.
    """
    actor.must("see_people")
    asking = sa.select(*PERSON.c["id", "name", "login"])
    if words:
        both = PERSON.c["name", "login"]
        asking = asking.where(sa.or_(*(one.icontains(words, autoescape=True) for one in both)))
    if is_here:
        lasting = SIGN_IN.c.person_id == PERSON.c.id, SIGN_IN.c.ended_at.is_(None)
        asking = asking.where(sa.exists().where(*lasting))
    rows = session.execute(asking.order_by(PERSON.c.id).limit(most or None))
    return {key: f"{name} · {login}" for key, name, login in rows}


def people(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some people and the roles they hold now: PEOPLE."""
    actor.must("see_people")
    held: dict[int, list[tuple[str, str, datetime]]] = defaultdict(list)
    for key, role, scope, at in session.execute(
        sa.select(*HELD.c["person_id", "role", "scope", "assigned_at"])
        .where(HELD.c.person_id.in_(keys), HELD.c.revoked_at.is_(None))
        .order_by(HELD.c.role, HELD.c.scope)
    ):
        held[key].append((role, scope, at))
    places = _places(session)
    rows = session.execute(
        sa.select(*PERSON.c["id", "login", "name", "added_at"]).where(PERSON.c.id.in_(keys))
    )
    return pd.DataFrame(
        [
            (
                *(key, login, name),
                "; ".join(_role(role, scope, places) for role, scope, _at in held[key])
                or _("no role"),
                max((_day(at) for _role_of, _scope, at in held[key]), default=None),
                _day(added_at),
            )
            for key, login, name, added_at in rows
        ],
        columns=PEOPLE,
        dtype=object,
    )


def _places(session: Session) -> dict[str, str]:
    name = {"zh": Region.name_zh, "en": Region.name_en}[i18n.language()]
    return dict(session.exec(select(Region.code, name)).all())


def _role(role: str, scope: str, places: dict[str, str]) -> str:
    """A role and what it holds for: Officer · the whole fund."""
    place = f"{places[scope]} {scope}" if scope in places else scope or _("the whole fund")
    return f"{_(ROLES[role])} · {place}"


def _day(at: datetime) -> date:
    return at.astimezone(clock.BEIJING).date()


def _moment(at: datetime) -> str:
    """A moment of any year in Beijing time: 2026-11-23 18:30."""
    return f"{i18n.day(at)} {at.astimezone(clock.BEIJING):%H:%M}"


def accounts(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some accounts: ACCOUNTS."""
    actor.must("see_people")
    rows = session.execute(
        sa.select(
            *IDENTITY.c["id", "person_id"],
            PERSON.c.name,
            *IDENTITY.c["issuer", "subject", "linked_at"],
        )
        .join(PERSON, PERSON.c.id == IDENTITY.c.person_id)
        .where(IDENTITY.c.id.in_(keys))
    )
    return pd.DataFrame(
        [(*row[:-1], _day(row[-1])) for row in rows], columns=ACCOUNTS, dtype=object
    )


def sign_ins(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some sign-ins: SIGN_INS."""
    actor.must("see_people")
    rows = session.execute(
        sa.select(
            *SIGN_IN.c["number", "person_id"],
            *PERSON.c["name", "login"],
            *SIGN_IN.c["started_at", "last_seen_at", "ended_at", "why"],
        )
        .join(PERSON, PERSON.c.id == SIGN_IN.c.person_id)
        .where(SIGN_IN.c.number.in_(keys))
    )
    return pd.DataFrame(
        [
            (
                *row[:4],
                *(None if at is None else _moment(at) for at in row[4:7]),
                row[7] or "now",
            )
            for row in rows
        ],
        columns=SIGN_INS,
        dtype=object,
    )
