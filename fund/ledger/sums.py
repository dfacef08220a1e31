"""What falls due, for any view: from the totals where one filter is set, from indexed postings
where several are.

Each function reads whole months before the last day's month and single days of it, so that the work
does not grow with the number of postings (docs/decisions/0004).
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import Asking, table_of
from fund.frames import framed, typed
from fund.ledger.rules import CATEGORIES, NATIONWIDE
from fund.ledger.tables import DueEntry, DueTotal, Line, Posting, Programme, Total, Undertaking
from fund.ledger.view import View
from fund.period import month_of, months_between, next_month
from fund.plan.tables import Region

TOTAL = table_of(Total)
DUE = table_of(DueTotal)
EVER = DUE.c.due_grain == "ever"
POSTING = table_of(Posting)
UNDERTAKING = table_of(Undertaking)
ENTRY = table_of(DueEntry)
RENMINBI = UNDERTAKING.c.currency == "CNY"
LINE = table_of(Line)
PROGRAMME = table_of(Programme)
REGION = table_of(Region)
RENMINBI_LINES = sa.select(LINE.c.id).where(LINE.c.currency == "CNY")


def lines(session: Session) -> pd.DataFrame:
    """Every budget line: line_id, line, fiscal_year, currency, programme, title, measure,
    source.
    """
    columns = [
        LINE.c.id.label("line_id"),
        LINE.c.code.label("line"),
        LINE.c.fiscal_year,
        LINE.c.currency,
        PROGRAMME.c.code.label("programme"),
        PROGRAMME.c.title,
        PROGRAMME.c.measure,
        PROGRAMME.c.source,
    ]
    statement = sa.select(*columns).join(PROGRAMME, PROGRAMME.c.id == LINE.c.programme_id)
    return framed(session, statement, [column.name for column in columns])


def due(session: Session, view: View, kind: str) -> pd.DataFrame:
    """What falls due by month, as known on the view's day: month, value. Days of the as-of month
    are folded in.
    """
    if view.filters > 1:
        return _due_from_entries(session, view, kind)
    cut = _due_cut(view, kind)
    whole = _due_months(session, cut)
    parts = [
        sa.select(DUE.c.due_on, DUE.c.value).where(*cut, whole, known) for known in _known(view)
    ]
    rows = sa.union_all(*parts).subquery()
    summed = sa.select(rows.c.due_on, sa.func.sum(rows.c.value)).group_by(rows.c.due_on)
    frame = framed(session, summed.order_by(rows.c.due_on), ["month", "value"])
    return typed(frame, {"value": "int64"})


def held(session: Session, view: View, kinds: Sequence[str]) -> dict[str, int]:
    """How much there is of each kind in all, whenever it is due, as known on the view's day."""
    if view.filters > 1:
        return {
            kind: sum(value for (value,) in session.execute(_entries(view, kind, "value")))
            for kind in kinds
        }
    where = (*_due_keys(view), DUE.c.kind.in_(kinds), EVER)
    rows = sa.union_all(
        *(sa.select(DUE.c.kind, DUE.c.value).where(*where, known) for known in _known(view))
    ).subquery()
    found = session.execute(sa.select(rows.c.kind, sa.func.sum(rows.c.value)).group_by(rows.c.kind))
    return dict.fromkeys(kinds, 0) | {kind: int(value) for kind, value in found}


def contracts_by_category(session: Session, view: View) -> dict[str, int]:
    """How many contracts were decided by the view's day, by category."""
    if view.filters > 1 or view.organisation_id is not None:
        rows = (
            _entries(view, "contract", "value")
            .add_columns(UNDERTAKING.c.category.label("key"))
            .subquery()
        )
    else:
        cut, ending = (
            ("category_measure", view.measure)
            if view.measure
            else ("category_region", view.region)
            if view.region
            else ("category", "")
        )
        keys = [f"{category} {ending}".strip() for category in CATEGORIES]
        where = (
            DUE.c.cut == cut,
            DUE.c.key.in_(keys),
            DUE.c.kind == "contract",
            EVER,
        )
        rows = sa.union_all(
            *(sa.select(DUE.c.key, DUE.c.value).where(*where, known) for known in _known(view))
        ).subquery()
    found = session.execute(sa.select(rows.c.key, sa.func.sum(rows.c.value)).group_by(rows.c.key))
    return {key.split(" ")[0]: int(count) for key, count in found if key}


