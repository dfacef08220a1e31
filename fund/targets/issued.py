"""Forecasts as they were issued, each scored as far as its actual is known."""

import pandas as pd
from sqlmodel import Session

from fund.access.actors import Actor
from fund.answers import kept
from fund.ledger.view import View
from fund.targets import record
from fund.targets.observed import observed
from fund.targets.record import ISSUED


def issued(session: Session, actor: Actor, view: View, code: str = "") -> pd.DataFrame:
    """What was forecast of a target by the view's day (of every target without a code), each scored
    as far as its actual is known that day: code and ISSUED, the newest first.
    """
    actor.must("see_portfolio")
    found = record.rows(session, view.as_of, observed(session, view.as_of))
    return pd.DataFrame(
        [row for row in found if not code or row["code"] == code],
        columns=["code", *ISSUED],
        dtype=object,
    )


@kept
def past(session: Session, actor: Actor, view: View) -> record.Past:
    """How all forecasts issued by the view's day did, as far as their actuals are known that
    day.
    """
    actor.must("see_portfolio")
    return record.past(record.rows(session, view.as_of, observed(session, view.as_of)))
