"""Launch sites, pads with their names and states, capacity as stated, launches with every planned
time, scrub and outcome, the files lists came in by. What is stated is only added.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables
import fund.procurement.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, one_of
from fund.sites.rules import (
    CAPACITY_KINDS,
    MOVES,
    ORIGINS,
    OUTCOMES,
    PAD_STATES,
    PRECISIONS,
    REASONS,
    RECOVERIES,
    SERVICES,
    SITE_KINDS,
)

PERSON = "person.id"
SITE = "launch_site.id"
PAD = "launch_pad.id"
LAUNCH = "launch.id"


class Recorded(SQLModel):
    """Who stated it, for whom, and the day it was known from."""

    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key=PERSON)
    recorded_for: int | None = Field(default=None, foreign_key=PERSON)


class LaunchSite(Recorded, table=True):
    """A place launches start from, and the body that runs it. ``country`` as GCAT writes it; an own
    site's outcomes are confirmed by a second person.
    """

    __tablename__ = "launch_site"
    __table_args__ = (
        one_of("kind", tuple(SITE_KINDS)),
        sa.CheckConstraint("name_zh <> '' AND source <> ''", name="told"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name_zh: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    kind: str = Field(max_length=8)
    country: str = Field(default="", max_length=12, index=True)
    region_code: str = Field(default="", max_length=6)
    operator: str = Field(default="", max_length=200)
    is_own: bool = Field(default=False, index=True)
    is_commercial: bool | None = None
    source: str = Field(max_length=300)
    sourced_on: date
    is_demonstration: bool = False


class SiteName(Recorded, table=True):
    """How a list of launches writes a site."""

    __tablename__ = "site_name"
    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key=SITE, index=True)
    name: str = Field(max_length=200, unique=True)


class LaunchPad(Recorded, table=True):
    """A pad of a site; renamed it is the same pad."""

    __tablename__ = "launch_pad"
    __table_args__ = (sa.UniqueConstraint("site_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key=SITE, index=True)
    code: str = Field(max_length=40)
    fits: str = Field(default="", max_length=300)
    """Rockets it is built for, in words."""


class PadName(Recorded, table=True):
    """What a pad is called from a day on; the last name known on a day holds."""

    __tablename__ = "pad_name"
    id: int | None = Field(default=None, primary_key=True)
    pad_id: int = Field(foreign_key=PAD, index=True)
    name: str = Field(max_length=120)
    since: date


class PadState(Recorded, table=True):
    """In which state a pad is from a day on."""

    __tablename__ = "pad_state"
    __table_args__ = (
        one_of("state", tuple(PAD_STATES)),
        sa.CheckConstraint("source <> ''", name="sourced"),
    )
    id: int | None = Field(default=None, primary_key=True)
    pad_id: int = Field(foreign_key=PAD, index=True)
    state: str = Field(max_length=14)
    since: date
    source: str = Field(max_length=300)


class CapacityStatement(Recorded, table=True):
    """Launches a year a site or one pad can do, as a source says it; counts once another person
    confirmed it. What rockets a year can be made stands elsewhere.
    """

    __tablename__ = "capacity_statement"
    __table_args__ = (
        one_of("kind", tuple(CAPACITY_KINDS)),
        sa.CheckConstraint("launches > 0", name="launches"),
        sa.CheckConstraint("source <> ''", name="sourced"),
        sa.CheckConstraint("confirmed_by <> recorded_by", name="four_eyes"),
    )
    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key=SITE, index=True)
    pad_id: int | None = Field(default=None, foreign_key=PAD)
    year: int
    kind: str = Field(max_length=10)
    launches: int
    source: str = Field(max_length=300)
    sourced_on: date
    confirmed_on: date | None = None
    confirmed_by: int | None = Field(default=None, foreign_key=PERSON)


class SiteUndertaking(Recorded, table=True):
    """The undertaking of the ledger that builds a site or one of its pads."""

    __tablename__ = "site_undertaking"
    undertaking_id: int = Field(foreign_key="undertaking.id", primary_key=True)
    site_id: int = Field(foreign_key=SITE, index=True)
    pad_id: int | None = Field(default=None, foreign_key=PAD)


class LaunchBatch(Recorded, table=True):
    """A list of launches taken in as a file, undone as a whole."""

    __tablename__ = "launch_batch"
    __table_args__ = (
        one_of("origin", tuple(ORIGINS)),
        sa.CheckConstraint("(undone_on IS NULL) = (undone_why = '')", name="undone"),
    )
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    origin: str = Field(max_length=8)
    launches: int
    undone_on: date | None = None
    undone_by: int | None = Field(default=None, foreign_key=PERSON)
    undone_why: str = Field(default="", max_length=300)


class Launch(Recorded, table=True):
    """A launch, planned or flown. ``tag`` is its code, ``shown_on`` its lift-off, or else the time
    planned last; ``undone_on`` follows its file.
    """

    __tablename__ = "launch"
    __table_args__ = (
        one_of("origin", tuple(ORIGINS)),
        one_of("service", tuple(SERVICES)),
        sa.CheckConstraint("(origin = 'own') = (batch_id IS NULL)", name="batch"),
        sa.CheckConstraint("payloads >= 0 AND reused_flights >= 0", name="counts"),
        sa.Index("ix_launch_shown", "origin", "shown_on", "id"),
        sa.Index("ix_launch_tag", "origin", "tag", "id"),
        sa.Index("ix_launch_site_id", "site_id", "shown_on"),
        sa.Index(
            "uq_launch_tag",
            "origin",
            "tag",
            unique=True,
            sqlite_where=sa.text("undone_on IS NULL"),
            postgresql_where=sa.text("undone_on IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    origin: str = Field(max_length=8)
    tag: str = Field(max_length=60)
    batch_id: int | None = Field(default=None, foreign_key="launch_batch.id", index=True)
    site_id: int = Field(foreign_key=SITE)
    pad_id: int | None = Field(default=None, foreign_key=PAD, index=True)
    pad_text: str = Field(default="", max_length=120)
    """The pad as the list writes it, "" where it does not say."""
    vehicle: str = Field(max_length=120)
    flight: str = Field(default="", max_length=120)
    mission: str = Field(default="", max_length=300)
    provider: str = Field(default="", max_length=120)
    service: str = Field(default="", max_length=2)
    payloads: int | None = None
    payload_kg: int | None = None
    reused_flights: int = 0
    """How often the first stage had flown before."""
    ship: str = Field(default="", max_length=120)
    port: str = Field(default="", max_length=120)
    ascent: str = Field(default="", max_length=120)
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id", unique=True)
    shown_on: date
    undone_on: date | None = None
    source: str = Field(default="", max_length=300)
    is_demonstration: bool = False
    version: int = 1


class LaunchTime(Recorded, table=True):
    """A planned time: the first day of the period it lies in, how exactly it is known, the time of
    day; what the change was and by how many days.
    """

    __tablename__ = "launch_time"
    __table_args__ = (one_of("precision", tuple(PRECISIONS)), one_of("move", tuple(MOVES)))
    id: int | None = Field(default=None, primary_key=True)
    launch_id: int = Field(foreign_key=LAUNCH, index=True)
    planned_on: date
    time: str = Field(default="", max_length=8)
    """Beijing time, hh:mm or hh:mm:ss."""
    precision: str = Field(max_length=8)
    move: str = Field(max_length=10)
    days: int | None = None
    reason: str = Field(default="", max_length=300)


class LaunchScrub(Recorded, table=True):
    """A launch called off on its day."""

    __tablename__ = "launch_scrub"
    __table_args__ = (one_of("reason", tuple(REASONS)),)
    id: int | None = Field(default=None, primary_key=True)
    launch_id: int = Field(foreign_key=LAUNCH, index=True)
    scrubbed_on: date
    before_lift_off: str = Field(default="", max_length=20)
    reason: str = Field(max_length=8)
    words: str = Field(default="", max_length=300)
    recycle_hours: int | None = None


class LaunchOutcome(Recorded, table=True):
    """Lift-off and outcome as reported; at an own site it counts once another person confirmed it,
    of several the last that counts holds. A correction says why.
    """

    __tablename__ = "launch_outcome"
    __table_args__ = (
        one_of("precision", tuple(PRECISIONS)),
        one_of("outcome", tuple(OUTCOMES)),
        one_of("recovery", tuple(RECOVERIES)),
        sa.CheckConstraint("score >= 0 AND score <= 100", name="score"),
        sa.CheckConstraint("confirmed_by <> recorded_by", name="four_eyes"),
        sa.CheckConstraint("outcome <> 'pad_failure' OR lifted_at IS NULL", name="lift_off"),
    )
    id: int | None = Field(default=None, primary_key=True)
    launch_id: int = Field(foreign_key=LAUNCH, index=True)
    happened_on: date
    """The day of lift-off as told, of a failure before it the day of that."""
    lifted_at: datetime | None = instant(default=None)
    precision: str = Field(max_length=8)
    is_vague: bool = False
    outcome: str = Field(max_length=12)
    score: int | None = None
    """Hundredths."""
    code: str = Field(default="", max_length=8)
    recovery: str = Field(default="", max_length=10)
    zone: str = Field(default="", max_length=120)
    reason: str = Field(default="", max_length=300)
    confirmed_on: date | None = None
    confirmed_by: int | None = Field(default=None, foreign_key=PERSON)
