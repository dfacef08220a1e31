"""Column types every table uses: money as 64-bit fen, instants as UTC on SQLite too, short words
with a CHECK.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from types import EllipsisType
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Field, SQLModel

SQLModel.model_config["defer_build"] = True
"""A table is never validated by pydantic: its validators, a fifth of what a table costs at import,
are built if somebody asks for one.
"""
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.TypeDecorator[datetime]):
    """An aware instant, stored in UTC; SQLite, which drops time zones, gets it back aware."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: object) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: object) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


Value = TypeVar("Value")
Asking = sa.Select[*tuple[Any, ...]]
"""A SELECT whose reader takes the columns by place or name: how many, and of which types, is said
where it is written.
"""


def table_of(model: type[SQLModel]) -> sa.Table:
    """The table of a class, for statements that ask for columns instead of objects."""
    found: sa.Table = model.__table__  # type: ignore[attr-defined]
    return found


def money(*, default: int | EllipsisType | None = ...) -> int:
    """A column of fen, needed unless it has a default: 64 bits, because 32 overflow at 21.47
    million yuan.
    """
    column: int = Field(default=default, sa_type=sa.BigInteger)
    return column


def instant(*, default: datetime | EllipsisType | None = ..., index: bool = False) -> datetime:
    """A column holding an instant in UTC, needed unless it has a default."""
    column: datetime = Field(default=default, sa_type=Instant, index=index)
    return column


def one_of(column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    """A CHECK that a column holds one of the words: portable where native enums are not."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


def partial(name: str, where: str, *columns: str) -> sa.Index:
    """An index of the rows for which something holds. ``where`` names its columns with their table,
    as a query does, which must say it word for word.
    """
    said = sa.text(re.sub(r"\b\w+\.", "", where))
    return sa.Index(name, *columns, sqlite_where=said, postgresql_where=said)


class _Numbers(FunctionElement[int]):
    """Numbers given as JSON, as rows."""

    name = "numbers"
    inherit_cache = True


def is_any_of(column: sa.ColumnElement[int], numbers: Iterable[int]) -> sa.ColumnElement[bool]:
    """Whether a column is one of some numbers, however many: they are one place of the statement,
    where IN gives each a place of its own.
    """
    return is_any_in(column, sa.bindparam(None, numbered(numbers), sa.String, unique=True))


def numbered(numbers: Iterable[int]) -> str:
    """Some numbers as what fills their one place in a statement."""
    return json.dumps(list(numbers))


def is_any_in(
    column: sa.ColumnElement[int], listed: sa.BindParameter[str]
) -> sa.ColumnElement[bool]:
    """Whether a column is one of the numbers a place of a statement is filled with (``numbered``),
    for a statement that stands built.
    """
    return column.bool_op("IN")(_Numbers(listed))


@compiles(_Numbers)
def _each(numbers: _Numbers, compiler: SQLCompiler, **options: object) -> str:
    (listed,) = (compiler.process(one, **options) for one in numbers.clauses)
    return f"(SELECT value FROM json_each({listed}))"


@compiles(_Numbers, "postgresql")
def _unnested(numbers: _Numbers, compiler: SQLCompiler, **options: object) -> str:
    (listed,) = (compiler.process(one, **options) for one in numbers.clauses)
    return f"(SELECT unnest(CAST(translate({listed}, '[]', '{{}}') AS bigint[])))"


class _Unsought(FunctionElement[Value]):
    """A column as it is."""

    name = "unsought"
    inherit_cache = True


def unsought(column: sa.ColumnElement[Value]) -> sa.ColumnElement[Value]:
    """A column that is only compared with, row by row. A SQLite file keeps no statistics: without
    this an index of few words, such as a status, may be sought through for every single row, where
    another leads to the few rows asked for.
    """
    found = _Unsought[Value](column)
    found.type = column.type
    return found


@compiles(_Unsought, "sqlite")
def _plus(found: _Unsought[object], compiler: SQLCompiler, **options: object) -> str:
    (column,) = (compiler.process(one, **options) for one in found.clauses)
    return f"+{column}"


class _Frequent(FunctionElement[bool]):
    """A condition as it is."""

    name = "frequent"
    inherit_cache = True


def frequent(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """A condition that holds for many rows, which SQLite would think to be few: an index that
    begins with it serves its order, and does not lead to rows known by their numbers.
    """
    return _Frequent(condition)


@compiles(_Unsought)
@compiles(_Frequent)
def _as_it_is(
    found: _Unsought[object] | _Frequent, compiler: SQLCompiler, **options: object
) -> str:
    (said,) = (compiler.process(one, **options) for one in found.clauses)
    return said


@compiles(_Frequent, "sqlite")
def _likely(found: _Frequent, compiler: SQLCompiler, **options: object) -> str:
    (condition,) = (compiler.process(one, **options) for one in found.clauses)
    return f"likelihood({condition}, 0.5)"


class Exact(sa.TypeDecorator[Decimal]):
    """A decimal number kept digit by digit as text: SQLite has no exact decimals of its own."""

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: object) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, _dialect: object) -> Decimal | None:
        return None if value is None else Decimal(value)
