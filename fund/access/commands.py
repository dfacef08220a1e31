"""Adding people, giving, taking and lending roles."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.access.rules import POLICY, REACH, REACHES, ROLES, clash, is_address
from fund.access.tables import Delegation, Person, RoleAssignment
from fund.errors import N_, FundError, NeedsReason, NotFound
from fund.rooms.room import Reach


class RolesClash(FundError):
    """One person would hold roles that must restrain one another."""

    message = N_("An administrator role stands alone: one person cannot hold {roles} together.")


class UnknownRole(FundError):
    """No such role."""

    message = N_("There is no role “{role}”. Choose one of: {roles}.")


class NotYours(FundError):
    """Only a role one holds oneself is lent."""

    message = N_("You do not hold the role “{role}” yourself, or it is one that nobody lends.")


class NoSuchDays(FundError):
    """A role is lent to somebody else, for days that are not over."""

    message = N_(
        "Lend a role to somebody else, for days from today on whose last is not before the first."
    )


class LoginTaken(FundError):
    """Somebody has that login already."""

    message = N_("The login “{login}” is taken. Choose another.")


class BadAddress(FundError):
    """Letters go to an address that has the form of one."""

    message = N_("“{value}” is not an e-mail address. Write it as name@example.org.")


class ScopeMismatch(FundError):
    """A role is held for what it reaches: a centre, a province, or the whole fund."""

    message = N_(
        "“{role}” is held for {reach}, by its code; “{scope}” is not one that is known here."
    )


class NameMissing(FundError):
    """A person needs a login and a name."""

    message = N_("A person needs a login and a name.")


def add_person(
    session: Session,
    actor: Actor,
    *,
    login: str,
    name: str,
    roles: list[str],
    email: str = "",
    scope: str = "",
    is_demonstration: bool = False,
) -> Person:
    """Enter somebody; a database without people lets anyone add the first.

    Roles given along with it take whoever may give roles, unless nobody was ever entered to do
    that.
    """
    first = session.exec(select(Person.id).limit(1)).first() is None
    if not first:
        actor.must("add_person")
    if roles and _somebody_gives_roles(session):
        actor.must("assign_role")
    if not login.strip() or not name.strip():
        raise NameMissing
    if session.exec(select(Person.id).where(Person.login == login)).first() is not None:
        raise LoginTaken(login=login)
    check_roles(set(roles))
    must_be_address(email)
    person = Person(
        login=login, name=name, email=email, is_demonstration=is_demonstration, added_at=clock.now()
    )
    session.add(person)
    session.flush()
    for role in sorted(set(roles)):
        must_reach(session, role, scope)
        key, now = person.id or 0, clock.now()
        session.add(RoleAssignment(person_id=key, role=role, scope=scope, assigned_at=now))
    audit.record(session, actor, "add_person", person, login=login, roles=sorted(roles))
    return person


def set_email(session: Session, actor: Actor, *, person_id: int, email: str) -> Person:
    """Say where a person's reminders go; an empty address takes it away."""
    actor.must("set_email")
    must_be_address(email)
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound(kind=N_("person"), key=person_id)
    person.email = email
    session.add(person)
    audit.record(session, actor, "set_email", person, email=email)
    return person


def must_be_address(email: str) -> None:
    """Refuse what is neither empty nor an e-mail address."""
    if email and not is_address(email):
        raise BadAddress(value=email)


def _somebody_gives_roles(session: Session) -> bool:
    """Whether roles are somebody's to give: once and for good, so that taking that role away opens
    no way round it.
    """
    giving = (
        select(RoleAssignment.id)
        .where(col(RoleAssignment.role).in_(POLICY["assign_role"]))
        .limit(1)
    )
    return session.exec(giving).first() is not None


def check_roles(roles: set[str]) -> None:
    """Refuse unknown roles and roles that exclude one another."""
    for role in sorted(roles - set(ROLES)):
        raise UnknownRole(role=role, roles=sorted(ROLES))
    if clash(roles):
        raise RolesClash(roles=sorted(ROLES[role] for role in roles))


WHOLE = N_("the whole fund")


