"""Sign-ins are numbered, so that a list of them goes by key; indexes for lists that had none."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

NUMBERED = """
UPDATE sign_in_session SET number = (
    SELECT count(*) FROM sign_in_session AS earlier
    WHERE earlier.started_at < sign_in_session.started_at
       OR (earlier.started_at = sign_in_session.started_at AND earlier.key <= sign_in_session.key)
)
"""


def upgrade() -> None:
    op.add_column(
        "sign_in_session", sa.Column("number", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(NUMBERED)
    op.create_index("ix_sign_in_session_number", "sign_in_session", ["number"], unique=True)
    op.create_index("ix_sign_in_session_why", "sign_in_session", ["why", "number"])
    for table, column in (
        ("call", "opens_on"),
        ("call", "closes_on"),
        ("published_contract", "signed_on"),
        ("published_grant_version", "awarded_on"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column, "id"])
    op.drop_index("ix_centre_region_code", "centre")
    op.create_index("ix_centre_region", "centre", ["region_code", "id"])
    op.drop_index("ix_mission_purchase_bought_on", "mission_purchase")
    op.create_index("ix_mission_purchase_bought_on", "mission_purchase", ["bought_on", "id"])
    for column in ("category", "origin"):
        op.create_index(
            f"ix_mission_purchase_{column}", "mission_purchase", [column, "bought_on", "id"]
        )


def downgrade() -> None:
    raise NotImplementedError("a ledger is not taken away by a migration: restore a backup instead")
