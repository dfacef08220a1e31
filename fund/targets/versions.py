"""The values a target had one after the other, as recorded by a day: a new one never hides the one
before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.frames import records
from fund.ledger.view import View
from fund.targets.tables import Target, TargetChange

BESIDE = timedelta(days=365)
"""A former value stands beside the new one for four quarters."""
CHANGES = ["recorded_on", "before", "value", "reason", "source", "by"]
"""Columns of ``changes``; before and value are Decimals in the unit of the indicator."""
TARGET = table_of(Target)
CHANGE = table_of(TargetChange)
PERSON = table_of(Person)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the day it was recorded, the value before and after it, why, where that is read,
    and who recorded it.
    """

    recorded_on: date
    before: Decimal
    value: Decimal
    reason: str
    source: str
    by: str | None = None


def recorded(session: Session, as_of: date) -> dict[int, list[Change]]:
    """Target -> its changes recorded by a day, the first one first; targets never changed are left
    out.
    """
    rows = session.execute(
        sa.select(CHANGE, TARGET.c.value.label("first"), PERSON.c.name)
        .join(TARGET, TARGET.c.id == CHANGE.c.target_id)
        .outerjoin(PERSON, PERSON.c.id == CHANGE.c.recorded_by)
        .where(CHANGE.c.recorded_on <= as_of)
        .order_by(CHANGE.c.id)
    ).mappings()
    found: dict[int, list[Change]] = defaultdict(list)
    for row in rows:
        known = found[row["target_id"]]
        known.append(
            Change(
                row["recorded_on"],
                known[-1].value if known else row["first"],
                row["value"],
                row["reason"],
                row["source"],
                row["name"],
            )
        )
    return dict(found)


def former(known: Sequence[Change], as_of: date) -> Change | None:
    """The change before which the target was another one not longer ago than four quarters: the
    earliest, so that changing it twice hides nothing either.
    """
    return next(
        (
            change
            for change in known
            if as_of - change.recorded_on <= BESIDE and change.before != known[-1].value
        ),
        None,
    )


def on(known: Sequence[Change], day: date) -> Decimal:
    """The value in force at the end of a day; ``known`` is not empty."""
    return next(
        (change.value for change in reversed(known) if change.recorded_on <= day), known[0].before
    )


def in_force(
    frame: pd.DataFrame, known: Mapping[int, Sequence[Change]], as_of: date
) -> pd.DataFrame:
    """Targets (fund.targets.queries) with the value in force and its source in place of the first,
    and the former value beside it: former_value, former_changed_on, None without one.
    """
    rows = records(frame)
    for row, target_id in zip(rows, frame["target_id"].tolist(), strict=True):
        changes = known.get(target_id, ())
        before = former(changes, as_of)
        row |= {
            "former_value": before.before if before else None,
            "former_changed_on": before.recorded_on if before else None,
        }
        if changes:
            row |= {"target": changes[-1].value, "source": changes[-1].source, "document": ""}
    return frame.assign(
        **{
            name: pd.Series([row[name] for row in rows], index=frame.index, dtype=object)
            for name in ("target", "source", "document", "former_value", "former_changed_on")
        }
    )


def changes(session: Session, actor: Actor, view: View, target_id: int) -> pd.DataFrame:
    """Every change of a target recorded by the view's day, the newest first: CHANGES."""
    actor.must("see_portfolio")
    known = recorded(session, view.as_of).get(target_id, [])
    return pd.DataFrame(
        [[getattr(change, name) for name in CHANGES] for change in reversed(known)],
        columns=CHANGES,
        dtype=object,
    )
