"""Each red flag on a case worked out by hand, and its near miss that must not fire."""

from datetime import date, datetime, timedelta

import pytest

from fund import clock
from fund.procurement.flags import Finding, Offer, Tender, fences, raised

NOTICE = date(2026, 3, 2)
USABLE = 20


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING)


def tender(
    number: int,
    *bids: tuple[int, int] | tuple[int, int, str],
    method: str = "open_tender",
    criteria: str = "ratedCriteria",
    goods: str = "satellite",
    days: int = 20,
    least: int = 20,
    won: int | None = 0,
    late: int | None = None,
    is_call_off: bool = False,
) -> Tender:
    """Bids as (supplier, yuan) or (supplier, yuan, status); the one at place ``won`` won; the one
    at place ``late`` came a minute after the deadline.
    """
    closes = at(NOTICE + timedelta(days))
    offers = tuple(
        Offer(
            number * 100 + place,
            bid[0],
            bid[1] * 100,
            bid[2] if len(bid) > 2 else "valid",
            closes + timedelta(minutes=1) if place == late else closes - timedelta(days=1),
            is_winner=place == won,
        )
        for place, bid in enumerate(bids)
    )
    return Tender(
        number,
        method,
        criteria,
        frozenset({goods}),
        NOTICE,
        closes,
        least,
        offers,
        is_call_off=is_call_off,
    )


def found(code: str, *tenders: Tender, usable: int = USABLE) -> list[Finding]:
    return [finding for finding in raised(tenders, usable) if finding.flag == code]


def test_fences_lie_one_and_a_half_quartile_ranges_out() -> None:
    """1 to 5: by type 8 the quartiles stand at places 16/3 × 1/4 + 1/3 = 5/3 and 16/3 × 3/4 + 1/3 =
    13/3, 8/3 apart: 5/3 - 4 and 13/3 + 4.
    """
    assert fences([1, 2, 3, 4, 5]) == (pytest.approx(-7 / 3), pytest.approx(25 / 3))


def test_r003_a_day_less_than_the_method_allows() -> None:
    assert [finding.facts for finding in found("R003", tender(1, days=19))] == [
        {"days": 19, "least": 20}
    ]
    assert found("R003", tender(1, days=20)) == []
    assert found("R003", tender(1, days=10, least=10)) == []


def test_r018_one_tenderer_where_several_should_bid() -> None:
    one = found("R018", tender(1, (7, 100)))
    assert [(finding.process_id, finding.supplier_id) for finding in one] == [(1, 7)]
    assert found("R018", tender(1, (7, 100), (8, 110))) == []
    assert found("R018", tender(1, (7, 100), method="single_source")) == []
    assert len(found("R018", tender(1, (7, 100), (8, 110, "withdrawn")))) == 1
    assert len(found("R018", tender(1, (7, 100), method="framework"))) == 1, (
        "its first stage is open"
    )
    assert found("R018", tender(1, (7, 100), method="framework", is_call_off=True)) == []


def usual(count: int) -> list[Tender]:
    """Second bids 9, 10, 11 and 12 % above the winner, in turn."""
    return [
        tender(number, (1, 1000), (2, 1090 + 10 * (number % 4))) for number in range(1, count + 1)
    ]


def test_r024_a_second_bid_close_behind_the_winner() -> None:
    """With the odd one 21 distances: quartiles at places 64/3 × 1/4 + 1/3 = 17/3 (9 %) and 64/3 ×
    3/4 + 1/3 = 49/3 (a third of the way from 11 to 12 %).

    7/3 apart, so the low fence is 9 - 3.5 = 5.5 %; the winner and the second are both named. What
    lies at 5.6 % stays above it.
    """
    hit = found("R024", *usual(20), tender(99, (3, 1000), (4, 1050)))
    assert [
        (finding.process_id, finding.supplier_id, finding.parties, finding.sample, finding.value)
        for finding in hit
    ] == [(99, 3, (3, 4), 21, pytest.approx(0.05))]
    assert hit[0].facts == pytest.approx(
        {"percent": 5, "fence": 5.5, "winner_fen": 100_000, "second_fen": 105_000}
    )
    assert found("R024", *usual(20), tender(99, (3, 1000), (4, 1056))) == []
    assert (
        found("R024", *usual(20), tender(99, (3, 1000), (4, 1050, "disqualified"), (5, 1100))) == []
    )


def test_r058_a_winner_far_below_the_second_bid() -> None:
    """The same distances and 20 %: quartiles two thirds of the way from 9 to 10 % and at 12 %, 7/3
    apart: the high fence is 15.5 %. What lies at 15.4 % stays below it.
    """
    hit = found("R058", *usual(20), tender(99, (3, 1000), (4, 1200)))
    assert [
        (
            finding.process_id,
            finding.parties,
            finding.value,
            finding.facts["percent"],
            finding.facts["fence"],
        )
        for finding in hit
    ] == [(99, (3,), pytest.approx(0.2), pytest.approx(20), pytest.approx(15.5))]
    assert found("R058", *usual(20), tender(99, (3, 1000), (4, 1154))) == []


