"""One page of a list, its totals, and all of it in batches: by key, never by offset, so that no
page costs more than the first one.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.listing.declared import ADDED, Asked, Edge, Listing, Order, Sorted, Source, Totals

BATCH = 5_000
"""Rows read at once for a file."""


class Page(NamedTuple):
    """What is shown: the rows, where they begin and end, whether there are rows before and after,
    the first one's number (None: unknown), the totals of all, and the orders that may be chosen.
    """

    frame: pd.DataFrame
    first: Edge | None
    last: Edge | None
    has_before: bool
    has_after: bool
    row: int | None
    totals: Totals
    orders: frozenset[str]


def page(session: Session, actor: Actor, listing: Listing, asked: Asked) -> Page:
    """The page somebody asks for; the first one where the place in the address is none."""
    must_see(actor, listing)
    source = listing.source(session, actor, asked)
    totals = _total(session, actor, listing, asked, source)
    orders = offered(listing, source, totals)
    asked = sorted_as(listing, asked, orders)
    order, size = listing.order(asked.order), listing.size
    if asked.is_last:
        size = (totals.rows % size or size) if not totals.is_cut else size
        asked = asked._replace(row=None if totals.is_cut else max(1, totals.rows - size + 1))
    is_back = asked.is_last or asked.before is not None
    # a first page is looked for no further than there are rows
    is_first = asked.after is None and not is_back
    limit = min(size + 1, totals.rows) if is_first and not totals.is_cut else size + 1
    edge = asked.before or asked.after
    if not totals.rows and not totals.is_cut:
        return Page(
            rows(session, actor, listing, asked, []), None, None, False, False, 1, totals, orders
        )
    found = _edges(session, source, order, asked, edge, limit, is_back=is_back)
    is_more, found = len(found) > size, found[:size]
    if asked.before is not None and (not is_more or not found):
        # the way back ends at the first row: there the whole first page stands
        asked = asked._replace(before=None, after=None, row=1)
        return page(session, actor, listing, asked)
    if asked.after is not None and not found:
        return page(session, actor, listing, asked._replace(after=None, row=1))
    edges = found[::-1] if is_back else found
    return Page(
        rows(session, actor, listing, asked, [edge.key for edge in edges]),
        edges[0] if edges else None,
        edges[-1] if edges else None,
        is_more if is_back else asked.after is not None,
        not asked.is_last if is_back else is_more,
        _row(asked, len(edges), totals),
        totals,
        orders,
    )


def must_see(actor: Actor, listing: Listing) -> None:
    """Refuse whoever may not see the list, or nothing of it where it is seen in parts."""
    if not (listing.is_in_parts and actor.scopes(listing.act)):
        actor.must(listing.act)


def offered(listing: Listing, source: Source, totals: Totals) -> frozenset[str]:
    """The orders that may be chosen: above what may be counted only those an index serves."""
    named = frozenset(order.name for order in listing.orders) & source.orders.keys()
    return named & source.indexed if totals.is_cut or totals.rows > listing.counted else named


def sorted_as(listing: Listing, asked: Asked, orders: frozenset[str]) -> Asked:
    """The same in an order that may be chosen: any other becomes the list's own, from its first
    page on; where the list is too long for its own, the first that may be chosen.
    """
    own = next((order for order in listing.orders if order.name in orders), listing.orders[0])
    if asked.order in orders or asked.order == own.name:
        return asked
    is_own = not asked.order
    asked = asked._replace(order=own.name, is_descending=own.is_descending)
    return asked if is_own else asked._replace(after=None, before=None, is_last=False, row=1)


def total(session: Session, actor: Actor, listing: Listing, asked: Asked) -> Totals:
    """Kept totals, else counted to the listing's limit, and the amounts of at most ADDED rows added
    up.
    """
    return _total(session, actor, listing, asked, listing.source(session, actor, asked))


def _total(
    session: Session, actor: Actor, listing: Listing, asked: Asked, source: Source
) -> Totals:
    kept = listing.kept(session, actor, asked)
    if kept is None:
        kept = _counted(session, source, listing)
    if kept.sums or not source.sums:
        return kept
    if kept.is_cut or kept.rows > ADDED:
        return kept._replace(is_unsummed=True)
    inner = sa.select(*(amount.label(name) for name, amount in source.sums.items()))
    rows = source.rows if source.summed is None else source.summed
    inner = source.walked(inner.select_from(rows).where(*source.where), is_in_order=False)
    found = inner.subquery()
    sums = [sa.func.coalesce(sa.func.sum(found.c[name]), 0) for name in source.sums]
    fen = session.execute(sa.select(*sums)).one()
    added = {name: int(value) for name, value in zip(source.sums, fen, strict=True)}
    return kept._replace(sums=added)


def _counted(session: Session, source: Source, listing: Listing) -> Totals:
    """Counted along the first order an index serves, the way its page goes: so that index is read,
    no further than the limit, and where the page finds its rows soon, so does the count. Where
    every row counts, none is sorted for it.
    """
    most = min(listing.counted, source.counted or listing.counted)
    own = next((one for one in listing.orders if one.name in source.indexed), listing.orders[0])
    inner = (
        sa.select(sa.literal(1).label("one"))
        .select_from(source.rows)
        .where(*source.where)
        .limit(most + 1)
    )
    if source.where and own.name in source.orders:
        by = (source.orders[own.name], source.key)
        ways = (one.desc() if own.is_descending else one for one in by)
        inner = source.walked(inner).order_by(*ways)
    statement = sa.select(sa.func.count()).select_from(inner.subquery())
    count = session.execute(statement).scalar_one()
    return Totals(min(count, most), is_cut=count > most)


def rows(
    session: Session, actor: Actor, listing: Listing, asked: Asked, keys: Sequence[int]
) -> pd.DataFrame:
    """The rows of some keys, in the sequence of the keys."""
    frame = listing.frame(session, actor, asked.view, keys)
    found: list[int] = frame[listing.key].tolist()
    if found == list(keys):
        return frame.reset_index(drop=True)
    places = {key: place for place, key in enumerate(found)}
    return frame.take([places[key] for key in keys]).reset_index(drop=True)


def batches(
    session: Session, actor: Actor, listing: Listing, asked: Asked, most: int | None = None
) -> Iterator[pd.DataFrame]:
    """All rows of a list in its order, so many at a time: what a file is made of. Ends after
    ``most`` rows.
    """
    must_see(actor, listing)
    source = listing.source(session, actor, asked)
    orders = offered(listing, source, _total(session, actor, listing, asked, source))
    asked = sorted_as(listing, asked, orders)
    order, edge, given = listing.order(asked.order), None, 0
    while True:
        size = BATCH if most is None else min(BATCH, most - given)
        found = _edges(session, source, order, asked, edge, size, is_back=False) if size else []
        if not found:
            return
        yield rows(session, actor, listing, asked, [one.key for one in found])
        edge, given = found[-1], given + len(found)


def _row(asked: Asked, shown: int, totals: Totals) -> int | None:
    """The number of the first row: never such that the last one would lie beyond the end."""
    if asked.row is None or totals.is_cut:
        return asked.row
    return max(1, min(asked.row, totals.rows - shown + 1))


def _is_valued(value: Sorted, has_value: bool) -> sa.ColumnElement[bool]:
    return value.is_not(None) if has_value else value.is_(None)


def _edges(
    session: Session,
    source: Source,
    order: Order,
    asked: Asked,
    edge: Edge | None,
    limit: int,
    *,
    is_back: bool,
) -> list[Edge]:
    """The next (value, key) after an edge (before it, nearest first, where ``is_back``): through
    the rows with a value, then those without one, each along its index.
    """
    value = source.orders[order.name]
    is_up = asked.is_descending == is_back
    parts = [True, False] if order.is_nullable else [True]
    if is_back:
        parts.reverse()
    if edge is not None:
        parts = parts[parts.index(edge.value is not None) :] if order.is_nullable else parts
    found: list[Edge] = []
    for has_value in parts:
        if len(found) == limit:
            break
        where = [*source.where, *([_is_valued(value, has_value)] if order.is_nullable else [])]
        if edge is not None and has_value == (edge.value is not None):
            where.append(_beyond(value, source.key, edge, is_up=is_up))
        by: list[Sorted] = [value, source.key] if has_value else [source.key]
        statement = (
            sa.select(value.label("value"), source.key.label("key"))
            .select_from(source.rows)
            .where(*where)
            .order_by(*(one.asc() if is_up else one.desc() for one in by))
            .limit(limit - len(found))
        )
        statement = source.walked(statement, is_in_order=order.name in source.indexed)
        found += map(Edge._make, session.connection().execute(statement))
    return found


def _beyond(
    value: Sorted, key: sa.ColumnElement[int], edge: Edge, *, is_up: bool
) -> sa.ColumnElement[bool]:
    if edge.value is None:
        return key > edge.key if is_up else key < edge.key
    pair = sa.tuple_(value, key)
    there = sa.tuple_(sa.literal(edge.value, value.type), sa.literal(edge.key, key.type))
    return pair > there if is_up else pair < there
