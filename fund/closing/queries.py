"""Tables of the month and year end: which periods are closed, how a year's lines were executed,
what is carried over and what is left.
"""

import json
from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.closing.rows import Prepared
from fund.closing.rules import execution_share
from fund.closing.tables import Closing, YearEnd
from fund.columns import table_of
from fund.ledger import stage_sums
from fund.ledger.kept import CARRIED, COMMITTED
from fund.ledger.sums import LINE, POSTING, PROGRAMME, UNDERTAKING
from fund.ledger.tables import Act, UndertakingBalance
from fund.ledger.view import View
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

STANDS = ("appropriated_fen", "committed_fen", "paid_fen")
BALANCE = table_of(UndertakingBalance)
ACT = table_of(Act)
CLOSING = table_of(Closing)
YEAR_END = table_of(YearEnd)
PERSON = table_of(Person)
ORGANISATION = table_of(Organisation)


def lines(session: Session, actor: Actor, year: int, as_of: date) -> pd.DataFrame:
    """The lines of a fiscal year as of a day: LINES, by code; those nothing is posted on are left
    out. The execution rate is that of the year before carry-over.
    """
    actor.must("see_portfolio")
    rows = session.execute(
        sa.select(
            LINE.c.id,
            LINE.c.code,
            PROGRAMME.c.title,
            PROGRAMME.c.measure,
            PROGRAMME.c.source,
            LINE.c.currency,
        )
        .join(PROGRAMME, PROGRAMME.c.id == LINE.c.programme_id)
        .where(LINE.c.fiscal_year == year)
        .order_by(LINE.c.code)
    ).all()
    frame = pd.DataFrame(rows, columns=LINES[:6])
    totals = stage_sums.by_line(session, View(as_of=as_of))[["line_id", *STANDS]]
    frame = frame.merge(totals, on="line_id", how="inner").merge(
        _carried(session, as_of), on="line_id", how="left"
    )
    amounts = [*STANDS, "carried_in_fen", "carried_out_fen"]
    frame[amounts] = frame[amounts].fillna(0).astype("int64")
    frame["unpaid_fen"] = frame["committed_fen"] - frame["paid_fen"]
    frame["surplus_fen"] = frame["appropriated_fen"] - frame["committed_fen"]
    pairs = zip(frame["paid_fen"], frame["appropriated_fen"], frame["carried_out_fen"], strict=True)
    frame["execution_share"] = pd.Series(
        [execution_share(*row) for row in pairs], index=frame.index, dtype="float64"
    )
    return frame[LINES]


def _carried(session: Session, as_of: date) -> pd.DataFrame:
    """What carry-overs brought to lines and took from them by a day: line_id, carried_in_fen,
    carried_out_fen.
    """
    acts = sa.select(ACT.c.id).where(sa.text(CARRIED))
    rows = session.execute(
        sa.select(POSTING.c.line_id, POSTING.c.amount_fen).where(
            POSTING.c.act_id.in_(acts),
            POSTING.c.stage == "appropriated",
            POSTING.c.recorded_on <= as_of,
        )
    ).all()
    frame = pd.DataFrame(rows, columns=["line_id", "amount_fen"]).astype({"amount_fen": "int64"})
    frame["carried_in_fen"] = frame["amount_fen"].clip(lower=0)
    frame["carried_out_fen"] = -frame["amount_fen"].clip(upper=0)
    return frame.groupby("line_id", as_index=False)[["carried_in_fen", "carried_out_fen"]].sum()


def unpaid(
    session: Session,
    actor: Actor,
    year: int,
    *,
    undertaking_id: int | None = None,
    keys: Sequence[int] | None = None,
) -> pd.DataFrame:
    """What is promised and unpaid now on lines of a year or before, by the line that pays it:
    UNPAID, the most money first. ``keys``: only these, by number.
    """
    actor.must("see_portfolio")
    accepted = (
        sa.select(
            sa.func.sum(
                sa.case(
                    (POSTING.c.stage == "accepted", POSTING.c.amount_fen),
                    (POSTING.c.stage == "paid", -POSTING.c.amount_fen),
                    else_=0,
                )
            )
        )
        .where(
            POSTING.c.undertaking_id == UNDERTAKING.c.id, POSTING.c.line_id == UNDERTAKING.c.line_id
        )
        .scalar_subquery()
    )
    is_proposed = sa.exists().where(
        YEAR_END.c.undertaking_id == UNDERTAKING.c.id, YEAR_END.c.outcome == "open"
    )
    statement = (
        sa.select(
            UNDERTAKING.c.id,
            UNDERTAKING.c.kind,
            UNDERTAKING.c.code,
            UNDERTAKING.c.title,
            ORGANISATION.c.name,
            LINE.c.id,
            LINE.c.code,
            UNDERTAKING.c.currency,
            UNDERTAKING.c.status,
            BALANCE.c.unpaid_fen,
            accepted,
            is_proposed,
        )
        .select_from(BALANCE)
        .join(UNDERTAKING, UNDERTAKING.c.id == BALANCE.c.undertaking_id)
        .join(LINE, LINE.c.id == UNDERTAKING.c.line_id)
        .join(ORGANISATION, ORGANISATION.c.id == UNDERTAKING.c.organisation_id)
        .where(sa.text(COMMITTED), LINE.c.fiscal_year <= year)
    )
    wanted = [undertaking_id] if undertaking_id is not None else keys
    if wanted is not None:
        statement = statement.where(UNDERTAKING.c.id.in_(wanted))
    rows = session.execute(
        statement.order_by(BALANCE.c.unpaid_fen.desc(), UNDERTAKING.c.code)
    ).all()
    return pd.DataFrame(rows, columns=UNPAID).astype(
        {"unpaid_fen": "int64", "accepted_fen": "int64", "is_proposed": "bool"}
    )


def proposals(
    session: Session,
    actor: Actor,
    *,
    outcome: str | None = None,
    undertaking_id: int | None = None,
    keys: Sequence[int] | None = None,
    most: int = 0,
) -> pd.DataFrame:
    """Carry-overs and surpluses proposed: PROPOSALS, the latest first. ``keys``: only these; so
    many at most.
    """
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
    if keys is not None:
        statement = statement.where(YEAR_END.c.id.in_(keys))
    return pd.DataFrame(
        session.execute(statement.order_by(YEAR_END.c.id.desc()).limit(most or None)).all(),
        columns=PROPOSALS,
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


def waiting(session: Session, actor: Actor, period: str) -> Prepared | None:
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
