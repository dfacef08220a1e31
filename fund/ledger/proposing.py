"""What amendments of every kind share: proposed by one person, answered once by another."""

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FourEyes, FundError, NeedsReason, NotFound, WrongState
from fund.ledger import book
from fund.ledger.tables import Act, Amendment, Undertaking
from fund.lifecycle import must_follow

PROPOSING = {"recipient": "propose_recipient", "account": "propose_account"}
"""Kinds of amendment with an act of their own to propose them."""
SIGNING = {"account": "sign_account"}
"""Kinds with an act of their own to sign them."""


class NothingChanges(FundError):
    """An amendment changes something."""

    message = N_("This is what the agreement says already. An amendment changes something.")


def propose(
    session: Session,
    actor: Actor,
    undertaking_id: int,
    kind: str,
    was: str,
    becomes: str,
    reason: str,
    *,
    tranche_id: int | None = None,
    change_fen: int = 0,
) -> Amendment:
    """Record what is proposed; nothing holds until another person signs."""
    act = PROPOSING.get(kind, "propose_amendment")
    undertaking = book.fetch(session, Undertaking, undertaking_id)
    book.must_be_apart(session, actor, act, undertaking_id)
    must_follow(act, undertaking.status)
    if not reason.strip():
        raise NeedsReason
    if was == becomes:
        raise NothingChanges
    amendment = Amendment(
        undertaking_id=undertaking_id,
        kind=kind,
        tranche_id=tranche_id,
        change_fen=change_fen,
        was=was,
        becomes=becomes,
        reason=reason,
        proposed_on=clock.today(),
        proposed_by=actor.id,
    )
    session.add(amendment)
    book.post(
        session, actor, act, [], undertaking=undertaking, tranche_id=tranche_id, reason=reason
    )
    audit.record(session, actor, act, amendment, kind=kind, was=was, becomes=becomes, reason=reason)
    return amendment


def waiting(
    session: Session, actor: Actor, act: str, amendment_id: int, expected_version: int
) -> tuple[Amendment, Undertaking]:
    """An amendment nobody answered yet, if this act answers its kind and another proposed it."""
    amendment = book.fetch(session, Amendment, amendment_id, expected_version)
    if act not in ("reject_amendment", SIGNING.get(amendment.kind, "sign_amendment")):
        raise NotFound(kind=N_("amendment"), key=amendment_id)
    if amendment.proposed_by in actor.hands:
        raise FourEyes(earlier="propose_amendment", act=act)
    undertaking = book.fetch(session, Undertaking, amendment.undertaking_id)
    must_follow(act, undertaking.status)
    if amendment.answer:
        raise WrongState(act=act, status=undertaking.status)
    return amendment, undertaking


def answer(session: Session, actor: Actor, amendment: Amendment, given: str, made: Act) -> None:
    """Keep what was answered, by whom, on which day."""
    amendment.answer, amendment.answered_on, amendment.answered_by, amendment.act_id = (
        given,
        clock.today(),
        actor.id,
        made.id,
    )
    amendment.version += 1
    session.add(amendment)
