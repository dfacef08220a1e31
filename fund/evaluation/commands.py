"""A self-evaluation begun, written, handed in; approved by somebody who had no hand in it, or given
back with a reason.
"""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.access.earlier import must_be_apart
from fund.columns import table_of
from fund.errors import N_, NeedsReason, NotFound, WrongState
from fund.evaluation import figures
from fund.evaluation.rules import (
    EvaluationThere,
    NoLine,
    NoWords,
    Row,
    RowFields,
    must_be_rows,
    must_be_whole,
)
from fund.evaluation.tables import Evaluation, EvaluationEvent, EvaluationRow
from fund.ledger import book
from fund.ledger.commands import UnknownWord
from fund.ledger.tables import Line, Programme
from fund.settings import values as settings

HEAD = ("department", "unit", "goal", "outcome")


def begin_evaluation(
    session: Session, actor: Actor, *, programme_id: int, fiscal_year: int, scheme: str = "standard"
) -> Evaluation:
    """Begin the self-evaluation of a programme's year under a scheme of points."""
    actor.must("begin_evaluation")
    figures.weights(scheme)
    if session.get(Programme, programme_id) is None:
        raise NotFound(kind=N_("programme"), key=programme_id)
    if (
        session.exec(
            select(Line.id).where(
                Line.programme_id == programme_id,
                Line.fiscal_year == fiscal_year,
                Line.currency == "CNY",
            )
        ).first()
        is None
    ):
        raise NoLine(year=fiscal_year)
    if (
        session.exec(
            select(Evaluation.id).where(
                Evaluation.programme_id == programme_id, Evaluation.fiscal_year == fiscal_year
            )
        ).first()
        is not None
    ):
        raise EvaluationThere(year=fiscal_year)
    made = Evaluation(programme_id=programme_id, fiscal_year=fiscal_year, scheme=scheme)
    session.add(made)
    session.flush()
    return _noted(session, actor, "begin_evaluation", made, fiscal_year=fiscal_year, scheme=scheme)


def write_evaluation(
    session: Session,
    actor: Actor,
    *,
    evaluation_id: int,
    head: Mapping[str, str],
    rows: Sequence[RowFields],
    expected_version: int | None = None,
) -> Evaluation:
    """Write the form's words (HEAD) and its rows (fields of Row) in place of those before, in their
    order. What is not complete yet is kept as it is.
    """
    actor.must("write_evaluation")
    made = _in(session, actor, "write_evaluation", evaluation_id, "draft", expected_version)
    wanted = [Row(**row) for row in rows]
    must_be_rows(wanted)
    for linked in (row.linked for row in wanted if row.linked):
        if linked not in figures.LINKS and not linked.startswith(figures.TARGET):
            raise UnknownWord(kind=N_("figure"), value=linked)
    for name in HEAD:
        setattr(made, name, str(head.get(name, getattr(made, name))).strip())
    session.execute(
        sa.delete(EvaluationRow).where(col(EvaluationRow.evaluation_id) == evaluation_id)
    )
    session.add_all(
        EvaluationRow(evaluation_id=evaluation_id, position=place, **row._asdict())
        for place, row in enumerate(wanted, 1)
    )
    session.flush()
    return _noted(
        session,
        actor,
        "write_evaluation",
        made,
        rows=[row._asdict() for row in wanted],
        **{name: getattr(made, name) for name in HEAD},
    )


def submit_evaluation(
    session: Session, actor: Actor, *, evaluation_id: int, expected_version: int | None = None
) -> Evaluation:
    """Hand it in: every figure stands from now on as the ledger and the targets have it today."""
    actor.must("submit_evaluation")
    made = _in(session, actor, "submit_evaluation", evaluation_id, "draft", expected_version)
    today, stored = clock.today(), _rows(session, evaluation_id)
    rows = figures.with_figures(
        session, actor, [of(row) for row in stored], made.programme_id, made.fiscal_year, today
    )
    must_be_whole(rows, figures.weights(made.scheme))
    if not (made.goal and made.outcome):
        raise NoWords
    for row, told in zip(stored, rows, strict=True):
        row.actual = told.actual
    session.add_all(stored)
    session.flush()
    money = figures.money(session, actor, made.programme_id, made.fiscal_year, today)
    for name, value in money._asdict().items():
        setattr(made, name, value)
    made.submitted_on, made.is_spread, made.status = (
        today,
        bool(settings.value(session, "evaluation_spread")),
        "submitted",
    )
    return _noted(session, actor, "submit_evaluation", made, **money._asdict())


def approve_evaluation(
    session: Session, actor: Actor, *, evaluation_id: int, expected_version: int | None = None
) -> Evaluation:
    """Approve what was handed in: it is never changed again."""
    actor.must("approve_evaluation")
    made = _in(session, actor, "approve_evaluation", evaluation_id, "submitted", expected_version)
    made.status = "approved"
    return _noted(session, actor, "approve_evaluation", made)


def return_evaluation(
    session: Session,
    actor: Actor,
    *,
    evaluation_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Evaluation:
    """Give it back with a reason: it is a draft again, and its figures are today's."""
    actor.must("return_evaluation")
    made = _in(session, actor, "return_evaluation", evaluation_id, "submitted", expected_version)
    if not reason.strip():
        raise NeedsReason
    made.status, made.submitted_on, made.is_spread = "draft", None, None
    made.initial_fen = made.adjusted_fen = made.executed_fen = made.carried_fen = None
    return _noted(session, actor, "return_evaluation", made, reason=reason.strip())


def of(row: EvaluationRow) -> Row:
    """A stored row as the rules judge it."""
    return Row(**{name: getattr(row, name) for name in Row._fields})


def _rows(session: Session, evaluation_id: int) -> list[EvaluationRow]:
    return list(
        session.exec(
            select(EvaluationRow)
            .where(EvaluationRow.evaluation_id == evaluation_id)
            .order_by(col(EvaluationRow.position))
        )
    )


def _in(
    session: Session,
    actor: Actor,
    act: str,
    evaluation_id: int,
    status: str,
    expected_version: int | None,
) -> Evaluation:
    """The evaluation, locked, in the state the act needs, if no earlier act of this person in it
    forbids the act.
    """
    made = book.fetch(session, Evaluation, evaluation_id, expected_version)
    events = table_of(EvaluationEvent)
    must_be_apart(session, actor, act, events, events.c.evaluation_id == evaluation_id)
    if made.status != status:
        raise WrongState(act=act, status=made.status)
    return made


def _noted(
    session: Session, actor: Actor, act: str, made: Evaluation, *, reason: str = "", **facts: object
) -> Evaluation:
    """Write down who did it; the evaluation is another version of itself from then on."""
    made.version += act != "begin_evaluation"
    session.add_all(
        (
            made,
            EvaluationEvent(
                evaluation_id=made.id or 0,
                kind=act,
                recorded_on=clock.today(),
                recorded_at=clock.now(),
                actor_id=actor.id,
                on_behalf_of=actor.behind(act),
                reason=reason,
            ),
        )
    )
    audit.record(session, actor, act, made, status=made.status, reason=reason, **facts)
    return made
