"""Amendments of an agreement: its amount, a part's date, its title, its recipient. One person
proposes, another signs or rejects.
"""

from datetime import date

from sqlmodel import Session, col, select

from fund import audit
from fund.access.actors import Actor
from fund.errors import N_, FundError, NeedsReason, NotFound
from fund.ledger import book, undertakings
from fund.ledger.proposing import answer, propose, waiting
from fund.ledger.rules import AmountNotPositive, Entry, NotObligated, whole
from fund.ledger.tables import (
    Act,
    Amendment,
    DueEntry,
    Posting,
    Tranche,
    TrancheBalance,
    Undertaking,
)
from fund.lifecycle import must_follow
from fund.plan.tables import Organisation


class RecipientStands(FundError):
    """Money or promises were recorded under the recipient's name."""

    message = N_(
        "Money or milestones of {undertaking} are recorded under its recipient already, and a past"
        " month never changes. End it and enter it anew for the other recipient."
    )


class PartPaid(FundError):
    """A part that is accepted in full waits for no date."""

    message = N_("{tranche} is accepted already; its date stands.")


def propose_amendment(
    session: Session, actor: Actor, *, tranche_id: int, change_fen: int, reason: str
) -> Amendment:
    """Propose to raise or lower one tranche; nothing is posted until another person signs."""
    actor.must("propose_amendment")
    tranche = book.fetch(session, Tranche, tranche_id)
    if whole(change_fen) == 0:
        raise AmountNotPositive
    now_fen = book.tranche_balance(session, tranche_id).obligated_fen
    return propose(
        session,
        actor,
        tranche.undertaking_id,
        "amount",
        str(now_fen),
        str(now_fen + change_fen),
        reason,
        tranche_id=tranche_id,
        change_fen=change_fen,
    )


def propose_date(
    session: Session, actor: Actor, *, tranche_id: int, promised_on: date, reason: str
) -> Amendment:
    """Propose another promised date for one tranche; the first promise stays on record."""
    actor.must("propose_amendment")
    tranche = book.fetch(session, Tranche, tranche_id)
    _must_wait(session, tranche)
    return propose(
        session,
        actor,
        tranche.undertaking_id,
        "dates",
        promised_now(session, tranche).isoformat(),
        promised_on.isoformat(),
        reason,
        tranche_id=tranche_id,
    )


def propose_scope(
    session: Session, actor: Actor, *, undertaking_id: int, title: str, reason: str
) -> Amendment:
    """Propose another title, which says what the agreement is for."""
    actor.must("propose_amendment")
    undertaking = book.fetch(session, Undertaking, undertaking_id)
    return propose(
        session,
        actor,
        undertaking_id,
        "scope",
        undertaking.title,
        title.strip() or undertaking.title,
        reason,
    )


def propose_recipient(
    session: Session, actor: Actor, *, undertaking_id: int, organisation_id: int, reason: str
) -> Amendment:
    """Propose another organisation, while nothing is recorded under the name of the first
    (docs/decisions/0009).
    """
    actor.must("propose_recipient")
    undertaking = book.fetch(session, Undertaking, undertaking_id)
    if session.get(Organisation, organisation_id) is None:
        raise NotFound(kind=N_("organisation"), key=organisation_id)
    must_follow("propose_recipient", undertaking.status)
    _must_be_unrecorded(session, undertaking)
    return propose(
        session,
        actor,
        undertaking_id,
        "recipient",
        str(undertaking.organisation_id),
        str(organisation_id),
        reason,
    )


def sign_amendment(
    session: Session, actor: Actor, *, amendment_id: int, expected_version: int
) -> Act:
    """Sign a proposed amendment: it holds from today. Refused if what it would change has changed
    since.
    """
    actor.must("sign_amendment")
    amendment, undertaking = waiting(
        session, actor, "sign_amendment", amendment_id, expected_version
    )
    for act in ("sign", "sign_amendment"):
        book.must_be_apart(session, actor, act, undertaking.id or 0)
    entries = _take_effect(session, undertaking, amendment)
    made = book.post(
        session,
        actor,
        "sign_amendment",
        entries,
        undertaking=undertaking,
        tranche_id=amendment.tranche_id,
        reason=amendment.reason,
    )
    answer(session, actor, amendment, "signed", made)
    audit.record(
        session,
        actor,
        "sign_amendment",
        amendment,
        kind=amendment.kind,
        was=amendment.was,
        becomes=amendment.becomes,
    )
    return made


