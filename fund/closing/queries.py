"""Tables of the month and year end: which periods are closed, how a year's lines were executed,
what is carried over and what is left.
"""

import json
from datetime import date
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.closing.rules import execution_share
from fund.closing.tables import Closing, YearEnd
from fund.ledger.sums import LINE, POSTING, PROGRAMME, UNDERTAKING
from fund.ledger.tables import Act
from fund.plan.tables import Organisation

LINES = [
    "line_id",
    "line",
    "title",
    "measure",
    "source",
    "currency",
    "appropriated_fen",
    "carried_in_fen",
    "carried_out_fen",
    "committed_fen",
    "paid_fen",
    "unpaid_fen",
    "surplus_fen",
    "execution_share",
]
"""Columns of ``lines``: appropriated after carry-over; carried out to later years; unpaid is
committed less paid, surplus appropriated less committed.
"""

UNPAID = [
    "undertaking_id",
    "kind",
    "code",
    "title",
    "recipient",
    "line_id",
    "line",
    "currency",
    "status",
    "unpaid_fen",
    "accepted_fen",
    "is_proposed",
]
"""Columns of ``unpaid``: accepted_fen is what of it is accepted."""

PROPOSALS = [
    "proposal_id",
    "kind",
    "line",
    "to_line",
    "undertaking",
    "title",
    "undertaking_kind",
    "currency",
    "amount_fen",
    "reason",
    "outcome",
    "proposed_on",
    "proposed_by",
    "decided_on",
    "decided_by",
    "why",
    "version",
]
CLOSINGS = [
    "closing_id",
    "period",
    "state",
    "open_items",
    "note",
    "prepared_on",
    "prepared_by",
    "closed_on",
    "closed_by",
    "version",
]

ACT: Any = Act.__table__  # type: ignore[attr-defined]
CLOSING: Any = Closing.__table__  # type: ignore[attr-defined]
YEAR_END: Any = YearEnd.__table__  # type: ignore[attr-defined]
PERSON: Any = Person.__table__  # type: ignore[attr-defined]
ORGANISATION: Any = Organisation.__table__  # type: ignore[attr-defined]


def lines(session: Session, actor: Actor, year: int, as_of: date) -> pd.DataFrame:
    """The lines of a fiscal year as of a day: LINES, by code. The execution rate is that of the
    year before carry-over.
    """
    actor.must("see_portfolio")
    moved = (ACT.c.kind == "carry_over") & (POSTING.c.stage == "appropriated")
    sums = [
        sa.func.sum(sa.case((POSTING.c.stage == stage, POSTING.c.amount_fen), else_=0))
        for stage in ("appropriated", "committed", "paid")
    ]
    carried = [
        sa.func.sum(sa.case((moved & sign, sa.func.abs(POSTING.c.amount_fen)), else_=0))
        for sign in (POSTING.c.amount_fen > 0, POSTING.c.amount_fen < 0)
    ]
    by = (*LINE.c["id", "code"], *PROGRAMME.c["title", "measure", "source"], LINE.c.currency)
    rows = session.execute(
        sa.select(*by, *sums, *carried)
        .join(PROGRAMME, PROGRAMME.c.id == LINE.c.programme_id)
        .join(POSTING, POSTING.c.line_id == LINE.c.id)
        .join(ACT, ACT.c.id == POSTING.c.act_id)
        .where(LINE.c.fiscal_year == year, POSTING.c.recorded_on <= as_of)
        .group_by(*by)
        .order_by(LINE.c.code)
    ).all()
    names = [*LINES[:6], "appropriated_fen", "committed_fen", "paid_fen"]
    names += ["carried_in_fen", "carried_out_fen"]
    frame = pd.DataFrame(rows, columns=names).astype(
        {name: "int64" for name in names if name.endswith("_fen")}
    )
    frame["unpaid_fen"] = frame["committed_fen"] - frame["paid_fen"]
    frame["surplus_fen"] = frame["appropriated_fen"] - frame["committed_fen"]
    pairs = zip(frame["paid_fen"], frame["appropriated_fen"], frame["carried_out_fen"], strict=True)
    frame["execution_share"] = pd.Series(
        [execution_share(*row) for row in pairs], index=frame.index, dtype="float64"
    )
    return frame[LINES]


