"""Issuing forecasts at the end of a quarter: from then on they are kept as they were."""

import json
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FundError
from fund.frames import rows_of
from fund.ledger.view import View
from fund.period import parse
from fund.targets import queries
from fund.targets.ending import Seen, straight
from fund.targets.forecast import METHOD, SEED_DIGITS
from fund.targets.observed import aim_of, observed
from fund.targets.rows import OutlookRow
from fund.targets.tables import IssuedForecast

WITHIN = timedelta(days=92)
"""A quarter’s forecasts are issued before the next quarter ends."""


class IssuedAlready(FundError):
    """A quarter's forecasts are issued once."""

    message = N_("The forecasts of {period} are issued already.")


class NotAQuarterOver(FundError):
    """Forecasts are issued when a quarter is over, before the next one is."""

    message = N_("Forecasts are issued for the quarter that ended last; {period} is not that one.")


class NoTarget(FundError):
    """There is nothing to tell."""

    message = N_("No target is still ahead: there is nothing to forecast.")


def issue_forecasts(session: Session, actor: Actor, *, period: str) -> IssuedForecast:
    """Keep the forecast of every target whose year is not over, as it is today, under the quarter
    that ended last; once.
    """
    actor.must("issue_forecasts")
    last = parse(period).last
    today = clock.today()
    if parse(period).kind != "quarter" or not last < today <= last + WITHIN:
        raise NotAQuarterOver(period=period)
    if is_issued(session, period):
        raise IssuedAlready(period=period)
    view = View(as_of=today)
    seen = observed(session, today)
    rows = [
        row
        for row in rows_of(queries.outlooks(session, actor, view), OutlookRow)
        if date(int(row["target_year"]), 12, 31) > today
    ]
    made = [_row(row, seen.get(row["code"], Seen()), period, today, actor) for row in rows]
    if not made:
        raise NoTarget
    session.add_all(made)
    session.flush()
    audit.record(session, actor, "issue_forecasts", made[-1], period=period, forecasts=len(made))
    return made[-1]


def _row(row: OutlookRow, seen: Seen, period: str, today: date, actor: Actor) -> IssuedForecast:
    aim = aim_of(row)
    return IssuedForecast(
        target_id=row["target_id"],
        quarter=period,
        issued_on=today,
        ends_on=aim.ends_on,
        operator=aim.operator,
        aim=aim.value,
        verdict=row["verdict"],
        chance=_exact(row["chance"]),
        quantiles=json.dumps(row["quantiles"]) if row["quantiles"] else "",
        low=_exact(row["low"]),
        median=_exact(row["median"]),
        high=_exact(row["high"]),
        line=_exact(straight(aim, seen)),
        nature=row["nature"],
        points=row["points"],
        levers=(
            json.dumps([[lever.key, lever.chance, lever.value] for lever in row["levers"]])
            if row["levers"]
            else ""
        ),
        seed=row["inputs"][:SEED_DIGITS],
        inputs=row["inputs"],
        method=METHOD,
        issued_by=actor.id,
    )


def _exact(value: float | None) -> Decimal | None:
    """A number of the method as it is kept: to nine decimals."""
    return None if value is None else Decimal(f"{value:.9f}")


def is_issued(session: Session, period: str) -> bool:
    """Whether a quarter's forecasts are kept."""
    return (
        session.exec(select(IssuedForecast.id).where(IssuedForecast.quarter == period)).first()
        is not None
    )
