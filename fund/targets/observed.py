"""What was seen of each target by a day, from every source: recorded values, approved reports of
centres, deliveries under contracts, milestones of grants.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import FunctionType
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session

from fund import house
from fund.columns import table_of
from fund.targets import delivered
from fund.targets.ending import Aim, Seen
from fund.targets.reported import FEEDS, Told, reported
from fund.targets.tables import Indicator, IndicatorChange, Observation, Target

OBSERVATION = table_of(Observation)
TARGET = table_of(Target)
INDICATOR = table_of(Indicator)
CHANGE = table_of(IndicatorChange)


def observed(session: Session, as_of: date) -> dict[str, Seen]:
    """Code of the target -> what was seen of it; of each day what was recorded last, and a recorded
    value before one told by reports or the ledger.
    """
    values: dict[str, dict[date, Decimal]] = defaultdict(dict)
    parts: dict[str, dict[date, tuple[Decimal, Decimal]]] = defaultdict(dict)
    for code, told in told_by_others(session, as_of).items():
        for one in told:
            values[code][one.observed_on] = one.value
            if one.parts is not None:
                parts[code][one.observed_on] = one.parts
    statement = (
        sa.select(
            TARGET.c.code,
            OBSERVATION.c.observed_on,
            OBSERVATION.c.value,
            OBSERVATION.c.numerator,
            OBSERVATION.c.denominator,
        )
        .join(TARGET, TARGET.c.id == OBSERVATION.c.target_id)
        .where(OBSERVATION.c.recorded_on <= as_of, OBSERVATION.c.observed_on <= as_of)
        .order_by(OBSERVATION.c.observed_on, OBSERVATION.c.id)
    )
    for code, day, value, over, under in session.execute(statement):
        values[code][day] = value
        parts[code].pop(day, None)
        if over is not None and under is not None:
            parts[code][day] = (over, under)
    changed = _changed(session, as_of)
    return {
        code: Seen(sorted(found.items()), parts.get(code, {}), changed.get(code))
        for code, found in values.items()
    }


def _changed(session: Session, as_of: date) -> dict[str, date]:
    """Code of the target -> the day its indicator's definition changed last."""
    rows = session.execute(
        sa.select(TARGET.c.code, sa.func.max(CHANGE.c.changed_on))
        .join(CHANGE, CHANGE.c.indicator == TARGET.c.indicator)
        .where(CHANGE.c.recorded_on <= as_of, CHANGE.c.changed_on <= as_of)
        .group_by(TARGET.c.code)
    )
    return {code: day if isinstance(day, date) else date.fromisoformat(day) for code, day in rows}


def told_by_others(session: Session, as_of: date) -> dict[str, list[Told]]:
    """Code of the target -> what approved reports, deliveries, milestones of grants and rooms above
    say of it, its region's alone where it has one. An indicator is told by one of them.
    """
    known = {*FEEDS, *delivered.FEEDS, *house.FEEDING}
    fed = session.execute(
        sa.select(TARGET.c.code, TARGET.c.indicator, TARGET.c.region_code).where(
            TARGET.c.indicator.in_(sorted(known))
        )
    ).all()
    by_region: dict[str, Mapping[str, list[Told]]] = {
        region: (
            reported(session, as_of, region)
            | delivered.delivered(session, as_of, region, {row.indicator for row in fed})
            | _from_above(session, as_of, region, {row.indicator for row in fed})
        )
        for region in {row.region_code for row in fed}
    }
    return {
        code: by_region[region][indicator]
        for code, indicator, region in fed
        if indicator in by_region[region]
    }


def _from_above(
    session: Session, as_of: date, region: str, wanted: set[str]
) -> dict[str, list[Told]]:
    """Indicator -> its values told by a room above targets (fund.house.FEEDING)."""
    told = {
        code: house.at(place, FunctionType)(session, as_of, region)
        for code, place in house.FEEDING.items()
        if code in wanted
    }
    return {code: found for code, found in told.items() if found}


class Aimed(TypedDict):
    """What of a target says what it aims at."""

    code: str
    operator: str
    target: Decimal
    target_year: int
    is_level: bool
    baseline: Decimal | None
    baseline_year: int | None
    kind: str
    aggregation: str


def aim_of(row: Aimed) -> Aim:
    """What a row of ``targets`` aims at."""
    begins_after = (
        None
        if row["baseline"] is None or not row["baseline_year"]
        else date(int(row["baseline_year"]), 12, 31)
    )
    return Aim(
        row["code"],
        row["operator"],
        row["target"],
        date(int(row["target_year"]), 12, 31),
        is_level_in_words=bool(row["is_level"]),
        baseline=row["baseline"],
        kind=row["kind"],
        aggregation=row["aggregation"],
        begins_after=begins_after,
    )