def unpaid(
    session: Session, actor: Actor, year: int, *, undertaking_id: int | None = None
) -> pd.DataFrame:
    """What is promised and unpaid now on lines of a year or before, by the line that pays it:
    UNPAID, the most money first.
    """
    actor.must("see_portfolio")
    on_line = [
        sa.func.sum(sa.case((POSTING.c.stage == stage, POSTING.c.amount_fen), else_=0))
        for stage in ("committed", "accepted", "paid")
    ]
    rest = (on_line[0] - on_line[2]).label("unpaid_fen")
    on_its_line = POSTING.c.line_id == UNDERTAKING.c.line_id
    is_proposed = sa.exists().where(
        YEAR_END.c.undertaking_id == UNDERTAKING.c.id, YEAR_END.c.outcome == "open"
    )
    by = (
        *UNDERTAKING.c["id", "kind", "code", "title"],
        ORGANISATION.c.name,
        *LINE.c["id", "code"],
        *UNDERTAKING.c["currency", "status"],
    )
    statement = (
        sa.select(*by, rest, on_line[1] - on_line[2], is_proposed)
        .select_from(UNDERTAKING)
        .join(POSTING, (POSTING.c.undertaking_id == UNDERTAKING.c.id) & on_its_line)
        .join(LINE, LINE.c.id == UNDERTAKING.c.line_id)
        .join(ORGANISATION, ORGANISATION.c.id == UNDERTAKING.c.organisation_id)
        .where(LINE.c.fiscal_year <= year)
        .group_by(*by)
        .having(rest > 0)
    )
    if undertaking_id is not None:
        statement = statement.where(UNDERTAKING.c.id == undertaking_id)
    rows = session.execute(statement.order_by(rest.desc(), UNDERTAKING.c.code)).all()
    return pd.DataFrame(rows, columns=UNPAID).astype(
        {"unpaid_fen": "int64", "accepted_fen": "int64", "is_proposed": "bool"}
    )


def proposals(
    session: Session, actor: Actor, *, outcome: str | None = None, undertaking_id: int | None = None
) -> pd.DataFrame:
    """Carry-overs and surpluses proposed: PROPOSALS, the latest first."""
    actor.must("see_portfolio")
    to_line, proposer, decider = (
        LINE.alias("to_line"),
        PERSON.alias("proposer"),
        PERSON.alias("decider"),
    )
    statement = (
        sa.select(
            YEAR_END.c.id,
            YEAR_END.c.kind,
            LINE.c.code,
            to_line.c.code,
            *UNDERTAKING.c["code", "title", "kind"],
            LINE.c.currency,
            *YEAR_END.c["amount_fen", "reason", "outcome", "proposed_on"],
            proposer.c.name,
            YEAR_END.c.decided_on,
            decider.c.name,
            YEAR_END.c.why,
            YEAR_END.c.version,
        )
        .join(LINE, LINE.c.id == YEAR_END.c.line_id)
        .outerjoin(to_line, to_line.c.id == YEAR_END.c.to_line_id)
        .outerjoin(UNDERTAKING, UNDERTAKING.c.id == YEAR_END.c.undertaking_id)
        .outerjoin(proposer, proposer.c.id == YEAR_END.c.proposed_by)
        .outerjoin(decider, decider.c.id == YEAR_END.c.decided_by)
    )
    if outcome is not None:
        statement = statement.where(YEAR_END.c.outcome == outcome)
    if undertaking_id is not None:
        statement = statement.where(YEAR_END.c.undertaking_id == undertaking_id)
    return pd.DataFrame(
        session.execute(statement.order_by(YEAR_END.c.id.desc())).all(), columns=PROPOSALS
    ).astype({"amount_fen": "int64"})


def closings(session: Session, actor: Actor) -> pd.DataFrame:
    """Periods prepared or closed: CLOSINGS, the latest preparation first; one that was superseded
    is left out. State is prepared or closed.
    """
    actor.must("see_portfolio")
    later, preparer, closer = (
        CLOSING.alias("later"),
        PERSON.alias("preparer"),
        PERSON.alias("closer"),
    )
    superseded = sa.exists().where(later.c.period == CLOSING.c.period, later.c.id > CLOSING.c.id)
    rows = session.execute(
        sa.select(
            CLOSING.c.id,
            CLOSING.c.period,
            sa.case((CLOSING.c.closed_on.is_(None), "prepared"), else_="closed"),
            CLOSING.c.found,
            CLOSING.c.note,
            CLOSING.c.prepared_on,
            preparer.c.name,
            CLOSING.c.closed_on,
            closer.c.name,
            CLOSING.c.version,
        )
        .outerjoin(preparer, preparer.c.id == CLOSING.c.prepared_by)
        .outerjoin(closer, closer.c.id == CLOSING.c.closed_by)
        .where(~superseded)
        .order_by(CLOSING.c.period.desc())
    ).all()
    frame = pd.DataFrame(rows, columns=CLOSINGS)
    frame["open_items"] = [
        sum(1 for finding in json.loads(found) if finding["number"])
        for found in frame["open_items"]
    ]
    return frame


def waiting(session: Session, actor: Actor, period: str) -> dict[str, Any] | None:
    """The preparation of a period that waits to be closed: closing_id, version, hands (whose it
    is); None where there is none.
    """
    actor.must("see_portfolio")
    row = session.execute(
        sa.select(
            CLOSING.c.id,
            CLOSING.c.version,
            CLOSING.c.prepared_by,
            CLOSING.c.prepared_for,
            CLOSING.c.closed_on,
        )
        .where(CLOSING.c.period == period)
        .order_by(CLOSING.c.id.desc())
        .limit(1)
    ).first()
    if row is None or row.closed_on is not None:
        return None
    return {
        "closing_id": int(row.id),
        "version": int(row.version),
        "hands": {row.prepared_by, row.prepared_for} - {None},
    }
