"""Events with their messages, outcomes and warnings written straight into the tables, so that a
year of them is there in seconds.
"""

import hashlib
import json
import random
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.debris import rules
from fund.debris.tables import (
    CdmFile,
    CdmIntake,
    CdmMessage,
    CdmOutcome,
    ConjunctionEvent,
    ConjunctionWarning,
    EventCraft,
    EventMessage,
    OwnAssessment,
)
from fund.demonstration.load import LAST

CRAFTS, EVENT_MESSAGES, A_DAY = 30, 10, 27
"""Spacecraft of ours, messages of an event, events a day: 100,000 messages are a year."""


def fill(session: Session, events: int, now: datetime) -> None:
    """So many events of the spacecraft that are there, the latest two days ahead of now."""
    content = json.dumps({"head": {f"RELATIVE_POSITION_{axis}": 100.0 for axis in "RTN"}})
    session.add(CdmFile(sha256="0" * 64, size_bytes=1, content=b"x"))
    session.flush()
    intake = CdmIntake(sha256="0" * 64, file_name="x", through="folder", taken_at=now)
    session.add(intake)
    session.flush()
    statement = sa.select(sa.column("id"), sa.column("organisation_id"))
    ours = list(session.execute(statement.select_from(sa.table("spacecraft"))))
    rng = random.Random(7)
    tables: dict[Any, list[dict[str, Any]]] = {
        table: []
        for table in (
            CdmMessage,
            OwnAssessment,
            CdmOutcome,
            ConjunctionEvent,
            EventMessage,
            EventCraft,
            ConjunctionWarning,
        )
    }
    for number in range(events):
        tca = now + timedelta(days=2) - timedelta(days=number / A_DAY)
        _event(tables, number, tca, content, rng, ours[number % CRAFTS], intake.id or 0)
    for table, rows in tables.items():
        for start in range(0, len(rows), 2_000):
            session.execute(sa.insert(table), rows[start : start + 2_000])


def _event(
    tables: dict[Any, list[dict[str, Any]]],
    number: int,
    tca: datetime,
    content: str,
    rng: random.Random,
    ours: Any,
    intake_id: int,
) -> None:
    """One event with its messages, ours on one side; every tenth has a warning."""
    craft, firm = ours
    level = rng.randrange(4)
    head = _head(number, tca, level, rng)
    tables[ConjunctionEvent].append(head)
    tables[EventCraft].append({"event_id": number + 1, "spacecraft_id": craft})
    for step in range(EVENT_MESSAGES):
        key = number * EVENT_MESSAGES + step + 1
        made = {"id": key, "intake_id": intake_id, "content": content}
        made["created_at"] = tca - timedelta(days=6, hours=-8 * step)
        tables[CdmMessage].append(_message(head, made))
        _beside(tables, key, number + 1, level, intake_id)
    if number % 10 == 0:
        tables[ConjunctionWarning].append(_warning(number + 1, tca, level, craft, firm))


def _head(number: int, tca: datetime, level: int, rng: random.Random) -> dict[str, Any]:
    """The row of an event."""
    return {
        "id": number + 1,
        "year": 2026,
        "serial": number + 1,
        "number_a": str(10_000 + number % CRAFTS),
        "number_b": str(40_000 + number),
        "tca": tca,
        "tca_s": int(tca.timestamp()),
        "tca_first": tca,
        "tca_last": tca,
        "is_ours": True,
        "level_far": level,
        "level_near": level,
        "near_from": tca - timedelta(days=3),
        "messages": EVENT_MESSAGES,
        "latest_id": (number + 1) * EVENT_MESSAGES,
        "latest_at": tca - timedelta(days=1),
        "miss_mm": rng.randrange(10**7),
        "first_taken_at": tca - timedelta(days=6),
    }


def _message(head: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """The row of a message of an event, with what is its own."""
    return made | {
        "place": "L1",
        "form": "kvn",
        "version": "1.0",
        "originator": "T",
        "message_id": f"M{made['id']}",
        "tca": head["tca"],
        "miss_mm": 10**5,
        "pc": 1e-6,
        "method": "",
        "number_1": head["number_a"],
        "number_2": head["number_b"],
        "name_1": "A",
        "name_2": "B",
        "kind_1": "PAYLOAD",
        "kind_2": "DEBRIS",
        "radius_m": 6.0,
        "radius_from": "summed",
        "source": "catalogue",
        "remarks": "",
        "state": "counted",
        "digest": hashlib.sha256(str(made["id"]).encode()).hexdigest(),
    }


def _beside(
    tables: dict[Any, list[dict[str, Any]]], key: int, event_id: int, level: int, intake_id: int
) -> None:
    """What stands beside each message: our assessment, its outcome, its event."""
    tables[OwnAssessment].append(
        {"cdm_message_id": key, "code_version": rules.CODE_VERSION, "circle": 1e-6}
    )
    tables[CdmOutcome].append(
        {
            "intake_id": intake_id,
            "position": key,
            "place": "L1",
            "outcome": "accepted",
            "cdm_message_id": key,
        }
    )
    tables[EventMessage].append(
        {
            "cdm_message_id": key,
            "event_id": event_id,
            "is_counted": True,
            "has_probability": True,
            "level_far": level,
            "level_near": level,
        }
    )


def _warning(event_id: int, tca: datetime, level: int, craft: int, firm: int) -> dict[str, Any]:
    """The row of a warning, open where the approach is still to come."""
    issued = tca - timedelta(days=2)
    return {
        "event_id": event_id,
        "spacecraft_id": craft,
        "organisation_id": firm,
        "level": max(1, level),
        "issued_at": issued,
        "due_at": issued + timedelta(hours=4),
        "status": "notified" if tca > clock.noon(LAST) else "closed",
    }
