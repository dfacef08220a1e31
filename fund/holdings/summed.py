"""Holdings put together from what is kept of each: as known on a day, those of which something was
recorded since, and stale ones, are judged by their facts instead.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import is_any_of, table_of
from fund.holdings import reading
from fund.holdings.reading import ACT
from fund.holdings.returns import SUMMED, Flow
from fund.holdings.standing import Standing, Terms, counting, social
from fund.holdings.tables import HoldingFlow, HoldingSum
from fund.ledger.sums import POSTING

FLOW, SUM = table_of(HoldingFlow), table_of(HoldingSum)
KINDS = {"social": "social", "state_owned": "state", "foreign": "foreign"}
"""Kind of investor that may be social capital -> how its columns begin."""
REMIT = ("remit_principal_fen", "remit_gain_fen")
Kept = int | date | None
"""What a column holds that is kept of a holding: fen, a day or none, whether something is so."""
ADDED = (*SUMMED, "signed_fen", "others_signed_fen", "others_paid_fen", *REMIT)


def of(one: Standing, terms: Terms, theirs: Mapping[str, Collection[int]]) -> dict[str, Kept]:
    """What is kept of a holding as its facts and payments say, but for signed_fen. ``theirs``: the
    numbers of co-investors of each of KINDS.
    """
    found: dict[str, Kept] = {**one.sums}
    for what, kind in (("signed", "subscribed"), ("paid", "other_paid")):
        found[f"others_{what}_fen"] = one.others(kind)
        for of_kind, name in KINDS.items():
            found[f"{name}_{what}_fen"] = one.others(kind, theirs[of_kind])
    found |= zip(REMIT, one.to_remit(terms), strict=True)
    return found | {
        "first_paid_on": one.first_paid_on,
        "remit_since": one.remit_since(terms),
        "is_watched": one.is_watched(terms),
    }


def reckoned(session: Session, keys: Sequence[int] | None) -> dict[int, dict[str, Kept]]:
    """What is to be kept of some holdings (None: all) as everything known of them says, by
    number.
    """
    facts, paid = reading.facts(session, keys), reading.payments(session, keys)
    kinds, subscribed = reading.investors(session, keys), signed(session, keys, date.max)
    theirs = {kind: social(kinds, {kind}) for kind in KINDS}
    found = {}
    for key, terms in reading.terms(session, keys).items():
        counted = counting(facts.get(key, []), date.max)
        one = Standing(date.max, counted, paid.get(key, []))
        found[key] = of(one, terms, theirs) | {"signed_fen": subscribed.get(key, 0)}
    return found


def keep(session: Session, keys: Sequence[int]) -> None:
    """Keep anew what some stale holdings come to."""
    for key, values in reckoned(session, keys).items():
        row = sa.update(SUM).where(SUM.c.undertaking_id == key)
        session.execute(row.values(is_stale=False, **values))


def signed(session: Session, keys: Sequence[int] | None, as_of: date) -> dict[int, int]:
    """What the fund subscribed at its signatures, in fen, whatever became of it since, by
    holding.
    """
    statement = (
        sa.select(POSTING.c.undertaking_id, sa.func.sum(POSTING.c.amount_fen))
        .join(ACT, ACT.c.id == POSTING.c.act_id)
        .where(
            POSTING.c.undertaking_id.in_(reading.numbers(keys)),
            POSTING.c.stage == "obligated",
            ACT.c.kind == "sign",
            POSTING.c.recorded_on <= as_of,
        )
        .group_by(POSTING.c.undertaking_id)
    )
    return {key: int(amount_fen) for key, amount_fen in session.execute(statement)}


def _among(
    keys: Sequence[int] | None, column: sa.ColumnElement[int] = SUM.c.undertaking_id
) -> sa.ColumnElement[bool]:
    return sa.true() if keys is None else is_any_of(column, keys)


def _stood(as_of: date) -> sa.ColumnElement[bool]:
    """Whether what is kept of a holding is of a day: nothing was recorded after it."""
    return sa.and_(SUM.c.known_on <= as_of, ~SUM.c.is_stale)


def moved(session: Session, keys: Sequence[int] | None, as_of: date) -> list[int]:
    """Of some holdings (None: all) those of which something was recorded after a day, or that are
    stale.
    """
    is_moved = sa.or_(SUM.c.known_on > as_of, sa.text("holding_sum.is_stale"))
    statement = sa.select(SUM.c.undertaking_id).where(is_moved, _among(keys))
    return list(session.execute(statement).scalars())


def added(
    session: Session, keys: Sequence[int] | None, as_of: date, counted: Collection[str]
) -> dict[str, int]:
    """What is added up of those that did not move since: ADDED, social_signed_fen and
    social_paid_fen of the kinds of investor that count (``counted``), holdings (how many were paid
    for).
    """
    sums: dict[str, sa.ColumnElement[int]] = {name: sa.func.sum(SUM.c[name]) for name in ADDED}
    for what in ("signed", "paid"):
        own = [SUM.c[f"{KINDS[kind]}_{what}_fen"] for kind in KINDS if kind in counted]
        sums[f"social_{what}_fen"] = sa.func.sum(sum(own[1:], own[0]))
    sums["holdings"] = sa.func.count(SUM.c.first_paid_on)
    columns = [sa.func.coalesce(value, 0).label(name) for name, value in sums.items()]
    row = session.execute(sa.select(*columns).where(_stood(as_of), _among(keys)))
    return {name: int(value) for name, value in row.mappings().one().items()}


def flows(session: Session, keys: Sequence[int] | None, as_of: date) -> list[Flow]:
    """What left and came of some holdings, known by a day, put together day by day: payments apart
    from what came back, those taken back among them.
    """
    rows = session.execute(
        sa.select(FLOW.c.day, sa.func.sum(FLOW.c.amount_fen))
        .where(FLOW.c.known_on <= as_of, _among(keys, FLOW.c.undertaking_id))
        .group_by(FLOW.c.day, FLOW.c.is_payment)
        .order_by(FLOW.c.day, FLOW.c.is_payment)
    )
    return [Flow(day, int(amount_fen)) for day, amount_fen in rows]


def watched(session: Session, keys: Sequence[int] | None, as_of: date) -> list[int]:
    """Holdings that may meet a ground of an early exit on a day."""
    asking = sa.select(SUM.c.undertaking_id).where(
        sa.text("holding_sum.is_watched"), _stood(as_of), _among(keys)
    )
    return [*session.execute(asking).scalars(), *moved(session, keys, as_of)]


def to_remit(session: Session, as_of: date) -> list[sa.Row[int, int, int, date | None]]:
    """Of those that did not move since, what is to be remitted: number, principal, gain, since."""
    columns = SUM.c["undertaking_id", *REMIT, "remit_since"]
    asking = sa.select(*columns).where(SUM.c.remit_since.is_not(None), _stood(as_of))
    return list(session.execute(asking).all())
