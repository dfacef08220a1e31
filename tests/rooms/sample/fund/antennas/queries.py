"""The register of antennas as one table."""

import pandas as pd
from fund.antennas.tables import Antenna
from sqlmodel import Session, col, select

from fund.access.actors import Actor

ANTENNAS = ["code", "name", "diameter_cm", "status", "registered_on"]
"""Columns of ``antennas``."""


def antennas(session: Session, actor: Actor) -> pd.DataFrame:
    """Every antenna by its code: ANTENNAS."""
    actor.must("see_portfolio")
    rows = session.exec(select(Antenna).order_by(col(Antenna.code))).all()
    return pd.DataFrame(
        [[getattr(row, name) for name in ANTENNAS] for row in rows], columns=ANTENNAS
    )
