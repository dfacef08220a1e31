"""Sums by every cut, filter and as-of day equal a plain count over the postings, on random
histories.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from fund import db
from fund.access.actors import OPERATOR
from fund.ledger import stage_sums, sums
from fund.ledger.rules import STAGES
from fund.ledger.tables import DueEntry, Line, Posting, Programme, Undertaking
from fund.ledger.view import View, from_address, to_address
from fund.milestones import commands as scheduling
from fund.milestones import queries as milestones
from fund.period import month_of, parse
from tests.ledger.histories import begin, schedule, settle
from tests.people import Office

COLUMNS = [f"{stage}_fen" for stage in STAGES]
MEASURES = (None, "A3", "C6")
REGIONS = (None, "610000", "000000")
PERIODS = (None, "2026-Q1", "2026-H2", "2027-02")


@pytest.fixture
def session(an_office: Office) -> Iterator[Session]:
    """The ledger after a random history of some months, in two currencies and with carry-overs,
    read at one moment.
    """
    history = begin(an_office, 39)
    history.run(600)
    with db.reading(an_office.engine) as reading:
        yield reading


def postings(session: Session) -> pd.DataFrame:
    """Every posting with what it can be filtered by."""
    rows = session.execute(
        sa.select(
            Posting.line_id,
            Posting.recorded_on,
            Posting.stage,
            Posting.amount_fen,
            Posting.undertaking_id,
            Programme.measure,
            Undertaking.region_code,
            Undertaking.organisation_id,
            Undertaking.category,
            Undertaking.currency,
            Line.currency.label("line_currency"),
        )
        .select_from(Posting)
        .join(Line, Line.id == Posting.line_id)
        .join(Programme, Programme.id == Line.programme_id)
        .outerjoin(Undertaking, Undertaking.id == Posting.undertaking_id)
    ).all()
    columns = [
        "line_id",
        "day",
        "stage",
        "amount",
        "undertaking",
        "measure",
        "region",
        "organisation",
        "category",
        "currency",
        "line_currency",
    ]
    return pd.DataFrame(rows, columns=columns).assign(
        month=lambda frame: [month_of(day) for day in frame["day"]]
    )


def seen(frame: pd.DataFrame, view: View) -> pd.DataFrame:
    """The postings a view counts."""
    keep = frame["day"] <= view.last
    if view.first is not None:
        keep &= frame["day"] >= view.first
    for column, value in (
        ("measure", view.measure),
        ("region", view.region),
        ("organisation", view.organisation_id),
    ):
        if value is not None:
            keep &= frame[column] == value
    if view.filters > 1:
        keep &= frame["undertaking"].notna()
    return frame[keep]


def counted(frame: pd.DataFrame, *by: str) -> dict[Any, tuple[int, ...]]:
    """Stage sums by the columns, groups of zeroes left out."""
    found: dict[Any, list[int]] = {}
    for row in frame.itertuples():
        key = tuple(getattr(row, name) for name in by)
        found.setdefault(key, [0] * len(STAGES))[list(STAGES).index(row.stage)] += row.amount
    return {key: tuple(amounts) for key, amounts in found.items() if any(amounts)}


def told(frame: pd.DataFrame, *by: str) -> dict[Any, tuple[int, ...]]:
    """What a query says, in the same form."""
    rows = {
        tuple(getattr(row, name) for name in by): tuple(int(getattr(row, name)) for name in COLUMNS)
        for row in frame.itertuples()
    }
    assert len(rows) == len(frame), "one row a group"
    return {key: amounts for key, amounts in rows.items() if any(amounts)}


def views(frame: pd.DataFrame) -> Iterator[View]:
    """Every combination of filters and periods, each on days of its own: month ends, days with
    postings, days before and after.
    """
    chance = random.Random(1)
    days = sorted(set(frame["day"]))
    edges = [
        days[0] - timedelta(days=1),
        days[-1],
        days[-1] + timedelta(days=400),
        date(2026, 3, 31),
        date(2026, 4, 1),
        *days,
    ]
    organisations = (None, *sorted({int(key) for key in frame["organisation"].dropna()})[:2])
    for measure, region, organisation, period in product(MEASURES, REGIONS, organisations, PERIODS):
        yield View(
            as_of=chance.choice(edges),
            measure=measure,
            region=region,
            organisation_id=organisation,
            period=parse(period) if period else None,
        )
    yield from (View(as_of=day) for day in chance.sample(edges, 15))


def test_every_cut_filter_and_day_equals_a_plain_count(session: Session) -> None:
    frame = postings(session)
    assert len(frame) > 60
    assert frame["day"].nunique() > 15
    abroad = frame[frame["line_currency"] != "CNY"]
    assert set(abroad["measure"]) & set(MEASURES)
    assert set(abroad["region"]) & set(REGIONS)
    nonzero = 0
    for view in views(frame):
        expected = seen(frame, view)
        assert told(stage_sums.by_line(session, view), "line_id") == counted(expected, "line_id"), (
            view
        )
        assert told(stage_sums.by_month(session, view), "month") == counted(
            expected[expected["line_currency"] == "CNY"], "month"
        ), view
        renminbi = expected[expected["currency"] == "CNY"]
        assert told(stage_sums.by_region(session, view), "region_code") == counted(
            renminbi, "region"
        ), view
        contracts = renminbi[renminbi["category"] != ""]
        assert told(stage_sums.by_category(session, view), "category") == counted(
            contracts, "category"
        ), view
        nonzero += bool(counted(expected, "line_id"))
    assert nonzero > 30


def entries(session: Session) -> pd.DataFrame:
    """Every due entry with what it can be filtered by; the measure is that of the line that pays
    now.
    """
    rows = session.execute(
        sa.select(
            DueEntry.kind,
            DueEntry.recorded_on,
            DueEntry.due_on,
            DueEntry.value,
            Programme.measure,
            Undertaking.region_code,
            Undertaking.organisation_id,
            Undertaking.category,
            Undertaking.currency,
        )
        .select_from(DueEntry)
        .join(Undertaking, Undertaking.id == DueEntry.undertaking_id)
        .join(Line, Line.id == Undertaking.line_id)
        .join(Programme, Programme.id == Line.programme_id)
    ).all()
    return pd.DataFrame(
        rows,
        columns=[
            "kind",
            "day",
            "due",
            "value",
            "measure",
            "region",
            "organisation",
            "category",
            "currency",
        ],
    )


def late_by_key(session: Session, view: View) -> dict[str, dict[str, int]]:
    """What is overdue by measure and by province, as the sums say it."""
    return {
        "measure": {
            key: value
            for key, value in sums.due_before_by(session, view, "measure", "open").items()
            if value
        },
        "region": {
            key: value
            for key, value in sums.due_before_by(session, view, "region", "open").items()
            if value
        },
    }


def test_what_falls_due_equals_a_plain_count(session: Session) -> None:
    frame = entries(session)
    assert set(frame["kind"]) >= {"promised_fen", "planned", "open", "grant", "contract"}
    for view in views(postings(session)):
        if view.period is not None:
            continue
        for kind in sorted(set(frame["kind"])):
            known = frame[(frame["kind"] == kind) & (frame["day"] <= view.as_of)]
            for column, value in (
                ("measure", view.measure),
                ("region", view.region),
                ("organisation", view.organisation_id),
            ):
                if value is not None:
                    known = known[known[column] == value]
            if kind == "promised_fen":
                known = known[known["currency"] == "CNY"]
            by_month: dict[date, int] = {}
            for row in known.itertuples():
                by_month[month_of(row.due)] = by_month.get(month_of(row.due), 0) + row.value
            said = sums.due(session, view, kind)
            assert {row.month: row.value for row in said.itertuples() if row.value} == {
                key: value for key, value in by_month.items() if value
            }, (view, kind)
            assert sums.held(session, view, [kind]) == {kind: int(known["value"].sum())}, (
                view,
                kind,
            )
            if kind == "open":
                overdue = (
                    int(known[[due < view.as_of for due in known["due"]]]["value"].sum())
                    if len(known)
                    else 0
                )
                assert sums.due_before(session, view, kind) == overdue, view
                for enough in (1, 3, 100):
                    days = sums.first_due_days(session, view, kind, enough)
                    assert days == first_days(known, view.as_of, enough), (view, enough)
                if view.filters == 0:
                    late = (
                        known[[due < view.as_of for due in known["due"]]] if len(known) else known
                    )
                    assert late_by_key(session, view) == {
                        cut: {
                            key: int(value)
                            for key, value in late.groupby(cut)["value"].sum().items()
                            if value
                        }
                        for cut in ("measure", "region")
                    }, view
            if kind == "contract":
                counts = {
                    key: int(value)
                    for key, value in known.groupby("category")["value"].sum().items()
                    if key and value
                }
                said_counts = {
                    key: value
                    for key, value in sums.contracts_by_category(session, view).items()
                    if value
                }
                assert said_counts == counts, view


def first_days(known: pd.DataFrame, before: date, enough: int) -> list[date]:
    """The first days before one on which something is due, up to the one with which there is
    enough.
    """
    held: Counter[date] = Counter()
    for row in known.itertuples():
        if row.due < before:
            held[row.due] += row.value
    days = sorted(day for day, value in held.items() if value)
    return [
        day for place, day in enumerate(days) if sum(held[one] for one in days[:place]) < enough
    ]


def test_the_longest_overdue_are_the_first_of_all_overdue(an_office: Office) -> None:
    history = begin(an_office, 39)
    history.run(120)
    for step in range(90):
        history.day += timedelta(days=step % 4)
        history._perform(*(schedule, settle)[step % 3 == 2](history))
    found = []
    with db.reading(an_office.engine) as session:
        for view, earlier in product(
            [view for view in views(postings(session)) if view.period is None], (0, 30, 90)
        ):
            seen_on = view.only(as_of=history.day - timedelta(days=earlier))
            every = milestones.plan(session, OPERATOR, seen_on, overdue=True)
            for limit in (1, 3, 6):
                few = milestones.plan(session, OPERATOR, seen_on, overdue=True, limit=limit)
                assert few["milestone_id"].tolist() == every["milestone_id"].tolist()[:limit], (
                    seen_on
                )
            found.append(len(every))
    assert sum(count > 6 for count in found) > 5


CROWDED = (date(2031, 5, 31), date(2031, 6, 1), date(2031, 6, 14), date(2031, 6, 15))
"""Days on which much is due: a month's last and the next one's first, the day before one looks, and
that day itself.
"""


def test_of_much_due_on_a_few_days_the_first_of_what_is_filtered_are_found(
    an_office: Office,
) -> None:
    history = begin(an_office, 39)
    history.run(200)
    dice = random.Random(2)
    for number in range(90):
        arguments = {
            "undertaking_id": history.some("grants"),
            "code": f"crowded {number}",
            "title": "a step",
            "due_on": dice.choice(CROWDED),
        }
        history._perform("officer", scheduling.schedule, arguments, "milestones")
    found, moment = 0, product(MEASURES, REGIONS, (None, "a", "b"))
    with db.reading(an_office.engine) as session:
        frame = entries(session)
        known = frame[frame["kind"] == "open"]
        for measure, region, name in moment:
            body = None if name is None else an_office.organisation(name)
            view = View(CROWDED[-1], measure=measure, region=region, organisation_id=body)
            rows = known
            for column, value in (("measure", measure), ("region", region), ("organisation", body)):
                rows = rows if value is None else rows[rows[column] == value]
            every = milestones.plan(session, OPERATOR, view, overdue=True)
            for limit in (1, 2, 5, 40):
                days = sums.first_due_days(session, view, "open", limit)
                assert days == first_days(rows, view.as_of, limit), (view, limit)
                few = milestones.plan(session, OPERATOR, view, overdue=True, limit=limit)
                assert few["milestone_id"].tolist() == every["milestone_id"].tolist()[:limit], view
            found += len(every) > 2
    assert found > 8


@given(
    st.dates(date(2000, 1, 1), date(2026, 12, 31)),
    st.sampled_from(MEASURES),
    st.sampled_from(REGIONS),
    st.none() | st.integers(1, 10**9),
    st.sampled_from(PERIODS),
)
def test_a_view_comes_back_from_its_address(
    as_of: date,
    measure: str | None,
    region: str | None,
    organisation: int | None,
    period: str | None,
) -> None:
    today = date(2026, 12, 31)
    view = View(
        as_of=as_of,
        measure=measure,
        region=region,
        organisation_id=organisation,
        period=parse(period) if period else None,
    )
    assert from_address(to_address(view, today), today) == view


@pytest.mark.parametrize(
    "address",
    [
        {"as_of": "soon"},
        {"period": "never"},
        {"organisation": "x"},
        {"as_of": "2999-01-01"},
        {"measure": ""},
    ],
)
def test_an_address_that_cannot_be_read_shows_everything_as_of_today(
    address: dict[str, str],
) -> None:
    assert from_address(address, date(2026, 12, 31)) == View(as_of=date(2026, 12, 31))
