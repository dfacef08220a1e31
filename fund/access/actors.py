"""The actor: a person with the roles stored at this moment, never with those a page remembers."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from sqlmodel import Session, col, select

from fund import clock
from fund.access.rules import POLICY, REACH, ROLES
from fund.access.tables import Delegation, Person, RoleAssignment
from fund.errors import N_, FundError, NotAllowed


class UnknownPerson(FundError):
    """Nobody goes by that login or number."""

    message = N_("Nobody here is called “{key}”. Add the person first: python -m fund users add.")


class OutOfScope(NotAllowed):
    """A role held for a part of the fund allows the act there, and it is asked for elsewhere."""

    message = N_(
        "Your role reaches only a part of the fund ({scopes}), and this is outside it. For the"
        " whole fund “{act}” takes one of these: {roles}."
    )


@dataclass(frozen=True)
class Actor:
    """Who acts. ``id`` is None only for the operator at the command line; roles pair with scopes
    ("" is the whole fund).

    ``lent`` are roles held for somebody else today: (role, scope, whose).
    """

    id: int | None
    login: str
    name: str
    roles: frozenset[tuple[str, str]] = frozenset()
    lent: frozenset[tuple[str, str, int]] = frozenset()

    @property
    def hands(self) -> frozenset[int | None]:
        """Whose earlier acts count as this person's where two people are needed: their own, and
        those of whoever lends them a role.
        """
        return frozenset({self.id, *(lender for _role, _scope, lender in self.lent)})

    def behind(self, act: str) -> int | None:
        """For whom the act is done, where only a role lent allows it; None for one's own."""
        roles = POLICY.get(act, frozenset())
        if any(role in roles for role, _scope in self.roles):
            return None
        return min((lender for role, _scope, lender in self.lent if role in roles), default=None)

    def may(self, act: str, *scopes: str) -> bool:
        """Whether a role held for the whole fund, or for one of the scopes (a region's or a
        centre's code), lets the actor do the act there.
        """
        return bool(self.roles_for(act, *scopes))

    def must(self, act: str, *scopes: str) -> None:
        """Refuse the act exactly where ``may`` says no; an act of the whole fund names no scope."""
        if not self.may(act, *scopes):
            reach = sorted(self.scopes(act))
            refused, more = (OutOfScope, {"scopes": reach}) if reach else (NotAllowed, {})
            raise refused(
                act=act, roles=sorted(ROLES[role] for role in POLICY.get(act, frozenset())), **more
            )

    def roles_for(self, act: str, *scopes: str) -> frozenset[str]:
        """The roles that let the actor do the act there."""
        return frozenset(role for role, scope in self._held(act) if scope in {"", *scopes})

    def scopes(self, act: str) -> frozenset[str]:
        """The scopes in which a role held allows the act; "" among them is the whole fund."""
        return frozenset(scope for _role, scope in self._held(act))

    def _held(self, act: str) -> set[tuple[str, str]]:
        """Roles with their scopes that allow the act; one that is held for a part, and names none,
        reaches nothing.
        """
        held = self.roles | {(role, scope) for role, scope, _lender in self.lent}
        return {
            (role, scope)
            for role, scope in held
            if role in POLICY.get(act, frozenset()) and (scope != "" or role not in REACH)
        }


OPERATOR = Actor(
    None,
    "operator",
    "operator",
    frozenset({("system_administrator", ""), ("security_administrator", ""), ("viewer", "")}),
)
"""Whoever runs the command line beside the database: reads fund-wide, adds people; moves no
money.
"""


class Recorded(TypedDict):
    """Who did something, for whom, and when: what every record says."""

    recorded_on: date
    recorded_by: int | None
    recorded_for: int | None


def recorded(actor: Actor, act: str) -> Recorded:
    """Who states something, for whom, and the day it is known from."""
    return {
        "recorded_on": clock.today(),
        "recorded_by": actor.id,
        "recorded_for": actor.behind(act),
    }


def load(session: Session, person_id: int | None) -> Actor:
    """The person as stored now; refuses an unknown one."""
    if person_id is None:
        return OPERATOR
    person = session.get(Person, person_id)
    if person is None:
        raise UnknownPerson(key=person_id)
    return Actor(
        person.id, person.login, person.name, held(session, person_id), _lent(session, person_id)
    )


def held(session: Session, person_id: int) -> frozenset[tuple[str, str]]:
    """Roles a person holds now, with their scopes; lent ones are not among them."""
    rows = select(RoleAssignment.role, RoleAssignment.scope).where(
        RoleAssignment.person_id == person_id, col(RoleAssignment.revoked_at).is_(None)
    )
    return frozenset((role, scope) for role, scope in session.exec(rows).all())


def _lent(session: Session, person_id: int) -> frozenset[tuple[str, str, int]]:
    """Roles lent to a person today by somebody who holds them still."""
    today = clock.today()
    rows = session.exec(
        select(Delegation).where(
            Delegation.to_id == person_id,
            Delegation.starts_on <= today,
            Delegation.ends_on >= today,
            col(Delegation.ended_at).is_(None),
        )
    ).all()
    return frozenset(
        (row.role, row.scope, row.from_id)
        for row in rows
        if (row.role, row.scope) in held(session, row.from_id)
    )


def by_login(session: Session, login: str) -> Actor:
    """The person of that login as stored now."""
    person_id = session.exec(select(Person.id).where(Person.login == login)).first()
    if person_id is None:
        raise UnknownPerson(key=login)
    return load(session, person_id)
