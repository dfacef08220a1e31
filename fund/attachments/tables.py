"""Attachments: the bytes, by their hash."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import instant


class Attachment(SQLModel, table=True):
    """A file as it was handed in, kept once however often it comes: rows are never changed."""

    __tablename__ = "attachment"
    sha256: str = Field(primary_key=True, max_length=64)
    file_name: str = Field(max_length=200)
    media_type: str = Field(max_length=80)
    size_bytes: int
    content: bytes = Field(sa_type=sa.LargeBinary)
    kept_at: datetime = instant()
    kept_by: int | None = Field(default=None, foreign_key="person.id")
