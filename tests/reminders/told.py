"""Who is told of what on a day, and a letter read back."""

import email
from datetime import date
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from fund import clock, db
from fund.access.actors import OPERATOR
from fund.reminders import queries
from fund.reminders.sending import Carrier, send
from tests.people import Office


def rows(office: Office, day: date) -> list[dict[str, Any]]:
    """What is due or overdue on a day, person by person."""
    with clock.at(clock.noon(day)), db.reading(office.engine) as session:
        return queries.due(session, OPERATOR, day).to_dict("records")  # type: ignore[return-value]


def told(office: Office, day: date, kind: str) -> set[tuple[Any, ...]]:
    """(login, undertaking, step, stage) of one kind on a day."""
    return {
        (row["login"], row["undertaking"], row["step"], row["stage"])
        for row in rows(office, day)
        if row["kind"] == kind
    }


def sending(
    office: Office, day: date, carrier: Carrier, language: str = "zh"
) -> dict[str | None, str]:
    """Send on a day: the outcome by login."""
    with clock.at(clock.noon(day)):
        with db.reading(office.engine) as session:
            found = queries.due(session, OPERATOR, day)
        return {
            one["login"]: one["outcome"]
            for one in send(office.engine, OPERATOR, found, carrier, day, language)
        }


def letter(file: Path) -> EmailMessage:
    """A letter as its reader's program sees it."""
    read = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def address(office: Office, *parts: str) -> None:
    """Give people an address: PART@example.org."""
    from fund.access import commands as access

    for part in parts:
        office.act(
            "system", access.set_email, person_id=office.ids[part], email=f"{part}@example.org"
        )
