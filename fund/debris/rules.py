"""Words, levels and clocks of conjunction events and warnings. Pure."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from fund.errors import N_, FundError

FORMS = {
    "kvn": N_("KVN"),
    "xml": N_("XML"),
    "json": N_("Space-Track JSON"),
    "public": N_("Space-Track, public"),
}
THROUGH = {
    "page": N_("Page"),
    "command": N_("Command line"),
    "folder": N_("Watched folder"),
}
STATES = {
    "counted": N_("Counts"),
    "history": N_("History only"),
    "conflict": N_("Set aside"),
}
OUTCOMES = {
    "accepted": N_("Taken in"),
    "known": N_("Already taken in"),
    "conflict": N_("In conflict"),
    "refused": N_("Refused"),
}
SOURCES = {
    "catalogue": N_("Catalogue"),
    "operator": N_("Operator’s ephemeris"),
    "public": N_("Public summary"),
}
REASONS = {
    "": "",
    "no_states": N_("The message gives no states."),
    "no_covariance": N_("The covariance is missing."),
    "frames_differ": N_("The two objects are given in different frames."),
    "frame_unknown": N_("The frame of the states is not known here."),
    "states_disagree": N_("States and miss distance disagree."),
    "position_disagrees": N_("The states and the stated relative position disagree."),
    "no_relative_speed": N_("There is no relative speed."),
    "not_computable": N_("The covariance cannot be worked with."),
}
"""Why a message has no probability of our own."""
VALIDITY = {
    "": "",
    "not_tested": N_("not tested"),
    "holds": N_("two dimensions are enough"),
    "marked": N_("two dimensions may not be enough"),
}
SETS = {
    "open": N_("To decide"),
    "approved": N_("Approved"),
    "rejected": N_("Turned down"),
}
ALERTS = {
    "drafted": N_("Written, to be looked through"),
    "vetted": N_("Looked through, to be cleared"),
    "cleared": N_("Cleared"),
    "returned": N_("Sent back"),
}
"""An alert to the authority: three people, one after the other."""
LEVELS = ("info", "yellow", "orange", "red")
"""Levels from the lowest; stored as their place here."""
LEVEL_WORDS = {
    "info": N_("For information"),
    "yellow": N_("Yellow"),
    "orange": N_("Orange"),
    "red": N_("Red"),
}
INFO, YELLOW, ORANGE, RED = range(4)
WARNINGS = {
    "notified": N_("Notified"),
    "acknowledged": N_("Acknowledged"),
    "to_confirm": N_("Decline to be confirmed"),
    "manoeuvre": N_("Manoeuvre planned"),
    "declined": N_("Declined"),
    "done": N_("Manoeuvre done"),
    "closed": N_("Warning over"),
}
NOT_OVER = tuple(name for name in WARNINGS if name != "closed")
ANSWERS = (
    "issue_warning",
    "acknowledge_warning",
    "plan_manoeuvre",
    "decline_manoeuvre",
    "confirm_decline",
    "report_manoeuvre",
    "close_warning",
    "record_breach",
)
DECLINES = {
    "within_margin": N_("The distance is safe by our own orbit"),
    "better_orbit": N_("A better orbit makes it unlikely"),
    "no_propulsion": N_("The spacecraft cannot manoeuvre"),
    "other_moves": N_("The other side manoeuvres"),
    "risk_accepted": N_("The risk is accepted"),
}
"""Why a firm does not manoeuvre."""
CODE_VERSION = "1"
"""Of our own probability: what another one works out stands beside it, and replaces nothing."""
AFTERWARDS = timedelta(hours=1)
"""So long after the closest approach a warning closes without a reason."""
LONGEST_SAID = 2_000


PUBLISHED = {
    "events": N_("Events that are over"),
    "statistics": N_("Statistics by month"),
}
"""What of our own goes out as open data."""


class MessageStands(FundError):
    """Only a message that was set aside is decided on, once."""

    message = N_("This message is not waiting for a decision.")


class SpacecraftKnown(FundError):
    """A catalogue number stands for one spacecraft."""

    message = N_("There is a spacecraft with the number “{number}” already.")


class NotANumber(FundError):
    """Objects are known by catalogue number, never by name."""

    message = N_("“{number}” is no catalogue number: 1 to 9 digits.")


class BadRadius(FundError):
    """A radius lies between 1 cm and 1 km."""

    message = N_("A radius lies between 0.01 m and 1,000 m.")


class NotOurs(FundError):
    """Warnings are about spacecraft of ours."""

    message = N_("This event is not about that spacecraft.")


class TooLate(FundError):
    """The closest approach is over."""

    message = N_("The closest approach is over: this is no longer possible.")


class NoLevel(FundError):
    """Nothing to warn of."""

    message = N_("The event is for information only: no warning is issued for it.")


class WarnedAlready(FundError):
    """One warning for one spacecraft and event."""

    message = N_("A warning for this spacecraft was issued already.")


class NeedsCaller(FundError):
    """By telephone: who said so, and when."""

    message = N_("Say who told you by telephone, and when.")


class NotLowered(FundError):
    """A level is raised by hand, never lowered."""

    message = N_("A level is raised by hand, never lowered.")


class OddThresholds(FundError):
    """Thresholds come in order."""

    message = N_(
        "The thresholds are not in order: probabilities fall from red to yellow between 0 and 1,"
        " distances and hours rise."
    )


class SeenOtherwise(FundError):
    """Who decides has seen what the new set would have said of the messages stored now."""

    message = N_(
        "What the new thresholds would have said has changed meanwhile: {changed} events would"
        " have another level. Look at it again, then decide."
    )


class OddAddress(FundError):
    """Only addresses of the web."""

    message = N_("An address begins with https:// or http://.")


class DatasetKnown(FundError):
    """A code stands for one data set."""

    message = N_("There is a data set “{code}” already.")


class NotYet(FundError):
    """Data are not of a day to come."""

    message = N_("{day} is yet to come.")


class OddScreening(FundError):
    """How far a screening looks."""

    message = N_("A screening looks 1 to {days} days ahead, for distances up to {km} km.")


class NothingOfOurs(FundError):
    """None of our spacecraft is in the catalogue."""

    message = N_(
        "The catalogue has none of our {count} spacecraft: enter them by their numbers first, or"
        " take another catalogue."
    )


class AlertIncomplete(FundError):
    """An alert says everything in both languages."""

    message = N_("Fill in all four texts of the alert, in both languages.")


class PartThere(FundError):
    """A part of a screening is kept once."""

    message = N_("Part {part} of this screening is there already, or is none of it.")


class AnotherPair(FundError):
    """Messages of one event are about one pair."""

    message = N_("The message is about another pair of objects than the event.")


class Thresholds(NamedTuple):
    """When an event has which level: probabilities, distances in m, hours. ``near_hours`` before
    the closest approach it is near: red and orange take that. ``id`` is None for those nobody set.
    """

    near_hours: int = 72
    pc_red: float = 1e-4
    pc_orange: float = 1e-5
    pc_yellow: float = 1e-7
    miss_red_m: int = 200
    miss_orange_m: int = 1_000
    miss_yellow_m: int = 5_000
    answer_red_h: int = 4
    answer_orange_h: int = 12
    answer_yellow_h: int = 24
    id: int | None = None

    @property
    def is_in_order(self) -> bool:
        """Whether the steps follow each other."""
        return (
            1 >= self.pc_red > self.pc_orange > self.pc_yellow > 0
            and 0 < self.miss_red_m < self.miss_orange_m < self.miss_yellow_m <= 1_000_000
            and 0 < self.answer_red_h <= self.answer_orange_h <= self.answer_yellow_h <= 168
            and 1 <= self.near_hours <= 240
        )

    def hours(self, level: int) -> int:
        """How long an answer may take."""
        return (0, self.answer_yellow_h, self.answer_orange_h, self.answer_red_h)[level]


DEFAULT = Thresholds()
"""Until two people set others: NASA's and ESA's usual values."""


def used(stated: float | None, own: float | None) -> float | None:
    """The probability a level goes by: the stated one above 0, else our own.

    >>> used(None, None), used(0.0, 1e-6), used(1e-5, 1e-3)
    (None, 1e-06, 1e-05)
    """
    return stated if stated is not None and stated > 0 else own


def by_probability(pc: float, limits: Thresholds, *, is_near: bool) -> int:
    """The level of a probability.

    >>> by_probability(1e-4, DEFAULT, is_near=True), by_probability(1e-4, DEFAULT, is_near=False)
    (3, 2)
    """
    if pc >= limits.pc_red:
        return RED if is_near else ORANGE
    if pc >= limits.pc_orange and is_near:
        return ORANGE
    return YELLOW if pc >= limits.pc_yellow else INFO


def by_distance(miss_mm: int, limits: Thresholds) -> int:
    """The level of a miss distance, where there is no probability.

    >>> by_distance(199_999, DEFAULT), by_distance(200_000, DEFAULT)
    (3, 2)
    """
    steps = (
        (limits.miss_red_m, RED),
        (limits.miss_orange_m, ORANGE),
        (limits.miss_yellow_m, YELLOW),
    )
    return next((level for most, level in steps if miss_mm < most * 1_000), INFO)


def level_of(
    stated: float | None, own: float | None, miss_mm: int, limits: Thresholds, *, is_near: bool
) -> int:
    """The level one message has by itself; a probability stated as 0 is no reason for a low one:
    then the higher of our own and the distance counts.
    """
    pc = used(stated, own)
    if pc is None:
        return by_distance(miss_mm, limits)
    level = by_probability(pc, limits, is_near=is_near)
    return max(level, by_distance(miss_mm, limits)) if stated == 0 else level


def standing(levels: Iterable[tuple[int, bool]]) -> int:
    """The level of an event from its messages in the order they were made, each with whether it has
    a probability: it rises at once, falls after two lower ones, and never for a missing value.

    >>> standing([(3, True), (1, True)]), standing([(3, True), (1, True), (0, True)])
    (3, 1)
    >>> standing([(3, True), (0, False), (0, False)])
    3
    """
    now, before, had_one = INFO, None, False
    for level, has_probability in levels:
        if level >= now:
            now, before = level, None
        elif has_probability or not had_one:
            if before is not None:
                now, before = max(level, before), level
            else:
                before = level
        had_one = had_one or has_probability
    return now


def level_now(far: int, near: int, near_from: datetime, raised_to: int, now: datetime) -> int:
    """The level at an instant: near from ``near_from`` on, that instant included."""
    return max(near if now >= near_from else far, raised_to)


def due(issued_at: datetime, tca: datetime, hours: int, before_tca_hours: int) -> datetime:
    """By when a warning is to be answered: so many hours on, and never later than so long before
    the closest approach, though not before it was issued.
    """
    latest = tca - timedelta(hours=before_tca_hours)
    return max(issued_at, min(issued_at + timedelta(hours=hours), latest))


def position(content: str) -> tuple[float | None, ...]:
    """The relative position (R, T, N in m) of a message's canonical content; None where it states
    none.
    """
    head = json.loads(content)["head"]
    return tuple(head.get(f"RELATIVE_POSITION_{axis}") for axis in "RTN")


def pair(one: str, two: str) -> tuple[str, str]:
    """The two objects in the order they are stored, whichever is named first."""
    return (one, two) if one < two else (two, one)


def public_number(year: int, serial: int) -> str:
    """What an event is called.

    >>> public_number(2026, 7)
    'CW26-0007'
    """
    return f"CW{year % 100:02}-{serial:04}"
