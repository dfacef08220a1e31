"""What grants and contracts share: entered, committed, signed, terminated, completed (amended:
fund.ledger.amendments).
"""

from collections.abc import Iterable
from datetime import date
from itertools import takewhile
from typing import NamedTuple, TypeVarTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund import audit, clock, search
from fund.access.actors import Actor
from fund.columns import table_of
from fund.errors import N_, FourEyes, FundError, NeedsReason, NotFound, WrongState
from fund.ledger import accounts, book
from fund.ledger.accounts import Account
from fund.ledger.rules import NATIONWIDE, Entry, NoRoom, NotObligated, positive
from fund.ledger.tables import Act, Approval, Line, Tranche, Undertaking, UndertakingTerm
from fund.lifecycle import must_follow
from fund.plan.tables import Organisation, Region
from fund.settings import values as settings
from fund.statements import Statement, write


class CodeTaken(FundError):
    """Another grant or contract has the code."""

    message = N_("The code “{code}” is taken by another grant or contract.")


class CodeTwice(FundError):
    """Two tranches of one agreement have the same code."""

    message = N_("The tranche “{code}” is listed twice. Give each its own code.")


class Terms(NamedTuple):
    """One tranche as the agreement promises it: code, amount in fen, first-promised date, title,
    whether it is paid in advance.
    """

    code: str
    amount_fen: int
    promised_on: date
    title: str = ""
    is_advance: bool = False


class AdvanceTooLarge(FundError):
    """What is paid in advance stays within its share of the agreement."""

    message = N_(
        "Advances may be {percent} % of an agreement at most: of {total_fen} that is {most_fen},"
        " and {asked_fen} was asked for."
    )


Columns = TypeVarTuple("Columns")
_UNDERTAKING = table_of(Undertaking)
CALLED = Statement(sa.select(_UNDERTAKING.c.id).where(_UNDERTAKING.c.code == sa.bindparam("code")))


def enter(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    code: str,
    title: str,
    organisation_id: int,
    region_code: str,
    line_id: int,
    category: str = "",
) -> Undertaking:
    """Record what is asked for; no money is promised yet. Region 000000 is nationwide."""
    if CALLED.run(session, {"code": code}).scalar() is not None:
        raise CodeTaken(code=code)
    line = session.get(Line, line_id)
    is_region = region_code == NATIONWIDE or session.get(Region, region_code) is not None
    if line is None:
        raise NotFound(kind=N_("line"), key=line_id)
    if session.get(Organisation, organisation_id) is None:
        raise NotFound(kind=N_("organisation"), key=organisation_id)
    if not is_region:
        raise NotFound(kind=N_("region"), key=region_code)
    undertaking = write(
        session,
        Undertaking,
        kind=kind,
        code=code,
        title=title,
        organisation_id=organisation_id,
        region_code=region_code,
        category=category,
        line_id=line_id,
        currency=line.currency,
        entered_by=actor.id,
    )
    findable(session, undertaking)
    book.post(session, actor, "enter", [], undertaking=undertaking)
    audit.record(session, actor, "enter", undertaking, code=code, kind=kind)
    return undertaking


def findable(session: Session, undertaking: Undertaking) -> None:
    """Let a search find the undertaking by the words of its code and title as they are now."""
    table = table_of(UndertakingTerm)
    search.put(
        session,
        table,
        table.c.undertaking_id,
        [(undertaking.id or 0, (undertaking.code, undertaking.title))],
        kind=undertaking.kind,
    )


def commit(
    session: Session, actor: Actor, act: str, undertaking: Undertaking, amount_fen: int, status: str
) -> Act:
    """Promise an amount of the line to the undertaking: 立项承诺. Refused where the line has no
    room.
    """
    book.must_be_apart(session, actor, act, undertaking.id or 0)
    must_follow(act, undertaking.status)
    must_have_room(session, undertaking.line_id, positive(amount_fen))
    if _needs_more(session, actor, act, undertaking, amount_fen):
        return _approve(session, actor, act, undertaking, amount_fen)
    made = book.post(
        session,
        actor,
        act,
        [Entry(undertaking.line_id, "committed", amount_fen)],
        undertaking=undertaking,
    )
    book.take_status(session, actor, undertaking, status, decided_on=clock.today())
    book.fall_due(session, undertaking.kind, undertaking.id or 0, clock.today(), 1)
    audit.record(session, actor, act, undertaking, amount_fen=amount_fen)
    return made


