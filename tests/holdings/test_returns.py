"""The yearly rate, multiples, cost by average and the five grounds, by themselves."""

import math
import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import pytest

from fund.holdings.returns import Flow, cost_leaving, measured, share, split, yearly_rate
from fund.holdings.rules import year_after
from fund.holdings.standing import Fact, Standing, Terms, counting

D = date
BLANK = dict.fromkeys(Fact._fields) | {"id": 1, "undertaking_id": 1, "is_refused": False}
FACT = Fact(**BLANK)._replace(amount_fen=0, gain_fen=0, cost_fen=0, needed=0)


def bisected(flows: list[Flow], value_fen: int, on: date) -> float | None:
    """The rate by halving the rate itself, as the table tells its convention; None for a dash."""
    everything = [*flows, Flow(on, value_fen)] if value_fen > 0 else list(flows)
    first = min(day for day, _fen in everything)
    paid = [day for day, fen in flows if fen < 0]
    if not paid or (on - min(paid)).days < 365:
        return None
    days: dict[date, int] = {}
    for day, fen in everything:
        days[day] = days.get(day, 0) + fen
    order = [days[day] for day in sorted(days) if days[day] != 0]
    changes = sum((one > 0) != (two > 0) for one, two in pairwise(order))
    if changes != 1:
        return None

    def worth(rate: float) -> float:
        return math.fsum(
            fen / (1 + rate) ** ((day - first).days / 365) for day, fen in days.items()
        )

    low, high = -1 + 1e-15, 1.0
    sign = worth(low) > 0
    while (worth(high) > 0) == sign:
        high *= 2
        assert high < 1e300
    for _number in range(300):
        middle = (low + high) / 2
        low, high = (middle, high) if (worth(middle) > 0) == sign else (low, middle)
    return (low + high) / 2


def drawn(rng: random.Random) -> tuple[list[Flow], int, date]:
    """Two to ten flows over up to nine years, mostly paid first, and what is left at the end."""
    start = D(2018, 1, 1) + timedelta(days=rng.randrange(800))
    flows = []
    for place in range(rng.randrange(1, 10)):
        day = start + timedelta(days=rng.randrange(0, 2_500))
        is_paid = place == 0 or rng.random() < 0.4
        fen = rng.randrange(1_000_000, 10_000_000_000)
        flows.append(Flow(start if place == 0 else day, -fen if is_paid else fen))
    on = max(day for day, _fen in flows) + timedelta(days=rng.randrange(0, 500))
    return flows, rng.choice((0, rng.randrange(1_000_000, 20_000_000_000))), on


def test_a_thousand_drawn_flows_have_the_rate_halving_finds() -> None:
    rng = random.Random(20)
    found = {"dash": 0, "rate": 0}
    for _number in range(1_000):
        flows, value_fen, on = drawn(rng)
        expected, rate = bisected(flows, value_fen, on), yearly_rate(flows, value_fen, on)
        assert (expected is None) == (rate is None), (flows, value_fen, on)
        if expected is None or rate is None:
            found["dash"] += 1
            continue
        found["rate"] += 1
        assert abs(float(rate) - expected) < 1e-6 * max(1, abs(expected)), (flows, value_fen, on)
    assert min(found.values()) > 250, found


def test_a_dash_where_several_rates_or_none_would_do() -> None:
    twice = [Flow(D(2026, 1, 1), -100), Flow(D(2027, 1, 1), 230), Flow(D(2028, 1, 1), -132)]
    assert yearly_rate(twice, 0, D(2028, 1, 1)) is None
    lost = [Flow(D(2026, 1, 1), -100)]
    assert yearly_rate(lost, 0, D(2028, 1, 1)) is None
    sums = {"paid_in_fen": 100, "proceeds_fen": 0, "principal_fen": 0, "gain_fen": 0}
    sums |= {"loss_fen": 0, "cost_left_fen": 100, "fair_value_fen": 0}
    found = measured(sums, lost, D(2028, 1, 1))
    assert (str(found.tvpi), found.irr) == ("0.000000", None)
    assert yearly_rate([Flow(D(2026, 3, 30), -100)], 110, D(2027, 3, 29)) is None
    assert str(yearly_rate([Flow(D(2026, 3, 30), -100)], 110, D(2027, 3, 30))) == "0.100000"
    assert str(yearly_rate([Flow(D(2026, 3, 30), -100)], 100, D(2027, 9, 1))) == "0.000000"
    assert yearly_rate([], 0, D(2027, 3, 30)) is None
    assert share(1, 0) is None
    soon = [Flow(D(2026, 1, 1), -1), Flow(D(2026, 1, 2), 10**12)]
    assert yearly_rate(soon, 0, D(2027, 1, 1)) is None
    tiny = yearly_rate([Flow(D(2026, 1, 1), -(10**14))], 1, D(2027, 1, 1))
    assert tiny is not None
    assert tiny == Decimal("-1.000000")


@pytest.mark.parametrize(
    ("cost", "units", "held", "leaves"),
    [(4_000, 12, 30, 1_600), (10, 1, 4, 3), (10, 1, 3, 3), (20, 1, 3, 7), (7, 3, 3, 7)],
)
def test_the_average_cost_leaves_rounded_half_up(
    cost: int, units: int, held: int, leaves: int
) -> None:
    assert cost_leaving(cost, units, held) == leaves
    exact = (Decimal(cost) * units / held).quantize(Decimal(1), ROUND_HALF_UP)
    assert leaves == int(exact)


