"""The lists of the register: missions, the latest entered first; what they bought, the latest
bought first.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from fund.access.actors import Actor
from fund.errors import N_
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View
from fund.listing.declared import Asked, Col, Filter, Listing, Order, Source
from fund.missions import queries, reading
from fund.missions.reading import BOUGHT, MISSION
from fund.missions.rules import ORIGINS

T = TypeVar("T")


def missions_source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Missions entered by the view's last day."""
    return Source(
        MISSION,
        [MISSION.c.recorded_on <= asked.view.last],
        MISSION.c.id,
        {"entered": MISSION.c.id, "code": MISSION.c.code, "title": MISSION.c.title},
        frozenset({"entered", "code"}),
    )


def missions_frame(session: Session, actor: Actor, view: View, keys: Sequence[int]) -> pd.DataFrame:
    """Some missions: queries.MISSIONS with ``part``, the commercial share by money, missing while
    an origin is not known.
    """
    found = queries.missions(session, actor, view, keys)
    part = [
        None if fen is None or not amount else fen / amount
        for fen, amount in zip(found["commercial_fen"], found["amount_fen"], strict=True)
    ]
    return found.assign(part=pd.Series(part, index=found.index, dtype=object))


def purchases_source(_session: Session, _actor: Actor, asked: Asked) -> Source:
    """Purchases that stand on the view's last day: of a category, of an origin."""
    own = {name: asked.get(name) for name in ("category", "origin") if asked.get(name)}
    return Source(
        BOUGHT,
        [
            *reading.stands(asked.view.last),
            *(BOUGHT.c[name] == value for name, value in own.items()),
        ],
        BOUGHT.c.id,
        {
            "bought_on": BOUGHT.c.bought_on,
            "amount": BOUGHT.c.amount_fen,
            "item": BOUGHT.c.item,
            "mission": _mission(MISSION.c.code),
        },
        frozenset({"bought_on"} if len(own) < 2 else ()),
        {"amount_fen": BOUGHT.c.amount_fen},
    )


def _mission(column: sa.ColumnElement[T]) -> sa.ScalarSelect[T]:
    """A column of the mission a purchase is for."""
    asking = sa.select(column).where(MISSION.c.id == BOUGHT.c.mission_id)
    return asking.correlate(BOUGHT).scalar_subquery()


def purchases_frame(
    session: Session, actor: Actor, view: View, keys: Sequence[int]
) -> pd.DataFrame:
    """Some purchases: queries.PURCHASES, the contract empty where there is none."""
    found = queries.purchases(session, actor, view, keys)
    return found.assign(contract=found["contract"].fillna(""))


def leads(row: Mapping[str, object]) -> tuple[str, dict[str, str]] | None:
    """The fund's own contract it was bought under, where there is one."""
    return ("contract", {"id": str(row["contract"])}) if row["contract"] else None


REGISTER = Listing(
    name="missions",
    title=N_("Missions"),
    page="missions",
    key="mission_id",
    columns=(
        Col("title", N_("Mission"), width=34, order="title"),
        Col("mission", N_("Mission code"), width=18, order="code", under="title"),
        Col("agency", N_("Ordered by"), width=26, under="title"),
        Col("mission_id", N_("Number"), "integer", 10, order="entered", is_shown=False),
        Col("purchases", N_("Purchases"), "integer", 10),
        Col("amount_fen", N_("Amount"), "amount", 16),
        Col("part", N_("Commercial, by money"), "share", 14),
        Col("source", N_("Read from"), width=34),
    ),
    orders=(
        Order("entered", "integer", is_descending=True),
        Order("code", "text"),
        Order("title", "text"),
    ),
    filters=(),
    source=missions_source,
    frame=missions_frame,
)

BOUGHT_BY_MISSIONS = Listing(
    name="purchases",
    title=N_("Mission purchases"),
    page="missions",
    key="purchase_id",
    columns=(
        Col("item", N_("What was bought"), width=34, order="item"),
        Col("mission", N_("Mission code"), width=18, order="mission", under="item"),
        Col("mission_title", N_("Mission"), width=30, is_shown=False),
        Col("category", N_("Category"), "words", 16, under="item", words=CATEGORIES),
        Col("bought_on", N_("Bought on"), "date", order="bought_on"),
        Col("quarter", N_("Quarter"), "period", 12, is_shown=False),
        Col("amount_fen", N_("Amount"), "amount", 16, order="amount"),
        Col("origin", N_("Supplier"), "words", 14, words=ORIGINS),
        Col("supplier", N_("Name of the supplier"), width=26, under="origin"),
        Col("contract", N_("The fund’s contract"), width=18),
        Col("source", N_("Read from"), width=34),
    ),
    orders=(
        Order("bought_on", "date", is_descending=True),
        Order("amount", "integer", is_descending=True),
        Order("item", "text"),
        Order("mission", "text"),
    ),
    filters=(
        Filter("category", N_("Category"), CATEGORIES),
        Filter("origin", N_("Supplier"), ORIGINS),
    ),
    source=purchases_source,
    frame=purchases_frame,
    leads=leads,
    mark="purchase-",
)

LISTS = (REGISTER, BOUGHT_BY_MISSIONS)
"""The lists of this room."""
