"""The first page of a report on the money: what the chain comes to, what moved this month, the
month before, this year and in the same time of last year, beside what tranches promised; three
sentences of it.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.access.actors import Actor
from fund.i18n import _
from fund.ledger.rules import STAGES
from fund.ledger.sums import POSTING, RENMINBI_LINES
from fund.ledger.view import View
from fund.period import Period, month_of, parse
from fund.portfolio import queries as portfolio
from fund.reports.description import Column, Sheet
from fund.reports.values import period_said

PROMISED = "promised"
Span = tuple[date, date]


def spans(period: Period, as_of: date) -> dict[str, Span]:
    """First and last day of what is compared: the period so far, the one before it, the year so
    far, and the same days of last year.
    """
    before = earlier(period)
    last = min(as_of, period.last)
    return {
        "within": (period.first, last),
        "before": (before.first, before.last),
        "year": (date(last.year, 1, 1), last),
        "year_before": (date(last.year - 1, 1, 1), _a_year_before(last)),
    }


def earlier(period: Period) -> Period:
    """The period of the same kind that ends the day before.

    >>> earlier(parse("2026-Q1")).code
    '2025-Q4'
    """
    last = period.first - timedelta(days=1)
    codes = {
        "month": f"{last:%Y-%m}",
        "quarter": f"{last.year}-Q{(last.month + 2) // 3}",
        "half": f"{last.year}-H{(last.month + 5) // 6}",
        "year": f"{last.year}",
    }
    return parse(codes[period.kind])


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def moved(session: Session, named: Mapping[str, Span]) -> dict[str, dict[str, int]]:
    """By name of a span the renminbi each stage moved by in it, in fen, from the postings."""
    sums = [
        sa.func.coalesce(
            sa.func.sum(
                sa.case((POSTING.c.recorded_on.between(first, last), POSTING.c.amount_fen), else_=0)
            ),
            0,
        )
        for first, last in named.values()
    ]
    rows = session.execute(
        sa.select(POSTING.c.stage, *sums)
        .where(
            POSTING.c.line_id.in_(RENMINBI_LINES),
            POSTING.c.recorded_on <= max(last for _first, last in named.values()),
        )
        .group_by(POSTING.c.stage)
    ).all()
    found = {row[0]: [int(value) for value in row[1:]] for row in rows}
    nothing = [0] * len(named)
    return {
        name: {stage: found.get(stage, nothing)[place] for stage in STAGES}
        for place, name in enumerate(named)
    }


def promised(session: Session, actor: Actor, as_of: date, span: Span) -> int:
    """What tranches promised to pay in the months of a span, as known on the day, in fen."""
    frame = portfolio.curve(session, actor, View(as_of=as_of))
    if frame.empty:
        return 0
    first, last = (month_of(day) for day in span)
    upto = frame[frame["month"] <= last]["promised_fen"].max()
    before = frame[frame["month"] < first]["promised_fen"].max()
    return int(0 if pd.isna(upto) else upto) - int(0 if pd.isna(before) else before)


def sheet(session: Session, actor: Actor, period: Period, as_of: date) -> Sheet:
    """A row a stage, and one of what was promised to be paid; in renminbi."""
    named = {"whole": (date.min, as_of), **spans(period, as_of)}
    found = moved(session, named)
    rows = [
        {"name": _(words), **{f"{name}_fen": found[name][stage] for name in named}}
        for stage, words in STAGES.items()
    ]
    due = {
        f"{name}_fen": promised(session, actor, as_of, (max(span[0], date(1900, 1, 1)), span[1]))
        for name, span in named.items()
    }
    rows.append({"name": _("Promised by tranches for payment"), **due})
    heads = {
        "whole": _("Cumulative"),
        "within": period_said(period.code),
        "before": period_said(earlier(period).code),
        "year": _("This year so far"),
        "year_before": _("Same time of last year"),
    }
    meanings = {
        "year": _("From 1 January to the as-of day."),
        "year_before": _("From 1 January to the same day of the year before."),
    }
    columns = [Column("name", _("Stage"), width=24)] + [
        Column(f"{name}_fen", head, "amount", meaning=meanings.get(name, ""))
        for name, head in heads.items()
    ]
    note = " ".join(sentences(found, due, period, as_of))
    return Sheet("key_figures", _("Key figures"), columns, pd.DataFrame(rows), note=note)


def sentences(
    found: Mapping[str, Mapping[str, int]], due: Mapping[str, int], period: Period, as_of: date
) -> list[str]:
    """Where the money stands, what was paid beside what was promised, what changed since the last
    period.
    """
    whole, within, before = found["whole"], found["within"], found["before"]
    rate = whole["paid"] / whole["appropriated"] if whole["appropriated"] else 0.0
    change = within["paid"] - before["paid"]
    return [
        _(
            "As of {day}, {appropriated} was appropriated, {committed} committed and {paid} paid:"
            " an execution rate of {rate}."
        ).format(
            day=i18n.official_day(as_of),
            appropriated=i18n.amount(whole["appropriated"]),
            committed=i18n.amount(whole["committed"]),
            paid=i18n.amount(whole["paid"]),
            rate=i18n.share(rate),
        ),
        _("In {period}, {paid} was paid; tranches had promised {promised}.").format(
            period=period_said(period.code),
            paid=i18n.amount(within["paid"]),
            promised=i18n.amount(due["within_fen"]),
        ),
        _(
            "That is {change} {direction} than in {before}; this year {year} was paid so far,"
            " {year_before} in the same time of last year."
        ).format(
            change=i18n.amount(abs(change)),
            direction=_("less") if change < 0 else _("more"),
            before=period_said(earlier(period).code),
            year=i18n.amount(found["year"]["paid"]),
            year_before=i18n.amount(found["year_before"]["paid"]),
        ),
    ]
