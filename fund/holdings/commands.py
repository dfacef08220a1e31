"""The dated facts of a holding: what others paid, units, events, breaches, valuations, and putting
them right.
"""

from datetime import date

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor, recorded
from fund.errors import FourEyes, NeedsReason, NotFound
from fund.holdings import reading, recording
from fund.holdings.rules import (
    BREACHES,
    CORRECTABLE,
    EARLY,
    EVENTS,
    FACTS,
    FIELDS,
    AboveToRemit,
    BeforeFirstPayment,
    NegativeAmount,
    NotCorrectable,
    one_of_words,
    sourced,
)
from fund.holdings.tables import CoInvestor, HoldingFact, HoldingMark, HoldingWord
from fund.ledger import book
from fund.ledger.rules import positive, whole
from fund.ledger.tables import Undertaking


def record_other_paid(
    session: Session,
    actor: Actor,
    *,
    co_investor_id: int,
    amount_fen: int,
    occurred_on: date,
    words: str = "",
    file_name: str = "",
    content: bytes = b"",
) -> HoldingFact:
    """Record what a co-investor paid in."""
    actor.must("record_other_paid")
    one = session.get(CoInvestor, co_investor_id)
    if one is None:
        raise NotFound(kind="co_investor", key=co_investor_id)
    return recording.note(
        session,
        actor,
        "record_other_paid",
        recording.held(session, one.undertaking_id),
        "other_paid",
        occurred_on,
        amount_fen=positive(amount_fen),
        co_investor_id=co_investor_id,
        words=words,
        sha256=recording.document(session, actor, file_name, content),
    )


