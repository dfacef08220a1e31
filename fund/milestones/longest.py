"""The few milestones longest overdue, found without reading all there are."""

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import table_of
from fund.ledger import sums
from fund.ledger.sums import UNDERTAKING
from fund.ledger.view import View
from fund.milestones.tables import Milestone

MILESTONE = table_of(Milestone)


def longest(session: Session, state: sa.FromClause, view: View, limit: int) -> sa.FromClause:
    """The states of the few longest overdue: as milestones stand now, in the order of the index of
    what is filtered, whatever the portfolio; on a past day, among all that was ever due on the
    first days on which anything was overdue then.
    """
    is_mirror = "measure" in state.c
    where = (
        _as_they_stand(state, view) if is_mirror else _as_they_stood(session, state, view, limit)
    )
    statement = sa.select(state.c.id).where(state.c.status == "scheduled", *where)
    found = (
        session.execute(statement.order_by(state.c.due_on, state.c.id).limit(limit)).scalars().all()
    )
    # limited to as many as there are: so they are found by their numbers before anything else is
    return sa.select(state).where(state.c.id.in_(found)).limit(limit).subquery("few")


def _as_they_stand(state: sa.FromClause, view: View) -> list[sa.ColumnElement[bool]]:
    kept = {
        "measure": view.measure,
        "region_code": view.region,
        "organisation_id": view.organisation_id,
    }
    own = [state.c[name] == value for name, value in kept.items() if value is not None]
    return [state.c.due_on < view.as_of, *own]


def _as_they_stood(
    session: Session, state: sa.FromClause, view: View, limit: int
) -> list[sa.ColumnElement[bool]]:
    """The filters are looked up milestone by milestone (the empty addition keeps databases from
    starting at them).
    """
    days = sums.first_due_days(session, view, "open", limit)
    where: list[sa.ColumnElement[bool]] = []
    if view.measure is not None:
        lines = session.execute(sums.lines_of(view.measure)).scalars().all()
        where.append((UNDERTAKING.c.line_id + 0).in_(lines))
    if view.region is not None:
        where.append(UNDERTAKING.c.region_code + "" == view.region)
    if view.organisation_id is not None:
        where.append(UNDERTAKING.c.organisation_id + 0 == view.organisation_id)
    of_days = state.c.due_on.in_(days)
    if not where:
        return [of_days]
    one = sa.select(sa.literal(1)).where(
        MILESTONE.c.id == state.c.id, UNDERTAKING.c.id == MILESTONE.c.undertaking_id, *where
    )
    return [of_days, sa.exists(one.correlate(state))]
