"""What contracts delivered, and what one of it cost."""

from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import table_of
from fund.ledger.tables import UndertakingBalance
from fund.ledger.view import View
from fund.procurement.prices import Comparison, Price, Whole, compared, prices
from fund.procurement.processes import CONTRACT
from fund.procurement.tables import Delivery

DELIVERIES = [
    "delivery_id",
    "delivered_on",
    "item",
    "orbit",
    "mass_kg",
    "is_reused",
    "outcome",
    "quantity",
    "in_orbit",
    "hours",
    "data_gb",
    "source",
    "recorded_on",
]
"""Columns of ``deliveries``, the earliest first: those no other replaces; kilograms, hours,
gigabytes.
"""

WINDOW = 1_000
"""Deliveries looked at, the newest."""

MADE = table_of(Delivery)
BALANCE = table_of(UndertakingBalance)


def deliveries(session: Session, actor: Actor, undertaking_id: int) -> pd.DataFrame:
    """What a contract delivered, as it stands today: DELIVERIES."""
    actor.must("see_portfolio")
    columns = [MADE.c.id if name == "delivery_id" else MADE.c[name] for name in DELIVERIES]
    rows = session.execute(
        sa.select(*columns)
        .where(MADE.c.undertaking_id == undertaking_id, _stands())
        .order_by(MADE.c.delivered_on, MADE.c.id)
    ).all()
    return pd.DataFrame(rows, columns=DELIVERIES, dtype=object)


def unit_prices(session: Session, actor: Actor, view: View) -> tuple[list[Price], list[Comparison]]:
    """Unit prices of contracts in renminbi whose whole agreement is accepted today, in the view's
    province and organisation; and like compared with like.

    Of the contracts with the newest WINDOW deliveries: older prices say little of today's, and the
    page stays quick.
    """
    actor.must("see_portfolio")
    is_launch = CONTRACT.c.category == "launch_vehicle"
    units = sa.case((is_launch, sa.func.sum(MADE.c.mass_kg)), else_=sa.func.sum(MADE.c.quantity))
    kind, is_mixed = _alike()
    statement = (
        sa.select(
            *CONTRACT.c["code", "category"],
            kind,
            CONTRACT.c.signed_on,
            BALANCE.c.committed_fen,
            units,
        )
        .select_from(
            CONTRACT.join(BALANCE, BALANCE.c.undertaking_id == CONTRACT.c.id).join(
                MADE, MADE.c.undertaking_id == CONTRACT.c.id
            )
        )
        .where(
            CONTRACT.c.id.in_(_lately(session)),
            _stands(),
            MADE.c.outcome != "failure",
            CONTRACT.c.currency == "CNY",
            BALANCE.c.committed_fen > 0,
            BALANCE.c.accepted_fen == BALANCE.c.committed_fen,
            CONTRACT.c.signed_on.is_not(None),
        )
        .group_by(*CONTRACT.c["id", "code", "category", "signed_on"], BALANCE.c.committed_fen)
        .having(~is_mixed)
    )
    if view.region is not None:
        statement = statement.where(CONTRACT.c.region_code == view.region)
    if view.organisation_id is not None:
        statement = statement.where(CONTRACT.c.organisation_id == view.organisation_id)
    found = prices(
        [
            Whole(code, category, kind, signed_on, cost, int(made or 0))
            for code, category, kind, signed_on, cost, made in session.execute(statement)
        ]
    )
    return found, compared(found)


def _alike() -> tuple[Any, Any]:
    """What makes prices of a contract alike (its orbit, its type of satellite), and whether it
    mixes two, in SQL.
    """
    is_launch, is_satellite = (
        CONTRACT.c.category == category for category in ("launch_vehicle", "satellite")
    )
    orbits, items = (
        (sa.func.min(column), sa.func.max(column)) for column in (MADE.c.orbit, MADE.c.item)
    )
    return (
        sa.case((is_launch, orbits[1]), (is_satellite, items[1]), else_=""),
        sa.case(
            (is_launch, orbits[0] != orbits[1]),
            (is_satellite, items[0] != items[1]),
            else_=sa.false(),
        ),
    )


def _lately(session: Session) -> list[int]:
    """Contracts with the deliveries recorded last."""
    return list(
        set(
            session.execute(
                sa.select(MADE.c.undertaking_id).order_by(MADE.c.id.desc()).limit(WINDOW)
            ).scalars()
        )
    )


def _stands() -> Any:
    """Nothing replaces it."""
    newer = MADE.alias("newer")
    return ~sa.exists().where(newer.c.replaces_id == MADE.c.id)
