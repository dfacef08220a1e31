"""A text fits its column or is refused, before either database sees it: PostgreSQL would break off
with an error of its own, SQLite would keep it whole.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import sqlalchemy as sa

from fund.errors import N_, FundError

SHOWN = 20
"""Characters of a refused text that are said again."""


class TooLong(FundError):
    """A text longer than its column allows."""

    message = N_(
        "“{text}” has {length} characters; the field “{field}” ({kind}) takes at most {most}."
        " Shorten it. Nothing was stored."
    )


@cache
def limits(table: sa.Table) -> Mapping[str, int]:
    """Column -> the most characters it takes, of those that hold short texts."""
    known = {one.key: getattr(one.type, "length", None) for one in table.columns}
    return {name: most for name, most in known.items() if isinstance(most, int)}


def must_fit(table: sa.Table, column: str, most: int, value: object) -> None:
    """Raise TooLong for a text that is longer than its column."""
    if isinstance(value, str) and len(value) > most:
        text = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
        raise TooLong(text=text, length=len(value), most=most, field=column, kind=table.name)


def fitting(
    table: sa.Table, column: str, put: Callable[[object], object] | None
) -> Callable[[object], object] | None:
    """What hands a value of that column to the driver (None: as it is), looking at its length
    first; nothing more where the column is no short text of the table.
    """
    most = limits(table).get(column)
    if most is None:
        return put

    def fitted(value: object) -> object:
        must_fit(table, column, most, value)
        return value if put is None else put(value)

    return fitted


def before_execute(
    _connection: sa.Connection,
    asked: object,
    many: Iterable[Mapping[str, object]],
    one: Mapping[str, object],
    _options: Mapping[str, object],
) -> None:
    """What SQLAlchemy calls before each statement it built: those that write are looked at, row by
    row.
    """
    if not isinstance(asked, sa.Insert | sa.Update) or not isinstance(asked.table, sa.Table):
        return
    table = asked.table
    said = {
        key if isinstance(key, str) else key.key: getattr(value, "value", None)
        for key, value in (asked._values or {}).items()  # noqa: SLF001 - no public name
    }
    rows = [*many, one, said]
    for column, most in limits(table).items():
        for row in rows:
            if column in row:
                must_fit(table, column, most, row[column])
