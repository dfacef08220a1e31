"""An office's own workbook, waiting for a second person or decided."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, one_of

SINCE_THEN = Field(default=0, sa_column_kwargs={"server_default": sa.text("0")})
"""Rows of sheets that came later: workbooks handed in before have none."""


class Opening(SQLModel, table=True):
    """One uploaded workbook: the file as it came, what was read from it (JSON), and what became of
    it. ``mended``: what was put right on the page, as JSON: place -> (what stood there, what was
    typed).
    """

    __tablename__ = "opening"
    __table_args__ = (one_of("status", ("waiting", "approved", "rejected")),)
    id: int | None = Field(default=None, primary_key=True)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64, index=True)
    content: bytes = Field(sa_type=sa.LargeBinary)
    records: str = Field(sa_type=sa.Text)
    mended: str = Field(
        default="{}", sa_type=sa.Text, sa_column_kwargs={"server_default": sa.text("'{}'")}
    )
    lines: int = 0
    grants: int = 0
    contracts: int = 0
    tranches: int = 0
    payments: int = 0
    holdings: int = SINCE_THEN
    facts: int = SINCE_THEN
    subsidies: int = SINCE_THEN
    guarantees: int = SINCE_THEN
    status: str = Field(default="waiting", max_length=10)
    uploaded_by: int | None = Field(default=None, foreign_key="person.id")
    uploaded_for: int | None = Field(default=None, foreign_key="person.id")
    uploaded_at: datetime = instant()
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = instant(default=None)
    reason: str = ""
    version: int = 1
