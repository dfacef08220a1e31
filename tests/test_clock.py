"""Time: instants in UTC, days in Beijing; moved only where it may be."""

import ast
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fund import acts, clock, db, schema
from fund.access import commands as access
from fund.db import RealTimeOnly

FUND = Path(__file__).parents[1] / "fund"


@given(st.dates(date(1992, 1, 1), date(2100, 1, 1)))
def test_noon_in_beijing_is_four_in_the_morning_utc(day: date) -> None:
    with clock.at(clock.noon(day)):
        assert clock.today() == day
        assert clock.now() == datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "instant, day",
    [
        ("2026-12-31T15:59:59+00:00", date(2026, 12, 31)),
        ("2026-12-31T16:00:00+00:00", date(2027, 1, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_beijing(instant: str, day: date) -> None:
    with clock.at(datetime.fromisoformat(instant)):
        assert clock.today() == day


def test_time_goes_on_as_it_was_after_a_while_elsewhere() -> None:
    before = clock.now()
    with clock.at(clock.noon(date(2001, 1, 1))):
        assert clock.is_moved()
        with clock.at(clock.noon(date(2002, 1, 1))):
            assert clock.today().year == 2002
        assert clock.today().year == 2001
    assert not clock.is_moved()
    assert timedelta() <= clock.now() - before < timedelta(minutes=5)
    assert clock.now().utcoffset() == timedelta()


@pytest.mark.parametrize(
    "text, instant",
    [
        ("2026-10-08", "2026-10-08T04:00:00+00:00"),
        ("2026-10-08T18:30:00", "2026-10-08T10:30:00+00:00"),
        ("2026-10-08T18:30:00+00:00", "2026-10-08T18:30:00+00:00"),
    ],
)
def test_the_environment_moves_time_by_day_or_by_instant(
    monkeypatch: pytest.MonkeyPatch, text: str, instant: str
) -> None:
    monkeypatch.setenv("FUND_NOW", text)
    assert clock.is_moved()
    assert clock.now() == datetime.fromisoformat(instant)


def test_a_real_database_lives_in_real_time(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = db.engine(database_url)
    schema.upgrade(engine)
    db.write(engine, lambda session: db.mark(session, "real"))
    asked = {"login": "first", "name": "first", "roles": ["system_administrator"]}
    monkeypatch.setenv("FUND_NOW", "2026-01-01")
    with pytest.raises(RealTimeOnly):
        acts.perform(engine, None, access.add_person, **asked)
    monkeypatch.delenv("FUND_NOW")
    acts.perform(engine, None, access.add_person, **asked)


def test_nobody_else_reads_the_time() -> None:
    for path in FUND.rglob("*.py"):
        if path.name == "clock.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                assert not re.fullmatch(
                    r"(datetime\.)?(datetime|date)\.(now|today|utcnow)"
                    r"|time\.(time|localtime|gmtime)",
                    name,
                ), f"{path}: {name}"


def test_no_trigger_reads_the_clock() -> None:
    for path in (FUND / "migrations" / "sql").glob("*.sql"):
        assert not re.search(
            r"\bnow\(|current_(date|time)|datetime\('now|clock_timestamp",
            path.read_text("utf-8"),
            re.IGNORECASE,
        )
