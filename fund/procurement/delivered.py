"""What contracts delivered, and what one of it cost."""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.columns import table_of
from fund.ledger import queries as ledger
from fund.ledger.sums import POSTING
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
        .where(MADE.c.undertaking_id == undertaking_id, _stands(clock.today()))
        .order_by(MADE.c.delivered_on, MADE.c.id)
    ).all()
    return pd.DataFrame(rows, columns=DELIVERIES, dtype=object)


def unit_prices(session: Session, actor: Actor, view: View) -> tuple[list[Price], list[Comparison]]:
    """Unit prices of contracts in renminbi whose whole agreement is accepted on the view's day, in
    its province and organisation; and like compared with like.

    Of the contracts with the newest WINDOW deliveries: older prices say little of today's, and the
    page stays quick.
    """
    actor.must("see_portfolio")
    is_launch = CONTRACT.c.category == "launch_vehicle"
    units = sa.case((is_launch, sa.func.sum(MADE.c.mass_kg)), else_=sa.func.sum(MADE.c.quantity))
    kind, is_mixed = _alike()
    balance = _balances(session, view.as_of)
    statement = (
        sa.select(
            *CONTRACT.c["code", "category"],
            kind,
            CONTRACT.c.signed_on,
            balance.c.committed_fen,
            units,
        )
        .select_from(
            CONTRACT.join(balance, balance.c.undertaking_id == CONTRACT.c.id).join(
                MADE, MADE.c.undertaking_id == CONTRACT.c.id
            )
        )
        .where(
            CONTRACT.c.id.in_(_lately(session, view.as_of)),
            _stands(view.as_of),
            MADE.c.outcome != "failure",
            CONTRACT.c.currency == "CNY",
            balance.c.committed_fen > 0,
            balance.c.accepted_fen == balance.c.committed_fen,
            CONTRACT.c.signed_on.is_not(None),
        )
        .group_by(*CONTRACT.c["id", "code", "category", "signed_on"], balance.c.committed_fen)
        .having(~is_mixed)
    )
    if view.region is not None:
        statement = statement.where(CONTRACT.c.region_code == view.region)
    if view.organisation_id is not None:
        statement = statement.where(CONTRACT.c.organisation_id == view.organisation_id)
    found = prices(
        [
            Whole(code, category, kind, signed_on, int(cost), int(made or 0))
            for code, category, kind, signed_on, cost, made in session.execute(statement)
        ]
    )
    return found, compared(found)


def _alike() -> tuple[sa.ColumnElement[str], sa.ColumnElement[bool]]:
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


def _balances(session: Session, day: date) -> sa.FromClause:
    """What contracts come to on a day: undertaking_id, committed_fen, accepted_fen."""
    if ledger.is_latest(session, day):
        return BALANCE
    sums = (
        sa.func.sum(sa.case((POSTING.c.stage == stage, POSTING.c.amount_fen), else_=0))
        for stage in ("committed", "accepted")
    )
    return (
        sa.select(
            POSTING.c.undertaking_id,
            *(
                total.label(f"{name}_fen")
                for total, name in zip(sums, ("committed", "accepted"), strict=True)
            ),
        )
        .where(POSTING.c.recorded_on <= day, POSTING.c.undertaking_id.in_(_lately(session, day)))
        .group_by(POSTING.c.undertaking_id)
        .subquery()
    )


def _lately(session: Session, day: date) -> list[int]:
    """Contracts with the deliveries recorded last, by a day."""
    return list(
        set(
            session.execute(
                sa.select(MADE.c.undertaking_id)
                .where(MADE.c.recorded_on <= day)
                .order_by(MADE.c.id.desc())
                .limit(WINDOW)
            ).scalars()
        )
    )


def _stands(day: date) -> sa.ColumnElement[bool]:
    """Recorded by a day, and nothing replaces it that was."""
    newer = MADE.alias("newer")
    replaced = sa.exists().where(newer.c.replaces_id == MADE.c.id, newer.c.recorded_on <= day)
    return sa.and_(MADE.c.recorded_on <= day, ~replaced)
