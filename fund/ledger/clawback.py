"""Money that came back as ineligible: 收回. Each claw-back names the payment it is of and stands on
that payment's line; one on another line is moved by two people.
"""

from datetime import date

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FourEyes, FundError, NeedsReason, WrongState
from fund.ledger import book, payments
from fund.ledger.rules import Entry, NoRoom, positive
from fund.ledger.tables import Act, ClawBackCorrection, Line, Undertaking


class MoreThanPaid(FundError):
    """Not more of a payment comes back than is still paid of it."""

    message = N_("Of this payment {left_fen} is still paid; {asked_fen} was asked for.")


class NoClawBack(FundError):
    """Only a claw-back is put on its payment's line."""

    message = N_("Act {act} is no claw-back.")


class NotItsPayment(FundError):
    """A claw-back is of a payment of its own part, made before."""

    message = N_(
        "This payment cannot have come back then: choose one of part {tranche}, made before the"
        " money came back."
    )


class NamedAlready(FundError):
    """A correction of a claw-back names another payment."""

    message = N_("This claw-back names that payment already. There is nothing to put right.")


class CorrectionWaits(FundError):
    """One open proposal for one claw-back."""

    message = N_("A correction of this claw-back is proposed already and waits for a decision.")


def claw_back(
    session: Session,
    actor: Actor,
    *,
    act_id: int,
    amount_fen: int,
    reason: str,
    occurred_on: date | None = None,
) -> Act:
    """Record money of a payment (``act_id``) that came back as ineligible. It is no longer paid,
    accepted, obligated or committed on the line it was paid from.
    """
    actor.must("claw_back")
    _must_say_why(reason)
    payment, tranche, undertaking = payments.standing(session, act_id)
    if positive(amount_fen) > payment.left_fen:
        raise MoreThanPaid(left_fen=payment.left_fen, asked_fen=amount_fen)
    act = book.post(
        session,
        actor,
        "claw_back",
        _returned(payment.line_id, tranche.id, amount_fen),
        undertaking=undertaking,
        tranche_id=tranche.id,
        reason=reason,
        occurred_on=occurred_on,
        payment_id=act_id,
    )
    audit.record(
        session,
        actor,
        "claw_back",
        act,
        payment=act_id,
        tranche_id=tranche.id,
        amount_fen=amount_fen,
        reason=reason,
    )
    return act


def propose_claw_back_correction(
    session: Session, actor: Actor, *, act_id: int, payment_id: int, reason: str
) -> ClawBackCorrection:
    """Propose to say which payment a claw-back (``act_id``) is of. Nothing is posted until another
    person agrees.
    """
    actor.must("propose_claw_back_correction")
    _must_say_why(reason)
    wrong = book.fetch(session, Act, act_id)
    undertaking, _latest_id, _entries = _move(session, wrong, payment_id)
    book.must_be_apart(session, actor, "propose_claw_back_correction", undertaking.id or 0)
    waiting = select(ClawBackCorrection.id).where(
        ClawBackCorrection.act_id == act_id, ClawBackCorrection.outcome == "open"
    )
    if session.exec(waiting).first() is not None:
        raise CorrectionWaits
    row = ClawBackCorrection(
        act_id=act_id,
        payment_id=payment_id,
        undertaking_id=undertaking.id or 0,
        reason=reason,
        proposed_on=clock.today(),
        proposed_by=actor.id,
        proposed_for=actor.behind("propose_claw_back_correction"),
    )
    session.add(row)
    session.flush()
    book.post(
        session,
        actor,
        "propose_claw_back_correction",
        [],
        undertaking=undertaking,
        tranche_id=wrong.tranche_id,
        reason=reason,
    )
    audit.record(
        session,
        actor,
        "propose_claw_back_correction",
        row,
        claw_back=act_id,
        payment=payment_id,
        reason=reason,
    )
    return row


