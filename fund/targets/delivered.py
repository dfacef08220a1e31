"""What contracts delivered and what grants brought about, as values of targets: nothing is copied,
a value counts because its record stands.

A target whose indicator has one of these codes is told by the ledger: launches and satellites by
deliveries that no other replaces, milestones by those of grants that are met. One value a quarter,
from the first record to the last quarter that was over on the day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import table_of
from fund.errors import N_
from fund.ledger.rules import NATIONWIDE
from fund.ledger.tables import Undertaking
from fund.milestones.tables import Milestone, MilestoneEvent
from fund.period import quarter
from fund.procurement.tables import Delivery
from fund.targets.reported import Told

BY_DELIVERIES = N_("Deliveries under contracts, {period}: {count}")
BY_MILESTONES = N_("Milestones of grants met, {period}: {count}")
MADE = table_of(Delivery)
WORK = table_of(Undertaking)
STEP = table_of(Milestone)
EVENT = table_of(MilestoneEvent)


class Record(NamedTuple):
    """One delivery, or one milestone met: its day, when that was written down, and of a delivery
    what it says.
    """

    day: date
    recorded_on: date
    quantity: int | None = None
    is_reused: bool = False
    outcome: str = ""


class Feed(NamedTuple):
    """How records become a value: which category they are of ("" is milestones of grants), what
    each counts, of what (a ratio), kind and aggregation of the indicator.
    """

    category: str
    counts: Callable[[Record], int]
    kind: str = "count"
    aggregation: str = "sum"


FEEDS: Mapping[str, Feed] = {
    "launches_bought": Feed("launch_vehicle", lambda _row: 1),
    "launches_reused": Feed("launch_vehicle", lambda row: int(row.is_reused)),
    "launch_success": Feed(
        "launch_vehicle", lambda row: int(row.outcome == "success"), "share", "ratio"
    ),
    "satellites_bought": Feed("satellite", lambda row: row.quantity or 0),
    "grant_milestones_met": Feed("", lambda _row: 1),
}
"""Indicator of a target -> how the ledger tells it."""


def delivered(
    session: Session, as_of: date, region: str, wanted: Iterable[str]
) -> dict[str, list[Told]]:
    """Indicator -> its values by quarter as they stood on a day, of one region's undertakings or of
    all.
    """
    asked = {code: FEEDS[code] for code in wanted if code in FEEDS}
    records = {
        category: (
            _deliveries(session, as_of, category, region)
            if category
            else _met(session, as_of, region)
        )
        for category in {feed.category for feed in asked.values()}
    }
    return {
        code: found
        for code, feed in asked.items()
        if (found := _by_quarter(feed, records[feed.category], as_of))
    }


def _deliveries(session: Session, as_of: date, category: str, region: str) -> list[Record]:
    newer = MADE.alias("newer")
    is_replaced = sa.exists().where(newer.c.replaces_id == MADE.c.id, newer.c.recorded_on <= as_of)
    statement = (
        sa.select(
            MADE.c.delivered_on.label("day"),
            MADE.c.recorded_on,
            MADE.c.quantity,
            MADE.c.is_reused,
            MADE.c.outcome,
        )
        .join(WORK, WORK.c.id == MADE.c.undertaking_id)
        .where(
            WORK.c.category == category,
            MADE.c.recorded_on <= as_of,
            MADE.c.delivered_on <= as_of,
            ~is_replaced,
        )
        .order_by(MADE.c.delivered_on, MADE.c.id)
    )
    where = [] if region == NATIONWIDE else [WORK.c.region_code == region]
    return [Record(*row) for row in session.execute(statement.where(*where))]


def _met(session: Session, as_of: date, region: str) -> list[Record]:
    """Milestones of grants met by a day; the last event of each counts."""
    later = EVENT.alias("later")
    is_newest = ~sa.exists().where(
        later.c.milestone_id == EVENT.c.milestone_id,
        later.c.id > EVENT.c.id,
        later.c.recorded_on <= as_of,
    )
    statement = (
        sa.select(EVENT.c.met_on.label("day"), EVENT.c.recorded_on)
        .join(STEP, STEP.c.id == EVENT.c.milestone_id)
        .join(WORK, WORK.c.id == STEP.c.undertaking_id)
        .where(
            WORK.c.kind == "grant",
            EVENT.c.status == "met",
            EVENT.c.met_on <= as_of,
            EVENT.c.recorded_on <= as_of,
            is_newest,
        )
        .order_by(EVENT.c.met_on, EVENT.c.id)
    )
    where = [] if region == NATIONWIDE else [WORK.c.region_code == region]
    return [Record(*row) for row in session.execute(statement.where(*where))]


def _by_quarter(feed: Feed, rows: list[Record], as_of: date) -> list[Told]:
    """Every quarter from the first record on that was over by the day: a quarter without a record
    is none, for the ledger keeps them all.
    """
    if not rows:
        return []
    of_quarter: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        of_quarter[quarter(row.day).code].append(row)
    told, period = [], quarter(rows[0].day)
    while period.last <= as_of:
        found = of_quarter.get(period.code, [])
        over, cases = Decimal(sum(feed.counts(row) for row in found)), Decimal(len(found))
        recorded_on = max([row.recorded_on for row in found], default=period.last)
        source = BY_MILESTONES if not feed.category else BY_DELIVERIES
        if feed.aggregation != "ratio":
            told.append(Told(period.last, over, recorded_on, len(found), period.code, source))
        elif cases:
            told.append(
                Told(
                    period.last,
                    over * 100 / cases,
                    recorded_on,
                    len(found),
                    period.code,
                    source,
                    (over, cases),
                )
            )
        period = quarter(date.fromordinal(period.last.toordinal() + 1))
    return told
