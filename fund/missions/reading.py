"""The register's rows as they stood on a day: what is neither replaced nor struck, and what of it
is still open.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import is_any_of, table_of
from fund.frames import row_of
from fund.ledger.tables import Undertaking
from fund.missions.tables import Mission, MissionPurchase, RegisterStatement
from fund.period import quarter
from fund.plan import identity
from fund.plan.tables import Organisation, OrganisationMark

BOUGHT = table_of(MissionPurchase)
MISSION = table_of(Mission)
STATED = table_of(RegisterStatement)
CONTRACT = table_of(Undertaking)
BODY = table_of(Organisation)
MARK = table_of(OrganisationMark)


def stands(as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    """What is true of a purchase recorded by a day, not struck, that no row of that time
    replaces.
    """
    newer = BOUGHT.alias("newer")
    replaced = sa.exists().where(newer.c.replaces_id == BOUGHT.c.id, newer.c.recorded_on <= as_of)
    return BOUGHT.c.recorded_on <= as_of, ~BOUGHT.c.is_struck, ~replaced


class Figures(TypedDict):
    """What is known of a purchase, in columns of MissionPurchase."""

    category: str
    item: str
    bought_on: date
    amount_fen: int
    origin: str
    undertaking_id: int | None
    source: str


class Standing(Figures):
    """A purchase that stands, with its mission, contract and supplier; ``gap`` is a key of GAPS or
    "".
    """

    purchase_id: int
    mission_id: int
    mission: str
    mission_title: str
    agency: str
    recorded_on: date
    recorded_by: int | None
    contract: str | None
    organisation_id: int | None
    quarter: str
    supplier: str
    gap: str


def standing(session: Session, as_of: date, keys: Sequence[int] | None = None) -> list[Standing]:
    """Purchases that stand on a day, all or some, the latest bought first."""
    rows = (
        session.execute(
            sa.select(
                BOUGHT.c.id.label("purchase_id"),
                BOUGHT.c.mission_id,
                MISSION.c.code.label("mission"),
                MISSION.c.title.label("mission_title"),
                MISSION.c.agency,
                *BOUGHT.c["category", "item", "bought_on", "amount_fen", "origin"],
                *BOUGHT.c["undertaking_id", "source", "recorded_on", "recorded_by"],
                CONTRACT.c.code.label("contract"),
                CONTRACT.c.organisation_id,
            )
            .join(MISSION, MISSION.c.id == BOUGHT.c.mission_id)
            .outerjoin(CONTRACT, CONTRACT.c.id == BOUGHT.c.undertaking_id)
            .where(*stands(as_of), *([] if keys is None else [BOUGHT.c.id.in_(keys)]))
            .order_by(BOUGHT.c.bought_on.desc(), BOUGHT.c.id.desc())
        )
        .mappings()
        .all()
    )
    sellers = {row["organisation_id"] for row in rows} - {None}
    bodies = _bodies(session, as_of, sellers)
    return [
        row_of(
            {**row, "quarter": quarter(row["bought_on"]).code, **_supplier(row, bodies)}, Standing
        )
        for row in rows
    ]


def complete(session: Session, as_of: date) -> set[str]:
    """Quarters somebody said by a day are complete, nobody took back, and nothing was recorded for
    since.
    """
    latest = {
        row["quarter"]: row
        for row in session.execute(
            sa.select(STATED).where(STATED.c.recorded_on <= as_of).order_by(STATED.c.id)
        ).mappings()
    }
    touched: dict[str, int] = {}
    earlier = BOUGHT.alias("earlier")
    for number, bought_on, before in session.execute(
        sa.select(BOUGHT.c.id, BOUGHT.c.bought_on, earlier.c.bought_on)
        .outerjoin(earlier, earlier.c.id == BOUGHT.c.replaces_id)
        .where(BOUGHT.c.recorded_on <= as_of)
        .order_by(BOUGHT.c.id)
    ):
        touched |= {quarter(day).code: number for day in (bought_on, before) if day is not None}
    return {
        code
        for code, row in latest.items()
        if row["is_complete"] and touched.get(code, 0) <= row["last_purchase_id"]
    }


def _bodies(
    session: Session, as_of: date, some: Collection[int]
) -> dict[int, tuple[str, bool | None]]:
    """Some organisations by number, as the one that is kept: name, and the commercial flag of that
    day where it can be told.
    """
    gone = identity.merged(session)
    merged = {key: gone[key] for key in some if key in gone}
    among = [*some, *merged.values()]
    marks: dict[int, dict[bool, bool]] = {}
    for key, is_set, on in session.execute(
        sa.select(MARK.c.organisation_id, MARK.c.is_set, MARK.c.recorded_on)
        .where(MARK.c.mark == "commercial", is_any_of(MARK.c.organisation_id, among))
        .order_by(MARK.c.id)
    ):
        marks.setdefault(key, {})[on <= as_of] = is_set
    known = {
        key: (name, marks[key].get(True) if key in marks else flag)
        for key, name, flag in session.execute(
            sa.select(BODY.c.id, BODY.c.name, BODY.c.is_commercial).where(
                is_any_of(BODY.c.id, among)
            )
        )
    }
    return known | {one: known[kept] for one, kept in merged.items()}


def _supplier(row: sa.RowMapping, bodies: dict[int, tuple[str, bool | None]]) -> dict[str, str]:
    """The supplier's name where a contract tells it, and what keeps the purchase open."""
    if row["origin"] == "unknown":
        return {"supplier": "", "gap": "unknown"}
    if row["organisation_id"] is None:
        return {"supplier": "", "gap": ""}
    name, flag = bodies[row["organisation_id"]]
    return {
        "supplier": name,
        "gap": (
            "differs" if flag is not None and flag is not (row["origin"] == "commercial") else ""
        ),
    }
