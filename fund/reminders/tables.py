"""Which reminders went out: rows are only added, so that nobody is told the same thing twice."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, one_of
from fund.reminders.rules import KINDS, STAGES


class ReminderSent(SQLModel, table=True):
    """One thing one person was told of at one stage; written when the mail server (or the outbox)
    had taken the mail.
    """

    __tablename__ = "reminder_sent"
    __table_args__ = (
        one_of("kind", tuple(KINDS)),
        one_of("stage", tuple(STAGES)),
        sa.UniqueConstraint("person_id", "kind", "item_id", "anchor_on", "stage", "sent_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    kind: str = Field(max_length=20)
    item_id: int
    anchor_on: date
    stage: str = Field(max_length=10)
    sent_on: date
    sent_at: datetime = instant()
