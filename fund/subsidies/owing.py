"""What is to be claimed back of settlements by what was known on a day: read of many subsidies at
once, reckoned by the rules.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.columns import is_any_of, table_of
from fund.frames import row_of
from fund.ledger.payments import PAYMENTS
from fund.ledger.sums import UNDERTAKING
from fund.ledger.tables import Act, Posting
from fund.money import RENMINBI
from fund.subsidies import rules
from fund.subsidies.rows import Owed, SettlementKnown
from fund.subsidies.rules import COUNTED, Computed, Fact, Terms
from fund.subsidies.tables import CUTS, Subsidy, SubsidyClaim, SubsidyFact, SubsidySettlement

SUBSIDY, FACT = table_of(Subsidy), table_of(SubsidyFact)
SETTLEMENT, CLAIM = table_of(SubsidySettlement), table_of(SubsidyClaim)
ACT, POSTING = table_of(Act), table_of(Posting)


class Book(NamedTuple):
    """What a subsidy's settlements are reckoned from: terms, the statements that stand, payments
    (act, fen) in order, and what was claimed of each settlement in fen.
    """

    terms: Terms
    known: list[Fact]
    payments: list[tuple[int, int]]
    claimed: dict[int, int]


def books(session: Session, keys: Sequence[int], day: date) -> dict[int, Book]:
    """The books of some subsidies as known on a day, by number."""
    facts, paid = _known(session, keys, day), _payments(session, keys, day)
    rows = session.execute(
        sa.select(
            SETTLEMENT.c.undertaking_id, CLAIM.c.settlement_id, sa.func.sum(CLAIM.c.amount_fen)
        )
        .join(SETTLEMENT, SETTLEMENT.c.id == CLAIM.c.settlement_id)
        .where(is_any_of(SETTLEMENT.c.undertaking_id, keys), CLAIM.c.stated_on <= day)
        .group_by(SETTLEMENT.c.undertaking_id, CLAIM.c.settlement_id)
    ).all()
    claimed: dict[int, dict[int, int]] = defaultdict(dict)
    for key, settlement_id, amount_fen in rows:
        claimed[key][settlement_id] = int(amount_fen)
    terms = _terms(session, keys)
    return {key: Book(terms[key], facts[key], paid[key], claimed[key]) for key in keys}


def owed(book: Book, rows: Sequence[SettlementKnown]) -> list[Owed]:
    """What was paid of each settlement of a subsidy, in the order of their days, and what is owed
    back: queries.OWED.
    """
    counted = sorted(
        (row for row in rows if row["outcome"] in COUNTED),
        key=lambda row: (row["decided_on"], row["settlement_id"]),
    )
    paid = rules.paid_of(
        [(row["settlement_id"], row["accepted_fen"]) for row in counted], book.payments
    )
    found: list[Owed] = []
    taken = 0
    for row in rows:
        parts = paid.get(row["settlement_id"], [])
        paid_fen = sum(part for _act, part in parts)
        now_fen = _due(book, row) - (taken if book.terms.instrument == "premium" else 0)
        taken += row["accepted_fen"]
        claimed_fen = book.claimed.get(row["settlement_id"], 0)
        owed_fen = rules.owed_back(
            paid_fen=paid_fen,
            accepted_fen=row["accepted_fen"],
            recomputed_fen=max(0, now_fen),
            claimed_fen=claimed_fen,
        )
        found.append(
            {
                "paid_fen": paid_fen,
                "recomputed_fen": max(0, now_fen),
                "claimed_fen": claimed_fen,
                "owed_fen": owed_fen if paid_fen else 0,
                "payment_id": max(parts, key=lambda one: one[1])[0] if parts else None,
            }
        )
    return found


def _due(book: Book, row: SettlementKnown) -> int:
    """What a settlement would come to; nothing where the days lost their principal since."""
    try:
        return rules.computed(book.terms, book.known, row["first_day"], row["last_day"]).amount_fen
    except rules.DaysGap:
        return 0


def computed(
    session: Session, undertaking_id: int, row: SettlementKnown, day: date, upto: int | None
) -> Computed:
    """The computation of a settlement by what was known on a day, or by what was stated as far as
    the statement numbered ``upto``.
    """
    keys = [undertaking_id]
    terms = _terms(session, keys)[undertaking_id]
    known = _known(session, keys, day, upto)[undertaking_id]
    return rules.computed(terms, known, row["first_day"], row["last_day"])


def _payments(session: Session, keys: Sequence[int], day: date) -> dict[int, list[tuple[int, int]]]:
    """(act, fen) of each payment recorded by a day and not corrected or reversed by it, in order;
    a correction stands for what it corrects.
    """
    rows = session.execute(
        sa.select(*ACT.c["undertaking_id", "id", "reverses_id"], sa.func.sum(POSTING.c.amount_fen))
        .join(POSTING, POSTING.c.act_id == ACT.c.id)
        .where(
            is_any_of(ACT.c.undertaking_id, keys),
            ACT.c.kind.in_((*PAYMENTS, "reverse")),
            POSTING.c.stage == "paid",
            ACT.c.recorded_on <= day,
        )
        .group_by(*ACT.c["undertaking_id", "id", "reverses_id"])
        .order_by(ACT.c.id)
    ).all()
    stands: dict[int, dict[int, int]] = defaultdict(dict)
    for of, key, reverses, amount_fen in rows:
        stands[of][key] = int(amount_fen) + stands[of].pop(reverses, 0)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for of, own in stands.items():
        found[of] = [(key, amount_fen) for key, amount_fen in own.items() if amount_fen > 0]
    return found


def _terms(session: Session, keys: Sequence[int]) -> dict[int, Terms]:
    asking = sa.select(SUBSIDY.c.undertaking_id, *SUBSIDY.c[Terms._fields])
    rows = session.execute(asking.where(is_any_of(SUBSIDY.c.undertaking_id, keys)))
    return {row[0]: Terms(*row[1:]) for row in rows}


def _known(
    session: Session, keys: Sequence[int], day: date, upto: int | None = None
) -> dict[int, list[Fact]]:
    """The statements that stand as known on a day, or as far as the one numbered ``upto``."""
    rows = session.execute(
        sa.select(FACT.c.undertaking_id, *FACT.c["id", "corrects_id", *Fact._fields])
        .where(
            is_any_of(FACT.c.undertaking_id, keys),
            FACT.c.recorded_on <= day if upto is None else FACT.c.id <= upto,
        )
        .order_by(FACT.c.id)
    ).all()
    corrected = {row.corrects_id for row in rows}
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in rows:
        if row.id not in corrected and row.amount_fen:
            found[row.undertaking_id].append(Fact(*row[3:]))
    return found


@kept
def owed_fen(session: Session, actor: Actor, day: date) -> int:
    """What is to be claimed back in all by what was known on a day, in renminbi, in fen. Only
    subsidies of which something was left out, given back or corrected after a settlement can owe
    anything: a new principal is of days that had none, so of none that are settled.
    """
    actor.must("see_portfolio")
    since = (
        sa.select(SETTLEMENT.c.undertaking_id)
        .join(FACT, FACT.c.undertaking_id == SETTLEMENT.c.undertaking_id)
        .join(UNDERTAKING, UNDERTAKING.c.id == SETTLEMENT.c.undertaking_id)
        .where(
            CUTS,
            FACT.c.id > SETTLEMENT.c.upto_fact_id,
            FACT.c.recorded_on <= day,
            SETTLEMENT.c.settled_on <= day,
            UNDERTAKING.c.currency == RENMINBI,
        )
    )
    keys = [int(key) for key in session.execute(since.distinct()).scalars()]
    if not keys:
        return 0
    asked = _settled(session, keys, day)
    return sum(
        one["owed_fen"]
        for key, book in books(session, keys, day).items()
        for one in owed(book, asked[key])
    )


def _settled(session: Session, keys: Sequence[int], day: date) -> dict[int, list[SettlementKnown]]:
    """Settlements of some subsidies asked for by a day, as decided by it, in order."""
    is_known = SETTLEMENT.c.decided_on <= day
    rows = session.execute(
        sa.select(
            *SETTLEMENT.c["undertaking_id", "first_day", "last_day"],
            SETTLEMENT.c.id.label("settlement_id"),
            sa.case((is_known, SETTLEMENT.c.decided_on)).label("decided_on"),
            sa.case((is_known, SETTLEMENT.c.outcome), else_="open").label("outcome"),
            sa.case((is_known, SETTLEMENT.c.accepted_fen), else_=0).label("accepted_fen"),
        )
        .where(is_any_of(SETTLEMENT.c.undertaking_id, keys), SETTLEMENT.c.settled_on <= day)
        .order_by(SETTLEMENT.c.first_day, SETTLEMENT.c.id)
    ).mappings()
    found: dict[int, list[SettlementKnown]] = defaultdict(list)
    for row in rows:
        found[row["undertaking_id"]].append(row_of(row, SettlementKnown))
    return found
