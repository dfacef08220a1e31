"""Guarantees an office holds already, in from a workbook or a CSV file: all of them or none, each
problem at its row and field. They are lodged today; another person checks each with its issuer.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import intake
from fund.access.actors import Actor
from fund.debris.tables import Spacecraft
from fund.errors import N_, NP_, FundError, Issue, NotFound
from fund.guarantees import commands, rules
from fund.guarantees.tables import Guarantee
from fund.intake import Door
from fund.ledger.tables import Undertaking
from fund.plan.tables import Organisation
from fund.procurement.tables import Process
from fund.workbook import headed
from fund.workbook.headed import Row

HEADS = {
    "number": N_("Guarantee number"),
    "issuer": N_("Issuer of the guarantee"),
    "kind": N_("Kind"),
    "form": NP_("guarantee", "Form"),
    "face": N_("Amount in yuan"),
    "base": N_("Base in yuan"),
    "body": N_("Credit code of who gives it"),
    "subject": N_("Code of what it secures"),
    "duty": N_("Duty"),
    "duty_due_on": N_("Duty due on"),
    "valid_from": N_("Runs from"),
    "valid_to": N_("Runs to"),
    "return_days": N_("Working days in which it is given back"),
}
"""Field -> heading; Chinese and English are both understood."""


class NotANumber(FundError):
    """Days are counted."""

    message = N_("“{value}” is no whole number of days.")


class Subject(TypedDict, total=False):
    """What a guarantee secures: one of these."""

    undertaking_id: int
    process_id: int
    spacecraft_id: int


class Lodging(Subject):
    """What the command takes of one row."""

    kind: str
    form: str
    issuer: str
    number: str
    duty: str
    face_fen: int
    base_fen: int | None
    valid_from: date
    valid_to: date | None
    duty_due_on: date | None
    organisation_id: int
    return_days: int
    is_brought_in: bool


def lodge_all(session: Session, actor: Actor, *, rows: Sequence[Lodging]) -> Guarantee:
    """Lodge all of them; the last is given back."""
    actor.must("lodge_guarantee")
    return [commands.lodge_guarantee(session, actor, **row) for row in rows][-1]


def arguments(session: Session, row: Row) -> Lodging:
    """What the command takes, from one row."""
    given = row.given
    body = session.exec(
        select(Organisation.id).where(Organisation.identifier == given["body"])
    ).first()
    if body is None:
        raise NotFound(kind=N_("organisation"), key=given["body"], at="body")
    return {
        "kind": given["kind"],
        "form": given["form"],
        "issuer": given["issuer"],
        "number": given["number"],
        "duty": given["duty"],
        "face_fen": row.read("face", headed.amount),
        "base_fen": row.read_if_any("base", headed.amount),
        "valid_from": row.read("valid_from", headed.day),
        "valid_to": row.read_if_any("valid_to", headed.day),
        "duty_due_on": row.read_if_any("duty_due_on", headed.day),
        "organisation_id": body,
        "return_days": row.read("return_days", _days),
        "is_brought_in": True,
        **_subject(session, given["subject"]),
    }


def _days(text: str) -> int:
    if text and not text.isdecimal():
        raise NotANumber(value=text)
    return int(text or commands.RETURN_DAYS)


def _subject(session: Session, code: str) -> Subject:
    """The grant, contract, subsidy, process or spacecraft of a code."""
    if key := session.exec(select(Undertaking.id).where(Undertaking.code == code)).first():
        return {"undertaking_id": key}
    if key := session.exec(select(Process.id).where(Process.code == code)).first():
        return {"process_id": key}
    if key := session.exec(select(Spacecraft.id).where(Spacecraft.number == code)).first():
        return {"spacecraft_id": key}
    raise NotFound(kind=N_("grant or contract"), key=code, at="subject")


DOOR = Door(
    HEADS,
    {"kind": rules.KINDS, "form": rules.FORMS},
    ("number", "issuer", "kind", "form", "face", "body", "subject", "duty", "valid_from"),
    "number",
    "lodge_guarantee",
    arguments,
    commands.lodge_guarantee,
    lodge_all,
)


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a file and lodge what it holds: how many, and the issues; with one nothing is stored."""
    return intake.take_in(engine, person_id, name, content, DOOR, dry_run=dry_run)
