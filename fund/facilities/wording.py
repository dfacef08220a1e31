"""Facilities, requests and bookings in words: hours, windows, figures."""

from datetime import datetime

import pandas as pd

from fund import i18n
from fund.facilities import rules
from fund.facilities.booking_rules import clock_time, written
from fund.facilities.opening import NAMED, Span
from fund.frames import Columns
from fund.i18n import N_, _

BROKEN = N_("Not open")


def window(first: datetime | None, last: datetime | None) -> str:
    """From when to when, in Beijing time; the day once where both lie on it."""
    if first is None or last is None:
        return "—"
    begins, ends = written(first), written(last)
    return f"{begins}–{ends[11:] if begins[:10] == ends[:10] else ends}"


def hours(spans: tuple[Span, ...]) -> str:
    """A week in words."""
    parts = [
        f"{_(NAMED[one.days])} {one.first // 60:02}:{one.first % 60:02}–"
        f"{one.last // 60:02}:{one.last % 60:02}"
        for one in spans
    ]
    return ("；" if i18n.language() == "zh" else "; ").join(parts) or "—"


def figures(said: str) -> str:
    """What a facility can do, each figure by its name."""
    pairs = [part.partition("=") for part in said.split("; ") if part]
    colon, joiner = ("：", "；") if i18n.language() == "zh" else (": ", "; ")
    return joiner.join(f"{_(rules.FIGURES[name])}{colon}{value}" for name, _sign, value in pairs)


def name(row: Columns) -> str:
    """What a facility is called in the language of this run."""
    return str(row[f"name_{i18n.language()}"] or row["name_zh"])


def facilities(frame: pd.DataFrame) -> pd.DataFrame:
    """queries.FACILITIES with what the list shows in words."""
    rows = frame.to_dict("records")
    return frame.assign(
        name=[name(row) for row in rows],
        figures_words=[figures(row["figures"]) for row in rows],
        state_word=[_(BROKEN) if row["state"] == "on_hold" else "" for row in rows],
    )


def requests(frame: pd.DataFrame) -> pd.DataFrame:
    """queries.REQUESTS with what the list shows in words."""
    rows = frame.to_dict("records")
    return frame.assign(
        facility=[f"{row['code']} {name(row)}" for row in rows],
        hours_asked=[row["minutes_asked"] / 60 for row in rows],
        reason=pd.Series([row["reason"] or None for row in rows], index=frame.index, dtype=object),
    )


def bookings(frame: pd.DataFrame) -> pd.DataFrame:
    """queries.BOOKINGS with what the list shows in words."""
    rows = frame.to_dict("records")
    return frame.assign(
        facility=[f"{row['code']} {name(row)}" for row in rows],
        starts=[written(row["starts_at"]) for row in rows],
        ends=[written(row["ends_at"]) for row in rows],
        used=[window(row["started_at"], row["ended_at"]) for row in rows],
        currency="CNY",
        waived_fen=pd.Series(
            [row["waived_fen"] if row["charge_id"] else None for row in rows],
            index=frame.index,
            dtype=object,
        ),
    )


def span_of_day(first: datetime, last: datetime) -> str:
    """From when to when within a day."""
    return f"{written(first)[11:]}–{clock_time(last)}"
