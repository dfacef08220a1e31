"""A past day shows what was known then: page, workbook and JSON of that day are the same whenever
they are asked for.
"""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import openpyxl
import pandas as pd
import pytest
from sqlmodel import Session
from typer.testing import CliRunner

from fund import clock, db, period
from fund.access.actors import OPERATOR
from fund.cli.app import app
from fund.ledger.view import View
from fund.milestones import commands as milestones
from fund.portfolio import by_measure
from fund.portfolio.provinces import scorecards
from fund.reports import targets as report
from fund.targets import commands, contributing, issuing, queries, steps
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office
from tests.reports.building import build

SET = {
    "name_zh": "名",
    "name_en": "name",
    "unit_zh": "个",
    "unit_en": "n",
    "target_year": 2027,
    "source": "s",
    "baseline": Decimal(0),
    "baseline_year": 2025,
    "measures": ["A3"],
}


@pytest.fixture
def walk(an_office: Office) -> Walk:
    return prepared(an_office)


def prepared(office: Office) -> Walk:
    """The worked portfolio in the autumn, with targets that have values, parts and an issued
    forecast.
    """
    made = until(Walk(office), 21)
    made.act("officer", commands.set_target, code="known", value=Decimal(100), **SET)
    for month, value in ((3, 5), (4, 8), (5, 14), (6, 20), (7, 26), (8, 30)):
        made.act(
            "officer",
            commands.observe,
            target_code="known",
            observed_on=date(2026, month, 28),
            value=Decimal(value),
            source="list",
        )
    made.act(
        "officer",
        contributing.set_contribution,
        target_code="known",
        milestone_id=made["G1 M2"],
        percent=Decimal(40),
        source="plan",
    )
    made.act(
        "officer",
        contributing.set_contribution,
        target_code="known",
        percent=Decimal(60),
        source="plan",
    )
    made.act(
        "officer",
        commands.set_target,
        code="counted",
        value=Decimal(60),
        kind="count",
        aggregation="sum",
        **SET,
    )
    for quarter, value in (
        (date(2025, 12, 31), 4),
        (date(2026, 3, 31), 6),
        (date(2026, 6, 30), 5),
        (date(2026, 9, 30), 8),
    ):
        made.day = max(made.day, quarter)
        made.act(
            "officer",
            commands.observe,
            target_code="counted",
            observed_on=quarter,
            value=Decimal(value),
            source="list",
        )
    made.day = date(2026, 10, 9)
    made.act("supervisor", issuing.issue_forecasts, period="2026-Q3")
    return made


@contextmanager
def on(walk: Walk, day: date) -> Iterator[Session]:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(day)):
        yield session


def kept(walk: Walk, day: date) -> dict[str, Any]:
    """What page, workbook, JSON and the plan's sheet say of the day, asked today."""
    view = View(as_of=day)
    with on(walk, walk.day) as session:
        page = queries.outlooks(session, OPERATOR, view)
        made = report.contents(session, OPERATOR, None, day)  # type: ignore[arg-type]
        sheets = [sheet.frame for sheet in made]
        cells = written(build(session, OPERATOR, "targets", period.parse("2026"), day))
        provinces, _due = scorecards(session, OPERATOR, day, 2027)
        plan = by_measure.plan(session, OPERATOR, day)
        known = steps.steps(session, day)
    environment = {
        "FUND_DATABASE_URL": walk.office.engine.url.render_as_string(hide_password=False),
        "FUND_NOW": walk.day.isoformat(),
    }
    with patch.dict(os.environ, environment):
        done = CliRunner().invoke(
            app, ["targets", "--as-of", day.isoformat(), "--json"], env=environment
        )
    assert done.exit_code == 0, done.output
    return {
        "page": page,
        "sheets": sheets,
        "issued": next(sheet.frame for sheet in made if sheet.name == "forecasts"),
        "cells": cells,
        "plan": plan,
        "provinces": provinces,
        "steps": known,
        "json": json.loads(done.stdout),
    }


def written(content: bytes) -> dict[str, list[list[object]]]:
    """Every cell of a workbook's sheets after the cover, which says when and for whom it was
    made.
    """
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets[1:]
        if sheet.sheet_state == "visible"
    }


def afterwards(walk: Walk) -> None:
    """Everything that could reach back: values corrected and new, a part changed, a milestone
    moved, a grant stopped, a definition changed, a target set, another quarter's forecasts.
    """
    day = walk.day
    walk.day += timedelta(days=30)
    walk.act(
        "officer",
        commands.observe,
        target_code="known",
        observed_on=day - timedelta(days=5),
        value=Decimal(77),
        source="corrected",
    )
    walk.act(
        "officer",
        commands.observe,
        target_code="known",
        observed_on=walk.day,
        value=Decimal(60),
        source="list",
    )
    walk.act(
        "officer",
        contributing.set_contribution,
        target_code="known",
        milestone_id=walk["G1 M2"],
        percent=Decimal(10),
        source="another plan",
    )
    walk.act(
        "supervisor",
        milestones.rebaseline,
        milestone_id=walk["G1 M2"],
        due_on=date(2027, 6, 30),
        reason="late",
    )
    walk.act("decider", milestones.terminate, undertaking_id=walk["G1"], reason="withdrawn")
    walk.act(
        "officer",
        commands.change_definition,
        indicator="counted",
        changed_on=date(2026, 7, 1),
        reason="counts what failed as well",
    )
    walk.act("officer", commands.set_target, code="later", value=Decimal(1), **SET)
    walk.day = date(2027, 1, 20)
    walk.act("supervisor", issuing.issue_forecasts, period="2026-Q4")


def test_what_was_known_on_a_day_stays_what_it_was(walk: Walk) -> None:
    day = walk.day
    before = kept(walk, day)
    assert [row["indicator"] for row in before["json"] if row["indicator"] == "known"] == ["known"]
    assert len(before["issued"]) == sum(row["year"] >= 2026 for row in before["json"]), (
        "every target whose year is not over has its forecast issued, told or not"
    )
    afterwards(walk)
    after, now = kept(walk, day), kept(walk, walk.day)
    assert after["json"] == before["json"]
    assert after["steps"] == before["steps"]
    assert any(step.is_lost for step in now["steps"].values())
    pd.testing.assert_frame_equal(after["page"], before["page"])
    pd.testing.assert_frame_equal(after["plan"], before["plan"])
    pd.testing.assert_frame_equal(after["provinces"], before["provinces"])
    assert after["cells"] == before["cells"]
    assert now["cells"] != before["cells"]
    for one, other in zip(after["sheets"], before["sheets"], strict=True):
        pd.testing.assert_frame_equal(one, other)
    changed = {row["indicator"]: row for row in now["json"]}
    assert changed["known"]["actual"] != next(
        row["actual"] for row in before["json"] if row["indicator"] == "known"
    )
    assert "later" in changed
    assert changed["counted"]["verdict"] == "cannot_tell", "its definition changed"
