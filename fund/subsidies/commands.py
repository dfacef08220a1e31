"""Subsidies from their entry to the last statement: entered with their terms, decided and signed by
the ledger's acts, what loan or policy was, and what of it is left out.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.errors import NeedsReason
from fund.ledger import book, undertakings
from fund.ledger.accounts import Account
from fund.ledger.rules import InTheFuture, positive, whole
from fund.ledger.tables import Act, Undertaking
from fund.lifecycle import must_follow
from fund.plan.commands import organisation_of
from fund.statements import write
from fund.subsidies import rules
from fund.subsidies.rules import Fact, Terms
from fund.subsidies.tables import Subsidy, SubsidyFact

LEFT_FREE = ("declined", "withdrawn", "cancelled")
"""States in which an undertaking no longer holds its contract."""


def enter(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    region_code: str,
    line_id: int,
    instrument: str,
    contract_number: str,
    lender: str,
    loan_fen: int,
    first_day: date,
    last_day: date,
    method: str = "share",
    share: int = 0,
    points: int = 0,
    day_base: int = 365,
    organisation_id: int = 0,
    new_name: str = "",
    new_identifier: str = "",
) -> Undertaking:
    """Record what is asked for with the terms it would have; share, points in millionths."""
    actor.must("enter")
    rules.must_be_terms(Terms(instrument, method, share, points, day_base, first_day, last_day))
    key = _new_key(session, instrument, contract_number, lender)
    undertaking = undertakings.enter(
        session,
        actor,
        kind="subsidy",
        code=code,
        title=title,
        organisation_id=organisation_of(
            session, actor, organisation_id, new_name, new_identifier, region_code
        ),
        region_code=region_code,
        line_id=line_id,
        category="subsidy",
    )
    row = write(
        session,
        Subsidy,
        undertaking_id=undertaking.id,
        instrument=instrument,
        method=method,
        share=share if method == "share" else 0,
        points=points if method == "points" else 0,
        day_base=day_base,
        first_day=first_day,
        last_day=last_day,
        contract_number=unicodedata.normalize("NFKC", contract_number).strip(),
        contract_key=key,
        lender=lender.strip(),
        loan_fen=positive(loan_fen),
        entered_on=clock.today(),
    )
    audit.record(session, actor, "enter", row, code=code, contract=row.contract_number)
    return undertaking


def _new_key(session: Session, instrument: str, number: str, lender: str) -> str:
    """The contract's number as it is compared, if nothing else is subsidised under it."""
    key = rules.contract_key(number)
    if not key:
        raise rules.NoContractNumber
    if not lender.strip():
        raise rules.NoLender
    held = session.exec(
        select(Undertaking.code)
        .join(Subsidy, col(Subsidy.undertaking_id) == Undertaking.id)
        .where(
            Subsidy.contract_key == key,
            Subsidy.instrument == instrument,
            col(Undertaking.status).not_in(LEFT_FREE),
        )
    ).first()
    if held is not None:
        raise rules.LoanSubsidisedAlready(contract=number.strip(), code=held)
    return key


def decide(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    amount_fen: int,
    expected_version: int | None = None,
) -> Act:
    """Decide for the fund: at most this much is committed on the line."""
    actor.must("decide")
    undertaking, _subsidy = of(session, undertaking_id, expected_version)
    return undertakings.commit(session, actor, "decide", undertaking, amount_fen, "awarded")


def sign(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    cap_fen: int,
    promised_on: date,
    account: Account | None = None,
    expected_version: int | None = None,
) -> Act:
    """Sign the agreement: its one part is the cap, promised for the last day of payment."""
    actor.must("sign")
    undertaking, subsidy = of(session, undertaking_id, expected_version)
    terms = undertakings.Terms(rules.PART[subsidy.instrument], cap_fen, promised_on)
    return undertakings.sign(session, actor, undertaking, [terms], account)


def of(
    session: Session, undertaking_id: int, expected_version: int | None = None
) -> tuple[Undertaking, Subsidy]:
    """A subsidy with its undertaking, locked; refuses what is none."""
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    subsidy = session.get(Subsidy, undertaking_id)
    if subsidy is None:
        raise rules.NotSubsidy(undertaking=undertaking.code)
    return undertaking, subsidy


def terms_of(subsidy: Subsidy) -> Terms:
    """Its terms as the computation takes them."""
    return Terms(*(getattr(subsidy, name) for name in Terms._fields))


