"""Processes on screen: rows of the register, one process with its bids, and its way from plan to
payment.

Nothing here grows with the number of processes: how many stand where is counted as they move.
"""

import json
from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.errors import N_, NotFound
from fund.frames import row_of
from fund.ledger import agreement
from fund.ledger.tables import Line, Programme, Undertaking, UndertakingBalance
from fund.ledger.view import View
from fund.plan.tables import Organisation
from fund.procurement import events, wording
from fund.procurement.rows import ProcessFacts
from fund.procurement.rules import LATE
from fund.procurement.tables import (
    Bid,
    Process,
    ProcessContract,
    ProcessCount,
    ProcessEvent,
    ProcessTerm,
)

PROCESSES = [
    "process_id",
    "code",
    "title",
    "category",
    "method",
    "status",
    "line",
    "region",
    "currency",
    "estimate_fen",
    "planned_on",
    "notice_on",
    "closes_at",
    "is_framework",
    "bids",
    "supplier",
    "value_fen",
]
"""Columns of ``listed``: bids that count, supplier and value_fen (committed now) once a contract
is entered; amounts in fen of currency.
"""
BIDS = [
    "bid_id",
    "organisation_id",
    "supplier",
    "amount_fen",
    "received_at",
    "status",
    "reason",
    "is_winner",
    "is_small_entity",
    "is_late",
]
"""Columns of ``bids``; amount_fen is missing until the bids are opened."""
TIMELINE = ["at", "act", "actor", "amount_fen", "part", "reason", "facts", "is_ledger"]
"""Columns of ``timeline``, the first step first: events of the process, then the acts on its
contract.
"""

PROCESS = table_of(Process)
EVENT = table_of(ProcessEvent)
BID = table_of(Bid)
LINK = table_of(ProcessContract)
TERM = table_of(ProcessTerm)
BODY = table_of(Organisation)
CONTRACT = table_of(Undertaking)
BALANCE = table_of(UndertakingBalance)
LINE = table_of(Line)
PROGRAMME = table_of(Programme)


def counts(session: Session, actor: Actor) -> pd.DataFrame:
    """How many processes stand in each stage by category: status, category, processes."""
    actor.must("see_portfolio")
    table = table_of(ProcessCount)
    rows = session.execute(
        sa.select(table.c.status, table.c.category, table.c.processes).where(table.c.processes > 0)
    ).all()
    return pd.DataFrame(rows, columns=["status", "category", "processes"])


