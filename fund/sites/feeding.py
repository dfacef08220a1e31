"""Launches as values of targets: a target told by launches is never told by deliveries."""

from collections import Counter
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session

from fund.errors import N_
from fund.ledger.rules import NATIONWIDE
from fund.period import quarter
from fund.sites.queries import LAUNCH, OUTCOME, SITE, counts, stands
from fund.targets.reported import Told

SOURCE = N_("Launches from the fund’s own sites, {period}: {count}")


def flown(session: Session, as_of: date, region: str) -> list[Told]:
    """Launches by quarter as known on a day, of one province's sites or of all: every quarter from
    the first launch on that was over.
    """
    newest = (
        sa.select(OUTCOME.c.launch_id, sa.func.max(OUTCOME.c.id).label("id"))
        .join(LAUNCH, LAUNCH.c.id == OUTCOME.c.launch_id)
        .join(SITE, SITE.c.id == LAUNCH.c.site_id)
        .where(LAUNCH.c.origin == "own", stands(as_of), counts(as_of))
        .group_by(OUTCOME.c.launch_id)
        .subquery()
    )
    statement = (
        sa.select(*OUTCOME.c["happened_on", "confirmed_on", "recorded_on"])
        .join(newest, newest.c.id == OUTCOME.c.id)
        .join(LAUNCH, LAUNCH.c.id == OUTCOME.c.launch_id)
        .join(SITE, SITE.c.id == LAUNCH.c.site_id)
        .where(OUTCOME.c.outcome != "pad_failure", OUTCOME.c.happened_on <= as_of)
        .order_by(OUTCOME.c.happened_on)
    )
    if region != NATIONWIDE:
        statement = statement.where(SITE.c.region_code == region)
    rows = session.execute(statement).all()
    if not rows:
        return []
    by_quarter = Counter(quarter(row.happened_on).code for row in rows)
    known = {quarter(row.happened_on).code: row.confirmed_on or row.recorded_on for row in rows}
    told, period = [], quarter(rows[0].happened_on)
    while period.last <= as_of:
        count = by_quarter.get(period.code, 0)
        recorded_on = max(known.get(period.code, period.last), period.last)
        value = Decimal(count)
        told.append(Told(period.last, value, recorded_on, count, period.code, SOURCE))
        period = quarter(date.fromordinal(period.last.toordinal() + 1))
    return told
