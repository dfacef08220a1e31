"""Milestones bring a target forward: parts that make the whole, slips as a clerk would work them
out, levers in the same futures, what-ifs that leave nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import clock, db
from fund.access import actors
from fund.errors import FundError, NeedsReason, NotAllowed, NotFound
from fund.ledger.view import View
from fund.milestones import commands as milestones
from fund.milestones import ordering
from fund.targets import commands, contributing, queries, rules, slips, steps
from fund.targets.ending import Aim, Seen
from fund.targets.outlook import Outlook, Work, of_steps
from fund.targets.queries import WhatIf
from fund.targets.slips import Curve, Lever, Open, Record
from tests.ledger.scenario import Walk
from tests.ledger.test_scenario import until
from tests.people import Office

TODAY = date(2026, 11, 23)
AIM = Aim("T1", ">=", Decimal(100), date(2027, 12, 31), baseline=Decimal(0))
SEEN = Seen([(date(2026, 9, 30), Decimal(40))])


def day(number: int) -> int:
    return TODAY.toordinal() + number


def test_the_record_counts_what_is_open_as_longer_than_so_far() -> None:
    """Ten of a hundred days' promise: five took 100, 120 and so on; five are open since 150, 160 …
    days. Worked out by hand.
    """
    rows = [Record(0, 100, 100 + 20 * place) for place in range(15)] + [Record(0, 100, None)] * 15
    found = slips.curve(rows, 450)
    assert found is not None
    # ratios 1.0, 1.2 … 3.8 end with 30, 29 … 16 at risk; the open ones, 4.5 promises old, stay
    assert found.ratio[:15].tolist() == pytest.approx([1 + 0.2 * place for place in range(15)])
    assert found.surviving[0] == pytest.approx(29 / 30)
    assert found.surviving[14] == pytest.approx(0.5)
    assert found.surviving[-1] == pytest.approx(0.5)
    # half never finished within what was seen
    ends = slips.finishes([Open(1, 0, 100)], found, 0, np.array([[0.99], [0.51], [0.49]]))
    assert ends[:, 0].tolist() == [pytest.approx(100), pytest.approx(380), slips.NEVER]
    # one that has used twice its promise cannot finish before today
    late = slips.finishes([Open(1, 0, 100)], found, 200, np.linspace(0.01, 0.99, 99)[:, None])
    assert late.min() > 200


def test_a_record_that_is_too_small_or_was_filled_in_afterwards_tells_nothing() -> None:
    open_ones = [Record(0, 100, None)] * 16
    assert slips.curve([Record(0, 100, 130)] * 14 + open_ones, 200) is None, (
        "fourteen finished are too few"
    )
    assert slips.curve([Record(0, 100, 130)] * 15 + open_ones[:14], 200) is None, (
        "twenty-nine are too few"
    )
    assert slips.curve([Record(0, 100, 130)] * 15 + open_ones, 200) is not None
    assert (
        slips.curve([Record(0, 100, 100)] * 7 + [Record(0, 100, 130)] * 9 + open_ones, 200) is None
    ), "more than two fifths on the very day"
    assert slips.is_doubtful([Record(0, 100, 100)] * 7 + [Record(0, 100, 130)] * 9)


KNOWN = Curve(np.array([1.0, 1.5, 2.0, 3.0]), np.array([0.75, 0.5, 0.25, 0.0]))


def work(
    *steps: tuple[Open, int],
    met: int = 0,
    unlisted: int = 0,
    known: Curve | None = KNOWN,
    **more: Any,
) -> Work:
    together = sum(part for _step, part in steps) + met + unlisted
    return Work(
        tuple((step, Decimal(part)) for step, part in steps),
        Decimal(met),
        Decimal(together),
        Decimal(unlisted),
        known,
        **more,
    )


FAR, NEAR = Open(1, day(-100), day(300)), Open(2, day(-10), day(90))


def told(given: Work, aim: Aim = AIM) -> Outlook:
    return of_steps(aim, SEEN, given, TODAY)


def test_the_value_is_what_is_reached_what_was_met_since_and_what_finishes_in_time() -> None:
    sure = told(work((FAR, 40), (NEAR, 60), fixed={1: day(30), 2: day(40)}))
    assert (sure.low, sure.median, sure.high, sure.chance) == pytest.approx((140, 140, 140, 1)), (
        "40 reached and the whole way of 100 to come"
    )
    never = told(work((FAR, 40), (NEAR, 60), fixed={1: day(5000), 2: day(5000)}))
    assert (never.median, never.chance) == pytest.approx((40, 0))
    since = told(work((FAR, 40), met=60, fixed={1: day(5000)}))
    assert (since.median, since.chance) == pytest.approx((100, 1))
    # 400 days promised, 100 used: by the end of 2027 (403 days on) 503 of 400 may be used, a ratio
    # of 1.2575. Only the first quarter of the curve ends by then.
    alone = told(work((FAR, 100)))
    assert alone.chance == pytest.approx(0.25, abs=0.03)


def test_levers_are_the_difference_one_step_makes_in_the_same_futures() -> None:
    found = told(work((FAR, 50), (NEAR, 50), fixed={2: day(330)}))
    levers = {lever.key: lever for lever in found.levers}
    # the second finishes in time but not 91 days later: half the way. The first is in time on its
    # own day, 300; drawn and 91 days later it is
    # where it takes at most 412 days of 400, a ratio of 1.03: a quarter of the futures. 50 - 50 / 4
    # = 37.5.
    assert levers[2].value == pytest.approx(50.0)
    assert levers[1].value == pytest.approx(37.5, abs=1.5)
    assert [lever.key for lever in found.levers] == sorted(
        levers, key=lambda key: (-abs(levers[key].chance), -abs(levers[key].value), key)
    )
    assert told(work((FAR, 50), (NEAR, 50))) == told(work((FAR, 50), (NEAR, 50))), (
        "the same day and record, the same forecast"
    )
    after = told(work((Open(3, day(0), day(500)), 100)))
    assert after.levers == (Lever(3, 0.0, 0.0, True),), "even on time it comes too late"


def test_what_waits_for_a_step_moves_with_it_and_an_undertaking_moves_as_one() -> None:
    """The second waits for the first. First late: both miss (first 330 + 91, second 340 + 91, the
    end is 403 days off); second late: only itself.
    """
    first, second = (
        Open(1, day(-100), day(300), undertaking="G1"),
        Open(2, day(-10), day(350), undertaking="G1", waits_for=frozenset({1})),
    )
    found = told(work((first, 50), (second, 50), fixed={1: day(330), 2: day(340)}))
    assert {lever.key: lever.value for lever in found.levers} == {
        1: pytest.approx(100.0),
        2: pytest.approx(50.0),
    }
    alone = told(
        work(
            (first, 50),
            (Open(2, day(-10), day(350), undertaking="G2"), 50),
            fixed={1: day(330), 2: day(340)},
        )
    )
    assert {lever.key: lever.value for lever in alone.levers} == {
        1: pytest.approx(50.0),
        2: pytest.approx(50.0),
    }
    assert [(one.undertaking, one.value) for one in found.together] == [
        ("G1", pytest.approx(100.0))
    ]
    assert alone.together == ()


def test_a_milestone_that_feeds_two_targets_is_drawn_once() -> None:
    drawn = slips.luck([7, 8], "2026-11-23"), slips.luck([9, 7], "2026-11-23")
    assert np.array_equal(drawn[0][:, 0], drawn[1][:, 1])
    assert abs(np.corrcoef(drawn[0][:, 0], drawn[0][:, 1])[0, 1] - slips.SHARED) < 0.06
    assert not np.array_equal(drawn[0][:, 0], slips.luck([7], "2026-11-24")[:, 0]), (
        "another day, other luck"
    )


def test_milestones_that_would_wait_for_one_another_are_refused(aimed: Walk) -> None:
    def need(waits: str, needs: str, **more: Any) -> None:
        aimed.act(
            "officer",
            ordering.need,
            milestone_id=aimed[waits],
            needs_id=aimed[needs],
            **{"reason": "plan"} | more,
        )

    need("M2", "M1")
    need("G1 M2", "M2")
    for waits, needs in (("M1", "M2"), ("M1", "G1 M2"), ("M1", "M1")):
        with pytest.raises(ordering.WaitsForItself):
            need(waits, needs)
    with looking(aimed) as (session, _actor, view):
        assert steps.needs(session, view.as_of) == {
            aimed["M2"]: {aimed["M1"]},
            aimed["G1 M2"]: {aimed["M1"], aimed["M2"]},
        }
    need("M2", "M1", is_needed=False)
    need("M1", "M2")
    with pytest.raises(NeedsReason):
        need("M1", "M2", reason=" ")
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        db.write(
            aimed.office.engine,
            lambda session: session.execute(sa.text("DELETE FROM milestone_need")),
        )


def test_a_falling_target_is_brought_down() -> None:
    falling = Aim("T2", "<=", Decimal(20), AIM.ends_on, baseline=Decimal(60))
    found = told(work((NEAR, 100), fixed={2: day(30)}), falling)
    assert (found.median, found.chance) == pytest.approx(
        (0, 1)
    )  # 40 seen, and the way of 40 still counted whole


@pytest.mark.parametrize(
    ("given", "aim", "reason"),
    [
        (work((FAR, 94)), AIM, rules.SHARES),
        (work((FAR, 100), known=None), AIM, rules.NO_RECORD),
        (work((FAR, 100), known=None, is_back_filled=True), AIM, rules.BACK_FILLED),
        (work((FAR, 50), unlisted=50), AIM, rules.TOO_FEW),
        (
            work((FAR, 100)),
            Aim("T1", ">=", Decimal(100), date(2025, 12, 31), baseline=Decimal(0)),
            rules.OVER,
        ),
        (work((FAR, 100)), Aim("T1", ">=", Decimal(100), date(2027, 12, 31)), rules.NO_BASELINE),
    ],
)
def test_where_nothing_can_be_told_the_reason_is(given: Work, aim: Aim, reason: str) -> None:
    found = of_steps(aim, SEEN, given, TODAY)
    assert (found.verdict, found.chance) == ("cannot_tell", None)
    assert found.refusal is not None
    assert found.refusal.message == reason


@pytest.fixture
def aimed(an_office: Office) -> Walk:
    """The worked portfolio's beginning, a target, and two more milestones."""
    walk = Walk(an_office)
    until(walk, 8)
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
        baseline=Decimal(0),
        baseline_year=2025,
    )
    for place in (1, 2):
        walk.act(
            "officer",
            milestones.schedule,
            f"M{place}",
            undertaking_id=walk["G1"],
            code=f"N{place}",
            title="a step",
            due_on=walk.day + timedelta(days=90 * place),
        )
    return walk