def listed(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some processes by number as they stand today: PROCESSES with the word for where each stands
    and closes_on, the last day for bids once the notice is out.
    """
    actor.must("see_portfolio")
    found = _rows(session, list(keys))
    words = [
        wording.stage(status, is_framework=bool(is_framework))
        for status, is_framework in zip(found["status"], found["is_framework"], strict=True)
    ]
    closes = [
        None if notice_on is None else at.astimezone(clock.BEIJING).date()
        for notice_on, at in zip(found["notice_on"], found["closes_at"], strict=True)
    ]
    return found.assign(
        word=pd.Series(words, index=found.index, dtype=object),
        closes_on=pd.Series(closes, index=found.index, dtype=object),
    )


def _rows(session: Session, keys: list[int]) -> pd.DataFrame:
    counted = (
        sa.select(sa.func.count())
        .where(BID.c.process_id == PROCESS.c.id, BID.c.status != "withdrawn")
        .scalar_subquery()
    )
    statement = (
        sa.select(
            PROCESS.c.id,
            PROCESS.c.code,
            PROCESS.c.title,
            PROCESS.c.category,
            PROCESS.c.method,
            PROCESS.c.status,
            LINE.c.code,
            PROCESS.c.region_code,
            PROCESS.c.currency,
            PROCESS.c.estimate_fen,
            PROCESS.c.planned_on,
            PROCESS.c.notice_on,
            PROCESS.c.closes_at,
            PROCESS.c.is_framework,
            counted,
            BODY.c.name,
            BALANCE.c.committed_fen,
        )
        .select_from(
            PROCESS.join(LINE, LINE.c.id == PROCESS.c.line_id)
            .outerjoin(LINK, LINK.c.process_id == PROCESS.c.id)
            .outerjoin(CONTRACT, CONTRACT.c.id == LINK.c.undertaking_id)
            .outerjoin(BODY, BODY.c.id == CONTRACT.c.organisation_id)
            .outerjoin(BALANCE, BALANCE.c.undertaking_id == CONTRACT.c.id)
        )
        .where(PROCESS.c.id.in_(keys))
        .order_by(PROCESS.c.id.desc())
    )
    return pd.DataFrame(session.execute(statement).all(), columns=PROCESSES).astype(
        {"value_fen": "Int64"}
    )


def process(session: Session, actor: Actor, code: str) -> ProcessFacts:
    """The facts of a process by its code, as it stands today: its columns, and its line, source,
    measure, framework and contract.
    """
    actor.must("see_portfolio")
    framework = PROCESS.alias("framework")
    row = (
        session.execute(
            sa.select(
                PROCESS,
                LINE.c.code.label("line"),
                PROGRAMME.c.source,
                PROGRAMME.c.measure,
                framework.c.code.label("framework"),
                LINK.c.undertaking_id,
                CONTRACT.c.status.label("contract_status"),
                CONTRACT.c.version.label("contract_version"),
                BODY.c.name.label("supplier"),
                BID.c.amount_fen.label("won_fen"),
            )
            .select_from(
                PROCESS.join(LINE, LINE.c.id == PROCESS.c.line_id)
                .join(PROGRAMME, PROGRAMME.c.id == LINE.c.programme_id)
                .outerjoin(framework, framework.c.id == PROCESS.c.framework_id)
                .outerjoin(LINK, LINK.c.process_id == PROCESS.c.id)
                .outerjoin(CONTRACT, CONTRACT.c.id == LINK.c.undertaking_id)
                .outerjoin(BODY, BODY.c.id == CONTRACT.c.organisation_id)
                .outerjoin(BID, BID.c.id == LINK.c.bid_id)
            )
            .where(PROCESS.c.code == code)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NotFound(kind=N_("process"), key=code)
    return row_of({**row, "process_id": row["id"], "region": row["region_code"]}, ProcessFacts)


def call_offs(session: Session, actor: Actor, framework_id: int) -> pd.DataFrame:
    """The newest hundred call-offs of a framework: PROCESSES."""
    actor.must("see_portfolio")
    keys = session.execute(
        sa.select(PROCESS.c.id)
        .where(PROCESS.c.framework_id == framework_id)
        .order_by(PROCESS.c.id.desc())
        .limit(100)
    ).scalars()
    return _rows(session, list(keys))


def code_of(session: Session, actor: Actor, undertaking_id: int) -> str:
    """The code of the process a contract came from; empty where it was entered without one."""
    actor.must("see_portfolio")
    return (
        session.execute(
            sa.select(PROCESS.c.code)
            .join(LINK, LINK.c.process_id == PROCESS.c.id)
            .where(LINK.c.undertaking_id == undertaking_id)
        ).scalar()
        or ""
    )


def bids(session: Session, actor: Actor, process_id: int) -> pd.DataFrame:
    """The bids as they came in: BIDS. Prices stay sealed until the bids are opened."""
    actor.must("see_portfolio")
    sealed = sa.case((PROCESS.c.status != "tendering", BID.c.amount_fen))
    rows = session.execute(
        sa.select(
            BID.c.id,
            BODY.c.id,
            BODY.c.name,
            sealed,
            BID.c.received_at,
            BID.c.status,
            BID.c.reason,
            BID.c.is_winner,
            BID.c.is_small_entity,
            BID.c.reason == LATE,
        )
        .join(BODY, BODY.c.id == BID.c.organisation_id)
        .join(PROCESS, PROCESS.c.id == BID.c.process_id)
        .where(BID.c.process_id == process_id)
        .order_by(BID.c.received_at, BID.c.id)
    ).all()
    return pd.DataFrame(rows, columns=BIDS).astype({"amount_fen": "Int64"})


def timeline(
    session: Session, actor: Actor, process_id: int, undertaking_id: int | None
) -> pd.DataFrame:
    """What was done from the plan to the last payment, the first step first: TIMELINE. Award and
    signature stand once, with their money.
    """
    actor.must("see_portfolio")
    person = table_of(Person)
    rows = session.execute(
        sa.select(EVENT.c.recorded_at, EVENT.c.kind, person.c.name, EVENT.c.reason, EVENT.c.facts)
        .outerjoin(person, person.c.id == EVENT.c.actor_id)
        .where(EVENT.c.process_id == process_id)
        .order_by(EVENT.c.id)
    ).all()
    told: list[tuple[object, ...]] = [
        (at, kind, name, None, "", reason, json.loads(facts), False)
        for at, kind, name, reason, facts in rows
        if undertaking_id is None or kind not in ("award", "sign")
    ]
    if undertaking_id is not None:
        done = agreement.history(session, actor, undertaking_id, View(as_of=clock.today())).to_dict(
            "records"
        )
        told += [
            (
                row["recorded_at"],
                row["act"],
                row["actor"],
                None if pd.isna(row["amount_fen"]) else abs(int(row["amount_fen"])),
                "" if pd.isna(row["tranche"]) else row["tranche"],
                row["reason"],
                {},
                True,
            )
            for row in reversed(done)
            if row["act"] not in ("enter", "end_procurement")
        ]
    frame = pd.DataFrame(told, columns=TIMELINE)
    return frame.sort_values("at", kind="stable", ignore_index=True).astype({"amount_fen": "Int64"})


def hands(session: Session, actor: Actor, process_id: int) -> set[str]:
    """The acts by which this person had a hand in the process."""
    actor.must("see_portfolio")
    return {
        kind
        for (kind,) in session.execute(
            sa.select(EVENT.c.kind)
            .where(EVENT.c.process_id == process_id, events.by_hand_of(actor))
            .distinct()
        )
    }


def frameworks(session: Session, actor: Actor) -> dict[int, str]:
    """Frameworks something can be called off from today, by number: code and title; the hundred
    that end soonest.
    """
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(PROCESS.c.id, PROCESS.c.code, PROCESS.c.title)
        .where(PROCESS.c.ends_on >= clock.today(), PROCESS.c.status == "awarded")
        .order_by(PROCESS.c.ends_on, PROCESS.c.id)
        .limit(100)
    )
    return {key: f"{code} {title}" for key, code, title in rows}
