"""One undertaking's agreement: its parts with what stands on each, and what was done to it."""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.ledger.queries import AMOUNTS
from fund.ledger.sums import POSTING
from fund.ledger.tables import Act, Amendment, Tranche
from fund.ledger.view import View


def tranches(session: Session, actor: Actor, undertaking_id: int, view: View) -> pd.DataFrame:
    """An undertaking's tranches as of the view's day: tranche_id, code, title, is_advance,
    promised_on (first promise), due_on (as amended by then) and obligated, accepted, paid, returned
    in fen.
    """
    actor.must("see_portfolio")
    table = table_of(Tranche)
    sums = [
        sa.func.coalesce(
            sa.func.sum(sa.case((POSTING.c.stage == stage, POSTING.c.amount_fen), else_=0)), 0
        )
        for stage in AMOUNTS[1:]
    ]
    rows = session.execute(
        sa.select(
            table.c.id, table.c.code, table.c.title, table.c.is_advance, table.c.promised_on, *sums
        )
        .join(POSTING, (POSTING.c.tranche_id == table.c.id) & (POSTING.c.recorded_on <= view.as_of))
        .where(table.c.undertaking_id == undertaking_id)
        .group_by(table.c.id, table.c.code, table.c.title, table.c.is_advance, table.c.promised_on)
        .order_by(table.c.promised_on, table.c.id)
    ).all()
    names = [f"{stage}_fen" for stage in AMOUNTS[1:]]
    frame = pd.DataFrame(
        rows, columns=["tranche_id", "code", "title", "is_advance", "promised_on", *names]
    )
    moved = _promised_later(session, undertaking_id, view)
    frame.insert(
        5,
        "due_on",
        pd.Series(
            [
                moved.get(key, day)
                for key, day in zip(frame["tranche_id"], frame["promised_on"], strict=True)
            ],
            index=frame.index,
            dtype=object,
        ),
    )
    return frame.astype(dict.fromkeys(names, "int64"))


def _promised_later(session: Session, undertaking_id: int, view: View) -> dict[int, date]:
    """The dates signed amendments gave tranches by the view's day, the last of each."""
    table = table_of(Amendment)
    rows = session.execute(
        sa.select(table.c.tranche_id, table.c.becomes)
        .where(
            table.c.undertaking_id == undertaking_id,
            table.c.kind == "dates",
            table.c.answer == "signed",
            table.c.answered_on <= view.as_of,
        )
        .order_by(table.c.act_id)
    ).all()
    return {int(key): date.fromisoformat(day) for key, day in rows}


HISTORY = ["act_id", "act", "recorded_at", "occurred_on", "actor"]
HISTORY += ["tranche", "amount_fen", "reason", "reference"]
"""Columns of ``history``."""


def history(session: Session, actor: Actor, undertaking_id: int, view: View) -> pd.DataFrame:
    """What was done to an undertaking, newest first: act_id, act, recorded_at, occurred_on, actor,
    tranche, amount_fen, reason, reference.

    amount_fen is the largest stage movement of the act, None for an act that moved no money.
    """
    actor.must("see_portfolio")
    act = table_of(Act)
    most = _moved(undertaking_id)
    rows = session.execute(
        sa.select(
            *act.c["id", "kind", "recorded_at", "occurred_on"],
            Person.name,
            Tranche.code,  # type: ignore[call-overload]
            sa.case((most.c.most > 0, most.c.most), else_=most.c.least),
            *act.c["reason", "reference"],
        )
        .outerjoin(Person, Person.id == act.c.actor_id)
        .outerjoin(Tranche, Tranche.id == act.c.tranche_id)
        .outerjoin(most, most.c.act_id == act.c.id)
        .where(act.c.undertaking_id == undertaking_id, act.c.recorded_on <= view.as_of)
        .order_by(act.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=HISTORY).astype({"amount_fen": "Int64"})


def _moved(undertaking_id: int) -> sa.Subquery:
    """The largest and the least sum an act moved between stages of an undertaking, in SQL."""
    amount = sa.func.sum(POSTING.c.amount_fen).label("amount_fen")
    moved = (
        sa.select(*POSTING.c["act_id", "stage"], amount)
        .where(POSTING.c.undertaking_id == undertaking_id)
        .group_by(*POSTING.c["act_id", "stage"])
        .subquery()
    )
    ends = (
        sa.func.max(moved.c.amount_fen).label("most"),
        sa.func.min(moved.c.amount_fen).label("least"),
    )
    return sa.select(moved.c.act_id, *ends).group_by(moved.c.act_id).subquery()
