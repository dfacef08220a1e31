"""Each quarter's forecasts are kept as issued, and scored by what came; nothing about them changes
afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db
from fund.access import actors
from fund.errors import NotAllowed
from fund.ledger.view import View
from fund.targets import commands, issued, issuing, queries, scores
from tests.ledger.scenario import Walk
from tests.people import Office

SEEN = (
    (date(2025, 9, 30), 10),
    (date(2025, 12, 31), 20),
    (date(2026, 3, 31), 30),
    (date(2026, 6, 30), 40),
    (date(2026, 9, 30), 50),
)


@pytest.fixture
def aimed(an_office: Office) -> Walk:
    walk = Walk(an_office)
    walk.day = date(2026, 10, 20)
    walk.act(
        "officer",
        commands.set_target,
        code="T1",
        name_zh="x",
        name_en="x",
        unit_zh="次",
        unit_en="times",
        value=Decimal(100),
        target_year=2027,
        source="plan",
    )
    walk.act(
        "officer",
        commands.set_target,
        code="T0",
        name_zh="x",
        name_en="x",
        unit_zh="次",
        unit_en="times",
        value=Decimal(9),
        target_year=2025,
        source="plan",
    )
    for day, value in SEEN:
        walk.act(
            "officer",
            commands.observe,
            target_code="T1",
            observed_on=day,
            value=Decimal(value),
            source="list",
        )
    return walk


@contextmanager
def looking(walk: Walk, on: date | None = None) -> Iterator[tuple[Session, Any, View]]:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        yield session, actors.load(session, walk.office.ids["viewer"]), View(as_of=on or walk.day)


def test_a_forecast_is_kept_as_issued_and_scored_when_its_actual_comes(aimed: Walk) -> None:
    for period in ("2026-Q4", "2026-Q2", "2026-09"):
        with pytest.raises(issuing.NotAQuarterOver):
            aimed.act("supervisor", issuing.issue_forecasts, period=period)
    with pytest.raises(NotAllowed):
        aimed.act("officer", issuing.issue_forecasts, period="2026-Q3")
    with looking(aimed) as seen:
        told = queries.target(*seen, "T1")
    aimed.act("supervisor", issuing.issue_forecasts, period="2026-Q3")
    with pytest.raises(issuing.IssuedAlready):
        aimed.act("supervisor", issuing.issue_forecasts, period="2026-Q3")
    with looking(aimed) as seen:
        assert issued.issued(*seen, "T0").empty, "its year is over"
        (kept,) = issued.issued(*seen, "T1").to_dict("records")
    assert [kept[name] for name in ("low", "median", "high", "chance")] == pytest.approx(
        [told[name] for name in ("low", "median", "high", "chance")]
    )
    assert kept["verdict"] == told["verdict"]
    assert kept["line"] == pytest.approx(100), "ten a quarter, five quarters on from 50"
    assert kept["actual"] is None
    # later values change what is told today, and nothing of what was issued
    aimed.day = date(2027, 4, 10)
    aimed.act(
        "officer",
        commands.observe,
        target_code="T1",
        observed_on=date(2027, 3, 31),
        value=Decimal(90),
        source="list",
    )
    with looking(aimed) as seen:
        assert queries.target(*seen, "T1")["median"] != pytest.approx(kept["median"])
        assert issued.issued(*seen, "T1").to_dict("records") == [kept]
    aimed.day = date(2028, 1, 20)
    aimed.act(
        "officer",
        commands.observe,
        target_code="T1",
        observed_on=date(2027, 12, 31),
        value=Decimal(104),
        source="list",
    )
    with looking(aimed) as seen:
        (scored,) = issued.issued(*seen, "T1").to_dict("records")
    assert scored["actual"] == 104
    assert scored["line_miss"] == 4
    assert scored["miss"] == pytest.approx(abs(104 - kept["median"]))
    assert scored["is_inside"] is (kept["low"] <= 104 <= kept["high"])
    assert scored["brier"] == pytest.approx((kept["chance"] - 1) ** 2)
    with looking(aimed, date(2027, 12, 31)) as seen:
        assert issued.issued(*seen, "T1")["actual"].isna().all(), "that day nobody knew"
    for statement in ("UPDATE issued_forecast SET chance = 1", "DELETE FROM issued_forecast"):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                aimed.office.engine,
                lambda session, statement=statement: session.execute(sa.text(statement)),
            )


def test_an_office_without_targets_ahead_issues_nothing(an_office: Office) -> None:
    walk = Walk(an_office)
    walk.day = date(2040, 1, 20)
    with pytest.raises(issuing.NoTarget):
        walk.act("supervisor", issuing.issue_forecasts, period="2039-Q4")


def test_the_kept_points_score_as_the_whole_forecast_nearly_does() -> None:
    draws = np.random.default_rng(1).normal(50, 10, 4000)
    for actual in (35.0, 50.0, 72.0):
        assert scores.pinball(scores.quantiles(draws), actual) == pytest.approx(
            scores.crps(draws, actual), rel=0.12
        )