def test_where_the_lowest_bid_did_not_win_or_the_buyer_set_the_price_no_distance_is_taken() -> None:
    """A winner 5 % above another bid is not close behind it, and is no part of the sample: of 19
    others the rule says nothing.
    """
    assert found("R024", *usual(20), tender(99, (3, 1050), (4, 1000))) == []
    assert (
        found("R024", *usual(19), tender(99, (3, 1050), (4, 1000)))
        == found("R024", *usual(19))
        == []
    )
    assert len(found("R024", *usual(19), tender(99, (3, 1000), (4, 1010)))) == 1
    assert found("R024", *usual(19), tender(99, (3, 1000), (4, 1010), criteria="qualityOnly")) == []


def test_no_distance_stands_apart_where_most_are_none() -> None:
    """Both quartiles are 0, so is the fence: that is no fence."""
    alike = [tender(number, (1, 1000), (2, 1000)) for number in range(1, 21)]
    assert found("R024", *alike) == []
    assert found("R058", *alike, tender(99, (3, 1000), (4, 1300))) == []


def test_quartile_flags_are_silent_below_a_usable_sample_and_skip_several_winners() -> None:
    assert found("R024", *usual(18), tender(99, (3, 1000), (4, 1050))) == []
    assert found("R058", *usual(18), tender(99, (3, 1000), (4, 1200))) == []
    two = tender(99, (3, 1000), (4, 1050))
    both = Tender(
        99,
        two.method,
        two.criteria,
        two.goods,
        two.notice_on,
        two.closes_at,
        20,
        tuple(
            Offer(
                offer.bid_id,
                offer.supplier_id,
                offer.amount_fen,
                "valid",
                offer.received_at,
                is_winner=True,
            )
            for offer in two.offers
        ),
    )
    assert found("R024", *usual(20), both) == []


def bidding(wins: dict[int, int], bids: int = 10) -> list[Tender]:
    """Each supplier bids so many times alone against supplier 0, which takes what the other does
    not win.
    """
    return [
        tender(supplier * 100 + turn, (supplier, 1000), (0, 1100), won=0 if turn < won else 1)
        for supplier, won in wins.items()
        for turn in range(bids)
    ]


WINS = {supplier: 5 + supplier % 2 for supplier in range(1, 21)}


def test_r025_a_frequent_bidder_that_almost_never_wins() -> None:
    """21 suppliers bid ten times and supplier 0 bids 210 times: three quarters bid at most 10
    times, so all of them bid often.

    Win ratios of the 22: 0, 48 (110 of 210), ten of 50 and ten of 60 %: quartiles 50 and 60 %, the
    low fence 35 %. With 4 wins the odd one stays above it.
    """
    hit = found("R025", *bidding(WINS | {21: 0}))
    assert [
        (finding.supplier_id, finding.facts, finding.sample, finding.value) for finding in hit
    ] == [(21, pytest.approx({"bids": 10, "won": 0, "fence": 35}), 22, pytest.approx(0))]
    assert found("R025", *bidding(WINS | {21: 4})) == []


def test_r025_counts_valid_bids_and_compares_with_those_who_bid_seldom_too() -> None:
    """Twenty more that bid once and win: of 42 ratios the quartiles are 50 and 100 %, the low fence
    is below nothing, and nobody stands apart.

    One that bids nine times is not among the frequent; a bid that was disqualified is none.
    """
    seldom = [
        tender(9000 + number, (100 + number, 1000), (200, 1100, "withdrawn"))
        for number in range(20)
    ]
    assert found("R025", *bidding(WINS | {21: 0}), *seldom) == []
    assert found("R025", *bidding(WINS), *bidding({21: 0}, bids=9)) == []
    out = [tender(2100 + turn, (21, 1000, "disqualified"), (0, 1100), won=1) for turn in range(10)]
    assert found("R025", *bidding(WINS), *out, *bidding({22: 6, 23: 5})) == []


def test_r028_two_tenderers_at_one_price() -> None:
    hit = found("R028", tender(1, (7, 100), (8, 100), (9, 120)))
    assert [(finding.process_id, finding.parties, finding.facts) for finding in hit] == [
        (1, (7, 8), {"price_fen": 10_000, "bidders": 2})
    ]
    assert found("R028", tender(1, (7, 100), (8, 101))) == []
    assert found("R028", tender(1, (7, 100), (8, 100, "withdrawn"))) == []
    assert found("R028", tender(1, (7, 100), (7, 100), (8, 101))) == [], "one tenderer, twice"
    assert found("R028", tender(1, (7, 100), (8, 100), criteria="qualityOnly")) == [], (
        "the buyer set the price"
    )


