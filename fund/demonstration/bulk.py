"""Writing many rows at once, and adding up what the guards' triggers would have kept: for synthetic
loads only.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sqlmodel import Session

GUARDED = (
    "act",
    "posting",
    "due_entry",
    "status_event",
    "milestone",
    "milestone_event",
    "evidence",
    "acceptance",
    "line",
    "undertaking",
    "tranche",
    "tranche_balance",
    "grant_record",
)
CACHE = 2_000_000
"""KiB of a SQLite file's pages held while rows go in: indexes are added to all over."""
STAGES = ("appropriated", "committed", "obligated", "accepted", "paid", "returned")


@contextmanager
def without_guards(session: Session) -> Iterator[None]:
    """Put the triggers aside and, afterwards, in force again."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        for table in GUARDED:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in GUARDED:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE}")
    guards = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
    ).all()
    for name, _statement in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _name, statement in guards:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("PRAGMA cache_size=-2000")


LOOKED_UP = (
    "ix_evidence_tranche_id",
    "ix_acceptance_tranche_id",
    "ix_milestone_event_known",
    "ix_setting_key",
)
"""Indexes that what is added up and placed looks rows up by: without the third one PostgreSQL reads
all events of milestones for each undertaking.
"""
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": (
        "SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid ="
        " x.indexrelid WHERE i.relnamespace = 'public'::regnamespace AND NOT x.indisunique AND"
        " NOT x.indisexclusion"
    ),
}


@contextmanager
def without_indexes(session: Session) -> Iterator[None]:
    """Put aside the indexes that guard nothing, and make each anew from the rows in one go: over
    ten million rows a tenth of the work of keeping it row by row.
    """
    connection = session.connection()
    aside = [
        (name, statement)
        for name, statement in connection.exec_driver_sql(INDEXES[connection.dialect.name]).all()
        if name not in LOOKED_UP and "UNIQUE" not in statement
    ]
    for name, _statement in aside:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _name, statement in aside:
        connection.exec_driver_sql(statement)


def analyse(session: Session) -> None:
    """What a PostgreSQL server does by itself after so many rows. A SQLite file keeps no
    statistics: how it answers does not change with what is in it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE")


NUMBERED = (
    "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)"
    " FROM information_schema.columns WHERE table_schema = 'public' AND column_default LIKE"
    " 'nextval%%'"
)


