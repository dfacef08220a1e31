"""Subsidies asked for, in from a workbook or a CSV file with their terms: all of them or none, each
problem at its row and field. They wait for the fund's decision like any other.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, db
from fund.access.actors import Actor
from fund.errors import N_, NP_, FundError, Issue, NotFound
from fund.ledger.tables import Line, Undertaking
from fund.money import NotAnAmount, fen
from fund.subsidies import commands
from fund.subsidies.rules import INSTRUMENTS, METHODS
from fund.workbook import headed
from fund.workbook.headed import Row

MOST = 500
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
NEEDED = tuple(name for name in HEADS if name != "day_base")
CHOICES = {"instrument": INSTRUMENTS, "method": METHODS}
PLAIN: tuple[str, ...] = (
    "code",
    "title",
    "new_name",
    "new_identifier",
    "region_code",
    "instrument",
    "method",
)
PLAIN += ("lender", "contract_number")


class DayMissing(FundError):
    """Days are written out."""

    message = N_("“{value}” is no date. Type it as 2026-05-18.")


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a file and enter what it holds: how many, and the issues; with one nothing is stored."""
    rows, issues = headed.read(name, content, HEADS, CHOICES, NEEDED, most=MOST)
    counts = {"accepted": 0}
    if issues:
        return counts, issues
    found: list[dict[str, Any]] = []
    for row in rows:
        try:
            with db.reading(engine) as session:
                given = arguments(session, row)
            acts.rehearse(engine, person_id, commands.enter, **given)
            found.append(given)
        except FundError as refused:
            issues.append(_refused(row, refused))
    if issues:
        return counts, issues
    act = acts.rehearse if dry_run else acts.perform
    act(engine, person_id, enter_all, subsidies=found)
    return {"accepted": len(found)}, []


def enter_all(session: Session, actor: Actor, *, subsidies: list[dict[str, Any]]) -> Undertaking:
    """Enter all of them; the last is given back."""
    actor.must("enter")
    made = [commands.enter(session, actor, **given) for given in subsidies]
    return made[-1]


def _refused(row: Row, refused: FundError) -> Issue:
    """A refusal at its row; at its field where it names one."""
    field = str(refused.facts.get("at", ""))
    value = row.given.get(field, row.given["code"])
    return Issue("error", refused.code, row.where(field), value, refused.message, refused.facts)


def arguments(session: Session, row: Row) -> dict[str, Any]:
    """What the command takes, from one row."""
    given = row.given
    line = session.exec(select(Line.id).where(Line.code == given["line"])).first()
    if line is None:
        raise NotFound(kind=N_("line"), key=given["line"], at="line")
    rule = millionths(given["percent"])
    return {
        **{name: given[name] for name in PLAIN},
        "line_id": line,
        "loan_fen": fen(given["loan"]),
        "share": rule if given["method"] == "share" else 0,
        "points": rule if given["method"] == "points" else 0,
        "day_base": _base(given.get("day_base", "")),
        "first_day": _day(given["first_day"], "first_day"),
        "last_day": _day(given["last_day"], "last_day"),
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
        raise NotAnAmount(value=text, at="day_base")
    return int(text or "365")


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        raise DayMissing(value=text, at=field) from None
