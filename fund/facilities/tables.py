"""Facilities with what they can do, when they are open and what they cost; requests and what was
decided; bookings, use, charges. Facts are only added; no two bookings of one resource share an
instant: the database sees to both.
"""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

import fund.access.tables
import fund.centres.tables
import fund.ledger.tables
import fund.plan.tables  # noqa: F401  the tables its keys name
from fund.columns import Exact, instant, money, one_of
from fund.facilities.rules import (
    ACTS,
    BASES,
    BOOKINGS,
    CLASSES,
    CLOSURES,
    FIGURES,
    KINDS,
    OUTCOMES,
    REASONS,
    REQUESTS,
    UNITS,
    VERDICTS,
)


def person() -> int | None:
    """A column naming a person."""
    found: int | None = Field(default=None, foreign_key="person.id")
    return found


class Facility(SQLModel, table=True):
    """A facility and its rules of booking: minutes, days ahead, hours before, per cent.

    ``resource_id`` is the facility whose windows it takes: its own, or that of the one it shares
    with. ``centre_id`` is set for an open platform of a centre.
    """

    __tablename__ = "facility"
    __table_args__ = (
        one_of("kind", tuple(KINDS)),
        one_of("unit", tuple(UNITS)),
        sa.CheckConstraint(
            "step > 0 AND setup >= 0 AND clearup >= 0 AND shortest > 0 AND longest >= shortest"
            " AND horizon_days > 0 AND notice_hours >= 0 AND late_hours >= 0"
            " AND late_percent BETWEEN 0 AND 100",
            name="rules",
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    kind: str = Field(max_length=20)
    name_zh: str = Field(max_length=120)
    name_en: str = Field(default="", max_length=120)
    owner_id: int = Field(foreign_key="organisation.id", index=True)
    operator_id: int = Field(foreign_key="organisation.id", index=True)
    region_code: str = Field(foreign_key="region.code", max_length=6)
    place: str = Field(default="", max_length=200)
    unit: str = Field(max_length=10)
    step: int = 15
    setup: int = 0
    clearup: int = 0
    shortest: int = 15
    longest: int = 14_400
    horizon_days: int = 180
    notice_hours: int = 24
    late_hours: int = 72
    late_percent: int = 50
    is_hazardous: bool = False
    resource_id: int | None = Field(default=None, foreign_key="facility.id", index=True)
    centre_id: int | None = Field(default=None, foreign_key="centre.id", index=True)
    opened_on: date
    is_demonstration: bool = False
    registered_on: date
    registered_by: int | None = person()
    version: int = 1


class FacilityFigure(SQLModel, table=True):
    """What a facility can do: a number, or words for the band. Never changed."""

    __tablename__ = "facility_figure"
    __table_args__ = (one_of("name", tuple(FIGURES)),)
    facility_id: int = Field(primary_key=True, foreign_key="facility.id")
    name: str = Field(primary_key=True, max_length=12)
    value: Decimal | None = Field(default=None, sa_type=Exact)
    words: str = Field(default="", max_length=60)


class FacilityHours(SQLModel, table=True):
    """The week of a facility from a day on, as ``fund.facilities.opening`` reads it. Never
    changed.
    """

    __tablename__ = "facility_hours"
    id: int | None = Field(default=None, primary_key=True)
    facility_id: int = Field(foreign_key="facility.id", index=True)
    week: str = Field(max_length=300)
    valid_from: date
    recorded_on: date
    recorded_by: int | None = person()


class FacilityPrice(SQLModel, table=True):
    """What a unit costs a class of users from a day on, with the document that says so. Never
    changed.
    """

    __tablename__ = "facility_price"
    __table_args__ = (
        one_of("user_class", tuple(CLASSES)),
        sa.CheckConstraint("unit_fen >= 0 AND minimum_units >= 0", name="amounts"),
    )
    id: int | None = Field(default=None, primary_key=True)
    facility_id: int = Field(foreign_key="facility.id", index=True)
    user_class: str = Field(max_length=12)
    unit_fen: int = money()
    minimum_units: int = 0
    valid_from: date
    document: str = Field(max_length=200)
    recorded_on: date
    recorded_by: int | None = person()


class SafetyCondition(SQLModel, table=True):
    """What a user must keep to, and the proof asked for. Never changed."""

    __tablename__ = "safety_condition"
    __table_args__ = (sa.UniqueConstraint("facility_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    facility_id: int = Field(foreign_key="facility.id")
    code: str = Field(max_length=20)
    words: str = Field(max_length=300)
    proof: str = Field(default="", max_length=200)
    recorded_on: date


class FacilityClosure(SQLModel, table=True):
    """A time a resource is closed; its end may be open and is then said once."""

    __tablename__ = "facility_closure"
    __table_args__ = (
        one_of("kind", tuple(CLOSURES)),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="order"),
    )
    id: int | None = Field(default=None, primary_key=True)
    facility_id: int = Field(foreign_key="facility.id")
    resource_id: int = Field(foreign_key="facility.id", index=True)
    kind: str = Field(max_length=10)
    starts_at: datetime = instant()
    ends_at: datetime | None = instant(default=None)
    reason: str = Field(max_length=300)
    expected_on: date | None = None
    recorded_on: date
    recorded_by: int | None = person()
    ended_on: date | None = None
    version: int = 1


class AccessRequest(SQLModel, table=True):
    """A firm asks for a facility; ``letter`` names the letter an officer entered it from."""

    __tablename__ = "access_request"
    __table_args__ = (
        one_of("user_class", tuple(CLASSES)),
        one_of("status", tuple(REQUESTS)),
        sa.Index("ix_access_request_status", "status", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    facility_id: int = Field(foreign_key="facility.id", index=True)
    applicant_id: int = Field(foreign_key="organisation.id", index=True)
    user_class: str = Field(max_length=12)
    purpose: str = Field(max_length=500)
    mission: str = Field(default="", max_length=200)
    letter: str = Field(default="", max_length=200)
    minutes_asked: int
    status: str = Field(default="requested", max_length=12)
    requested_on: date
    requested_by: int | None = person()
    requested_for: int | None = person()
    version: int = 1


class AccessWish(SQLModel, table=True):
    """A window asked for, the dearest first; it holds nothing. Never changed."""

    __tablename__ = "access_wish"
    request_id: int = Field(primary_key=True, foreign_key="access_request.id")
    rank: int = Field(primary_key=True)
    starts_at: datetime = instant()
    ends_at: datetime = instant()


class AccessPaper(SQLModel, table=True):
    """The proof handed in for a safety condition: which document. Never changed."""

    __tablename__ = "access_paper"
    request_id: int = Field(primary_key=True, foreign_key="access_request.id")
    condition_code: str = Field(primary_key=True, max_length=20)
    document: str = Field(max_length=200)


class SafetyCheck(SQLModel, table=True):
    """What one reviewer says of the safety of a request. Never changed."""

    __tablename__ = "safety_check"
    __table_args__ = (
        one_of("verdict", tuple(VERDICTS)),
        sa.UniqueConstraint("request_id", "checked_by"),
    )
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="access_request.id")
    verdict: str = Field(max_length=12)
    conditions: str = Field(default="", max_length=1_000)
    checked_on: date
    checked_by: int | None = person()
    checked_for: int | None = person()


class AccessDecision(SQLModel, table=True):
    """Granted with minutes allocated until a day, or refused with a reason. Never changed."""

    __tablename__ = "access_decision"
    __table_args__ = (
        sa.CheckConstraint("outcome IN ('granted', 'turned_down')", name="outcome"),
        one_of("reason", ("", *REASONS)),
        sa.CheckConstraint("(outcome = 'turned_down') = (reason <> '')", name="why"),
    )
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="access_request.id", unique=True)
    outcome: str = Field(max_length=12)
    reason: str = Field(default="", max_length=16)
    words: str = Field(default="", max_length=1_000)
    minutes_allocated: int = 0
    valid_to: date | None = None
    decided_on: date
    decided_by: int | None = person()
    decided_for: int | None = person()


class Booking(SQLModel, table=True):
    """A window of a resource: what the user has, and what is kept free around it (``blocked``).
    ``descends_from`` is the booking it was moved from, or took for national need.
    """

    __tablename__ = "booking"
    __table_args__ = (
        one_of("status", tuple(BOOKINGS)),
        one_of("user_class", tuple(CLASSES)),
        sa.CheckConstraint(
            "starts_at < ends_at AND blocked_from <= starts_at AND ends_at <= blocked_to",
            name="order",
        ),
        sa.Index("ix_booking_resource", "resource_id", "blocked_from"),
        sa.Index("ix_booking_facility", "facility_id", "starts_at"),
        sa.Index("ix_booking_status", "status", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="access_request.id", index=True)
    facility_id: int = Field(foreign_key="facility.id")
    resource_id: int = Field(foreign_key="facility.id")
    applicant_id: int = Field(foreign_key="organisation.id", index=True)
    user_class: str = Field(max_length=12)
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    blocked_from: datetime = instant()
    blocked_to: datetime = instant()
    units: int = 0
    status: str = Field(max_length=10)
    held_until: datetime | None = instant(default=None)
    descends_from: int | None = Field(default=None, foreign_key="booking.id")
    made_on: date
    version: int = 1


class BookingEvent(SQLModel, table=True):
    """What was done with a booking; ``status`` is the state from then on. Never changed."""

    __tablename__ = "booking_event"
    __table_args__ = (one_of("act", ACTS), one_of("status", tuple(BOOKINGS)))
    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id", index=True)
    act: str = Field(max_length=24)
    status: str = Field(max_length=10)
    reason: str = ""
    mission: str = Field(default="", max_length=200)
    offered_from: datetime | None = instant(default=None)
    offered_to: datetime | None = instant(default=None)
    recorded_on: date = Field(index=True)
    recorded_at: datetime = instant()
    recorded_by: int | None = person()
    recorded_for: int | None = person()


class UseRecord(SQLModel, table=True):
    """What was used: from, to, passes by how they went, megabytes. Never changed."""

    __tablename__ = "use_record"
    __table_args__ = (
        one_of("outcome", tuple(OUTCOMES)),
        sa.CheckConstraint("started_at < ended_at", name="order"),
        sa.CheckConstraint(
            "passes_done >= 0 AND passes_failed_facility >= 0 AND passes_failed_user >= 0"
            " AND passes_weather >= 0 AND megabytes >= 0 AND units >= 0",
            name="counts",
        ),
    )
    booking_id: int = Field(primary_key=True, foreign_key="booking.id")
    started_at: datetime = instant()
    ended_at: datetime = instant()
    outcome: str = Field(max_length=16)
    units: int = 0
    passes_done: int = 0
    passes_failed_facility: int = 0
    passes_failed_user: int = 0
    passes_weather: int = 0
    megabytes: int = Field(default=0, sa_type=sa.BigInteger)
    incident: str = ""
    recorded_on: date = Field(index=True)
    recorded_by: int | None = person()


class Charge(SQLModel, table=True):
    """What a booking costs, by the price of the day of use: income of the owner, no posting of the
    fund. ``quantity`` is in quarters of an hour, or in units. Never changed.
    """

    __tablename__ = "charge"
    __table_args__ = (
        one_of("basis", tuple(BASES)),
        sa.CheckConstraint("billed_fen >= 0 AND quantity >= 0", name="amounts"),
    )
    id: int | None = Field(default=None, primary_key=True)
    booking_id: int = Field(foreign_key="booking.id", unique=True)
    price_id: int = Field(foreign_key="facility_price.id")
    basis: str = Field(max_length=10)
    quantity: int
    billed_fen: int = money()
    recorded_on: date = Field(index=True)


class ChargeWaiver(SQLModel, table=True):
    """Part of a charge is let off: proposed by one, agreed to by another."""

    __tablename__ = "charge_waiver"
    __table_args__ = (
        one_of("outcome", ("open", "approved")),
        sa.CheckConstraint("amount_fen > 0", name="amount"),
        sa.CheckConstraint("consented_by <> proposed_by", name="four_eyes"),
        sa.CheckConstraint("(outcome = 'open') = (consented_on IS NULL)", name="consented"),
    )
    id: int | None = Field(default=None, primary_key=True)
    charge_id: int = Field(foreign_key="charge.id", unique=True)
    amount_fen: int = money()
    reason: str = Field(max_length=500)
    outcome: str = Field(default="open", max_length=10)
    proposed_on: date
    proposed_by: int | None = person()
    proposed_for: int | None = person()
    consented_on: date | None = None
    consented_by: int | None = person()
    version: int = 1


class FacilityFeedback(SQLModel, table=True):
    """What the user says of a use, from 1 to 5. Never changed."""

    __tablename__ = "facility_feedback"
    __table_args__ = (sa.CheckConstraint("score BETWEEN 1 AND 5", name="score"),)
    booking_id: int = Field(primary_key=True, foreign_key="booking.id")
    score: int
    words: str = ""
    given_on: date
    given_by: int | None = person()
