"""A list in an address: what is sorted, filtered, chosen and where the page stands; and back. What
cannot be read is left out.
"""

from collections.abc import Mapping
from datetime import date

from fund.ledger.view import View
from fund.listing.declared import Asked, Edge, Listing, Order, Value

PLACE = ("after", "before", "at", "row")
"""Names of an address that say which page; a change of anything else begins at the first one."""
OWN = ("sort", "cols", *PLACE)
LAST = "last"
JOINT = "~"
"""Between the value and the key of an edge; a value with one of these is read from the right."""


def from_address(listing: Listing, given: Mapping[str, str], view: View) -> Asked:
    """What an address asks of a list."""

    def read(name: str) -> str:
        return given.get(listing.mark + name, "").strip()

    sort = read("sort")
    order = listing.order(sort.removeprefix("-"))
    is_named = sort.removeprefix("-") == order.name
    only = {}
    for one in listing.filters:
        value = read(one.name)[: one.longest]
        if value and (one.choices is None or value in one.choices):
            only[one.name] = value
    names = {column.name for column in listing.columns}
    after, before, row = edge_of(read("after"), order), edge_of(read("before"), order), read("row")
    is_last = read("at") == LAST and after is None and before is None
    is_first = after is None and before is None and not is_last
    return Asked(
        view=view,
        only=only,
        order=order.name,
        is_descending=sort.startswith("-") if is_named else order.is_descending,
        columns=tuple(name for name in read("cols").split(",") if name in names),
        after=after,
        before=None if after else before,
        is_last=is_last,
        row=1 if is_first else number_in(row),
    )


def to_address(listing: Listing, asked: Asked) -> dict[str, str]:
    """The names and values that lead back to it, the place left out; "" for what is not set, so
    that an address before loses it.
    """
    order = listing.order(asked.order)
    is_own = not asked.order or (
        order == listing.orders[0] and asked.is_descending == order.is_descending
    )
    found = {
        "sort": "" if is_own else ("-" if asked.is_descending else "") + order.name,
        "cols": ",".join(asked.columns),
        **{one.name: asked.get(one.name) for one in listing.filters},
        **dict.fromkeys(PLACE, ""),
    }
    return {listing.mark + name: value for name, value in found.items()}


def names_of(listing: Listing) -> list[str]:
    """Every name a list has in an address, its place left out."""
    return [
        listing.mark + name for name in ("sort", "cols", *(one.name for one in listing.filters))
    ]


def as_text(edge: Edge) -> str:
    """An edge in an address: 2026-03-17~812; without a value ~812."""
    value = edge.value.isoformat() if isinstance(edge.value, date) else edge.value
    return f"{'' if value is None else value}{JOINT}{edge.key}"


def edge_of(text: str, order: Order) -> Edge | None:
    """The edge a text means; None where it means none."""
    value, joint, key = text.rpartition(JOINT)
    if not joint or not (key.isascii() and key.isdecimal()) or len(key) > 18:
        return None
    if not value and order.is_nullable:
        return Edge(None, int(key))
    try:
        return Edge(_value(value, order), int(key))
    except ValueError:
        return None


def number_in(text: str) -> int | None:
    """The number of a record or row as an address has it; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _value(text: str, order: Order) -> Value:
    if order.kind == "date":
        return date.fromisoformat(text)
    if order.kind == "integer":
        if len(text) > 18:
            raise ValueError(text)
        return int(text)
    return text
