"""What approved reports of centres say of a target: nothing is copied, a figure counts because its report stands.

An indicator of data/centre_indicators.csv names the target's indicator it ``feeds``. Each centre counts once: its newest figure by a
period's last day, put together over the centres by the indicator's own aggregation.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session

from fund.centres import queries as centres
from fund.centres.form import every
from fund.errors import N_
from fund.ledger.rules import NATIONWIDE

SOURCE = N_("Approved reports of {count} centres, {period}")


class Told(NamedTuple):
    """A value on a period's last day, when the newest report in it was approved, of how many centres, and the period's code."""

    observed_on: date
    value: Decimal
    recorded_on: date
    centres: int
    period: str


FEEDS: Mapping[str, tuple[str, str]] = {one.feeds: (one.code, one.aggregation) for one in every() if one.feeds}
"""Indicator of a target -> the centres' indicator it is fed by, and how that is put together."""


def reported(session: Session, as_of: date, region: str = NATIONWIDE) -> dict[str, list[Told]]:
    """Indicator of a target -> its values by day, as they stood on a day, of one region or of all."""
    frame = centres.approved(session, as_of)
    if frame.empty:
        return {}
    if region != NATIONWIDE:
        frame = frame[frame["region_code"] == region]
    found: dict[str, list[Told]] = {}
    for indicator, (code, aggregation) in FEEDS.items():
        rows = [row for row in frame[frame["indicator"] == code].to_dict("records") if row["value"]]
        if rows:
            found[indicator] = _by_period([(row["ends_on"], row["period_code"], row["centre_code"], Decimal(row["value"]), row["approved_on"]) for row in rows], aggregation)
    return found


def _by_period(rows: list[tuple[date, str, str, Decimal, date]], aggregation: str) -> list[Told]:
    """One value a period: what each centre said last by then, put together."""
    by_day: dict[tuple[date, str], list[tuple[str, Decimal, date]]] = defaultdict(list)
    for ends_on, period, centre, value, approved_on in rows:
        by_day[ends_on, period].append((centre, value, approved_on))
    last: dict[str, Decimal] = {}
    told, total = [], Decimal(0)
    for (ends_on, period), said in sorted(by_day.items()):
        last |= {centre: value for centre, value, _approved in said}
        total += sum((value for _centre, value, _approved in said), Decimal(0))
        value = {"sum": total, "max": max(last.values())}.get(aggregation, sum(last.values(), Decimal(0)))
        told.append(Told(ends_on, value, max(approved for _centre, _value, approved in said), len(last), period))
    return told
