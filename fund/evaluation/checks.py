"""What ``verify`` looks at in evaluations of direction: what was promised is worked out anew."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import OPERATOR
from fund.errors import N_
from fund.evaluation import bands, directions, known
from fund.evaluation.directions import DIRECTION, EVENT, STATEMENT

Bad = list[tuple[object, ...]]


class Promise(NamedTuple):
    """A year that stands promised, with the last promise of it."""

    id: int
    fiscal_year: int
    scheme: str
    event: int


class Hand(NamedTuple):
    """Who did something on a year, and for whom."""

    kind: str
    actor_id: int | None
    on_behalf_of: int | None


def _promised(session: Session) -> list[Promise]:
    last = sa.select(sa.func.max(EVENT.c.id)).where(
        EVENT.c.direction_id == DIRECTION.c.id, EVENT.c.kind == "promise_direction"
    )
    asking = sa.select(*DIRECTION.c["id", "fiscal_year", "scheme"], last.scalar_subquery())
    rows = session.execute(asking.where(DIRECTION.c.status != "draft"))
    return [Promise(*row) for row in rows]


def figures(session: Session) -> Bad:
    """Each figure of a promise: from the ledger as the year ended, or the statement that counted;
    and the points its scheme gives for it.
    """
    found: Bad = []
    for one in _promised(session):
        parts = {part.key: part for part in bands.read(one.scheme)}
        kept = directions.promised(session, one.event)
        promised_on = session.execute(
            sa.select(EVENT.c.recorded_on).where(EVENT.c.id == one.event)
        ).scalar_one()
        day = min(directions.last_day(one.fiscal_year), promised_on)
        fund = known.fund(session, OPERATOR, day, promised_on)
        told = directions.stated(session, one.id, promised_on)
        rows = [directions.drafted(part, known.figure(fund, part), told) for part in parts.values()]
        found += [
            ("direction", one.id, row.part.key)
            for row in rows
            if _is_other(row, kept.get(row.part.key))
        ]
        found += [("direction", one.id, key) for key in kept.keys() - parts.keys()]
    return found


def _is_other(row: directions.Row, kept: directions.Figure | None) -> bool:
    if kept is None or row.points is None:
        return (kept is None) != (row.points is None)
    names = ("value", "points", "part_fen", "whole_fen", "statement_id")
    mine = (row.value, row.points, row.known.part_fen, row.known.whole_fen, row.statement_id)
    return any(getattr(kept, name) != value for name, value in zip(names, mine, strict=True))


def hands(session: Session) -> Bad:
    """Nobody promised what they stated, or approved what they stated or promised; what stands
    promised has its promise, what is approved its approval.
    """
    found: Bad = []
    for one in session.execute(sa.select(*DIRECTION.c["id", "status"])):
        asking = sa.select(*EVENT.c[Hand._fields]).where(EVENT.c.direction_id == one.id)
        rows = [Hand(*row) for row in session.execute(asking.order_by(EVENT.c.id))]
        filled = _people(rows, "begin_direction", "state_direction")
        promised = _people(rows, "promise_direction")
        approved = _people(rows, "approve_direction")
        status = "draft"
        for row in rows:
            status = directions.AFTER.get(row.kind, status)
        if filled & promised or (filled | promised) & approved or status != one.status:
            found.append(("direction", one.id))
    stated = sa.select(STATEMENT.c.id, STATEMENT.c.direction_id).where(
        ~sa.exists().where(
            EVENT.c.direction_id == STATEMENT.c.direction_id,
            EVENT.c.kind == "state_direction",
            EVENT.c.recorded_on == STATEMENT.c.recorded_on,
        )
    )
    return found + [("direction_statement", row.id) for row in session.execute(stated)]


def _people(rows: Sequence[Hand], *kinds: str) -> set[int]:
    return {
        person
        for row in rows
        if row.kind in kinds
        for person in (row.actor_id, row.on_behalf_of)
        if person is not None
    }


CHECKS = {"direction_figures": figures, "direction_hands": hands}

WORDS = {
    "direction_figures": N_("Promised figures of direction follow from the ledger and statements"),
    "direction_hands": N_("Direction is stated, promised and approved by different people"),
}
"""Name -> what the check says where it holds."""
