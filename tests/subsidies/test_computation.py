"""The figures of the worked subsidies, to the fen, against numbers worked out elsewhere; and wrong
answers that are not given.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from fund.errors import FundError
from fund.subsidies import rules
from fund.subsidies.rules import Fact, Terms

YUAN = 100
TERM = (date(2026, 1, 1), date(2029, 1, 1))
HALF = Terms("interest", "share", 500_000, 0, 365, *TERM)
LOAN = [
    Fact("principal", date(2026, 5, 8), date(2026, 8, 20), 40_000_000 * YUAN, 34_500),
    Fact("principal", date(2026, 8, 20), date(2026, 9, 21), 35_000_000 * YUAN, 34_500),
    Fact("principal", date(2026, 9, 21), date(2026, 11, 1), 35_000_000 * YUAN, 33_000),
    Fact("principal", date(2026, 11, 1), date(2027, 5, 8), 35_000_000 * YUAN, 33_000),
]
ELSEWHERE = Fact("off_purpose", date(2026, 5, 8), None, 3_000_000 * YUAN)
FIRST, SECOND = (date(2026, 5, 8), date(2026, 11, 1)), (date(2026, 11, 1), date(2027, 5, 8))


def fen(yuan: str) -> int:
    return int(Decimal(yuan) * YUAN)


def amount(terms: Terms, facts: list[Fact], days: tuple[date, date]) -> int:
    return rules.computed(terms, facts, *days).amount_fen


def test_the_first_settlement_stretch_by_stretch() -> None:
    found = rules.computed(HALF, LOAN, *FIRST)
    assert [(one.days, str(rules.decimal(one.interest))) for one in found.pieces] == [
        (104, "393205.479452"),
        (32, "105863.013699"),
        (41, "129739.726027"),
    ]
    assert str(rules.decimal(found.cost)) == "628808.219178"
    assert found.amount_fen == fen("314404.11")


def test_wrong_answers_are_not_given() -> None:
    """Both ends counted would give 319,530.82; base 360 is right only where it is agreed."""
    assert amount(HALF._replace(day_base=360), LOAN, FIRST) == fen("318770.83")
    assert amount(HALF, LOAN, FIRST) not in (fen("319530.82"), fen("318770.83"))


def test_what_served_another_purpose_is_left_out_of_its_days() -> None:
    assert amount(HALF, [*LOAN, ELSEWHERE], FIRST) == fen("289561.64")
    assert amount(HALF, [*LOAN, ELSEWHERE], SECOND) == fen("271956.16")
    (piece,) = rules.computed(HALF, [*LOAN, ELSEWHERE], *SECOND).pieces
    assert (piece.days, piece.counted_fen) == (188, 32_000_000 * YUAN)
    assert fen("314404.11") - amount(HALF, [*LOAN, ELSEWHERE], FIRST) == fen("24842.47")


def test_overdue_days_are_left_out() -> None:
    late = Fact("overdue", date(2026, 9, 1), date(2026, 9, 21), 35_000_000 * YUAN)
    whole, less = (rules.computed(HALF, facts, *FIRST) for facts in (LOAN, [*LOAN, late]))
    assert [one.counted_fen for one in less.pieces if one.first == date(2026, 9, 1)] == [0]
    twenty = rules.half_up((whole.pieces[1].interest * 20 / 32) / 2)
    assert abs(whole.amount_fen - less.amount_fen - twenty) <= 1


def test_a_premium_is_rounded_half_up_and_computed_anew_from_what_is_left_of_it() -> None:
    terms = Terms("premium", "share", 350_000, 0, 365, *TERM)
    paid = Fact("premium", date(2026, 9, 1), None, fen("8123456.70"))
    back = Fact("refund", date(2027, 2, 1), None, fen("812345.67"))
    assert amount(terms, [paid], FIRST) == fen("2843209.85")
    assert amount(terms, [paid, back], FIRST) == fen("2558888.86")
    assert amount(terms, [paid], FIRST) - amount(terms, [paid, back], FIRST) == fen("284320.99")


def test_points_bear_their_part_of_the_rate_and_no_more_than_it() -> None:
    points = Terms("interest", "points", 0, 15_000, 365, *TERM)
    assert amount(points, LOAN, FIRST) == fen("275958.90")
    low = [one._replace(rate=10_000) for one in LOAN]
    whole = Terms("interest", "share", rules.MILLION, 0, 365, *TERM)
    assert amount(points, low, FIRST) == amount(whole, low, FIRST)


def test_a_leap_day_counts_and_the_divisor_stays() -> None:
    days = (date(2028, 2, 1), date(2028, 3, 1))
    loan = Fact("principal", *days, 35_000_000 * YUAN, 33_000)
    assert amount(HALF, [loan], days) == fen("45883.56")


def test_a_day_without_a_principal_is_named() -> None:
    with pytest.raises(rules.DaysGap) as told:
        rules.computed(HALF, [LOAN[0], LOAN[2]], *FIRST)
    assert told.value.facts == {"day": date(2026, 8, 20)}


def test_random_stretches_come_to_what_adding_day_by_day_gives() -> None:
    """A second way, day by day with Decimal, written here."""
    rng = Random(20)
    for _round in range(60):
        base = rng.choice(rules.DAY_BASES)
        share = rng.randrange(1, rules.MILLION + 1)
        terms = Terms("interest", "share", share, 0, base, *TERM)
        day, facts = TERM[0], []
        for _stretch in range(rng.randrange(1, 6)):
            last = day + timedelta(days=rng.randrange(1, 200))
            rate = rng.randrange(1, 360_001)
            facts.append(Fact("principal", day, last, rng.randrange(1, 10**12), rate))
            day = last
        begin = TERM[0] + timedelta(days=rng.randrange(0, 40))
        first = min(begin, day - timedelta(days=1))
        off = Fact("off_purpose", first, None, rng.randrange(1, 10**10))
        exact = Decimal(0)
        one = first
        while one < day:
            owed = next(fact for fact in facts if fact.covers(one))
            counted = max(0, owed.amount_fen - off.amount_fen)
            exact += Decimal(counted) * owed.rate * share
            one += timedelta(days=1)
        wanted = (exact / rules.MILLION / rules.MILLION / base).quantize(Decimal(1), ROUND_HALF_UP)
        assert amount(terms, [*facts, off], (first, day)) == int(wanted)


BAD: list[tuple[type[FundError], Terms]] = [
    (rules.ShareOutside, HALF._replace(share=1_000_001)),
    (rules.ShareOutside, HALF._replace(share=0)),
    (rules.DaysReversed, HALF._replace(last_day=TERM[0])),
    (rules.UnknownTerm, HALF._replace(day_base=364)),
    (rules.UnknownTerm, HALF._replace(method="half")),
    (rules.RateImplausible, HALF._replace(method="points", points=3_450_000)),
]


@pytest.mark.parametrize(("refusal", "terms"), BAD)
def test_terms_nothing_can_be_computed_by_are_refused(
    refusal: type[FundError], terms: Terms
) -> None:
    with pytest.raises(refusal):
        rules.must_be_terms(terms)