def _needs_more(
    session: Session, actor: Actor, act: str, undertaking: Undertaking, amount_fen: int
) -> bool:
    """Whether others must still say yes after this person; refuses somebody who said so already,
    for whomever.
    """
    given = _last_of(GIVEN.run(session, {"undertaking_id": undertaking.id, "act": act}), amount_fen)
    if any({row.approved_by, row.approved_for} & actor.hands for row in given):
        raise FourEyes(earlier="approve", act=act)
    return len(given) + 1 < settings.deciders(session, amount_fen)


def approvals(
    session: Session, undertaking_id: int, act: str, amount_fen: int
) -> list[sa.Row[*tuple[object, ...]]]:
    """Who said yes to this amount since the last yes to another: the approvals' rows."""
    asked = {"undertaking_id": undertaking_id, "act": act}
    return _last_of(session.execute(APPROVED, asked), amount_fen)


def _last_of(rows: Iterable[sa.Row[*Columns]], amount_fen: int) -> list[sa.Row[*Columns]]:
    return list(takewhile(lambda row: row.amount_fen == amount_fen, rows))


_APPROVAL = table_of(Approval)
APPROVED = (
    sa.select(_APPROVAL)
    .where(
        _APPROVAL.c.undertaking_id == sa.bindparam("undertaking_id"),
        _APPROVAL.c.act == sa.bindparam("act"),
    )
    .order_by(_APPROVAL.c.id.desc())
)
GIVEN = Statement(
    APPROVED.with_only_columns(
        _APPROVAL.c.amount_fen, _APPROVAL.c.approved_by, _APPROVAL.c.approved_for
    )
)


def _approve(
    session: Session, actor: Actor, act: str, undertaking: Undertaking, amount_fen: int
) -> Act:
    """The first yes of those an amount takes: nothing is committed yet."""
    session.add(
        Approval(
            undertaking_id=undertaking.id or 0,
            act=act,
            amount_fen=amount_fen,
            approved_on=clock.today(),
            approved_by=actor.id,
            approved_for=actor.behind(act),
        )
    )
    made = book.post(session, actor, "approve", [], undertaking=undertaking)
    audit.record(session, actor, "approve", undertaking, act=act, amount_fen=amount_fen)
    return made


def sign(
    session: Session,
    actor: Actor,
    undertaking: Undertaking,
    terms: list[Terms],
    account: Account | None,
) -> Act:
    """Sign the agreement tranche by tranche: 合同签订, with the account it is paid to. What was
    committed and is not signed goes free.
    """
    book.must_be_apart(session, actor, "sign", undertaking.id or 0)
    must_follow("sign", undertaking.status)
    total_fen = sum(positive(term.amount_fen) for term in terms)
    committed_fen = book.undertaking_balance(session, undertaking.id or 0).committed_fen
    if not 0 < total_fen <= committed_fen:
        raise NotObligated(tranche=undertaking.code, open_fen=committed_fen, asked_fen=total_fen)
    line_id = undertaking.line_id
    book.line_balance(session, line_id)
    entries = [Entry(line_id, "committed", total_fen - committed_fen)]
    _must_differ(terms)
    must_keep_cap(session, sum(term.amount_fen for term in terms if term.is_advance), total_fen)
    tranches = promise(session, undertaking, terms)
    for term, tranche in zip(terms, tranches, strict=True):
        entries.append(Entry(line_id, "obligated", term.amount_fen, tranche.id))
    act = book.post(session, actor, "sign", entries, undertaking=undertaking)
    accounts.state(session, undertaking, act, accounts.checked(account))
    book.take_status(session, actor, undertaking, "active", signed_on=clock.today())
    audit.record(session, actor, "sign", undertaking, tranches=[term._asdict() for term in terms])
    return act


