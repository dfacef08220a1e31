"""Subsidies asked for, in from a workbook or a CSV file with their terms: all of them or none, each
problem at its row and field. They wait for the fund's decision like any other.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import intake
from fund.access.actors import Actor
from fund.errors import N_, NP_, Issue, NotFound
from fund.intake import Door
from fund.ledger.tables import Line, Undertaking
from fund.money import NotAnAmount
from fund.subsidies import commands
from fund.subsidies.rules import INSTRUMENTS, METHODS
from fund.workbook import headed
from fund.workbook.headed import Row

HEADS = {
    "code": N_("Code"),
    "title": N_("Title"),
    "new_name": N_("Recipient"),
    "new_identifier": N_("Unified social credit code"),
    "region_code": N_("Region code"),
    "line": N_("Budget line"),
    "instrument": N_("Kind"),
    "method": NP_("subsidy", "Method"),
    "percent": N_("Share or points, %"),
    "day_base": N_("Day base"),
    "lender": N_("Bank or insurer"),
    "contract_number": N_("Contract or policy"),
    "loan": N_("Loan or insured sum in yuan"),
    "first_day": N_("First day"),
    "last_day": N_("Last day, not counted"),
}
"""Field -> heading; Chinese and English are both understood."""


class Entering(TypedDict):
    """What the command takes of one row."""

    code: str
    title: str
    new_name: str
    new_identifier: str
    region_code: str
    instrument: str
    method: str
    lender: str
    contract_number: str
    line_id: int
    loan_fen: int
    share: int
    points: int
    day_base: int
    first_day: date
    last_day: date


def enter_all(session: Session, actor: Actor, *, rows: Sequence[Entering]) -> Undertaking:
    """Enter all of them; the last is given back."""
    actor.must("enter")
    return [commands.enter(session, actor, **row) for row in rows][-1]


def arguments(session: Session, row: Row) -> Entering:
    """What the command takes, from one row."""
    given = row.given
    line = session.exec(select(Line.id).where(Line.code == given["line"])).first()
    if line is None:
        raise NotFound(kind=N_("line"), key=given["line"], at="line")
    rule = row.read("percent", millionths)
    return {
        "code": given["code"],
        "title": given["title"],
        "new_name": given["new_name"],
        "new_identifier": given["new_identifier"],
        "region_code": given["region_code"],
        "instrument": given["instrument"],
        "method": given["method"],
        "lender": given["lender"],
        "contract_number": given["contract_number"],
        "line_id": line,
        "loan_fen": row.read("loan", headed.amount),
        "share": rule if given["method"] == "share" else 0,
        "points": rule if given["method"] == "points" else 0,
        "day_base": row.read("day_base", _base),
        "first_day": row.read("first_day", headed.day),
        "last_day": row.read("last_day", headed.day),
    }


def millionths(typed: str) -> int:
    """A percentage somebody typed as millionths, exactly; nothing typed is nothing.

    >>> millionths("3.45"), millionths("50 %"), millionths("")
    (34500, 500000, 0)
    """
    text = typed.strip().removesuffix("%").strip()
    if not text:
        return 0
    whole, _point, rest = text.partition(".")
    if not (whole + rest).isdecimal() or len(rest) > 4 or len(whole) > 4:
        raise NotAnAmount(value=typed)
    return int(whole or "0") * 10_000 + int((rest + "0000")[:4])


def _base(text: str) -> int:
    if text and not text.isdecimal():
        raise NotAnAmount(value=text)
    return int(text or "365")


DOOR = Door(
    HEADS,
    {"instrument": INSTRUMENTS, "method": METHODS},
    tuple(name for name in HEADS if name != "day_base"),
    "code",
    "enter",
    arguments,
    commands.enter,
    enter_all,
)


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a file and enter what it holds: how many, and the issues; with one nothing is stored."""
    return intake.take_in(engine, person_id, name, content, DOOR, dry_run=dry_run)
