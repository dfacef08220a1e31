"""The computed light of an undertaking as the database says it row by row, so that a list is walked
along an index and judged no further than it is shown. The rules are those of fund.standing.rules;
a test holds the two together.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import Asking, unsought
from fund.ledger.pending import promised_now
from fund.ledger.queries import is_latest
from fund.ledger.sums import POSTING, UNDERTAKING
from fund.standing.reading import ACCEPTANCE, BALANCE, EVENT, EVIDENCE, MILESTONE, TRANCHE

GREEN, AMBER, RED = range(3)


class Judged(NamedTuple):
    """Two halves of a light, 0 green, 1 amber, 2 red, of the row of UNDERTAKING they stand beside:
    what its parts say, what its open steps say (NULL without any); the fen promised by now and
    unpaid.
    """

    parts: sa.ColumnElement[int]
    steps: sa.ColumnElement[int]
    gap_fen: sa.ColumnElement[int]

    def is_red(self) -> sa.ColumnElement[bool]:
        """Whether the worst of both is red."""
        return sa.or_(self.parts == RED, self.steps == RED)

    def is_amber(self) -> sa.ColumnElement[bool]:
        """Whether the worst of both is amber: the steps are looked at first, which are soonest
        read, and the parts once.
        """
        parts, steps = (sa.func.coalesce(half, GREEN) for half in (self.parts, self.steps))
        is_worst = sa.case((steps == AMBER, parts < RED), else_=parts == AMBER)
        return sa.and_(steps < RED, is_worst)

    def has_fired(self) -> sa.ColumnElement[bool]:
        """Whether either is more than green."""
        return sa.or_(self.parts > GREEN, self.steps > GREEN)


def judged(session: Session, day: date, thresholds: Mapping[str, int]) -> Judged:
    """The light on a day: from the balances where the day sees everything recorded, else from what
    was known on it.
    """
    is_now = is_latest(session, day)
    money = _money_now() if is_now else _money_on(session, day)
    percent, days = thresholds["absorption_percent"], thresholds["evidence_days"]
    is_due = money.promised_on <= day
    due = sa.func.sum(sa.case((is_due, money.obligated_fen), else_=0))
    paid = sa.func.sum(sa.case((is_due, money.paid_fen), else_=0))
    light = _light(money, due, paid, day, percent, days)
    gap = sa.cast(sa.func.coalesce(due - paid, 0), sa.BigInteger)
    steps = _steps(session, day, thresholds["slip_days"], is_now=is_now)
    return Judged(light, steps, _of_parts(money.rows, gap).scalar_subquery())


def _of_parts(rows: sa.FromClause, *columns: sa.ColumnElement[int]) -> Asking:
    """Columns over the parts of the undertaking they stand beside."""
    return (
        sa.select(*columns)
        .select_from(rows)
        .where(TRANCHE.c.undertaking_id == UNDERTAKING.c.id)
        .correlate(UNDERTAKING)
    )


class _Money(NamedTuple):
    """A part of an agreement in a statement: where it is read, and what is known of it."""

    rows: sa.FromClause
    promised_on: sa.ColumnElement[date]
    obligated_fen: sa.ColumnElement[int]
    paid_fen: sa.ColumnElement[int]
    is_waived: sa.ColumnElement[bool]


def _light(
    money: _Money,
    due: sa.ColumnElement[int],
    paid: sa.ColumnElement[int],
    day: date,
    percent: int,
    days: int,
) -> sa.ColumnElement[int]:
    """What the parts say: added up first, then judged, so that no part is looked at twice."""
    is_missing = sa.and_(money.obligated_fen != 0, ~_is_evidenced(day))
    is_long = money.promised_on < day - timedelta(2 * days)
    is_overdue = sa.and_(money.promised_on < day - timedelta(days), is_missing)
    overdue = sa.func.max(sa.case((is_overdue, sa.case((is_long, RED), else_=AMBER)), else_=GREEN))
    ahead = sa.func.sum(sa.case((money.is_waived, money.paid_fen), else_=0))
    added = {"due": due, "paid": paid, "overdue": overdue, "ahead": ahead}
    parts = _of_parts(money.rows, *(one.label(name) for name, one in added.items())).subquery().c
    is_red = sa.or_(parts.paid * 200 < parts.due * percent, parts.overdue == RED)
    is_amber = sa.or_(
        parts.paid * 100 < parts.due * percent, parts.overdue == AMBER, parts.ahead > 0
    )
    light = sa.case((is_red, RED), (is_amber, AMBER), else_=GREEN)
    return sa.select(light).correlate(UNDERTAKING).scalar_subquery()


def _money_now() -> _Money:
    rows = TRANCHE.join(BALANCE, BALANCE.c.tranche_id == TRANCHE.c.id)
    return _Money(rows, *BALANCE.c["due_on", "obligated_fen", "paid_fen", "is_waived"])


def _money_on(session: Session, day: date) -> _Money:
    def stage(name: str) -> sa.ColumnElement[int]:
        return (
            sa.select(sa.func.coalesce(sa.func.sum(POSTING.c.amount_fen), 0))
            .where(
                POSTING.c.tranche_id == TRANCHE.c.id,
                POSTING.c.stage == name,
                POSTING.c.recorded_on <= day,
            )
            .correlate(TRANCHE)
            .scalar_subquery()
        )

    is_waived = sa.and_(_is_accepted(day, "waiver"), ~_is_accepted(day, "evidence"))
    promised = promised_now(session, TRANCHE, day)
    return _Money(TRANCHE, promised, stage("obligated"), stage("paid"), is_waived)


def _is_accepted(day: date, basis: str) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(
            ACCEPTANCE.c.tranche_id == TRANCHE.c.id,
            unsought(ACCEPTANCE.c.basis) == basis,
            ACCEPTANCE.c.recorded_on <= day,
        )
        .correlate(TRANCHE)
    )


def _is_evidenced(day: date) -> sa.ColumnElement[bool]:
    filed = (
        sa.exists()
        .where(EVIDENCE.c.tranche_id == TRANCHE.c.id, EVIDENCE.c.filed_on <= day)
        .correlate(TRANCHE)
    )
    return sa.or_(filed, _is_accepted(day, "opening"))


def _steps(session: Session, day: date, days: int, *, is_now: bool) -> sa.ColumnElement[int]:
    """The worst of the open steps: late by so many days after the first promise, as it is expected,
    or already on the day looked at.
    """
    dialect = session.get_bind().dialect.name

    def later(count: int) -> sa.ColumnElement[date]:
        first = MILESTONE.c.first_due_on
        if dialect == "postgresql":
            return first + sa.literal(count, sa.Integer)
        return sa.func.date(first, f"+{count} days", type_=sa.Date)

    state = MILESTONE if is_now else EVENT
    expected = sa.func.coalesce(state.c.forecast_on, state.c.due_on, type_=sa.Date)

    def is_late(count: int) -> sa.ColumnElement[bool]:
        first = MILESTONE.c.first_due_on
        return sa.or_(first <= day - timedelta(count), expected >= later(count))

    light = sa.func.max(sa.case((is_late(2 * days), RED), (is_late(days), AMBER), else_=GREEN))
    statement = sa.select(light).where(
        MILESTONE.c.undertaking_id == UNDERTAKING.c.id, unsought(state.c.status) == "scheduled"
    )
    if is_now:
        return statement.select_from(MILESTONE).correlate(UNDERTAKING).scalar_subquery()
    latest = (
        sa.select(sa.func.max(EVENT.c.id))
        .where(EVENT.c.milestone_id == MILESTONE.c.id, EVENT.c.recorded_on <= day)
        .correlate(MILESTONE)
        .scalar_subquery()
    )
    event = MILESTONE.join(EVENT, EVENT.c.id == latest)
    return statement.select_from(event).correlate(UNDERTAKING).scalar_subquery()
