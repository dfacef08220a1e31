"""Facts and payments as they are stored, holding by holding: what commands judge by and queries
show.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import is_any_of, table_of
from fund.holdings.returns import Flow
from fund.holdings.rules import ARGUED
from fund.holdings.standing import Fact, Standing, Terms, counting
from fund.holdings.tables import CoInvestor, Holding, HoldingFact, HoldingMark, HoldingWord
from fund.ledger.sums import POSTING
from fund.ledger.tables import Act
from fund.settings import values as settings

FACT, WORD = table_of(HoldingFact), table_of(HoldingWord)
HOLDING, INVESTOR, ACT = table_of(Holding), table_of(CoInvestor), table_of(Act)
MARK = table_of(HoldingMark)
STORED = Fact._fields[: -len(Fact._field_defaults)]


class Word(NamedTuple):
    """Somebody's yes or no to a fact."""

    verdict: str
    said_on: date


def _of(column: sa.ColumnElement[int], keys: Sequence[int] | None) -> sa.ColumnElement[bool]:
    return sa.true() if keys is None else is_any_of(column, keys)


def numbers(keys: Sequence[int] | None) -> sa.Select[int]:
    """The numbers of some holdings (None: all), so that the ledger is asked for theirs and not read
    through for them.
    """
    return sa.select(HOLDING.c.undertaking_id).where(_of(HOLDING.c.undertaking_id, keys))


def facts(
    session: Session,
    keys: Sequence[int] | None,
    as_of: date | None = None,
    kinds: Sequence[str] = (),
) -> dict[int, list[Fact]]:
    """Every fact of some holdings (None: all) recorded by a day, by holding, in their order; what
    others said by then decides since when each counts. ``kinds``: only these, with what puts them
    right, which is of the same kind.
    """
    by = [] if as_of is None else [FACT.c.recorded_on <= as_of]
    of = [_of(FACT.c.undertaking_id, keys), *([FACT.c.kind.in_(kinds)] if kinds else [])]
    said: dict[int, list[Word]] = defaultdict(list)
    words = sa.select(*WORD.c["fact_id", "verdict", "said_on"]).join(
        FACT, FACT.c.id == WORD.c.fact_id
    )
    spoken = [] if as_of is None else [WORD.c.said_on <= as_of]
    for word in session.execute(words.where(*of, *spoken).order_by(WORD.c.id)):
        said[word.fact_id].append(Word(word.verdict, word.said_on))
    found: dict[int, list[Fact]] = defaultdict(list)
    rows = sa.select(*FACT.c[STORED]).where(*of, *by)
    for row in session.execute(rows.order_by(FACT.c.id)):
        found[row.undertaking_id].append(_judged(Fact(*row), said.get(row.id, [])))
    return found


def _judged(fact: Fact, words: Sequence[Word]) -> Fact:
    if any(word.verdict == "no" for word in words):
        return fact._replace(is_refused=True)
    if not fact.needed:
        return fact._replace(counts_on=fact.recorded_on)
    if len(words) >= fact.needed:
        return fact._replace(counts_on=words[fact.needed - 1].said_on)
    return fact


def payments(
    session: Session, keys: Sequence[int] | None, as_of: date | None = None
) -> dict[int, list[Flow]]:
    """What the ledger paid to holdings by a day: what a correction or a reversal moves stands at
    the day of the payment it puts right, what came back at its own.
    """
    by = [] if as_of is None else [POSTING.c.recorded_on <= as_of]
    rows = session.execute(
        sa.select(
            *POSTING.c["undertaking_id", "act_id", "amount_fen"],
            *ACT.c["occurred_on", "reverses_id"],
        )
        .join(ACT, ACT.c.id == POSTING.c.act_id)
        .where(POSTING.c.stage == "paid", POSTING.c.undertaking_id.in_(numbers(keys)), *by)
        .order_by(POSTING.c.id)
    ).all()
    acts = {row.act_id: row for row in rows}
    found: dict[int, list[Flow]] = defaultdict(list)
    for row in rows:
        act = row
        while act.reverses_id is not None:
            act = acts[act.reverses_id]
        found[row.undertaking_id].append(Flow(act.occurred_on, int(row.amount_fen)))
    return found


def standings(
    session: Session, keys: Sequence[int] | None, as_of: date, kinds: Sequence[str] = ()
) -> dict[int, Standing]:
    """How holdings stand on a day, by number; ``kinds``: as far as facts of these kinds say."""
    if keys is None:
        keys_found: Iterable[int] = session.execute(sa.select(HOLDING.c.undertaking_id)).scalars()
    else:
        keys_found = keys
    known, paid = facts(session, keys, as_of, kinds), payments(session, keys, as_of)
    return {
        key: Standing(as_of, counting(known.get(key, []), as_of), paid.get(key, []))
        for key in keys_found
    }


def terms(session: Session, keys: Sequence[int] | None) -> dict[int, Terms]:
    """What is agreed of holdings, by number."""
    columns = HOLDING.c["undertaking_id", "form", "fund_size_fen", "single_percent", "rolls_over"]
    rows = session.execute(sa.select(*columns).where(_of(HOLDING.c.undertaking_id, keys)))
    return {row[0]: Terms(*row[1:]) for row in rows}


def investors(session: Session, keys: Sequence[int] | None) -> dict[int, str]:
    """The kind of every co-investor, by their number."""
    rows = sa.select(*INVESTOR.c["id", "kind"]).where(_of(INVESTOR.c.undertaking_id, keys))
    return {row[0]: row[1] for row in session.execute(rows)}


def social_kinds(session: Session, on: date | None = None) -> set[str]:
    """The kinds of investor whose money counts as social capital, as set on a day."""
    argued = {kind for kind, key in ARGUED.items() if settings.value(session, key, on=on)}
    return {"social"} | argued


class Mark(NamedTuple):
    """What a holding is, as stated last."""

    field: str
    is_private: bool
    is_early: bool
    term_ends_on: date | None
    source: str


def marks(session: Session, keys: Sequence[int] | None, as_of: date) -> dict[int, Mark]:
    """The marks of holdings (None: all) that count on a day, by number."""
    rows = session.execute(
        sa.select(MARK.c.undertaking_id, *MARK.c[Mark._fields])
        .where(_of(MARK.c.undertaking_id, keys), MARK.c.recorded_on <= as_of)
        .order_by(MARK.c.id)
    )
    return {row[0]: Mark(*row[1:]) for row in rows}