def correct_claw_back(
    session: Session, actor: Actor, *, proposal_id: int, expected_version: int | None = None
) -> Act:
    """Agree to which payment a claw-back is of: what came back moves to that payment's line, today.
    The fund's sums stay as they are.
    """
    actor.must("correct_claw_back")
    row = _waiting(session, actor, "correct_claw_back", proposal_id, expected_version)
    wrong = book.fetch(session, Act, row.act_id)
    undertaking, latest_id, entries = _move(session, wrong, row.payment_id)
    book.must_be_apart(session, actor, "correct_claw_back", row.undertaking_id)
    _must_leave_room(session, entries)
    act = book.post(
        session,
        actor,
        "correct_claw_back",
        entries,
        undertaking=undertaking,
        tranche_id=wrong.tranche_id,
        reason=row.reason,
        reverses_id=latest_id,
        payment_id=row.payment_id,
    )
    _answer(session, actor, row, "approved", "")
    return act


def reject_claw_back_correction(
    session: Session,
    actor: Actor,
    *,
    proposal_id: int,
    reason: str,
    expected_version: int | None = None,
) -> ClawBackCorrection:
    """Turn the correction of a claw-back down, with a reason; nothing moves."""
    actor.must("reject_claw_back_correction")
    _must_say_why(reason)
    row = _waiting(session, actor, "reject_claw_back_correction", proposal_id, expected_version)
    _answer(session, actor, row, "rejected", reason)
    return row


def _returned(line_id: int, tranche_id: int | None, amount_fen: int) -> list[Entry]:
    """What a claw-back of that much writes on a line; with a minus sign, what takes it away
    again.
    """
    return [
        *(
            Entry(line_id, stage, -amount_fen, tranche_id)
            for stage in ("paid", "accepted", "obligated")
        ),
        Entry(line_id, "committed", -amount_fen),
        Entry(line_id, "returned", amount_fen, tranche_id),
    ]


def _move(session: Session, wrong: Act, payment_id: int) -> tuple[Undertaking, int, list[Entry]]:
    """The undertaking, the latest act on a claw-back of it, and the entries that move that to the
    line of a payment: none where it stands there already.
    """
    if wrong.kind != "claw_back":
        raise NoClawBack(act=wrong.id)
    payment, tranche, undertaking = payments.standing(session, payment_id)
    found = payments.moved(session, tranche.undertaking_id)
    one = found.claw_backs.get(wrong.id or 0)
    if one is None or one.tranche_id != payment.tranche_id or payment.first_id > one.act_id:
        raise NotItsPayment(tranche=tranche.code)
    if one.payment_id in payment.acts:
        raise NamedAlready
    stays = one.line_id == payment.line_id
    left_fen = payment.stated_fen - payment.named_fen if stays else payment.left_fen
    if one.amount_fen > left_fen:
        raise MoreThanPaid(left_fen=left_fen, asked_fen=one.amount_fen)
    if stays:
        return undertaking, one.latest_id, []
    return (
        undertaking,
        one.latest_id,
        [
            *_returned(one.line_id, tranche.id, -one.amount_fen),
            *_returned(payment.line_id, tranche.id, one.amount_fen),
        ],
    )


def _must_leave_room(session: Session, entries: list[Entry]) -> None:
    """What leaves a line again is promised there again: others may have used its room since."""
    for entry in entries:
        if entry.stage == "committed" and entry.amount_fen > 0:
            balance = book.line_balance(session, entry.line_id)
            room_fen = balance.appropriated_fen - balance.committed_fen
            if entry.amount_fen > room_fen:
                line = session.get_one(Line, entry.line_id)
                raise NoRoom(line=line.code, room_fen=room_fen, asked_fen=entry.amount_fen)


def _waiting(
    session: Session, actor: Actor, act: str, proposal_id: int, expected_version: int | None
) -> ClawBackCorrection:
    """The open proposal, locked, if the actor had no hand in it."""
    row = book.fetch(session, ClawBackCorrection, proposal_id, expected_version)
    if actor.hands & {row.proposed_by, row.proposed_for} - {None}:
        raise FourEyes(earlier="propose_claw_back_correction", act=act)
    if row.outcome != "open":
        raise WrongState(act=act, status=row.outcome)
    return row


def _answer(
    session: Session, actor: Actor, row: ClawBackCorrection, outcome: str, why: str
) -> None:
    row.outcome, row.why, row.version = outcome, why, row.version + 1
    row.decided_on, row.decided_by = clock.today(), actor.id
    session.add(row)
    act = "correct_claw_back" if outcome == "approved" else "reject_claw_back_correction"
    audit.record(session, actor, act, row, claw_back=row.act_id, payment=row.payment_id, reason=why)


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise NeedsReason
