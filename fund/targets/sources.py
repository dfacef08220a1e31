"""Where every value of a target was read."""

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.access.tables import Person
from fund.columns import table_of
from fund.i18n import _
from fund.ledger.tables import Undertaking
from fund.ledger.view import View
from fund.targets.observed import told_by_others
from fund.targets.tables import Observation, Target

SOURCES = [
    "observed_on",
    "value",
    "source",
    "recorded_on",
    "by",
    "undertaking_kind",
    "undertaking",
    "numerator",
    "denominator",
]


def sources(session: Session, actor: Actor, view: View, code: str) -> pd.DataFrame:
    """Every value recorded of a target by the view's day, the newest first: SOURCES."""
    actor.must("see_portfolio")
    seen = table_of(Observation)
    target = table_of(Target)
    person = table_of(Person)
    work = table_of(Undertaking)
    rows = session.execute(
        sa.select(
            *seen.c["observed_on", "value", "source", "recorded_on"],
            person.c.name,
            work.c.kind,
            work.c.code,
            seen.c.numerator,
            seen.c.denominator,
        )
        .join(target, target.c.id == seen.c.target_id)
        .outerjoin(person, person.c.id == seen.c.recorded_by)
        .outerjoin(work, work.c.id == seen.c.undertaking_id)
        .where(target.c.code == code, seen.c.recorded_on <= view.as_of)
        .order_by(seen.c.observed_on.desc(), seen.c.id.desc())
    ).all()
    told = [
        (
            one.observed_on,
            one.value,
            _(one.source).format(count=one.records, period=one.period),
            one.recorded_on,
            None,
            None,
            None,
            *(one.parts or (None, None)),
        )
        for one in told_by_others(session, view.as_of).get(code, [])
    ]
    every = sorted(
        [*[tuple(row) for row in rows], *told], key=lambda row: str(row[0]), reverse=True
    )
    return pd.DataFrame(every, columns=SOURCES, dtype=object)
