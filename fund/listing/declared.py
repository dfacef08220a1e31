"""What a list is: its columns, orders and filters as data, and the two queries behind it. A room
declares its lists in ``lists.py``; pages, workbooks and CSV files are made of the declaration.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from typing import Literal, NamedTuple

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import house
from fund.access.actors import Actor
from fund.columns import Asking
from fund.errors import N_
from fund.ledger.view import View
from fund.rooms import derived

Kind = Literal[
    "text",
    "date",
    "amount",
    "currency",
    "integer",
    "number",
    "share",
    "state",
    "region",
    "period",
    "words",
    "marks",
]
"""How a column is written. amount: fen of the row's ``currency`` (a file has the currency beside
it, the screen in the amount) · share: 0 to 1 · state: a state of fund.status · region: a code,
written as the province · period: a code, as people say it · words: a key, written in the words of
``Col.words`` · marks: what ``Col.marks`` says of a row.
"""
Value = date | int | str | None
Condition = sa.ColumnElement[bool] | sa.TextClause
SIZE = 30
"""Rows of a page."""
COUNTED = 100_000
"""Rows counted at most where no kept total answers; and the longest list that may be sorted by a
column without an index.
"""
ADDED = 5_000
"""Rows whose amounts are added up at most where no kept sum answers."""
IN_WORKBOOK = 200_000
"""Rows a workbook takes at most; a longer list is a CSV file only."""


class Col(NamedTuple):
    """One column. ``name``: the row's datum; ``order``: the order its heading sorts by ("" none);
    ``under``: the column below whose words it stands on screen (a file gives it its own).

    ``width`` is in characters, for files. ``words``: key -> words for the catalogue. ``marks``: row
    -> [(state, text)]. ``word``: the datum whose words stand for a state's own.
    ``unit``: what amounts are shown in. Not ``is_shown``:
    only where somebody chooses it.
    """

    name: str
    head: str
    kind: Kind = "text"
    width: float = 14
    order: str = ""
    under: str = ""
    words: Mapping[str, str] | None = None
    marks: Callable[[Mapping[str, object]], Sequence[tuple[str, str]]] | None = None
    word: str = ""
    places: int | None = None
    unit: Literal["wan", "yuan"] = "wan"
    is_shown: bool = True


class Order(NamedTuple):
    """One way to sort: ``kind`` of its values, which way the first click sorts, whether values may
    be missing (they come last both ways).
    """

    name: str
    kind: Literal["date", "integer", "text"]
    is_descending: bool = False
    is_nullable: bool = False


class Filter(NamedTuple):
    """One thing a list is narrowed by, under its name in the address. ``choices``: key -> words for
    the catalogue; without them it is a text somebody types (at most ``longest`` characters).
    ``unset``: what is shown while nothing is chosen.
    """

    name: str
    head: str
    choices: Mapping[str, str] | None = None
    is_drawn: bool = True
    longest: int = 80
    unset: str = N_("All")


class Edge(NamedTuple):
    """Where a page begins or ends: the value its rows are sorted by, and the key."""

    value: Value
    key: int


class Asked(NamedTuple):
    """What somebody wants to see of a list: the view, the filters set, the order ("" the list's
    own), the columns ((): those shown by themselves), and where the page stands.

    ``row`` is the number of the page's first row, as the way here counted it; None where nobody
    knows.
    """

    view: View
    only: Mapping[str, str] = {}
    order: str = ""
    is_descending: bool = False
    columns: tuple[str, ...] = ()
    after: Edge | None = None
    before: Edge | None = None
    is_last: bool = False
    row: int | None = 1

    def get(self, name: str) -> str:
        """What a filter is set to; "" where it is not."""
        return self.only.get(name, "")


Sorted = (
    sa.ColumnElement[date] | sa.ColumnElement[int] | sa.ColumnElement[str] | sa.ColumnElement[Value]
)
"""What rows may be sorted by, in SQL."""


BY_NUMBER = "NOT INDEXED"
"""The way of few rows whose numbers are known: SQLite keeps no statistics, and would rather walk
the index of an order to them.
"""


class Source(NamedTuple):
    """Which rows a list has: FROM, WHERE, their key (an integer, unique), and the expression behind
    each order. ``indexed``: the orders an index serves under these filters. ``sums``: fen to add up
    of each row, by column, renminbi only; they may stand in a table joined in ``summed``.
    ``counted``: rows counted at most under these filters,
    where that is fewer than the list's own limit. ``along``: the index SQLite walks, where it would
    choose to judge every row and sort then; or BY_NUMBER.
    """

    rows: sa.FromClause
    where: Sequence[Condition]
    key: sa.ColumnElement[int]
    orders: Mapping[str, Sorted]
    indexed: frozenset[str] = frozenset()
    sums: Mapping[str, sa.ColumnElement[int]] = {}
    counted: int | None = None
    along: str = ""
    summed: sa.FromClause | None = None

    def walked(self, asking: Asking, *, is_in_order: bool = True) -> Asking:
        """A statement about these rows, with what a database has to be told of its way;
        ``is_in_order``: they are asked for in an order an index serves.
        """
        if not self.along or not (is_in_order or self.along == BY_NUMBER):
            return asking
        way = self.along if self.along == BY_NUMBER else f"INDEXED BY {self.along}"
        return asking.with_hint(self.rows, way, "sqlite")


class Totals(NamedTuple):
    """How many rows, and the fen of the columns added up. ``is_cut``: counted up to so many; there
    are more. ``is_unsummed``: too many to add up.
    """

    rows: int
    sums: Mapping[str, int] = {}
    is_cut: bool = False
    is_unsummed: bool = False


class Listing(NamedTuple):
    """One list. ``source`` says which rows, ``frame`` gives the columns of some keys (with ``key``
    among them), in any order; ``kept`` the totals somebody keeps already, None where there are
    none (with no sums: how many rows, and the amounts are added up).

    ``act`` is what one must be allowed to do to see it. The first order is the list's own.
    ``leads``: row -> (page, query) of the link on the first column, None where a row has none.
    ``mark`` stands before its names in the address, where a page has more than one list. Not
    ``is_viewed``: the same whatever day and filters a page looks at. ``is_in_parts``: a role for a
    part of the fund is enough, and ``source`` has that part only. ``is_kept``: what it shows rests
    on acts, the day and the reader's rights and on nothing else (no hour, nobody's person), so that
    a page of it stands between two acts (fund.answers).
    """

    name: str
    title: str
    page: str
    key: str
    columns: tuple[Col, ...]
    orders: tuple[Order, ...]
    filters: tuple[Filter, ...]
    source: Callable[[Session, Actor, Asked], Source]
    frame: Callable[[Session, Actor, View, Sequence[int]], pd.DataFrame]
    kept: Callable[[Session, Actor, Asked], Totals | None] = lambda _session, _actor, _asked: None
    leads: Callable[[Mapping[str, object]], tuple[str, dict[str, str]] | None] | None = None
    act: str = "see_portfolio"
    mark: str = ""
    is_viewed: bool = True
    is_in_parts: bool = False
    is_kept: bool = False
    size: int = SIZE
    counted: int = COUNTED

    def order(self, name: str) -> Order:
        """The order of that name, else the list's own."""
        return next((order for order in self.orders if order.name == name), self.orders[0])

    def chosen(self, names: Sequence[str]) -> list[Col]:
        """The columns of those names in the list's own sequence; those shown by themselves where
        none is named.
        """
        found = [column for column in self.columns if column.name in names]
        return found or [column for column in self.columns if column.is_shown]


@cache
def every() -> dict[str, Listing]:
    """Every declared list by its name."""
    modules = [import_module(place) for place in house.LISTS]
    return derived.by_name((one.name, one) for module in modules for one in module.LISTS)
