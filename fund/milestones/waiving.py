"""Waivers: a part that counts as accepted before its evidence takes two people who had no hand in
it.
"""

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FourEyes, FundError, NeedsReason, WrongState
from fund.ledger import book
from fund.ledger.commands import tranche_of
from fund.ledger.rules import positive
from fund.ledger.tables import Act, Undertaking
from fund.lifecycle import must_follow
from fund.milestones.earning import earned_fen, take
from fund.milestones.tables import Acceptance, WaiverProposal


class HadAHand(FundError):
    """A waiver takes two people who had no hand in the undertaking."""

    message = N_(
        "A waiver takes two people who had no hand in {undertaking}; you had one (“{earlier}”)."
    )


def propose_waiver(
    session: Session, actor: Actor, *, tranche_id: int, reason: str
) -> WaiverProposal:
    """Ask that a tranche count as accepted before its evidence; the first of the two people it
    takes.
    """
    actor.must("propose_waiver")
    if not reason.strip():
        raise NeedsReason
    _tranche, undertaking = tranche_of(session, tranche_id)
    _must_have_no_hand(session, actor, undertaking)
    must_follow("propose_waiver", undertaking.status)
    proposal = WaiverProposal(
        tranche_id=tranche_id,
        undertaking_id=undertaking.id or 0,
        reason=reason,
        proposed_on=clock.today(),
        proposed_by=actor.id,
    )
    session.add(proposal)
    book.post(
        session,
        actor,
        "propose_waiver",
        [],
        undertaking=undertaking,
        tranche_id=tranche_id,
        reason=reason,
    )
    audit.record(session, actor, "propose_waiver", proposal, tranche_id=tranche_id, reason=reason)
    return proposal


def grant_waiver(session: Session, actor: Actor, *, proposal_id: int) -> Acceptance:
    """Grant a waiver another decider proposed: the tranche counts as accepted, marked."""
    actor.must("grant_waiver")
    proposal = book.fetch(session, WaiverProposal, proposal_id)
    if proposal.proposed_by in actor.hands:
        raise FourEyes(earlier="propose_waiver", act="grant_waiver")
    tranche, undertaking = tranche_of(session, proposal.tranche_id)
    _must_have_no_hand(session, actor, undertaking)
    must_follow("grant_waiver", undertaking.status)
    if not proposal.is_open:
        raise WrongState(act="grant_waiver", status=undertaking.status)
    amount_fen = positive(earned_fen(session, undertaking, tranche, None))
    proposal.is_open = False
    session.add(proposal)
    return take(
        session,
        actor,
        undertaking,
        tranche,
        "waiver",
        amount_fen,
        proposed_by=proposal.proposed_by,
        reason=proposal.reason,
    )


def _must_have_no_hand(session: Session, actor: Actor, undertaking: Undertaking) -> None:
    earlier = session.exec(
        select(Act.kind)
        .where(Act.undertaking_id == undertaking.id, book.by_hand_of(actor))
        .order_by(col(Act.id))
        .limit(1)
    ).first()
    if earlier is not None:
        raise HadAHand(undertaking=undertaking.code, earlier=earlier)
