"""The list of milestones: what may be overdue, open or met, by approved due date."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_
from fund.ledger import sums
from fund.ledger.sums import UNDERTAKING
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Sorted, Source, Totals, Value
from fund.milestones import queries
from fund.milestones.queries import EVENT, MILESTONE

SHOWN = {
    "overdue": N_("Overdue milestones"),
    "open": N_("Milestones not due yet"),
    "met": N_("Milestones met"),
}
"""What the list may be narrowed to, and what it is called then."""
ONE_DAY = timedelta(days=1)
BY_DAY = frozenset({"due_on"})
T = TypeVar("T")


def source(session: Session, _actor: Actor, asked: Asked) -> Source:
    """Today from the milestones themselves, each beside where it belongs; on a past day from the
    latest event known by then.
    """
    if queries.sees_everything(session, asked.view):
        return _today(asked)
    return _then(asked)


def _today(asked: Asked) -> Source:
    view, show = asked.view, asked.get("show")
    columns = {
        "measure": view.measure,
        "region_code": view.region,
        "organisation_id": view.organisation_id,
    }
    where = [MILESTONE.c[name] == value for name, value in columns.items() if value is not None]
    indexed = set(BY_DAY)
    if not where and show in ("", "met") and view.period is None:
        indexed |= {"met_on"} if show else {"planned_on", "forecast_on", "met_on"}
    return Source(
        MILESTONE,
        [*where, *_shown(MILESTONE, asked)],
        MILESTONE.c.id,
        _orders(MILESTONE, MILESTONE.c.id),
        frozenset(indexed),
    )


def _then(asked: Asked) -> Source:
    """A milestone's own columns are looked up event by event: a database that began at them would
    read all of them.
    """
    view = asked.view

    def own(column: sa.ColumnElement[T]) -> sa.ScalarSelect[T]:
        return sa.select(column).where(MILESTONE.c.id == EVENT.c.milestone_id).scalar_subquery()

    wanted = {
        MILESTONE.c.measure: view.measure,
        MILESTONE.c.region_code: view.region,
        MILESTONE.c.organisation_id: view.organisation_id,
    }
    where = [own(column) == value for column, value in wanted.items() if value is not None]
    where += [EVENT.c.recorded_on <= view.as_of, ~queries.superseded(view.as_of)]
    return Source(
        EVENT,
        [*where, *_shown(EVENT, asked)],
        EVENT.c.milestone_id,
        _orders(EVENT, EVENT.c.milestone_id),
        BY_DAY,
    )


def _shown(state: sa.FromClause, asked: Asked) -> list[sa.ColumnElement[bool]]:
    """What is late is late whichever period is looked at; the rest is what falls due in it."""
    view, show = asked.view, asked.get("show")
    if show == "overdue":
        return [state.c.status == "scheduled", state.c.due_on < view.as_of]
    where = []
    if show == "open":
        where = [state.c.status == "scheduled", state.c.due_on >= view.as_of]
    elif show == "met":
        where = [state.c.status == "met"]
    if view.period is not None:
        where.append(state.c.due_on.between(view.period.first, view.period.last))
    return where


def _orders(state: sa.FromClause, key: sa.ColumnElement[int]) -> Mapping[str, Sorted]:
    own = MILESTONE.alias("own")

    def of(
        column: sa.ColumnElement[Value], *joins: sa.ColumnElement[bool]
    ) -> sa.ScalarSelect[Value]:
        statement = sa.select(column).where(own.c.id == key, *joins)
        return statement.correlate(state).scalar_subquery()

    return {
        "due_on": state.c.due_on,
        "planned_on": of(own.c.first_due_on) if state is EVENT else state.c.first_due_on,
        "forecast_on": state.c.forecast_on,
        "met_on": state.c.met_on,
        "title": of(own.c.title),
        "undertaking": of(UNDERTAKING.c.code, UNDERTAKING.c.id == own.c.undertaking_id),
        "region": of(own.c.region_code),
        "status": state.c.status,
    }


def kept(session: Session, actor: Actor, asked: Asked) -> Totals | None:
    """How many, from what the totals of dues keep; None where two filters are set together."""
    if asked.view.filters > 1:
        return None
    counted = counts(session, actor, asked.view)
    return Totals(counted[asked.get("show")])


def counts(session: Session, actor: Actor, view: View) -> dict[str, int]:
    """How many are overdue (whichever period), not due yet, met, and in all under ""; with a
    period, of those that fall due in it.
    """
    actor.must("see_portfolio")
    everything = view.only(period=None)
    late = sums.due_before(session, everything, "open")
    if view.period is None:
        held = sums.held(session, view, ("planned", "met", "open"))
        return {
            "overdue": late,
            "open": held["open"] - late,
            "met": held["met"],
            "": held["planned"],
        }
    first, end = view.period.first, view.period.last + ONE_DAY
    found = {
        kind: sums.due_within(session, everything, kind, first, end)
        for kind in ("planned", "met", "open")
    }
    if view.as_of > first:
        found["open"] -= sums.due_within(session, everything, "open", first, min(view.as_of, end))
    return {"overdue": late, "open": found["open"], "met": found["met"], "": found["planned"]}


def frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """The rows of some milestones: queries.MILESTONES with ``state``, which is overdue where an
    open one is late, and days_late empty where it is none.
    """
    found = queries.plan(session, actor, view.only(period=None), keys=keys)
    return found.assign(
        state=found["status"].where(~found["is_overdue"], "overdue"),
        days_late=found["days_late"].astype("Int64").where(found["days_late"] > 0),
    )


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """A milestone leads to its grant or contract."""
    return str(row["kind"]), {"id": str(row["undertaking"])}


MILESTONES = Listing(
    name="milestones",
    title=N_("Milestones"),
    page="milestones",
    key="milestone_id",
    columns=(
        Col("title", N_("Milestone"), width=34, order="title"),
        Col("undertaking", N_("Grant or contract"), width=18, order="undertaking", under="title"),
        Col("undertaking_title", N_("Title"), width=36, under="title"),
        Col("code", N_("Code"), width=10, is_shown=False),
        Col("owner", N_("Owner"), width=16, is_shown=False),
        Col("region_code", N_("Province"), "region", 16, order="region"),
        Col("measure", N_("Measure"), width=10, is_shown=False),
        Col("planned_on", N_("First promised"), "date", order="planned_on"),
        Col("due_on", N_("Due on"), "date", order="due_on"),
        Col("forecast_on", N_("Forecast"), "date", order="forecast_on"),
        Col("met_on", N_("Met on"), "date", order="met_on"),
        Col("state", N_("Status"), "state", 12, order="status"),
        Col("days_late", N_("Days late"), "integer", 10),
        Col("currency", N_("Currency"), "currency", 8, under="amount_fen"),
        Col("amount_fen", N_("Amount behind it"), "amount", 16),
    ),
    orders=(
        Order("due_on", "date"),
        Order("planned_on", "date"),
        Order("forecast_on", "date", is_nullable=True),
        Order("met_on", "date", is_nullable=True),
        Order("title", "text"),
        Order("undertaking", "text"),
        Order("region", "text"),
        Order("status", "text"),
    ),
    filters=(Filter("show", N_("Status"), SHOWN, is_drawn=False),),
    source=source,
    frame=frame,
    kept=kept,
    leads=leads,
    is_kept=True,
)

LISTS = (MILESTONES,)
"""The lists of this room."""
