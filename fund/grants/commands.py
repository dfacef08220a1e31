"""Grants: entered by an officer, decided by the fund, signed by somebody else."""

from sqlmodel import Session

from fund.access.actors import Actor
from fund.grants.tables import Grant
from fund.ledger import book, undertakings
from fund.ledger.tables import Act, Undertaking
from fund.ledger.undertakings import Terms
from fund.plan.commands import organisation_of


def enter(
    session: Session, actor: Actor, *, code: str, title: str, region_code: str, line_id: int,
    organisation_id: int = 0, new_name: str = "", new_identifier: str = "", purpose: str = "",
) -> Undertaking:
    """Record an application; applicants have no accounts, an officer enters it from their letter. A body nobody knows yet is registered."""
    actor.must("enter")
    organisation_id = organisation_of(session, actor, organisation_id, new_name, new_identifier, region_code)
    undertaking = undertakings.enter(
        session, actor, kind="grant", code=code, title=title, organisation_id=organisation_id,
        region_code=region_code, line_id=line_id,
    )
    session.add(Grant(undertaking_id=undertaking.id or 0, purpose=purpose))
    return undertaking


def decide(
    session: Session, actor: Actor, *, undertaking_id: int, amount_fen: int, expected_version: int | None = None
) -> Act:
    """Decide for the fund: the amount is committed on the line, 立项承诺."""
    actor.must("decide")
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    return undertakings.commit(session, actor, "decide", undertaking, amount_fen, "awarded")


def sign(
    session: Session, actor: Actor, *, undertaking_id: int, terms: list[Terms], expected_version: int | None = None
) -> Act:
    """Sign the grant agreement with its table of tranches, 合同签订."""
    actor.must("sign")
    return undertakings.sign(session, actor, book.fetch(session, Undertaking, undertaking_id, expected_version), terms)
