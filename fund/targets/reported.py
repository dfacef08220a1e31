"""What approved reports of centres say of a target: nothing is copied, a figure counts because its
report stands.

An indicator of data/centre_indicators.csv names the target's indicator it ``feeds``. Each centre
counts once: its newest figure by a period's last day, put together over the centres by the
indicator's own aggregation.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pandas as pd
from sqlmodel import Session

from fund.centres import queries as centres
from fund.centres.form import Indicator, every
from fund.errors import N_
from fund.ledger.rules import NATIONWIDE

SOURCE = N_("Approved reports of {count} centres, {period}")


class Told(NamedTuple):
    """A value on a period's last day, when the newest record in it was made, of how many records,
    the period's code, what kind of record; of a ratio its parts.
    """

    observed_on: date
    value: Decimal
    recorded_on: date
    records: int
    period: str
    source: str = SOURCE
    parts: tuple[Decimal, Decimal] | None = None


FEEDS: Mapping[str, Indicator] = {one.feeds: one for one in every() if one.feeds}
"""Indicator of a target -> the centres' indicator it is fed by."""


def reported(session: Session, as_of: date, region: str = NATIONWIDE) -> dict[str, list[Told]]:
    """Indicator of a target -> its values by day, as they stood on a day, of one region or of
    all.
    """
    frame = centres.approved(session, as_of)
    if frame.empty:
        return {}
    if region != NATIONWIDE:
        frame = frame[frame["region_code"] == region]
    found: dict[str, list[Told]] = {}
    for indicator, feed in FEEDS.items():
        if feed.aggregation == "ratio":
            told = _ratio(_rows(frame, feed.numerator), _rows(frame, feed.denominator))
        else:
            told = _by_period(_rows(frame, feed.code), feed.aggregation)
        if told:
            found[indicator] = told
    return found


Rows = list[tuple[date, str, str, Decimal, date]]


def _rows(frame: pd.DataFrame, code: str) -> Rows:
    """An indicator's figures: last day and code of the period, centre, value, when approved."""
    rows = [row for row in frame[frame["indicator"] == code].to_dict("records") if row["value"]]
    return [
        (
            row["ends_on"],
            row["period_code"],
            row["centre_code"],
            Decimal(row["value"]),
            row["approved_on"],
        )
        for row in rows
    ]


def _ratio(over: Rows, under: Rows) -> list[Told]:
    """A ratio from its parts: over all centres that reported in the period, never a mean of
    theirs.
    """
    tried = {(row[0], row[2]): row[3] for row in under}
    by_day: dict[tuple[date, str], list[tuple[Decimal, Decimal, date]]] = defaultdict(list)
    for ends_on, period, centre, value, approved_on in over:
        if (ends_on, centre) in tried:
            by_day[ends_on, period].append((value, tried[ends_on, centre], approved_on))
    told = []
    for (ends_on, period), said in sorted(by_day.items()):
        parts = (
            sum((one[0] for one in said), Decimal(0)),
            sum((one[1] for one in said), Decimal(0)),
        )
        if parts[1]:
            told.append(
                Told(
                    ends_on,
                    parts[0] * 100 / parts[1],
                    max(one[2] for one in said),
                    len(said),
                    period,
                    SOURCE,
                    parts,
                )
            )
    return told


def _by_period(rows: Rows, aggregation: str) -> list[Told]:
    """One value a period: what each centre said last by then, put together."""
    by_day: dict[tuple[date, str], list[tuple[str, Decimal, date]]] = defaultdict(list)
    for ends_on, period, centre, value, approved_on in rows:
        by_day[ends_on, period].append((centre, value, approved_on))
    last: dict[str, Decimal] = {}
    told = []
    for (ends_on, period), said in sorted(by_day.items()):
        last |= {centre: value for centre, value, _approved in said}
        of_period = sum(
            (value for _centre, value, _approved in said), Decimal(0)
        )  # the target's own aggregation adds the periods up
        value = {"sum": of_period, "max": max(last.values())}.get(
            aggregation, sum(last.values(), Decimal(0))
        )
        told.append(
            Told(
                ends_on,
                value,
                max(approved for _centre, _value, approved in said),
                len(last),
                period,
            )
        )
    return told
