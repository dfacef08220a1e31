"""What forms offer of payments: those that stand with what is left of them, claw-backs whose
payment can be said, and what was proposed about them.
"""

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.ledger.payments import Moved, moved
from fund.ledger.tables import ClawBackCorrection, Line, Tranche

PAYMENTS = ["act_id", "act", "tranche", "line", "occurred_on", "amount_fen", "left_fen"]
"""Columns of ``payments``: what a payment says was paid, and what has not come back of it."""

CLAW_BACKS = ["act_id", "payment_id", "tranche", "line", "occurred_on", "amount_fen"]
"""Columns of ``claw_backs``; payment_id is missing where none was named."""

CORRECTIONS = ["proposal_id", "version", "tranche", "line", "to_line", "amount_fen", "reason"]
"""Columns of ``corrections``: from the line it stands on to the payment's."""


def payments(session: Session, actor: Actor, undertaking_id: int) -> pd.DataFrame:
    """An undertaking's payments that stand, the latest first: PAYMENTS."""
    actor.must("see_portfolio")
    found = moved(session, undertaking_id)
    lines, parts = _codes(session, undertaking_id, found)
    rows = [
        (
            one.act_id,
            one.kind,
            parts[one.tranche_id],
            lines[one.line_id],
            one.occurred_on,
            one.stated_fen,
            one.left_fen,
        )
        for one in reversed(list(found.payments.values()))
    ]
    return pd.DataFrame(rows, columns=PAYMENTS).astype({"amount_fen": "int64", "left_fen": "int64"})


def claw_backs(session: Session, actor: Actor, undertaking_id: int) -> pd.DataFrame:
    """The claw-backs that another payment of their part, made before, could be meant by, and of
    which nothing is proposed: CLAW_BACKS.
    """
    actor.must("see_portfolio")
    found = moved(session, undertaking_id)
    lines, parts = _codes(session, undertaking_id, found)
    waiting = set(
        session.exec(
            select(ClawBackCorrection.act_id).where(
                ClawBackCorrection.undertaking_id == undertaking_id,
                ClawBackCorrection.outcome == "open",
            )
        )
    )
    rows = [
        (
            one.act_id,
            one.payment_id,
            parts[one.tranche_id],
            lines[one.line_id],
            one.occurred_on,
            one.amount_fen,
        )
        for one in found.claw_backs.values()
        if one.act_id not in waiting and _payments_before(found, one.act_id) > 1
    ]
    return pd.DataFrame(rows, columns=CLAW_BACKS).astype(
        {"amount_fen": "int64", "payment_id": "Int64"}
    )


def corrections(session: Session, actor: Actor, undertaking_id: int) -> pd.DataFrame:
    """Corrections of claw-backs that wait for a decision: CORRECTIONS."""
    actor.must("see_portfolio")
    waiting = session.exec(
        select(ClawBackCorrection)
        .where(
            ClawBackCorrection.undertaking_id == undertaking_id,
            ClawBackCorrection.outcome == "open",
        )
        .order_by(col(ClawBackCorrection.id))
    ).all()
    rows = []
    if waiting:
        found = moved(session, undertaking_id)
        lines, parts = _codes(session, undertaking_id, found)
        for row in waiting:
            one, meant = found.claw_backs[row.act_id], found.payments.get(row.payment_id)
            there = "—" if meant is None else lines[meant.line_id]
            rows.append(
                (
                    row.id,
                    row.version,
                    parts[one.tranche_id],
                    lines[one.line_id],
                    there,
                    one.amount_fen,
                    row.reason,
                )
            )
    return pd.DataFrame(rows, columns=CORRECTIONS).astype({"amount_fen": "int64"})


def _payments_before(found: Moved, act_id: int) -> int:
    tranche_id = found.claw_backs[act_id].tranche_id
    return sum(
        one.tranche_id == tranche_id and one.first_id < act_id for one in found.payments.values()
    )


def _codes(
    session: Session, undertaking_id: int, found: Moved
) -> tuple[dict[int, str], dict[int, str]]:
    """Codes of the lines and of the tranches."""
    keys = {one.line_id for one in found.payments.values()}
    keys |= {one.line_id for one in found.claw_backs.values()}
    lines = session.execute(sa.select(col(Line.id), col(Line.code)).where(col(Line.id).in_(keys)))
    parts = session.execute(
        sa.select(col(Tranche.id), col(Tranche.code)).where(
            col(Tranche.undertaking_id) == undertaking_id
        )
    )
    return (
        {int(key or 0): code for key, code in lines},
        {int(key or 0): code for key, code in parts},
    )
