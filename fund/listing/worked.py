"""Rows the program works out by rules no database knows, few by their nature (what the newest 500
tenders raise, what centres owe for the periods that are open), as a table a list is paged over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from fund.listing.declared import Source

Sorted = date | int | str | None
KINDS: Mapping[str, sa.types.TypeEngine[date] | sa.types.TypeEngine[int] | sa.types.TypeEngine[str]]
KINDS = {"date": sa.Date(), "integer": sa.BigInteger(), "text": sa.String()}


def source(orders: Mapping[str, str], rows: Iterable[Sequence[Sorted]]) -> Source:
    """A list's source over worked-out rows: each is its key, then a value for each order (name ->
    date, integer or text). Few as they are, each order is served.
    """
    names = list(orders)
    given = [tuple(row) for row in rows]
    kinds = {"key": "integer", **orders}
    columns = [sa.column(name, KINDS[kind]) for name, kind in kinds.items()]
    # a table of no rows cannot be written: one stands for none and is left out
    table = sa.values(*columns, name="worked").data(given or [(0, *(None for _name in names))])
    worked = table.cte("worked")
    return Source(
        worked,
        [] if given else [sa.false()],
        worked.c.key,
        {name: worked.c[name] for name in names},
        frozenset(names),
    )
