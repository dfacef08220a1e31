"""Lights recipients declared, and the answers given where the ledger said otherwise: rows are only
added.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.attachments.tables
import fund.ledger.tables  # noqa: F401  the tables its keys name
from fund.columns import one_of
from fund.standing.rules import DECLARED


class StatusReport(SQLModel, table=True):
    """The light of one letter: ``reported_on`` is the letter's day. The latest letter holds,
    whenever it was recorded. Never changed.
    """

    __tablename__ = "status_report"
    __table_args__ = (
        one_of("light", DECLARED),
        sa.CheckConstraint("reported_on <= recorded_on", name="days"),
        sa.Index("ix_status_report_letter", "undertaking_id", "reported_on"),
        sa.Index("ix_status_report_light", "light", "reported_on", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id")
    light: str = Field(max_length=6)
    note: str = ""
    reported_on: date
    letter_sha256: str | None = Field(default=None, foreign_key="attachment.sha256", max_length=64)
    recorded_on: date = Field(index=True)
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class StatusAnswer(SQLModel, table=True):
    """Why a recipient says green while the ledger says red: one answer a letter, with what had
    fired. Never changed.
    """

    __tablename__ = "status_answer"
    id: int | None = Field(default=None, primary_key=True)
    undertaking_id: int = Field(foreign_key="undertaking.id", index=True)
    status_report_id: int = Field(foreign_key="status_report.id", unique=True)
    answer: str
    rules: str
    """What had fired, as fund.standing.rules.as_text writes it."""
    answered_on: date
    answered_by: int | None = Field(default=None, foreign_key="person.id")
