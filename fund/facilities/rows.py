"""Rows of facilities that are read in several places: a facility, a request, a booking."""

from datetime import date, datetime
from typing import TypedDict

import pandas as pd

from fund.facilities.opening import Span


class Condition(TypedDict):
    """A safety condition, and what proves that it is kept; "" where nothing has to."""

    code: str
    words: str
    proof: str


class PriceRow(TypedDict):
    """A price from a day on, in fen for a unit."""

    user_class: str
    unit_fen: int
    minimum_units: int
    valid_from: date
    document: str


class Rules(TypedDict):
    """Rules of booking, as fund.facilities.entry.NUMBERS has them."""

    step: int
    setup: int
    clearup: int
    shortest: int
    longest: int
    horizon_days: int
    notice_hours: int
    late_hours: int
    late_percent: int


class FacilityRow(Rules):
    """One facility: fund.facilities.registry.FACILITIES, its rules, hours, conditions, prices."""

    id: int
    code: str
    kind: str
    name_zh: str
    name_en: str
    owner_id: int
    operator_id: int
    region_code: str
    place: str
    unit: str
    is_hazardous: bool
    resource_id: int
    centre_id: int | None
    opened_on: date | None
    is_demonstration: bool
    registered_on: date
    registered_by: int | None
    version: int
    facility_id: int
    owner: str
    operator: str
    centre: str
    figures: str
    free_hours: float
    taken_hours: float
    state: str
    broken: str
    spans: tuple[Span, ...]
    conditions: list[Condition]
    prices: list[PriceRow]


class Placed(TypedDict):
    """Which facility some figures are of: the head of fund.facilities.figures.FACTS."""

    facility_id: int
    code: str
    name_zh: str
    name_en: str
    kind: str
    owner: str


class Preempted(TypedDict):
    """One booking taken for national need: of fund.facilities.figures.PREEMPTIONS."""

    code: str
    name_zh: str
    name_en: str
    starts_at: datetime
    offered_from: datetime | None
    offered_to: datetime | None


class WishRow(TypedDict):
    """A window asked for, and by number who else wants it and has it."""

    rank: int
    starts_at: datetime
    ends_at: datetime
    wanted_by: list[str]
    taken_by: list[str]


class Verdict(TypedDict):
    """A safety check: by whom, under which conditions."""

    verdict: str
    conditions: str
    checked_on: date
    name: str | None


class RequestKnown(TypedDict):
    """One request: fund.facilities.queries.REQUESTS."""

    request_id: int
    number: str
    facility_id: int
    code: str
    name_zh: str
    name_en: str
    is_hazardous: bool
    applicant_id: int
    applicant: str
    user_class: str
    purpose: str
    mission: str
    letter: str
    minutes_asked: int
    status: str
    requested_on: date
    checks: int
    reason: str | None
    words: str | None
    minutes_allocated: int | None
    valid_to: date | None
    decided_on: date | None


class RequestRow(RequestKnown):
    """One request with its wishes, proofs (code, document), checks, and BOOKINGS."""

    wishes: list[WishRow]
    papers: list[tuple[str, str]]
    verdicts: list[Verdict]
    bookings: pd.DataFrame


class BookingKnown(TypedDict):
    """One booking: fund.facilities.queries.BOOKINGS."""

    booking_id: int
    number: str
    request_id: int
    facility_id: int
    code: str
    name_zh: str
    name_en: str
    applicant: str
    user_class: str
    starts_at: datetime
    ends_at: datetime
    status: str
    held_until: datetime | None
    descends_from: int | None
    made_on: date
    version: int
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    incident: str | None
    charge_id: int | None
    billed_fen: int | None
    waived_fen: int
    waiver_id: int | None
    waiver: str | None
    score: int | None


class BookingRow(BookingKnown):
    """One booking with what was done with it: fund.facilities.queries.EVENTS."""

    events: pd.DataFrame


class Stamped(BookingKnown):
    """One booking of a calendar, with the instant of its last step."""

    stamp: datetime


class BookingStep(TypedDict):
    """What was done with a booking: fund.facilities.queries.EVENTS."""

    act: str
    status: str
    reason: str
    mission: str
    offered_from: datetime | None
    offered_to: datetime | None
    recorded_at: datetime
    recorded_by: str | None
