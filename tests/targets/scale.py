"""So many targets with ten milestones each, for measuring; and that the same moment gives the same
forecasts.
"""

from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session

from fund import db, schema
from fund.demonstration.load import LAST, build_load
from fund.targets.tables import Contribution, Indicator, Observation, Target

EACH = 10
PART = Decimal(9)
"""Percent of the way each milestone brings; the rest is not listed yet."""
PER_MILESTONE = 7
"""Postings of a load for each open milestone it makes, about."""


def build(engine: sa.Engine, count: int) -> None:
    """An invented portfolio with so many targets, eight values and ten milestones each."""
    schema.upgrade(engine)
    build_load(engine, round(count * EACH * PER_MILESTONE) + 200)
    db.write(engine, lambda session: _targets(session, count))


def _targets(session: Session, count: int) -> None:
    def put(model: type, rows: list[dict[str, object]]) -> None:
        session.execute(sa.insert(model.__table__), rows)  # type: ignore[attr-defined]

    session.execute(
        sa.text("DELETE FROM target")
    )  # those that ship would be few or many beside ours
    codes = [f"scale-{number}" for number in range(count)]
    put(
        Indicator,
        [
            {
                "code": code,
                "name_zh": code,
                "name_en": code,
                "unit_zh": "",
                "unit_en": "",
                "direction": "at_least",
            }
            for code in codes
        ],
    )
    same = {
        "operator": ">=",
        "place_zh": "",
        "place_en": "",
        "issuer": "",
        "document": "",
        "source": "x",
        "scope_zh": "",
        "scope_en": "",
        "region_code": "000000",
    }
    flags = dict.fromkeys(("is_official", "is_press_copy", "is_level"), False) | {
        "is_demonstration": True
    }
    put(
        Target,
        [
            {
                "code": code,
                "indicator": code,
                "baseline": Decimal(10),
                "baseline_year": 2024,
                "value": Decimal(20),
                "target_year": 2027,
                **same,
                **flags,
            }
            for code in codes
        ],
    )
    keys = dict(
        session.execute(
            sa.select(sa.column("code"), sa.column("id"))
            .select_from(sa.table("target"))
            .where(sa.column("code").like("scale-%"))
        ).all()
    )
    days = [LAST - timedelta(days=90 * back) for back in range(8, 0, -1)]
    put(
        Observation,
        [
            {
                "target_id": keys[code],
                "observed_on": day,
                "recorded_on": day,
                "value": Decimal(10 + place),
                "source": "x",
            }
            for code in codes
            for place, day in enumerate(days)
        ],
    )
    steps = list(
        session.execute(
            sa.text("SELECT id FROM milestone WHERE status = 'scheduled' ORDER BY id")
        ).scalars()
    )
    wanted = count * EACH
    if len(steps) < wanted:
        raise ValueError(len(steps), wanted)  # the load is too small for so many
    put(
        Contribution,
        [
            {
                "target_id": keys[code],
                "milestone_id": steps[place * EACH + step],
                "percent": PART,
                "source": "x",
                "recorded_on": date(2026, 1, 5),
            }
            for place, code in enumerate(codes)
            for step in range(EACH)
        ],
    )
    put(
        Contribution,
        [
            {
                "target_id": keys[code],
                "milestone_id": None,
                "percent": 100 - EACH * PART,
                "source": "x",
                "recorded_on": date(2026, 1, 5),
            }
            for code in codes
        ],
    )
