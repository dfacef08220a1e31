"""The register's rows as they stood on a day: what is neither replaced nor struck, and what of it
is still open.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from fund.columns import table_of
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


def standing(session: Session, as_of: date) -> list[dict[str, Any]]:
    """Purchases recorded by a day that no row of that time replaces, the latest bought first: the
    row with its mission, contract, supplier and ``gap`` (a key of GAPS or "").
    """
    newer = BOUGHT.alias("newer")
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
            .where(
                BOUGHT.c.recorded_on <= as_of,
                ~BOUGHT.c.is_struck,
                ~sa.exists().where(
                    newer.c.replaces_id == BOUGHT.c.id, newer.c.recorded_on <= as_of
                ),
            )
            .order_by(BOUGHT.c.bought_on.desc(), BOUGHT.c.id.desc())
        )
        .mappings()
        .all()
    )
    bodies = _bodies(session, as_of)
    return [
        {**row, "quarter": quarter(row["bought_on"]).code, **_supplier(row, bodies)} for row in rows
    ]


def complete(session: Session, as_of: date) -> set[str]:
    """Quarters somebody said by a day are complete, nobody took back, and nothing was recorded for
    since.
    """
    latest: dict[str, Any] = {
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


def _bodies(session: Session, as_of: date) -> dict[int, tuple[str, bool | None]]:
    """Organisations by number, as the one that is kept: name, and the commercial flag of that day
    where it can be told.
    """
    marks: dict[int, dict[bool, bool]] = {}
    for key, is_set, on in session.execute(
        sa.select(MARK.c.organisation_id, MARK.c.is_set, MARK.c.recorded_on)
        .where(MARK.c.mark == "commercial")
        .order_by(MARK.c.id)
    ):
        marks.setdefault(key, {})[on <= as_of] = is_set
    known = {
        key: (name, marks[key].get(True) if key in marks else flag)
        for key, name, flag in session.execute(
            sa.select(BODY.c.id, BODY.c.name, BODY.c.is_commercial)
        )
    }
    return known | {one: known[kept] for one, kept in identity.merged(session).items()}


def _supplier(row: Any, bodies: dict[int, tuple[str, bool | None]]) -> dict[str, str]:
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
