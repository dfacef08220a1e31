"""The list of antennas."""

from collections.abc import Sequence

import pandas as pd
from fund.antennas import queries
from fund.antennas.tables import Antenna
from sqlmodel import Session

from fund.access.actors import Actor
from fund.columns import table_of
from fund.errors import N_
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source

ANTENNA = table_of(Antenna)


def source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Every antenna, or those in one state."""
    status = asked.get("status")
    orders = {name: ANTENNA.c[name] for name in ("code", "diameter_cm")}
    where = [ANTENNA.c.status == status] if status else []
    return Source(ANTENNA, where, ANTENNA.c.id, orders, frozenset({"code"}))


def frame(session: Session, actor: Actor, _view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some antennas: queries.ANTENNAS."""
    found = queries.antennas(session, actor)
    return found[found["antenna_id"].isin(keys)]


ANTENNAS = Listing(
    name="antennas",
    title=N_("Register of antennas"),
    page="antennas",
    key="antenna_id",
    columns=(
        Col("name", N_("Antenna"), width=30),
        Col("code", N_("Code"), width=14, order="code", under="name"),
        Col("diameter_cm", N_("Diameter, cm"), "integer", 12, order="diameter_cm"),
        Col("status", N_("Status"), "state", 12),
        Col("registered_on", N_("Registered on"), "date"),
    ),
    orders=(Order("code", "text"), Order("diameter_cm", "integer", is_descending=True)),
    filters=(
        Filter("status", N_("Status"), {"active": N_("Running"), "retired": N_("Out of use")}),
    ),
    source=source,
    frame=frame,
    is_viewed=False,
)

LISTS = (ANTENNAS,)
"""The lists of this room."""
