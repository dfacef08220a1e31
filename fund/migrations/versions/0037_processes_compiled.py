"""A published process with several versions is what they come to together, in a row of its own;
what was current until today stays what was known on those days.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from fund import clock
from fund.columns import Instant
from fund.published.compiling import Stated, compiled, is_whole
from fund.published.records import Contract, Release

revision = "0037"
down_revision = "0036"

OWN = (
    "release_id",
    "tags",
    "title",
    "buyer",
    "method",
    "tender_currency",
    "tender_fen",
    "digest",
    "raw",
    "released_at",
)
RELEASE = sa.table(
    "published_release",
    *(sa.column(name) for name in ("id", "published_process_id", "import_file_id", "is_compiled")),
    *(sa.column(name) for name in OWN if name != "released_at"),
    sa.column("released_at", Instant),
    sa.column("current_from", sa.Date()),
    sa.column("current_until", sa.Date()),
)
CONTRACT = sa.table(
    "published_contract",
    sa.column("published_release_id"),
    *(sa.column(name, sa.Date() if name == "signed_on" else None) for name in Contract.__slots__),
)
SEVERAL = (
    "SELECT p.id, p.ocid FROM published_process p JOIN published_release r ON"
    " r.published_process_id = p.id GROUP BY p.id, p.ocid HAVING count(*) > 1 ORDER BY p.id"
)


def upgrade() -> None:
    op.add_column(
        "published_release",
        sa.Column("is_compiled", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    connection = op.get_bind()
    for process_id, ocid in connection.execute(sa.text(SEVERAL)).all():
        rows = connection.execute(
            sa.select(RELEASE).where(RELEASE.c.published_process_id == process_id)
        ).all()
        _stand(connection, process_id, rows, compiled(ocid, map(_stated, rows)))


def _stated(row: Any) -> Stated:
    return Stated(row.released_at, is_whole(row.tags), row.release_id, row.digest, row.raw)


def _stand(connection: Any, process_id: int, rows: list[Any], made: Release) -> None:
    """The compiled row takes the place of the current one, from today."""
    today = clock.today()
    current = (RELEASE.c.published_process_id == process_id) & RELEASE.c.current_until.is_(None)
    connection.execute(
        sa.update(RELEASE)
        .where(current, RELEASE.c.current_from.is_not(None))
        .values(current_until=today)
    )
    told = {name: getattr(made, name) for name in OWN}
    told |= {"published_process_id": process_id, "current_from": today, "is_compiled": True}
    told["import_file_id"] = max(row.import_file_id for row in rows)
    connection.execute(sa.insert(RELEASE).values(told))
    (number,) = connection.execute(
        sa.select(RELEASE.c.id).where(
            RELEASE.c.published_process_id == process_id, RELEASE.c.digest == made.digest
        )
    ).one()
    contracts = [
        {name: getattr(contract, name) for name in Contract.__slots__}
        | {"published_release_id": number}
        for contract in made.contracts
    ]
    if contracts:
        connection.execute(sa.insert(CONTRACT), contracts)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
