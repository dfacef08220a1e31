"""What every threshold is now, since when, by whom and why."""

import pandas as pd
from sqlmodel import Session, col, select

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.settings.rules import THRESHOLDS
from fund.settings.tables import Setting

SETTINGS = ["key", "words", "unit", "value", "default", "set_on", "set_by", "reason"]
"""Columns of ``thresholds``: value and default are fen, percent, days or a count, by unit; set_on
is None until somebody set it.
"""


def thresholds(session: Session, actor: Actor) -> pd.DataFrame:
    """Every threshold in the order of the rules: SETTINGS."""
    actor.must("see_settings")
    rows = session.exec(
        select(Setting, Person.name)
        .outerjoin(Person, col(Person.id) == Setting.set_by)
        .order_by(col(Setting.id))
    ).all()
    last = {row.key: (row, name) for row, name in rows}
    found = []
    for key, threshold in THRESHOLDS.items():
        row, name = last.get(key, (None, None))
        known = (
            (row.value, threshold.default, row.set_on, name, row.reason)
            if row
            else (threshold.default, threshold.default, None, None, "")
        )
        found.append((key, threshold.words, threshold.unit, *known))
    return pd.DataFrame(found, columns=SETTINGS).astype(
        {"value": "int64", "default": "int64", "set_on": "object"}
    )
