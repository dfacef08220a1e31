"""What is earned of a part of an agreement, counted as accepted by evidence or by waiver."""

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FundError
from fund.ledger import book
from fund.ledger.rules import Entry, NotObligated, positive
from fund.ledger.tables import Act, Tranche, Undertaking
from fund.milestones.tables import Acceptance
from fund.statements import write


class AcceptedAlready(FundError):
    """One piece of evidence is accepted once."""

    message = N_("This evidence was accepted already.")


def earned_fen(
    session: Session, undertaking: Undertaking, tranche: Tranche, amount_fen: int | None
) -> int:
    """What is earned now, in fen: what is left of the part, or less."""
    balance = book.tranche_balance(session, tranche.id or 0)
    open_fen = balance.obligated_fen - balance.accepted_fen
    if amount_fen is None:
        return open_fen
    if positive(amount_fen) > open_fen:
        raise NotObligated(
            tranche=f"{undertaking.code}/{tranche.code}", open_fen=open_fen, asked_fen=amount_fen
        )
    return amount_fen


def take(
    session: Session,
    actor: Actor,
    undertaking: Undertaking,
    tranche: Tranche,
    basis: str,
    amount_fen: int,
    *,
    evidence_id: int | None = None,
    proposed_by: int | None = None,
    reason: str = "",
) -> Acceptance:
    """Count an amount of a part as accepted, by evidence or by waiver: from here it may be paid."""
    acceptance = write(
        session,
        Acceptance,
        tranche_id=tranche.id or 0,
        basis=basis,
        evidence_id=evidence_id,
        amount_fen=amount_fen,
        recorded_on=clock.today(),
        accepted_by=actor.id,
        proposed_by=proposed_by,
        reason=reason,
    )
    kind = "accept" if basis == "evidence" else "grant_waiver"
    entries = [Entry(undertaking.line_id, "accepted", amount_fen, tranche.id)]
    act: Act = book.post(
        session, actor, kind, entries, undertaking=undertaking, tranche_id=tranche.id, reason=reason
    )
    audit.record(
        session, actor, kind, acceptance, tranche_id=tranche.id, amount_fen=amount_fen, act=act.id
    )
    return acceptance
