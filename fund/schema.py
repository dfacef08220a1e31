"""The schema: every table of every room, created and brought up to date by the migrations."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

import fund.access.tables
import fund.attachments.tables
import fund.centres.tables
import fund.closing.tables
import fund.cooperation.tables
import fund.debris.kept
import fund.debris.tables
import fund.evaluation.tables
import fund.facilities.tables
import fund.frontiers.tables
import fund.grants.tables
import fund.guarantees.tables
import fund.holdings.tables
import fund.ledger.accounts
import fund.ledger.kept
import fund.ledger.tables
import fund.milestones.tables
import fund.missions.tables
import fund.office.tables
import fund.portfolio.tables
import fund.procurement.tables
import fund.published.tables
import fund.reminders.tables
import fund.reports.tables
import fund.search
import fund.settings.tables
import fund.sign_in.tables
import fund.sites.tables
import fund.standards.tables
import fund.standing.tables
import fund.subsidies.tables
import fund.targets.tables  # noqa: F401
from fund import acts, audit, db
from fund import revision as versions
from fund.columns import table_of
from fund.plan import reference
from fund.plan.tables import Area, Measure, Region
from fund.targets import reference as local_targets

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADING = 2027
"""The advisory lock two processes starting at once queue on; SQLite's own write lock does it
there.
"""
__all__ = ["acts", "revision", "upgrade"]


def configuration(connection: sa.Connection) -> "Config":
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: sa.Engine) -> None:
    """Create the schema or bring it up to date, and seed what the plan fixes; again changes
    nothing, and asks nothing of alembic.
    """
    with db.answering():
        is_newest = versions.is_newest(engine)
    if not is_newest:
        _migrate(engine)
    db.write(engine, _seed, is_repeatable=True)


def _migrate(engine: sa.Engine) -> None:
    from alembic import command

    with (
        db.answering(),
        engine.connect().execution_options(fund_writes=True) as connection,
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADING)))
        command.upgrade(configuration(connection), "head")


def revision(engine: sa.Engine) -> str | None:
    """The version of the schema in this database, None when there is none."""
    return versions.stored(engine)


def _seed(session: Session) -> None:
    """The one-row tables, and the plan's areas, measures and regions as far as they are not there
    yet.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADING)))
    for first in (db.Mark(id=1), audit.AuditHead(id=1)):
        if session.get(type(first), 1) is None:
            session.add(first)
    _enter(session, Area, "code", reference.areas())
    _enter(session, Measure, "key", reference.measures())
    _enter(session, Region, "code", reference.regions())
    local_targets.seed(session)


def _enter(
    session: Session, table: type[SQLModel], key: str, rows: Iterable[Mapping[str, object]]
) -> None:
    """Add the rows that are not there yet."""
    known = set(session.execute(sa.select(table_of(table).c[key])).scalars())
    for row in rows:
        if row[key] not in known:
            session.add(table(**{name: row[name] for name in table.model_fields if name in row}))
    session.flush()
