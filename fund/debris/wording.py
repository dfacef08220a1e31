"""Events, messages and intakes in words: probabilities, times left, what is not provided."""

import math
from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from fund import i18n
from fund.clock import BEIJING
from fund.debris import rules
from fund.debris.rows import Event, Message
from fund.debris.sayings import REFUSALS
from fund.errors import Issue
from fund.frames import rows_of
from fund.i18n import N_, _, ngettext


def probability(value: float | None, *, is_stated: bool = False) -> str:
    """A probability with two decimals of its mantissa; absent is never 0, and 0 says that it was
    stated.
    """
    if value is None or math.isnan(value):
        return _("not provided") if is_stated else "—"
    if value == 0:
        return _("0, as stated") if is_stated else "0"
    return f"{value:.2E}"


KINDS = {
    "PAYLOAD": N_("Payload"),
    "ROCKET BODY": N_("Rocket body"),
    "DEBRIS": N_("Debris"),
    "UNKNOWN": N_("Type unknown"),
    "OTHER": N_("Another type"),
}
"""Types of object of the standard."""


def kind(said: str) -> str:
    """A type of object in words; one that is none of the standard's as the message has it."""
    return _(KINDS[said.upper()]) if said.upper() in KINDS else said


def instant(value: datetime) -> str:
    """An instant in Beijing time, with the year: 2026-10-08 18:30:00, 8 Oct 2026 18:30:00."""
    return f"{i18n.day(value)} {value.astimezone(BEIJING):%H:%M:%S}"


def left(seconds: float) -> str:
    """How long there is still, or ago it was."""
    whole = int(abs(seconds))
    days, hours, minutes = whole // 86_400, whole % 86_400 // 3_600, whole % 3_600 // 60
    if days:
        words = _("{days} d {hours} h").format(days=days, hours=hours)
    elif hours:
        words = _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    else:
        words = _("{minutes} min").format(minutes=minutes)
    return words if seconds >= 0 else _("{time} ago").format(time=words)


def age(latest_at: datetime, now: datetime) -> str:
    """How old the latest message is."""
    return left((latest_at - now).total_seconds())


def board(frame: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """queries.EVENTS with what the board shows in words."""
    rows = rows_of(frame, Event)
    return frame.assign(
        level_state=[f"{row['level']}_level" for row in rows],
        other_kind=[kind(row["other_kind"]) for row in rows],
        tca_words=[instant(row["tca"]) for row in rows],
        left=[left((row["tca"] - now).total_seconds()) for row in rows],
        stated_words=[probability(row["stated"], is_stated=True) for row in rows],
        own_words=[probability(row["own"]) for row in rows],
        greatest_words=[probability(row["greatest"]) for row in rows],
        warning_state=pd.Series([row["warning"] or None for row in rows], dtype=object),
        due_words=[due(row, now) for row in rows],
        age=[age(row["latest_at"], now) for row in rows],
    )


def nothing(only: Mapping[str, str]) -> tuple[str, str]:
    """Why the board is empty: what is missing, and what that says; by what it is narrowed to."""
    if only:
        return _("No event matches"), _("Choose other events or another level.")
    return _("No event"), _("Nothing of ours passes anything, as far as messages say.")


def due(row: Event, now: datetime) -> str:
    """By when an answer is due, as long as there is none."""
    if row["due_at"] is None or row["warning"] != "notified":
        return ""
    seconds = (row["due_at"] - now).total_seconds()
    if seconds < 0:
        return _("overdue since {time}").format(time=i18n.moment(row["due_at"]))
    return _("in {time}").format(time=left(seconds))


def intakes(frame: pd.DataFrame) -> pd.DataFrame:
    """queries.INTAKES with when they were taken in, in words."""
    return frame.assign(taken_words=[instant(value) for value in frame["taken_at"]])


def why(row: Message) -> str:
    """Why there is no probability of our own, or what is to be known about the one there is."""
    if row["reason"]:
        return _(rules.REASONS[row["reason"]])
    said = []
    if row["validity"]:
        said.append(_(rules.VALIDITY[row["validity"]]))
    if row["is_repaired"]:
        said.append(_("covariance repaired"))
    if row["is_diluted"]:
        said.append(_("diluted: a better orbit could make it greater"))
    return " · ".join(said)


RADII = {
    "stated": N_("stated"),
    "summed": N_("sum of two stated"),
    "assumed": N_("assumed"),
}


def radius(row: Message) -> str:
    """The radius taken, and where it comes from."""
    if not row["radius_m"] or not row["radius_from"]:
        return "—"
    return f"{row['radius_m']:g} m · {_(RADII[row['radius_from']])}"


def refusal(code: str, facts: Mapping[str, object], place: str) -> str:
    """Why a message was refused, in the reader's language."""
    message = REFUSALS[code.upper()]
    return i18n.say(Issue("error", code, place, "", message, facts))


def lede(counts: dict[str, int]) -> str:
    """How many warnings are open, by level."""
    if not any(counts.values()):
        return _("No warning is open.")
    total = sum(counts.values())
    words = ngettext("**{count}** warning is open", "**{count}** warnings are open", total)
    parts = [
        f"{_(rules.LEVEL_WORDS[name])} {counts[name]}"
        for name in reversed(rules.LEVELS)
        if counts.get(name)
    ]
    return (
        words.format(count=total)
        + (": " if i18n.language() != "zh" else "：")
        + i18n.enumerated(parts)
        + ("。" if i18n.language() == "zh" else ".")
    )
