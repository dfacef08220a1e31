"""Holdings with their dated facts, subsidies and guarantees of an office's workbook, written with
its opening acts: stated by who handed it in, confirmed by who approved it.

Their document is the workbook itself. A guarantee is lodged; whether it is genuine another person
asks its issuer afterwards, as of any other.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.errors import FundError
from fund.guarantees import commands as guarantees
from fund.guarantees.tables import Guarantee
from fund.holdings import leaving, recording
from fund.holdings.rules import (
    SECOND,
    AboveToRemit,
    CostAboveRemaining,
    NeedsCost,
    NeedsUnits,
    NeedsWhatStays,
    UnitsAboveHeld,
)
from fund.holdings.tables import CoInvestor, Holding, HoldingFact, HoldingWord
from fund.ledger import book
from fund.ledger.tables import Undertaking
from fund.milestones.tables import Acceptance
from fund.office import records as office
from fund.statements import write
from fund.subsidies import rules
from fund.subsidies.commands import LEFT_FREE
from fund.subsidies.tables import Subsidy, SubsidySettlement

STATING = {
    "subscribed": "add_co_investor",
    "other_paid": "record_other_paid",
    "units": "record_units",
    "value": "state_value",
    "income": "record_income",
}
"""Kind of fact -> the act it is recorded by; the rest are events."""


LEFT = ("exit", "remittance")
"""Kinds of fact that follow from what was paid: written once that is."""
AT: dict[type[FundError], str] = {
    CostAboveRemaining: "cost",
    NeedsCost: "cost",
    UnitsAboveHeld: "units",
    NeedsUnits: "units",
    NeedsWhatStays: "stays",
    AboveToRemit: "amount",
}
"""What an exit or a remittance is refused for -> the column it is about."""


@contextmanager
def placed(row: office.Record, field: str) -> Iterator[None]:
    """What is refused here is refused at this cell."""
    try:
        yield
    except FundError as refused:
        refused.facts.setdefault("where", row.cell(AT.get(type(refused), field)))
        raise


def held(session: Session) -> dict[str, frozenset[tuple[str, str]]]:
    """Loans and policies that are subsidised, and guarantees that are held, as a workbook may not
    enter them again.
    """
    contracts = session.execute(
        sa.select(Subsidy.instrument, Subsidy.contract_key)  # type: ignore[call-overload]
        .join(Undertaking, col(Undertaking.id) == col(Subsidy.undertaking_id))
        .where(col(Undertaking.status).not_in(LEFT_FREE))
    )
    lodged = session.exec(select(Guarantee.issuer_key, Guarantee.number_key))
    return {
        "contracts": frozenset((row[0], row[1]) for row in contracts),
        "guarantees": frozenset((row[0], row[1]) for row in lodged),
    }


def holding(session: Session, undertaking: Undertaking, row: office.Holding) -> None:
    """What is agreed of a holding, beside its undertaking."""
    write(session, Holding, undertaking_id=undertaking.id, form=row.form)


def subsidy(session: Session, undertaking: Undertaking, row: office.Subsidy) -> None:
    """The terms of a subsidy, beside its undertaking."""
    terms = _terms(row)
    rules.must_be_terms(terms)
    write(
        session,
        Subsidy,
        undertaking_id=undertaking.id,
        **terms._asdict(),
        contract_number=row.contract_number,
        contract_key=rules.contract_key(row.contract_number),
        lender=row.lender,
        loan_fen=row.loan,
        entered_on=clock.today(),
    )


def _terms(row: office.Subsidy) -> rules.Terms:
    is_share = row.method == "share"
    return rules.Terms(
        row.instrument,
        row.method,
        row.percent if is_share else 0,
        0 if is_share else row.percent,
        int(row.day_base),
        row.first_on,
        row.last_on,
    )


def settled(
    session: Session,
    undertaking: Undertaking,
    row: office.Subsidy,
    amount_fen: int,
    people: tuple[Actor, Actor],
) -> SubsidySettlement:
    """The days that were settled before, as the office states them: nothing computed them here."""
    stating, approving = people
    return write(
        session,
        SubsidySettlement,
        undertaking_id=undertaking.id or 0,
        first_day=row.first_on,
        last_day=row.settled_on or row.last_on,
        computed_fen=amount_fen,
        accepted_fen=amount_fen,
        words=row.note,
        outcome="opening",
        settled_on=clock.today(),
        settled_by=stating.id,
        decided_on=clock.today(),
        decided_by=approving.id,
    )


def accepted_of(session: Session, settlement: SubsidySettlement, acceptance: Acceptance) -> None:
    """The acceptance behind days that were settled."""
    settlement.acceptance_id = acceptance.id
    session.add(settlement)
    session.flush()


def paper(session: Session, stating: Actor, file: tuple[str, bytes]) -> str:
    """The workbook itself, kept as the document of what it states."""
    name, content = file
    return attachments.keep(session, stating, file_name=name, content=content).sha256


def facts(
    session: Session,
    people: tuple[Actor, Actor],
    made: dict[str, Undertaking],
    rows: list[office.Fact],
    sha256: str,
) -> None:
    """The dated facts of holdings, by their days, but for LEFT; those that take a second word have
    that of who approves.
    """
    investors: dict[tuple[str, str], int] = {}
    order = ("subscribed",)
    before = [row for row in rows if row.kind not in LEFT]
    for row in sorted(before, key=lambda one: (one.kind not in order, one.occurred_on)):
        undertaking = made[row.undertaking]
        with placed(row, "kind"):
            if row.kind == "subscribed":
                _investor(session, people[0], undertaking, row, investors)
            fact = _fact(session, people[0], undertaking, row, investors, sha256)
            if row.kind in SECOND:
                _confirmed(session, people[1], undertaking, fact, "confirm_value")


def left(
    session: Session,
    people: tuple[Actor, Actor],
    made: dict[str, Undertaking],
    rows: list[office.Fact],
    sha256: str,
) -> None:
    """Exits and what went to the treasury, by their days, once what was paid stands: judged as any
    other, approved and confirmed by who approves.
    """
    after = [row for row in rows if row.kind in LEFT]
    for row in sorted(after, key=lambda one: (one.occurred_on, one.kind != "exit")):
        undertaking = made[row.undertaking]
        with placed(row, "kind"):
            if row.kind == "exit":
                _exit(session, people, undertaking, row, sha256)
            else:
                _remittance(session, people, undertaking, row, sha256)


def _exit(
    session: Session,
    people: tuple[Actor, Actor],
    undertaking: Undertaking,
    row: office.Fact,
    sha256: str,
) -> None:
    """On what ground it was is not asked: so it answers no ground that is met."""
    stating, approving, day = *people, row.occurred_on
    proposed = recording.note(
        session,
        stating,
        "propose_exit",
        undertaking,
        "proposal",
        day,
        words=row.note,
        sha256=sha256,
        units=row.units,
        needed=1,
    )
    _confirmed(session, approving, undertaking, proposed, "approve_exit")
    proposal, _undertaking = recording.fact_of(session, proposed.id or 0)
    values = leaving.exit_values(
        recording.stands(session, undertaking.id or 0),
        undertaking,
        proposal,
        row.amount or 0,
        units=row.units,
        cost_fen=row.cost,
        stays_fen=row.stays,
    )
    values |= {"words": row.note, "sha256": sha256}
    recording.note(session, stating, "record_proceeds", undertaking, "exit", day, **values)


def _remittance(
    session: Session,
    people: tuple[Actor, Actor],
    undertaking: Undertaking,
    row: office.Fact,
    sha256: str,
) -> None:
    gain_fen = row.gain or 0
    principal_fen = (row.amount or 0) - gain_fen
    leaving.must_be_there(session, undertaking, principal_fen, gain_fen, with_waiting=True)
    fact = recording.note(
        session,
        people[0],
        "remit",
        undertaking,
        "remittance",
        row.occurred_on,
        amount_fen=row.amount,
        principal_fen=principal_fen,
        gain_fen=gain_fen,
        reference=row.voucher.strip(),
        words=row.note,
        sha256=sha256,
        needed=1,
    )
    _confirmed(session, people[1], undertaking, fact, "confirm_remittance")


def _investor(
    session: Session,
    stating: Actor,
    undertaking: Undertaking,
    row: office.Fact,
    investors: dict[tuple[str, str], int],
) -> None:
    if (row.undertaking, row.investor) in investors:
        return
    one = write(
        session,
        CoInvestor,
        undertaking_id=undertaking.id or 0,
        name=row.investor,
        kind=row.investor_kind,
        recorded_on=clock.today(),
    )
    audit.record(session, stating, "add_co_investor", one, undertaking=undertaking.code)
    investors[row.undertaking, row.investor] = one.id or 0


def _fact(
    session: Session,
    stating: Actor,
    undertaking: Undertaking,
    row: office.Fact,
    investors: dict[tuple[str, str], int],
    sha256: str,
) -> HoldingFact:
    return recording.note(
        session,
        stating,
        STATING.get(row.kind, "record_holding_event"),
        undertaking,
        row.kind,
        row.occurred_on,
        amount_fen=row.amount or 0,
        gain_fen=(row.amount or 0) if row.kind == "income" else 0,
        units=row.units,
        words=row.note,
        sha256=sha256,
        co_investor_id=investors.get((row.undertaking, row.investor)),
        needed=1 if row.kind in SECOND else 0,
    )


def _confirmed(
    session: Session, approving: Actor, undertaking: Undertaking, fact: HoldingFact, act: str
) -> None:
    posted = book.post(session, approving, act, [], undertaking=undertaking)
    word = write(
        session,
        HoldingWord,
        fact_id=fact.id or 0,
        verdict="yes",
        said_on=posted.recorded_on,
        act_id=posted.id or 0,
        said_by=approving.id,
    )
    audit.record(session, approving, act, word, undertaking=undertaking.code)


def guarantee(
    session: Session, stating: Actor, row: office.Guarantee, organisation_id: int
) -> None:
    """Lodge one that is held, on the workbook as its paper."""
    with placed(row, "number"):
        subject = session.exec(select(Undertaking).where(Undertaking.code == row.subject)).one()
        guarantees.lodge_guarantee(
            session,
            stating,
            kind=row.kind,
            form=row.form,
            issuer=row.issuer,
            number=row.number,
            face_fen=row.face,
            base_fen=row.base,
            currency=subject.currency,
            valid_from=row.valid_from_on,
            valid_to=row.valid_to_on,
            duty=row.duty,
            duty_due_on=row.duty_due_on,
            organisation_id=organisation_id,
            undertaking_id=subject.id,
            is_brought_in=True,
            return_days=row.return_days or guarantees.RETURN_DAYS,
        )
