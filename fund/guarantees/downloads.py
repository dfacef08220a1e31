"""Guarantees as a CSV file, as known today."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.frames import records
from fund.guarantees import queries
from fund.rooms.download import Download, Sent
from fund.workbook import delimited

CSV_TYPE = "text/csv; charset=utf-8"
HEADS = (
    "guarantee_id",
    "number",
    "issuer",
    "kind",
    "form",
    "body",
    "subject",
    "duty",
    "currency",
    "face_fen",
    "required_fen",
    "held_fen",
    "valid_from",
    "valid_until",
    "duty_due_on",
    "met_on",
    "back_on",
    "late_days",
    "late_fen",
    "state",
    "alerts",
)
"""The columns, headed by their names in every language: machines read it."""


def rows(session: Session, actor: Actor, day: date) -> list[dict[str, object]]:
    """Every guarantee known on a day by the names of HEADS; amounts in fen."""
    found = queries.guarantees(session, actor, day)
    return [
        {name: row[name] for name in HEADS} | {"alerts": " ".join(alerts)}
        for row, alerts in zip(records(found), found["alerts"].tolist(), strict=True)
    ]


def written(found: Sequence[Mapping[str, object]]) -> bytes:
    """The rows as CSV."""
    return delimited.written(
        list(HEADS),
        (["" if row[name] is None else str(row[name]) for name in HEADS] for row in found),
    )


def _csv(session: Session, actor: Actor) -> Sent:
    actor.must("export")
    return Sent("guarantees.csv", CSV_TYPE, written(rows(session, actor, clock.today())))


CSV = Download("guarantees", "export", _csv)
