"""A stand and who uses it, for the tests of this room."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from fund import acts, clock, db
from fund.audit import AuditEntry
from fund.clock import BEIJING
from fund.columns import table_of
from fund.facilities import asking, booking, registering, tables
from tests.people import Office

WEEK = "workday 08:00-20:00"
STAND = {
    "code": "F1",
    "kind": "engine_stand",
    "name_zh": "一号试车台",
    "name_en": "Stand one",
    "owner": "OWNER",
    "region": "610000",
    "unit": "hour",
    "opened": "2025-01-01",
    "hours": WEEK,
    "figures": "thrust=650",
    "conditions": "S1=推进剂加注规程|规程编号",
    "prices": "commercial=2000; national=0",
    "document": "收费办法第 1 号",
}
FIRM, OTHER, OWNER = "FIRM", "OTHER", "OWNER"
HELD = [
    table_of(AuditEntry),
    *(
        table_of(model)
        for model in vars(tables).values()
        if isinstance(model, type)
        and issubclass(model, SQLModel)
        and model.__module__ == tables.__name__
    ),
]
"""The log and all tables of the room."""


def written(office: Office, *, with_log: bool = True) -> dict[str, list[Any]]:
    """Every row of the room, and of the log (where refusals stand)."""
    with db.reading(office.engine) as session:
        return {
            table.name: sorted(map(str, session.execute(sa.select(table)).all()))
            for table in HELD[not with_log :]
        }


def at(day: str, hour: str = "08:00") -> datetime:
    """An instant of 2026 in Beijing: 11-03, 08:00."""
    return datetime.fromisoformat(f"2026-{day}T{hour}").replace(tzinfo=BEIJING)


def do(office: Office, part: str, moment: datetime, command: Any, **arguments: Any) -> int:
    """Act as somebody at an instant; the key of what was made."""
    with clock.at(moment):
        return int(acts.perform(office.engine, office.ids[part], command, **arguments).id)


def stand(office: Office, on: datetime, **more: str) -> int:
    """A stand, with its owner and two firms known."""
    for name in (OWNER, FIRM, OTHER):
        office.organisation(name)
    return do(office, "officer", on, registering.register_facility, given=STAND | more)


def asked(
    office: Office,
    facility: int,
    *,
    firm: str = FIRM,
    on: datetime,
    wish: tuple[datetime, datetime],
    part: str = "officer",
    user_class: str = "commercial",
) -> int:
    """A request with one wish."""
    return do(
        office,
        part,
        on,
        asking.request_access,
        facility_id=facility,
        applicant_id=office.organisation(firm),
        user_class=user_class,
        purpose="试车",
        wishes=[wish],
        papers={"S1": "规程 12 号"},
        minutes_asked=30_000,
    )


def granted(office: Office, facility: int, *, on: datetime, **asks: Any) -> int:
    """A request that was checked and granted on the day it was made."""
    request = asked(office, facility, on=on, **asks)
    do(office, "reviewer", on, asking.check_safety, request_id=request, verdict="pass")
    do(
        office,
        "decider",
        on,
        asking.grant_access,
        request_id=request,
        minutes_allocated=30_000,
        valid_to=date(2027, 12, 31),
    )
    return request


def confirmed(
    office: Office, request: int, on: datetime, window: tuple[datetime, datetime], units: int = 0
) -> int:
    """A booking held and confirmed at one instant."""
    made = do(
        office,
        "officer",
        on,
        booking.hold_booking,
        request_id=request,
        starts_at=window[0],
        ends_at=window[1],
        units=units,
    )
    return do(office, "officer", on, booking.confirm_booking, booking_id=made)
