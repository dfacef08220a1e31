"""What the thresholds are now; commands and queries of every room ask here."""

from sqlmodel import Session, col, select

from fund.settings.rules import THRESHOLDS, deciders_needed
from fund.settings.tables import Setting


def value(session: Session, key: str) -> int:
    """The threshold of that key as set last, else as it is until somebody sets it."""
    found = session.exec(select(Setting.value).where(Setting.key == key).order_by(col(Setting.id).desc()).limit(1)).first()
    return THRESHOLDS[key].default if found is None else int(found)


def deciders(session: Session, amount_fen: int) -> int:
    """How many deciders this amount takes."""
    return deciders_needed(amount_fen, value(session, "second_approval_from_fen"), value(session, "third_approval_from_fen"))
