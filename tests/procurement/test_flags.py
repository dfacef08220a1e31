"""Each red flag on a case worked out by hand, and its near miss that must not fire."""

from datetime import date, datetime, timedelta

import pytest

from fund import clock
from fund.procurement.flags import Finding, Offer, Tender, fences, raised

NOTICE = date(2026, 3, 2)
USABLE = 20


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING)


def tender(number: int, *bids: tuple[int, int] | tuple[int, int, str], method: str = "open_tender", criteria: str = "ratedCriteria", goods: str = "satellite", days: int = 20, least: int = 20, won: int | None = 0, late: int | None = None) -> Tender:
    """Bids as (supplier, yuan) or (supplier, yuan, status); the one at place ``won`` won; the one at place ``late`` came a minute after the deadline."""
    closes = at(NOTICE + timedelta(days))
    offers = tuple(
        Offer(number * 100 + place, bid[0], bid[1] * 100, bid[2] if len(bid) > 2 else "valid", closes + timedelta(minutes=1) if place == late else closes - timedelta(days=1), is_winner=place == won)
        for place, bid in enumerate(bids)
    )
    return Tender(number, method, criteria, goods, NOTICE, closes, least, offers)


def found(code: str, *tenders: Tender, usable: int = USABLE) -> list[Finding]:
    return [finding for finding in raised(tenders, usable) if finding.flag == code]


def test_fences_lie_one_and_a_half_quartile_ranges_out() -> None:
    """1, 2, 3, 4: quartiles at 1.75 and 3.25, 1.5 apart; 1.75 - 2.25 and 3.25 + 2.25."""
    assert fences([1, 2, 3, 4]) == (-0.5, 5.5)


def test_r003_a_day_less_than_the_method_allows() -> None:
    assert [finding.facts for finding in found("R003", tender(1, days=19))] == [{"days": 19, "least": 20}]
    assert found("R003", tender(1, days=20)) == []
    assert found("R003", tender(1, days=10, least=10)) == []


def test_r018_one_tenderer_where_several_should_bid() -> None:
    one = found("R018", tender(1, (7, 100)))
    assert [(finding.process_id, finding.supplier_id) for finding in one] == [(1, 7)]
    assert found("R018", tender(1, (7, 100), (8, 110))) == []
    assert found("R018", tender(1, (7, 100), method="single_source")) == []
    assert len(found("R018", tender(1, (7, 100), (8, 110, "withdrawn")))) == 1


def usual(count: int) -> list[Tender]:
    """Second bids 9, 10, 11 and 12 % above the winner, in turn: of 20, quartiles at 9.75 and 11.25 %, fences at 7.5 and 13.5 %."""
    return [tender(number, (1, 1000), (2, 1090 + 10 * (number % 4))) for number in range(1, count + 1)]


def test_r024_a_second_bid_close_behind_the_winner() -> None:
    """With the odd one the 21 distances keep their quartiles at 9 and 11 %: the low fence is 6 %."""
    low, _high = fences([0.09, 0.10, 0.11, 0.12] * 5 + [0.05])
    assert low == pytest.approx(0.06)
    hit = found("R024", *usual(20), tender(99, (3, 1000), (4, 1050)))
    assert [(finding.process_id, finding.supplier_id, finding.sample, finding.facts["percent"]) for finding in hit] == [(99, 3, 21, 5.0)]
    assert found("R024", *usual(20), tender(99, (3, 1000), (4, 1070))) == []


def test_r058_a_winner_far_below_the_second_bid() -> None:
    """The same distances and 20 %: quartiles at 10 and 12 %, the high fence at 15 %."""
    _low, high = fences([0.09, 0.10, 0.11, 0.12] * 5 + [0.20])
    assert high == pytest.approx(0.15)
    hit = found("R058", *usual(20), tender(99, (3, 1000), (4, 1200)))
    assert [(finding.process_id, finding.supplier_id, finding.facts["percent"], finding.facts["fence"]) for finding in hit] == [(99, 3, 20.0, 15.0)]
    assert found("R058", *usual(20), tender(99, (3, 1000), (4, 1140))) == []


def test_quartile_flags_are_silent_below_a_usable_sample_and_skip_several_winners() -> None:
    assert found("R024", *usual(18), tender(99, (3, 1000), (4, 1050))) == []
    assert found("R058", *usual(18), tender(99, (3, 1000), (4, 1200))) == []
    two = tender(99, (3, 1000), (4, 1050))
    both = Tender(99, two.method, two.criteria, two.kind_of_goods, two.notice_on, two.closes_at, 20, tuple(Offer(offer.bid_id, offer.supplier_id, offer.amount_fen, "valid", offer.received_at, is_winner=True) for offer in two.offers))
    assert found("R024", *usual(20), both) == []


def bidding(wins: dict[int, int], bids: int = 10) -> list[Tender]:
    """Each supplier bids so many times alone against supplier 0, which takes what the other does not win."""
    return [tender(supplier * 100 + turn, (supplier, 1000), (0, 1100), won=0 if turn < won else 1) for supplier, won in wins.items() for turn in range(bids)]


