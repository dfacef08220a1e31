"""Tables on screen that the ledger answers: undertakings with their money, tranches, the history of
one, postings.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.answers import kept
from fund.columns import Asking, is_any_of, table_of, unsought
from fund.errors import NotFound
from fund.frames import framed, typed
from fund.ledger.book import by_hand_of
from fund.ledger.rules import STAGES
from fund.ledger.sums import POSTING, UNDERTAKING
from fund.ledger.tables import (
    Act,
    Line,
    Posting,
    Programme,
    StatusEvent,
    Tranche,
    UndertakingBalance,
)
from fund.ledger.view import View
from fund.money import RENMINBI
from fund.plan import identity
from fund.plan.tables import Organisation

UNDERTAKINGS = [
    "undertaking_id",
    "code",
    "title",
    "organisation_id",
    "organisation",
    "measure",
    "source",
    "line",
    "region_code",
    "category",
    "currency",
    "committed_fen",
    "obligated_fen",
    "accepted_fen",
    "paid_fen",
    "returned_fen",
    "status",
    "decided_on",
    "signed_on",
    "version",
]
"""Columns of ``undertakings``; amounts in fen of ``currency``, dates as recorded."""

LEDGER = [
    "posting_id",
    "recorded_on",
    "occurred_on",
    "line",
    "source",
    "undertaking",
    "tranche",
    "stage",
    "currency",
    "amount_fen",
    "act",
    "act_id",
    "actor",
    "reason",
    "reference",
]
"""Columns of ``postings``: the ledger as it is exported."""

BODY, LINE, PROGRAMME = table_of(Organisation), table_of(Line), table_of(Programme)
AMOUNTS = ("committed", "obligated", "accepted", "paid", "returned")


def undertakings(
    session: Session,
    actor: Actor,
    view: View,
    kind: str | None,
    keys: Sequence[int] | None = None,
    own: Sequence[sa.Column[object]] = (),
) -> pd.DataFrame:
    """Undertakings of a kind (None: of every kind) with what stands on each on the view's day, on
    the line that paid it then: UNDERTAKINGS, newest decision first (of ``keys``: in any order).

    A period keeps those decided in it; without one, everything entered is listed, undecided ones at
    zero. ``keys``: only these, by number. ``own``: columns of their own, or of a room's table by
    undertaking_id, beside them under their own names.
    """
    actor.must("see_portfolio")
    is_now = is_latest(session, view.last)
    known = {
        name: sa.case((UNDERTAKING.c[name] <= view.last, UNDERTAKING.c[name])).label(name)
        for name in ("decided_on", "signed_on")
    }
    statement = sa.select(
        *UNDERTAKING.c["id", "code", "title"],
        *BODY.c["id", "name"],
        *PROGRAMME.c["measure", "source"],
        LINE.c.code,
        *UNDERTAKING.c["region_code", "category", "currency"],
        *_amounts(),
        UNDERTAKING.c.status if is_now else status_on(view),
        *known.values(),
        UNDERTAKING.c.version,
        *own,
    ).select_from(_beside(UNDERTAKING, session, view, own))
    statement = _joined(session, view, statement, keys).where(*_filters(view, is_now=is_now))
    if kind is not None:
        statement = statement.where(UNDERTAKING.c.kind == kind)
    if keys is not None:
        by_number = statement.with_hint(UNDERTAKING, "NOT INDEXED", "sqlite")
        statement = by_number.where(is_any_of(UNDERTAKING.c.id, keys))
    else:
        newest = known["decided_on"].desc().nulls_last()
        statement = statement.order_by(newest, UNDERTAKING.c.code)
    frame = framed(session, statement, [*UNDERTAKINGS, *(column.name for column in own)])
    # sums of PostgreSQL are decimals
    return typed(frame, {f"{stage}_fen": "int64" for stage in AMOUNTS})


def _beside(
    rows: sa.FromClause, session: Session, view: View, own: Sequence[sa.Column[object]]
) -> sa.FromClause:
    """Each undertaking with its body, line and programme, and what a room keeps of it."""
    rows = (
        rows.join(BODY, UNDERTAKING.c.organisation_id == BODY.c.id)
        .join(LINE, LINE.c.id == _line_id(session, view))
        .join(PROGRAMME, PROGRAMME.c.id == LINE.c.programme_id)
    )
    for table in {column.table for column in own} - {UNDERTAKING}:
        rows = rows.outerjoin(table, table.c.undertaking_id == UNDERTAKING.c.id)
    return rows


NEWEST = sa.select(sa.func.max(Act.__table__.c.recorded_on))  # type: ignore[attr-defined]


def is_latest(session: Session, day: date) -> bool:
    """Whether the day sees everything recorded: then the balances answer, and postings need not be
    summed.
    """
    newest = session.execute(NEWEST).scalar()
    return newest is None or day >= newest


def _line_id(session: Session, view: View) -> sa.ColumnElement[int]:
    """The line that paid an undertaking on the view's day: the one the first carry-over after it
    took the commitment from.
    """
    if is_latest(session, view.last):
        return UNDERTAKING.c.line_id
    act = table_of(Act)
    before = (
        sa.select(POSTING.c.line_id)
        .join(act, act.c.id == POSTING.c.act_id)
        .where(
            act.c.undertaking_id == UNDERTAKING.c.id,
            act.c.kind == "carry_over",
            act.c.recorded_on > view.last,
            unsought(POSTING.c.stage) == "committed",
            POSTING.c.amount_fen < 0,
        )
        .order_by(act.c.id)
        .limit(1)
        .correlate(UNDERTAKING)
        .scalar_subquery()
    )
    return sa.func.coalesce(before, UNDERTAKING.c.line_id)


def _balance_table(session: Session, view: View, keys: Sequence[int] | None) -> sa.FromClause:
    if is_latest(session, view.last):
        return table_of(UndertakingBalance)
    sums = [
        sa.func.sum(sa.case((POSTING.c.stage == stage, POSTING.c.amount_fen), else_=0)).label(
            f"{stage}_fen"
        )
        for stage in AMOUNTS
    ]
    return (
        sa.select(POSTING.c.undertaking_id, *sums)
        .where(
            POSTING.c.recorded_on <= view.last,
            sa.true() if keys is None else is_any_of(POSTING.c.undertaking_id, keys),
        )
        .group_by(POSTING.c.undertaking_id)
        .subquery("balance")
    )


def _amounts() -> list[sa.ColumnElement[int]]:
    return [sa.func.coalesce(sa.column(f"{stage}_fen", sa.BigInteger), 0) for stage in AMOUNTS]


def _joined(session: Session, view: View, statement: Asking, keys: Sequence[int] | None) -> Asking:
    balance = _balance_table(session, view, keys)
    return statement.outerjoin(balance, balance.c.undertaking_id == UNDERTAKING.c.id)


def status_on(view: View) -> sa.ColumnElement[str]:
    """The status as recorded up to the view's day; entered before any."""
    event = table_of(StatusEvent)
    latest = (
        sa.select(event.c.status)
        .where(event.c.undertaking_id == UNDERTAKING.c.id, event.c.recorded_on <= view.last)
        .order_by(event.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(latest, "entered")


def known_on(view: View) -> sa.ColumnElement[bool]:
    """Whether an undertaking was entered by the view's last day."""
    entered = table_of(Act)
    return sa.exists().where(
        entered.c.undertaking_id == UNDERTAKING.c.id,
        entered.c.kind.in_(("enter", "open")),
        entered.c.recorded_on <= view.last,
    )


def _filters(view: View, *, is_now: bool) -> list[sa.ColumnElement[bool]]:
    """Only what was entered by the view's day (``is_now``: everything was); measure, region,
    organisation and the period of decision.
    """
    where = [] if is_now else [known_on(view)]
    if view.measure is not None:
        where.append(PROGRAMME.c.measure == view.measure)
    if view.region is not None:
        where.append(UNDERTAKING.c.region_code == view.region)
    if view.organisation_id is not None:
        where.append(UNDERTAKING.c.organisation_id == view.organisation_id)
    if view.period is not None:
        where.append(UNDERTAKING.c.decided_on.between(view.period.first, view.last))
    return where


def postings(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """The ledger itself up to the view's day, in the order written: LEDGER."""
    # rows without the ORM, columns not turned round by pandas: half the time of a long ledger
    columns = zip(*posted(session, actor, view), strict=True)
    frame = pd.DataFrame(dict(zip(LEDGER, columns, strict=False)), columns=LEDGER)
    return frame.astype({"amount_fen": "int64"})


def posted(session: Session, actor: Actor, view: View) -> Iterator[Sequence[object]]:
    """The same row by row, for a file: however long the ledger, only AT_ONCE of it in memory."""
    actor.must("see_portfolio")
    streamed = {"stream_results": True, "yield_per": AT_ONCE}
    yield from session.connection().execute(
        _posted([POSTING.c.recorded_on <= view.last, *_only(view)]).order_by(POSTING.c.id),
        execution_options=streamed,
    )


AT_ONCE = 2_000


def postings_of(session: Session, actor: Actor, keys: Sequence[int]) -> pd.DataFrame:
    """Some postings by number: LEDGER."""
    actor.must("see_portfolio")
    rows = session.connection().execute(_posted([POSTING.c.id.in_(keys)]))
    columns = zip(*rows, strict=True)
    frame = pd.DataFrame(dict(zip(LEDGER, columns, strict=False)), columns=LEDGER)
    return frame.astype({"amount_fen": "int64"})


def _posted(where: Iterable[sa.ColumnElement[bool]]) -> Asking:
    act = table_of(Act)
    found: Asking = (
        sa.select(
            *POSTING.c["id", "recorded_on"],
            act.c.occurred_on,
            Line.code,
            Programme.source,
            UNDERTAKING.c.code,
            Tranche.code,  # type: ignore[call-overload]
            POSTING.c.stage,
            Line.currency,
            POSTING.c.amount_fen,
            *act.c["kind", "id"],
            Person.name,
            *act.c["reason", "reference"],
        )
        .select_from(Posting)
        .join(act, act.c.id == POSTING.c.act_id)
        .join(Line, Line.id == POSTING.c.line_id)
        .join(Programme, Programme.id == Line.programme_id)
        .outerjoin(UNDERTAKING, UNDERTAKING.c.id == POSTING.c.undertaking_id)
        .outerjoin(Tranche, Tranche.id == POSTING.c.tranche_id)
        .outerjoin(Person, Person.id == act.c.actor_id)
        .where(*where)
    )
    return found


def _only(view: View) -> Iterator[sa.ColumnElement[bool]]:
    """What the filters of a view keep of the postings."""
    if view.first is not None:
        yield POSTING.c.recorded_on >= view.first
    if view.measure is not None:
        yield col(Programme.measure) == view.measure
    if view.region is not None:
        yield UNDERTAKING.c.region_code == view.region
    if view.organisation_id is not None:
        yield UNDERTAKING.c.organisation_id == view.organisation_id


@kept
def line_table(session: Session, actor: Actor, view: View) -> pd.DataFrame:
    """Budget lines with their stages, room and execution rate: line, programme title, measure,
    source, fiscal_year, currency, six stages, room_fen, execution_share.
    """
    from fund.ledger.stage_sums import by_line
    from fund.ledger.sums import lines

    actor.must("see_portfolio")
    frame = lines(session).merge(by_line(session, view), on="line_id", how="left")
    columns = [f"{stage}_fen" for stage in STAGES]
    frame[columns] = frame[columns].fillna(0).astype("int64")
    if view.measure is not None:
        frame = frame[frame["measure"] == view.measure]
    frame["room_fen"] = frame["appropriated_fen"] - frame["committed_fen"]
    frame["execution_share"] = (frame["paid_fen"] / frame["appropriated_fen"]).where(
        frame["appropriated_fen"] > 0
    )
    return frame.sort_values("line", ignore_index=True)


def undertaking_id(session: Session, code: str, kind: str) -> int:
    """The number behind a code; refuses an unknown one."""
    found = session.execute(
        sa.select(UNDERTAKING.c.id).where(UNDERTAKING.c.code == code, UNDERTAKING.c.kind == kind)
    ).scalar()
    if found is None:
        raise NotFound(kind=kind, key=code)
    return int(found)


def hands(session: Session, actor: Actor, undertaking_id: int) -> frozenset[str]:
    """The acts this person did on an undertaking: what four eyes look at."""
    actor.must("see_portfolio")
    act = table_of(Act)
    return frozenset(
        session.execute(
            sa.select(act.c.kind).where(act.c.undertaking_id == undertaking_id, by_hand_of(actor))
        ).scalars()
    )


def bodies(
    session: Session, actor: Actor, words: str = "", keys: Sequence[int] = (), most: int = 0
) -> dict[int, str]:
    """Organisations by number, for a choice: name and identifier, by name; none merged into
    another. All, or those with ``words`` in name or identifier, those of ``keys``, so many at most.
    """
    actor.must("see_portfolio")
    gone = identity.merged(session)
    asking = sa.select(*BODY.c["id", "name", "identifier"]).where(~is_any_of(BODY.c.id, gone))
    if words:
        both = (part.icontains(words, autoescape=True) for part in BODY.c["name", "identifier"])
        asking = asking.where(sa.or_(*both))
    if keys:
        asking = asking.where(is_any_of(BODY.c.id, keys))
    rows = session.execute(asking.order_by(BODY.c.name).limit(most or None)).all()
    return {key: f"{name} · {identifier}" for key, name, identifier in rows}


def currency_of(session: Session, actor: Actor, line_id: int) -> str:
    """The currency of a budget line; renminbi where there is no such line."""
    actor.must("see_portfolio")
    line = session.get(Line, line_id)
    return line.currency if line else RENMINBI


def later_lines(session: Session, actor: Actor, line_code: str) -> dict[int, str]:
    """Lines of the same programme and currency in later years, which money may be carried over to:
    code by number.
    """
    actor.must("see_portfolio")
    here = session.exec(select(Line).where(Line.code == line_code)).one()
    rows = session.execute(
        sa.select(Line.id, Line.code)  # type: ignore[call-overload]
        .where(
            Line.programme_id == here.programme_id,
            Line.currency == here.currency,
            Line.fiscal_year > here.fiscal_year,
        )
        .order_by(Line.fiscal_year)
    ).all()
    return {int(key): code for key, code in rows}
