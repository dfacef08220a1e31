"""Undertakings of new fields, their elements with the use they are for, assessments of levels with
their evidence, demonstrations, licences, clauses met. What is stated is only added.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.ledger.tables
import fund.sites.tables  # noqa: F401  the tables its keys name
from fund.columns import one_of
from fund.frontiers.rules import (
    CHECKS_STATES,
    CLAUSES,
    ENVIRONMENTS,
    EVIDENCE,
    FIELDS,
    LICENCE_STATES,
    LICENCES,
    OUTCOMES,
    PRECISIONS,
    SCALES,
)

PERSON = "person.id"
FRONTIER = "frontier.id"
WAITING = sa.text("outcome IN ('proposed', 'half_accepted')")


class Recorded(SQLModel):
    """Who stated it, for whom, and the day it was known from."""

    recorded_on: date
    recorded_by: int | None = Field(default=None, foreign_key=PERSON)
    recorded_for: int | None = Field(default=None, foreign_key=PERSON)


class Frontier(Recorded, table=True):
    """An undertaking in a new field. ``begin_level``, ``told_level`` and ``goal_level`` are as the
    undertaking says them; the level that holds follows from accepted assessments.
    """

    __tablename__ = "frontier"
    __table_args__ = (
        one_of("field", tuple(FIELDS)),
        one_of("scale", tuple(SCALES)),
        one_of("starts_precision", tuple(PRECISIONS)),
        one_of("ends_precision", tuple(PRECISIONS)),
        sa.CheckConstraint("source <> ''", name="sourced"),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 1 AND 9", name=name)
            for name in ("begin_level", "told_level", "goal_level")
        ),
        sa.Index("ix_frontier_field", "field", "code", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60, unique=True)
    field: str = Field(max_length=10)
    title_zh: str = Field(max_length=300)
    title_en: str = Field(default="", max_length=300)
    lead: str = Field(default="", max_length=200)
    partners: str = Field(default="", max_length=500)
    scale: str = Field(max_length=20)
    starts_on: date | None = None
    starts_precision: str = Field(default="day", max_length=6)
    ends_on: date | None = None
    ends_precision: str = Field(default="day", max_length=6)
    begin_level: int | None = None
    told_level: int | None = None
    goal_level: int | None = None
    source: str = Field(max_length=300)
    confirmed_on: date | None = None
    """The day somebody said last that the record is right."""
    is_demonstration: bool = False
    version: int = 1


class FrontierElement(Recorded, table=True):
    """A part of an undertaking whose readiness is assessed; a critical one bears its level."""

    __tablename__ = "frontier_element"
    __table_args__ = (sa.UniqueConstraint("frontier_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    frontier_id: int = Field(foreign_key=FRONTIER, index=True)
    name: str = Field(max_length=200)
    is_critical: bool = True


class ElementUse(Recorded, table=True):
    """What an element is meant for; the last use known on a day holds."""

    __tablename__ = "element_use"
    id: int | None = Field(default=None, primary_key=True)
    element_id: int = Field(foreign_key="frontier_element.id", index=True)
    use: str = Field(max_length=300)


class LevelAssessment(Recorded, table=True):
    """A level of an element for a use on a day, proposed by one and accepted by another, from level
    7 on by two.
    """

    __tablename__ = "level_assessment"
    __table_args__ = (
        one_of("scale", tuple(SCALES)),
        one_of("outcome", tuple(OUTCOMES)),
        sa.CheckConstraint("level BETWEEN 1 AND 9", name="level"),
        sa.CheckConstraint("accepted_by <> recorded_by", name="four_eyes"),
        sa.CheckConstraint(
            "second_by <> recorded_by AND second_by <> accepted_by", name="six_eyes"
        ),
        sa.CheckConstraint(
            "outcome <> 'level_accepted' OR level < 7 OR second_by IS NOT NULL", name="two"
        ),
        sa.Index(
            "uq_level_assessment_waiting",
            "element_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    element_id: int = Field(foreign_key="frontier_element.id", index=True)
    scale: str = Field(max_length=20)
    level: int
    assessed_on: date
    assessor: str = Field(max_length=200)
    is_self: bool
    use: str = Field(max_length=300)
    reason: str = Field(default="", max_length=300)
    outcome: str = Field(default="proposed", max_length=16)
    accepted_on: date | None = None
    accepted_by: int | None = Field(default=None, foreign_key=PERSON)
    second_on: date | None = None
    second_by: int | None = Field(default=None, foreign_key=PERSON)
    why: str = Field(default="", max_length=300)
    version: int = 1


class LevelEvidence(SQLModel, table=True):
    """A document that proves one level of an assessment."""

    __tablename__ = "level_evidence"
    __table_args__ = (
        one_of("kind", tuple(EVIDENCE)),
        one_of("environment", tuple(ENVIRONMENTS)),
        sa.CheckConstraint("level BETWEEN 1 AND 9 AND document <> ''", name="level"),
    )
    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="level_assessment.id", index=True)
    level: int
    kind: str = Field(max_length=14)
    environment: str = Field(default="", max_length=12)
    document: str = Field(max_length=300)
    dated_on: date | None = None
    launch: str = Field(default="", max_length=60)
    """The code of the launch of a mission record."""


class FrontierDemonstration(Recorded, table=True):
    """What is to be shown where and when; a result is stated by another row that replaces it."""

    __tablename__ = "frontier_demonstration"
    id: int | None = Field(default=None, primary_key=True)
    frontier_id: int = Field(foreign_key=FRONTIER, index=True)
    what: str = Field(max_length=300)
    place: str = Field(default="", max_length=200)
    planned_on: date | None = None
    held_on: date | None = None
    criteria: str = Field(default="", max_length=300)
    result: str = Field(default="", max_length=300)
    replaces_id: int | None = Field(
        default=None, foreign_key="frontier_demonstration.id", unique=True
    )


class LicenceNeed(Recorded, table=True):
    """A licence an undertaking needs and where it stands; the basis with its source, or that none
    was found. Of one kind the last statement known on a day holds.
    """

    __tablename__ = "licence_need"
    __table_args__ = (
        one_of("kind", tuple(LICENCES)),
        one_of("state", tuple(LICENCE_STATES)),
        sa.CheckConstraint("(state = 'no_basis') = (basis = '')", name="basis"),
    )
    id: int | None = Field(default=None, primary_key=True)
    frontier_id: int = Field(foreign_key=FRONTIER, index=True)
    kind: str = Field(max_length=14)
    state: str = Field(max_length=10)
    basis: str = Field(default="", max_length=300)
    needed_on: date | None = None
    number: str = Field(default="", max_length=80)
    expires_on: date | None = None


class ClauseCheck(Recorded, table=True):
    """How an undertaking meets a clause of ISO 24330; the last statement known on a day holds."""

    __tablename__ = "clause_check"
    __table_args__ = (
        one_of("clause", tuple(CLAUSES)),
        one_of("state", tuple(CHECKS_STATES)),
        sa.CheckConstraint("state <> 'not_applicable' OR reason <> ''", name="reason"),
    )
    id: int | None = Field(default=None, primary_key=True)
    frontier_id: int = Field(foreign_key=FRONTIER, index=True)
    clause: str = Field(max_length=6)
    state: str = Field(max_length=16)
    reason: str = Field(default="", max_length=300)


class FrontierUndertaking(Recorded, table=True):
    """The undertaking of the ledger that pays for an undertaking of a new field."""

    __tablename__ = "frontier_undertaking"
    undertaking_id: int = Field(foreign_key="undertaking.id", primary_key=True)
    frontier_id: int = Field(foreign_key=FRONTIER, index=True)
