"""Eleven red flags over tenders and their bids, computed here after the rules of cardinal-rs 0.0.8: prompts to review, not findings. Pure.

Quartile rules compare one tender or supplier with all the others and are silent on fewer than a usable sample. Cancelled tenders and bids in another
currency than the main one are left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np

WHISKER = 1.5
"""Interquartile ranges beyond the quartiles from which on a value stands apart."""
COMPETITIVE = frozenset({"open_tender", "invited_tender", "framework"})
"""Methods in which several are meant to bid: open or selective in OCDS; an order from a framework is not."""
FIXED_PRICE = "qualityOnly"
"""The award criteria under which the buyer sets the price, so that bids at one price say nothing."""
FEWEST = 2
"""Bids of a supplier before a share of them says something."""
MANY = 20
"""Tenders a supplier won before it helps to say how many classes of goods are usual."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A bid: whose, how much in fen, how it stands (an OCDS bid status), when it came, whether it won; joint: of several together, who count as one more bidder."""

    bid_id: int
    supplier_id: int
    amount_fen: int
    status: str
    received_at: datetime | None
    is_winner: bool = False
    currency: str = "CNY"
    is_joint: bool = False


@dataclass(frozen=True, slots=True)
class Tender:
    """A tender whose bids are open: least_days is the shortest period its method allows; goods are the classes of what is bought; a tender without bids on record may tell how many bid."""

    process_id: int
    method: str
    criteria: str
    goods: frozenset[str]
    notice_on: date | None
    closes_at: datetime | None
    least_days: int
    offers: tuple[Offer, ...] = ()
    is_call_off: bool = False
    told_bidders: int | None = None

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
        """Bids that were made and not taken back."""
        return [offer for offer in self.offers if offer.status not in ("withdrawn", "invited")]

    @property
    def bidders(self) -> int:
        """How many suppliers bid."""
        return len({offer.supplier_id for offer in self.submitted}) or self.told_bidders or 0

    @property
    def is_competitive(self) -> bool:
        """Whether several were meant to bid."""
        return self.method in COMPETITIVE and not self.is_call_off


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag on a tender or a supplier: the numbers that raised it, and how many it was compared with (0: judged by itself).

    ``value`` is what cardinal-rs gives for it: a share, a count, or 1 where it only says yes. ``parties`` are all suppliers it names, the one it is about first.
    """

    flag: str
    process_id: int | None = None
    supplier_id: int | None = None
    sample: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    value: float = 1.0
    parties: tuple[int, ...] = ()


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The first and third quartile, estimated as cardinal-rs does (statrs: Hyndman and Fan’s type 8)."""
    first, third = np.quantile(values, (0.25, 0.75), method="median_unbiased")
    return float(first), float(third)


def fences(values: Sequence[float]) -> tuple[float, float]:
    """The values from which on one stands apart, below and above.

    >>> low, high = fences([1, 2, 3, 4, 5])
    >>> round(low, 4), round(high, 4)
    (-2.3333, 8.3333)
    """
    first, third = quartiles(values)
    return first - WHISKER * (third - first), third + WHISKER * (third - first)


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
    return [replace(tender, offers=tuple(offer for offer in tender.offers if offer.currency == main)) for tender in tenders]


