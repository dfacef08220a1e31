"""The register of reports, the public keys of their seals, the files as issued."""

from pathlib import Path

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0038"
down_revision = "0037"

GUARDS = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.create_table(
        "seal_key",
        sa.Column("fingerprint", sqlmodel.AutoString(length=39), nullable=False),
        sa.Column("public", sqlmodel.AutoString(length=44), nullable=False),
        sa.Column("use", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        *_people("seal_key", "made_by", "retired_by"),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_seal_key")),
    )
    op.create_index(
        "uq_seal_key_active",
        "seal_key",
        ["use"],
        unique=True,
        sqlite_where=sa.text("retired_on IS NULL"),
        postgresql_where=sa.text("retired_on IS NULL"),
    )
    _register()
    op.create_table(
        "issued_file",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["registered_report.id"], name=op.f("fk_issued_file_report_id")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_issued_file")),
    )
    for statement in (
        (GUARDS / f"0038_{op.get_bind().dialect.name}.sql").read_text("utf-8").split("\n--\n")
    ):
        op.get_bind().exec_driver_sql(statement)


def _register() -> None:
    signers = ("drafted", "prepared", "reviewed", "issued")
    people = [*(f"{one}_by" for one in signers), "prepared_for", "reviewed_for"]
    op.create_table(
        "registered_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report", sqlmodel.AutoString(length=40), nullable=False),
        sa.Column("period", sqlmodel.AutoString(length=7), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("language", sqlmodel.AutoString(length=2), nullable=False),
        sa.Column("unit", sqlmodel.AutoString(length=4), nullable=False),
        sa.Column("state", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("algorithm", sqlmodel.AutoString(length=10), nullable=False),
        sa.Column("data_digest", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("draft_digest", sqlmodel.AutoString(length=64), nullable=True),
        sa.Column("issued_digest", sqlmodel.AutoString(length=64), nullable=True),
        *(sa.Column(f"{one}_on", sa.Date(), nullable=one != "drafted") for one in signers),
        *(sa.Column(person, sa.Integer(), nullable=True) for person in people),
        sa.Column("version", sa.Integer(), nullable=False),
        *_rules(),
        *_people("registered_report", *people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registered_report")),
    )
    op.create_index(
        "ix_registered_report_open",
        "registered_report",
        ["state", "id"],
        sqlite_where=sa.text("state <> 'issued'"),
        postgresql_where=sa.text("state <> 'issued'"),
    )


def _rules() -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(
            "state IN ('draft', 'prepared', 'reviewed', 'issued')",
            name=op.f("ck_registered_report_state"),
        ),
        sa.CheckConstraint(
            "reviewed_by <> prepared_by AND (issued_by IS NULL OR (issued_by <> prepared_by AND"
            " issued_by <> reviewed_by))",
            name=op.f("ck_registered_report_four_eyes"),
        ),
        sa.CheckConstraint(
            "(state <> 'draft') = (prepared_on IS NOT NULL) AND (state IN ('reviewed', 'issued')) ="
            " (reviewed_on IS NOT NULL) AND (state = 'issued') = (issued_on IS NOT NULL)",
            name=op.f("ck_registered_report_signed_in_order"),
        ),
    ]


def _people(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}"))
        for column in columns
    ]


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
