"""Chinese bodies are known under CN-USCI, as org-id.guide lists the unified social credit code, and
no longer under CN-USCC, a label of our own.

What was published stays as it was published; only the columns read from it are told anew. The audit
log is never rewritten: its entries of before say the old word.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

FORMER, NOW = "CN-USCC", "CN-USCI"
READ = (("published_contract", "supplier_id"), ("published_grant_version", "recipient_id"))


def upgrade() -> None:
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "UPDATE organisation SET scheme = :now WHERE scheme = :former AND identifier NOT IN"
            " (SELECT identifier FROM organisation WHERE scheme = :now)"
        ),
        {"former": FORMER, "now": NOW},
    )
    for table, column in READ:
        # several identifiers stand in one column, with "; " between them
        connection.execute(
            sa.text(
                f"UPDATE {table} SET {column} = substr(replace('; ' || {column}, :former, :now), 3)"
                f" WHERE '; ' || {column} LIKE :any"
            ),
            {"former": f"; {FORMER}-", "now": f"; {NOW}-", "any": f"%; {FORMER}-%"},
        )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
