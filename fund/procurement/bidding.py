"""The bids of a process: recorded as they come, opened after the deadline, judged by reviewers
without an interest, one of them to win.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, NeedsReason, NotFound, WrongState
from fund.ledger import book, undertakings
from fund.ledger.rules import InTheFuture, positive
from fund.ledger.tables import Undertaking
from fund.lifecycle import must_buy
from fund.plan.commands import organisation_of
from fund.plan.tables import Organisation
from fund.procurement import events, methods
from fund.procurement.rules import (
    LATE,
    METHODS,
    BeforeTheNotice,
    BidsAlready,
    EvaluatedAlready,
    Interested,
    NotClosedYet,
    NotDeclared,
    NotInFramework,
    OneWinner,
    TooFewBids,
    WrongBid,
)
from fund.procurement.tables import Bid, Contract, Process, ProcessContract, ProcessEvent


def record_bid(
    session: Session,
    actor: Actor,
    *,
    process_id: int,
    amount_fen: int,
    received_at: datetime,
    organisation_id: int | None = None,
    new_name: str = "",
    new_identifier: str = "",
    is_small_entity: bool = False,
) -> Bid:
    """Record a bid as it came in; what came after the deadline is kept and is not valid."""
    actor.must("record_bid")
    process = events.judged(session, actor, "record_bid", process_id)
    is_late = _came_late(process, received_at)
    supplier_id = organisation_of(
        session, actor, organisation_id or 0, new_name, new_identifier, process.region_code
    )
    _must_bid_once(session, process, supplier_id)
    bid = Bid(
        process_id=process_id,
        organisation_id=supplier_id,
        amount_fen=positive(amount_fen),
        currency=process.currency,
        received_at=received_at,
        status="disqualified" if is_late else "pending",
        reason=LATE if is_late else "",
        is_small_entity=is_small_entity,
    )
    session.add(bid)
    session.flush()
    events.note(
        session,
        actor,
        "record_bid",
        process,
        bid_id=bid.id,
        supplier_id=supplier_id,
        is_late=is_late,
    )
    return bid


def _came_late(process: Process, received_at: datetime) -> bool:
    """Whether a bid came after the deadline; refuses one of a day on which none can have come."""
    if received_at > clock.now():
        raise InTheFuture(date=received_at)
    day = received_at.astimezone(clock.BEIJING).date()
    if process.notice_on is None or day < process.notice_on:
        raise BeforeTheNotice(notice_on=process.notice_on)
    is_late = process.closes_at is not None and received_at > process.closes_at
    if process.status == "evaluation" and not is_late:
        # the bids are open: nothing that came in time is recorded now
        raise WrongState(act="record_bid", status=process.status)
    return is_late


def _must_bid_once(session: Session, process: Process, supplier_id: int) -> None:
    """One bid a supplier that stands; in a call-off, only suppliers of its framework."""
    supplier = session.get(Organisation, supplier_id)
    if supplier is None:
        raise NotFound(kind=N_("organisation"), key=supplier_id)
    known = select(Bid.id).where(Bid.organisation_id == supplier_id)
    if (
        session.exec(known.where(Bid.process_id == process.id, Bid.status != "withdrawn")).first()
        is not None
    ):
        raise BidsAlready(supplier=supplier.name)
    if (
        process.framework_id
        and session.exec(
            known.where(Bid.process_id == process.framework_id, col(Bid.is_winner))
        ).first()
        is None
    ):
        raise NotInFramework(supplier=supplier.name)


def withdraw_bid(session: Session, actor: Actor, *, bid_id: int, reason: str) -> Bid:
    """Record that a bidder took its bid back before the bids were opened, from its letter."""
    actor.must("record_bid")
    if not reason.strip():
        raise NeedsReason
    bid = book.fetch(session, Bid, bid_id)
    process = book.fetch(session, Process, bid.process_id)
    must_buy("withdraw_bid", process.status)
    return _judge(session, actor, "record_bid", process, bid, "withdrawn", reason)


def open_bids(
    session: Session, actor: Actor, *, process_id: int, expected_version: int | None = None
) -> Process:
    """Open the bids after the deadline: from here on their prices are seen."""
    actor.must("open_bids")
    process = events.judged(session, actor, "open_bids", process_id, expected_version)
    if process.closes_at is None or process.closes_at > clock.now():
        raise NotClosedYet(
            moment=(
                f"{process.closes_at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
                if process.closes_at
                else ""
            )
        )
    events.note(
        session,
        actor,
        "open_bids",
        process,
        status="evaluation",
        bids=len(_competing(session, process_id)),
    )
    return process


def declare_interest(
    session: Session, actor: Actor, *, process_id: int, has_interest: bool, comment: str = ""
) -> ProcessEvent:
    """Say whether one has an interest in any of the bidders; who has says which, and takes no
    part.
    """
    actor.must("declare_interest")
    if has_interest and not comment.strip():
        raise NeedsReason
    process = events.judged(session, actor, "declare_interest", process_id)
    return events.note(
        session, actor, "declare_interest", process, reason=comment, has_interest=has_interest
    )


def disqualify_bid(session: Session, actor: Actor, *, bid_id: int, reason: str) -> Bid:
    """Take a bid out of the competition, with the reason."""
    actor.must("disqualify_bid")
    if not reason.strip():
        raise NeedsReason
    bid = book.fetch(session, Bid, bid_id)
    process = events.judged(session, actor, "disqualify_bid", bid.process_id)
    _must_be_free(session, actor, process)
    return _judge(session, actor, "disqualify_bid", process, bid, "disqualified", reason)


def _judge(
    session: Session, actor: Actor, act: str, process: Process, bid: Bid, status: str, reason: str
) -> Bid:
    if bid.status != "pending":
        raise WrongBid
    bid.status, bid.reason = status, reason
    bid.version += 1
    session.add(bid)
    events.note(session, actor, act, process, reason=reason, bid_id=bid.id, bid_status=status)
    return bid


def _must_be_free(session: Session, actor: Actor, process: Process) -> None:
    """Refuse the evaluation to whoever declared an interest, or nothing, and once it is done."""
    if process.evaluated_on is not None:
        raise EvaluatedAlready
    said = session.exec(
        select(ProcessEvent.facts).where(
            ProcessEvent.process_id == process.id,
            ProcessEvent.kind == "declare_interest",
            events.by_hand_of(actor),
        )
    ).all()
    if not said:
        raise NotDeclared
    if any('"has_interest": true' in facts for facts in said):
        raise Interested


def evaluate(
    session: Session,
    actor: Actor,
    *,
    process_id: int,
    bid_ids: list[int],
    reason: str,
    is_excepted: bool = False,
    expected_version: int | None = None,
) -> Process:
    """Name the bid that wins, or the bids of a framework, with the reasons; the contract to be
    awarded is entered.

    With fewer valid bids than the method takes the process is unsuccessful; ``is_excepted`` claims
    the case its rule excepts.
    """
    actor.must("evaluate")
    if not reason.strip():
        raise NeedsReason
    process = events.judged(session, actor, "evaluate", process_id, expected_version)
    _must_be_free(session, actor, process)
    bids = {bid.id: bid for bid in _competing(session, process_id)}
    _must_suffice(session, process, len(bids), is_excepted=is_excepted)
    if not bid_ids or (len(set(bid_ids)) > 1 and not process.is_framework):
        raise OneWinner
    if not set(bid_ids) <= set(bids):
        raise WrongBid
    for bid in bids.values():
        bid.status, bid.is_winner = "valid", bid.id in bid_ids
        bid.version += 1
        session.add(bid)
    process.evaluated_on = clock.today()
    events.note(
        session,
        actor,
        "evaluate",
        process,
        reason=reason,
        winners=sorted(set(bid_ids)),
        valid=len(bids),
        is_excepted=is_excepted,
    )
    if not process.is_framework:
        _propose(session, actor, process, bids[bid_ids[0]], len(bids))
    return process


def _competing(session: Session, process_id: int) -> list[Bid]:
    return list(
        session.exec(
            select(Bid)
            .where(Bid.process_id == process_id, Bid.status == "pending")
            .order_by(col(Bid.id))
        ).all()
    )


def _must_suffice(session: Session, process: Process, count: int, *, is_excepted: bool) -> None:
    found = methods.method(session, process.method)
    least = (
        1 if process.framework_id else found.least_excepted if is_excepted else found.least_bidders
    )
    if count < least:
        raise TooFewBids(
            count=count, method=METHODS[process.method], least=least, basis=found.basis_zh
        )


def _propose(
    session: Session, actor: Actor, process: Process, bid: Bid, bidders: int
) -> Undertaking:
    """Enter the contract that is to be awarded to the winner; the officer who planned it answers
    for its evidence later.
    """
    planner = session.exec(
        select(ProcessEvent.actor_id).where(
            ProcessEvent.process_id == process.id, ProcessEvent.kind == "plan_procurement"
        )
    ).one()
    undertaking = undertakings.enter(
        session,
        actor,
        kind="contract",
        code=process.code,
        title=process.title,
        organisation_id=bid.organisation_id,
        region_code=process.region_code,
        line_id=process.line_id,
        category=process.category,
    )
    undertaking.entered_by = planner
    key = undertaking.id or 0
    session.add_all(
        (
            undertaking,
            Contract(
                undertaking_id=key,
                ocid=process.ocid,
                method=process.method,
                tendered_on=process.notice_on,
                bidders=bidders,
            ),
            ProcessContract(undertaking_id=key, process_id=process.id or 0, bid_id=bid.id),
        )
    )
    audit.record(session, actor, "evaluate", undertaking, bid_id=bid.id, amount_fen=bid.amount_fen)
    return undertaking
