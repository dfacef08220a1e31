"""Figures of launches: how many a year and site, how many succeeded with what certainty, how fast
pads turn round, how much of capacity is used, what was scrubbed and slipped. Worked out from tables
of fund.sites.queries; a failure before lift-off is no launch.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pandas as pd

from fund.frames import records_as
from fund.sites import rules
from fund.sites.rows import Capacity, LiftOff, PadRow, PadStated, TimeRow
from fund.sites.rules import Range

FLOWN = ("success", "partial", "failure")
YEAR_DAYS = 365


class Turns(NamedTuple):
    """Days between lift-offs of one pad: how many, the least and the median."""

    turns: int
    least: int
    median: float


class Use(NamedTuple):
    """Launches of a year so far against the capacity of the days in service: kind of the capacity,
    launches a year, days, launches flown, the share.
    """

    kind: str
    launches: int
    days: int
    flown: int
    share: float | None


def flown(frame: pd.DataFrame) -> list[LiftOff]:
    """The launches that lifted off, in the order they did."""
    rows = records_as(frame[frame["outcome"].isin(FLOWN)], LiftOff)
    return sorted(rows, key=lambda row: (row["lifted_on"], row["launch_id"]))


def by_year_and_site(rows: Iterable[LiftOff]) -> dict[tuple[int, str], int]:
    """(Year, code of the site) -> launches."""
    found: dict[tuple[int, str], int] = defaultdict(int)
    for row in rows:
        found[row["lifted_on"].year, row["site"]] += 1
    return dict(sorted(found.items()))


def succeeded(rows: Iterable[LiftOff]) -> Range | None:
    """How many of the launches were a success, with the 95 % range."""
    known = list(rows)
    return rules.wilson(sum(row["outcome"] == "success" for row in known), len(known))


def gaps(
    rows: Iterable[LiftOff], closures: Mapping[int | None, list[tuple[date, date]]] | None = None
) -> dict[tuple[str, str], list[int]]:
    """(Site, pad) -> days between two lift-offs in a row; a pad nobody names is left out, and so is
    a turn over one of its closures (pad's key -> first and last day).
    """
    by_pad: dict[tuple[str, str], list[LiftOff]] = defaultdict(list)
    for row in rows:
        if row["pad"]:
            by_pad[row["site"], row["pad"]].append(row)
    return {
        pad: [
            (later["lifted_on"] - earlier["lifted_on"]).days
            for earlier, later in pairwise(launched)
            if not _closed(earlier, later, (closures or {}).get(later["pad_id"], []))
        ]
        for pad, launched in by_pad.items()
    }


def turned(days: list[int]) -> Turns | None:
    """How many turns, the least and the median; None of none."""
    return Turns(len(days), min(days), float(median(days))) if days else None


def turns(
    rows: Iterable[LiftOff], closures: Mapping[int | None, list[tuple[date, date]]] | None = None
) -> dict[tuple[str, str], Turns]:
    """The turns of every pad that has some."""
    found = {pad: turned(days) for pad, days in gaps(rows, closures).items()}
    return {pad: one for pad, one in found.items() if one is not None}


def _closed(earlier: LiftOff, later: LiftOff, closures: Iterable[tuple[date, date]]) -> bool:
    return any(
        earlier["lifted_on"] <= first and last <= later["lifted_on"] for first, last in closures
    )


def closures(
    states: pd.DataFrame, longest: int, as_of: date
) -> dict[int | None, list[tuple[date, date]]]:
    """Pad's key -> the spans of maintenance longer than so many days."""
    found: dict[int | None, list[tuple[date, date]]] = defaultdict(list)
    for pad, spans in spans_of(states, as_of).items():
        for state, first, last in spans:
            if state == "maintenance" and (last - first).days > longest:
                found[pad].append((first, last))
    return dict(found)


def spans_of(states: pd.DataFrame, as_of: date) -> dict[int | None, list[tuple[str, date, date]]]:
    """Pad's key -> its states with first day and the day after the last, up to a day; of one day
    the last statement holds.
    """
    by_pad: dict[int | None, dict[date, str]] = defaultdict(dict)
    for row in records_as(states, PadStated):
        by_pad[row["pad_id"]][row["since"]] = row["state"]
    found = {}
    for pad, stated in by_pad.items():
        days = sorted(stated)
        ends = [*days[1:], as_of + timedelta(days=1)]
        found[pad] = [
            (stated[first], first, last)
            for first, last in zip(days, ends, strict=True)
            if first <= last
        ]
    return found


def days_active(spans: Iterable[tuple[str, date, date]], year: int, as_of: date) -> int:
    """Days of a year, up to a day, on which a pad was in service."""
    first = date(year, 1, 1)
    end = min(date(year + 1, 1, 1), as_of + timedelta(days=1))
    return sum(
        max(0, (min(last, end) - max(since, first)).days)
        for state, since, last in spans
        if state == "active"
    )


def use(
    site_id: int,
    rows: Iterable[LiftOff],
    pads: pd.DataFrame,
    states: pd.DataFrame,
    capacities: pd.DataFrame,
    as_of: date,
) -> Use | None:
    """How much of a site's capacity a year used so far: each pad's capacity for the days it was in
    service, what is permitted before what is designed; None where nobody stated one.
    """
    spans = spans_of(states, as_of)
    own = [row for row in records_as(pads, PadRow) if row["site_id"] == site_id]
    days: dict[int | None, int] = {
        row["pad_id"]: days_active(spans.get(row["pad_id"], []), as_of.year, as_of) for row in own
    }
    stated = _stated(capacities, site_id, as_of)
    if not stated:
        return None
    kind = min((row["kind"] for row in stated.values()), key=list(rules.CAPACITY_KINDS).index)
    if None in stated:
        most = max(days.values(), default=0)
        whole, could = stated[None]["launches"], stated[None]["launches"] * most / YEAR_DAYS
        kind = stated[None]["kind"]
    else:
        whole = sum(row["launches"] for row in stated.values())
        could = sum(row["launches"] * days.get(pad, 0) for pad, row in stated.items()) / YEAR_DAYS
        most = max((days.get(pad, 0) for pad in stated), default=0)
    launched = sum(
        bool(row["site_id"] == site_id and row["lifted_on"].year == as_of.year) for row in rows
    )
    return Use(kind, whole, most, launched, launched / could if could else None)


def _stated(capacities: pd.DataFrame, site_id: int, as_of: date) -> dict[int | None, Capacity]:
    """Pad's key (None the site as a whole) -> the statement that holds in a year: confirmed, of the
    latest year up to it, permitted before designed, the last one said.
    """
    order = {"permitted": 1, "design": 0}
    rows = [
        row
        for row in records_as(capacities, Capacity)
        if row["site_id"] == site_id
        and row["kind"] in order
        and row["confirmed_on"] is not None
        and row["year"] <= as_of.year
    ]
    rows.sort(key=lambda row: (row["year"], order[row["kind"]], row["statement_id"]))
    return {row["pad_id"]: row for row in rows}


def cadence(rows: Iterable[LiftOff], spans: Iterable[tuple[str, date, date]]) -> float | None:
    """Launches a month in service of one pad; None where it was in service for less than one."""
    days = sum((last - first).days for state, first, last in spans if state == "active")
    months = days * 12 / YEAR_DAYS
    return len(list(rows)) / months if months >= 1 else None


def slips(times: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Precision -> how many changes to a later time, and by how many days in all; 0 days where the
    time is not known to the day, since such a change has none.
    """
    found: dict[str, tuple[int, int]] = {}
    for row in records_as(times[times["move"] == "slip"], TimeRow):
        count, days = found.get(row["precision"], (0, 0))
        found[row["precision"]] = (count + 1, days + (int(row["days"]) if row["days"] else 0))
    return dict(sorted(found.items(), key=lambda item: list(rules.PRECISIONS).index(item[0])))


def scrub_rate(scrubbed: int, launched: int) -> Range | None:
    """Scrubs of scrubs and launches together."""
    return rules.wilson(scrubbed, scrubbed + launched)


def commercial(rows: Iterable[LiftOff]) -> tuple[Range | None, int]:
    """How many launches are commercial, of all, and of how many nobody says."""
    known = list(rows)
    share = rules.wilson(sum(row["service"] in rules.COMMERCIAL for row in known), len(known))
    return share, sum(row["service"] == "" for row in known)
