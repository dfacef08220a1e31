"""Contracts: entered by an officer, awarded by a decider, signed by somebody else."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.errors import N_
from fund.ledger import book, undertakings
from fund.ledger.accounts import Account
from fund.ledger.commands import UnknownWord
from fund.ledger.rules import CATEGORIES
from fund.ledger.tables import Act, Undertaking, UndertakingBalance
from fund.ledger.undertakings import Terms
from fund.lifecycle import must_buy
from fund.plan.commands import organisation_of
from fund.procurement import events, planning
from fund.procurement.rules import METHODS, AwardNotAsBid, CeilingExceeded, NotAFramework
from fund.procurement.tables import Bid, Contract, Process, ProcessContract
from fund.statements import write


def enter(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title: str,
    region_code: str,
    line_id: int,
    category: str,
    method: str,
    organisation_id: int = 0,
    new_name: str = "",
    new_identifier: str = "",
    tendered_on: date | None = None,
    bidders: int | None = None,
) -> Undertaking:
    """Record a procurement that is about to be awarded. A supplier nobody knows yet is
    registered.
    """
    actor.must("enter")
    if category not in CATEGORIES:
        raise UnknownWord(kind=N_("category"), value=category)
    if method not in METHODS:
        raise UnknownWord(kind=N_("method"), value=method)
    body = organisation_of(session, actor, organisation_id, new_name, new_identifier, region_code)
    undertaking = undertakings.enter(
        session,
        actor,
        kind="contract",
        code=code,
        title=title,
        organisation_id=body,
        region_code=region_code,
        line_id=line_id,
        category=category,
    )
    write(
        session,
        Contract,
        undertaking_id=undertaking.id,
        ocid=f"local-{code}",
        method=method,
        tendered_on=tendered_on,
        bidders=bidders,
    )
    return undertaking


def award(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    amount_fen: int,
    expected_version: int | None = None,
) -> Act:
    """Award the contract: the amount is committed on the line, 立项承诺. What was tendered is awarded
    at the price that won.
    """
    actor.must("award")
    process = events.process_of(session, undertaking_id)
    if process is not None:
        _must_be_won(session, actor, process, undertaking_id, amount_fen)
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    made = undertakings.commit(session, actor, "award", undertaking, amount_fen, "pending")
    if process is not None:
        events.note(
            session,
            actor,
            "award",
            process,
            status="awarded" if undertaking.status == "pending" else "",
            amount_fen=amount_fen,
        )
    return made


def _must_be_won(
    session: Session, actor: Actor, process: Process, undertaking_id: int, amount_fen: int
) -> None:
    """Refuse another hand's exclusions, another price than the winner's, and what a framework has
    no room for.
    """
    events.must_be_apart(session, actor, "award", process.id or 0)
    must_buy("award", process.status)
    link = session.get_one(ProcessContract, undertaking_id)
    bid = session.get_one(Bid, link.bid_id)
    if bid.amount_fen != amount_fen:
        raise AwardNotAsBid(bid_fen=bid.amount_fen)
    if process.framework_id:
        framework = planning.lasting(session, process.framework_id)
        left_fen = framework.estimate_fen - called_off(session, process.framework_id)
        if amount_fen > left_fen:
            raise CeilingExceeded(left_fen=left_fen, asked_fen=amount_fen)


def called_off(session: Session, framework_id: int) -> int:
    """What the call-offs of a framework have committed together, in fen."""
    statement = (
        select(sa.func.coalesce(sa.func.sum(UndertakingBalance.committed_fen), 0))
        .join(
            ProcessContract,
            col(ProcessContract.undertaking_id) == UndertakingBalance.undertaking_id,
        )
        .join(Process, col(Process.id) == ProcessContract.process_id)
        .where(Process.framework_id == framework_id)
    )
    return int(session.exec(statement).one())


def conclude(
    session: Session, actor: Actor, *, process_id: int, expected_version: int | None = None
) -> Process:
    """Conclude a framework with the suppliers its evaluation named: a ceiling and an end, and no
    money is promised.
    """
    actor.must("award")
    process = events.judged(session, actor, "award", process_id, expected_version)
    if not process.is_framework or process.evaluated_on is None:
        raise NotAFramework(code=process.code)
    events.note(
        session, actor, "award", process, status="awarded", ceiling_fen=process.estimate_fen
    )
    return process


def sign(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    terms: list[Terms],
    account: Account | None = None,
    expected_version: int | None = None,
) -> Act:
    """Sign the contract with its table of deliverables and the account it is paid to, 合同签订."""
    actor.must("sign")
    process = events.process_of(session, undertaking_id)
    if process is not None:
        events.must_be_apart(session, actor, "sign", process.id or 0)
    made = undertakings.sign(
        session,
        actor,
        book.fetch(session, Undertaking, undertaking_id, expected_version),
        terms,
        account,
    )
    if process is not None:
        events.note(session, actor, "sign", process, status="contracted")
    return made
