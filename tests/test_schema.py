"""The schema: migrated from nothing, again without effect, by two at once, and exactly as the
tables say.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import Session, SQLModel, select

from fund import audit, db, schema
from fund.db import Mark, MarkedAlready
from fund.plan import reference
from fund.plan.tables import Area, Measure, Region
from fund.verify import verify
from tests.people import Office


def content(engine: sa.Engine) -> dict[str, list[Any]]:
    with db.reading(engine) as session:
        return {
            table.name: sorted(map(repr, session.execute(sa.select(table)).all()))
            for table in SQLModel.metadata.sorted_tables
        }


def test_an_empty_database_becomes_the_funds_and_again_changes_nothing(database_url: str) -> None:
    engine = db.engine(database_url)
    assert schema.revision(engine) is None
    schema.upgrade(engine)
    first, revision = content(engine), schema.revision(engine)
    assert revision is not None
    schema.upgrade(engine)
    assert (content(engine), schema.revision(engine)) == (first, revision)
    with db.reading(engine) as session:
        assert verify(session)["ok"]
        for table, rows in (
            (Area, reference.areas()),
            (Measure, reference.measures()),
            (Region, reference.regions()),
        ):
            assert session.exec(select(sa.func.count()).select_from(table)).one() == len(rows)
        assert len(reference.regions()) == 34
        assert audit.verify(session)["rows"] == 0


def test_two_that_start_at_once_make_one_schema(database_url: str) -> None:
    start = threading.Barrier(3)

    def upgrade(_number: int) -> None:
        start.wait()
        schema.upgrade(db.engine(database_url))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(upgrade, range(3)))
    with db.reading(db.engine(database_url)) as session:
        assert verify(session)["ok"]


def test_the_migrations_make_exactly_what_the_tables_say(database_url: str) -> None:
    engine = db.engine(database_url)
    schema.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": SQLModel.metadata}
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_checks_in_the_database_are_those_of_the_tables(an_office: Office) -> None:
    """Autogenerate does not look at CHECKs."""
    engine = an_office.engine
    inspector = sa.inspect(engine)
    for table in SQLModel.metadata.sorted_tables:
        named = {check.name for check in table.constraints if isinstance(check, sa.CheckConstraint)}
        assert {check["name"] for check in inspector.get_check_constraints(table.name)} == named, (
            table.name
        )


def test_money_is_sixty_four_bits_everywhere() -> None:
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_fen"):
                assert isinstance(column.type, sa.BigInteger), f"{table.name}.{column.name}"
            assert not isinstance(column.type, sa.Float), f"{table.name}.{column.name}"


@pytest.mark.parametrize("kind", ["demonstration", "real", "test"])
def test_a_database_is_marked_once_for_good(database_url: str, kind: str) -> None:
    engine = db.engine(database_url)
    schema.upgrade(engine)
    db.write(engine, lambda session: db.mark(session, kind, 7))
    db.write(engine, lambda session: db.mark(session, kind, 8))
    other = "real" if kind != "real" else "demonstration"
    with pytest.raises(MarkedAlready):
        db.write(engine, lambda session: db.mark(session, other))
    for statement in (sa.update(Mark).values(kind=other), sa.delete(Mark)):
        with pytest.raises(sa.exc.DBAPIError, match="fund:marked_for_good"):
            db.write(engine, lambda session, statement=statement: session.execute(statement))
    with db.reading(engine) as session:
        assert (db.kind(session), session.get_one(Mark, 1).seed) == (kind, 7)


def test_who_reads_cannot_write(an_office: Office) -> None:
    engine = an_office.engine
    with db.reading(engine) as session, pytest.raises(sa.exc.DBAPIError):
        session.execute(sa.update(Mark).values(seed=1))


def test_a_reader_sees_one_moment(an_office: Office) -> None:
    engine = an_office.engine

    def more(session: Session) -> None:
        session.add(Area(code="Z", title_zh="新", title_en="new"))

    count = select(sa.func.count()).select_from(Area)
    with db.reading(engine) as session:
        before = session.exec(count).one()
        db.write(engine, more)
        assert session.exec(count).one() == before
    with db.reading(engine) as session:
        assert session.exec(count).one() == before + 1


def test_what_an_earlier_version_kept_is_brought_along(database_url: str) -> None:
    """A reminder sent before they were named by their act is not sent again after it."""
    engine = db.engine(database_url)
    with engine.connect().execution_options(fund_writes=True) as connection, connection.begin():
        command.upgrade(schema.configuration(connection), "0002")
        connection.execute(
            sa.text(
                "INSERT INTO person (login, name, email, is_demonstration, added_at) VALUES ('li',"
                " 'li', '', false, '2026-03-01 00:00:00+00:00')"
            )
        )
        connection.execute(
            sa.text(
                "INSERT INTO reminder_sent (person_id, kind, item_id, anchor_on, stage, sent_on,"
                " sent_at) VALUES (1, 'tranche', 7, '2026-03-01', 'overdue', '2026-03-09',"
                " '2026-03-09 00:00:00+00:00')"
            )
        )
    schema.upgrade(engine)
    with db.reading(engine) as session:
        assert session.execute(sa.text("SELECT kind, item_id, stage FROM reminder_sent")).all() == [
            ("file_evidence", 7, "overdue")
        ]
        assert verify(session)["ok"]
    with pytest.raises(sa.exc.DBAPIError, match="append_only"):
        db.write(engine, lambda session: session.execute(sa.text("DELETE FROM reminder_sent")))