def state_loan(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    kind: str,
    starts_on: date,
    amount_fen: int,
    file_name: str,
    content: bytes,
    ends_on: date | None = None,
    rate: int = 0,
    words: str = "",
    corrects_id: int | None = None,
) -> SubsidyFact:
    """State from a bank's or an insurer's paper: principal and rate (millionths) of days
    [starts_on, ends_on), overdue principal to leave out, a premium paid or given back on a day.
    """
    actor.must("state_loan")
    if kind == "off_purpose" or kind not in rules.KINDS:
        raise rules.NotOfThisKind(fact=kind)
    kept = attachments.keep(session, actor, file_name=file_name, content=content)
    fact = Fact(kind, starts_on, ends_on, whole(amount_fen), rate)
    return _state(
        session, actor, "state_loan", undertaking_id, fact, words, kept.sha256, corrects_id
    )


def find_off_purpose(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    starts_on: date,
    amount_fen: int,
    words: str,
    ends_on: date | None = None,
    file_name: str = "",
    content: bytes = b"",
    corrects_id: int | None = None,
) -> SubsidyFact:
    """Record the finding that part of a loan served another purpose: it is left out of those days;
    what was settled for them is computed anew, and what was paid too much is to be claimed back.
    """
    actor.must("find_off_purpose")
    if not words.strip():
        raise NeedsReason
    kept = (
        attachments.keep(session, actor, file_name=file_name, content=content) if content else None
    )
    fact = Fact("off_purpose", starts_on, ends_on, whole(amount_fen))
    sha256 = kept.sha256 if kept else None
    return _state(
        session, actor, "find_off_purpose", undertaking_id, fact, words, sha256, corrects_id
    )


def _state(
    session: Session,
    actor: Actor,
    act: str,
    undertaking_id: int,
    fact: Fact,
    words: str,
    sha256: str | None,
    corrects_id: int | None,
) -> SubsidyFact:
    undertaking, subsidy = of(session, undertaking_id)
    must_follow(act, undertaking.status)
    _must_fit(session, subsidy, fact, corrects_id)
    made = SubsidyFact(
        undertaking_id=undertaking_id,
        **fact._asdict(),
        words=words.strip(),
        sha256=sha256,
        corrects_id=corrects_id,
        recorded_on=clock.today(),
        stated_by=actor.id,
        stated_for=actor.behind(act),
    )
    session.add(made)
    session.flush()
    book.post(
        session, actor, act, [], undertaking=undertaking, reason=words, reference=sha256 or ""
    )
    audit.record(session, actor, act, made, undertaking=undertaking.code, **fact._asdict())
    return made


def _must_fit(session: Session, subsidy: Subsidy, fact: Fact, corrects_id: int | None) -> None:
    """Refuse a statement of another kind of subsidy, of days to come, above the loan, or of days
    that have a principal already.
    """
    is_loan = fact.kind in rules.OF_LOANS
    if is_loan != (subsidy.instrument == "interest"):
        raise rules.NotOfThisKind(fact=rules.KINDS[fact.kind])
    _must_be_past(fact)
    if is_loan and fact.amount_fen > subsidy.loan_fen:
        raise rules.AboveLoan(loan_fen=subsidy.loan_fen, asked_fen=fact.amount_fen)
    others = dict(known(session, subsidy.undertaking_id))
    if corrects_id is not None:
        corrected = others.pop(corrects_id, None)
        if corrected is None or corrected.kind != fact.kind:
            raise rules.CorrectsAnother
    if fact.amount_fen == 0:
        if corrects_id is None:
            raise rules.NothingStated
        return
    positive(fact.amount_fen)
    if fact.kind == "principal":
        rules.must_be_rate(fact.rate)
        _must_be_free(fact, others.values())


def _must_be_past(fact: Fact) -> None:
    if fact.starts_on > clock.today():
        raise InTheFuture(date=fact.starts_on)
    if fact.ends_on is None:
        if fact.kind == "principal":
            raise rules.DaysReversed
    elif fact.ends_on <= fact.starts_on:
        raise rules.DaysReversed


def _must_be_free(fact: Fact, standing: Iterable[Fact]) -> None:
    for other in standing:
        if (
            other.kind == "principal"
            and other.starts_on < (fact.ends_on or other.starts_on)
            and fact.starts_on < (other.ends_on or fact.starts_on)
        ):
            raise rules.StretchesOverlap(first=max(fact.starts_on, other.starts_on))


def known(session: Session, undertaking_id: int, upto: int | None = None) -> list[tuple[int, Fact]]:
    """The statements that stand, as far as the one numbered ``upto``: corrected ones are gone, and
    those that only took another back.
    """
    statement = (
        select(SubsidyFact)
        .where(SubsidyFact.undertaking_id == undertaking_id)
        .order_by(col(SubsidyFact.id))
    )
    if upto is not None:
        statement = statement.where(col(SubsidyFact.id) <= upto)
    rows = session.exec(statement).all()
    corrected = {row.corrects_id for row in rows}
    return [
        (row.id or 0, Fact(row.kind, row.starts_on, row.ends_on, row.amount_fen, row.rate))
        for row in rows
        if row.id not in corrected and row.amount_fen
    ]
