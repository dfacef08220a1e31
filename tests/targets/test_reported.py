"""What approved reports of centres say of a target: each centre once, as it stood on the day asked
about.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from fund import db
from fund.access import actors
from fund.centres import commands, reviewing
from fund.centres.form import form_of
from fund.centres.registering import register_centre
from fund.ledger.view import View
from fund.targets import queries, sources
from fund.targets.commands import set_target
from tests.centres.reporting import FIGURES, PDF, SHANDONG, World, world

EARLY, LATER = date(2026, 7, 3), date(2026, 10, 8)


@pytest.fixture
def here(database_url: str) -> World:
    made = world(database_url)
    made.act(
        "officer",
        register_centre,
        code="HI-RR",
        kind="innovation_centre",
        field="reusable_rocket",
        name_zh="HI-RR",
        region_code="460000",
        host_id=made.office.organisation("h"),
        founded_on=date(2025, 1, 1),
    )
    made.person("local HI-RR", "local", "HI-RR")
    for code, region in (("stage_recoveries", "000000"),):
        made.act(
            "officer",
            set_target,
            on=date(2026, 7, 1),
            code=code,
            name_zh="x",
            name_en="x",
            unit_zh="x",
            unit_en="x",
            value=Decimal(9),
            target_year=2027,
            source="x",
            region_code=region,
            baseline=Decimal(0),
            baseline_year=2025,
        )
    return made


def approve(made: World, centre: str, period: str, on: date, recoveries: str) -> int:
    region = {"SD-RR": SHANDONG, "HI-RR": "460000"}[centre]
    figures = {"stage_recoveries": recoveries, "last_test_on": "2026-06-18"}
    codes = [
        one.code
        for one in form_of("innovation_centre", "reusable_rocket", date(2026, 9, 30))
        if one.is_asked
    ]
    key = made.act(
        f"local {centre}",
        commands.fill_in,
        on=on,
        centre_code=centre,
        period_code=period,
        figures={code: {**FIGURES, **figures}[code] for code in codes},
    )
    made.act(f"local {centre}", commands.submit, on=on, submission_id=key)
    made.act(
        f"province {region}",
        reviewing.forward,
        on=on,
        submission_id=key,
        file_name="s.pdf",
        content=PDF,
    )
    made.act("reviewer", reviewing.approve_submission, on=on, submission_id=key)
    return key


def actual(made: World, code: str, as_of: date) -> object:
    with db.reading(made.office.engine) as session:
        return told(made, session, code, as_of)


def told(made: World, session: Session, code: str, as_of: date) -> object:
    frame = queries.targets(
        session, actors.load(session, made.office.ids["viewer"]), View(as_of=as_of)
    )
    return frame.set_index("code").loc[code, "actual"]


def test_a_target_s_actual_is_what_approved_reports_say_each_centre_once(here: World) -> None:
    assert actual(here, "stage_recoveries", EARLY) is None
    approve(here, "SD-RR", "2026-Q2", EARLY, "2")
    approve(here, "HI-RR", "2026-Q2", EARLY, "1")
    assert actual(here, "stage_recoveries", EARLY) == 3
    approve(here, "SD-RR", "2026-Q3", LATER, "4")
    assert actual(here, "stage_recoveries", LATER) == 5
    assert actual(here, "stage_recoveries", LATER - timedelta(days=1)) == 3


def test_what_is_only_handed_in_does_not_count_and_a_revision_takes_the_place_of_what_stood(
    here: World,
) -> None:
    first = approve(here, "SD-RR", "2026-Q2", EARLY, "2")
    second = here.act("local SD-RR", commands.revise, on=LATER, submission_id=first, reason="x")
    here.act(
        "local SD-RR",
        commands.fill_in,
        on=LATER,
        centre_code="SD-RR",
        period_code="2026-Q2",
        figures={"stage_recoveries": "3"},
    )
    here.act("local SD-RR", commands.submit, on=LATER, submission_id=second)
    here.act(
        "province 370000",
        reviewing.forward,
        on=LATER,
        submission_id=second,
        file_name="t.pdf",
        content=PDF + b"2",
    )
    assert actual(here, "stage_recoveries", LATER) == 2
    here.act("reviewer", reviewing.approve_submission, on=LATER, submission_id=second)
    assert actual(here, "stage_recoveries", LATER) == 3
    assert actual(here, "stage_recoveries", LATER - timedelta(days=1)) == 2


def test_the_sources_name_the_reports(here: World) -> None:
    approve(here, "SD-RR", "2026-Q2", EARLY, "2")
    with db.reading(here.office.engine) as session:
        frame = sources.sources(
            session,
            actors.load(session, here.office.ids["viewer"]),
            View(as_of=LATER),
            "stage_recoveries",
        )
    assert [
        (row["observed_on"], row["value"], "2026-Q2" in row["source"])
        for row in frame.to_dict("records")
    ] == [(date(2026, 6, 30), Decimal(2), True)]
