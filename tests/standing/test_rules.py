"""The rules behind the computed light: each at its threshold, just below and just above; and what a
letter's light is worth.
"""

from datetime import date, timedelta

import pytest

from fund.settings.rules import THRESHOLDS as SETTINGS
from fund.standing import rules
from fund.standing.rules import Facts, Fired, Part, Step

NOW = date(2026, 6, 30)
DEFAULTS = {key: SETTINGS[key].default for key in rules.THRESHOLDS}


def ago(days: int) -> date:
    return NOW - timedelta(days=days)


def part(
    promised: int = 100,
    paid: int = 0,
    *,
    days: int = 0,
    is_evidenced: bool = True,
    is_waived: bool = False,
) -> Part:
    return Part(ago(days), promised, paid, is_evidenced, is_waived)


def lights(*parts: Part, steps: tuple[Step, ...] = ()) -> dict[str, str]:
    """What fires by default thresholds: light by rule."""
    return {one.rule: one.light for one in rules.fired(Facts(NOW, parts, steps), DEFAULTS)}


@pytest.mark.parametrize(
    ("paid", "light"),
    [(100, None), (70, None), (69, "amber"), (35, "amber"), (34, "red"), (0, "red")],
)
def test_money_is_absorbed_too_slowly_below_the_threshold_and_red_below_half_of_it(
    paid: int, light: str | None
) -> None:
    assert lights(part(100, paid)).get("absorption") == light


def test_what_is_promised_for_later_is_not_asked_for_and_not_counted_as_paid() -> None:
    assert lights(part(100, 0, days=-1)) == {}
    assert lights(part(100, 100), part(900, 0, days=-1)) == {}
    assert lights(part(100, 0), part(900, 900, days=-1)) == {"absorption": "red"}
    assert rules.unpaid(Facts(NOW, [part(100, 30), part(900, 0, days=-1)])) == 70
    assert lights() == {}


@pytest.mark.parametrize(("days", "light"), [(29, None), (30, "amber"), (59, "amber"), (60, "red")])
def test_a_milestone_slips_by_its_forecast_against_its_first_promise(
    days: int, light: str | None
) -> None:
    assert lights(steps=(Step(NOW, NOW + timedelta(days=days)),)).get("slip") == light


@pytest.mark.parametrize(("days", "light"), [(29, None), (30, "amber"), (59, "amber"), (60, "red")])
def test_an_open_milestone_that_is_overdue_is_expected_today_at_the_earliest(
    days: int, light: str | None
) -> None:
    assert lights(steps=(Step(ago(days), ago(days)),)).get("slip") == light


def test_the_longest_slip_gives_the_light_and_all_that_slip_are_counted() -> None:
    steps = (Step(ago(5), ago(5)), Step(ago(31), ago(31)), Step(ago(0), NOW + timedelta(days=61)))
    assert rules.fired(Facts(NOW, (), steps), DEFAULTS) == [
        Fired("slip", "red", {"days": 61, "steps": 2, "threshold": 30})
    ]


@pytest.mark.parametrize(("days", "light"), [(14, None), (15, "amber"), (28, "amber"), (29, "red")])
def test_evidence_is_overdue_some_days_after_its_part_was_promised(
    days: int, light: str | None
) -> None:
    assert lights(part(100, 100, days=days, is_evidenced=False)).get("evidence") == light
    assert lights(part(100, 100, days=days)) == {}
    assert lights(part(0, 0, days=days, is_evidenced=False)) == {}, (
        "nothing is agreed for this part any more"
    )


@pytest.mark.parametrize(("paid", "light"), [(0, None), (1, "amber"), (100, "amber")])
def test_what_is_paid_on_a_waiver_before_its_evidence_is_amber(
    paid: int, light: str | None
) -> None:
    assert lights(part(100, paid, days=-9, is_waived=True)).get("ahead") == light
    assert lights(part(100, paid, days=-9)) == {}


def test_the_worst_light_counts_and_nothing_fired_is_green() -> None:
    assert rules.computed([]) == "green"
    assert rules.computed([Fired("a", "amber", {})]) == "amber"
    assert (
        rules.computed([Fired("a", "amber", {}), Fired("b", "red", {}), Fired("c", "amber", {})])
        == "red"
    )


def test_what_fired_carries_its_numbers_and_its_threshold_and_is_kept_as_text() -> None:
    found = rules.fired(
        Facts(
            NOW,
            [
                part(100, 30, days=15, is_evidenced=False),
                part(100, 100, days=20, is_evidenced=False),
            ],
        ),
        DEFAULTS,
    )
    assert found == [
        Fired("absorption", "amber", {"paid_fen": 130, "promised_fen": 200, "threshold": 70}),
        Fired("evidence", "amber", {"days": 20, "parts": 2, "waiting_fen": 200, "threshold": 14}),
    ]
    assert rules.from_text(rules.as_text(found)) == found


@pytest.mark.parametrize(("days", "said"), [(0, "green"), (35, "green"), (36, "grey")])
def test_a_letter_counts_until_it_is_too_old(days: int, said: str) -> None:
    assert rules.declared("green", ago(days), NOW, 35) == said
    assert rules.declared(None, None, NOW, 35) == "grey"


@pytest.mark.parametrize("said", ["green", "amber", "red", "grey"])
@pytest.mark.parametrize("found", ["green", "amber", "red"])
@pytest.mark.parametrize("answer", [None, "because"])
def test_only_a_green_letter_beside_a_red_ledger_demands_an_answer_and_once(
    said: str, found: str, answer: str | None
) -> None:
    assert rules.demands_answer(said, found, answer) is (
        (said, found, answer) == ("green", "red", None)
    )


@pytest.mark.parametrize(("held", "is_warned"), [(39, False), (40, False), (41, True)])
def test_money_is_concentrated_above_the_threshold_of_a_measure(held: int, is_warned: bool) -> None:
    found = rules.concentrated(
        {
            ("A3", 1): held,
            ("A3", 2): 30,
            ("A3", 3): 70 - held,
            ("C6", 1): 30,
            ("C6", 2): 30,
            ("C6", 3): 40,
        },
        40,
        {"A3": 100, "C6": 100},
    )
    assert found == ([rules.Held("A3", 1, held, 100)] if is_warned else [])


@pytest.mark.parametrize(
    ("carried", "unpaid", "still"),
    [(100, 100, 100), (100, 250, 100), (100, 40, 40), (100, 0, 0), (100, -1, 0)],
)
def test_of_carried_money_no_more_is_unspent_than_was_carried_and_than_is_unpaid(
    carried: int, unpaid: int, still: int
) -> None:
    assert rules.unspent(carried, unpaid) == still


def test_years_go_by_the_calendar() -> None:
    assert rules.years_before(date(2028, 12, 31), 2) == date(2026, 12, 31)
    assert rules.years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)
