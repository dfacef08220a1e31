"""Eleven red flags over tenders and their bids, computed here after the rules of cardinal-rs 0.0.8: prompts to review, not findings. Pure.

Quartile rules compare one tender or supplier with all the others and are silent on fewer than a usable sample. Cancelled tenders and bids in another
currency than the main one are left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np

WHISKER = 1.5
"""Interquartile ranges beyond the quartiles from which on a value stands apart."""
COMPETITIVE = frozenset({"open_tender", "invited_tender"})
"""Methods in which several are meant to bid."""
FEWEST = 2
"""Bids of a supplier before a share of them says something."""
MANY = 20
"""Tenders a supplier bids in before it helps to say how many classes are usual."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A bid: whose, how much in fen, how it stands (an OCDS bid status), when it came, whether it won."""

    bid_id: int
    supplier_id: int
    amount_fen: int
    status: str
    received_at: datetime
    is_winner: bool = False
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Tender:
    """A tender whose bids are open: least_days is the shortest period its method allows; kind_of_goods is the class of what is bought."""

    process_id: int
    method: str
    criteria: str
    kind_of_goods: str
    notice_on: date
    closes_at: datetime
    least_days: int
    offers: tuple[Offer, ...] = ()

    @property
    def valid(self) -> list[Offer]:
        """Valid bids, the lowest first."""
        return sorted((offer for offer in self.offers if offer.status == "valid"), key=lambda offer: offer.amount_fen)

    @property
    def winners(self) -> list[Offer]:
        """Bids that won."""
        return [offer for offer in self.offers if offer.is_winner]

    @property
    def submitted(self) -> list[Offer]:
        """Bids that were not taken back."""
        return [offer for offer in self.offers if offer.status != "withdrawn"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag on a tender or a supplier: the numbers that raised it, and how many it was compared with (0: judged by itself)."""

    flag: str
    process_id: int | None = None
    supplier_id: int | None = None
    sample: int = 0
    facts: dict[str, Any] = field(default_factory=dict)


def fences(values: Sequence[float]) -> tuple[float, float]:
    """The values from which on one stands apart, below and above.

    >>> fences([1, 2, 3, 4, 5])
    (-1.0, 7.0)
    """
    first, third = np.quantile(values, (0.25, 0.75))
    return float(first - WHISKER * (third - first)), float(third + WHISKER * (third - first))


def raised(tenders: Sequence[Tender], usable: int) -> list[Finding]:
    """Every flag on these tenders, by code, then tender and supplier; ``usable`` is the smallest sample a quartile rule speaks on."""
    main = _main(tenders)
    return [finding for _code, rule in sorted(RULES.items()) for finding in rule(main, usable)]


def _main(tenders: Sequence[Tender]) -> list[Tender]:
    """The same with bids of the currency most bids are in."""
    currencies = [offer.currency for tender in tenders for offer in tender.offers]
    if len(set(currencies)) < FEWEST:
        return list(tenders)
    main = max(sorted(set(currencies)), key=currencies.count)
    return [Tender(tender.process_id, tender.method, tender.criteria, tender.kind_of_goods, tender.notice_on, tender.closes_at, tender.least_days,
                   tuple(offer for offer in tender.offers if offer.currency == main)) for tender in tenders]  # fmt: skip


def short_period(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R003: closed sooner after the notice than the method allows."""
    for tender in tenders:
        days = (tender.closes_at.date() - tender.notice_on).days
        if days < tender.least_days:
            yield Finding("R003", tender.process_id, facts={"days": days, "least": tender.least_days})


def single_bid(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R018: one tenderer where several were meant to bid."""
    for tender in tenders:
        bidders = {offer.supplier_id for offer in tender.submitted}
        if tender.method in COMPETITIVE and len(bidders) == 1:
            yield Finding("R018", tender.process_id, bidders.pop())


def _distances(tenders: Sequence[Tender]) -> dict[int, tuple[float, Offer, Offer]]:
    """Tender -> how far the second-lowest valid bid lies above the winner, as a part of the winner, with both; only of one winner."""
    found = {}
    for tender in tenders:
        others = [offer for offer in tender.valid if not offer.is_winner]
        if len(tender.winners) == 1 and others:
            winner = tender.winners[0]
            found[tender.process_id] = ((others[0].amount_fen - winner.amount_fen) / winner.amount_fen, winner, others[0])
    return found


def _apart(code: str, *, is_low: bool) -> Callable[[Sequence[Tender], int], Iterator[Finding]]:
    def rule(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
        found = _distances(tenders)
        if len(found) < usable:
            return
        low, high = fences([distance for distance, _winner, _second in found.values()])
        for process_id, (distance, winner, second) in sorted(found.items()):
            if (distance <= low) if is_low else (distance >= high):
                yield Finding(code, process_id, winner.supplier_id, len(found), {
                    "percent": round(distance * 100, 2), "fence": round((low if is_low else high) * 100, 2), "winner_fen": winner.amount_fen, "second_fen": second.amount_fen,
                })

    return rule


def _by_supplier(tenders: Sequence[Tender]) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = {}
    for tender in tenders:
        for offer in tender.submitted:
            found.setdefault(offer.supplier_id, []).append(offer)
    return found


def seldom_wins(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R025: among suppliers that bid often, one that wins far less than the others."""
    settled = [tender for tender in tenders if tender.winners]
    bids = _by_supplier(settled)
    if len(bids) < usable:
        return
    often = float(np.quantile([len(own) for own in bids.values()], 0.75))
    ratios = {supplier: sum(offer.is_winner for offer in own) / len(own) for supplier, own in bids.items() if len(own) >= often}
    low, _high = fences(list(ratios.values()))
    for supplier, ratio in sorted(ratios.items()):
        if ratio <= low:
            yield Finding("R025", None, supplier, len(bids), {"bids": len(bids[supplier]), "won": sum(offer.is_winner for offer in bids[supplier]), "fence": round(low * 100, 2)})


def same_price(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R028: different tenderers at the same price."""
    for tender in tenders:
        by_price: dict[int, set[int]] = {}
        for offer in tender.submitted:
            by_price.setdefault(offer.amount_fen, set()).add(offer.supplier_id)
        for amount_fen, bidders in sorted(by_price.items()):
            if len(bidders) > 1:
                yield Finding("R028", tender.process_id, facts={"price_fen": amount_fen, "bidders": len(bidders)})


def late_winner(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R030: the winning bid came after the deadline."""
    for tender in tenders:
        for offer in tender.winners:
            if offer.status == "valid" and offer.received_at > tender.closes_at:
                yield Finding("R030", tender.process_id, offer.supplier_id, facts={"received": offer.received_at, "deadline": tender.closes_at})


def all_others_out(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R035: every bid but the winner's was disqualified, one at least."""
    for tender in tenders:
        out = [offer for offer in tender.offers if offer.status == "disqualified"]
        left = {offer.supplier_id for offer in tender.valid}
        if out and len(left) == 1 and {offer.supplier_id for offer in tender.winners} == left:
            yield Finding("R035", tender.process_id, next(iter(left)), facts={"disqualified": len(out)})


def lowest_out(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R036: the lowest bid was disqualified where only the price decides."""
    for tender in tenders:
        if tender.criteria == "priceOnly" and tender.submitted:
            lowest = min(tender.submitted, key=lambda offer: (offer.amount_fen, offer.bid_id))
            if lowest.status == "disqualified":
                yield Finding("R036", tender.process_id, lowest.supplier_id, facts={"price_fen": lowest.amount_fen})


def often_out(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R038: a supplier disqualified far more often than the others."""
    bids = {supplier: own for supplier, own in _by_supplier(tenders).items() if len(own) >= FEWEST}
    if len(bids) < usable:
        return
    shares = {supplier: sum(offer.status == "disqualified" for offer in own) / len(own) for supplier, own in bids.items()}
    _low, high = fences(list(shares.values()))
    for supplier, share in sorted(shares.items()):
        if share >= high and share > 0:
            yield Finding("R038", None, supplier, len(bids), {"bids": len(bids[supplier]), "disqualified": round(share * len(bids[supplier])), "fence": round(high * 100, 2)})


def mixed_goods(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R048: a supplier winning in far more classes of goods than those who bid often."""
    bids = _by_supplier(tenders)
    won: dict[int, set[str]] = {}
    for tender in tenders:
        for offer in tender.winners:
            won.setdefault(offer.supplier_id, set()).add(tender.kind_of_goods)
    usual = [len(won.get(supplier, ())) for supplier, own in bids.items() if len(own) >= MANY]
    if len(usual) < usable:
        return
    _low, high = fences(usual)
    for supplier, kinds in sorted(won.items()):
        if len(kinds) >= high and len(kinds) > 1:
            yield Finding("R048", None, supplier, len(usual), {"kinds": len(kinds), "fence": round(high, 2)})


RULES: dict[str, Callable[[Sequence[Tender], int], Iterator[Finding]]] = {
    "R003": short_period, "R018": single_bid, "R024": _apart("R024", is_low=True), "R025": seldom_wins, "R028": same_price, "R030": late_winner,
    "R035": all_others_out, "R036": lowest_out, "R038": often_out, "R048": mixed_goods, "R058": _apart("R058", is_low=False),
}
"""Code of cardinal-rs -> how it is found."""