@contextmanager
def looking(walk: Walk, on: date | None = None) -> Iterator[tuple[Session, Any, View]]:
    with db.reading(walk.office.engine) as session, clock.at(clock.noon(walk.day)):
        yield session, actors.load(session, walk.office.ids["viewer"]), View(as_of=on or walk.day)


def test_parts_make_at_most_the_whole_and_a_later_row_takes_the_earlier_ones_place(
    aimed: Walk,
) -> None:
    def part(milestone: int | None, percent: str, **more: Any) -> None:
        aimed.act(
            "officer",
            contributing.set_contribution,
            **{
                "target_code": "T1",
                "milestone_id": milestone,
                "percent": Decimal(percent),
                "source": "annex 2",
            }
            | more,
        )

    part(aimed["M1"], "60")
    part(aimed["M2"], "30.5")
    part(None, "9.5")
    for error, milestone, percent, more in (
        (contributing.MoreThanAll, aimed["M2"], "30.6", {}),
        (contributing.NotAPart, aimed["M1"], "-1", {}),
        (contributing.NotAPart, aimed["M1"], "101", {}),
        (commands.NoCitation, aimed["M1"], "1", {"source": " "}),
        (NotFound, 10**6, "1", {}),
        (NotFound, aimed["M1"], "1", {"target_code": "T9"}),
    ):
        with pytest.raises(error):
            part(milestone, percent, **more)
    with pytest.raises(NotAllowed):
        aimed.act(
            "finance",
            contributing.set_contribution,
            target_code="T1",
            percent=Decimal(1),
            source="x",
        )
    before = aimed.day
    aimed.day += timedelta(days=1)
    part(aimed["M1"], "0")
    with looking(aimed, before) as seen:
        assert queries.target(*seen, "T1")["parts"].percent == 100
    with looking(aimed) as seen:
        one = queries.target(*seen, "T1")
        assert [(share.step.code, share.percent) for share in one["parts"].shares] == [
            ("N2", Decimal("30.5"))
        ]
        assert one["refusal"].message == rules.NO_VALUE
    for statement in (
        "DELETE FROM target_contribution",
        "UPDATE target_contribution SET source = 'x'",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append_only"):
            db.write(
                aimed.office.engine,
                lambda session, statement=statement: session.execute(sa.text(statement)),
            )


def test_a_what_if_is_answered_and_leaves_nothing(aimed: Walk) -> None:
    aimed.act(
        "officer",
        contributing.set_contribution,
        target_code="T1",
        milestone_id=aimed["M1"],
        percent=Decimal(100),
        source="annex 2",
    )
    aimed.act(
        "officer",
        commands.observe,
        target_code="T1",
        observed_on=aimed.day,
        value=Decimal(10),
        source="list",
    )
    with looking(aimed) as seen:
        before = queries.target(*seen, "T1")
        assert before["refusal"].message == rules.NO_RECORD, (
            "this office has too few milestones to learn from"
        )
        asked = queries.target(*seen, "T1", WhatIf(percents={aimed["M1"]: Decimal(80)}))
        assert asked["parts"].percent == 80
        assert queries.target(*seen, "T1")["parts"].percent == 100
        with pytest.raises(FundError):
            queries.target(*seen, "T9")
