"""What two people do at a year's end, and how a month or a year is closed."""

import json
from datetime import date

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.closing import checklist
from fund.closing.rules import (
    KINDS_CLOSED,
    AmountMoved,
    ClosedAlready,
    Finding,
    NoteNeeded,
    NothingLeft,
    NotInOrder,
    NotThisKind,
    ProposedAlready,
    Superseded,
    YearNotOver,
    open_items,
    stops,
)
from fund.closing.tables import Closing, YearEnd
from fund.errors import FourEyes, NeedsReason, WrongState
from fund.ledger import book, carrying
from fund.ledger.rules import Entry, NothingUnpaid
from fund.ledger.tables import Act, Line, Undertaking
from fund.period import parse


def propose_carry_over(
    session: Session, actor: Actor, *, undertaking_id: int, to_line_id: int, reason: str = ""
) -> YearEnd:
    """Propose to move what an undertaking has not been paid to a later year's line: 结转. Nothing is
    posted until another person agrees.
    """
    actor.must("propose_carry_over")
    undertaking = book.fetch(session, Undertaking, undertaking_id)
    book.must_be_apart(session, actor, "propose_carry_over", undertaking_id)
    carrying.must_be_later(session, undertaking, to_line_id)
    amount_fen = carrying.unpaid_fen(session, undertaking)
    if not amount_fen:
        raise NothingUnpaid(undertaking=undertaking.code)
    _must_be_new(session, YearEnd.undertaking_id == undertaking_id)
    row = YearEnd(
        kind="carry_over",
        line_id=undertaking.line_id,
        undertaking_id=undertaking_id,
        to_line_id=to_line_id,
        amount_fen=amount_fen,
        reason=reason,
        proposed_on=clock.today(),
        proposed_by=actor.id,
        proposed_for=actor.behind("propose_carry_over"),
    )
    session.add(row)
    book.post(session, actor, "propose_carry_over", [], undertaking=undertaking, reason=reason)
    audit.record(
        session,
        actor,
        "propose_carry_over",
        row,
        undertaking=undertaking.code,
        to_line_id=to_line_id,
        amount_fen=amount_fen,
    )
    return row


def carry_over(
    session: Session, actor: Actor, *, proposal_id: int, expected_version: int | None = None
) -> Act:
    """Agree to a carry-over somebody else proposed: the unpaid rest moves to the later year's line.
    It is no spending.
    """
    actor.must("carry_over")
    row = _waiting(session, actor, proposal_id, expected_version, "carry_over")
    undertaking = book.fetch(session, Undertaking, row.undertaking_id or 0)
    book.must_be_apart(session, actor, "carry_over", undertaking.id or 0)
    now_fen = carrying.unpaid_fen(session, undertaking)
    if (now_fen, undertaking.line_id) != (row.amount_fen, row.line_id):
        raise AmountMoved(proposed_fen=row.amount_fen, now_fen=now_fen)
    act = carrying.carry_over(session, actor, undertaking, row.to_line_id or 0, row.reason)
    _decided(session, actor, row, "approved", "")
    return act


