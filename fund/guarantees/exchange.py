"""Guarantees an office holds already, in from a workbook or a CSV file: all of them or none, each
problem at its row and field. They are lodged today; another person checks each with its issuer.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from fund import acts, db
from fund.access.actors import Actor
from fund.debris.tables import Spacecraft
from fund.errors import N_, NP_, FundError, Issue, NotFound
from fund.guarantees import commands, rules
from fund.guarantees.tables import Guarantee
from fund.ledger.tables import Undertaking
from fund.money import fen
from fund.plan.tables import Organisation
from fund.procurement.tables import Process
from fund.workbook import headed
from fund.workbook.headed import Row

MOST = 500
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
NEEDED = ("number", "issuer", "kind", "form", "face", "body", "subject", "duty", "valid_from")
CHOICES = {"kind": rules.KINDS, "form": rules.FORMS}


class NotADate(FundError):
    """Days are written out."""

    message = N_("“{value}” is no date. Type it as 2026-05-18.")


class NotANumber(FundError):
    """Days are counted."""

    message = N_("“{value}” is no whole number of days.")


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a file and lodge what it holds: how many, and the issues; with one nothing is stored."""
    rows, issues = headed.read(name, content, HEADS, CHOICES, NEEDED, most=MOST)
    counts = {"accepted": 0}
    if issues:
        return counts, issues
    found: list[dict[str, Any]] = []
    for row in rows:
        try:
            with db.reading(engine) as session:
                given = arguments(session, row) | {"is_brought_in": True}
            acts.rehearse(engine, person_id, commands.lodge_guarantee, **given)
            found.append(given)
        except FundError as refused:
            issues.append(_refused(row, refused))
    if issues:
        return counts, issues
    act = acts.rehearse if dry_run else acts.perform
    act(engine, person_id, lodge_all, guarantees=found)
    return {"accepted": len(found)}, []


def lodge_all(session: Session, actor: Actor, *, guarantees: list[dict[str, Any]]) -> Guarantee:
    """Lodge all of them; the last is given back."""
    actor.must("lodge_guarantee")
    made = [commands.lodge_guarantee(session, actor, **given) for given in guarantees]
    return made[-1]


def _refused(row: Row, refused: FundError) -> Issue:
    """A refusal at its row; at its field where it names one."""
    field = str(refused.facts.get("at", ""))
    value = row.given.get(field, row.given.get("number", ""))
    return Issue("error", refused.code, row.where(field), value, refused.message, refused.facts)


def arguments(session: Session, row: Row) -> dict[str, Any]:
    """What the command takes, from one row."""
    given = row.given
    days = {name: _day(given.get(name, ""), name) for name in ("valid_to", "duty_due_on")}
    body = session.exec(
        select(Organisation.id).where(Organisation.identifier == given["body"])
    ).first()
    if body is None:
        raise NotFound(kind=N_("organisation"), key=given["body"], at="body")
    back = given.get("return_days", "") or "5"
    if not back.isdecimal():
        raise NotANumber(value=back, at="return_days")
    return {
        "kind": given["kind"],
        "form": given["form"],
        "issuer": given["issuer"],
        "number": given["number"],
        "face_fen": fen(given["face"]),
        "base_fen": fen(given["base"]) if given.get("base") else None,
        "valid_from": _day(given["valid_from"], "valid_from") or date.min,
        "duty": given["duty"],
        "organisation_id": body,
        "return_days": int(back),
        **days,
        **_subject(session, given["subject"]),
    }


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        raise NotADate(value=text, at=field) from None


def _subject(session: Session, code: str) -> dict[str, int]:
    """The grant, contract, subsidy, process or spacecraft of a code."""
    tables: tuple[tuple[str, Any, Any], ...] = (
        ("undertaking_id", Undertaking, Undertaking.code),
        ("process_id", Process, Process.code),
        ("spacecraft_id", Spacecraft, Spacecraft.number),
    )
    for name, table, column in tables:
        key = session.exec(select(table.id).where(col(column) == code)).first()
        if key is not None:
            return {name: int(key)}
    raise NotFound(kind=N_("grant or contract"), key=code, at="subject")
