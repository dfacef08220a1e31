"""Holdings entered, decided and signed as the ledger does it, and the dated facts beside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import FourEyes, NeedsReason, NotFound
from fund.holdings import reading, recording
from fund.holdings.rules import (
    BREACHES,
    CHANNELS,
    CORRECTABLE,
    EARLY,
    EVENTS,
    FACTS,
    FORMS,
    INVESTORS,
    AboveToRemit,
    BeforeFirstPayment,
    NegativeAmount,
    NotCorrectable,
    ShareAboveWhole,
    one_of_words,
)
from fund.holdings.tables import CoInvestor, Holding, HoldingFact, HoldingWord
from fund.ledger import book, undertakings
from fund.ledger.rules import INSTRUMENTS, positive, whole
from fund.ledger.tables import Act, Undertaking
from fund.ledger.undertakings import Terms
from fund.plan.commands import organisation_of
from fund.statements import write


class Beside(NamedTuple):
    """Somebody who subscribes beside the fund: name, kind (INVESTORS), fen."""

    name: str
    kind: str
    subscribed_fen: int


def enter(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    region_code: str,
    line_id: int,
    form: str,
    organisation_id: int = 0,
    new_name: str = "",
    new_identifier: str = "",
    **terms: Any,
) -> Undertaking:
    """Record a candidate, 拟投项目; the fund decides on it by itself, whoever recommended it.

    ``terms``: further columns of Holding: channel, recommended_by, field, is_private, is_early,
    fund_size_fen, single_percent, pays_after_others, rolls_over, term_ends_on, purpose.
    """
    actor.must("enter")
    one_of_words(FORMS, form)
    one_of_words(CHANNELS, terms.get("channel", "own"))
    if terms.get("channel") == "recommended" and not terms.get("recommended_by", "").strip():
        raise NeedsReason
    if not 0 <= terms.get("single_percent", 0) <= 100:
        raise ShareAboveWhole(percent=terms["single_percent"])
    if whole(terms.get("fund_size_fen", 0)) < 0:
        raise NegativeAmount
    organisation_id = organisation_of(
        session, actor, organisation_id, new_name, new_identifier, region_code
    )
    undertaking = undertakings.enter(
        session,
        actor,
        kind="holding",
        code=code,
        title=title,
        organisation_id=organisation_id,
        region_code=region_code,
        line_id=line_id,
        category=INSTRUMENTS["holding"],
    )
    write(session, Holding, undertaking_id=undertaking.id, form=form, **terms)
    return undertaking


def decide(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    amount_fen: int,
    scheme_confirmed_on: date | None = None,
    expected_version: int | None = None,
) -> Act:
    """Decide to invest, 投资决定: the amount is committed on the line; the day the scheme was
    confirmed stands beside it.
    """
    actor.must("decide")
    undertaking = recording.held(session, undertaking_id, expected_version)
    made = undertakings.commit(session, actor, "decide", undertaking, amount_fen, "awarded")
    if scheme_confirmed_on is not None:
        _beside(session, actor, made, "scheme", scheme_confirmed_on)
    return made


def sign(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    terms: list[Terms],
    others: Sequence[Beside] = (),
    set_up_on: date | None = None,
    expected_version: int | None = None,
) -> Act:
    """Sign what is subscribed, 认缴, by closings or as one part that is called on notice; what the
    others subscribed and the day it was set up stand beside it.
    """
    actor.must("sign")
    undertaking = recording.held(session, undertaking_id, expected_version)
    made = undertakings.sign(session, actor, undertaking, terms)
    for name, kind, subscribed_fen in others:
        one = _investor(session, actor, undertaking, name, kind)
        _beside(
            session,
            actor,
            made,
            "subscribed",
            clock.today(),
            amount_fen=positive(subscribed_fen),
            co_investor_id=one.id,
        )
    if set_up_on is not None:
        _beside(session, actor, made, "set_up", set_up_on)
    return made


def _beside(
    session: Session, actor: Actor, act: Act, kind: str, occurred_on: date, **values: Any
) -> HoldingFact:
    """A fact that belongs to an act of the ledger."""
    return write(
        session,
        HoldingFact,
        undertaking_id=act.undertaking_id or 0,
        kind=kind,
        occurred_on=recording.past(occurred_on),
        recorded_on=act.recorded_on,
        act_id=act.id or 0,
        stated_by=actor.id,
        stated_for=actor.behind(act.kind),
        **values,
    )


def _investor(
    session: Session, actor: Actor, undertaking: Undertaking, name: str, kind: str
) -> CoInvestor:
    if not name.strip():
        raise NeedsReason
    one_of_words(INVESTORS, kind)
    made = write(
        session,
        CoInvestor,
        undertaking_id=undertaking.id or 0,
        name=name.strip(),
        kind=kind,
        recorded_on=clock.today(),
    )
    audit.record(session, actor, "add_co_investor", made, undertaking=undertaking.code, kind=kind)
    return made


def add_co_investor(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    name: str,
    kind: str,
    subscribed_fen: int,
    occurred_on: date,
) -> HoldingFact:
    """Record somebody who subscribed beside the fund after it signed."""
    actor.must("add_co_investor")
    undertaking = recording.held(session, undertaking_id)
    one = _investor(session, actor, undertaking, name, kind)
    return recording.note(
        session,
        actor,
        "add_co_investor",
        undertaking,
        "subscribed",
        occurred_on,
        amount_fen=positive(subscribed_fen),
        co_investor_id=one.id,
    )


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
