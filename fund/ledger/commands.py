"""Acts on budget lines and on money: appropriate, adjust, pay, correct, reverse."""

from datetime import date
from types import FunctionType

from sqlmodel import Session, col, select

from fund import audit, house
from fund.access.actors import Actor
from fund.errors import N_, FundError, NeedsReason, NotFound
from fund.ledger import accounts, book, payments
from fund.ledger.rules import SOURCES, CameBack, Entry, NoRoom, NotAccepted, NotReversible, positive
from fund.ledger.tables import Act, Line, LineBalance, Posting, Programme, Tranche, Undertaking
from fund.lifecycle import must_follow
from fund.money import currencies
from fund.plan.tables import Measure

REVERSIBLE = frozenset({"appropriate", "adjust", "pay"})
"""Acts undone by their mirror image; the others have acts of their own that undo them."""


PUT_RIGHT = frozenset({"pay", "correct_payment"})
"""Payments that are corrected; one brought in from the office's workbook stays as it was."""


class LineExists(FundError):
    """A line code is taken, or the programme has a line for that year and currency."""

    message = N_("Line {line} exists already.")


class NeedsVoucherOrReason(FundError):
    """A payment has a voucher, or a reason why there is none."""

    message = N_("Give the number of the voucher, or the reason why there is none; one of the two.")


class UnknownWord(FundError):
    """A code that is not in its list."""

    message = N_("“{value}” is not a known {kind}.")


def open_line(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    measure: str,
    source: str,
    fiscal_year: int,
    currency: str = "CNY",
    programme_code: str = "",
) -> Line:
    """Open a budget line, and its programme when that is new."""
    actor.must("open_line")
    if source not in SOURCES:
        raise UnknownWord(kind=N_("source"), value=source)
    if currency not in currencies():
        raise UnknownWord(kind=N_("currency"), value=currency)
    if session.get(Measure, measure) is None:
        raise UnknownWord(kind=N_("measure"), value=measure)
    programme_code = programme_code or code
    programme = session.exec(select(Programme).where(Programme.code == programme_code)).first()
    if programme is None:
        programme = Programme(code=programme_code, title=title, measure=measure, source=source)
        session.add(programme)
        session.flush()
    elif (programme.measure, programme.source) != (measure, source):
        raise LineExists(line=programme_code)
    taken = session.exec(
        select(Line.id).where(
            (Line.code == code)
            | (
                (Line.programme_id == programme.id)
                & (Line.fiscal_year == fiscal_year)
                & (Line.currency == currency)
            )
        )
    ).first()
    if taken is not None:
        raise LineExists(line=code)
    line = Line(
        code=code, programme_id=programme.id or 0, fiscal_year=fiscal_year, currency=currency
    )
    session.add(line)
    session.flush()
    audit.record(session, actor, "open_line", line, code=code, measure=measure, source=source)
    return line


def appropriate(
    session: Session,
    actor: Actor,
    *,
    line_id: int,
    amount_fen: int,
    occurred_on: date | None = None,
    reason: str = "",
    recorded_on: date | None = None,
) -> Act:
    """Issue budget to a line: 预算下达. No cash moves."""
    actor.must("appropriate")
    book.line_balance(session, line_id)
    entries = [Entry(line_id, "appropriated", positive(amount_fen))]
    act = book.post(
        session,
        actor,
        "appropriate",
        entries,
        recorded_on=recorded_on,
        occurred_on=occurred_on,
        reason=reason,
    )
    audit.record(session, actor, "appropriate", act, line_id=line_id, amount_fen=amount_fen)
    return act


def adjust(session: Session, actor: Actor, *, line_id: int, change_fen: int, reason: str) -> Act:
    """Raise or lower a line's budget: 预算调整; never below what is committed."""
    actor.must("adjust")
    _must_say_why(reason)
    balance = book.line_balance(session, line_id)
    room_fen = balance.appropriated_fen - balance.committed_fen
    if change_fen == 0 or -change_fen > room_fen:
        raise NoRoom(line=_line(session, line_id).code, room_fen=room_fen, asked_fen=-change_fen)
    act = book.post(
        session, actor, "adjust", [Entry(line_id, "appropriated", change_fen)], reason=reason
    )
    audit.record(
        session, actor, "adjust", act, line_id=line_id, change_fen=change_fen, reason=reason
    )
    return act


