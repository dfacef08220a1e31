"""What registers need to stay quick: where a search among undertakings and published processes
begins, and what organisations and methods come to.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlmodel
from alembic import op

from fund.search import TERM, terms_of

revision = "0017"
down_revision = "0014"

GUARDS = Path(__file__).parents[1] / "sql"
STAGES = ("appropriated", "committed", "obligated", "accepted", "paid", "returned")
UNDERTAKINGS = "SELECT id, kind, code, title FROM undertaking"
PUBLISHED = (
    "SELECT p.id, p.ocid, r.title, r.buyer FROM published_process p JOIN published_release r ON"
    " r.published_process_id = p.id WHERE r.current_from IS NOT NULL AND r.current_until IS NULL"
)


def upgrade() -> None:
    _totals()
    _terms(
        "undertaking_term",
        "undertaking",
        UNDERTAKINGS,
        [sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False)],
    )
    _terms("published_term", "published_process", PUBLISHED, [])
    op.create_index("ix_undertaking_kind", "undertaking", ["kind", "id"])
    op.create_index("ix_undertaking_category", "undertaking", ["kind", "category", "id"])
    op.create_index("ix_undertaking_holder", "undertaking", ["kind", "organisation_id", "id"])
    op.create_index("ix_published_process_category", "published_process", ["category", "id"])
    for statement in (
        (GUARDS / f"0017_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _totals() -> None:
    op.create_table(
        "organisation_total",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.AutoString(length=12), nullable=False),
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("undertakings", sa.Integer(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_total_organisation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "kind", "category", name=op.f("pk_organisation_total")
        ),
    )
    op.create_table(
        "method_total",
        sa.Column("category", sqlmodel.AutoString(length=20), nullable=False),
        sa.Column("method", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("category", "method", name=op.f("pk_method_total")),
    )
    renminbi = "coalesce(sum(CASE WHEN u.currency = 'CNY' THEN b.committed_fen END), 0)"
    balances = "undertaking u LEFT JOIN undertaking_balance b ON b.undertaking_id = u.id"
    op.execute(
        "INSERT INTO organisation_total SELECT organisation_id, kind, category, count(*),"
        f" {renminbi} FROM {balances} GROUP BY organisation_id, kind, category"
    )
    sums = ", ".join(f"sum({stage}_fen)" for stage in STAGES)
    op.execute(
        "INSERT INTO total (cut, key, line_id, grain, starts_on,"
        f" {', '.join(f'{stage}_fen' for stage in STAGES)}) SELECT 'category_all', t.key, 0,"
        f" t.grain, t.starts_on, {sums} FROM total t JOIN line l ON l.id = t.line_id WHERE t.cut ="
        " 'category' AND l.currency = 'CNY' GROUP BY t.key, t.grain, t.starts_on"
    )
    op.execute(
        f"INSERT INTO method_total SELECT u.category, c.method, {renminbi} FROM {balances} JOIN"
        " contract c ON c.undertaking_id = u.id GROUP BY u.category, c.method"
    )


def _terms(table: str, of: str, known: str, before: list[sa.Column[str]]) -> None:
    """A table of terms, filled; ``before``: columns before the term, which ``known`` names after
    the number.
    """
    made: Any = op.create_table(
        table,
        *before,
        sa.Column("term", TERM, nullable=False),
        sa.Column(f"{of}_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_{table}_{of}_id")),
        sa.PrimaryKeyConstraint(
            *(column.name for column in before), "term", f"{of}_id", name=op.f(f"pk_{table}")
        ),
    )
    op.create_index(op.f(f"ix_{table}_{of}_id"), table, [f"{of}_id"])
    for key, *values in op.get_bind().execute(sa.text(known)).all():
        also = {column.name: values.pop(0) for column in before}
        op.get_bind().execute(
            sa.insert(made), [{"term": term, f"{of}_id": key, **also} for term in terms_of(*values)]
        )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
