"""Whose facility, whose request: what of the room a role held for a part reaches."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.rules import POLICY
from fund.centres.tables import Centre
from fund.columns import table_of
from fund.facilities.tables import Booking, Facility
from fund.plan.tables import Organisation

FACILITY, BOOKING = table_of(Facility), table_of(Booking)
ORGANISATION, CENTRE = table_of(Organisation), table_of(Centre)


class Parts(NamedTuple):
    """The codes roles are held for: owner and operator, the centre, the applicant."""

    owners: frozenset[str] = frozenset()
    centre: str = ""
    applicant: str = ""

    def reached(self, role: str, scope: str) -> bool:
        """Whether a role held for a code reaches this."""
        if scope == "":
            return False
        return {
            "facility": scope in self.owners,
            "local": scope == self.centre,
            "applicant": scope == self.applicant,
        }.get(role, False)


NOTHING = Parts()


def held(actor: Actor) -> set[tuple[str, str]]:
    """Roles with the codes they are held for, lent ones included."""
    return {*actor.roles, *((role, scope) for role, scope, _lender in actor.lent)}


def parts(session: Session, facility: Facility, applicant_id: int | None = None) -> Parts:
    """The codes of a facility, and of who asks for it."""
    asked = {facility.owner_id, facility.operator_id, applicant_id or 0}
    rows = session.execute(
        sa.select(ORGANISATION.c.id, ORGANISATION.c.identifier).where(ORGANISATION.c.id.in_(asked))
    )
    names: dict[int, str] = {one.id: one.identifier for one in rows}
    centre = "" if facility.centre_id is None else session.get_one(Centre, facility.centre_id).code
    return Parts(
        frozenset({names[facility.owner_id], names[facility.operator_id]}),
        centre,
        names.get(applicant_id or 0, ""),
    )


def scopes(actor: Actor, act: str, of: Parts) -> set[str]:
    """The codes a role that allows the act is held for here: what a command names to
    ``actor.must``.
    """
    allowed = POLICY.get(act, frozenset())
    return {scope for role, scope in held(actor) if role in allowed and of.reached(role, scope)}


def may(actor: Actor, act: str, of: Parts) -> bool:
    """Whether a role held for the whole fund, or for just this, lets the actor do the act."""
    return actor.may(act, *scopes(actor, act, of))


def sees(actor: Actor, act: str) -> None:
    """Refuse whoever sees nothing at all of the room."""
    if not actor.scopes(act):
        actor.must(act)


def codes(actor: Actor, role: str) -> list[str]:
    """What a person holds a role for."""
    return sorted(scope for name, scope in held(actor) if name == role and scope)


def own_facilities(actor: Actor) -> sa.ColumnElement[bool]:
    """The facilities somebody runs, as a condition on FACILITY."""
    owned = sa.select(ORGANISATION.c.id).where(
        ORGANISATION.c.identifier.in_(codes(actor, "facility"))
    )
    centres = sa.select(CENTRE.c.id).where(CENTRE.c.code.in_(codes(actor, "local")))
    return (
        FACILITY.c.owner_id.in_(owned)
        | FACILITY.c.operator_id.in_(owned)
        | FACILITY.c.centre_id.in_(centres)
    )


def within(actor: Actor, table: sa.Table) -> list[sa.ColumnElement[bool]]:
    """Conditions that leave of bookings or requests what somebody may see."""
    if actor.may("see_bookings"):
        return []
    firms = sa.select(ORGANISATION.c.id).where(
        ORGANISATION.c.identifier.in_(codes(actor, "applicant"))
    )
    runs = sa.select(FACILITY.c.id).where(own_facilities(actor))
    return [table.c.applicant_id.in_(firms) | table.c.facility_id.in_(runs)]
