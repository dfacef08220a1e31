"""Contracts: entered by an officer, awarded by a decider, signed by somebody else."""

from datetime import date

from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_
from fund.ledger import book, undertakings
from fund.ledger.commands import UnknownWord
from fund.ledger.rules import CATEGORIES
from fund.ledger.tables import Act, Undertaking
from fund.ledger.undertakings import Terms
from fund.plan.commands import organisation_of
from fund.procurement.rules import METHODS
from fund.procurement.tables import Contract


def enter(
    session: Session, actor: Actor, *, code: str, title: str, region_code: str, line_id: int,
    category: str, method: str, organisation_id: int = 0, new_name: str = "", new_identifier: str = "",
    tendered_on: date | None = None, bidders: int | None = None,
) -> Undertaking:
    """Record a procurement that is about to be awarded. A supplier nobody knows yet is registered."""
    actor.must("enter")
    for kind, value, known in ((N_("category"), category, CATEGORIES), (N_("method"), method, METHODS)):
        if value not in known:
            raise UnknownWord(kind=kind, value=value)
    organisation_id = organisation_of(session, actor, organisation_id, new_name, new_identifier, region_code)
    undertaking = undertakings.enter(
        session, actor, kind="contract", code=code, title=title, organisation_id=organisation_id,
        region_code=region_code, line_id=line_id, category=category,
    )
    session.add(
        Contract(undertaking_id=undertaking.id or 0, ocid=f"local-{code}", method=method, tendered_on=tendered_on, bidders=bidders)
    )
    return undertaking


def award(
    session: Session, actor: Actor, *, undertaking_id: int, amount_fen: int, expected_version: int | None = None
) -> Act:
    """Award the contract: the amount is committed on the line, 立项承诺."""
    actor.must("award")
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    return undertakings.commit(session, actor, "award", undertaking, amount_fen, "pending")


def sign(
    session: Session, actor: Actor, *, undertaking_id: int, terms: list[Terms], expected_version: int | None = None
) -> Act:
    """Sign the contract with its table of deliverables, 合同签订."""
    actor.must("sign")
    return undertakings.sign(session, actor, book.fetch(session, Undertaking, undertaking_id, expected_version), terms)
