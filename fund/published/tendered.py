"""A contracting process published elsewhere as a tender with its bids, the way red flags look at
one. Pure.

What a publisher leaves out is left open: a bid without an amount counts as a bid, one whose bidder
has no id does not.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from fund.clock import BEIJING
from fund.plan.rules import known_identifier
from fund.procurement.story import SCHEME
from fund.procurement.tenders import Offer, Tender
from fund.published import fields
from fund.published.fields import Fields
from fund.published.issues import Findings

METHODS = {
    "open": "open_tender",
    "selective": "invited_tender",
    "limited": "competitive_negotiation",
    "direct": "single_source",
}
"""OCDS method -> the legal method most like it, where the details do not name one."""
STATUSES = {"qualified": "valid", "not-qualified": "disqualified"}
"""Words some publishers use in place of the codes."""
OFF = frozenset({"cancelled", "withdrawn"})
PRICE = frozenset({"", "priceOnly", "lowestCost"})
"""Award criteria under which the price decides; where none are told it is taken to, as cardinal-rs
does.
"""
DIGITS = 2
"""Characters of a class of goods that name its highest level."""


class Known(NamedTuple):
    """What is read beside the release: legal methods by their Chinese names, the shortest days of
    one from a day on, those of any other that is not direct; a number for an organisation’s id and
    name.
    """

    names: Mapping[str, str]
    least: Callable[[str, date], int]
    usual: int
    number: Callable[[str, str], int]


def tender(process_id: int, release: Fields, known: Known) -> Tender | None:
    """The tender of a compiled release; None where there is none, or it was called off."""
    said = next(iter(fields.several(release, "tender")), None)
    if said is None or fields.text(said, "status") in OFF:
        return None
    period = next(iter(fields.several(said, "tenderPeriod")), fields.NOTHING)
    opened, closes = (
        fields.moment(period, name, "", Findings()) for name in ("startDate", "endDate")
    )
    method, least = _method(said, opened, known)
    winners, goods, is_awarded = _awarded(release, said, known)
    criteria = fields.text(said, "awardCriteria")
    buyer = next(iter(_bodies(release, "buyer") or _bodies(said, "procuringEntity")), None)
    return Tender(
        process_id,
        method,
        "priceOnly" if criteria in PRICE else criteria,
        goods,
        opened.date() if opened else None,
        closes,
        least,
        tuple(_offers(release, said, winners, known)),
        opened_at=opened,
        told_bidders=_bidders(said),
        is_awarded=is_awarded,
        buyer_id=known.number(*buyer) if buyer else None,
    )


def _method(said: Fields, opened: datetime | None, known: Known) -> tuple[str, int]:
    """The legal method, and its shortest period: by its Chinese name in the details, else by the
    OCDS code.
    """
    named = known.names.get(fields.text(said, "procurementMethodDetails"))
    if named:
        return named, known.least(named, opened.astimezone(BEIJING).date()) if opened else 0
    code = METHODS.get(fields.text(said, "procurementMethod"), "")
    return code, 0 if code == "single_source" else known.usual


def _bidders(said: Fields) -> int | None:
    found = said.get("numberOfTenderers")
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _awarded(
    release: Fields, said: Fields, known: Known
) -> tuple[frozenset[int], frozenset[str], bool]:
    """Who was awarded something, and goods of which classes where that is one supplier; nothing
    while an award is pending.
    """
    awards = fields.several(release, "awards")
    active = [award for award in awards if fields.text(award, "status") == "active"]
    if any(fields.text(award, "status") == "pending" for award in awards):
        return frozenset(), frozenset(), bool(active)
    suppliers = frozenset(
        known.number(*one) for award in active for one in _bodies(award, "suppliers")
    )
    items = [item for award in active for item in fields.several(award, "items")] or fields.several(
        said, "items"
    )
    goods = frozenset(
        _kind(found)
        for item in items
        for found in fields.several(item, "classification")
        if fields.text(found, "id")
    )
    return suppliers, goods if len(suppliers) == 1 else frozenset(), bool(active)


def _kind(found: Fields) -> str:
    """The highest level of a class; the plan’s own have one level."""
    code = fields.text(found, "id")
    return code if fields.text(found, "scheme") == SCHEME else code[:DIGITS]


def _bodies(owner: Fields, name: str) -> list[tuple[str, str]]:
    """Organisations with an id: that and the name."""
    return [
        (known_identifier(fields.text(body, "id")), fields.text(body, "name"))
        for body in fields.several(owner, name)
        if fields.text(body, "id")
    ]


def _offers(release: Fields, said: Fields, winners: frozenset[int], known: Known) -> list[Offer]:
    currency = fields.currency(
        next(iter(fields.several(said, "value")), fields.NOTHING), "", Findings()
    )
    bids = [
        bid for held in fields.several(release, "bids") for bid in fields.several(held, "details")
    ]
    made = []
    for place, bid in enumerate(bids):
        bodies = _bodies(bid, "tenderers")
        if not bodies:
            continue
        several = len(bodies) > 1
        key = (
            known.number(
                "+".join(sorted(one for one, _name in bodies)),
                " + ".join(name for _one, name in bodies),
            )
            if several
            else known.number(*bodies[0])
        )
        told, status = fields.value(bid, "value", "", Findings()), fields.text(bid, "status")
        status = STATUSES.get(status, status)
        is_winner = status == "valid" and (
            key in winners or (several and {known.number(*body) for body in bodies} <= winners)
        )
        made.append(
            Offer(
                place,
                key,
                max(told.fen or 0, 0),
                status,
                fields.moment(bid, "date", "", Findings()),
                is_winner=is_winner,
                currency=told.currency or currency,
                is_joint=several,
            )
        )
    return made