def test_proceeds_are_principal_gain_and_loss() -> None:
    assert split(1_176, 1_200) == (1_176, 0, 24)
    assert split(2_080, 1_600) == (1_600, 480, 0)
    assert split(0, 5) == (0, 0, 5)


def standing(as_of: date, *facts: Fact, paid: date | None = None) -> Standing:
    numbered = [
        one._replace(id=place, counts_on=one.counts_on or one.recorded_on)
        for place, one in enumerate(facts, start=1)
    ]
    payments = [Flow(paid, 100)] if paid else []
    return Standing(as_of, counting(numbered, as_of), payments)


def fact(kind: str, day: date, **values: object) -> Fact:
    told: dict[str, Any] = {"kind": kind, "occurred_on": day, "recorded_on": day}
    return FACT._replace(**told | values)


SUB_FUND = Terms("sub_fund", fund_size_fen=1_000, single_percent=20)


def grounds(one: Standing) -> list[tuple[str, date]]:
    return [(alert.ground, alert.since) for alert in one.alerts(SUB_FUND)]


@pytest.mark.parametrize(
    ("scheme", "since"),
    [(D(2025, 6, 30), D(2026, 7, 1)), (D(2024, 2, 29), D(2025, 3, 1))],
)
def test_not_set_up_is_an_alert_the_day_after_the_anniversary(scheme: date, since: date) -> None:
    told = fact("scheme", scheme)
    assert grounds(standing(since - timedelta(days=1), told)) == []
    assert grounds(standing(since, told)) == [("not_set_up", since)]
    late = fact("set_up", since, recorded_on=since + timedelta(days=5))
    assert grounds(standing(since + timedelta(days=4), told, late)) == [("not_set_up", since)]
    assert grounds(standing(since + timedelta(days=5), told, late)) == []


@pytest.mark.parametrize(
    ("paid", "since"),
    [(D(2026, 4, 22), D(2027, 4, 22)), (D(2024, 2, 29), D(2025, 2, 28))],
)
def test_not_investing_is_an_alert_on_the_anniversary_itself(paid: date, since: date) -> None:
    assert year_after(paid) == since
    assert grounds(standing(since - timedelta(days=1), paid=paid)) == []
    assert grounds(standing(since, paid=paid)) == [("not_investing", since)]
    invested = fact("investment", since, amount_fen=1)
    assert grounds(standing(since, invested, paid=paid)) == []
    approved = fact("proposal", since, counts_on=since)
    assert grounds(standing(since, approved, paid=paid)) == []
    direct = standing(since, paid=paid).alerts(Terms("direct"))
    assert direct == []


def test_breaches_stand_from_the_day_they_are_stated_until_they_end() -> None:
    day = D(2026, 5, 4)
    stated = fact("breach", day - timedelta(days=9), recorded_on=day, ground="other_breach")
    assert grounds(standing(day - timedelta(days=1), stated)) == []
    assert grounds(standing(day, stated)) == [("other_breach", day)]
    over = fact("breach_end", day + timedelta(days=3), ends_id=1)
    assert grounds(standing(day + timedelta(days=2), stated, over)) == [("other_breach", day)]
    assert grounds(standing(day + timedelta(days=3), stated, over)) == []
    most, more = fact("investment", day, amount_fen=200), fact("investment", day, amount_fen=201)
    assert grounds(standing(day, most)) == []
    assert grounds(standing(day, more)) == [("off_charter", day)]
    policy = fact("breach", day, ground="off_policy")
    assert [ground for ground, _since in grounds(standing(day, stated, more, policy))] == [
        "off_policy",
        "off_charter",
        "other_breach",
    ]


def test_of_two_values_of_a_day_the_later_to_count_is_taken() -> None:
    day = D(2026, 12, 31)
    early = fact("value", day, amount_fen=110, counts_on=D(2027, 2, 1))
    late = fact("value", day, amount_fen=90, counts_on=D(2027, 1, 5))
    known = standing(D(2027, 3, 1), early, late, paid=D(2026, 1, 1))
    assert known.fair_value_fen == 110
    assert standing(D(2027, 1, 31), early, late, paid=D(2026, 1, 1)).fair_value_fen == 90
    assert standing(D(2027, 1, 4), early, late, paid=D(2026, 1, 1)).fair_value_fen == 100


def test_an_exit_in_part_answers_what_was_met_by_then_and_nothing_later() -> None:
    day = D(2026, 5, 4)
    early = fact("breach", day, ground="off_policy")
    exit_of = {"ground": "market", "counts_on": day + timedelta(days=2)}
    part = fact("proposal", day, units=10, **exit_of)
    late = fact("breach", day + timedelta(days=9), ground="other_breach")
    assert grounds(standing(day + timedelta(days=1), early, part)) == [("off_policy", day)]
    assert grounds(standing(day + timedelta(days=2), early, part)) == []
    after = day + timedelta(days=9)
    assert grounds(standing(after, early, part, late)) == [("other_breach", after)]
    whole = part._replace(units=None)
    assert grounds(standing(after, early, whole, late)) == []


def test_an_investment_that_never_was_ends_no_alert() -> None:
    paid, since = D(2026, 4, 22), D(2027, 4, 22)
    told = fact("investment", paid, amount_fen=1)
    never = fact("investment", paid, recorded_on=since, corrects_id=1)
    assert grounds(standing(since, told, paid=paid)) == []
    assert grounds(standing(since, told, never, paid=paid)) == [("not_investing", since)]
