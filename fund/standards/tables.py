"""The register of standards: texts, what became of each, what each adopts and replaces, and which
two are merged. What is said of a text is only added.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables  # noqa: F401  the tables its keys name
from fund.columns import one_of
from fund.standards.rules import (
    DEGREES,
    FIELDS,
    LEVELS,
    OUTCOMES,
    SIDES,
    STATUSES,
    STEPS,
    VERDICTS,
)

PRECISIONS = ("", "day", "month", "year")
DATED = ("issued", "effective", "withdrawn", "confirmed", "review")
"""What has a day and, beside it, how much of it is known."""
NARROWING = ("level", "side", "field", "step", "is_behind")
"""What a list in the order of numbers is narrowed by, beside the state: each has its index."""
OPEN = sa.text("outcome = 'open'")
REVIEWED = sa.text("review_on IS NOT NULL")


def day_and_precision(name: str) -> sa.CheckConstraint:
    """A day and its precision are both there, or neither is."""
    listed = ", ".join(f"'{word}'" for word in PRECISIONS)
    return sa.CheckConstraint(
        f"{name}_precision IN ({listed}) AND ({name}_on IS NULL) = ({name}_precision = '')",
        name=name,
    )


class Standard(SQLModel, table=True):
    """One text by its number as ``fund.standards.numbers.written`` writes it. ``own_word`` is the
    state in the words of the register it came from; ``review_on`` and ``is_behind`` are worked out.
    """

    __tablename__ = "standard"
    __table_args__ = (
        one_of("level", tuple(LEVELS)),
        one_of("status", tuple(STATUSES)),
        one_of("side", ("", *SIDES)),
        one_of("field", ("", *FIELDS)),
        one_of("step", ("", *STEPS)),
        *(day_and_precision(name) for name in DATED),
        sa.CheckConstraint("number <> '' AND source <> ''", name="told"),
        sa.CheckConstraint("upper(number) NOT LIKE 'GJB%'", name="open"),
        sa.CheckConstraint("status <> 'in_force' OR withdrawn_on IS NULL", name="in_force"),
        sa.Index("ix_standard_status_number", "status", "number", "id"),
        sa.Index("ix_standard_review", "review_on", "id"),
        sa.Index("ix_standard_issued", "issued_on", "id"),
        sa.Index("ix_standard_family", "family", "edition", "status"),
        sa.Index("ix_standard_covers", "field", "step", "status"),
        *(sa.Index(f"ix_standard_{name}_number", name, "number", "id") for name in NARROWING),
        sa.Index(
            "ix_standard_number_review",
            "number",
            "id",
            "review_on",
            sqlite_where=REVIEWED,
            postgresql_where=REVIEWED,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=80, unique=True)
    family: str = Field(max_length=80)
    edition: int = 0
    title_zh: str = ""
    title_en: str = ""
    level: str = Field(max_length=16)
    prefix: str = Field(default="", max_length=20)
    is_mandatory: bool | None = None
    status: str = Field(max_length=12)
    stage: str = Field(default="", max_length=5)
    own_word: str = Field(default="", max_length=40)
    issued_on: date | None = None
    issued_precision: str = Field(default="", max_length=5)
    effective_on: date | None = None
    effective_precision: str = Field(default="", max_length=5)
    withdrawn_on: date | None = None
    withdrawn_precision: str = Field(default="", max_length=5)
    confirmed_on: date | None = None
    confirmed_precision: str = Field(default="", max_length=5)
    review_on: date | None = None
    review_precision: str = Field(default="", max_length=5)
    ics: str = Field(default="", max_length=60)
    ccs: str = Field(default="", max_length=60)
    committee: str = ""
    drafting_units: str = ""
    field: str = Field(default="", max_length=16)
    step: str = Field(default="", max_length=16)
    side: str = Field(default="", max_length=12)
    text_language: str = Field(default="", max_length=20)
    link: str = ""
    source: str
    is_behind: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    is_demonstration: bool = False
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_for: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class StandardEvent(SQLModel, table=True):
    """What became of a text, from which source; rows are only added."""

    __tablename__ = "standard_event"
    __table_args__ = (
        one_of("status", tuple(STATUSES)),
        sa.CheckConstraint("source <> ''", name="told"),
    )
    id: int | None = Field(default=None, primary_key=True)
    standard_id: int = Field(foreign_key="standard.id", index=True)
    act: str = Field(max_length=20)
    status: str = Field(max_length=12)
    verdict: str = Field(default="", max_length=12)
    happened_on: date | None = None
    source: str
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_for: int | None = Field(default=None, foreign_key="person.id")


class StandardAdoption(SQLModel, table=True):
    """That a text adopts another, which the register need not hold; rows are only added."""

    __tablename__ = "standard_adoption"
    __table_args__ = (
        one_of("degree", ("", *DEGREES)),
        sa.UniqueConstraint("standard_id", "adopted"),
    )
    id: int | None = Field(default=None, primary_key=True)
    standard_id: int = Field(foreign_key="standard.id")
    adopted: str = Field(max_length=80, index=True)
    adopted_family: str = Field(max_length=80)
    adopted_edition: int = 0
    degree: str = Field(default="", max_length=3)
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class StandardReplacement(SQLModel, table=True):
    """That one number replaces another, as one side says it; rows are only added."""

    __tablename__ = "standard_replacement"
    __table_args__ = (
        one_of("said_by", ("older", "newer")),
        one_of("extent", ("whole", "part")),
        sa.CheckConstraint("older <> newer", name="two"),
        sa.UniqueConstraint("older", "newer", "said_by"),
        sa.Index("ix_standard_replacement_newer", "newer"),
    )
    id: int | None = Field(default=None, primary_key=True)
    older: str = Field(max_length=80)
    newer: str = Field(max_length=80)
    said_by: str = Field(max_length=5)
    extent: str = Field(default="whole", max_length=5)
    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key="person.id")


class StandardMerging(SQLModel, table=True):
    """That two texts on one subject are merged or differ: proposed by one, decided by another."""

    __tablename__ = "standard_merging"
    __table_args__ = (
        one_of("verdict", tuple(VERDICTS)),
        one_of("outcome", tuple(OUTCOMES)),
        sa.CheckConstraint("one_id < other_id", name="two"),
        sa.CheckConstraint("decided_by <> proposed_by", name="four_eyes"),
        sa.CheckConstraint("(outcome = 'open') = (decided_on IS NULL)", name="decided"),
        sa.Index(
            "uq_standard_merging_open",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    one_id: int = Field(foreign_key="standard.id")
    other_id: int = Field(foreign_key="standard.id", index=True)
    subject: str
    verdict: str = Field(max_length=12)
    words: str = ""
    outcome: str = Field(default="open", max_length=10)
    proposed_on: date
    proposed_by: int | None = Field(default=None, foreign_key="person.id")
    proposed_for: int | None = Field(default=None, foreign_key="person.id")
    decided_on: date | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    version: int = 1
