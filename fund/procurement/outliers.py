"""The red flags that compare one tender or supplier with all the others, by quartiles; silent on
fewer than a usable sample. Pure.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from fund import ties
from fund.procurement.tenders import FIXED_PRICE, Finding, Offer, Tender

WHISKER = 1.5
"""Interquartile ranges beyond the quartiles from which on a value stands apart."""
FEWEST = 2
"""Bids of a supplier, or tenders of a buyer, before a share of them says something."""
MANY = 20
"""Tenders a supplier won before it helps to say how many classes of goods are usual."""


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The first and third quartile, estimated as cardinal-rs does (statrs: Hyndman and Fan’s type
    8).
    """
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


def _distances(tenders: Sequence[Tender]) -> dict[int, tuple[float, Offer, Offer]]:
    """Tender -> how far the second-lowest valid bid lies above the winner, as a part of the winner,
    with both.

    Only of one winner whose bid was the lowest: where a dearer one won, or the buyer set the price,
    prices were not what was compared.
    """
    found = {}
    for tender in tenders:
        winners = {offer.supplier_id for offer in tender.winners}
        if len(winners) != 1 or tender.criteria == FIXED_PRICE:
            continue
        alone = [offer for offer in tender.valid if offer.amount_fen > 0 and not offer.is_joint]
        mine, others = (
            [offer for offer in alone if (offer.supplier_id in winners) is is_mine]
            for is_mine in (True, False)
        )
        if mine and others and others[0].amount_fen >= mine[0].amount_fen:
            found[tender.process_id] = (
                (others[0].amount_fen - mine[0].amount_fen) / mine[0].amount_fen,
                mine[0],
                others[0],
            )
    return found


def apart(code: str, *, is_low: bool) -> Callable[[Sequence[Tender], int], Iterator[Finding]]:
    """R024, a second bid unusually close behind the winner; R058, a winner unusually far below
    it.
    """

    def rule(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
        found = _distances(tenders)
        if len(found) < usable:
            return
        low, high = fences([distance for distance, _winner, _second in found.values()])
        fence = low if is_low else high
        for process_id, (distance, winner, second) in sorted(found.items()):
            # no fence where the distances usually are nothing
            if ties.above(fence, 0) and (ties.at_most if is_low else ties.at_least)(
                distance, fence
            ):
                yield Finding(
                    code,
                    process_id,
                    winner.supplier_id,
                    len(found),
                    {
                        "percent": round(distance * 100, 2),
                        "fence": round(fence * 100, 2),
                        "winner_fen": winner.amount_fen,
                        "second_fen": second.amount_fen,
                    },
                    value=distance,
                    parties=(
                        (winner.supplier_id, second.supplier_id)
                        if is_low
                        else (winner.supplier_id,)
                    ),
                )

    return rule


def seldom_wins(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R025: a supplier that bids as often as the upper quarter and wins far less than all others;
    by valid bids, one a tender, where one won.
    """
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
        if ties.above(low, 0) and ties.at_least(bids, often) and ties.at_most(ratio, low):
            yield Finding(
                "R025",
                None,
                supplier,
                len(tally),
                {"bids": bids, "won": won, "fence": round(low * 100, 2)},
                value=ratio,
                parties=(supplier,),
            )


def often_out(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R038: a buyer that disqualifies, or a supplier that is disqualified, far more often than the
    others.
    """
    by_buyer: dict[int, list[list[Offer]]] = {}
    by_supplier: dict[int, list[list[Offer]]] = {}
    for tender in tenders:
        if tender.buyer_id is not None and tender.submitted:
            by_buyer.setdefault(tender.buyer_id, []).append(tender.submitted)
        for offer in tender.submitted:
            by_supplier.setdefault(offer.supplier_id, []).append([offer])
    yield from _often(by_buyer, usable, is_buyer=True)
    yield from _often(by_supplier, usable, is_buyer=False)


def _often(bids: dict[int, list[list[Offer]]], usable: int, *, is_buyer: bool) -> Iterator[Finding]:
    """Of bids by whose they are, tender by tender."""
    each = {
        key: [offer for offers in lots for offer in offers]
        for key, lots in bids.items()
        if len(lots) >= FEWEST
    }
    out = {
        key: (len(own), sum(offer.status == "disqualified" for offer in own))
        for key, own in each.items()
    }
    if len(out) < usable:
        return
    _low, high = fences([times / count for count, times in out.values()])
    for key, (count, times) in sorted(out.items()):
        # no fence where three quarters are never disqualified
        if ties.above(high, 0) and ties.at_least(times / count, high):
            facts: dict[str, object] = {"bids": count, "disqualified": times}
            facts["fence"] = round(high * 100, 2)
            facts |= {"is_buyer": True} if is_buyer else {}
            yield Finding(
                "R038",
                None,
                None if is_buyer else key,
                len(out),
                facts,
                value=times / count,
                parties=(key,),
            )


def mixed_goods(tenders: Sequence[Tender], usable: int) -> Iterator[Finding]:
    """R048: among suppliers that won many tenders, one that wins in far more classes of goods than
    the others, and in more than one.
    """
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
        if ties.at_least(several, high) and several > 1:
            yield Finding(
                "R048",
                None,
                supplier,
                len(usual),
                {"kinds": several, "fence": round(high, 2)},
                value=float(several),
                parties=(supplier,),
            )