def pay(
    session: Session,
    actor: Actor,
    *,
    tranche_id: int,
    amount_fen: int,
    occurred_on: date | None = None,
    voucher: str = "",
    without: str = "",
    account_id: int | None = None,
    line_id: int | None = None,
) -> Act:
    """Pay a tranche or deliverable, as far as it is accepted: 资金拨付. It has the number of its
    voucher, or says why there is none. ``account_id`` and ``line_id`` are what was looked at
    before (fund.ledger.paying): another one by now is refused.
    """
    actor.must("pay")
    tranche, undertaking = tranche_of(session, tranche_id)
    book.must_be_apart(session, actor, "pay", undertaking.id or 0)
    must_follow("pay", undertaking.status)
    must_have_voucher(voucher, without)
    from_id = line_holding(session, undertaking, tranche, positive(amount_fen))
    known = accounts.in_force(session, undertaking.id or 0)
    if known is None:
        raise accounts.NoAccount(undertaking=undertaking.code)
    if account_id not in (None, known[0]) or line_id not in (None, from_id):
        raise accounts.AccountChanged(undertaking=undertaking.code)
    _ask_rooms(session, undertaking, amount_fen)
    entries = [Entry(from_id, "paid", amount_fen, tranche_id)]
    act = book.post(
        session,
        actor,
        "pay",
        entries,
        undertaking=undertaking,
        tranche_id=tranche_id,
        occurred_on=occurred_on,
        reason=without.strip(),
        reference=voucher.strip(),
    )
    audit.record(session, actor, "pay", act, tranche_id=tranche_id, amount_fen=amount_fen)
    return act


def must_have_voucher(voucher: str, without: str) -> None:
    """Refuse a payment that says neither its voucher nor why there is none, or both."""
    if bool(voucher.strip()) == bool(without.strip()):
        raise NeedsVoucherOrReason


def _ask_rooms(session: Session, undertaking: Undertaking, more_fen: int) -> None:
    """Let every room refuse that so much more is paid."""
    for place in house.BEFORE_PAYING:
        house.at(place, FunctionType)(session, undertaking, more_fen)


def correct_payment(
    session: Session, actor: Actor, *, act_id: int, right_amount_fen: int, reason: str
) -> Act:
    """Put a payment right, on the day the mistake is found: the old amount back, the right one
    anew.

    What came back of it since is not moved again; the right amount is what was paid, that part
    included.
    """
    actor.must("correct_payment")
    _must_say_why(reason)
    wrong, tranche, undertaking = _payment(session, act_id)
    book.must_be_apart(session, actor, "pay", undertaking.id or 0)
    sums = book.standing(session, undertaking.id or 0)
    accepted_fen, paid_fen = (
        sums.get((wrong.line_id, tranche.id, stage), 0) for stage in ("accepted", "paid")
    )
    open_fen = accepted_fen - paid_fen + wrong.stated_fen
    if positive(right_amount_fen) > open_fen:
        raise NotAccepted(
            tranche=f"{undertaking.code}/{tranche.code}",
            open_fen=open_fen,
            asked_fen=right_amount_fen,
        )
    returned_fen = wrong.came_back_fen
    if right_amount_fen < returned_fen:
        raise CameBack(returned_fen=returned_fen)
    if right_amount_fen > wrong.stated_fen:
        _ask_rooms(session, undertaking, right_amount_fen - wrong.stated_fen)
    entries = [
        Entry(wrong.line_id, "paid", returned_fen - wrong.stated_fen, tranche.id),
        Entry(wrong.line_id, "paid", right_amount_fen - returned_fen, tranche.id),
    ]
    act = book.post(
        session,
        actor,
        "correct_payment",
        entries,
        undertaking=undertaking,
        tranche_id=tranche.id,
        reason=reason,
        reverses_id=wrong.act_id,
    )
    audit.record(
        session,
        actor,
        "correct_payment",
        act,
        corrects=act_id,
        right_amount_fen=right_amount_fen,
        reason=reason,
    )
    return act


