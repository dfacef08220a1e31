"""Alembic's entry: runs the versions on the connection fund.schema hands over."""

from alembic import context
from sqlmodel import SQLModel

import fund.schema  # noqa: F401  every table, registered

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