def propose_surplus(session: Session, actor: Actor, *, line_id: int, reason: str) -> YearEnd:
    """Propose to give back what a line of a year that is over has left: 结余."""
    actor.must("propose_surplus")
    if not reason.strip():
        raise NeedsReason
    line = book.fetch(session, Line, line_id)
    amount_fen = _left_fen(session, line)
    _must_be_new(session, YearEnd.line_id == line_id, YearEnd.kind == "surplus")
    row = YearEnd(
        kind="surplus",
        line_id=line_id,
        amount_fen=amount_fen,
        reason=reason,
        proposed_on=clock.today(),
        proposed_by=actor.id,
        proposed_for=actor.behind("propose_surplus"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "propose_surplus", row, line=line.code, amount_fen=amount_fen, reason=reason
    )
    return row


def return_surplus(
    session: Session, actor: Actor, *, proposal_id: int, expected_version: int | None = None
) -> Act:
    """Agree that a line's surplus is given back: its appropriation falls by what nobody was
    promised.
    """
    actor.must("return_surplus")
    row = _waiting(session, actor, proposal_id, expected_version, "surplus")
    now_fen = _left_fen(session, book.fetch(session, Line, row.line_id))
    if now_fen != row.amount_fen:
        raise AmountMoved(proposed_fen=row.amount_fen, now_fen=now_fen)
    act = book.post(
        session,
        actor,
        "return_surplus",
        [Entry(row.line_id, "appropriated", -row.amount_fen)],
        reason=row.reason,
    )
    _decided(session, actor, row, "approved", "")
    return act


def reject_year_end(
    session: Session,
    actor: Actor,
    *,
    proposal_id: int,
    reason: str,
    expected_version: int | None = None,
) -> YearEnd:
    """Turn a carry-over or a surplus down, with a reason; nothing moves."""
    actor.must("reject_year_end")
    if not reason.strip():
        raise NeedsReason
    row = _waiting(session, actor, proposal_id, expected_version, "")
    return _decided(session, actor, row, "rejected", reason)


def prepare_close(session: Session, actor: Actor, *, period: str, note: str = "") -> Closing:
    """Go through the checklist of a month or a year that is over and put it down, for somebody else
    to close.
    """
    actor.must("prepare_close")
    if parse(period).kind not in KINDS_CLOSED:
        raise NotThisKind(period=period)
    _must_be_open(session, period)
    found = checklist.findings(session, actor, parse(period))
    _must_be_in_order(period, found)
    if open_items(found) and not note.strip():
        raise NoteNeeded(count=open_items(found))
    row = Closing(
        period=period,
        found=json.dumps([finding._asdict() for finding in found]),
        note=note,
        prepared_on=clock.today(),
        prepared_by=actor.id,
        prepared_for=actor.behind("prepare_close"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "prepare_close", row, period=period, found=row.found, note=note)
    return row


def close(
    session: Session, actor: Actor, *, closing_id: int, expected_version: int | None = None
) -> Closing:
    """Close what another person prepared, if all that must be in order still is."""
    actor.must("close")
    row = book.fetch(session, Closing, closing_id, expected_version)
    if actor.hands & {row.prepared_by, row.prepared_for} - {None}:
        raise FourEyes(earlier="prepare_close", act="close")
    _must_be_open(session, row.period)
    if (
        session.exec(
            select(Closing.id).where(Closing.period == row.period, col(Closing.id) > closing_id)
        ).first()
        is not None
    ):
        raise Superseded
    _must_be_in_order(row.period, checklist.findings(session, actor, parse(row.period)))
    row.closed_on, row.closed_by, row.version = clock.today(), actor.id, row.version + 1
    session.add(row)
    audit.record(session, actor, "close", row, period=row.period)
    return row


def _must_be_open(session: Session, period: str) -> None:
    if (
        session.exec(
            select(Closing.id).where(Closing.period == period, col(Closing.closed_on).is_not(None))
        ).first()
        is not None
    ):
        raise ClosedAlready(period=period)


def _must_be_in_order(period: str, found: list[Finding]) -> None:
    missing = stops(found)
    if missing:
        raise NotInOrder(period=period, items=[checklist.words(item) for item in missing])


def _must_be_new(session: Session, *where: object) -> None:
    waiting = select(YearEnd.id).where(YearEnd.outcome == "open", *where)  # type: ignore[arg-type]
    if session.exec(waiting).first() is not None:
        raise ProposedAlready


def _waiting(
    session: Session, actor: Actor, proposal_id: int, expected_version: int | None, kind: str
) -> YearEnd:
    """The open proposal, locked, if the actor had no hand in it."""
    row = book.fetch(session, YearEnd, proposal_id, expected_version)
    act = (
        {"carry_over": "carry_over", "surplus": "return_surplus"}[row.kind]
        if kind
        else "reject_year_end"
    )
    if actor.hands & {row.proposed_by, row.proposed_for} - {None}:
        raise FourEyes(earlier=f"propose_{row.kind}", act=act)
    if row.outcome != "open" or kind not in ("", row.kind):
        raise WrongState(act=act, status=row.outcome)
    return row


def _decided(session: Session, actor: Actor, row: YearEnd, outcome: str, why: str) -> YearEnd:
    row.outcome, row.why, row.decided_on, row.decided_by, row.version = (
        outcome,
        why,
        clock.today(),
        actor.id,
        row.version + 1,
    )
    session.add(row)
    audit.record(
        session,
        actor,
        "decide_year_end",
        row,
        kind=row.kind,
        outcome=outcome,
        amount_fen=row.amount_fen,
        reason=why,
    )
    return row


def _left_fen(session: Session, line: Line) -> int:
    """What a line of a year that is over has left, in fen; refuses none."""
    last = date(line.fiscal_year, 12, 31)
    if clock.today() < last:
        raise YearNotOver(year=line.fiscal_year, line=line.code, day=last)
    balance = book.line_balance(session, line.id or 0)
    left_fen = balance.appropriated_fen - balance.committed_fen
    if left_fen <= 0:
        raise NothingLeft(line=line.code)
    return left_fen
