"""Rows of debris warning that are read in several places: an event, a message, an alert, a run."""

from datetime import datetime
from typing import TypedDict

from fund.debris.rules import Thresholds


class Event(TypedDict):
    """One event as the board shows it: fund.debris.queries.EVENTS; distances in metres."""

    event_id: int
    number: str
    ours: str
    other: str
    other_kind: str
    tca: datetime
    miss_m: float
    stated: float | None
    own: float | None
    greatest: float | None
    level: str
    is_near: bool
    messages: int
    latest_at: datetime
    due_at: datetime | None
    warning: str
    is_breached: bool


class Message(TypedDict):
    """One message of an event: fund.debris.queries.MESSAGES."""

    message_id: int
    originator: str
    name: str
    source: str
    form: str
    created_at: datetime
    taken_at: datetime
    tca: datetime
    miss_m: float
    r_m: float | None
    t_m: float | None
    n_m: float | None
    stated: float | None
    method: str
    circle: float | None
    square: float | None
    greatest: float | None
    is_diluted: bool
    radius_m: float | None
    radius_from: str | None
    reason: str
    validity: str
    is_repaired: bool
    remarks: str
    is_counted: bool
    sha256: str


class Passing(TypedDict):
    """What the message says an alert was written from; metres, km/s."""

    tca: datetime
    miss_m: float
    speed_km_s: float | None
    stated: float | None
    own: float | None
    made_at: datetime
    sender: str


class Alert(Passing):
    """One alert with its event, in both languages."""

    alert_id: int
    number: str
    other_kind: str
    level: str
    outcome: str
    why: str
    written_at: datetime
    written_by: str | None
    checked_by: str | None
    decided_by: str | None
    decided_at: datetime | None
    limits: Thresholds
    warnings: list[tuple[str, str, datetime]]
    ours_zh: str
    other_zh: str
    ours_en: str
    other_en: str
    impact_zh: str
    impact_en: str
    guidance_zh: str
    guidance_en: str
    national_zh: str
    national_en: str
    informed_zh: str
    informed_en: str


class Run(TypedDict):
    """One screening: fund.debris.screened.RUNS."""

    run_id: int
    file_name: str
    sha256: str
    objects: int
    odd: int
    oldest_at: datetime
    newest_at: datetime
    starts_at: datetime
    days: int
    distance_m: int
    parts: int
    too_old: int
    begun_at: datetime
    begun_by: str | None
    done: int
    positions: int
    hits: int
    failed: int
    latest_at: datetime | None
    numbers: list[str]
    missing: list[str]


class Warned(TypedDict):
    """One warning as it is counted: fund.debris.counted.WARNED."""

    warning_id: int
    number: str
    craft: str
    firm_id: int
    firm: str
    level: str
    issued_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    answer: str
    manoeuvre: str
    is_closed: bool
    is_false_alarm: bool
    notice_hours: float
    month: str


class Tally(TypedDict):
    """The figures of some warnings: fund.debris.counted.BY_FIRM without the firm."""

    warnings: int
    in_time: int
    late: int
    waits: int
    missing: int
    share: float | None
    planned: int
    done: int
    declined: int
    false_alarms: int
    median_hours: float | None


class Clock(TypedDict):
    """The open warning of an event that runs out first, and whether it ran out unanswered."""

    due_at: datetime
    status: str
    late: bool


class Sent(TypedDict):
    """One warning of an event: fund.debris.queries.WARNINGS."""

    warning_id: int
    craft: str
    firm: str
    level: str
    status: str
    issued_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    breached_at: datetime | None


class Step(TypedDict):
    """What was done about a warning: fund.debris.queries.ANSWERS."""

    warning_id: int
    act: str
    reason: str
    said: str
    told_by: str
    told_at: datetime
    done_at: datetime
    done_by: str | None


class Outcome(TypedDict):
    """What became of one message of a file, as far as somebody decides on it."""

    cdm_message_id: int | None
    name: str
    outcome: str
    is_decided: bool


class DataSet(TypedDict):
    """How fresh a data set is: of fund.debris.catalogued.DATASETS."""

    refresh_days: int
    is_stale: bool | None
