"""Every act of this room sent twice with one key has one effect; every check of ``verify`` finds
the fault it is there for. On both databases.
"""

from datetime import UTC, date, datetime

import pytest

from fund import db
from fund.sites import commands, intake, launching
from fund.sites.checks import CHECKS
from fund.sites.records import Flown
from fund.verify import verify
from tests.clicks import Twice
from tests.cooperation.test_once import failed
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office
from tests.sites.acts import CHECKS_TRIED_HERE, CLICKED_HERE, COMMANDS

DAY = date(2026, 12, 31)
SOURCE = {"source": "x", "sourced_on": DAY}
PAD = {"site": "S1", "pad": "1"}
LISTED = Flown(
    line=2,
    tag="2026-001",
    day=date(2026, 1, 2),
    at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    precision="minute",
    is_vague=False,
    place="S1",
    pad="",
    vehicle="R",
    flight="",
    mission="",
    provider="",
    outcome="success",
    score=100,
    code="OS",
    payloads=1,
)


@pytest.fixture
def clicked(an_office: Office) -> Twice:
    until(Walk(an_office), 5)
    click = Twice(an_office, COMMANDS, DAY)
    site = click("officer", commands.enter_site, code="S1", name_zh="x", kind="land", **SOURCE)
    other = {"code": "S2", "name_zh": "x", "kind": "land", "name_en": "", "country": "US", **SOURCE}
    more = {"region_code": "", "operator": "", "is_own": False, "is_commercial": None}
    click(
        "officer",
        commands.take_in_sites,
        given=[{**other, **more, "is_demonstration": False}],
        file_name="x",
    )
    click("officer", commands.name_site, site="S1", names=["y"])
    pad = {"code": "1", "name": "1", "state": "active", "since": DAY, "source": "x"}
    for code in ("S1", "S2"):
        click("officer", commands.enter_pad, site=code, **pad)
    click("officer", commands.rename_pad, **PAD, name="y", since=DAY)
    click("officer", commands.state_pad, **PAD, state="maintenance", since=DAY, source="x")
    stated = click(
        "officer", commands.state_capacity, **PAD, year=2026, kind="design", launches=1, **SOURCE
    )
    click("supervisor", commands.confirm_capacity, statement_id=stated)
    click("officer", commands.link_site, site="S1", undertaking="G1")
    launch = {"code": "L1", "site": "S1", "pad": "1", "vehicle": "R", "planned_on": DAY}
    click("officer", launching.plan_launch, **launch)
    click("officer", launching.move_launch, launch="L1", planned_on=DAY, precision="month")
    click("officer", launching.record_scrub, launch="L1", scrubbed_on=DAY, reason="weather")
    ended = {"outcome": "success", "happened_on": DAY, "time_of_day": "10:00"}
    told = click("officer", launching.report_outcome, launch="L1", **ended)
    click("supervisor", launching.confirm_outcome, outcome_id=told)
    given = {"origin": "gcat", "sites": {"S1": site}, "sha256": "x"}
    batch = click("officer", intake.take_in_launches, launches=[LISTED], file_name="x", **given)
    click("officer", intake.undo_launches, batch_id=batch, reason="x")
    return click


def test_a_listed_outcome_at_an_own_site_waits_until_its_file_is_undone(an_office: Office) -> None:
    here, waits = an_office, ("confirm_outcome", "S1")
    site = here.act(
        "officer", commands.enter_site, on=DAY, code="S1", name_zh="x", kind="land", **SOURCE
    )
    given = {"origin": "gcat", "sites": {"S1": site}, "sha256": "x", "file_name": "x"}
    batch = here.act("officer", intake.take_in_launches, on=DAY, launches=[LISTED], **given)
    assert waits in here.waits("supervisor", DAY)
    here.act("officer", intake.undo_launches, on=DAY, batch_id=batch, reason="x")
    assert waits not in here.waits("supervisor", DAY)


FAULTS = {
    "launch_days": "UPDATE launch SET shown_on = '2020-01-01' WHERE origin = 'own'",
    "launch_outcomes": "UPDATE launch_outcome SET confirmed_by = NULL",
    "launch_files": "UPDATE launch SET undone_on = NULL",
    "site_capacities": "UPDATE capacity_statement SET confirmed_by = NULL",
    "launch_pads": (
        "UPDATE launch SET pad_id = (SELECT max(id) FROM launch_pad) WHERE origin = 'own'"
    ),
}
"""Check -> what somebody does to the database past its guards."""


def test_every_act_sent_twice_has_one_effect_and_each_check_finds_its_fault(
    clicked: Twice,
) -> None:
    assert clicked.clicked == set(CLICKED_HERE)
    with db.reading(clicked.office.engine) as session:
        assert verify(session)["ok"]
    for check, statement in FAULTS.items():
        assert failed(clicked.office, statement) >= {check}, statement
    assert set(FAULTS) == set(CHECKS_TRIED_HERE) == set(CHECKS)