def short_period(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R003: closed sooner after the notice than the method allows."""
    for tender in tenders:
        if tender.notice_on is None or tender.closes_at is None:
            continue
        days = (tender.closes_at.date() - tender.notice_on).days
        if days < tender.least_days:
            yield Finding("R003", tender.process_id, facts={"days": days, "least": tender.least_days})


def single_bid(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R018: one tenderer where several were meant to bid."""
    for tender in tenders:
        if tender.is_competitive and tender.bidders == 1:
            supplier = next((offer.supplier_id for offer in tender.submitted), None)
            yield Finding("R018", tender.process_id, supplier, parties=_some(supplier))


def _some(supplier: int | None) -> tuple[int, ...]:
    return () if supplier is None else (supplier,)


def _distances(tenders: Sequence[Tender]) -> dict[int, tuple[float, Offer, Offer]]:
    """Tender -> how far the second-lowest valid bid lies above the winner, as a part of the winner, with both.

    Only of one winner whose bid was the lowest: where a dearer one won, or the buyer set the price, prices were not what was compared.
    """
    found = {}
    for tender in tenders:
        winners = {offer.supplier_id for offer in tender.winners}
        if len(winners) != 1 or tender.criteria == FIXED_PRICE:
            continue
        mine = [offer for offer in tender.valid if offer.supplier_id in winners and not offer.is_joint]
        others = [offer for offer in tender.valid if offer.supplier_id not in winners and not offer.is_joint]
        if mine and others and mine[0].amount_fen > 0 and others[0].amount_fen >= mine[0].amount_fen:
            found[tender.process_id] = ((others[0].amount_fen - mine[0].amount_fen) / mine[0].amount_fen, mine[0], others[0])
    return found


def _apart(code: str, *, is_low: bool) -> Callable[[Sequence[Tender], int], Iterator[Finding]]:
    def rule(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
        found = _distances(tenders)
        if len(found) < usable:
            return
        low, high = fences([distance for distance, _winner, _second in found.values()])
        fence = low if is_low else high
        for process_id, (distance, winner, second) in sorted(found.items()):
            if fence > 0 and ((distance <= fence) if is_low else (distance >= fence)):  # no fence where the distances usually are nothing
                yield Finding(code, process_id, winner.supplier_id, len(found), {
                    "percent": round(distance * 100, 2), "fence": round(fence * 100, 2), "winner_fen": winner.amount_fen, "second_fen": second.amount_fen,
                }, value=distance, parties=(winner.supplier_id, second.supplier_id) if is_low else (winner.supplier_id,))

    return rule


def seldom_wins(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R025: a supplier that bids as often as the upper quarter and wins far less than all others; by valid bids, one a tender, where one won."""
    tally: dict[int, tuple[int, int]] = {}
    for tender in tenders:
        winners = {offer.supplier_id for offer in tender.winners}
        if len(winners) != 1:
            continue
        for supplier in {offer.supplier_id for offer in tender.valid if not offer.is_joint}:
            bids, won = tally.get(supplier, (0, 0))
            tally[supplier] = (bids + 1, won + (supplier in winners))
    if len(tally) < usable:
        return
    often = quartiles([bids for bids, _won in tally.values()])[1]
    ratios = {supplier: won / bids for supplier, (bids, won) in tally.items()}
    low, _high = fences(list(ratios.values()))
    for supplier, ratio in sorted(ratios.items()):
        bids, won = tally[supplier]
        if low > 0 and bids >= often and ratio <= low:
            yield Finding("R025", None, supplier, len(tally), {"bids": bids, "won": won, "fence": round(low * 100, 2)}, value=ratio, parties=(supplier,))


def same_price(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R028: different tenderers at the same price, where they set it."""
    for tender in tenders:
        by_price: dict[int, list[int]] = {}
        for offer in tender.submitted if tender.criteria != FIXED_PRICE else ():
            bidders = by_price.setdefault(offer.amount_fen, [])
            bidders += [] if offer.supplier_id in bidders else [offer.supplier_id]
        for amount_fen, bidders in sorted(by_price.items()):
            if len(bidders) > 1:
                yield Finding("R028", tender.process_id, facts={"price_fen": amount_fen, "bidders": len(bidders)}, parties=tuple(bidders))


def late_winner(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R030: the winning bid came after the deadline."""
    for tender in tenders:
        for offer in tender.winners:
            if offer.status == "valid" and offer.received_at is not None and tender.closes_at is not None and offer.received_at > tender.closes_at:
                facts = {"received": offer.received_at, "deadline": tender.closes_at}
                yield Finding("R030", tender.process_id, offer.supplier_id, facts=facts, parties=(offer.supplier_id,))


def all_others_out(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R035: every tenderer but the winner was disqualified, another one at least."""
    for tender in tenders:
        left = {offer.supplier_id for offer in tender.valid}
        out = {offer.supplier_id for offer in tender.offers if offer.status == "disqualified"} - left
        if out and len(left) == 1 and {offer.supplier_id for offer in tender.winners} == left:
            yield Finding("R035", tender.process_id, next(iter(left)), facts={"disqualified": len(out)}, value=float(len(out)), parties=tuple(left))


def lowest_out(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R036: the lowest bid was disqualified and another won, where only the price decides."""
    for tender in tenders:
        if tender.criteria == "priceOnly" and tender.winners:
            lowest = min(tender.submitted, key=lambda offer: (offer.amount_fen, offer.bid_id))
            if lowest.status == "disqualified":
                yield Finding("R036", tender.process_id, lowest.supplier_id, facts={"price_fen": lowest.amount_fen}, parties=(lowest.supplier_id,))


def often_out(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R038: a supplier disqualified far more often than the others; the fund is the one buyer of its tenders, and there is none to compare it with."""
    bids: dict[int, list[Offer]] = {}
    for tender in tenders:
        for offer in tender.submitted:
            bids.setdefault(offer.supplier_id, []).append(offer)
    out = {supplier: (len(own), sum(offer.status == "disqualified" for offer in own)) for supplier, own in bids.items() if len(own) >= FEWEST}
    if len(out) < usable:
        return
    _low, high = fences([times / count for count, times in out.values()])
    for supplier, (count, times) in sorted(out.items()):
        if high > 0 and times / count >= high:  # no fence where three quarters are never disqualified
            yield Finding("R038", None, supplier, len(out), {"bids": count, "disqualified": times, "fence": round(high * 100, 2)}, value=times / count, parties=(supplier,))


def mixed_goods(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R048: among suppliers that won many tenders, one that wins in far more classes of goods than the others, and in more than one."""
    won: dict[int, tuple[int, frozenset[str]]] = {}
    for tender in tenders:
        for supplier in {offer.supplier_id for offer in tender.winners}:
            count, kinds = won.get(supplier, (0, frozenset()))
            won[supplier] = (count + 1, kinds | tender.goods)
    usual = {supplier: len(kinds) for supplier, (count, kinds) in won.items() if count >= MANY}
    if len(usual) < usable:
        return
    _low, high = fences(list(usual.values()))
    for supplier, several in sorted(usual.items()):
        if several >= high and several > 1:
            yield Finding("R048", None, supplier, len(usual), {"kinds": several, "fence": round(high, 2)}, value=float(several), parties=(supplier,))


RULES: dict[str, Callable[[Sequence[Tender], int], Iterator[Finding]]] = {
    "R003": short_period, "R018": single_bid, "R024": _apart("R024", is_low=True), "R025": seldom_wins, "R028": same_price, "R030": late_winner,
    "R035": all_others_out, "R036": lowest_out, "R038": often_out, "R048": mixed_goods, "R058": _apart("R058", is_low=False),
}
"""Code of cardinal-rs -> how it is found."""