def must_reach(session: Session, role: str, scope: str) -> None:
    """Refuse a role for a part of the fund without that part, and one for the whole with a part."""
    part = REACHES.get(REACH.get(role, ""))
    fits = scope == "" if part is None else _stands(session, part, scope)
    if not fits:
        words = WHOLE if part is None else part.words
        raise ScopeMismatch(role=ROLES[role], reach=words, scope=scope or "—")


def _stands(session: Session, part: Reach, code: str) -> bool:
    """Whether there is such a part; rooms that come later, so by the name of their table."""
    column: sa.ColumnClause[str] = sa.column(part.column)
    statement = sa.select(column).select_from(sa.table(part.table)).where(column == code)
    return session.execute(statement).first() is not None


def assign_role(
    session: Session, actor: Actor, *, person_id: int, role: str, scope: str = ""
) -> RoleAssignment:
    """Give a person one more role."""
    actor.must("assign_role")
    held = _held(session, person_id)
    check_roles({assignment.role for assignment in held} | {role})
    must_reach(session, role, scope)
    for assignment in held:
        if (assignment.role, assignment.scope) == (role, scope):
            return assignment
    assignment = RoleAssignment(
        person_id=person_id, role=role, scope=scope, assigned_at=clock.now()
    )
    session.add(assignment)
    audit.record(
        session, actor, "assign_role", assignment, person_id=person_id, role=role, scope=scope
    )
    return assignment


def revoke_role(
    session: Session, actor: Actor, *, person_id: int, role: str, scope: str = ""
) -> RoleAssignment:
    """Take a role away; it takes effect with the next act, drawn buttons included."""
    actor.must("revoke_role")
    for assignment in _held(session, person_id):
        if (assignment.role, assignment.scope) == (role, scope):
            assignment.revoked_at = clock.now()
            audit.record(
                session,
                actor,
                "revoke_role",
                assignment,
                person_id=person_id,
                role=role,
                scope=scope,
            )
            return assignment
    raise NotFound(kind=N_("role assignment"), key=role)


def delegate(
    session: Session,
    actor: Actor,
    *,
    person_id: int,
    role: str,
    starts_on: date,
    ends_on: date,
    reason: str,
    scope: str = "",
) -> Delegation:
    """Lend a role one holds to somebody else for some days; what they do with it counts as both
    people's hand.

    A role that is lent is not lent on, and no administrator's role is.
    """
    actor.must("delegate")
    if not reason.strip():
        raise NeedsReason
    if (role, scope) not in actor.roles or role not in POLICY["delegate"]:
        raise NotYours(role=ROLES.get(role, role))
    if person_id == actor.id or ends_on < starts_on or ends_on < clock.today():
        raise NoSuchDays
    check_roles({assignment.role for assignment in _held(session, person_id)} | {role})
    row = Delegation(
        from_id=actor.id or 0,
        to_id=person_id,
        role=role,
        scope=scope,
        starts_on=max(starts_on, clock.today()),
        ends_on=ends_on,
        reason=reason,
        delegated_at=clock.now(),
    )
    session.add(row)
    session.flush()
    facts = {"person_id": person_id, "role": role, "starts_on": starts_on}
    facts |= {"ends_on": ends_on, "reason": reason}
    audit.record(session, actor, "delegate", row, **facts)
    return row


def end_delegation(session: Session, actor: Actor, *, delegation_id: int) -> Delegation:
    """Take a lent role back before its last day."""
    actor.must("delegate")
    row = session.get(Delegation, delegation_id, with_for_update=True)
    if row is None or row.from_id != actor.id:
        raise NotFound(kind=N_("delegation"), key=delegation_id)
    row.ended_at = clock.now()
    session.add(row)
    audit.record(session, actor, "end_delegation", row, person_id=row.to_id, role=row.role)
    return row


def _held(session: Session, person_id: int) -> list[RoleAssignment]:
    # locked: two administrators giving one person two roles at once would each miss the other's
    if session.get(Person, person_id, with_for_update=True) is None:
        raise NotFound(kind=N_("person"), key=person_id)
    return list(
        session.exec(
            select(RoleAssignment).where(
                RoleAssignment.person_id == person_id, col(RoleAssignment.revoked_at).is_(None)
            )
        )
    )
