"""Holdings entered, decided and signed as the ledger does it, and who subscribes beside it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypedDict, Unpack

from sqlmodel import Session

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import NeedsReason
from fund.holdings import recording
from fund.holdings.rules import (
    CHANNELS,
    FORMS,
    INVESTORS,
    NegativeAmount,
    NotInRenminbi,
    ShareAboveWhole,
    one_of_words,
)
from fund.holdings.tables import CoInvestor, Holding, HoldingFact
from fund.ledger import undertakings
from fund.ledger.accounts import Account
from fund.ledger.rules import INSTRUMENTS, positive, whole
from fund.ledger.tables import Act, Line, Undertaking
from fund.ledger.undertakings import Terms
from fund.money import RENMINBI
from fund.plan.commands import organisation_of
from fund.statements import write


class Agreed(TypedDict, total=False):
    """What may be said of a candidate beside its form, in columns of Holding."""

    channel: str
    recommended_by: str
    field: str
    is_private: bool
    is_early: bool
    fund_size_fen: int
    single_percent: int
    pays_after_others: bool
    rolls_over: bool
    term_ends_on: date | None
    purpose: str


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
    **terms: Unpack[Agreed],
) -> Undertaking:
    """Record a candidate, 拟投项目; the fund decides on it by itself, whoever recommended it."""
    actor.must("enter")
    one_of_words(FORMS, form)
    one_of_words(CHANNELS, terms.get("channel", "own"))
    if terms.get("channel") == "recommended" and not terms.get("recommended_by", "").strip():
        raise NeedsReason
    if not 0 <= terms.get("single_percent", 0) <= 100:
        raise ShareAboveWhole(percent=terms["single_percent"])
    if whole(terms.get("fund_size_fen", 0)) < 0:
        raise NegativeAmount
    line = session.get(Line, line_id)
    if line is not None and line.currency != RENMINBI:
        raise NotInRenminbi(line=line.code, currency=line.currency)
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
    account: Account | None = None,
    others: Sequence[Beside] = (),
    set_up_on: date | None = None,
    expected_version: int | None = None,
) -> Act:
    """Sign what is subscribed, 认缴, by closings or as one part that is called on notice; what the
    others subscribed and the day it was set up stand beside it.
    """
    actor.must("sign")
    undertaking = recording.held(session, undertaking_id, expected_version)
    made = undertakings.sign(session, actor, undertaking, terms, account)
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
    session: Session, actor: Actor, act: Act, kind: str, occurred_on: date, **values: object
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
