"""Settling days of a subsidy: an officer has them computed, a supervisor accepts that much or less,
finance pays by the ledger's act; what was paid too much is claimed back.
"""

from datetime import date

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.attachments import commands as attachments
from fund.errors import FourEyes, NeedsReason, NotFound
from fund.ledger import book, payments
from fund.ledger.rules import InTheFuture, NotObligated, positive
from fund.ledger.tables import Tranche, Undertaking
from fund.lifecycle import must_follow
from fund.milestones import earning
from fund.milestones.tables import Evidence
from fund.statements import write
from fund.subsidies import rules
from fund.subsidies.commands import known, of, terms_of
from fund.subsidies.rules import COUNTED, Computed
from fund.subsidies.tables import Subsidy, SubsidyClaim, SubsidyFact, SubsidySettlement


def settle_subsidy(
    session: Session,
    actor: Actor,
    *,
    undertaking_id: int,
    first_day: date,
    last_day: date,
    file_name: str,
    content: bytes,
    words: str = "",
) -> SubsidySettlement:
    """Have days [first_day, last_day) computed from what is stated by now, on the paper that was
    handed in for them. Nothing is accepted before another person says so.
    """
    actor.must("settle_subsidy")
    undertaking, subsidy = of(session, undertaking_id)
    book.must_be_apart(session, actor, "settle_subsidy", undertaking_id)
    must_follow("settle_subsidy", undertaking.status)
    _must_be_days(session, subsidy, first_day, last_day)
    kept = attachments.keep(session, actor, file_name=file_name, content=content)
    upto = _newest(session, undertaking_id)
    found = computed(session, subsidy, first_day, last_day, upto)
    amount_fen = found.amount_fen - _earlier_fen(session, subsidy)
    if amount_fen <= 0:
        raise rules.NothingComputed
    row = SubsidySettlement(
        undertaking_id=undertaking_id,
        first_day=first_day,
        last_day=last_day,
        computed_fen=amount_fen,
        upto_fact_id=upto,
        sha256=kept.sha256,
        words=words.strip(),
        settled_on=clock.today(),
        settled_by=actor.id,
        settled_for=actor.behind("settle_subsidy"),
    )
    session.add(row)
    session.flush()
    book.post(
        session,
        actor,
        "settle_subsidy",
        [],
        undertaking=undertaking,
        reason=words,
        reference=kept.sha256,
    )
    audit.record(
        session,
        actor,
        "settle_subsidy",
        row,
        undertaking=undertaking.code,
        first_day=first_day,
        last_day=last_day,
        computed_fen=amount_fen,
    )
    return row


def accept_settlement(
    session: Session,
    actor: Actor,
    *,
    settlement_id: int,
    amount_fen: int | None = None,
    expected_version: int | None = None,
) -> SubsidySettlement:
    """Accept a settlement for what was computed or less, as far as the cap leaves room; None takes
    the most there is. Computed anew with what was found since: never above that either.
    """
    actor.must("accept")
    row, undertaking, subsidy = _open(session, actor, "accept", settlement_id, expected_version)
    book.must_be_apart(session, actor, "accept", undertaking.id or 0)
    must_follow("accept", undertaking.status)
    now_fen = computed(session, subsidy, row.first_day, row.last_day, None).amount_fen
    most_fen = min(row.computed_fen, now_fen - _earlier_fen(session, subsidy, row.id))
    tranche = part_of(session, subsidy)
    balance = book.tranche_balance(session, tranche.id or 0)
    left_fen = balance.obligated_fen - balance.accepted_fen
    asked_fen = min(most_fen, left_fen) if amount_fen is None else positive(amount_fen)
    if asked_fen > most_fen:
        raise rules.AboveComputed(computed_fen=most_fen, asked_fen=asked_fen)
    if not 0 < asked_fen <= left_fen:
        name = f"{undertaking.code}/{tranche.code}"
        raise NotObligated(tranche=name, open_fen=left_fen, asked_fen=amount_fen or most_fen)
    _decide(session, actor, row, "accepted", accepted_fen=asked_fen)
    evidence = write(
        session,
        Evidence,
        undertaking_id=undertaking.id or 0,
        tranche_id=tranche.id or 0,
        title=f"{row.first_day} – {row.last_day}",
        sha256=row.sha256,
        filed_on=row.settled_on,
        filed_at=clock.now(),
        filed_by=row.settled_by,
    )
    acceptance = earning.take(
        session,
        actor,
        undertaking,
        tranche,
        "evidence",
        asked_fen,
        evidence_id=evidence.id,
        reason=f"{row.first_day} – {row.last_day}",
    )
    row.acceptance_id = acceptance.id
    session.add(row)
    audit.record(session, actor, "accept", row, settlement=row.id, accepted_fen=asked_fen)
    return row


