"""Where a target will be: tried on real launches, said in words, refused where nothing can be told,
the same again for the same day.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from fund import clock, db, i18n
from fund.access.actors import OPERATOR
from fund.ledger.view import View
from fund.targets import commands, forecast, queries, rules, scores
from fund.targets import outlook as outlooks
from fund.targets.ending import Aim, Seen, evenly
from fund.targets.outlook import NO_PAST, Outlook, Own, reached
from fund.targets.scores import BACKTEST
from tests.people import Office, office
from tests.targets import backtest

AIM = Aim("T1", ">=", Decimal(80), date(2027, 12, 31))
TODAY = date(2026, 11, 23)
QUARTERS = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


def outlook(
    aim: Aim, values: list[tuple[date, Decimal]], as_of: date, own: Own = NO_PAST, **more: Any
) -> Outlook:
    return outlooks.outlook(aim, Seen(values, **more), as_of, own)


def rising(*values: int) -> list[tuple[date, Decimal]]:
    return list(zip(QUARTERS[-len(values) :], map(Decimal, values), strict=True))


@pytest.mark.usefixtures("shared")
def test_on_every_companys_launches_the_range_holds_and_the_straight_line_is_beaten() -> None:
    found = backtest.told(backtest.tried())
    assert 0.75 <= found["cover"] <= 0.90
    assert found["skill"] >= 0.35
    assert found["brier"] <= 0.19
    assert found["brier"] < 0.7 * found["line_brier"]
    assert found == pytest.approx(BACKTEST, abs=0.000501), (
        "what the page tells is what make bench prints"
    )


def test_a_target_well_within_the_pace_is_likely_and_one_far_beyond_it_is_not() -> None:
    seen = rising(40, 46, 53, 60)
    near, far = (
        outlook(Aim("T1", ">=", Decimal(62), AIM.ends_on), seen, TODAY),
        outlook(Aim("T1", ">=", Decimal(400), AIM.ends_on), seen, TODAY),
    )
    assert None not in {near.low, near.median, near.high, near.chance}
    assert near.low < near.median < near.high
    assert near.chance > 0.5
    assert far.verdict == "almost_no_chance"


def test_an_at_most_target_turns_the_question_round() -> None:
    seen = rising(40, 46, 53, 60)
    least, most = (
        outlook(AIM, seen, TODAY),
        outlook(Aim("T1", "<=", Decimal(80), AIM.ends_on), seen, TODAY),
    )
    assert least.chance is not None
    assert most.chance == pytest.approx(1 - least.chance, abs=0.001)


def test_exactly_at_the_value_counts_for_at_least_and_not_for_above() -> None:
    ends = np.array([79.0, 80.0, 81.0, 82.0])
    assert [reached(ends, operator, 80) for operator in (">=", "=", ">", "<=")] == pytest.approx(
        [0.75, 0.75, 0.5, 0.5]
    )


def test_the_same_day_and_values_give_the_same_forecast_and_another_target_another() -> None:
    seen = rising(40, 46, 53, 60)
    assert outlook(AIM, seen, TODAY) == outlook(AIM, seen, TODAY)
    assert (
        outlook(AIM, seen, TODAY).low
        != outlook(Aim("T2", ">=", Decimal(80), AIM.ends_on), seen, TODAY).low
    )


@pytest.mark.parametrize(
    ("aim", "values", "as_of", "reason"),
    [
        (
            Aim("T", ">=", Decimal(1), AIM.ends_on, is_level_in_words=True),
            rising(40, 46, 53),
            TODAY,
            rules.QUALITATIVE,
        ),
        (Aim("T", ">=", Decimal(1), date(2025, 12, 31)), rising(40, 46, 53), TODAY, rules.OVER),
        (AIM, [], TODAY, rules.NO_VALUE),
        (AIM, rising(46, 53), TODAY, rules.TOO_FEW),
        (AIM, rising(40, 46, 53), date(2027, 6, 1), rules.TOO_OLD),
        (Aim("T", ">=", Decimal(1), date(2030, 12, 31)), rising(40, 46, 53), TODAY, rules.TOO_FAR),
    ],
)
def test_where_nothing_can_be_told_the_reason_is_said(
    aim: Aim, values: list[tuple[date, Decimal]], as_of: date, reason: str
) -> None:
    found = outlook(aim, values, as_of)
    assert (found.verdict, found.low, found.chance) == ("cannot_tell", None, None)
    assert found.refusal is not None
    assert found.refusal.message == reason
    assert "{" not in i18n.say(found.refusal)


def test_just_enough_is_told() -> None:
    """Three values that span half of the way there: two would be too few, a day more too far."""
    seen = rising(46, 53, 60)
    assert (
        outlook(Aim("T", ">=", Decimal(1), QUARTERS[-1] + timedelta(366)), seen, TODAY).verdict
        != "cannot_tell"
    )
    assert (
        outlook(Aim("T", ">=", Decimal(1), QUARTERS[-1] + timedelta(367)), seen, TODAY).verdict
        == "cannot_tell"
    )


def test_a_quarter_nobody_reported_lies_between_its_neighbours_and_is_not_zero() -> None:
    found = evenly([(QUARTERS[0], Decimal(40)), (QUARTERS[3], Decimal(70))], "quarter")
    assert found == pytest.approx([40, 50, 60, 70])


def test_past_misses_widen_the_range_and_never_narrow_it() -> None:
    values = forecast.generator("x").normal(100, 10, 4000)
    low, _middle, high = scores.band(values)
    for misses in ([3.0, -3.0] * 15, [0.0] * 30):
        new_low, _new, new_high = scores.band(
            scores.fed_back(values, misses, forecast.generator("y"))
        )
        assert new_high - new_low >= (high - low) * 0.999
    assert scores.fed_back(values, [1.0] * 19, forecast.generator("y")) is values
    moved = scores.band(scores.fed_back(values, [1.0] * 60, forecast.generator("y")))
    assert moved[1] > 103


def test_a_share_of_successes_stays_between_none_and_all() -> None:
    drawn = forecast.ratios([7, 8, 8], [10, 10, 10], 2, 1.0, forecast.generator("r"))
    assert np.nanmin(drawn) >= 0
    assert np.nanmax(drawn) <= 1
    assert 0.7 < np.nanmedian(drawn) < 0.85


def test_nothing_so_far_is_not_nothing_for_certain() -> None:
    drawn = forecast.counts([0, 0, 0, 0], 3, 1.0, forecast.generator("zero"))
    assert 0 < (drawn.sum(axis=1) > 0).mean() < 0.9


@pytest.fixture
def made(tmp_path) -> Office:
    return office(f"sqlite:///{tmp_path}/fund.db")


def test_a_past_day_shows_what_was_known_then(made: Office) -> None:
    """The third value came on 8 October: before it nothing can be told, and a correction afterwards
    does not reach back.
    """
    made.act(
        "officer",
        commands.set_target,
        on=date(2026, 1, 5),
        code="T1",
        name_zh="发射",
        name_en="Launches",
        unit_zh="次",
        unit_en="launches",
        value=Decimal(80),
        target_year=2027,
        source="plan",
        baseline=Decimal(34),
        baseline_year=2025,
    )
    for recorded, observed, value in (
        (date(2026, 4, 8), QUARTERS[1], 40),
        (date(2026, 7, 8), QUARTERS[2], 46),
        (date(2026, 10, 8), QUARTERS[3], 53),
        (date(2026, 11, 9), QUARTERS[3], 75),
    ):
        made.act(
            "officer",
            commands.observe,
            on=recorded,
            target_code="T1",
            observed_on=observed,
            value=Decimal(value),
            source="log",
        )

    def told(day: date):
        with clock.at(clock.noon(TODAY)), db.reading(made.engine) as session:
            frame = queries.outlooks(session, OPERATOR, View(as_of=day))
        return frame[frame["code"] == "T1"].iloc[0]

    assert told(date(2026, 10, 7))["verdict"] == "cannot_tell"
    then = told(date(2026, 10, 9))
    assert then["verdict"] != "cannot_tell"
    assert then["chance"] < told(TODAY)["chance"]
