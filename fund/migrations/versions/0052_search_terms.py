"""Standards and projects abroad are searched by the beginning of a word: one table of terms for
records of every kind, filled with those of what is there; indexes for the list of standards.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from fund.search import TERM, terms_of

revision = "0052"
down_revision = "0051"

KNOWN = {
    "standard": "SELECT id, number, title_zh, title_en FROM standard",
    "cooperation": "SELECT id, code, title_zh, title_en FROM cooperation",
}


def upgrade() -> None:
    made = op.create_table(
        "search_term",
        sa.Column("kind", sqlmodel.AutoString(length=30), nullable=False),
        sa.Column("term", TERM, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "term", "record_id", name=op.f("pk_search_term")),
    )
    op.create_index("ix_search_term_record", "search_term", ["kind", "record_id"])
    for name in ("level", "side", "field", "step"):
        op.create_index(f"ix_standard_{name}_number", "standard", [name, "number", "id"])
    op.drop_index("ix_standard_family", "standard")
    op.create_index("ix_standard_family", "standard", ["family", "edition", "status"])
    op.create_index("ix_standard_number_review", "standard", ["number", "id", "review_on"])
    connection = op.get_bind()
    for kind, known in KNOWN.items():
        for key, *texts in connection.execute(sa.text(known)).all():
            rows = [{"kind": kind, "term": one, "record_id": key} for one in terms_of(*texts)]
            if rows:
                connection.execute(sa.insert(made), rows)


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
