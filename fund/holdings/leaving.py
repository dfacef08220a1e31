"""Leaving a holding: an exit proposed and approved, what it brought, income, and what goes to the
treasury.
"""

from datetime import date

from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.errors import FourEyes, NeedsReason, NotFound
from fund.holdings import reading, returns
from fund.holdings.recording import (
    agreed,
    answer,
    document,
    fact_of,
    held,
    needed,
    note,
    past,
    stands,
)
from fund.holdings.rules import (
    BASES,
    GROUNDS,
    AboveToRemit,
    BeforeFirstPayment,
    BelowFloor,
    BeyondApproval,
    CostAboveRemaining,
    NeedsCost,
    NeedsUnits,
    NeedsVoucher,
    NeedsWhatStays,
    NegativeAmount,
    NotApproved,
    UnitsAboveHeld,
    VoucherTaken,
    one_of_words,
)
from fund.holdings.standing import Fact, Standing
from fund.holdings.tables import HoldingFact, HoldingWord
from fund.ledger import book
from fund.ledger.rules import positive, whole
from fund.ledger.tables import Undertaking
from fund.milestones import commands as milestones
from fund.settings import values as settings


def propose_exit(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    ground: str,
    words: str,
    units: int | None = None,
    floor_fen: int = 0,
    basis: str = "appraisal",
    occurred_on: date | None = None,
    file_name: str = "",
    content: bytes = b"",
) -> HoldingFact:
    """Propose to leave, wholly or so many units, on a ground and with the document it rests on.
    Deciders approve, as many as for a commitment of the cost that would leave.
    """
    actor.must("propose_exit")
    one_of_words(GROUNDS, ground)
    one_of_words(BASES, basis)
    if not words.strip():
        raise NeedsReason
    if whole(floor_fen) < 0:
        raise NegativeAmount
    undertaking = held(session, undertaking_id)
    standing = stands(session, undertaking_id)
    if standing.first_paid_on is None:
        raise BeforeFirstPayment(date=clock.today(), holding=undertaking.code)
    if units is not None and positive(units) > standing.units:
        raise UnitsAboveHeld(holding=undertaking.code, held=standing.units, asked=units)
    cost_fen = standing.cost_left_fen
    if units is not None:
        cost_fen = returns.cost_leaving(cost_fen, units, standing.units)
    return note(
        session,
        actor,
        "propose_exit",
        undertaking,
        "proposal",
        occurred_on or clock.today(),
        amount_fen=floor_fen,
        units=units,
        ground=ground,
        basis=basis,
        words=words,
        needed=settings.deciders(session, cost_fen),
        sha256=needed(document(session, actor, file_name, content)),
    )


def approve_exit(session: Session, actor: Actor, *, fact_id: int) -> HoldingWord:
    """Approve an exit somebody else proposed. Once a whole exit is approved, what is not called yet
    goes free.
    """
    actor.must("approve_exit")
    fact, undertaking = _proposed(session, actor, fact_id, "approve_exit")
    made = answer(session, actor, "approve_exit", fact, undertaking, "yes")
    fact, undertaking = fact_of(session, fact_id)
    if fact.counts_on is not None and fact.units is None and undertaking.status == "active":
        balance = book.undertaking_balance(session, undertaking.id or 0)
        if balance.obligated_fen > balance.accepted_fen:
            milestones.terminate(
                session, actor, undertaking_id=undertaking.id or 0, reason=fact.words
            )
    return made


def reject_exit(session: Session, actor: Actor, *, fact_id: int, reason: str) -> HoldingWord:
    """Turn a proposed exit down, with a reason."""
    actor.must("reject_exit")
    if not reason.strip():
        raise NeedsReason
    fact, undertaking = _proposed(session, actor, fact_id, "reject_exit")
    return answer(session, actor, "reject_exit", fact, undertaking, "no", reason)


def _proposed(session: Session, actor: Actor, fact_id: int, act: str) -> tuple[Fact, Undertaking]:
    fact, undertaking = fact_of(session, fact_id)
    if fact.kind != "proposal":
        raise NotFound(kind="holding_fact", key=fact_id)
    if fact.stated_by in actor.hands:
        raise FourEyes(earlier="propose_exit", act=act)
    return fact, undertaking


