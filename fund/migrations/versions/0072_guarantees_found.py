"""Guarantees are searched by the beginning of a word, their list goes along an index whatever
narrows it, and what became of them since a day is found by an index.
"""

import sqlalchemy as sa
from alembic import op

from fund.search import terms_of

revision = "0072"
down_revision = "0068"

TERMS = sa.table("search_term", *(sa.column(name) for name in ("kind", "term", "record_id")))


def upgrade() -> None:
    for name in ("kind", "form", "state"):
        op.create_index(f"ix_guarantee_{name}_until", "guarantee", [name, "valid_until", "id"])
    op.drop_index("ix_guarantee_kind", "guarantee")
    op.create_index("ix_guarantee_event_day", "guarantee_event", ["recorded_on", "guarantee_id"])
    connection = op.get_bind()
    known = sa.text("SELECT id, number, issuer, duty FROM guarantee")
    for key, *texts in connection.execute(known).all():
        rows = [{"kind": "guarantee", "term": one, "record_id": key} for one in terms_of(*texts)]
        if rows:
            connection.execute(sa.insert(TERMS), rows)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
