"""Rows of launch sites that are read in several places: a site, a launch, what pays for them."""

from datetime import date, datetime
from typing import NotRequired, TypedDict


class Described(TypedDict):
    """What a launch site is, however it became known."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    country: str
    region_code: str
    operator: str
    is_own: bool
    is_commercial: bool | None
    source: str
    is_demonstration: bool


class Site(Described):
    """One launch site: fund.sites.queries.SITES."""

    site_id: int
    sourced_on: date


class LaunchKnown(TypedDict):
    """What is known of any launch: fund.sites.queries.LAUNCHES but for its lift-off."""

    launch_id: int
    version: int
    tag: str
    origin: str
    site_id: int
    site: str
    site_zh: str
    site_en: str
    country: str
    region_code: str
    is_own: bool
    pad_id: int
    pad: str
    vehicle: str
    flight: str
    mission: str
    provider: str
    service: str
    payloads: int
    payload_kg: int | None
    reused_flights: int
    ship: str
    port: str
    ascent: str
    delivery_id: int | None
    planned_on: date | None
    time: str
    precision: str
    lifted_at: datetime | None
    lifted_precision: str | None
    is_vague: bool | None
    outcome: str | None
    score: int | None
    launch_code: str | None
    recovery: str | None
    zone: str | None
    outcome_id: int | None
    told_id: int | None
    shown_on: date | None
    source: str
    is_demonstration: bool
    standing: str


class LaunchRow(LaunchKnown):
    """One launch as known on a day: fund.sites.queries.LAUNCHES."""

    lifted_on: date | None


class LiftOff(LaunchKnown):
    """One launch that lifted off."""

    lifted_on: date


class PadRow(TypedDict):
    """One pad with its name and state: fund.sites.queries.PADS."""

    pad_id: int
    site_id: int
    code: str
    fits: str
    name: str
    state: str
    since: date | str
    source: str


class PadDated(TypedDict):
    """Something said of a pad, and the day from which it holds: a name, a state."""

    pad_id: int
    since: date


class PadStated(PadDated):
    """One state of a pad as it was stated: fund.sites.queries.STATES."""

    state: str


class Capacity(TypedDict):
    """Capacity as it was stated: fund.sites.queries.CAPACITIES."""

    statement_id: int
    site_id: int
    pad_id: int | None
    pad: str
    year: int
    kind: str
    launches: int
    source: str
    sourced_on: date
    confirmed_on: date | None


class Move(TypedDict):
    """One change of a planned time, as the page of slips reads it."""

    move: str
    days: float | None


class TimeRow(Move):
    """One planned time as it was stated, as far as it is told: of fund.sites.queries.TIMES."""

    recorded_on: date
    planned_on: date | None
    time: str
    precision: str


class Flights(TypedDict):
    """The launches of a site: how many, this year, which succeeded with the 95 % range, the last;
    the range is None where there are none.
    """

    launches: int
    this_year: int
    succeeded: int
    share: float | None
    low: float | None
    high: float | None
    last_on: date | None
    days_since: int | None


class TurnRound(TypedDict):
    """Days between lift-offs of a site's pads: how many turns, the least, the median."""

    turns: int
    least_days: int | None
    median_days: float | None


class Coming(TypedDict):
    """The next launch planned of a site; "" where none is."""

    next_on: date | None
    next_precision: str


class Used(TypedDict):
    """The capacity of a site and how much of it a year used so far; "" where nobody stated one."""

    capacity_kind: str
    capacity: int | None
    active_days: int | None
    used: float | None


class SiteStanding(Flights, TurnRound, Coming, Used):
    """How a site stands: fund.sites.overview.STANDING."""

    site_id: int
    code: str
    kind: str
    pads: int
    active_pads: int
    to_confirm: int


class Work(TypedDict):
    """A grant or contract that pays for something, with its money in fen and its milestones:
    fund.sites.building.WORKS, or BUILT.
    """

    key: int
    code: str
    kind: str
    title: str
    obligated_fen: int
    paid_fen: int
    met: int
    milestones: int
    pad: NotRequired[str]
    """Of what is built at a site: the code of the pad, "" the whole site."""