def record_income(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    amount_fen: int,
    occurred_on: date,
    words: str = "",
    reference: str = "",
) -> HoldingFact:
    """Record a dividend or interest that came: no cost leaves for it, all of it is gain."""
    actor.must("record_income")
    undertaking = held(session, undertaking_id)
    first = stands(session, undertaking_id).first_paid_on
    if first is None or occurred_on < first:
        raise BeforeFirstPayment(date=occurred_on, holding=undertaking.code)
    return note(
        session,
        actor,
        "record_income",
        undertaking,
        "income",
        occurred_on,
        amount_fen=positive(amount_fen),
        gain_fen=amount_fen,
        words=words,
        reference=reference,
    )


def record_proceeds(
    session: Session,
    actor: Actor,
    *,
    proposal_id: int,
    amount_fen: int,
    occurred_on: date,
    units: int | None = None,
    cost_fen: int | None = None,
    stays_fen: int | None = None,
    words: str = "",
    reference: str = "",
) -> HoldingFact:
    """Record what an approved exit brought. The cost that leaves is the average one of the units
    (stated where there are none, all of it in a whole exit); principal, gain and loss follow.
    """
    actor.must("record_proceeds")
    proposal, undertaking = fact_of(session, proposal_id)
    standing = stands(session, undertaking.id or 0)
    if proposal.kind != "proposal" or proposal.counts_on is None:
        raise NotApproved(holding=undertaking.code)
    if whole(amount_fen) < 0 or whole(stays_fen or 0) < 0:
        raise NegativeAmount
    if occurred_on < (standing.first_paid_on or occurred_on):
        raise BeforeFirstPayment(date=occurred_on, holding=undertaking.code)
    past(occurred_on)
    values = exit_values(
        standing,
        undertaking,
        proposal,
        amount_fen,
        units=units,
        cost_fen=cost_fen,
        stays_fen=stays_fen,
    )
    values |= {"words": words, "reference": reference}
    return note(session, actor, "record_proceeds", undertaking, "exit", occurred_on, **values)


def exit_values(
    standing: Standing,
    undertaking: Undertaking,
    proposal: Fact,
    amount_fen: int,
    *,
    units: int | None,
    cost_fen: int | None,
    stays_fen: int | None,
) -> dict[str, object]:
    """What an approved exit is recorded with, in columns of HoldingFact."""
    leaves_fen = _cost_leaving(standing, undertaking, proposal, units, cost_fen)
    _must_be_approved(standing, proposal, units, amount_fen)
    is_whole = leaves_fen == standing.cost_left_fen and units in (None, standing.units)
    if not is_whole and stays_fen is None:
        raise NeedsWhatStays
    principal_fen, gain_fen, loss_fen = returns.split(amount_fen, leaves_fen)
    return {
        "amount_fen": amount_fen,
        "cost_fen": leaves_fen,
        "principal_fen": principal_fen,
        "gain_fen": gain_fen,
        "loss_fen": loss_fen,
        "stays_fen": 0 if is_whole else stays_fen,
        "units": units,
        "proposal_id": proposal.id,
    }


def _cost_leaving(
    standing: Standing,
    undertaking: Undertaking,
    proposal: Fact,
    units: int | None,
    cost_fen: int | None,
) -> int:
    left_fen = standing.cost_left_fen
    if cost_fen is not None and whole(cost_fen) > left_fen:
        raise CostAboveRemaining(holding=undertaking.code, left_fen=left_fen, asked_fen=cost_fen)
    if left_fen <= 0:
        raise CostAboveRemaining(holding=undertaking.code, left_fen=0, asked_fen=cost_fen or 0)
    if units is not None and positive(units) > standing.units:
        raise UnitsAboveHeld(holding=undertaking.code, held=standing.units, asked=units)
    if standing.units:
        if units is None or cost_fen is not None:
            raise NeedsUnits(holding=undertaking.code)
        return returns.cost_leaving(left_fen, units, standing.units)
    if cost_fen is not None:
        return positive(cost_fen)
    if proposal.units is None:
        return left_fen
    raise NeedsCost(holding=undertaking.code)


