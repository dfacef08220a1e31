"""Rows of the database as a frame, column by column (pandas asks each row what it is and turns rows
round, which costs more than the database takes to give them), and names in the language of a run.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, Protocol, TypeVar, cast

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund import i18n
from fund.columns import Asking

pd.options.mode.string_storage = "python"
"""Frames here are a screen's rows: texts as Arrow keeps them are turned to and fro in every step,
half of what such a frame costs. What a text is, and what is missing, is the same in both.
"""


def framed(session: Session, asking: Asking, names: Sequence[str]) -> pd.DataFrame:
    """What a statement finds, under these names: numbers as pandas takes them, texts and days as
    they are (None where missing).
    """
    columns = read(session, asking)
    if not columns[0]:
        return pd.DataFrame(columns=list(names), dtype=object)
    return pd.DataFrame(
        {
            name: values if _is_number(column.type) else of_objects(values)
            for name, values, column in zip(names, columns, asking.selected_columns, strict=True)
        },
        columns=list(names),
    )


def read(
    session: Session, asking: Asking, values: Mapping[str, object] | None = None
) -> list[Sequence[object]]:
    """What a statement finds, its places filled, column by column. Each day, instant or decimal is
    read once, however often it stands there.
    """
    session.flush()
    found = session.connection().execute(asking, values)
    # the driver's rows: one object more for each costs as much as the database took
    rows = found.cursor.fetchall()
    found.close()
    kinds, dialect = [column.type for column in asking.selected_columns], session.get_bind().dialect
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return [_read(cells, kind, dialect) for cells, kind in zip(columns, kinds, strict=True)]


def _read(
    cells: Sequence[object], kind: sa.types.TypeEngine[object], dialect: sa.Dialect
) -> Sequence[object]:
    reads = kind.dialect_impl(dialect).result_processor(dialect, None)
    if reads is None:
        return cells
    known = {cell: reads(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def of_objects(cells: Sequence[object], index: pd.Index | None = None) -> pd.Series:
    """Cells as a column that keeps each as it is."""
    kept = np.fromiter(cells, dtype=object, count=len(cells))
    return pd.Series(kept, index=index, dtype=object, copy=False)


def assigned(
    frame: pd.DataFrame, columns: Mapping[str, Sequence[str | float | date | None]]
) -> pd.DataFrame:
    """A frame with these columns, a cell a row: ``assign`` where a cell may be missing."""
    given = frame.copy(deep=False)
    for name, cells in columns.items():
        given[name] = cells
    return given


def _is_number(kind: sa.types.TypeEngine[object]) -> bool:
    return isinstance(kind, sa.Numeric | sa.Integer | sa.Boolean)


def added(frame: pd.DataFrame, by: Sequence[str], amounts: Sequence[str]) -> pd.DataFrame:
    """Whole amounts added up by some columns, in the order of these: ``groupby`` for a frame of a
    screen's rows, of which it takes most of its time to begin.
    """
    sums: dict[tuple[object, ...], Sequence[int]] = {}
    kept, given = ([frame[name].tolist() for name in names] for names in (by, amounts))
    for key, row in zip(zip(*kept, strict=True), zip(*given, strict=True), strict=True):
        held = sums.get(key)
        sums[key] = row if held is None else [a + b for a, b in zip(held, row, strict=True)]
    keys = sorted(sums)
    whole = pd.DataFrame([sums[key] for key in keys], columns=list(amounts), dtype="int64")
    return pd.concat([pd.DataFrame(keys, columns=list(by), dtype=object), whole], axis=1)


Kind = Literal["int64", "Int64", "bool"]
"""What a column of numbers is turned to here."""


def typed(frame: pd.DataFrame, kinds: Mapping[str, Kind]) -> pd.DataFrame:
    """A frame just made, its columns of these kinds, each turned only where it is another: pandas'
    own ``astype`` takes a frame apart for it, which costs more than a query.
    """
    for name, kind in kinds.items():
        if frame[name].dtype != kind:
            frame[name] = frame[name].astype(kind)
    return frame


def named(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Add each name in the language of this run from its two columns, title from title_zh and
    title_en; the other one where this language has none.
    """
    first, other = ("zh", "en") if i18n.language() == "zh" else ("en", "zh")
    return frame.assign(
        **{
            name: frame[f"{name}_{first}"].where(
                frame[f"{name}_{first}"].fillna("") != "", frame[f"{name}_{other}"]
            )
            for name in names
        }
    )


class Columns(Protocol):
    """Anything whose columns are read by name: a row of the database, a dict, a TypedDict. For
    whoever needs one column of any row, or a column whose name is put together.
    """

    def __getitem__(self, name: str, /) -> object:
        """The value of a column."""


def by_name(row: Columns) -> Columns:
    """A row to be read by names that are put together."""
    return row


Row = TypeVar("Row", bound=Mapping[str, object])


def rows_of(frame: pd.DataFrame, kind: type[Row]) -> list[Row]:
    """The rows one by one as a TypedDict has them, whose columns a frame with rows must hold
    (others may stand beside them); KeyError where one is missing.
    """
    if len(frame):
        must_hold(frame.columns, kind)
    return cast("list[Row]", frame.to_dict("records"))


def records_as(frame: pd.DataFrame, kind: type[Row]) -> list[Row]:
    """As ``rows_of``, in the quick way of ``records``."""
    if len(frame):
        must_hold(frame.columns, kind)
    return cast("list[Row]", records(frame))


def row_of(found: Mapping[str, object] | sa.RowMapping, kind: type[Row]) -> Row:
    """One row of the database, or one put together of several, as a TypedDict has it: a dict of its
    own; KeyError where a column is missing.
    """
    must_hold(found, kind)
    return cast("Row", dict(found))


def must_hold(columns: Iterable[object], kind: type[Mapping[str, object]]) -> None:
    """Refuse what lacks a column of a kind of row."""
    needed: frozenset[str] = getattr(kind, "__required_keys__", frozenset())
    lacking = needed - set(columns)
    if lacking:
        raise KeyError(f"{kind.__name__} lacks {', '.join(sorted(lacking))}")


def own_name(row: Columns, name: str) -> str:
    """A row's name in the language of this run, title of title_zh and title_en; the Chinese one
    where it has no other.
    """
    return str(row[f"{name}_{i18n.language()}"] or row[f"{name}_zh"])


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows one by one, by the names of the columns: all cells at once, where pandas' own way
    looks up each column by itself and takes five times as long for a wide frame of few rows.
    """
    names = [str(name) for name in frame.columns]
    return [
        dict(zip(names, [None if cell is pd.NA else cell for cell in row], strict=True))
        for row in frame.to_numpy(dtype=object).tolist()
    ]
