"""What stands on each stage of the chain for any view, added up by line, month, province and
category: from the totals where one filter is set, from indexed postings where several are.

Each function reads whole months before the last day's month and single days of it, so that the work
does not grow with the number of postings (docs/decisions/0004).
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.frames import added, framed, typed
from fund.ledger.rules import CATEGORIES, INSTRUMENTS, STAGES
from fund.ledger.sums import (
    POSTING,
    RENMINBI,
    RENMINBI_LINES,
    TOTAL,
    UNDERTAKING,
    filtered,
    lines_of,
)
from fund.ledger.view import View
from fund.period import month_of

STAGE_COLUMNS = [f"{stage}_fen" for stage in STAGES]


def by_line(session: Session, view: View) -> pd.DataFrame:
    """Stage sums by line: line_id and the six stage columns in fen."""
    if view.filters > 1:
        return _from_postings(session, view, POSTING.c.line_id.label("line_id"))
    return _from_totals(session, view, *_cut(view), TOTAL.c.line_id)


def by_month(session: Session, view: View) -> pd.DataFrame:
    """Stage sums of the lines in renminbi by month: month (first day) and the stage columns; the
    last month as far as the view goes.
    """
    if view.filters > 1:
        where = [POSTING.c.line_id.in_(RENMINBI_LINES)]
        return _from_postings(session, view, _posting_month(session), where=where)
    where = [TOTAL.c.line_id.in_(RENMINBI_LINES)]
    frame = _from_totals(session, view, *_cut(view), TOTAL.c.starts_on, where=where)
    frame["month"] = [month_of(day) for day in frame.pop("starts_on")]
    return added(frame, ["month"], STAGE_COLUMNS)


def by_region(session: Session, view: View) -> pd.DataFrame:
    """Stage sums in renminbi by province of the undertaking: region_code and the stage columns."""
    if view.filters > 1 or view.organisation_id is not None:
        return _from_postings(session, view, UNDERTAKING.c.region_code, where=[RENMINBI])
    if view.measure is not None:
        frame = _from_totals(
            session, view, "region", None, TOTAL.c.key, where=[TOTAL.c.line_id.in_(RENMINBI_LINES)]
        )
    else:
        frame = _from_totals(session, view, "map", view.region, TOTAL.c.key)
    return frame.rename(columns={"key": "region_code"})


def by_category(session: Session, view: View) -> pd.DataFrame:
    """Stage sums in renminbi of contracts by category, and of instruments by their own: category
    and the stage columns.
    """
    if view.filters > 1 or view.organisation_id is not None:
        return _from_postings(
            session, view, UNDERTAKING.c.category, where=[RENMINBI, UNDERTAKING.c.category != ""]
        )
    if view.region is not None:
        keys = [f"{one} {view.region}" for one in (*CATEGORIES, *INSTRUMENTS.values())]
        frame = _from_totals(
            session, view, "category_region", None, TOTAL.c.key, where=[TOTAL.c.key.in_(keys)]
        )
        frame["key"] = frame["key"].str.split(" ").str[0]
    elif view.measure is not None:
        frame = _from_totals(
            session,
            view,
            "category",
            None,
            TOTAL.c.key,
            where=[TOTAL.c.line_id.in_(RENMINBI_LINES)],
        )
    else:
        frame = _from_totals(session, view, "category_all", None, TOTAL.c.key)
    return frame.rename(columns={"key": "category"})


def _cut(view: View) -> tuple[str, str]:
    if view.region is not None:
        return "region", view.region
    if view.organisation_id is not None:
        return "organisation", str(view.organisation_id)
    return "line", ""


def _from_totals(
    session: Session,
    view: View,
    cut: str,
    key: str | None,
    *by: sa.Column[object] | sa.Label[date],
    where: Sequence[sa.ColumnElement[bool]] = (),
) -> pd.DataFrame:
    where = [*where, TOTAL.c.cut == cut]
    if key is not None:
        where.append(TOTAL.c.key == key)
    if view.measure is not None:
        where.append(TOTAL.c.line_id.in_(lines_of(view.measure)))
    whole = [TOTAL.c.grain == "month", TOTAL.c.starts_on < view.month]
    if view.first is not None:
        whole.append(TOTAL.c.starts_on >= view.first)
    first_day = max(
        view.month, view.first or view.month
    )  # a period may begin after the as-of day: then nothing is counted
    days = [TOTAL.c.grain == "day", TOTAL.c.starts_on >= first_day, TOTAL.c.starts_on <= view.last]
    columns = [*by, *(TOTAL.c[name] for name in STAGE_COLUMNS)]
    rows = sa.union_all(
        sa.select(*columns).where(*where, *whole), sa.select(*columns).where(*where, *days)
    ).subquery()
    return _summed(session, rows, [column.name for column in by])


def _from_postings(
    session: Session,
    view: View,
    *by: sa.Column[object] | sa.Label[date],
    where: Sequence[sa.ColumnElement[bool]] = (),
) -> pd.DataFrame:
    stages = [
        sa.case((POSTING.c.stage == stage, POSTING.c.amount_fen), else_=0).label(f"{stage}_fen")
        for stage in STAGES
    ]
    statement = (
        sa.select(*by, *stages)
        .join(UNDERTAKING, UNDERTAKING.c.id == POSTING.c.undertaking_id)
        .where(POSTING.c.recorded_on <= view.last)
    )
    if view.first is not None:
        statement = statement.where(POSTING.c.recorded_on >= view.first)
    rows = statement.where(*where, *filtered(view, POSTING.c.line_id)).subquery()
    return _summed(session, rows, [column.name for column in by])


def _summed(session: Session, rows: sa.Subquery, by: Sequence[str]) -> pd.DataFrame:
    statement = sa.select(
        *(rows.c[name] for name in by),
        *(sa.func.sum(rows.c[name]).label(name) for name in STAGE_COLUMNS),
    ).group_by(*(rows.c[name] for name in by))
    frame = framed(session, statement, [*by, *STAGE_COLUMNS])
    return typed(frame, dict.fromkeys(STAGE_COLUMNS, "int64"))


def _posting_month(session: Session) -> sa.Label[date]:
    if session.get_bind().dialect.name == "postgresql":
        return sa.cast(sa.func.date_trunc("month", POSTING.c.recorded_on), sa.Date).label("month")
    return sa.type_coerce(sa.func.date(POSTING.c.recorded_on, "start of month"), sa.Date).label(
        "month"
    )