def _must_be_approved(
    standing: Standing, proposal: Fact, units: int | None, amount_fen: int
) -> None:
    gone = sum(one.units or 0 for one in standing.of("exit") if one.proposal_id == proposal.id)
    if proposal.units is not None and (units or 0) + gone > proposal.units:
        raise BeyondApproval(units=proposal.units, asked=(units or 0) + gone)
    if amount_fen < proposal.amount_fen:
        raise BelowFloor(floor_fen=proposal.amount_fen, asked_fen=amount_fen)


def remit(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    voucher: str,
    principal_fen: int = 0,
    gain_fen: int = 0,
    occurred_on: date | None = None,
) -> HoldingFact:
    """Record money sent to the treasury, 上缴国库, principal and gain apart, never above what came
    back of each; it counts once a supervisor confirmed it.
    """
    actor.must("remit")
    if not voucher.strip():
        raise NeedsVoucher
    if whole(principal_fen) < 0 or whole(gain_fen) < 0:
        raise NegativeAmount
    positive(principal_fen + gain_fen)
    undertaking = held(session, undertaking_id)
    for one in reading.facts(session, [undertaking_id])[undertaking_id]:
        if one.kind == "remittance" and one.reference == voucher.strip() and not one.is_refused:
            raise VoucherTaken(voucher=one.reference, holding=undertaking.code)
    must_be_there(session, undertaking, principal_fen, gain_fen, with_waiting=True)
    return note(
        session,
        actor,
        "remit",
        undertaking,
        "remittance",
        occurred_on or clock.today(),
        amount_fen=principal_fen + gain_fen,
        principal_fen=principal_fen,
        gain_fen=gain_fen,
        reference=voucher.strip(),
        needed=1,
    )


def must_be_there(
    session: Session,
    undertaking: Undertaking,
    principal_fen: int,
    gain_fen: int,
    *,
    with_waiting: bool,
) -> None:
    """Refuse to remit more than came back of either; what waits for a supervisor is spoken for."""
    key = undertaking.id or 0
    open_principal_fen, open_gain_fen = stands(session, key).to_remit(agreed(session, key))
    if with_waiting:
        for one in reading.facts(session, [key])[key]:
            if one.kind == "remittance" and one.counts_on is None and not one.is_refused:
                open_principal_fen -= one.principal_fen
                open_gain_fen -= one.gain_fen
    for asked_fen, open_fen in ((principal_fen, open_principal_fen), (gain_fen, open_gain_fen)):
        if asked_fen > max(0, open_fen):
            raise AboveToRemit(
                principal_fen=max(0, open_principal_fen),
                gain_fen=max(0, open_gain_fen),
                asked_fen=asked_fen,
            )


def confirm_remittance(session: Session, actor: Actor, *, fact_id: int) -> HoldingWord:
    """Confirm what finance recorded as sent to the treasury."""
    actor.must("confirm_remittance")
    fact, undertaking = _remitted(session, actor, fact_id, "confirm_remittance")
    must_be_there(session, undertaking, fact.principal_fen, fact.gain_fen, with_waiting=False)
    return answer(session, actor, "confirm_remittance", fact, undertaking, "yes")


def reject_remittance(session: Session, actor: Actor, *, fact_id: int, reason: str) -> HoldingWord:
    """Turn a remittance down, with a reason: it never counts."""
    actor.must("reject_remittance")
    if not reason.strip():
        raise NeedsReason
    fact, undertaking = _remitted(session, actor, fact_id, "reject_remittance")
    return answer(session, actor, "reject_remittance", fact, undertaking, "no", reason)


def _remitted(session: Session, actor: Actor, fact_id: int, act: str) -> tuple[Fact, Undertaking]:
    fact, undertaking = fact_of(session, fact_id)
    if fact.kind != "remittance":
        raise NotFound(kind="holding_fact", key=fact_id)
    if fact.stated_by in actor.hands:
        raise FourEyes(earlier="remit", act=act)
    return fact, undertaking
