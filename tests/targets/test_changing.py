"""A target given another value hides nothing: what it was stands beside what it is, and the same
futures are held against both.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.errors import FundError, NeedsReason, NotAllowed, NotFound
from fund.ledger.view import View
from fund.reports import targets as report
from fund.targets import changing, commands, contributing, exchange, queries, versions
from fund.targets.commands import NoCitation
from fund.targets.ending import Aim, Seen
from fund.targets.outlook import Work, of_steps
from fund.targets.slips import Open, curve
from fund.targets.steps import parts
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office
from tests.targets.test_kept import SET, afterwards, kept, prepared
from tests.targets.test_steps import Record

CHANGED = date(2026, 11, 2)
WHY = {"reason": "the ministry cut it", "source": "letter 12"}


@pytest.fixture
def walk(an_office: Office) -> Walk:
    """A count with four quarters on record, promised as sixty."""
    made = Walk(an_office)
    made.day = date(2026, 1, 5)
    made.act(
        "officer",
        commands.set_target,
        code="T",
        value=Decimal(60),
        kind="count",
        aggregation="sum",
        **SET | {"measures": []},
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
            target_code="T",
            observed_on=quarter,
            value=Decimal(value),
            source="list",
        )
    made.day = CHANGED
    return made


def change(walk: Walk, value: int, **more: Any) -> int:
    return walk.act(
        "officer", changing.change_target, target_code="T", value=Decimal(value), **WHY | more
    )


def told(walk: Walk, day: date) -> dict[str, Any]:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(max(day, walk.day))):
        frame = queries.outlooks(session, OPERATOR, View(as_of=day))
        one = queries.target(session, OPERATOR, View(as_of=day), "T")
    row = frame[frame["code"] == "T"].to_dict("records")[0]
    assert {
        name: one[name] for name in ("target", *queries.FORMER, *queries.AGAINST, "chance")
    } == {name: row[name] for name in ("target", *queries.FORMER, *queries.AGAINST, "chance")}
    return {str(name): value for name, value in row.items()}


def test_old_and_new_stand_side_by_side_for_four_quarters(walk: Walk) -> None:
    before = told(walk, CHANGED)
    change(walk, 45)
    walk.day += timedelta(days=400)
    past, row = told(walk, CHANGED - timedelta(days=1)), told(walk, CHANGED)
    assert (
        past["target"],
        past["former_value"],
        past["former_chance"],
        past["former_verdict"],
    ) == (60, None, None, None)
    assert (row["target"], row["former_value"], row["former_changed_on"], row["source"]) == (
        45,
        60,
        CHANGED,
        "letter 12",
    )
    assert row["quantiles"] == before["quantiles"], "the futures know no aim"
    assert (row["former_chance"], row["former_verdict"]) == (before["chance"], before["verdict"])
    assert row["former_chance"] < row["chance"]
    last, gone = (
        told(walk, CHANGED + timedelta(days=365)),
        told(walk, CHANGED + timedelta(days=366)),
    )
    assert (last["target"], last["former_value"]) == (45, 60)
    assert last["former_verdict"] is not None
    assert (
        gone["target"],
        gone["former_value"],
        gone["former_changed_on"],
        gone["former_chance"],
        gone["former_verdict"],
    ) == (45, None, None, None, None)
    with db.reading(walk.office.engine) as session:
        assert (
            session.execute(sa.text("SELECT value FROM target WHERE code = 'T'")).scalar_one()
            == "60"
        )
        found = versions.changes(session, OPERATOR, View(as_of=walk.day), row["target_id"])
    assert found.to_dict("records") == [
        {
            "recorded_on": CHANGED,
            "before": Decimal(60),
            "value": Decimal(45),
            "reason": WHY["reason"],
            "source": WHY["source"],
            "by": "officer",
        }
    ]


def test_one_lowered_to_what_is_on_record_is_reached_and_the_old_one_still_has_its_chance(
    walk: Walk,
) -> None:
    before = told(walk, CHANGED)
    change(walk, 10)
    row = told(walk, CHANGED)
    assert row["verdict"] == "reached"
    assert (row["former_chance"], row["former_verdict"]) == (before["chance"], before["verdict"])
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(CHANGED)):
        found = report.formers(report.outlooks(session, OPERATOR, View(as_of=CHANGED)))
    assert found is not None
    sheet = found.frame
    assert (
        sheet[sheet["code"] == "T"]["former_chance_"].item()
        == f"可能达不到（{before['chance']:.0%}）"
    )


def test_changing_it_twice_hides_nothing(walk: Walk) -> None:
    change(walk, 50)
    walk.day += timedelta(days=300)
    change(walk, 40)
    assert (told(walk, walk.day)["target"], told(walk, walk.day)["former_value"]) == (40, 60)
    later = told(walk, CHANGED + timedelta(days=366))
    assert (later["former_value"], later["former_changed_on"]) == (
        50,
        walk.day,
    ), "the earlier change is more than four quarters old"
    change(walk, 60)
    back = told(walk, walk.day)
    assert (back["target"], back["former_value"]) == (60, 50), "what it is again is no former value"


def test_a_part_keeps_its_amount_when_the_target_is_changed(an_office: Office) -> None:
    walk = until(Walk(an_office), 21)
    walk.act("officer", commands.set_target, code="T", value=Decimal(100), **SET)
    walk.act(
        "officer",
        contributing.set_contribution,
        target_code="T",
        milestone_id=walk["G1 M2"],
        percent=Decimal(100),
        source="plan",
    )
    walk.day += timedelta(days=1)
    change(walk, 50)

    def share(day: date) -> Any:
        with db.reading(an_office.engine) as session:
            (found,) = parts(session, day).values()
        return found.shares[0]

    assert (share(walk.day).percent, share(walk.day).of_now) == (100, 200)
    assert share(walk.day - timedelta(days=1)).of_now == 100
    walk.day += timedelta(days=1)
    walk.act(
        "officer",
        contributing.set_contribution,
        target_code="T",
        milestone_id=walk["G1 M2"],
        percent=Decimal(100),
        source="new plan",
    )
    assert share(walk.day).of_now == 100, "said anew it is of the new way"


def test_milestones_bring_as_much_towards_the_old_target_as_before() -> None:
    known = curve(
        [Record(0, 100, 100 + 20 * place) for place in range(20)] + [Record(0, 100, None)] * 15, 480
    )
    today, seen = date(2026, 11, 23), Seen([(date(2026, 9, 30), Decimal(40))])
    old = Aim("T", ">=", Decimal(100), date(2027, 12, 31), baseline=Decimal(0))
    new = Aim("T", ">=", Decimal(80), date(2027, 12, 31), baseline=Decimal(0))
    step = Open(1, today.toordinal() - 60, today.toordinal() + 250)

    def of(aim: Aim, part: int) -> Any:
        return of_steps(
            aim,
            seen,
            Work(((step, Decimal(part)),), Decimal(0), Decimal(100), Decimal(0), known),
            today,
        )

    before, now, beside = (
        of(old, 60),
        of(new, 75),
        of(
            Aim("T", ">=", Decimal(100), old.ends_on, baseline=Decimal(0), parts_to=Decimal(80)), 75
        ),
    )
    assert 0 < before.chance < 1
    assert before.quantiles == now.quantiles == beside.quantiles
    assert beside.chance == pytest.approx(before.chance)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"reason": " "}, NeedsReason),
        ({"source": ""}, NoCitation),
        ({"value": Decimal("60.0")}, changing.SameValue),
        ({"target_code": "none"}, NotFound),
        ({"value": Decimal("NaN")}, changing.NotAValue),
    ],
)
def test_a_change_without_a_reason_a_source_or_a_difference_is_refused(
    walk: Walk, more: dict[str, Any], refusal: type[FundError]
) -> None:
    with pytest.raises(refusal):
        walk.act(
            "officer",
            changing.change_target,
            **{"target_code": "T", "value": Decimal(45), **WHY} | more,
        )
    for part in ("viewer", "supervisor", "decider"):
        with pytest.raises(NotAllowed):
            walk.act(part, changing.change_target, target_code="T", value=Decimal(45), **WHY)
    assert told(walk, CHANGED)["target"] == 60


def test_what_it_was_changed_to_is_the_present_value(walk: Walk) -> None:
    change(walk, 45)
    with pytest.raises(changing.SameValue):
        change(walk, 45)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE target_change SET value = '1'",
        "DELETE FROM target_change",
        "UPDATE target SET value = '45' WHERE code = 'T'",
    ],
)
def test_the_database_keeps_every_value(walk: Walk, statement: str) -> None:
    change(walk, 45)
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        db.write(walk.office.engine, lambda session: session.execute(sa.text(statement)))


def test_a_file_does_not_change_it(walk: Walk) -> None:
    text = (
        "code,name_zh,name_en,unit_zh,unit_en,value,target_year,source\nT,名,name,个,n,45,2027,s\n"
    )
    with clock.at(clock.noon(CHANGED)):
        counts, issues = exchange.take_in(
            walk.office.engine, walk.office.ids["officer"], "targets", text.encode(), dry_run=False
        )
    assert counts["accepted"] == 0
    assert [issue.code for issue in issues] == ["holds_other"]
    assert "own page" in issues[0].message


@pytest.fixture
def many(an_office: Office) -> Walk:
    return prepared(an_office)


def test_a_past_day_shows_the_value_of_then(many: Walk) -> None:
    day = many.day
    before = kept(many, day)
    many.day += timedelta(days=1)
    many.act("officer", changing.change_target, target_code="known", value=Decimal(70), **WHY)
    many.act("officer", changing.change_target, target_code="counted", value=Decimal(40), **WHY)
    then = kept(many, many.day)
    afterwards(many)
    many.act("officer", changing.change_target, target_code="known", value=Decimal(65), **WHY)
    for kept_then, asked in (
        (before, kept(many, day)),
        (then, kept(many, day + timedelta(days=1))),
    ):
        pd.testing.assert_frame_equal(asked["page"], kept_then["page"])
        assert (asked["cells"], asked["json"]) == (kept_then["cells"], kept_then["json"])
    changed = {row["indicator"]: row for row in then["json"]}["counted"]
    assert (changed["target"], changed["former_target"], changed["former_changed_on"]) == (
        40,
        60,
        (day + timedelta(days=1)).isoformat(),
    )
    assert 0 <= changed["former_probability"] < changed["probability"]
