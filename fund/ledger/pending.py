"""What was proposed or approved on an undertaking and by whom: amendments, and the yeses an amount
still waits beside.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.frames import row_of
from fund.ledger import undertakings
from fund.ledger.rows import AmendmentRow, Approvals
from fund.ledger.tables import Amendment, Approval, Tranche, Undertaking
from fund.ledger.view import View
from fund.lifecycle import may_follow
from fund.plan.tables import Organisation
from fund.settings import values as settings

AMENDMENTS = [
    "amendment_id",
    "kind",
    "tranche_id",
    "tranche",
    "change_fen",
    "was",
    "becomes",
    "reason",
    "proposed_on",
    "proposed_by",
    "answer",
    "answered_on",
    "answered_by",
    "answer_reason",
    "version",
]
"""Columns of ``amendments``: was and becomes are fen, YYYY-MM-DD, a title or an organisation's
name, by kind.
"""


def amendments(session: Session, actor: Actor, undertaking_id: int, view: View) -> pd.DataFrame:
    """Every amendment proposed by the view's day, with the answer it had by then: AMENDMENTS;
    answer is "" while it waits.
    """
    actor.must("see_portfolio")
    table = table_of(Amendment)
    people = table_of(Person)
    proposer, answerer = people.alias(), people.alias()
    rows = session.execute(
        sa.select(
            *table.c["id", "kind", "tranche_id"],
            Tranche.code,
            *table.c["change_fen", "was", "becomes", "reason", "proposed_on"],
            proposer.c.name,  # type: ignore[call-overload]
            table.c.answer,
            table.c.answered_on,
            answerer.c.name,
            table.c.answer_reason,
            table.c.version,
        )
        .select_from(table)
        .outerjoin(Tranche, Tranche.id == table.c.tranche_id)
        .outerjoin(proposer, proposer.c.id == table.c.proposed_by)
        .outerjoin(answerer, answerer.c.id == table.c.answered_by)
        .where(table.c.undertaking_id == undertaking_id, table.c.proposed_on <= view.as_of)
        .order_by(table.c.id)
    ).all()
    names = {
        str(key): name
        for key, name in session.execute(
            sa.select(col(Organisation.id), col(Organisation.name)).where(
                col(Organisation.id).in_(_bodies(rows))
            )
        )
    }
    known = (dict(zip(AMENDMENTS, row, strict=True)) for row in rows)
    return pd.DataFrame(
        [_as_of(row_of(as_dict, AmendmentRow), names, view.as_of) for as_dict in known],
        columns=AMENDMENTS,
    )


def _bodies(rows: Iterable[sa.Row[*tuple[object, ...]]]) -> list[int]:
    return [int(key) for row in rows if row.kind == "recipient" for key in (row.was, row.becomes)]


def _as_of(row: AmendmentRow, names: dict[str, str], day: date) -> AmendmentRow:
    if row["kind"] == "recipient":
        row["was"] = names.get(row["was"], row["was"])
        row["becomes"] = names.get(row["becomes"], row["becomes"])
    if row["answered_on"] is not None and row["answered_on"] > day:
        row["answer"], row["answer_reason"] = "", ""
        row["answered_on"], row["answered_by"] = None, None
    return row


def approvals(session: Session, actor: Actor, undertaking_id: int) -> Approvals | None:
    """The yeses an amount has while it waits for more: act, amount_fen, needed, by [(name, day)];
    None when none waits.
    """
    actor.must("see_portfolio")
    undertaking = session.get_one(Undertaking, undertaking_id)
    last = session.exec(
        select(Approval)
        .where(Approval.undertaking_id == undertaking_id)
        .order_by(col(Approval.id).desc())
        .limit(1)
    ).first()
    if last is None or not may_follow(last.act, undertaking.status):
        return None
    given = undertakings.approvals(session, undertaking_id, last.act, last.amount_fen)
    names = {
        row.approved_by: person.name if (person := session.get(Person, row.approved_by)) else ""
        for row in given
    }
    return {
        "act": last.act,
        "amount_fen": last.amount_fen,
        "needed": settings.deciders(session, last.amount_fen),
        "by": [(names[row.approved_by], row.approved_on) for row in reversed(given)],
    }


def promised_now(
    session: Session, part: sa.FromClause, as_of: date | sa.ColumnElement[date]
) -> sa.ColumnElement[date]:
    """The day a tranche (its table in the statement) is promised for as known on a day: as last
    amended, else the first promise.
    """
    table = table_of(Amendment)
    becomes = (
        sa.cast(table.c.becomes, sa.Date)
        if session.get_bind().dialect.name == "postgresql"
        else sa.type_coerce(table.c.becomes, sa.Date)
    )
    amended = (
        sa.select(becomes)
        .where(
            table.c.tranche_id == part.c.id,
            table.c.kind == "dates",
            table.c.answer == "signed",
            table.c.answered_on <= as_of,
        )
        .order_by(table.c.act_id.desc())
        .limit(1)
        .correlate(part)
        .scalar_subquery()
    )
    return sa.func.coalesce(amended, part.c.promised_on)