def reverse(session: Session, actor: Actor, *, act_id: int, reason: str) -> Act:
    """Undo an appropriation, an adjustment or a payment by its mirror image, today."""
    actor.must("reverse")
    _must_say_why(reason)
    wrong = book.fetch(session, Act, act_id)
    later = select(Act.id).where(Act.reverses_id == act_id)
    if wrong.kind not in REVERSIBLE or session.exec(later).first() is not None:
        raise NotReversible(act=act_id)
    undertaking = None
    if wrong.undertaking_id is not None:
        payment, _tranche, undertaking = payments.standing(session, act_id)
        book.must_be_apart(session, actor, "pay", wrong.undertaking_id)
        if payment.came_back_fen:  # its mirror image would take that back once more
            raise CameBack(returned_fen=payment.came_back_fen)
    postings = session.exec(
        select(Posting).where(Posting.act_id == act_id).order_by(col(Posting.id))
    ).all()
    for line_id in sorted({posting.line_id for posting in postings}):
        _must_leave_room(
            session,
            line_id,
            sum(
                p.amount_fen for p in postings if p.line_id == line_id and p.stage == "appropriated"
            ),
        )
    entries = [Entry(p.line_id, p.stage, -p.amount_fen, p.tranche_id) for p in postings]
    act = book.post(
        session,
        actor,
        "reverse",
        entries,
        undertaking=undertaking,
        tranche_id=wrong.tranche_id,
        reason=reason,
        reverses_id=act_id,
    )
    audit.record(session, actor, "reverse", act, reverses=act_id, reason=reason)
    return act


def tranche_of(session: Session, tranche_id: int) -> tuple[Tranche, Undertaking]:
    """A tranche with its undertaking, both locked."""
    tranche = book.fetch(session, Tranche, tranche_id)
    return tranche, book.fetch(session, Undertaking, tranche.undertaking_id)


def _line(session: Session, line_id: int) -> Line:
    line = session.get(Line, line_id)
    if line is None:
        raise NotFound(kind=N_("line"), key=line_id)
    return line


def _must_leave_room(session: Session, line_id: int, leaving_fen: int) -> None:
    balance: LineBalance = book.line_balance(session, line_id)
    room_fen = balance.appropriated_fen - balance.committed_fen
    if leaving_fen > room_fen:
        raise NoRoom(line=_line(session, line_id).code, room_fen=room_fen, asked_fen=leaving_fen)


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise NeedsReason


def _payment(session: Session, act_id: int) -> tuple[payments.Payment, Tranche, Undertaking]:
    try:
        found = payments.standing(session, act_id)
    except payments.NoPayment:
        raise NotReversible(act=act_id) from None
    if found[0].kind not in PUT_RIGHT:
        raise NotReversible(act=act_id)
    return found


def line_holding(
    session: Session, undertaking: Undertaking, tranche: Tranche, asked_fen: int
) -> int:
    """The line on which the tranche has that much accepted and unpaid, the present one first.

    After a carry-over a tranche may stand on two lines; each posting belongs to the line its money
    came from.
    """
    sums = book.standing(session, undertaking.id or 0)
    held = {
        line_id: (
            sums.get((line_id, tranche.id, "accepted"), 0)
            - sums.get((line_id, tranche.id, "paid"), 0)
        )
        for line_id, tranche_id, _stage in sums
        if tranche_id == tranche.id
    }
    for line_id in sorted(held, key=lambda line_id: (line_id != undertaking.line_id, line_id)):
        if held[line_id] >= asked_fen:
            return line_id
    open_fen = max(held.values(), default=0)
    raise NotAccepted(
        tranche=f"{undertaking.code}/{tranche.code}", open_fen=open_fen, asked_fen=asked_fen
    )