def mark_holding(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    field: str,
    is_private: bool,
    is_early: bool,
    source: str,
    term_ends_on: date | None = None,
) -> HoldingMark:
    """Say what a holding is, as the evaluation of direction counts it, and where that was read; the
    latest mark counts.
    """
    actor.must("mark_holding")
    undertaking = recording.held(session, undertaking_id)
    row = HoldingMark(
        undertaking_id=undertaking_id,
        field=one_of_words(FIELDS, field),
        is_private=is_private,
        is_early=is_early,
        term_ends_on=term_ends_on or None,
        source=sourced(source),
        **recorded(actor, "mark_holding"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "mark_holding", row, holding=undertaking.code, field=field)
    return row


def record_units(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    units: int,
    occurred_on: date,
    words: str = "",
    file_name: str = "",
    content: bytes = b"",
) -> HoldingFact:
    """Record units received for what was paid."""
    actor.must("record_units")
    undertaking = recording.held(session, undertaking_id)
    _must_be_paid(session, undertaking, occurred_on)
    return recording.note(
        session,
        actor,
        "record_units",
        undertaking,
        "units",
        occurred_on,
        units=positive(units),
        words=words,
        sha256=recording.document(session, actor, file_name, content),
    )


def _must_be_paid(session: Session, undertaking: Undertaking, day: date) -> None:
    first = recording.stands(session, undertaking.id or 0).first_paid_on
    if first is None or day < first:
        raise BeforeFirstPayment(date=day, holding=undertaking.code)


def record_holding_event(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    kind: str,
    occurred_on: date,
    amount_fen: int = 0,
    words: str = "",
    file_name: str = "",
    content: bytes = b"",
) -> HoldingFact:
    """Record that the scheme was confirmed, the set-up completed, the sub-fund invested (in what,
    how much), a report came, or a note.
    """
    actor.must("record_holding_event")
    one_of_words({kind: FACTS[kind] for kind in EVENTS}, kind)
    if kind == "investment":
        positive(amount_fen)
    if kind in ("investment", "report", "note") and not words.strip():
        raise NeedsReason
    return recording.note(
        session,
        actor,
        "record_holding_event",
        recording.held(session, undertaking_id),
        kind,
        occurred_on,
        amount_fen=whole(amount_fen),
        words=words,
        sha256=recording.document(session, actor, file_name, content),
    )


def state_breach(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    ground: str,
    words: str,
    occurred_on: date | None = None,
    file_name: str = "",
    content: bytes = b"",
) -> HoldingFact:
    """State a breach: off policy, off the charter, or another; it is an alert from today."""
    actor.must("state_breach")
    one_of_words({ground: EARLY[ground] for ground in BREACHES}, ground)
    if not words.strip():
        raise NeedsReason
    return recording.note(
        session,
        actor,
        "state_breach",
        recording.held(session, undertaking_id),
        "breach",
        occurred_on or clock.today(),
        ground=ground,
        words=words,
        sha256=recording.document(session, actor, file_name, content),
    )


def end_breach(session: Session, actor: Actor, *, fact_id: int, words: str) -> HoldingFact:
    """Record that a breach is over, and how; who stated it does not."""
    actor.must("end_breach")
    if not words.strip():
        raise NeedsReason
    fact, undertaking = recording.fact_of(session, fact_id)
    if fact.kind != "breach":
        raise NotFound(kind="holding_fact", key=fact_id)
    book.must_be_apart(session, actor, "end_breach", undertaking.id or 0)
    return recording.note(
        session,
        actor,
        "end_breach",
        undertaking,
        "breach_end",
        clock.today(),
        words=words,
        ends_id=fact_id,
    )


def state_value(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    amount_fen: int,
    occurred_on: date,
    words: str = "",
    corrects_id: int | None = None,
    file_name: str = "",
    content: bytes = b"",
) -> HoldingFact:
    """State what a holding is worth on a day, with the document it rests on; it counts once another
    confirmed it.
    """
    actor.must("state_value")
    if whole(amount_fen) < 0:
        raise NegativeAmount
    undertaking = recording.held(session, undertaking_id)
    recording.past(occurred_on)
    _must_be_paid(session, undertaking, occurred_on)
    if corrects_id is not None:
        fact, of = recording.fact_of(session, corrects_id)
        if fact.kind != "value" or of.id != undertaking_id:
            raise NotCorrectable(kind=fact.kind)
        recording.must_count(session, fact)
    return recording.note(
        session,
        actor,
        "state_value",
        undertaking,
        "value",
        occurred_on,
        amount_fen=amount_fen,
        words=words,
        corrects_id=corrects_id,
        needed=1,
        sha256=recording.needed(recording.document(session, actor, file_name, content)),
    )


def confirm_value(session: Session, actor: Actor, *, fact_id: int) -> HoldingWord:
    """Confirm a valuation somebody else stated: from today it counts."""
    actor.must("confirm_value")
    return _said(session, actor, "confirm_value", "value", fact_id, "yes")


def reject_value(session: Session, actor: Actor, *, fact_id: int, reason: str) -> HoldingWord:
    """Turn a valuation down, with a reason."""
    actor.must("reject_value")
    return _said(session, actor, "reject_value", "value", fact_id, "no", reason)


def _said(
    session: Session,
    actor: Actor,
    act: str,
    kind: str,
    fact_id: int,
    verdict: str,
    reason: str = "",
) -> HoldingWord:
    if verdict == "no" and not reason.strip():
        raise NeedsReason
    fact, undertaking = recording.fact_of(session, fact_id)
    if fact.kind != kind:
        raise NotFound(kind="holding_fact", key=fact_id)
    if fact.stated_by in actor.hands:
        raise FourEyes(earlier="state_value", act=act)
    return recording.answer(session, actor, act, fact, undertaking, verdict, reason)


def correct_fact(
    session: Session,
    actor: Actor,
    *,
    fact_id: int,
    reason: str,
    amount_fen: int | None = None,
    units: int | None = None,
    occurred_on: date | None = None,
) -> HoldingFact:
    """Put a fact right by another that names it: what is not given stays. Earlier days keep what
    they knew. An amount of 0 says it never was.
    """
    actor.must("correct_fact")
    if not reason.strip():
        raise NeedsReason
    fact, undertaking = recording.fact_of(session, fact_id)
    if fact.kind not in CORRECTABLE:
        raise NotCorrectable(kind=fact.kind)
    recording.must_count(session, fact)
    right_fen = fact.amount_fen if amount_fen is None else whole(amount_fen)
    if right_fen < 0:
        raise NegativeAmount
    gain_fen = right_fen if fact.kind == "income" else 0
    made = recording.note(
        session,
        actor,
        "correct_fact",
        undertaking,
        fact.kind,
        occurred_on or fact.occurred_on,
        amount_fen=right_fen,
        gain_fen=gain_fen,
        units=fact.units if units is None else positive(units),
        co_investor_id=fact.co_investor_id,
        words=reason,
        corrects_id=fact_id,
    )
    _must_cover_remitted(session, undertaking)
    return made


def _must_cover_remitted(session: Session, undertaking: Undertaking) -> None:
    """Refuse what would leave more remitted than came back."""
    stands = recording.stands(session, undertaking.id or 0)
    terms = reading.terms(session, [undertaking.id or 0])[undertaking.id or 0]
    principal_fen, gain_fen = stands.to_remit(terms)
    if principal_fen < 0 or gain_fen < 0:
        raise AboveToRemit(
            principal_fen=max(0, principal_fen),
            gain_fen=max(0, gain_fen),
            asked_fen=-min(principal_fen, gain_fen),
        )
