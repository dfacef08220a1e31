"""How openly the newest tenders were competed for: each figure with how many it rests on. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from fund.procurement.tenders import Tender

YEAR = timedelta(days=365)
FIRST_FIVE = 5
WHOLE = 10_000
"""The Herfindahl-Hirschman index of a single supplier: the squares of shares in percent add up to
it.
"""


@dataclass(frozen=True, slots=True)
class Deal:
    """A tender that led to a contract: what it was estimated at and what it was won for, in fen;
    when it was published and signed; small: by a small or micro enterprise.
    """

    supplier_id: int
    estimate_fen: int
    won_fen: int
    notice_on: date
    signed_on: date | None
    is_small: bool


class Figure(NamedTuple):
    """A figure, its unit (count, percent, days or index), and what it rests on; the value is
    missing where that is nothing.
    """

    name: str
    value: float | None
    unit: str
    sample: int


def figures(tenders: Sequence[Tender], deals: Sequence[Deal], today: date) -> list[Figure]:
    """Bidders, single bids, concentration, entrants, small enterprises, times and prices, in this
    order.
    """
    return [*_bidding(tenders, today), *_winning(deals)]


def methods(tenders: Sequence[Tender]) -> list[tuple[str, int]]:
    """How many tenders of each method, the most first."""
    return sorted(
        Counter(tender.method for tender in tenders).items(), key=lambda pair: (-pair[1], pair[0])
    )


def _bidding(tenders: Sequence[Tender], today: date) -> Iterator[Figure]:
    bidders = [tender.bidders for tender in tenders if tender.submitted]
    yield Figure("bidders", median(bidders) if bidders else None, "count", len(bidders))
    meant = [tender.bidders for tender in tenders if tender.is_competitive and tender.submitted]
    yield Figure("single_bid", _percent(meant.count(1), len(meant)), "percent", len(meant))
    first: dict[int, date] = {}
    recent: set[int] = set()
    for closed, offers in sorted(
        (
            (tender.closes_at.date(), tender.submitted)
            for tender in tenders
            if tender.closes_at is not None
        ),
        key=itemgetter(0),
    ):
        for supplier in (offer.supplier_id for offer in offers):
            first.setdefault(supplier, closed)
            recent |= {supplier} if closed > today - YEAR else set()
    yield Figure(
        "new_bidders",
        _percent(sum(first[supplier] > today - YEAR for supplier in recent), len(recent)),
        "percent",
        len(recent),
    )


def _winning(deals: Sequence[Deal]) -> Iterator[Figure]:
    by_supplier: Counter[int] = Counter()
    for deal in deals:
        by_supplier[deal.supplier_id] += deal.won_fen
    total = by_supplier.total()
    yield Figure(
        "hhi",
        sum((amount * 100 / total) ** 2 for amount in by_supplier.values()) if total else None,
        "index",
        len(by_supplier),
    )
    yield Figure(
        "top_five",
        _percent(sum(amount for _supplier, amount in by_supplier.most_common(FIRST_FIVE)), total),
        "percent",
        len(by_supplier),
    )
    yield Figure(
        "small_winners",
        _percent(sum(deal.is_small for deal in deals), len(deals)),
        "percent",
        len(deals),
    )
    days = [(deal.signed_on - deal.notice_on).days for deal in deals if deal.signed_on is not None]
    yield Figure("days_to_contract", median(days) if days else None, "days", len(days))
    prices = [deal.won_fen * 100 / deal.estimate_fen for deal in deals]
    yield Figure("price_of_estimate", median(prices) if prices else None, "percent", len(prices))


def _percent(part: int, whole: int) -> float | None:
    return part * 100 / whole if whole else None