def reject_settlement(
    session: Session,
    actor: Actor,
    *,
    settlement_id: int,
    reason: str,
    expected_version: int | None = None,
) -> SubsidySettlement:
    """Turn a settlement down with a reason: its days are free again."""
    actor.must("reject_settlement")
    if not reason.strip():
        raise NeedsReason
    row, undertaking, _subsidy = _open(
        session, actor, "reject_settlement", settlement_id, expected_version
    )
    _decide(session, actor, row, "rejected", why=reason.strip())
    book.post(session, actor, "reject_settlement", [], undertaking=undertaking, reason=reason)
    audit.record(session, actor, "reject_settlement", row, reason=reason)
    return row


def claim_back(session: Session, actor: Actor, *, settlement_id: int, reason: str) -> SubsidyClaim:
    """Claim what was paid above what is due by what is known now, less what was claimed before; it
    comes back by the ledger's claw-back.
    """
    actor.must("claim_back")
    if not reason.strip():
        raise NeedsReason
    row = book.fetch(session, SubsidySettlement, settlement_id)
    undertaking, subsidy = of(session, row.undertaking_id)
    paid = payments_of(session, subsidy).get(settlement_id, [])
    if row.outcome not in COUNTED or not paid:
        raise rules.NotPaid
    paid_fen = sum(part for _act, part in paid)
    recomputed_fen = due_now(session, subsidy, row)
    amount_fen = rules.owed_back(
        paid_fen=paid_fen,
        accepted_fen=row.accepted_fen,
        recomputed_fen=recomputed_fen,
        claimed_fen=claimed(session, settlement_id),
    )
    if not amount_fen:
        raise rules.NothingToClaim
    made = SubsidyClaim(
        settlement_id=settlement_id,
        payment_id=max(paid, key=lambda one: one[1])[0],
        paid_fen=paid_fen,
        recomputed_fen=recomputed_fen,
        amount_fen=amount_fen,
        upto_fact_id=_newest(session, row.undertaking_id),
        reason=reason.strip(),
        stated_on=clock.today(),
        stated_by=actor.id,
        stated_for=actor.behind("claim_back"),
    )
    session.add(made)
    session.flush()
    book.post(session, actor, "claim_back", [], undertaking=undertaking, reason=reason)
    code = undertaking.code
    audit.record(session, actor, "claim_back", made, undertaking=code, amount_fen=amount_fen)
    return made


def computed(
    session: Session, subsidy: Subsidy, first: date, last: date, upto: int | None
) -> Computed:
    """What days come to by the statements up to one (None: all)."""
    facts = [fact for _id, fact in known(session, subsidy.undertaking_id, upto)]
    return rules.computed(terms_of(subsidy), facts, first, last)


def due_now(session: Session, subsidy: Subsidy, row: SubsidySettlement) -> int:
    """What a settlement would come to by what is stated now, in fen; a premium's less what was
    accepted before it.
    """
    now = computed(session, subsidy, row.first_day, row.last_day, None)
    return max(0, now.amount_fen - _before_fen(session, subsidy, row))


def part_of(session: Session, subsidy: Subsidy) -> Tranche:
    """The one part of its agreement."""
    row = session.exec(
        select(Tranche).where(
            Tranche.undertaking_id == subsidy.undertaking_id,
            Tranche.code == rules.PART[subsidy.instrument],
        )
    ).first()
    if row is None:
        raise NotFound(kind="tranche", key=rules.PART[subsidy.instrument])
    return row


