"""Acts on budget lines and on money: appropriate, adjust, pay, correct, reverse, claw back."""

from datetime import date

from sqlmodel import Session, col, select

from fund import audit
from fund.access.actors import Actor
from fund.errors import N_, FundError, NeedsReason, NotFound
from fund.ledger import book
from fund.ledger.rules import SOURCES, CameBack, Entry, NoRoom, NotAccepted, NotReversible, positive
from fund.ledger.tables import Act, Line, LineBalance, Posting, Programme, Tranche, Undertaking
from fund.lifecycle import must_follow
from fund.money import currencies
from fund.plan.tables import Measure

REVERSIBLE = frozenset({"appropriate", "adjust", "pay"})
"""Acts undone by their mirror image; the others have acts of their own that undo them."""


class LineExists(FundError):
    """A line code is taken, or the programme has a line for that year and currency."""

    message = N_("Line {line} exists already.")


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
) -> Act:
    """Pay a tranche or deliverable, as far as it is accepted: 资金拨付."""
    actor.must("pay")
    tranche, undertaking = tranche_of(session, tranche_id)
    book.must_be_apart(session, actor, "pay", undertaking.id or 0)
    must_follow("pay", undertaking.status)
    line_id = _line_holding(session, undertaking, tranche, positive(amount_fen), "accepted", "paid")
    entries = [Entry(line_id, "paid", amount_fen, tranche_id)]
    act = book.post(
        session,
        actor,
        "pay",
        entries,
        undertaking=undertaking,
        tranche_id=tranche_id,
        occurred_on=occurred_on,
        reference=voucher,
    )
    audit.record(session, actor, "pay", act, tranche_id=tranche_id, amount_fen=amount_fen)
    return act


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
    wrong, posting = _payment(session, act_id)
    tranche, undertaking = tranche_of(session, posting.tranche_id or 0)
    book.must_be_apart(session, actor, "pay", undertaking.id or 0)
    sums = book.standing(session, undertaking.id or 0)
    accepted_fen, paid_fen = (
        sums.get((posting.line_id, tranche.id, stage), 0) for stage in ("accepted", "paid")
    )
    stated_fen = _stated(session, wrong)
    open_fen = accepted_fen - paid_fen + stated_fen
    if positive(right_amount_fen) > open_fen:
        raise NotAccepted(
            tranche=f"{undertaking.code}/{tranche.code}",
            open_fen=open_fen,
            asked_fen=right_amount_fen,
        )
    returned_fen = max(0, stated_fen - paid_fen)
    if right_amount_fen < returned_fen:
        raise CameBack(returned_fen=returned_fen)
    entries = [
        Entry(posting.line_id, "paid", returned_fen - stated_fen, tranche.id),
        Entry(posting.line_id, "paid", right_amount_fen - returned_fen, tranche.id),
    ]
    act = book.post(
        session,
        actor,
        "correct_payment",
        entries,
        undertaking=undertaking,
        tranche_id=tranche.id,
        reason=reason,
        reverses_id=wrong.id,
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
    if wrong.kind not in REVERSIBLE or _reversed(session, act_id):
        raise NotReversible(act=act_id)
    undertaking = None
    if wrong.undertaking_id is not None:
        undertaking = book.fetch(session, Undertaking, wrong.undertaking_id)
        book.must_be_apart(session, actor, "pay", wrong.undertaking_id)
        _must_not_have_come_back(session, wrong)
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


def claw_back(
    session: Session,
    actor: Actor,
    *,
    tranche_id: int,
    amount_fen: int,
    reason: str,
    occurred_on: date | None = None,
) -> Act:
    """Record money that came back as ineligible: 收回. It is no longer paid, accepted, obligated or
    committed.
    """
    actor.must("claw_back")
    _must_say_why(reason)
    tranche, undertaking = tranche_of(session, tranche_id)
    line_id = _line_holding(session, undertaking, tranche, positive(amount_fen), "paid")
    down = [
        Entry(line_id, stage, -amount_fen, tranche_id)
        for stage in ("paid", "accepted", "obligated")
    ]
    entries = [
        *down,
        Entry(line_id, "committed", -amount_fen),
        Entry(line_id, "returned", amount_fen, tranche_id),
    ]
    act = book.post(
        session,
        actor,
        "claw_back",
        entries,
        undertaking=undertaking,
        tranche_id=tranche_id,
        reason=reason,
        occurred_on=occurred_on,
    )
    audit.record(
        session,
        actor,
        "claw_back",
        act,
        tranche_id=tranche_id,
        amount_fen=amount_fen,
        reason=reason,
    )
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


def _reversed(session: Session, act_id: int) -> bool:
    return session.exec(select(Act.id).where(Act.reverses_id == act_id)).first() is not None


def _payment(session: Session, act_id: int) -> tuple[Act, Posting]:
    act = book.fetch(session, Act, act_id)
    posting = session.exec(
        select(Posting).where(
            Posting.act_id == act_id, Posting.stage == "paid", Posting.amount_fen > 0
        )
    ).first()
    if act.kind not in ("pay", "correct_payment") or posting is None or _reversed(session, act_id):
        raise NotReversible(act=act_id)
    return act, posting


def _stated(session: Session, payment: Act) -> int:
    """What a payment says was paid, in fen: its own amount, changed by the corrections down to
    it.
    """
    acts: list[int | None] = [payment.id]
    while payment.reverses_id is not None:
        payment = session.get_one(Act, payment.reverses_id)
        acts.append(payment.id)
    amounts = session.exec(
        select(Posting.amount_fen).where(col(Posting.act_id).in_(acts), Posting.stage == "paid")
    ).all()
    return sum(amounts)


def _must_not_have_come_back(session: Session, payment: Act) -> None:
    """A payment's mirror image would take back what came back already."""
    sums = book.standing(session, payment.undertaking_id or 0)
    for posting in session.exec(select(Posting).where(Posting.act_id == payment.id)).all():
        returned_fen = posting.amount_fen - sums.get(
            (posting.line_id, posting.tranche_id, "paid"), 0
        )
        if returned_fen > 0:
            raise CameBack(returned_fen=returned_fen)


def _line_holding(
    session: Session,
    undertaking: Undertaking,
    tranche: Tranche,
    asked_fen: int,
    stage: str,
    less: str = "",
) -> int:
    """The line on which the tranche has that much on a stage (less another), the present one first.

    After a carry-over a tranche may stand on two lines; each posting belongs to the line its money
    came from.
    """
    sums = book.standing(session, undertaking.id or 0)
    held = {
        line_id: (
            sums.get((line_id, tranche.id, stage), 0) - sums.get((line_id, tranche.id, less), 0)
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
