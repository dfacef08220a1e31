"""Rows of reminders that are read in several places: what somebody has to do, and how they were
told.
"""

from datetime import date
from typing import TypedDict


class Reminder(TypedDict):
    """What is due soon or overdue, and for whom: fund.reminders.queries.REMINDERS."""

    person_id: int | None
    login: str | None
    name: str | None
    email: str | None
    kind: str
    item_id: int
    undertaking: str
    title: str
    step: str
    stage: str
    anchor_on: date
    due_on: date
    days_late: int
    amount_fen: int | None
    currency: str
    sent_on: date | None
    is_new: bool


class Told(TypedDict):
    """How one person was told: with which outcome (None: not tried), why it failed, of what."""

    login: str | None
    name: str | None
    email: str | None
    outcome: str | None
    reason: str
    items: list[Reminder]
