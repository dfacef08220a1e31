"""Conjunction messages as they came in, events, warnings and what was answered. Floats are kept as
the shortest text that reads back as the same number.
"""

from datetime import date, datetime
from types import EllipsisType
from typing import overload

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables
import fund.plan.tables  # noqa: F401  the tables its keys name
from fund.columns import instant, one_of
from fund.debris.rules import (
    ANSWERS,
    FORMS,
    LEVELS,
    OUTCOMES,
    PUBLISHED,
    REASONS,
    SETS,
    STATES,
    THROUGH,
    VALIDITY,
    WARNINGS,
)


class Real(sa.TypeDecorator[float]):
    """A float kept as text, digit by digit: what comes back is what was worked out."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: float | None, _dialect: object) -> str | None:
        return None if value is None else repr(float(value))

    def process_result_value(self, value: str | None, _dialect: object) -> float | None:
        return None if value is None else float(value)


@overload
def real() -> float: ...


@overload
def real(*, default: None) -> float | None: ...


def real(*, default: EllipsisType | None = ...) -> float | None:
    """A column holding a computed or stated float, or one that may be missing (``default``)."""
    made: float | None = Field(default=default, sa_type=Real)
    return made


class Spacecraft(SQLModel, table=True):
    """A spacecraft the fund has to do with, by its catalogue number; ``radius_cm`` is that of the
    sphere around it, None where nobody told.
    """

    __tablename__ = "spacecraft"
    __table_args__ = (sa.CheckConstraint("radius_cm > 0", name="radius"),)
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=60, unique=True)
    name_zh: str = Field(max_length=120)
    name_en: str = Field(default="", max_length=120)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    undertaking_id: int | None = Field(default=None, foreign_key="undertaking.id", index=True)
    radius_cm: int | None = None
    is_manoeuvrable: bool = False
    is_demonstration: bool = False
    registered_on: date
    registered_by: int | None = Field(default=None, foreign_key="person.id")


class CdmFile(SQLModel, table=True):
    """A file that came in, byte by byte, once by its SHA-256. Never changed."""

    __tablename__ = "cdm_file"
    sha256: str = Field(primary_key=True, max_length=64)
    size_bytes: int
    content: bytes = Field(sa_type=sa.LargeBinary)


class CdmIntake(SQLModel, table=True):
    """One file coming in once: by whom, by which way, and how many messages became what. Never
    changed.
    """

    __tablename__ = "cdm_intake"
    __table_args__ = (one_of("through", tuple(THROUGH)),)
    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(foreign_key="cdm_file.sha256", max_length=64)
    file_name: str = Field(max_length=200)
    through: str = Field(max_length=10)
    accepted: int = 0
    known: int = 0
    conflict: int = 0
    refused: int = 0
    taken_at: datetime = instant()
    taken_by: int | None = Field(default=None, foreign_key="person.id")


class CdmMessage(SQLModel, table=True):
    """One message as read, distances in mm; ``content`` is its parsed content as canonical JSON.
    Never changed. One in conflict has the sender and number of another.
    """

    __tablename__ = "cdm_message"
    __table_args__ = (
        one_of("form", tuple(FORMS)),
        one_of("state", tuple(STATES)),
        sa.Index(
            "uq_cdm_message_standing",
            "originator",
            "message_id",
            unique=True,
            sqlite_where=sa.text("state <> 'conflict'"),
            postgresql_where=sa.text("state <> 'conflict'"),
        ),
        sa.Index("ix_cdm_message_named", "originator", "message_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    intake_id: int = Field(foreign_key="cdm_intake.id", index=True)
    place: str = Field(max_length=80)
    form: str = Field(max_length=10)
    version: str = Field(max_length=10)
    originator: str = Field(max_length=120)
    message_id: str = Field(max_length=250)
    created_at: datetime = instant()
    tca: datetime = instant()
    miss_mm: int = Field(sa_type=sa.BigInteger)
    speed_mm_s: int | None = Field(default=None, sa_type=sa.BigInteger)
    pc: float | None = real(default=None)
    method: str = Field(max_length=200)
    number_1: str = Field(max_length=60)
    number_2: str = Field(max_length=60)
    name_1: str = Field(max_length=200)
    name_2: str = Field(max_length=200)
    kind_1: str = Field(max_length=60)
    kind_2: str = Field(max_length=60)
    radius_m: float | None = real(default=None)
    radius_from: str = Field(max_length=10)
    source: str = Field(max_length=10)
    remarks: str
    state: str = Field(max_length=10)
    content: str
    digest: str = Field(max_length=64)


class CdmOutcome(SQLModel, table=True):
    """What became of one message of a file, in the order of the file, and each reason for refusing
    it. Never changed.
    """

    __tablename__ = "cdm_outcome"
    __table_args__ = (one_of("outcome", tuple(OUTCOMES)),)
    id: int | None = Field(default=None, primary_key=True)
    intake_id: int = Field(foreign_key="cdm_intake.id", index=True)
    position: int
    place: str = Field(max_length=80)
    outcome: str = Field(max_length=10)
    cdm_message_id: int | None = Field(default=None, foreign_key="cdm_message.id", index=True)
    code: str = Field(default="", max_length=40)
    facts: str = "{}"


class CdmDecision(SQLModel, table=True):
    """Which of two messages of one number holds: the first, or the one that was set aside. Never
    changed.
    """

    __tablename__ = "cdm_decision"
    id: int | None = Field(default=None, primary_key=True)
    cdm_message_id: int = Field(foreign_key="cdm_message.id", unique=True)
    takes_second: bool
    reason: str
    decided_at: datetime = instant()
    decided_by: int | None = Field(default=None, foreign_key="person.id")


class OwnAssessment(SQLModel, table=True):
    """What we work out of a message: probabilities over the radius, or the reason for none. Never
    changed; another version of the code adds another.
    """

    __tablename__ = "own_assessment"
    __table_args__ = (
        one_of("reason", tuple(REASONS)),
        one_of("validity", tuple(VALIDITY)),
        sa.UniqueConstraint("cdm_message_id", "code_version"),
    )
    id: int | None = Field(default=None, primary_key=True)
    cdm_message_id: int = Field(foreign_key="cdm_message.id")
    code_version: str = Field(max_length=10)
    reason: str = Field(default="", max_length=30)
    radius_m: float | None = real(default=None)
    radius_from: str = Field(default="", max_length=10)
    circle: float | None = real(default=None)
    square: float | None = real(default=None)
    greatest: float | None = real(default=None)
    scale: float | None = real(default=None)
    mahalanobis_squared: float | None = real(default=None)
    is_repaired: bool = False
    validity: str = Field(default="", max_length=10)
    inaccuracy: float | None = real(default=None)


class ConjunctionEvent(SQLModel, table=True):
    """Two objects that pass each other once: unordered pair and time of closest approach, with what
    its latest message says and its level while the approach is far (``level_far``) and from
    ``near_from`` on (``level_near``). ``tca_s`` is its time in whole seconds since 1970.
    """

    __tablename__ = "conjunction_event"
    __table_args__ = (
        sa.CheckConstraint("number_a < number_b", name="pair"),
        sa.UniqueConstraint("year", "serial"),
        sa.Index("ix_conjunction_event_pair", "number_a", "number_b", "tca"),
        sa.Index("ix_conjunction_event_board", "is_ours", "tca_s", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    year: int
    serial: int
    number_a: str = Field(max_length=60)
    number_b: str = Field(max_length=60)
    tca: datetime = instant()
    tca_s: int = Field(sa_type=sa.BigInteger)
    tca_first: datetime = instant()
    tca_last: datetime = instant()
    is_ours: bool = False
    level_far: int = 0
    level_near: int = 0
    near_from: datetime = instant()
    raised_to: int = 0
    messages: int = 0
    latest_id: int | None = Field(default=None, foreign_key="cdm_message.id", index=True)
    latest_at: datetime = instant()
    miss_mm: int = Field(default=0, sa_type=sa.BigInteger)
    first_taken_at: datetime = instant()
    version: int = 1


class EventMessage(SQLModel, table=True):
    """Which event a message is of, and the level it alone would have under the thresholds in force
    when it came in.
    """

    __tablename__ = "event_message"
    cdm_message_id: int = Field(primary_key=True, foreign_key="cdm_message.id")
    event_id: int = Field(foreign_key="conjunction_event.id", index=True)
    is_counted: bool
    has_probability: bool
    level_far: int
    level_near: int
    threshold_set_id: int | None = Field(default=None, foreign_key="threshold_set.id")


class EventCraft(SQLModel, table=True):
    """Which spacecraft of ours an event is about."""

    __tablename__ = "event_craft"
    event_id: int = Field(primary_key=True, foreign_key="conjunction_event.id")
    spacecraft_id: int = Field(primary_key=True, foreign_key="spacecraft.id", index=True)


class ThresholdSet(SQLModel, table=True):
    """Thresholds of levels, in force from an instant on: proposed by one person, decided by
    another. What was proposed is never changed.
    """

    __tablename__ = "threshold_set"
    __table_args__ = (
        one_of("outcome", tuple(SETS)),
        sa.CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
    )
    id: int | None = Field(default=None, primary_key=True)
    near_hours: int
    pc_red: float = real()
    pc_orange: float = real()
    pc_yellow: float = real()
    miss_red_m: int
    miss_orange_m: int
    miss_yellow_m: int
    answer_red_h: int
    answer_orange_h: int
    answer_yellow_h: int
    reason: str
    outcome: str = Field(default="open", max_length=10)
    proposed_at: datetime = instant()
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    valid_from: datetime | None = instant(default=None)
    version: int = 1


class ConjunctionWarning(SQLModel, table=True):
    """A warning to the firm of one of our spacecraft: its level when it was issued, by when it is
    to be answered, and whether that time ran out (``breached_at``, once).
    """

    __tablename__ = "conjunction_warning"
    __table_args__ = (
        one_of("status", tuple(WARNINGS)),
        sa.CheckConstraint(f"level BETWEEN 1 AND {len(LEVELS) - 1}", name="level"),
        sa.UniqueConstraint("event_id", "spacecraft_id"),
        sa.Index("ix_conjunction_warning_due", "status", "due_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="conjunction_event.id")
    spacecraft_id: int = Field(foreign_key="spacecraft.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    level: int
    status: str = Field(default="notified", max_length=12)
    issued_at: datetime = instant()
    issued_by: int | None = Field(default=None, foreign_key="person.id")
    due_at: datetime = instant()
    acknowledged_at: datetime | None = instant(default=None)
    breached_at: datetime | None = instant(default=None)
    version: int = 1


class WarningAct(SQLModel, table=True):
    """What was done about a warning: by whom, when, why. Never changed."""

    __tablename__ = "warning_act"
    __table_args__ = (one_of("act", ANSWERS),)
    id: int | None = Field(default=None, primary_key=True)
    warning_id: int = Field(foreign_key="conjunction_warning.id", index=True)
    act: str = Field(max_length=40)
    reason: str = Field(default="", max_length=30)
    said: str = ""
    told_by: str = Field(default="", max_length=120)
    told_at: datetime | None = instant(default=None)
    done_at: datetime = instant()
    done_by: int | None = Field(default=None, foreign_key="person.id")


class OpenDataset(SQLModel, table=True):
    """A data set on debris others offer: by whom, what it covers, in which format, under which
    licence, and how often it is promised to be renewed.
    """

    __tablename__ = "open_dataset"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    title_zh: str = Field(max_length=200)
    title_en: str = Field(default="", max_length=200)
    provider: str = Field(max_length=200)
    coverage: str = Field(max_length=300)
    format: str = Field(max_length=80)
    licence: str = Field(max_length=120)
    address: str = Field(default="", max_length=300)
    refresh_days: int
    registered_on: date
    registered_by: int | None = Field(default=None, foreign_key="person.id")


class DatasetLook(SQLModel, table=True):
    """That somebody looked at a data set, or fetched it, and of which day its data then were. Never
    changed.
    """

    __tablename__ = "dataset_look"
    id: int | None = Field(default=None, primary_key=True)
    dataset_id: int = Field(foreign_key="open_dataset.id", index=True)
    data_of: date | None = None
    was_fetched: bool = False
    looked_at: datetime = instant()
    looked_by: int | None = Field(default=None, foreign_key="person.id")


class DebrisPublication(SQLModel, table=True):
    """Our own open data up to an instant: proposed by one person, cleared by another."""

    __tablename__ = "debris_publication"
    __table_args__ = (
        one_of("kind", tuple(PUBLISHED)),
        one_of("outcome", tuple(SETS)),
        sa.CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    up_to: datetime = instant()
    outcome: str = Field(default="open", max_length=10)
    proposed_at: datetime = instant()
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