def number_on(session: Session) -> None:
    """Have PostgreSQL give the next numbers to what comes after rows that brought their own, as
    SQLite does by itself.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    run = session.connection().exec_driver_sql
    for table, column, sequence in run(NUMBERED).all():
        run(
            f"SELECT setval('{sequence}', (SELECT coalesce(max({column}), 0) + 1 FROM"
            f' "{table}"), false)'
        )


def insert(session: Session, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Rows into a table by the driver's own quickest way; ``columns`` are names between commas."""
    connection = session.connection()
    driver = connection.connection
    if connection.dialect.name == "postgresql":
        cursor, asking = driver.cursor(), f"COPY {table} ({columns}) FROM STDIN"
        with cursor.copy(asking) as copy:  # type: ignore[attr-defined]  # psycopg alone has it
            for row in rows:
                copy.write_row(row)
        cursor.close()
        return
    marks = ", ".join("?" for _column in columns.split(","))
    driver.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def add_up(session: Session) -> None:
    """Balances, totals and due totals from the rows, as the triggers would have kept them."""
    postgres = session.get_bind().dialect.name == "postgresql"
    month = "date_trunc('month', {})::date" if postgres else "date({}, 'start of month')"
    text = "CAST(organisation_id AS TEXT)"
    run = session.connection().exec_driver_sql
    for table, key, stages in (
        ("line", "line_id", STAGES),
        ("undertaking", "undertaking_id", STAGES[1:]),
        ("tranche", "tranche_id", STAGES[2:]),
    ):
        run(f"DELETE FROM {table}_balance")
        run(
            f"INSERT INTO {table}_balance ({key}, {_names(stages)}) SELECT {table}.id,"
            f" {_sums(stages)} FROM {table} LEFT JOIN posting ON posting.{key} = {table}.id GROUP"
            f" BY {table}.id"
        )
    cuts = {
        "line": ("''", "posting.line_id", ""),
        "region": ("region_code", "posting.line_id", "u"),
        "map": ("region_code", "0", "u"),
        "organisation": (text, "posting.line_id", "u"),
        "category": ("category", "posting.line_id", "c"),
        "category_all": ("category", "0", "c"),
        "category_region": ("category || ' ' || region_code", "0", "c"),
    }
    for cut, (key, line, joined) in cuts.items():
        source = (
            "posting"
            + (" JOIN undertaking ON undertaking.id = posting.undertaking_id" if joined else "")
            + (" WHERE category <> ''" if joined == "c" else "")
        )
        for grain, starts in (
            ("month", month.format("posting.recorded_on")),
            ("day", "posting.recorded_on"),
        ):
            run(
                f"INSERT INTO total (cut, key, grain, starts_on, line_id, {_names(STAGES)}) SELECT"
                f" '{cut}', {key}, '{grain}', {starts}, {line}, {_sums(STAGES)} FROM {source} GROUP"
                f" BY {_by(key, starts, line)}"
            )
    _dues(run, month, text)
    committed = (
        "coalesce(sum(CASE WHEN u.currency = 'CNY' THEN b.committed_fen END), 0) FROM undertaking u"
        " LEFT JOIN undertaking_balance b ON b.undertaking_id = u.id"
    )
    run(
        "INSERT INTO organisation_total SELECT organisation_id, kind, category, count(*),"
        f" {committed} GROUP BY organisation_id, kind, category"
    )
    run(
        f"INSERT INTO method_total SELECT category, method, {committed} JOIN contract c ON"
        " c.undertaking_id = u.id GROUP BY category, method HAVING sum(b.committed_fen) <> 0"
    )


def _dues(run: Callable[[str], object], month: str, text: str) -> None:
    source = (
        "due_entry JOIN undertaking ON undertaking.id = due_entry.undertaking_id JOIN line ON"
        " line.id = undertaking.line_id JOIN programme ON programme.id = line.programme_id"
    )
    bought = "AND category <> '' AND due_entry.kind = 'contract'"
    cuts = {
        "all": ("''", ""),
        "measure": ("programme.measure", ""),
        "region": ("region_code", ""),
        "organisation": (text, ""),
        "category": ("category", bought),
        "category_region": ("category || ' ' || region_code", bought),
        "category_measure": ("category || ' ' || programme.measure", bought),
    }
    for cut, (key, only) in cuts.items():
        for grain, starts in (
            ("month", month.format("due_entry.recorded_on")),
            ("day", "due_entry.recorded_on"),
        ):
            for due_grain, due, which in (
                ("month", month.format("due_entry.due_on"), ""),
                ("day", "due_entry.due_on", "AND due_entry.kind = 'open'"),
                ("ever", "date('0001-01-01')", ""),
            ):
                run(
                    "INSERT INTO due_total (cut, key, kind, grain, due_grain, due_on, starts_on,"
                    f" value) SELECT '{cut}', {key}, due_entry.kind, '{grain}', '{due_grain}',"
                    f" {due}, {starts}, sum(value) FROM {source} WHERE 1 = 1 {only} {which} GROUP"
                    f" BY {_by(key, 'due_entry.kind', due, starts)}"
                )


def _by(*columns: str) -> str:
    """The columns to group by: constants are none."""
    return ", ".join(column for column in columns if column not in ("''", "0"))


def _names(stages: tuple[str, ...]) -> str:
    return ", ".join(f"{stage}_fen" for stage in stages)


def _sums(stages: tuple[str, ...]) -> str:
    return ", ".join(
        f"COALESCE(sum(CASE stage WHEN '{stage}' THEN amount_fen ELSE 0 END), 0)"
        for stage in stages
    )
