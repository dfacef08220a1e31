"""Turning the pages of a list as a person does, and what must then be true of it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.listing import paging
from fund.listing.declared import Asked, Listing, Order
from fund.listing.paging import Page


def forwards(session: Session, actor: Actor, listing: Listing, asked: Asked) -> Iterator[Page]:
    """Every page from the first by "next"."""
    asked = asked._replace(after=None, before=None, is_last=False, row=1)
    while True:
        page = paging.page(session, actor, listing, asked)
        yield page
        if not page.has_after:
            return
        asked = asked._replace(after=page.last, row=(page.row or 1) + len(page.frame))


def backwards(session: Session, actor: Actor, listing: Listing, asked: Asked) -> Iterator[Page]:
    """Every page from the last by "previous"."""
    asked = asked._replace(after=None, before=None, is_last=True, row=None)
    while True:
        page = paging.page(session, actor, listing, asked)
        yield page
        if not page.has_before:
            return
        row = None if page.row is None else page.row - listing.size
        asked = asked._replace(is_last=False, before=page.first, row=row)


def keys_of(listing: Listing, pages: list[Page]) -> list[int]:
    """The keys on some pages, one page after another."""
    return [int(key) for page in pages for key in page.frame[listing.key]]


def in_order(session: Session, actor: Actor, listing: Listing, asked: Asked) -> list[int]:
    """The keys a list must have, from all its rows sorted in Python: as asked, or as the list is
    sorted by itself where its rows have no such order.
    """
    source = listing.source(session, actor, asked)
    own = next(one for one in listing.orders if one.name in source.orders)
    is_named = asked.order in source.orders
    order = listing.order(asked.order) if is_named else own
    is_descending = asked.is_descending if is_named else order.is_descending
    rows = session.execute(
        sa.select(source.key, source.orders[order.name])
        .select_from(source.rows)
        .where(*source.where)
    ).all()
    return [key for key, _value in _sorted(list(rows), order, is_descending=is_descending)]


def _sorted(rows: list[Any], order: Order, *, is_descending: bool) -> list[Any]:
    with_value = [row for row in rows if row[1] is not None]
    without = [row for row in rows if row[1] is None]
    assert order.is_nullable or not without, order
    by_value = sorted(with_value, key=lambda row: (row[1], row[0]), reverse=is_descending)
    return by_value + sorted(without, key=lambda row: row[0], reverse=is_descending)


def must_hold(session: Session, actor: Actor, listing: Listing, asked: Asked) -> int:
    """Every page forwards and backwards has the rows, the order and the numbers that all rows
    sorted at once have; how many there are.
    """
    expected = in_order(session, actor, listing, asked)
    there = list(forwards(session, actor, listing, asked))
    back = list(backwards(session, actor, listing, asked))[::-1]
    what = (listing.name, asked)
    assert keys_of(listing, there) == expected, what
    assert len(set(expected)) == len(expected), what
    # where the last page has no number, the way back ends with a whole first page
    assert list(dict.fromkeys(keys_of(listing, back))) == expected, what
    source = listing.source(session, actor, asked)
    most = min(listing.counted, source.counted or listing.counted)
    counted = (min(len(expected), most), len(expected) > most)
    assert all((page.totals.rows, page.totals.is_cut) == counted for page in there), what
    assert [page.row for page in there] == [
        1 + place * listing.size for place in range(len(there))
    ], what
    assert all(len(page.frame) <= listing.size for page in [*there, *back]), what
    assert not there[0].has_before
    assert not there[-1].has_after
    files = list(paging.batches(session, actor, listing, asked))
    assert [int(key) for frame in files for key in frame[listing.key]] == expected, what
    return len(expected)
