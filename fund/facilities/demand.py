"""What was asked for and refused in a period, as known on a day, and how long people waited."""

from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.facilities import reach, rules
from fund.facilities.figures import DECISION, REQUEST
from fund.facilities.reach import within
from fund.period import Period
from fund.plan import working_days


class Asking(NamedTuple):
    """A request and what was decided of it; None while nothing was."""

    facility_id: int
    requested_on: date
    minutes_asked: int
    outcome: str | None
    reason: str | None
    decided_on: date | None


class Demand(NamedTuple):
    """Requests made in a period and decided by a day: how many, the middle wait in working days,
    refusals and the minutes refused by reason.
    """

    requests: int
    granted: int
    waiting: float | None
    refused: dict[str, int]
    refused_minutes: int


def of_period(session: Session, actor: Actor, period: Period, as_of: date) -> Demand:
    """What was asked for in a period, and what became of it by a day."""
    return became(asked_for(session, actor, period, as_of))


def asked_for(session: Session, actor: Actor, period: Period, as_of: date) -> list[Asking]:
    """The requests of a period within reach with what was decided by a day, in order."""
    reach.sees(actor, "see_bookings")
    rows = session.execute(
        sa.select(
            *REQUEST.c["facility_id", "requested_on", "minutes_asked"],
            *DECISION.c["outcome", "reason", "decided_on"],
        )
        .outerjoin(
            DECISION, (DECISION.c.request_id == REQUEST.c.id) & (DECISION.c.decided_on <= as_of)
        )
        .where(
            REQUEST.c.requested_on.between(period.first, min(period.last, as_of)),
            *within(actor, REQUEST),
        )
        .order_by(REQUEST.c.id)
    )
    return [Asking(*row) for row in rows]


def became(rows: Sequence[Asking]) -> Demand:
    """Requests counted, their waits and refusals."""
    waits = [
        working_days.between(row.requested_on, row.decided_on) for row in rows if row.decided_on
    ]
    refused = [row for row in rows if row.outcome == "turned_down"]
    reasons = {name: sum(row.reason == name for row in refused) for name in rules.REASONS}
    return Demand(
        len(rows),
        sum(row.outcome == "granted" for row in rows),
        float(median(waits)) if waits else None,
        {name: count for name, count in reasons.items() if count},
        sum(row.minutes_asked for row in refused),
    )