def reject_amendment(
    session: Session, actor: Actor, *, amendment_id: int, expected_version: int, reason: str
) -> Act:
    """Turn a proposed amendment down with a reason: the agreement stays as it is."""
    actor.must("reject_amendment")
    amendment, undertaking = waiting(
        session, actor, "reject_amendment", amendment_id, expected_version
    )
    if not reason.strip():
        raise NeedsReason
    made = book.post(
        session,
        actor,
        "reject_amendment",
        [],
        undertaking=undertaking,
        tranche_id=amendment.tranche_id,
        reason=reason,
    )
    amendment.answer_reason = reason
    answer(session, actor, amendment, "rejected", made)
    audit.record(session, actor, "reject_amendment", amendment, reason=reason)
    return made


def promised_now(session: Session, tranche: Tranche) -> date:
    """The day a tranche is promised for now: that of its last signed amendment, else its first
    promise.
    """
    signed = session.exec(
        select(Amendment.becomes)
        .where(
            Amendment.tranche_id == tranche.id,
            Amendment.kind == "dates",
            Amendment.answer == "signed",
        )
        .order_by(col(Amendment.act_id).desc())
        .limit(1)
    ).first()
    return tranche.promised_on if signed is None else date.fromisoformat(signed)


def _take_effect(session: Session, undertaking: Undertaking, amendment: Amendment) -> list[Entry]:
    """Change what the amendment changes; what it says of the old state is what holds at this
    moment.
    """
    match amendment.kind:
        case "amount":
            return _amount(session, undertaking, amendment)
        case "dates":
            _move(session, book.fetch(session, Tranche, amendment.tranche_id or 0), amendment)
        case "scope":
            amendment.was, undertaking.title = undertaking.title, amendment.becomes
            undertakings.findable(session, undertaking)
        case _:
            _must_be_unrecorded(session, undertaking)
            amendment.was, undertaking.organisation_id = (
                str(undertaking.organisation_id),
                int(amendment.becomes),
            )
    undertaking.version += 1
    session.add(undertaking)
    return []


def _amount(session: Session, undertaking: Undertaking, amendment: Amendment) -> list[Entry]:
    """Committed and obligated change together, in one act."""
    tranche = book.fetch(session, Tranche, amendment.tranche_id or 0)
    change_fen = amendment.change_fen
    if change_fen > 0:
        undertakings.must_have_room(session, undertaking.line_id, change_fen)
    else:
        _must_be_unaccepted(session, undertaking, tranche, -change_fen)
    _must_keep_cap(session, tranche, change_fen)
    now_fen = book.tranche_balance(session, tranche.id or 0).obligated_fen
    amendment.was, amendment.becomes = str(now_fen), str(now_fen + change_fen)
    book.fall_due(
        session, "promised_fen", undertaking.id or 0, tranche.promised_on, change_fen, tranche.id
    )
    return [
        Entry(undertaking.line_id, "committed", change_fen),
        Entry(undertaking.line_id, "obligated", change_fen, tranche.id),
    ]


def _must_keep_cap(session: Session, tranche: Tranche, change_fen: int) -> None:
    """Refuse a change that puts advances above their share; one that leaves a smaller share in
    advance may be made under any setting.
    """
    rows = session.exec(
        select(Tranche.is_advance, TrancheBalance.obligated_fen)
        .join(TrancheBalance, col(TrancheBalance.tranche_id) == Tranche.id)
        .where(Tranche.undertaking_id == tranche.undertaking_id)
    ).all()
    total_fen, advance_fen = (
        sum(fen for _is, fen in rows),
        sum(fen for is_advance, fen in rows if is_advance),
    )
    new_fen = advance_fen + (change_fen if tranche.is_advance else 0)
    if new_fen * total_fen > advance_fen * (total_fen + change_fen):
        undertakings.must_keep_cap(session, new_fen, total_fen + change_fen)


def _move(session: Session, tranche: Tranche, amendment: Amendment) -> None:
    """Promise the tranche for another day from today on. The curve of promises keeps the first:
    what slips shows in it.
    """
    _must_wait(session, tranche)
    amendment.was = promised_now(session, tranche).isoformat()


def _must_wait(session: Session, tranche: Tranche) -> None:
    balance = book.tranche_balance(session, tranche.id or 0)
    if balance.accepted_fen >= balance.obligated_fen:
        raise PartPaid(tranche=tranche.code)


def _must_be_unaccepted(
    session: Session, undertaking: Undertaking, tranche: Tranche, less_fen: int
) -> None:
    balance = book.tranche_balance(session, tranche.id or 0)
    open_fen = balance.obligated_fen - balance.accepted_fen
    if less_fen > open_fen:
        raise NotObligated(
            tranche=f"{undertaking.code}/{tranche.code}", open_fen=open_fen, asked_fen=less_fen
        )


def _must_be_unrecorded(session: Session, undertaking: Undertaking) -> None:
    for table in (Posting, DueEntry):
        if (
            session.exec(
                select(table.id).where(table.undertaking_id == undertaking.id).limit(1)
            ).first()
            is not None
        ):
            raise RecipientStands(undertaking=undertaking.code)
