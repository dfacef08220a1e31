"""Screenings as they ran and what they came upon; alerts to the authority as they were written and
reviewed. Catalogues are kept byte by byte.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.debris.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, one_of
from fund.debris.rules import ALERTS, LEVELS
from fund.debris.tables import real


class ElementCatalogue(SQLModel, table=True):
    """A catalogue of mean elements, once by its SHA-256; ``odd`` sets of it were not used. Never
    changed.
    """

    __tablename__ = "element_catalogue"
    sha256: str = Field(primary_key=True, max_length=64)
    file_name: str = Field(max_length=200)
    form: str = Field(max_length=10)
    size_bytes: int
    objects: int
    odd: int
    oldest_at: datetime = instant()
    newest_at: datetime = instant()
    content: bytes = Field(sa_type=sa.LargeBinary)


class ScreeningRun(SQLModel, table=True):
    """One look through a catalogue for so many days from an instant: the numbers of our spacecraft
    it is about and those the catalogue does not have (both as JSON), how many objects are too old,
    and into how many parts it falls. Never changed: how far it is stands in its parts.
    """

    __tablename__ = "screening_run"
    __table_args__ = (sa.Index("ix_screening_run_sha256", "sha256", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(foreign_key="element_catalogue.sha256", max_length=64)
    starts_at: datetime = instant()
    days: int
    distance_m: int
    parts: int
    numbers: str
    missing: str
    too_old: int
    begun_at: datetime = instant()
    begun_by: int | None = Field(default=None, foreign_key="person.id")


class ScreeningPart(SQLModel, table=True):
    """A part of a screening that is done: once, whoever works on it. Never changed."""

    __tablename__ = "screening_part"
    __table_args__ = (sa.UniqueConstraint("run_id", "part"),)
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="screening_run.id")
    part: int
    positions: int = Field(sa_type=sa.BigInteger)
    failed: int
    hits: int
    done_at: datetime = instant()


class ScreeningHit(SQLModel, table=True):
    """Something passes one of our spacecraft by its elements: when, how far, how fast, and how old
    the elements of both are then (days). Never changed.
    """

    __tablename__ = "screening_hit"
    __table_args__ = (sa.Index("ix_screening_hit_run", "run_id", "miss_mm"),)
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="screening_run.id")
    spacecraft_id: int = Field(foreign_key="spacecraft.id", index=True)
    number: str = Field(max_length=60)
    name: str = Field(max_length=200)
    at: datetime = instant()
    miss_mm: int = Field(sa_type=sa.BigInteger)
    speed_mm_s: int = Field(sa_type=sa.BigInteger)
    own_age_days: float = real()
    other_age_days: float = real()


class DebrisAlert(SQLModel, table=True):
    """An alert to the authority about an event, in the words of the message that was the latest
    one; four texts are free, in both languages. Written by one person, looked through by a second,
    cleared by a third. What was written is never changed.
    """

    __tablename__ = "debris_alert"
    __table_args__ = (
        one_of("outcome", tuple(ALERTS)),
        sa.CheckConstraint(f"level BETWEEN 0 AND {len(LEVELS) - 1}", name="level"),
        sa.CheckConstraint("checked_by <> written_by", name="two"),
        sa.CheckConstraint("decided_by <> written_by AND decided_by <> checked_by", name="three"),
    )
    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="conjunction_event.id", index=True)
    cdm_message_id: int = Field(foreign_key="cdm_message.id")
    level: int
    impact_zh: str
    impact_en: str
    guidance_zh: str
    guidance_en: str
    national_zh: str
    national_en: str
    informed_zh: str
    informed_en: str
    outcome: str = Field(default="drafted", max_length=10)
    written_at: datetime = instant()
    written_by: int | None = Field(default=None, foreign_key="person.id")
    checked_at: datetime | None = instant(default=None)
    checked_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    version: int = 1
