"""The fund's launch sites on a day, each with what it launched, how it stands and how fast it is:
one reading for page, report and command line.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.frames import rows_of
from fund.settings.values import value
from fund.sites import figures, queries
from fund.sites.rows import LaunchRow, LiftOff, Site
from fund.sites.rules import Range

STANDING = [
    *("site_id", "code", "name_zh", "name_en", "kind", "region_code", "operator", "pads"),
    *("active_pads", "launches", "this_year", "succeeded", "share", "low", "high"),
    *("turns", "least_days", "median_days", "last_on", "days_since", "next_on"),
    *("next_precision", "capacity_kind", "capacity", "active_days", "used", "scrubs"),
    *("is_commercial", "source", "sourced_on", "is_demonstration", "to_confirm"),
]
"""A site a row. ``least_days`` and ``median_days`` are of the turns of all its pads; ``used`` is
the share of the capacity of the days in service; shares from 0 to 1, None where there is nothing
to count; ``to_confirm`` reports of outcomes that wait for a second person.
"""
TURNS = ["site", "pad", "turns", "least", "median", "launches", "cadence"]
YEARS = ["year", "site", "launches"]


class Standing(NamedTuple):
    """Sites (STANDING), turn-round by pad (TURNS), launches by year and site (YEARS), success of
    all with its range, scrubs of scrubs and launches, commercial launches and how many nobody says
    it of, slips by precision, launches whose time passed without an outcome.
    """

    sites: pd.DataFrame
    turns: pd.DataFrame
    years: pd.DataFrame
    success: Range | None
    scrubs: Range | None
    commercial: Range | None
    unsaid: int
    slips: dict[str, tuple[int, int]]
    unconfirmed: int
    launches: int
    this_year: int


@kept
def standing(session: Session, actor: Actor, as_of: date) -> Standing:
    """How the fund's own sites stand on a day."""
    sites = queries.sites(session, actor, as_of, is_own=True)
    pads, states = queries.pads(session, actor, as_of), queries.states(session, actor, as_of)
    launches = queries.launches(session, actor, as_of)
    scrubs = queries.scrubs(session, actor, as_of)
    capacities = queries.capacities(session, actor, as_of)
    flown = figures.flown(launches)
    longest = value(session, "pad_closure_days", on=as_of)
    gaps = figures.gaps(flown, figures.closures(states, longest, as_of))
    open_ = rows_of(launches[launches["standing"] == ""], LaunchRow)
    rows = []
    for one in rows_of(sites, Site):
        key = one["site_id"]
        own = [row for row in flown if row["site_id"] == key]
        row = _launched(one, own, as_of) | _turned(gaps, one["code"])
        row |= _planned([row for row in open_ if row["site_id"] == key])
        row |= _used(figures.use(key, flown, pads, states, capacities, as_of))
        row["pads"] = int((pads["site_id"] == key).sum())
        row["active_pads"] = int(((pads["site_id"] == key) & (pads["state"] == "active")).sum())
        row["to_confirm"] = int(launches[launches["site_id"] == key]["told_id"].notna().sum())
        row["scrubs"] = int((scrubs["site_id"] == key).sum())
        rows.append(row)
    years = [(*key, count) for key, count in figures.by_year_and_site(flown).items()]
    share, unsaid = figures.commercial(flown)
    return Standing(
        pd.DataFrame(rows, columns=STANDING, dtype=object),
        _by_pad(gaps, flown, figures.spans_of(states, as_of)),
        pd.DataFrame(years, columns=YEARS, dtype=object),
        figures.succeeded(flown),
        figures.scrub_rate(len(scrubs), len(flown)),
        share,
        unsaid,
        figures.slips(queries.times(session, actor, as_of)),
        int((launches["standing"] == "unconfirmed").sum()),
        len(flown),
        sum(row["lifted_on"].year == as_of.year for row in flown),
    )


def _launched(one: Mapping[str, object], own: Sequence[LiftOff], as_of: date) -> dict[str, object]:
    good = figures.succeeded(own)
    last = own[-1]["lifted_on"] if own else None
    return {
        **one,
        "launches": len(own),
        "this_year": sum(row["lifted_on"].year == as_of.year for row in own),
        "succeeded": good.over if good else 0,
        "share": good.share if good else None,
        "low": good.low if good else None,
        "high": good.high if good else None,
        "last_on": last,
        "days_since": (as_of - last).days if last else None,
    }


def _turned(gaps: dict[tuple[str, str], list[int]], site: str) -> dict[str, object]:
    """The turns of all pads of a site together."""
    found = figures.turned(
        [day for (code, _pad), days in gaps.items() if code == site for day in days]
    )
    return {
        "turns": found.turns if found else 0,
        "least_days": found.least if found else None,
        "median_days": found.median if found else None,
    }


def _planned(open_: Sequence[LaunchRow]) -> dict[str, object]:
    first = min(open_, key=lambda row: row["planned_on"] or date.max, default=None)
    return {
        "next_on": first["planned_on"] if first else None,
        "next_precision": first["precision"] if first else "",
    }


def _used(found: figures.Use | None) -> dict[str, object]:
    return {
        "capacity_kind": found.kind if found else "",
        "capacity": found.launches if found else None,
        "active_days": found.days if found else None,
        "used": found.share if found else None,
    }


def _by_pad(
    gaps: dict[tuple[str, str], list[int]],
    flown: Sequence[LiftOff],
    spans: Mapping[int | None, list[tuple[str, date, date]]],
) -> pd.DataFrame:
    """Pads that launched, with turn-round and cadence: TURNS."""
    counts = Counter((row["site"], row["pad"]) for row in flown if row["pad"])
    keys = {(row["site"], row["pad"]): row["pad_id"] for row in flown}
    rows = []
    for pad, count in sorted(counts.items()):
        one = figures.turned(gaps.get(pad, []))
        own = [row for row in flown if (row["site"], row["pad"]) == pad]
        rows.append(
            (
                *pad,
                one.turns if one else 0,
                one.least if one else None,
                one.median if one else None,
                count,
                figures.cadence(own, spans.get(keys[pad], [])),
            )
        )
    return pd.DataFrame(rows, columns=TURNS, dtype=object)