def test_r030_the_winner_came_after_the_deadline() -> None:
    assert [
        (finding.process_id, finding.supplier_id)
        for finding in found("R030", tender(1, (7, 100), (8, 110), late=0))
    ] == [(1, 7)]
    assert found("R030", tender(1, (7, 100), (8, 110), late=1)) == []


def test_r035_everybody_but_the_winner_was_disqualified() -> None:
    hit = found("R035", tender(1, (7, 100), (8, 90, "disqualified"), (9, 95, "disqualified")))
    assert [(finding.supplier_id, finding.facts) for finding in hit] == [(7, {"disqualified": 2})]
    assert found("R035", tender(1, (7, 100), (8, 90, "disqualified"), (9, 120))) == []
    assert found("R035", tender(1, (7, 100))) == []
    assert found("R035", tender(1, (7, 100), (7, 90, "disqualified"))) == [], (
        "another bid of the winner’s own"
    )
    assert found("R035", tender(1, (7, 100), (8, 90, "disqualified"), won=None)) == []


def test_r036_the_lowest_bid_was_disqualified_where_the_price_decides() -> None:
    bids = ((7, 100), (8, 90, "disqualified"))
    assert [
        (finding.supplier_id, finding.facts)
        for finding in found("R036", tender(1, *bids, criteria="priceOnly"))
    ] == [(8, {"price_fen": 9_000})]
    assert found("R036", tender(1, *bids)) == []
    assert found("R036", tender(1, (7, 100), (8, 110, "disqualified"), criteria="priceOnly")) == []
    assert found("R036", tender(1, *bids, criteria="priceOnly", won=None)) == [], (
        "nothing is awarded"
    )


def disqualified(times: dict[int, int], bids: int = 4) -> list[Tender]:
    """Each supplier bids so many times against supplier 0 and is disqualified so often."""
    return [
        tender(
            supplier * 100 + turn,
            (0, 1100),
            (supplier, 1000, "disqualified" if turn < out else "valid"),
        )
        for supplier, out in times.items()
        for turn in range(bids)
    ]


def test_r038_a_supplier_disqualified_far_more_often_than_others() -> None:
    """20 suppliers out of 4 bids 0 or 1 times, one 4 times: shares 0 and 25 %, quartiles 0 and 25
    %, the high fence 62.5 %; 2 of 4 stays below it.

    Where three quarters are never disqualified there is no fence to be above.
    """
    times = {supplier: supplier % 2 for supplier in range(1, 21)}
    assert found("R038", *disqualified(dict.fromkeys(times, 0) | {21: 4})) == []
    hit = found("R038", *disqualified(times | {21: 4}))
    assert [
        (
            finding.supplier_id,
            finding.facts["bids"],
            finding.facts["disqualified"],
            finding.facts["fence"],
        )
        for finding in hit
    ] == [(21, 4, 4, pytest.approx(62.5))]
    assert hit[0].value == pytest.approx(1)
    assert found("R038", *disqualified(times | {21: 2})) == []


def winning(kinds: dict[int, int], each: int = 20) -> list[Tender]:
    """Each supplier wins so many tenders, in so many classes of goods in turn."""
    return [
        tender(
            supplier * 100 + turn,
            (supplier, 1000),
            (1000 + supplier, 1100),
            goods=f"class {turn % count}",
        )
        for supplier, count in kinds.items()
        for turn in range(each)
    ]


def test_r048_a_supplier_winning_in_far_more_classes_than_those_who_win_often() -> None:
    """20 suppliers win 20 tenders in one class or two: quartiles 1 and 2, the fence 3.5. One that
    wins in four stands apart, one in three does not; nor one that wins 19 times.
    """
    often = {supplier: 1 + supplier % 2 for supplier in range(1, 21)}
    hit = found("R048", *winning(often | {21: 4}))
    assert [
        (finding.supplier_id, finding.facts, finding.sample, finding.value) for finding in hit
    ] == [(21, pytest.approx({"kinds": 4, "fence": 3.5}), 21, pytest.approx(4))]
    assert found("R048", *winning(often | {21: 3})) == []
    assert found("R048", *winning(often), *winning({21: 4}, each=19)) == []
    assert (
        found("R048", *winning({supplier: often[supplier] for supplier in range(1, 19)} | {21: 4}))
        == []
    ), "19 are too few"
    assert found("R048", *winning(dict.fromkeys(often, 1))) == [], "one class is no mixture"


def test_bids_in_another_currency_than_the_main_one_are_left_out() -> None:
    mixed = tender(1, (7, 100), (8, 110))
    foreign = Tender(
        1,
        mixed.method,
        mixed.criteria,
        mixed.goods,
        NOTICE,
        mixed.closes_at,
        20,
        (*mixed.offers, Offer(9, 9, 10_000, "valid", mixed.offers[0].received_at, currency="USD")),
    )
    assert found("R028", foreign) == []
