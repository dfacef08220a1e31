"""What the thresholds are now; commands and queries of every room ask here."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import table_of
from fund.settings.rules import THRESHOLDS, deciders_needed
from fund.settings.tables import Setting

_SETTING = table_of(Setting)
CHANGES = sa.select(_SETTING.c.key, _SETTING.c.value, _SETTING.c.set_on).order_by(
    _SETTING.c.id.desc()
)
"""Every change of a threshold, the latest first: people change them by hand, so they stay few."""


def value(session: Session, key: str, *, on: date | None = None) -> int:
    """The threshold of that key as set last (by a day, if one is given), else as it is until
    somebody sets it. All of them are read once an act, and hold for the whole of it.
    """
    changes = session.info.get("settings")
    if changes is None:
        session.flush()
        changes = session.info["settings"] = session.execute(CHANGES).all()
    for row in changes:
        if row.key == key and (on is None or row.set_on <= on):
            return int(row.value)
    return THRESHOLDS[key].default


def forget(session: Session) -> None:
    """Read the thresholds anew when they are asked for next: one was changed here."""
    session.info.pop("settings", None)


def deciders(session: Session, amount_fen: int) -> int:
    """How many deciders this amount takes."""
    return deciders_needed(
        amount_fen,
        value(session, "second_approval_from_fen"),
        value(session, "third_approval_from_fen"),
    )