def must_keep_cap(session: Session, advance_fen: int, total_fen: int) -> None:
    """Refuse advances above their share of the agreement as set; no advance is always within it."""
    percent = settings.value(session, "advance_cap_percent")
    if advance_fen > 0 and advance_fen * 100 > percent * total_fen:
        raise AdvanceTooLarge(
            percent=percent,
            total_fen=total_fen,
            most_fen=percent * total_fen // 100,
            asked_fen=advance_fen,
        )


def _must_differ(terms: list[Terms]) -> None:
    codes = [term.code for term in terms]
    for code in codes:
        if codes.count(code) > 1:
            raise CodeTwice(code=code)


def promise(session: Session, undertaking: Undertaking, terms: list[Terms]) -> list[Tranche]:
    """Add tranches with their first-promised dates."""
    tranches = [
        write(
            session,
            Tranche,
            undertaking_id=undertaking.id or 0,
            code=term.code,
            title=term.title,
            promised_on=term.promised_on,
            is_advance=term.is_advance,
        )
        for term in terms
    ]
    promised = [
        ("promised_fen", term.promised_on, term.amount_fen, tranche.id)
        for term, tranche in zip(terms, tranches, strict=True)
    ]
    book.fall_due_each(session, undertaking.id or 0, promised)
    return tranches


def release(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Act:
    """End an undertaking early: what was not accepted goes free (see
    fund.milestones.commands.terminate).
    """
    actor.must("terminate")
    if not reason.strip():
        raise NeedsReason
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    must_follow("terminate", undertaking.status)
    sums = book.standing(session, undertaking_id)
    entries: list[Entry] = []
    accepted: dict[int, int] = {}
    for (line_id, tranche_id, stage), amount_fen in sums.items():
        if stage == "obligated":
            done_fen = sums.get((line_id, tranche_id, "accepted"), 0)
            entries.append(Entry(line_id, "obligated", done_fen - amount_fen, tranche_id))
            accepted[line_id] = accepted.get(line_id, 0) + done_fen
    for (line_id, _tranche, stage), amount_fen in sums.items():
        if stage == "committed":
            entries.append(Entry(line_id, "committed", accepted.get(line_id, 0) - amount_fen))
    act = book.post(session, actor, "terminate", entries, undertaking=undertaking, reason=reason)
    book.take_status(session, actor, undertaking, "terminated")
    audit.record(session, actor, "terminate", undertaking, reason=reason)
    return act


def complete(
    session: Session, actor: Actor, *, undertaking_id: int, expected_version: int | None = None
) -> Undertaking:
    """Close the execution of an undertaking whose whole agreement is accepted and paid."""
    actor.must("complete")
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    balance = book.undertaking_balance(session, undertaking_id)
    must_follow("complete", undertaking.status)
    if balance.paid_fen != balance.committed_fen:
        raise WrongState(act="complete", status=undertaking.status)
    book.post(session, actor, "complete", [], undertaking=undertaking)
    book.take_status(session, actor, undertaking, "completed")
    audit.record(session, actor, "complete", undertaking)
    return undertaking


def judged(
    session: Session,
    undertaking_id: int,
    actor: Actor,
    act: str,
    expected_version: int | None = None,
) -> Undertaking:
    """The undertaking, locked, if the actor had no hand that keeps them from the act and its state
    lets it be done.
    """
    undertaking = book.fetch(session, Undertaking, undertaking_id, expected_version)
    book.must_be_apart(session, actor, act, undertaking_id)
    must_follow(act, undertaking.status)
    return undertaking


def moved(
    session: Session, actor: Actor, act: str, undertaking: Undertaking, status: str, reason: str
) -> Act:
    """Record an act that moves no money and gives a status."""
    made = book.post(session, actor, act, [], undertaking=undertaking, reason=reason)
    book.take_status(session, actor, undertaking, status)
    audit.record(session, actor, act, undertaking, status=status, reason=reason)
    return made


def must_have_room(session: Session, line_id: int, asked_fen: int) -> None:
    """Refuse what the line cannot carry; the balance stays locked, so that two deciders queue."""
    balance = book.line_balance(session, line_id)
    room_fen = balance.appropriated_fen - balance.committed_fen
    if asked_fen > room_fen:
        line = session.get_one(Line, line_id)
        raise NoRoom(line=line.code, room_fen=room_fen, asked_fen=asked_fen)
