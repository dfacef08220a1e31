"""The register of antennas as one table."""

import pandas as pd
import sqlalchemy as sa
from fund.antennas.tables import Antenna
from sqlmodel import Session, col, select

from fund.access.actors import Actor

ANTENNAS = ["antenna_id", "code", "name", "diameter_cm", "status", "registered_on"]
"""Columns of ``antennas``."""


def antennas(session: Session, actor: Actor) -> pd.DataFrame:
    """Every antenna by its code: ANTENNAS."""
    actor.must("see_portfolio")
    rows = session.exec(select(Antenna).order_by(col(Antenna.code))).all()
    found = [(one.id, *(getattr(one, name) for name in ANTENNAS[1:])) for one in rows]
    return pd.DataFrame(found, columns=ANTENNAS)


def working(session: Session, actor: Actor) -> int:
    """How many are in use."""
    actor.must("see_portfolio")
    statement = select(sa.func.count()).select_from(Antenna).where(Antenna.status == "active")
    return int(session.exec(statement).one())
