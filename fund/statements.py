"""Statements every act makes: built once, compiled once a dialect, handed to the driver as they
are. Building and hashing one anew, and what a session does around it, costs ten times what SQLite
takes to answer, and an act makes a dozen.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Generic, TypeVar, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import class_mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import SelectBase, TypedReturnsRows
from sqlmodel import Session, SQLModel

from fund import lengths
from fund.columns import table_of

Row = TypeVar("Row", bound=SQLModel)
Columns = TypeVarTuple("Columns")
Values = Mapping[str, object]
Places = Sequence[object] | Mapping[str, object]
"""What fills the places of a statement as a driver takes it: in their order, or by their names."""
HELD = "held"
"""Where a session keeps the rows this transaction wrote or locked, by table and number: nobody else
changes them before it ends, so they are read once (fund.ledger.book.fetch).
"""


class Statement(Generic[*Columns]):
    """One statement with named places. Columns it asks for are numbers and texts: days and instants
    would come back as SQLite keeps them.
    """

    def __init__(
        self,
        built: TypedReturnsRows[*Columns] | sa.Insert | sa.Update | sa.Delete,
        *,
        column_keys: Sequence[str] | None = None,
    ) -> None:
        self._built, self._column_keys = built, column_keys
        self._by_dialect: dict[
            str, Callable[[sa.Connection, Values | Sequence[Values]], sa.CursorResult[*Columns]]
        ] = {}

    def run(self, session: Session, values: Values | Sequence[Values]) -> sa.CursorResult[*Columns]:
        """Fill the places and give the driver's result; a list runs once for each of its values.
        What waits in the session goes first, as before the session's own statements.
        """
        session.flush()
        connection = session.connection()
        dialect = connection.dialect
        run = self._by_dialect.get(dialect.name)
        if run is None:
            run = self._by_dialect[dialect.name] = self._compiled(dialect)
        return run(connection, values)

    def _compiled(
        self, dialect: sa.Dialect
    ) -> Callable[[sa.Connection, Values | Sequence[Values]], sa.CursorResult[*Columns]]:
        compiled = self._built.compile(dialect=dialect, column_keys=self._column_keys)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"{self._built} is no statement with places")
        for column in self._built.selected_columns if isinstance(self._built, SelectBase) else ():
            if column.type.dialect_impl(dialect).result_processor(dialect, None) is not None:
                raise TypeError(f"{column} is neither a number nor a text")
        text, names = str(compiled), compiled.positiontup or list(compiled.binds)
        kept = {name: bind.value for name, bind in compiled.binds.items() if bind.value is not None}
        into: dict[str, Callable[[object], object] | None] = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bind in compiled.binds.items()
        }
        table = self._built.table if isinstance(self._built, sa.Insert | sa.Update) else None
        if isinstance(table, sa.Table):
            into = {name: lengths.fitting(table, name, put) for name, put in into.items()}

        def filled(values: Values) -> Places:
            row = {**kept, **values}
            found = [put(row[name]) if (put := into[name]) else row[name] for name in names]
            return tuple(found) if compiled.positional else dict(zip(names, found, strict=True))

        def run(
            connection: sa.Connection, values: Values | Sequence[Values]
        ) -> sa.CursorResult[*Columns]:
            places = (
                filled(values) if isinstance(values, Mapping) else [filled(row) for row in values]
            )
            return connection.exec_driver_sql(text, places)

        return run


@cache
def inserting(table: type[SQLModel], *, numbered: bool = False) -> Statement[int]:
    """The statement that inserts rows of a table, by the names of its columns; the number of a
    numbered one is the database's to give.
    """
    columns = table.__table__.columns  # type: ignore[attr-defined]
    keys = [column.key for column in columns if not (numbered and column.primary_key)]
    built = sa.insert(table.__table__)  # type: ignore[attr-defined]
    return Statement(built if numbered else built.inline(), column_keys=keys)


def write(session: Session, table: type[Row], **values: object) -> Row:
    """Insert a new row now, and give it as the session would: known by its number, every column it
    was not given at its default.
    """
    mapper = class_mapper(table)
    key, *more = (str(column.key) for column in mapper.primary_key)
    values = _defaults(table) | values
    if values.get(key) is None:
        del values[key]
        done = inserting(table, numbered=True).run(session, values)
        is_sqlite = session.connection().dialect.name == "sqlite"
        values[key] = done.lastrowid if is_sqlite else done.scalar_one()
    else:
        inserting(table).run(session, values)
    row: Row = mapper.class_manager.new_instance()
    row.__dict__.update(values)
    make_transient_to_detached(row)
    session.add(row)
    if not more:
        session.info.setdefault(HELD, {})[table, values[key]] = row
    return row


def change(session: Session, row: SQLModel, **values: object) -> None:
    """Change these columns of a row now, as a flush would; other changes in it go first."""
    mapper = class_mapper(type(row))
    (key,) = (str(column.key) for column in mapper.primary_key)
    session.flush()
    where = {"where_key": getattr(row, key)}
    _changing(type(row), tuple(values)).run(session, values | where)
    for name, value in values.items():
        set_committed_value(row, name, value)


@cache
def _changing(table: type[SQLModel], names: tuple[str, ...]) -> Statement[()]:
    columns = table_of(table)
    (key,) = columns.primary_key.columns
    built = sa.update(columns).where(key == sa.bindparam("where_key", type_=key.type))
    return Statement(built, column_keys=[*names, "where_key"])


@cache
def _defaults(table: type[SQLModel]) -> dict[str, object]:
    return {
        name: None if field.is_required() else field.get_default(call_default_factory=False)
        for name, field in table.model_fields.items()
    }
