"""A launch site at work on both databases: a pad from building to its first launch with a slip and
a scrub, capacity and its use, success in words and in ranges, what is refused.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from fund import clock, db, i18n
from fund.access.actors import OPERATOR
from fund.errors import FourEyes, FundError, NeedsReason, NotAllowed
from fund.ledger.rules import InTheFuture
from fund.ledger.view import View
from fund.listing import paging
from fund.listing.declared import Asked
from fund.sites import commands, figures, launching, overview, queries, rules
from fund.sites.lists import LISTED
from fund.targets import commands as targets
from fund.targets.observed import told_by_others
from fund.targets.tables import Indicator
from fund.verify import verify
from tests.people import Office

SPRING, JUNE, LEFT = date(2026, 3, 2), date(2026, 6, 30), date(2026, 11, 24)
SOURCE = {"source": "test", "sourced_on": date(2026, 1, 31)}


def asked(here: Office, query: Callable[..., Any], *arguments: Any) -> Any:
    with db.reading(here.engine) as session:
        return query(session, OPERATOR, *arguments)


def listed(here: Office, as_of: date, outcome: str = "") -> pd.DataFrame:
    """The list of launches as its page shows it."""
    only = {"outcome": outcome} if outcome else {}
    wanted = Asked(View(as_of), only)
    with db.reading(here.engine) as session:
        return paging.page(session, OPERATOR, LISTED, wanted).frame


def enter(here: Office, code: str, kind: str = "land", **more: Any) -> int:
    given = {"code": code, "name_zh": "发射场", "kind": kind, **SOURCE, **more}
    return here.act("officer", commands.enter_site, on=SPRING, **given)


def plan(here: Office, code: str, day: date, on: date | None = None, **more: Any) -> int:
    """A launch planned for a day, said on it or before."""
    given = {"code": code, "site": "S1", "vehicle": "R", "planned_on": day, **more}
    return here.act("officer", launching.plan_launch, on=on or day, **given)


def state(here: Office, pad: str, word: str, since: date, on: date | None = None) -> int:
    given = {"site": "S1", "pad": pad, "state": word, "since": since, "source": "test"}
    return here.act("officer", commands.state_pad, on=on or since, **given)


def flew(here: Office, code: str, day: date, outcome: str = "success", **more: Any) -> int:
    """A launch planned for a day, flown on it, confirmed by another."""
    plan(here, code, day, **{"pad": "1", **more})
    told = reported(here, code, day, outcome)
    here.act("supervisor", launching.confirm_outcome, on=day, outcome_id=told)
    return told


def reported(
    here: Office, code: str, day: date, outcome: str = "success", reason: str = "", on: Any = None
) -> int:
    return here.act(
        "officer",
        launching.report_outcome,
        on=on or day,
        launch=code,
        outcome=outcome,
        happened_on=day,
        time_of_day="" if outcome == "pad_failure" else "00:30",
        reason=reason,
    )


@pytest.fixture
def base(an_office: Office) -> Office:
    """A site on land in Shandong with two pads, one of them in service since the new year."""
    enter(an_office, "S1", region_code="370000")
    for code, word in (("1", "active"), ("2", "building")):
        an_office.act(
            "officer",
            commands.enter_pad,
            on=SPRING,
            site="S1",
            code=code,
            name=f"LC-{code}",
            state=word,
            since=date(2026, 1, 1),
            source="test",
        )
    return an_office


def test_a_pad_goes_from_building_to_its_first_launch_with_a_slip_and_a_scrub(base: Office) -> None:
    plan(base, "L1", date(2026, 6, 1), SPRING, pad="2", precision="month")
    moves = [
        ({"planned_on": date(2026, 6, 10), "precision": "day"}, "", ("firmed", None)),
        ({"planned_on": date(2026, 6, 17), "precision": "day"}, "晚到", ("slip", 7)),
        (
            {"planned_on": date(2026, 6, 17), "precision": "minute", "time_of_day": "10:30"},
            "",
            ("firmed", 0),
        ),
        ({"planned_on": date(2026, 6, 16), "precision": "day"}, "", ("pull_in", -1)),
    ]
    for given, reason, _expected in moves:
        base.act("officer", launching.move_launch, on=SPRING, launch="L1", reason=reason, **given)
    with pytest.raises(rules.NothingMoved):
        base.act("officer", launching.move_launch, launch="L1", planned_on=date(2026, 6, 16))
    with pytest.raises(NeedsReason):
        base.act("officer", launching.move_launch, launch="L1", planned_on=date(2026, 6, 18))
    times = asked(base, queries.times, JUNE)
    assert [(move, days) for move, days in zip(times["move"], times["days"], strict=True)] == [
        ("first", None),
        *(expected for _given, _reason, expected in moves),
    ]
    assert figures.slips(times) == {"day": (1, 7)}
    day = date(2026, 6, 16)
    state(base, "2", "active", day)
    base.act(
        "officer", launching.record_scrub, on=day, launch="L1", scrubbed_on=day, reason="weather"
    )
    told = reported(base, "L1", date(2026, 6, 18))
    found = asked(base, overview.standing, JUNE)
    assert (found.launches, list(asked(base, queries.launches, JUNE)["standing"])) == (0, ["told"])
    with pytest.raises(NotAllowed):
        base.act("officer", launching.confirm_outcome, outcome_id=told)
    assert ("confirm_outcome", "S1") in base.waits("supervisor", JUNE)
    base.act("supervisor", launching.confirm_outcome, on=JUNE, outcome_id=told)
    assert ("confirm_outcome", "S1") not in base.waits("supervisor", JUNE)
    found = asked(base, overview.standing, JUNE)
    assert (found.launches, found.this_year) == (1, 1)
    assert found.scrubs is not None
    assert (found.scrubs.over, found.scrubs.of) == (1, 2)
    assert asked(base, overview.standing, date(2026, 6, 29)).launches == 0
    with pytest.raises(rules.AlreadyFlown):
        base.act("officer", launching.move_launch, launch="L1", planned_on=LEFT, reason="x")


def test_who_reports_does_not_confirm_even_with_both_roles(base: Office) -> None:
    base.ids["both"] = base.enter("both", "officer", "supervisor")
    plan(base, "L1", SPRING)
    told = base.act(
        "both",
        launching.report_outcome,
        on=SPRING,
        launch="L1",
        outcome="success",
        happened_on=SPRING,
        time_of_day="10:00",
    )
    with pytest.raises(FourEyes):
        base.act("both", launching.confirm_outcome, on=SPRING, outcome_id=told)
    assert ("confirm_outcome", "S1") not in base.waits("both", SPRING)
    with pytest.raises(rules.NotYetConfirmed):
        reported(base, "L1", SPRING)


def test_a_correction_says_why_and_the_old_outcome_stays(base: Office) -> None:
    flew(base, "L1", SPRING)
    with pytest.raises(NeedsReason):
        reported(base, "L1", SPRING, "failure", on=JUNE)
    told = reported(base, "L1", SPRING, "failure", "遥测复核", on=JUNE)
    base.act("supervisor", launching.confirm_outcome, on=LEFT, outcome_id=told)
    assert list(asked(base, queries.launches, JUNE)["outcome"]) == ["success"]
    assert list(asked(base, queries.launches, LEFT)["outcome"]) == ["failure"]


def test_a_partial_failure_is_no_success_and_a_failure_on_the_pad_no_launch(base: Office) -> None:
    for number, outcome in enumerate(("success", "partial", "pad_failure"), 1):
        flew(base, f"L{number}", date(2026, 3, number + 2), outcome)
    found = asked(base, overview.standing, JUNE)
    assert found.success is not None
    assert (found.success.over, found.success.of) == (1, 2)


@pytest.mark.parametrize(
    ("over", "of", "low", "high"),
    [(9, 10, 0.5958, 0.9821), (10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775), (4_161, 4_625, 0, 1)],
)
def test_the_range_is_wilsons(over: int, of: int, low: float, high: float) -> None:
    found = rules.wilson(over, of)
    assert found is not None
    if of == 10:
        assert (found.low, found.high) == (
            pytest.approx(low, abs=5e-5),
            pytest.approx(high, abs=5e-5),
        )
    assert found.low <= found.share <= found.high
    assert rules.wilson(0, 0) is None


def test_turn_round_is_counted_by_pad_and_not_over_a_long_maintenance(base: Office) -> None:
    for number, day in enumerate((date(2025, 1, 10), date(2025, 2, 9), date(2026, 3, 1)), 1):
        flew(base, f"L{number}", day)
    plan(base, "L9", SPRING)
    told = reported(base, "L9", SPRING)
    base.act("supervisor", launching.confirm_outcome, on=SPRING, outcome_id=told)
    turned = asked(base, overview.standing, JUNE).turns.to_dict("records")
    assert [(row["pad"], row["turns"], row["least"]) for row in turned] == [("1", 2, 30)]
    for word, since in (("maintenance", date(2025, 3, 1)), ("active", date(2026, 1, 1))):
        state(base, "1", word, since, JUNE)
    turned = asked(base, overview.standing, JUNE).turns.to_dict("records")
    assert [(row["pad"], row["turns"], row["least"]) for row in turned] == [("1", 1, 30)]


def test_use_is_of_the_days_in_service_and_of_confirmed_capacity_only(base: Office) -> None:
    stated = base.act(
        "officer",
        commands.state_capacity,
        on=SPRING,
        site="S1",
        pad="1",
        year=2026,
        kind="permitted",
        launches=10,
        **SOURCE,
    )
    flew(base, "L1", SPRING)
    assert asked(base, overview.standing, JUNE).sites["used"].iloc[0] is None
    with pytest.raises(NotAllowed):
        base.act("officer", commands.confirm_capacity, statement_id=stated)
    base.ids["both"] = base.enter("both", "officer", "supervisor")
    given: dict[str, Any] = {"site": "S1", "year": 2026, "kind": "design", "launches": 9, **SOURCE}
    own = base.act("both", commands.state_capacity, on=SPRING, **given)
    with pytest.raises(FourEyes):
        base.act("both", commands.confirm_capacity, on=SPRING, statement_id=own)
    assert ("confirm_capacity", "S1") in base.waits("both", SPRING)
    base.act("supervisor", commands.confirm_capacity, on=SPRING, statement_id=stated)
    assert ("confirm_capacity", "S1") not in base.waits("both", SPRING)
    assert ("confirm_capacity", "S1") in base.waits("supervisor", SPRING)
    row = asked(base, overview.standing, JUNE).sites.iloc[0]
    assert (row["capacity"], row["active_days"]) == (10, 181)
    assert row["used"] == pytest.approx(1 / (10 * 181 / 365))
    with pytest.raises(rules.SiteSourceMissing):
        base.act(
            "officer",
            commands.state_capacity,
            site="S1",
            year=2026,
            kind="design",
            launches=5,
            source="",
            sourced_on=SPRING,
        )


def test_a_retired_pad_stays_in_history_and_launches_nothing_more(base: Office) -> None:
    state(base, "1", "retired", SPRING)
    with pytest.raises(rules.PadRetired):
        plan(base, "L1", JUNE, SPRING, pad="1")
    assert set(asked(base, queries.pads, JUNE)["state"]) == {"retired", "building"}


def test_a_renamed_pad_is_the_same_pad(base: Office) -> None:
    base.act("officer", commands.rename_pad, on=JUNE, site="S1", pad="1", name="LC-101", since=JUNE)
    assert list(asked(base, queries.pads, JUNE)["name"]) == ["LC-101", "LC-2"]
    assert list(asked(base, queries.pads, SPRING)["name"]) == ["LC-1", "LC-2"]


def test_a_launch_at_sea_has_ship_port_and_place_of_ascent(base: Office) -> None:
    enter(base, "S2", "sea")
    said = {"ship": "船", "port": "港"}
    with pytest.raises(rules.SeaPlaces):
        plan(base, "L1", JUNE, SPRING, site="S2", texts=said)
    plan(base, "L1", JUNE, SPRING, site="S2", texts={**said, "ascent": "海域"})


def test_a_time_that_passed_without_an_outcome_is_unconfirmed_and_never_a_success(
    base: Office,
) -> None:
    plan(base, "L1", date(2026, 3, 20), SPRING)
    found = asked(base, overview.standing, JUNE)
    assert (found.unconfirmed, found.launches, found.success) == (1, 0, None)
    with pytest.raises(InTheFuture):
        reported(base, "L1", LEFT, on=SPRING)


@pytest.mark.parametrize(
    ("precision", "last", "zh", "en"),
    [
        ("day", date(2026, 4, 1), "2026-04-01", "1 Apr 2026"),
        ("month", date(2026, 4, 30), "2026-04", "Apr 2026"),
        ("quarter", date(2026, 6, 30), "2026 年二季度", "Q2 2026"),
        ("half", date(2026, 6, 30), "2026 年上半年", "First half of 2026"),
        ("year", date(2026, 12, 31), "2026 年", "Year 2026"),
    ],
)
def test_a_time_is_said_as_exactly_as_it_is_known_and_is_over_with_its_last_day(
    base: Office, precision: str, last: date, zh: str, en: str
) -> None:
    plan(base, "L1", date(2026, 4, 1), SPRING, precision=precision)
    for language, words in (("zh", zh), ("en", en)):
        with i18n.speaking(language):
            assert list(listed(base, LEFT)["moment"]) == [words]
    after = last + timedelta(days=1)
    assert [list(asked(base, queries.launches, day)["standing"]) for day in (last, after)] == [
        [""],
        ["unconfirmed"],
    ]


def test_the_list_is_narrowed_by_the_report_that_counts(base: Office) -> None:
    flew(base, "L1", SPRING)
    flew(base, "L2", SPRING, "failure")
    told = reported(base, "L1", SPRING, "partial", "遥测复核", on=JUNE)
    assert [list(listed(base, JUNE, outcome)["tag"]) for outcome in ("success", "partial")] == [
        ["L1"],
        [],
    ]
    base.act("supervisor", launching.confirm_outcome, on=LEFT, outcome_id=told)
    assert [
        list(listed(base, LEFT, outcome)["tag"]) for outcome in ("success", "partial", "failure")
    ] == [[], ["L1"], ["L2"]]


def test_an_own_launch_from_a_site_of_others_counts_once_another_confirms_it(base: Office) -> None:
    enter(base, "S2", is_own=False)
    plan(base, "L1", SPRING, site="S2")
    told = reported(base, "L1", SPRING)
    assert list(asked(base, queries.launches, JUNE)["standing"]) == ["told"]
    assert listed(base, JUNE, "success").empty
    base.act("supervisor", launching.confirm_outcome, on=JUNE, outcome_id=told)
    assert list(listed(base, JUNE, "success")["tag"]) == ["L1"]


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (("2026-12-31", "year"), ("2026-06-01", "month"), ("firmed", None)),
        (("2026-06-01", "month"), ("2026-07-01", "month"), ("slip", None)),
        (("2026-06-01", "day"), ("2026-06-01", "month"), ("loosened", None)),
        (("2026-06-01", "day"), ("2026-07-01", "hour"), ("slip", 30)),
        (("2026-06-02", "minute"), ("2026-06-02", "minute"), ("adjusted", 0)),
    ],
)
def test_days_are_counted_only_between_times_known_to_the_day(
    before: tuple[str, str], after: tuple[str, str], move: tuple[str, int | None]
) -> None:
    first, second = ((date.fromisoformat(day), precision, "") for day, precision in (before, after))
    assert rules.moved(first, second) == move


@pytest.mark.parametrize(("region", "told"), [("370000", [1, 1, 0]), ("330000", None)])
def test_a_target_is_told_by_launches_of_its_province_and_never_by_deliveries(
    base: Office, region: str, told: list[int] | None
) -> None:
    for code in ("launches_flown", "launches_bought"):
        base.act(
            "officer",
            targets.set_target,
            on=SPRING,
            code=code,
            name_zh="发射次数",
            name_en="Launches",
            unit_zh="次",
            unit_en="launches",
            value=Decimal(10),
            target_year=2027,
            source="test",
            region_code=region,
        )
    flew(base, "L1", SPRING)
    flew(base, "L2", date(2026, 5, 4), "failure")
    flew(base, "L3", date(2026, 5, 5), "pad_failure")
    with db.reading(base.engine) as session:
        found = told_by_others(session, LEFT)
        indicator = session.get_one(Indicator, "launches_flown")
        assert (indicator.kind, indicator.aggregation) == ("count", "sum")
    said = {code: [int(one.value) for one in values] for code, values in found.items()}
    assert said == ({"launches_flown": told} if told else {})


def test_what_was_stated_stays_whoever_writes_to_the_database(base: Office) -> None:
    told = flew(base, "L1", SPRING)
    for statement in (
        "UPDATE pad_state SET state = 'retired'",
        "DELETE FROM launch_time",
        "UPDATE launch SET vehicle = 'X'",
        "DELETE FROM launch",
        f"UPDATE launch_outcome SET outcome = 'failure' WHERE id = {told}",
        "UPDATE launch_site SET name_zh = 'X'",
    ):
        with pytest.raises((DBAPIError, FundError)):
            db.write(base.engine, lambda session, said=statement: _run(session, said))
    with db.reading(base.engine) as session:
        assert verify(session)["ok"]


def _run(session: Session, statement: str) -> None:
    session.execute(sa.text(statement))


def test_the_clock_of_a_lift_off_is_beijings(base: Office) -> None:
    flew(base, "L1", SPRING)
    row = asked(base, queries.launches, JUNE).to_dict("records")[0]
    assert row["lifted_at"].astimezone(clock.BEIJING).date() == row["lifted_on"] == SPRING
    assert row["lifted_at"].date() == date(2026, 3, 1)
