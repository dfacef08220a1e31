"""What the thresholds are now; commands and queries of every room ask here."""

from datetime import date

from sqlmodel import Session, col, select

from fund.settings.rules import THRESHOLDS, deciders_needed
from fund.settings.tables import Setting


def value(session: Session, key: str, *, on: date | None = None) -> int:
    """The threshold of that key as set last (by a day, if one is given), else as it is until
    somebody sets it.
    """
    statement = (
        select(Setting.value).where(Setting.key == key).order_by(col(Setting.id).desc()).limit(1)
    )
    found = session.exec(statement if on is None else statement.where(Setting.set_on <= on)).first()
    return THRESHOLDS[key].default if found is None else int(found)


def deciders(session: Session, amount_fen: int) -> int:
    """How many deciders this amount takes."""
    return deciders_needed(
        amount_fen,
        value(session, "second_approval_from_fen"),
        value(session, "third_approval_from_fen"),
    )