def held_by(
    session: Session, view: View, cut: Literal["measure", "region"], kinds: Sequence[str]
) -> dict[tuple[str, str], int]:
    """How much there is of each kind by measure or by province, whenever it is due, as known on the
    view's day: (key, kind) -> value.
    """
    where = (*_each(cut), DUE.c.kind.in_(kinds), EVER)
    rows = sa.union_all(
        *(
            sa.select(DUE.c.key, DUE.c.kind, DUE.c.value).where(*where, known)
            for known in _known(view)
        )
    ).subquery()
    return {
        (key, kind): int(value)
        for key, kind, value in session.execute(
            sa.select(rows.c.key, rows.c.kind, sa.func.sum(rows.c.value)).group_by(
                rows.c.key, rows.c.kind
            )
        )
    }


def _each(
    cut: Literal["measure", "region"],
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """All of a cut, every key by name: so each is a short range, and the rest of the cut is not
    read through.
    """
    keys: sa.SelectBase = sa.select(PROGRAMME.c.measure)
    if cut == "region":
        keys = sa.union_all(sa.select(REGION.c.code), sa.select(sa.literal(NATIONWIDE)))
    return DUE.c.cut == cut, DUE.c.key.in_(keys)


def due_before(session: Session, view: View, kind: str) -> int:
    """How much of a kind fell due before the as-of day, as known on it (``open``: overdue
    milestones).
    """
    return due_within(session, view, kind, None, view.as_of)


def due_within(session: Session, view: View, kind: str, first: date | None, before: date) -> int:
    """How much of a kind falls due from the first day of a month (None: from the beginning) until
    the day before another, as known on the as-of day. Single days are kept of ``open`` only: any
    other kind ends at a month's end.
    """
    if view.filters > 1:
        rows = session.execute(_entries(view, kind, "due_on", "value")).all()
        return sum(
            value
            for due_on, value in rows
            if (first is None or due_on >= first) and due_on < before
        )
    cut = _due_cut(view, kind)
    parts = [
        sa.select(DUE.c.value).where(*cut, some, known)
        for some in _fell(session, cut, first, before)
        for known in _known(view)
    ]
    values = sa.union_all(*parts).subquery()
    return int(
        session.execute(sa.select(sa.func.coalesce(sa.func.sum(values.c.value), 0))).scalar_one()
    )


def due_before_by(
    session: Session, view: View, cut: Literal["measure", "region"], kind: str
) -> dict[str, int]:
    """``due_before`` by measure or by province, whatever the view keeps: key -> value."""
    where, whole = (*_each(cut), DUE.c.kind == kind), _due_cut(View(as_of=view.as_of), kind)
    rows = sa.union_all(
        *(
            sa.select(DUE.c.key, DUE.c.value).where(*where, some, known)
            for some in _fell(session, whole, None, view.as_of)
            for known in _known(view)
        )
    ).subquery()
    found = session.execute(sa.select(rows.c.key, sa.func.sum(rows.c.value)).group_by(rows.c.key))
    return {key: int(value) for key, value in found}


def _fell(
    session: Session, cut: Sequence[sa.ColumnElement[bool]], first: date | None, before: date
) -> list[sa.ColumnElement[bool]]:
    """When anything of a cut falls due within some days: whole months, then days of the last."""
    month = month_of(before)
    fell, days = [_due_months(session, cut, first, month)], (before - month).days
    if days and (first is None or first <= month):
        named: sa.ColumnElement[bool] = DUE.c.due_on.in_(
            [month + timedelta(days=number) for number in range(days)]
        )
        if session.get_bind().dialect.name == "postgresql":
            # where it expects a handful it goes through every day there is instead of to these
            named = sa.and_(named, DUE.c.due_on.between(month, before - timedelta(days=1)))
        fell.append(sa.and_(DUE.c.due_grain == "day", named))
    return fell


def _due_months(
    session: Session,
    cut: Sequence[sa.ColumnElement[bool]],
    first: date | None = None,
    before: date | None = None,
) -> sa.ColumnElement[bool]:
    """The months in which anything of a cut falls due, named one by one: so each is a short range
    of the key, and what was known when is not read through for all of them.
    """
    known = (*cut, DUE.c.grain == "month", DUE.c.due_grain == "month")
    earliest, latest = session.execute(
        sa.select(
            sa.select(sa.func.min(DUE.c.due_on)).where(*known).scalar_subquery(),
            sa.select(sa.func.max(DUE.c.due_on)).where(*known).scalar_subquery(),
        )
    ).one()
    months = [] if earliest is None else months_between(max(earliest, first or earliest), latest)
    within = [month for month in months if before is None or month < before]
    return sa.and_(DUE.c.due_grain == "month", DUE.c.due_on.in_(within))


def first_due_days(session: Session, view: View, kind: str, enough: int) -> list[date]:
    """The first days before the as-of day on which something of a kind is due, as known on it: as
    many as hold ``enough`` of it.
    """
    if view.filters > 1:
        rows = _entries(view, kind, "due_on", "value").where(ENTRY.c.due_on < view.as_of).subquery()
    else:
        months = _until(map(tuple, due(session, view, kind).to_numpy().tolist()), enough)
        # day by day: of each only what was known by then is read
        days = [
            month + timedelta(days=number)
            for month in months
            for number in range((min(next_month(month), view.as_of) - month).days)
        ]
        cut = (*_due_cut(view, kind), DUE.c.due_grain == "day", DUE.c.due_on.in_(days))
        rows = sa.union_all(
            *(sa.select(DUE.c.due_on, DUE.c.value).where(*cut, known) for known in _known(view))
        ).subquery()
    statement = (
        sa.select(rows.c.due_on, sa.func.sum(rows.c.value))
        .group_by(rows.c.due_on)
        .order_by(rows.c.due_on)
    )
    return _until(map(tuple, session.execute(statement).all()), enough)


def _until(values: Iterable[tuple[date, int]], enough: int) -> list[date]:
    """The first dates of (date, value) that hold something, up to the one with which their values
    reach ``enough``.
    """
    found, held = [], 0
    for day, value in values:
        if held >= enough:
            break
        if value > 0:
            found.append(day)
            held += value
    return found


def filtered(view: View, line_id: sa.ColumnElement[int]) -> list[sa.ColumnElement[bool]]:
    """Only what the view's measure, province and organisation keep, in SQL."""
    where: list[sa.ColumnElement[bool]] = []
    if view.measure is not None:
        where.append(line_id.in_(lines_of(view.measure)))
    if view.region is not None:
        where.append(UNDERTAKING.c.region_code == view.region)
    if view.organisation_id is not None:
        where.append(UNDERTAKING.c.organisation_id == view.organisation_id)
    return where


def lines_of(measure: str) -> sa.Select[int]:
    """The budget lines of a measure, in SQL."""
    return (
        sa.select(LINE.c.id)
        .join(PROGRAMME, PROGRAMME.c.id == LINE.c.programme_id)
        .where(PROGRAMME.c.measure == measure)
    )


def _due_cut(view: View, kind: str) -> list[sa.ColumnElement[bool]]:
    return [*_due_keys(view), DUE.c.kind == kind]


def _due_keys(view: View) -> list[sa.ColumnElement[bool]]:
    cut, key = "all", ""
    if view.measure is not None:
        cut, key = "measure", view.measure
    elif view.region is not None:
        cut, key = "region", view.region
    elif view.organisation_id is not None:
        cut, key = "organisation", str(view.organisation_id)
    return [DUE.c.cut == cut, DUE.c.key == key]


def _known(view: View) -> list[sa.ColumnElement[bool]]:
    month = month_of(view.as_of)
    return [
        sa.and_(DUE.c.grain == "month", DUE.c.starts_on < month),
        sa.and_(DUE.c.grain == "day", DUE.c.starts_on >= month, DUE.c.starts_on <= view.as_of),
    ]


def _entries(view: View, kind: str, *columns: str) -> Asking:
    statement = (
        sa.select(*(ENTRY.c[name] for name in columns))
        .join(UNDERTAKING, UNDERTAKING.c.id == ENTRY.c.undertaking_id)
        .where(
            ENTRY.c.kind == kind,
            ENTRY.c.recorded_on <= view.as_of,
            *filtered(view, UNDERTAKING.c.line_id),
        )
    )
    return statement.where(RENMINBI) if kind == "promised_fen" else statement


def _due_from_entries(session: Session, view: View, kind: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        session.execute(_entries(view, kind, "due_on", "value")).all(), columns=["due_on", "value"]
    )
    frame["month"] = [month_of(day) for day in frame.pop("due_on")]
    found = frame.groupby("month", as_index=False)[["value"]].sum()
    return found.assign(value=found["value"].astype("int64"))


__all__ = [
    "due",
    "due_before",
    "due_before_by",
    "due_within",
    "first_due_days",
    "held",
    "lines",
]
