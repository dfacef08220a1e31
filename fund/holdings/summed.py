"""Holdings put together from what is kept of each: as known on a day, those of which something was
recorded since are judged by their facts instead.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import is_any_of, table_of
from fund.holdings.returns import SUMMED, Flow
from fund.holdings.standing import Standing, Terms
from fund.holdings.tables import HoldingFlow, HoldingSum

FLOW, SUM = table_of(HoldingFlow), table_of(HoldingSum)
KINDS = {"social": "social", "state_owned": "state", "foreign": "foreign"}
"""Kind of investor that may be social capital -> how its columns begin."""
REMIT = ("remit_principal_fen", "remit_gain_fen")
ADDED = (*SUMMED, "signed_fen", "others_signed_fen", "others_paid_fen", *REMIT)


def of(one: Standing, terms: Terms, kinds: Mapping[int, str]) -> dict[str, Any]:
    """What is kept of a holding as its facts and payments say, but for signed_fen. ``kinds``: of
    its co-investors, by their number.
    """
    found: dict[str, Any] = dict(one.sums)
    for what, kind in (("signed", "subscribed"), ("paid", "other_paid")):
        found[f"others_{what}_fen"] = one.others(kind)
        for of_kind, name in KINDS.items():
            theirs = [key for key, own in kinds.items() if own == of_kind]
            found[f"{name}_{what}_fen"] = one.others(kind, theirs)
    found |= zip(REMIT, one.to_remit(terms), strict=True)
    return found | {
        "first_paid_on": one.first_paid_on,
        "remit_since": one.remit_since(terms),
        "is_watched": one.is_watched(terms),
    }


def _among(keys: Sequence[int] | None, column: Any = SUM.c.undertaking_id) -> Any:
    return sa.true() if keys is None else is_any_of(column, keys)


def _stood(as_of: date) -> Any:
    """Whether nothing of a holding was recorded after a day, so that what is kept is of then."""
    return SUM.c.known_on <= as_of


def moved(session: Session, keys: Sequence[int] | None, as_of: date) -> list[int]:
    """Of some holdings (None: all) those of which something was recorded after a day."""
    statement = sa.select(SUM.c.undertaking_id).where(SUM.c.known_on > as_of, _among(keys))
    return list(session.execute(statement).scalars())


def added(
    session: Session, keys: Sequence[int] | None, as_of: date, counted: Collection[str]
) -> dict[str, int]:
    """What is added up of those that did not move since: ADDED, social_signed_fen and
    social_paid_fen of the kinds of investor that count (``counted``), holdings (how many were paid
    for).
    """
    sums: dict[str, Any] = {name: sa.func.sum(SUM.c[name]) for name in ADDED}
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


def to_remit(session: Session, as_of: date) -> list[sa.Row[Any]]:
    """Of those that did not move since, what is to be remitted: number, principal, gain, since."""
    columns = SUM.c["undertaking_id", *REMIT, "remit_since"]
    asking = sa.select(*columns).where(SUM.c.remit_since.is_not(None), _stood(as_of))
    return list(session.execute(asking).all())
