"""Sign-in: accounts of a provider, and the sign-ins made with them."""

import fund.columns
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("subject", sqlmodel.AutoString(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", fund.columns.Instant(timezone=True), nullable=False),
        sa.Column("unlinked_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_person_id"), "identity", ["person_id"])
    linked = sa.text("unlinked_at IS NULL")
    op.create_index(
        "uq_identity_linked",
        "identity",
        ["issuer", "subject"],
        unique=True,
        sqlite_where=linked,
        postgresql_where=linked,
    )
    op.create_table(
        "sign_in_session",
        sa.Column("key", sqlmodel.AutoString(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, fund.columns.Instant(timezone=True), nullable=False)
            for name in ("started_at", "last_seen_at")
        ),
        sa.Column("ended_at", fund.columns.Instant(timezone=True), nullable=True),
        sa.Column("why", sqlmodel.AutoString(length=12), nullable=False),
        sa.CheckConstraint(
            "why IN ('', 'signed_out', 'idle', 'expired', 'revoked')",
            name=op.f("ck_sign_in_session_why"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_session")),
    )
    op.create_index(op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"])


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
