"""Self-evaluations on screen and in a workbook: the list, and one with its money, rows and
points.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.errors import N_, NotFound
from fund.evaluation import figures
from fund.evaluation.rows import EvaluationFacts
from fund.evaluation.rules import Money, Row, Scored, scored
from fund.evaluation.tables import Evaluation, EvaluationEvent, EvaluationRow
from fund.frames import by_name, row_of
from fund.ledger.sums import LINE, PROGRAMME
from fund.settings import values as settings

LISTED = [
    "evaluation_id",
    "programme",
    "title",
    "fiscal_year",
    "status",
    "submitted_on",
    "total",
    "grade",
]
"""Columns of ``listed``, the latest year first; total a Decimal or None while something is not
known.
"""
AFTER = {
    "submit_evaluation": "submitted",
    "approve_evaluation": "approved",
    "return_evaluation": "draft",
}
"""Act -> the status it leads to."""
HISTORY = ["recorded_at", "kind", "actor", "reason"]

EVALUATION = table_of(Evaluation)
ROW = table_of(EvaluationRow)
EVENT = table_of(EvaluationEvent)


class Form(NamedTuple):
    """One self-evaluation: what is stored (programme, title among it), its money, rows and points;
    ``sources`` where a linked row's figure is read.
    """

    facts: EvaluationFacts
    money: Money
    rows: tuple[Row, ...]
    points: Scored
    weights: dict[str, Decimal]
    sources: tuple[str, ...]


def listed(
    session: Session, actor: Actor, year: int | None = None, as_of: date | None = None
) -> pd.DataFrame:
    """Every self-evaluation begun by a day, or those of a year: LISTED."""
    actor.must("see_portfolio")
    day = as_of or clock.today()
    begun = sa.exists().where(EVENT.c.evaluation_id == EVALUATION.c.id, EVENT.c.recorded_on <= day)
    statement = (
        sa.select(EVALUATION.c.id)
        .join(PROGRAMME, PROGRAMME.c.id == EVALUATION.c.programme_id)
        .where(begun)
        .order_by(EVALUATION.c.fiscal_year.desc(), PROGRAMME.c.code)
    )
    keys = session.execute(
        statement if year is None else statement.where(EVALUATION.c.fiscal_year == year)
    ).scalars()
    forms = [form(session, actor, key, day) for key in keys]
    rows = [
        (*(facts[name] for name in LISTED[:6]), form.points.total, form.points.grade)
        for form, facts in ((form, by_name(form.facts)) for form in forms)
    ]
    return pd.DataFrame(rows, columns=LISTED, dtype=object)


def _facts(session: Session, evaluation_id: int, day: date) -> EvaluationFacts:
    """What stands above an evaluation's rows, with the status it had on a day."""
    found = (
        session.execute(
            sa.select(
                EVALUATION,
                EVALUATION.c.id.label("evaluation_id"),
                PROGRAMME.c.code.label("programme"),
                PROGRAMME.c.title.label("title"),
                PROGRAMME.c.source.label("source"),
            )
            .join(PROGRAMME, PROGRAMME.c.id == EVALUATION.c.programme_id)
            .where(EVALUATION.c.id == evaluation_id)
        )
        .mappings()
        .first()
    )
    if found is None:
        raise NotFound(kind=N_("self-evaluation"), key=evaluation_id)
    more = _stood(session, evaluation_id, day) | _term(session, found["programme_id"])
    return row_of(dict(found) | more, EvaluationFacts)


def form(session: Session, actor: Actor, evaluation_id: int, as_of: date | None = None) -> Form:
    """A self-evaluation as it stood on a day: a draft with the figures of that day, what was handed
    in with those of then.

    What a draft said in words on a past day is not kept: it is told as it stands now, or as it was
    handed in.
    """
    actor.must("see_portfolio")
    day = as_of or clock.today()
    facts = _facts(session, evaluation_id, day)
    rows = [
        Row(*values)
        for values in session.execute(
            sa.select(*(ROW.c[name] for name in Row._fields))
            .where(ROW.c.evaluation_id == evaluation_id)
            .order_by(ROW.c.position)
        )
    ]
    place = (facts["programme_id"], facts["fiscal_year"], day)
    sources = tuple(
        figures.filled(session, actor, row.linked, *place).source if row.linked else ""
        for row in rows
    )
    if facts["status"] == "draft":
        rows, money = (
            figures.with_figures(session, actor, rows, *place),
            figures.money(session, actor, *place),
        )
        spreads = bool(settings.value(session, "evaluation_spread", on=day))
    else:
        money = Money(
            facts["initial_fen"] or 0,
            facts["adjusted_fen"] or 0,
            facts["executed_fen"] or 0,
            facts["carried_fen"] or 0,
        )
        spreads = bool(facts["is_spread"])
    weights = figures.weights(facts["scheme"])
    return Form(
        facts, money, tuple(rows), scored(rows, weights, money, spreads=spreads), weights, sources
    )


def _term(session: Session, programme_id: int) -> dict[str, object]:
    """The first and the last fiscal year the programme has a budget line of."""
    first, last = session.execute(
        sa.select(sa.func.min(LINE.c.fiscal_year), sa.func.max(LINE.c.fiscal_year)).where(
            LINE.c.programme_id == programme_id
        )
    ).one()
    return {"first_year": first, "last_year": last}


def _stood(session: Session, evaluation_id: int, day: date) -> dict[str, object]:
    """Status and the day it was handed in, as its events by a day make them."""
    rows = session.execute(
        sa.select(EVENT.c.kind, EVENT.c.recorded_on)
        .where(EVENT.c.evaluation_id == evaluation_id, EVENT.c.recorded_on <= day)
        .order_by(EVENT.c.id)
    ).all()
    status, submitted_on = "draft", None
    for kind, recorded_on in rows:
        status = AFTER.get(kind, status)
        submitted_on = (
            recorded_on
            if kind == "submit_evaluation"
            else None
            if status == "draft"
            else submitted_on
        )
    return {"status": status, "submitted_on": submitted_on}


def history(session: Session, actor: Actor, evaluation_id: int) -> pd.DataFrame:
    """Who did what with it, the latest first: HISTORY."""
    actor.must("see_portfolio")
    person = table_of(Person)
    rows = session.execute(
        sa.select(EVENT.c.recorded_at, EVENT.c.kind, person.c.name, EVENT.c.reason)
        .outerjoin(person, person.c.id == EVENT.c.actor_id)
        .where(EVENT.c.evaluation_id == evaluation_id)
        .order_by(EVENT.c.id.desc())
    ).all()
    return pd.DataFrame(rows, columns=HISTORY)


def programmes(session: Session, actor: Actor) -> dict[tuple[int, int], str]:
    """Programmes and years with a renminbi line and no self-evaluation yet, by (programme, year):
    code, title and year; the latest first.
    """
    actor.must("see_portfolio")
    taken = sa.exists().where(
        EVALUATION.c.programme_id == PROGRAMME.c.id, EVALUATION.c.fiscal_year == LINE.c.fiscal_year
    )
    rows = session.execute(
        sa.select(PROGRAMME.c.id, LINE.c.fiscal_year, PROGRAMME.c.code, PROGRAMME.c.title)
        .join(LINE, LINE.c.programme_id == PROGRAMME.c.id)
        .where(LINE.c.currency == "CNY", ~taken)
        .distinct()
        .order_by(LINE.c.fiscal_year.desc(), PROGRAMME.c.code)
    ).all()
    return {(key, year): f"{year} · {code} {title}" for key, year, code, title in rows}
