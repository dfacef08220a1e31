"""Entering the bodies that money goes to."""

from sqlmodel import Session, select

from fund import audit
from fund.access.actors import Actor
from fund.errors import N_, FundError
from fund.plan.tables import Organisation


class OrganisationExists(FundError):
    """Scheme and identifier name one body."""

    message = N_("“{identifier}” ({scheme}) is entered already.")


def register_organisation(
    session: Session, actor: Actor, *, scheme: str, identifier: str, name: str, region_code: str = "",
    is_commercial: bool | None = None, is_demonstration: bool = False,
) -> Organisation:
    """Enter an organisation under the identifier its scheme gave it."""
    actor.must("register_organisation")
    known = select(Organisation.id).where(Organisation.scheme == scheme, Organisation.identifier == identifier)
    if session.exec(known).first() is not None:
        raise OrganisationExists(scheme=scheme, identifier=identifier)
    organisation = Organisation(
        scheme=scheme, identifier=identifier, name=name, region_code=region_code, is_commercial=is_commercial,
        is_demonstration=is_demonstration,
    )
    session.add(organisation)
    session.flush()
    audit.record(session, actor, "register_organisation", organisation, scheme=scheme, identifier=identifier)
    return organisation
