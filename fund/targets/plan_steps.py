"""Steps of the action plan that are done or not, and have no number: what is known of each on a
day, with its source.
"""

from datetime import date

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.columns import table_of
from fund.plan import reference
from fund.targets.tables import PlanStepEvent

STEPS = [
    "key",
    "measure",
    "title_zh",
    "title_en",
    "due_year",
    "source",
    "status",
    "stated_on",
    "read_in",
]
"""Columns of ``plan_steps``: source is where the plan was read, status a word of
fund.targets.tables.STEP_STATUSES or not_stated while nothing is, read_in where that stands.
"""
EVENT = table_of(PlanStepEvent)


@kept
def plan_steps(session: Session, actor: Actor, as_of: date) -> pd.DataFrame:
    """Every step with what was known of it on a day: STEPS, by measure; the one stated last
    counts.
    """
    actor.must("see_portfolio")
    known = {
        row["step"]: row
        for row in session.execute(
            sa.select(EVENT)
            .where(EVENT.c.recorded_on <= as_of)
            .order_by(EVENT.c.stated_on, EVENT.c.id)
        ).mappings()
    }
    rows = [
        (
            step["key"],
            step["measure"],
            step["title_zh"],
            step["title_en"],
            step["due_year"],
            step["source"],
            *(
                (said["status"], said["stated_on"], said["source"])
                if (said := known.get(step["key"]))
                else ("not_stated", None, "")
            ),
        )
        for step in reference.plan_steps()
    ]
    return pd.DataFrame(rows, columns=STEPS, dtype=object)