def test_r025_a_frequent_bidder_that_almost_never_wins() -> None:
    """21 suppliers bid ten times (a quarter bid ten times and more: all of them), 20 win 5 or 6 and one none. Supplier 0 bids 210 times.

    Win ratios of the 22: 0, then 50 and 60 %; quartiles 50 and 60 %, the low fence 35 %. With 4 wins the odd one stays above it.
    """
    wins = {supplier: 5 + supplier % 2 for supplier in range(1, 21)}
    hit = found("R025", *bidding(wins | {21: 0}))
    assert [(finding.supplier_id, finding.facts["bids"], finding.facts["won"], finding.sample) for finding in hit] == [(21, 10, 0, 22)]
    assert found("R025", *bidding(wins | {21: 4})) == []


def test_r028_two_tenderers_at_one_price() -> None:
    hit = found("R028", tender(1, (7, 100), (8, 100), (9, 120)))
    assert [(finding.process_id, finding.facts) for finding in hit] == [(1, {"price_fen": 10_000, "bidders": 2})]
    assert found("R028", tender(1, (7, 100), (8, 101))) == []
    assert found("R028", tender(1, (7, 100), (8, 100, "withdrawn"))) == []


def test_r030_the_winner_came_after_the_deadline() -> None:
    assert [(finding.process_id, finding.supplier_id) for finding in found("R030", tender(1, (7, 100), (8, 110), late=0))] == [(1, 7)]
    assert found("R030", tender(1, (7, 100), (8, 110), late=1)) == []


def test_r035_everybody_but_the_winner_was_disqualified() -> None:
    hit = found("R035", tender(1, (7, 100), (8, 90, "disqualified"), (9, 95, "disqualified")))
    assert [(finding.supplier_id, finding.facts) for finding in hit] == [(7, {"disqualified": 2})]
    assert found("R035", tender(1, (7, 100), (8, 90, "disqualified"), (9, 120))) == []
    assert found("R035", tender(1, (7, 100))) == []


def test_r036_the_lowest_bid_was_disqualified_where_the_price_decides() -> None:
    bids = ((7, 100), (8, 90, "disqualified"))
    assert [(finding.supplier_id, finding.facts) for finding in found("R036", tender(1, *bids, criteria="priceOnly"))] == [(8, {"price_fen": 9_000})]
    assert found("R036", tender(1, *bids)) == []
    assert found("R036", tender(1, (7, 100), (8, 110, "disqualified"), criteria="priceOnly")) == []


def disqualified(times: dict[int, int], bids: int = 4) -> list[Tender]:
    """Each supplier bids so many times against supplier 0 and is disqualified so often."""
    return [tender(supplier * 100 + turn, (0, 1100), (supplier, 1000, "disqualified" if turn < out else "valid")) for supplier, out in times.items() for turn in range(bids)]


def test_r038_a_supplier_disqualified_far_more_often_than_others() -> None:
    """20 suppliers out of 4 bids 0 or 1 times, one 4 times: shares 0 and 25 %, quartiles 0 and 25 %, the high fence 62.5 %; 2 of 4 stays below it."""
    times = {supplier: supplier % 2 for supplier in range(1, 21)}
    hit = found("R038", *disqualified(times | {21: 4}))
    assert [(finding.supplier_id, finding.facts["bids"], finding.facts["disqualified"], finding.facts["fence"]) for finding in hit] == [(21, 4, 4, 62.5)]
    assert found("R038", *disqualified(times | {21: 2})) == []


def test_r048_a_supplier_winning_in_far_more_classes_than_those_who_bid_often() -> None:
    """20 suppliers bid 20 times and win in one class: quartiles 1 and 1, the fence 1. One that wins in two stands apart; one that wins twice in one does not."""
    often = [tender(supplier * 100 + turn, (supplier, 1000), (10_000 + supplier * 20 + turn, 1100), won=0 if turn == 0 else None) for supplier in range(1, 21) for turn in range(20)]
    two = [tender(5001, (77, 100), (78, 110)), tender(5002, (77, 100), (78, 110), goods="ttc")]
    assert [(finding.supplier_id, finding.facts["kinds"]) for finding in found("R048", *often, *two)] == [(77, 2)]
    assert found("R048", *often, two[0], tender(5003, (77, 100), (78, 110))) == []
    assert found("R048", *often[:380], *two) == []


def test_bids_in_another_currency_than_the_main_one_are_left_out() -> None:
    mixed = tender(1, (7, 100), (8, 110))
    foreign = Tender(1, mixed.method, mixed.criteria, mixed.kind_of_goods, NOTICE, mixed.closes_at, 20, (*mixed.offers, Offer(9, 9, 10_000, "valid", mixed.offers[0].received_at, currency="USD")))
    assert found("R028", foreign) == []
