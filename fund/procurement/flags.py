"""Eleven red flags over tenders and their bids, computed here after the rules of cardinal-rs 0.0.8:
prompts to review, not findings. Pure.

Cancelled tenders and bids in another currency than the main one are left out. Those that compare
are in fund.procurement.outliers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from fund.procurement.outliers import apart, fences, mixed_goods, often_out, seldom_wins
from fund.procurement.tenders import FIXED_PRICE, Finding, Offer, Tender

__all__ = ["RULES", "Finding", "Offer", "Tender", "fences", "raised"]


def raised(tenders: Sequence[Tender], usable: int) -> list[Finding]:
    """Every flag on these tenders, by code, then tender and supplier; ``usable`` is the smallest
    sample a quartile rule speaks on.
    """
    main = _main(tenders)
    return [finding for _code, rule in sorted(RULES.items()) for finding in rule(main, usable)]


def _main(tenders: Sequence[Tender]) -> list[Tender]:
    """The same with bids of the currency most bids are in."""
    currencies = [offer.currency for tender in tenders for offer in tender.offers]
    if len(set(currencies)) <= 1:
        return list(tenders)
    main = max(sorted(set(currencies)), key=currencies.count)
    return [
        replace(tender, offers=tuple(offer for offer in tender.offers if offer.currency == main))
        for tender in tenders
    ]


def short_period(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R003: closed sooner after the notice than the method allows."""
    for tender in tenders:
        if tender.days is not None and tender.days < tender.least_days and tender.least_days > 0:
            yield Finding(
                "R003", tender.process_id, facts={"days": tender.days, "least": tender.least_days}
            )


def single_bid(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R018: one tenderer where several were meant to bid."""
    for tender in tenders:
        if tender.is_competitive and tender.bidders == 1:
            supplier = next((offer.supplier_id for offer in tender.submitted), None)
            yield Finding("R018", tender.process_id, supplier, parties=_some(supplier))


def _some(supplier: int | None) -> tuple[int, ...]:
    return () if supplier is None else (supplier,)


def same_price(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R028: different tenderers at the same price, where they set it."""
    for tender in tenders:
        by_price: dict[int, list[int]] = {}
        for offer in (
            offer
            for offer in tender.submitted
            if offer.amount_fen > 0 and tender.criteria != FIXED_PRICE
        ):
            bidders = by_price.setdefault(offer.amount_fen, [])
            bidders += [] if offer.supplier_id in bidders else [offer.supplier_id]
        for amount_fen, bidders in sorted(by_price.items()):
            if len(bidders) > 1:
                yield Finding(
                    "R028",
                    tender.process_id,
                    facts={"price_fen": amount_fen, "bidders": len(bidders)},
                    parties=tuple(bidders),
                )


def late_winner(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R030: the winning bid came after the deadline."""
    for tender in tenders:
        for offer in tender.winners:
            if (
                offer.status == "valid"
                and offer.received_at is not None
                and tender.closes_at is not None
                and offer.received_at > tender.closes_at
            ):
                facts: dict[str, object] = {"received": offer.received_at}
                facts["deadline"] = tender.closes_at
                yield Finding(
                    "R030",
                    tender.process_id,
                    offer.supplier_id,
                    facts=facts,
                    parties=(offer.supplier_id,),
                )


def all_others_out(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R035: every tenderer but the winner was disqualified, another one at least."""
    for tender in tenders:
        left = {offer.supplier_id for offer in tender.valid}
        out = {
            offer.supplier_id for offer in tender.offers if offer.status == "disqualified"
        } - left
        if out and len(left) == 1 and {offer.supplier_id for offer in tender.winners} == left:
            yield Finding(
                "R035",
                tender.process_id,
                next(iter(left)),
                facts={"disqualified": len(out)},
                value=float(len(out)),
                parties=tuple(left),
            )


def lowest_out(tenders: Sequence[Tender], _usable: int) -> Iterator[Finding]:
    """R036: the lowest bid was disqualified and another won, where only the price decides."""
    for tender in tenders:
        told = [offer for offer in tender.submitted if offer.amount_fen > 0]
        is_settled = bool(tender.winners) or (
            tender.is_awarded and any(offer.status == "valid" for offer in told)
        )
        if tender.criteria == "priceOnly" and is_settled and told:
            lowest = min(told, key=lambda offer: (offer.amount_fen, offer.bid_id))
            if lowest.status == "disqualified":
                yield Finding(
                    "R036",
                    tender.process_id,
                    lowest.supplier_id,
                    facts={"price_fen": lowest.amount_fen},
                    parties=(lowest.supplier_id,),
                )


RULES: dict[str, Callable[[Sequence[Tender], int], Iterator[Finding]]] = {
    "R003": short_period,
    "R018": single_bid,
    "R024": apart("R024", is_low=True),
    "R025": seldom_wins,
    "R028": same_price,
    "R030": late_winner,
    "R035": all_others_out,
    "R036": lowest_out,
    "R038": often_out,
    "R048": mixed_goods,
    "R058": apart("R058", is_low=False),
}
"""Code of cardinal-rs -> how it is found."""
