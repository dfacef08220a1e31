"""Who takes part in a project abroad, and which undertaking of the ledger pays for it."""

from sqlmodel import Session

from fund import audit
from fund.access.actors import Actor, recorded
from fund.cooperation import rules
from fund.cooperation.commands import chosen, of_code
from fund.cooperation.tables import Cooperation, CooperationBody, CooperationUndertaking
from fund.ledger.tables import Undertaking


def name_body(
    session: Session,
    actor: Actor,
    *,
    project: str,
    name: str,
    role: str,
    organisation_type: str,
    identifier: str = "",
) -> CooperationBody:
    """A firm or institution and what it does in a project."""
    actor.must("name_body")
    chosen("role", role)
    chosen("organisation_type", organisation_type)
    if not name.strip():
        raise rules.NameMissing
    held = of_code(session, Cooperation, project)
    row = CooperationBody(
        cooperation_id=held.id or 0,
        name=name.strip(),
        identifier=identifier.strip(),
        role=role,
        organisation_type=organisation_type,
        **recorded(actor, "name_body"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "name_body", row, project=held.code, name=row.name, role=role)
    return row


def link_undertaking(
    session: Session, actor: Actor, *, project: str, undertaking: str
) -> CooperationUndertaking:
    """Say which undertaking of the ledger pays for a project; each pays one."""
    actor.must("link_undertaking")
    held = of_code(session, Cooperation, project)
    paying = of_code(session, Undertaking, undertaking)
    if paying.currency != "CNY":
        raise rules.NotInRenminbi(code=paying.code, currency=paying.currency)
    before = session.get(CooperationUndertaking, paying.id)
    if before is not None:
        other = session.get_one(Cooperation, before.cooperation_id).code
        raise rules.AlreadyLinked(code=undertaking, project=other)
    row = CooperationUndertaking(
        undertaking_id=paying.id or 0,
        cooperation_id=held.id or 0,
        **recorded(actor, "link_undertaking"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "link_undertaking", held, project=held.code, undertaking=paying.code
    )
    return row
