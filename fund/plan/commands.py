"""Entering the bodies that money goes to."""

from sqlmodel import Session, select

from fund import audit
from fund.access.actors import Actor
from fund.errors import N_, FundError
from fund.plan.rules import USCC_SCHEME, known_scheme, uscc_problem
from fund.plan.tables import Organisation
from fund.statements import write


class OrganisationExists(FundError):
    """Scheme and identifier name one body."""

    message = N_("“{identifier}” ({scheme}) is entered already.")


class BadIdentifier(FundError):
    """A Chinese body is known by its unified social credit code, which has a form."""

    message = N_(
        "“{identifier}” is no unified social credit code: 18 digits and capitals, without I, O, S,"
        " V and Z."
    )


def organisation_of(
    session: Session,
    actor: Actor,
    organisation_id: int,
    new_name: str,
    new_identifier: str,
    region_code: str,
) -> int:
    """The number of the body meant: one that is known, or a new one by its unified social credit
    code, registered on the way.
    """
    actor.must("enter")
    if organisation_id or not new_name:
        return organisation_id
    made = register_organisation(
        session,
        actor,
        scheme=USCC_SCHEME,
        identifier=new_identifier,
        name=new_name,
        region_code=region_code,
    )
    return made.id or 0


def register_organisation(
    session: Session,
    actor: Actor,
    *,
    scheme: str,
    identifier: str,
    name: str,
    region_code: str = "",
    is_commercial: bool | None = None,
    is_demonstration: bool = False,
) -> Organisation:
    """Enter an organisation under the identifier its scheme gave it."""
    actor.must("register_organisation")
    scheme = known_scheme(scheme)
    if scheme == USCC_SCHEME and uscc_problem(identifier) == "shape":
        raise BadIdentifier(identifier=identifier)
    known = select(Organisation.id).where(
        Organisation.scheme == scheme, Organisation.identifier == identifier
    )
    if session.exec(known).first() is not None:
        raise OrganisationExists(scheme=scheme, identifier=identifier)
    organisation = write(
        session,
        Organisation,
        scheme=scheme,
        identifier=identifier,
        name=name,
        region_code=region_code,
        is_commercial=is_commercial,
        is_demonstration=is_demonstration,
    )
    audit.record(
        session, actor, "register_organisation", organisation, scheme=scheme, identifier=identifier
    )
    return organisation