def payments_of(session: Session, subsidy: Subsidy) -> dict[int, list[tuple[int, int]]]:
    """Which payments paid which settlement: settlement -> (payment's act, fen), both in order."""
    rows = session.exec(
        select(SubsidySettlement)
        .where(
            SubsidySettlement.undertaking_id == subsidy.undertaking_id,
            col(SubsidySettlement.outcome).in_(COUNTED),
        )
        .order_by(col(SubsidySettlement.acceptance_id))
    ).all()
    paid = payments.moved(session, subsidy.undertaking_id).payments
    return rules.paid_of(
        [(row.id or 0, row.accepted_fen) for row in rows],
        [(key, one.stated_fen) for key, one in sorted(paid.items())],
    )


def claimed(session: Session, settlement_id: int) -> int:
    """What was claimed of a settlement so far, in fen."""
    rows = session.exec(
        select(SubsidyClaim.amount_fen).where(SubsidyClaim.settlement_id == settlement_id)
    ).all()
    return sum(rows)


def _must_be_days(session: Session, subsidy: Subsidy, first: date, last: date) -> None:
    if last <= first:
        raise rules.DaysReversed
    if first < subsidy.first_day or last > subsidy.last_day:
        raise rules.OutsideTerm(first=subsidy.first_day, last=subsidy.last_day)
    held = session.exec(
        select(SubsidySettlement)
        .where(
            SubsidySettlement.undertaking_id == subsidy.undertaking_id,
            SubsidySettlement.outcome != "rejected",
            SubsidySettlement.first_day < last,
            SubsidySettlement.last_day > first,
        )
        .order_by(col(SubsidySettlement.first_day))
    ).first()
    if held is not None:
        raise rules.DaysOverlap(first=max(held.first_day, first), last=min(held.last_day, last))
    if subsidy.instrument == "interest" and last > clock.today():
        raise InTheFuture(date=last)


def _earlier_fen(session: Session, subsidy: Subsidy, but: int | None = None) -> int:
    """What of a policy's premium other settlements took: a premium is no matter of days."""
    if subsidy.instrument == "interest":
        return 0
    rows = session.exec(
        select(SubsidySettlement).where(
            SubsidySettlement.undertaking_id == subsidy.undertaking_id,
            SubsidySettlement.outcome != "rejected",
        )
    ).all()
    return sum(row.accepted_fen or row.computed_fen for row in rows if row.id != but)


def _before_fen(session: Session, subsidy: Subsidy, row: SubsidySettlement) -> int:
    if subsidy.instrument == "interest":
        return 0
    rows = session.exec(
        select(SubsidySettlement.accepted_fen).where(
            SubsidySettlement.undertaking_id == subsidy.undertaking_id,
            col(SubsidySettlement.outcome).in_(COUNTED),
            col(SubsidySettlement.id) < (row.id or 0),
        )
    ).all()
    return sum(rows)


def _newest(session: Session, undertaking_id: int) -> int:
    newest = session.exec(
        select(SubsidyFact.id)
        .where(SubsidyFact.undertaking_id == undertaking_id)
        .order_by(col(SubsidyFact.id).desc())
        .limit(1)
    ).first()
    return newest or 0


def _open(
    session: Session, actor: Actor, act: str, settlement_id: int, expected_version: int | None
) -> tuple[SubsidySettlement, Undertaking, Subsidy]:
    """An open settlement, locked, if the actor had no hand in it."""
    row = book.fetch(session, SubsidySettlement, settlement_id, expected_version)
    undertaking, subsidy = of(session, row.undertaking_id)
    if row.outcome != "open":
        raise rules.SettlementDecided
    if actor.hands & {row.settled_by, row.settled_for} - {None}:
        raise FourEyes(earlier="settle_subsidy", act=act)
    return row, undertaking, subsidy


def _decide(
    session: Session,
    actor: Actor,
    row: SubsidySettlement,
    outcome: str,
    *,
    accepted_fen: int = 0,
    why: str = "",
) -> None:
    row.outcome, row.accepted_fen, row.why = outcome, accepted_fen, why
    row.version += 1
    row.decided_on, row.decided_by = clock.today(), actor.id
    session.add(row)
    session.flush()
