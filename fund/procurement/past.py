"""How processes and their bids stood on a day: what was done later is taken back, from the events
that say what was done.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.ledger.sums import POSTING
from fund.ledger.view import View
from fund.procurement import processes, wording
from fund.procurement.processes import EVENT, LINK, PROCESS

GIVES = {
    "plan_procurement": "planned",
    "publish_tender": "tendering",
    "open_bids": "evaluation",
    "sign": "contracted",
}
"""Step -> the stage it gives; an end gives what the process is now, and of several approvals of an
award the last one gives it.
"""


@dataclass(frozen=True)
class Later:
    """What was done after a day: bids that came, bids taken out of the competition, processes
    evaluated, processes whose contract was signed.
    """

    came: set[int] = field(default_factory=set)
    judged: set[int] = field(default_factory=set)
    evaluated: set[int] = field(default_factory=set)
    signed: set[int] = field(default_factory=set)


def opened_by(day: date) -> sa.ColumnElement[bool]:
    """Processes whose bids were opened by a day, or that had come to nothing by then without; not
    those cancelled by it.
    """
    ended = _done("end_procurement", day)
    return sa.or_(
        sa.and_(_done("open_bids", day), ~sa.and_(PROCESS.c.status == "cancelled", ended)),
        sa.and_(PROCESS.c.status == "unsuccessful", ended),
    )


def _done(kind: str, day: date) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        EVENT.c.process_id == PROCESS.c.id, EVENT.c.kind == kind, EVENT.c.recorded_on <= day
    )


def later(session: Session, keys: Sequence[int], day: date) -> Later:
    """What was done on some processes after a day."""
    found = Later()
    rows = session.execute(
        sa.select(EVENT.c.process_id, EVENT.c.kind, EVENT.c.facts).where(
            EVENT.c.process_id.in_(keys), EVENT.c.recorded_on > day
        )
    )
    for process_id, kind, text in rows:
        facts = json.loads(text)
        if kind == "evaluate":
            found.evaluated.add(process_id)
        elif kind == "sign":
            found.signed.add(process_id)
        elif "is_late" in facts:
            found.came.add(facts["bid_id"])
        elif "bid_status" in facts:
            found.judged.add(facts["bid_id"])
    return found


def noticed(session: Session, actor: Actor, first: date, last: date) -> pd.DataFrame:
    """Every process whose notice went out between two days, as it stood on the later:
    fund.procurement.processes.PROCESSES, the newest first.
    """
    went_out = sa.select(PROCESS.c.id).where(PROCESS.c.notice_on.between(first, last))
    keys = session.execute(went_out).scalars().all()
    return _seen(session, processes.listed(session, actor, View(as_of=last), keys), last)


def _seen(session: Session, frame: pd.DataFrame, day: date) -> pd.DataFrame:
    """The same rows with stage, bids that count, supplier and what is committed of the day."""
    now = dict(zip(frame["process_id"], frame["status"], strict=True))
    stages, bids = _stood(session, now, day)
    awarded = _committed(session, list(now), day)
    evaluated = _evaluated(session, list(now), day)
    keys = frame["process_id"].tolist()
    won = [key in evaluated for key in keys]
    committed = [awarded.get(key, 0) if key in evaluated else None for key in keys]
    return frame.assign(
        status=[stages[key] for key in keys],
        word=[
            wording.stage(stages[key], is_framework=bool(is_framework))
            for key, is_framework in zip(keys, frame["is_framework"], strict=True)
        ],
        bids=[bids.get(key, 0) for key in keys],
        supplier=frame["supplier"].where(pd.Series(won, index=frame.index, dtype=bool), None),
        value_fen=pd.array(committed, dtype="Int64"),
    )


def _stood(
    session: Session, now: Mapping[int, str], day: date
) -> tuple[dict[int, str], dict[int, int]]:
    """By process: the stage on the day, from the steps done by then, and how many bids counted."""
    rows = session.execute(
        sa.select(EVENT.c.process_id, EVENT.c.kind, EVENT.c.recorded_on, EVENT.c.facts)
        .where(EVENT.c.process_id.in_(list(now)))
        .order_by(EVENT.c.id)
    ).all()
    stages, bids, awards = dict(now), dict[int, int](), dict[int, date]()
    for key, kind, on, text in rows:
        if kind == "award":
            awards[key] = on
        elif on > day:
            continue
        elif kind == "end_procurement":
            stages[key] = now[key]
        elif kind == "record_bid":
            bids[key] = bids.get(key, 0) + (1 if "is_late" in json.loads(text) else -1)
        else:
            stages[key] = GIVES.get(kind, stages[key])
    for key, on in awards.items():
        if on <= day and stages[key] == "evaluation" and now[key] in ("awarded", "contracted"):
            stages[key] = "awarded"
    return stages, bids


def _committed(session: Session, keys: Sequence[int], day: date) -> dict[int, int]:
    """By process: fen its contract was committed on a day."""
    rows = session.execute(
        sa.select(LINK.c.process_id, sa.func.sum(POSTING.c.amount_fen))
        .join(POSTING, POSTING.c.undertaking_id == LINK.c.undertaking_id)
        .where(
            LINK.c.process_id.in_(keys),
            POSTING.c.stage == "committed",
            POSTING.c.recorded_on <= day,
        )
        .group_by(LINK.c.process_id)
    ).all()
    return {key: int(fen) for key, fen in rows}


def _evaluated(session: Session, keys: Sequence[int], day: date) -> set[int]:
    """Processes whose winner was named by a day and whose contract was entered with it."""
    return set(
        session.execute(
            sa.select(PROCESS.c.id)
            .join(LINK, LINK.c.process_id == PROCESS.c.id)
            .where(PROCESS.c.id.in_(keys), PROCESS.c.evaluated_on <= day)
        ).scalars()
    )
