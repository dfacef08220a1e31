"""Periods as officials write them: whole months of one year."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fund.period import NotAPeriod, month, month_of, months_between, next_month, parse, quarter

YEARS = st.integers(1, 9998)
DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))
CODES = st.one_of(
    st.builds("{:04d}-{:02d}".format, YEARS, st.integers(1, 12)),
    st.builds("{:04d}-Q{}".format, YEARS, st.integers(1, 4)),
    st.builds("{:04d}-H{}".format, YEARS, st.integers(1, 2)),
    st.builds("{:04d}".format, YEARS),
)
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@given(CODES)
def test_a_period_is_whole_months_of_one_year(code: str) -> None:
    period = parse(code)
    assert period.code == code
    assert period.first.day == 1
    assert (period.last + timedelta(days=1)).day == 1
    assert period.first.year == period.last.year == int(code[:4])
    assert len(months_between(period.first, period.last)) == MONTHS[period.kind]
    assert period.first in period
    assert period.last in period
    assert period.last + timedelta(days=1) not in period


@given(DAYS)
def test_a_day_lies_in_its_month_and_quarter(day: date) -> None:
    assert day in month(day)
    assert day in quarter(day)
    assert quarter(day).first <= month(day).first <= month_of(day) <= day < next_month(day)


@given(st.integers(1, 9998))
def test_the_quarters_and_halves_of_a_year_are_the_year(year: int) -> None:
    quarters = [parse(f"{year:04d}-Q{number}") for number in range(1, 5)]
    halves = [parse(f"{year:04d}-H{number}") for number in (1, 2)]
    assert (
        (quarters[0].first, quarters[-1].last)
        == (halves[0].first, halves[-1].last)
        == (parse(f"{year:04d}").first, parse(f"{year:04d}").last)
    )
    for before, after in [*pairwise(quarters), tuple(halves)]:
        assert before.last + timedelta(days=1) == after.first


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_a_refusal(text: str) -> None:
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?", text) and text[:4] not in {
        "0000",
        "9999",
    }:
        assert parse(text).code == text
        return
    with pytest.raises(NotAPeriod) as refused:
        parse(text)
    assert refused.value.facts == {"value": text}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-H3",
        "2026-1",
        "26-01",
        "2026-q1",
        "0000",
        "9999",
        "2026\n",
        "２０２６",
        "2026-09-01",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod):
        parse(text)


def test_february_knows_its_leap_years() -> None:
    assert [parse(f"{year}-02").last.day for year in (2024, 2026, 2028, 2100)] == [29, 28, 29, 28]


def test_months_between_includes_both_ends() -> None:
    assert months_between(date(2025, 11, 30), date(2026, 2, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert months_between(date(2026, 2, 3), date(2026, 2, 1)) == [date(2026, 2, 1)]
