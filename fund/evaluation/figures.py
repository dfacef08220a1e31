"""Where a self-evaluation's figures come from: the money from the ledger, goals from targets and
milestones as far as they go.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.closing import queries as closing
from fund.columns import table_of
from fund.errors import N_
from fund.evaluation.rules import EXECUTION, Money, Row, UnknownScheme
from fund.ledger.sums import LINE, POSTING, UNDERTAKING
from fund.ledger.tables import Act
from fund.ledger.view import View
from fund.milestones.tables import Milestone
from fund.plan import reference
from fund.targets import sources, steps

ACT = table_of(Act)
STEP = table_of(Milestone)
FIRST = ("appropriate", "open")
"""Acts that give a line its first money; what comes later adjusts it."""
LINKS = {
    "milestones_met": N_("Milestones met in the year"),
    "milestones_on_time": N_("Milestones of the year met on time, %"),
}
"""Figures of the programme that fill a row by themselves; beside them ``target:CODE``."""
TARGET = "target:"


class Filled(NamedTuple):
    """A figure by itself and where it is read."""

    value: Decimal | None
    source: str


def weights(scheme: str) -> dict[str, Decimal]:
    """Level -> points of a scheme of data/evaluation_schemes.csv, execution among them; they make
    100.
    """
    found = {
        row["level"]: Decimal(row["points"])
        for row in reference.evaluation_schemes()
        if row["scheme"] == scheme
    }
    if EXECUTION not in found:
        raise UnknownScheme(scheme=scheme)
    return found


def money(session: Session, actor: Actor, programme_id: int, year: int, as_of: date) -> Money:
    """The year's money of a programme's renminbi lines as of a day, by the figures of the year end
    (fund.closing.queries.lines).
    """
    keys = set(
        session.execute(
            sa.select(LINE.c.id).where(
                LINE.c.programme_id == programme_id,
                LINE.c.fiscal_year == year,
                LINE.c.currency == "CNY",
            )
        ).scalars()
    )
    frame = closing.lines(session, actor, year, as_of)
    frame = frame[frame["line_id"].isin(keys)]
    carried = int(frame["carried_in_fen"].sum())
    return Money(
        initial_fen=_first(session, keys, as_of) + carried,
        adjusted_fen=int(frame["appropriated_fen"].sum() + frame["carried_out_fen"].sum()),
        executed_fen=int(frame["paid_fen"].sum()),
        carried_fen=carried,
    )


def _first(session: Session, keys: set[int], as_of: date) -> int:
    """What each line was given first."""
    first = (
        sa.select(sa.func.min(POSTING.c.id))
        .join(ACT, ACT.c.id == POSTING.c.act_id)
        .where(
            POSTING.c.line_id.in_(keys),
            POSTING.c.stage == "appropriated",
            POSTING.c.recorded_on <= as_of,
            ACT.c.kind.in_(FIRST),
        )
        .group_by(POSTING.c.line_id)
    )
    return sum(
        int(fen)
        for fen in session.execute(
            sa.select(POSTING.c.amount_fen).where(POSTING.c.id.in_(first))
        ).scalars()
    )


def filled(
    session: Session, actor: Actor, linked: str, programme_id: int, year: int, as_of: date
) -> Filled:
    """The figure a row is linked to, as known on a day; None where nothing is known."""
    if linked.startswith(TARGET):
        return _target(session, actor, linked.removeprefix(TARGET), year, as_of)
    met, on_time, due = _milestones(session, programme_id, year, as_of)
    if linked == "milestones_met":
        return Filled(Decimal(met), linked)
    share = (Decimal(on_time) * 100 / Decimal(due)).quantize(Decimal("0.01")) if due else None
    return Filled(share, linked)


def _target(session: Session, actor: Actor, code: str, year: int, as_of: date) -> Filled:
    """The last value of a target observed in the year."""
    found = sources.sources(session, actor, View(as_of=as_of), code)
    of_year = [row for row in found.to_dict("records") if row["observed_on"].year == year]
    return Filled(of_year[0]["value"], of_year[0]["source"]) if of_year else Filled(None, "")


def _milestones(
    session: Session, programme_id: int, year: int, as_of: date
) -> tuple[int, int, int]:
    """Milestones of the programme's grants and contracts: met in the year; of those due in it, met
    on time; due in it.
    """
    keys = session.execute(
        sa.select(STEP.c.id)
        .join(UNDERTAKING, UNDERTAKING.c.id == STEP.c.undertaking_id)
        .join(LINE, LINE.c.id == UNDERTAKING.c.line_id)
        .where(LINE.c.programme_id == programme_id, UNDERTAKING.c.status != "cancelled")
    ).scalars()
    rows = [(step.due, step.met_on) for step in steps.steps(session, as_of, list(keys)).values()]
    first, last = date(year, 1, 1), min(date(year, 12, 31), as_of)
    due = [(due_on, met_on) for due_on, met_on in rows if first <= due_on <= last]
    return (
        sum(met_on is not None and first <= met_on <= last for _due, met_on in rows),
        sum(met_on is not None and met_on <= due_on for due_on, met_on in due),
        len(due),
    )


def with_figures(
    session: Session, actor: Actor, rows: list[Row], programme_id: int, year: int, as_of: date
) -> list[Row]:
    """The rows with the figures they are linked to in place of what was typed."""
    return [
        (
            row._replace(actual=filled(session, actor, row.linked, programme_id, year, as_of).value)
            if row.linked
            else row
        )
        for row in rows
    ]
