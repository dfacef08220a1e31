"""The register as a workbook, in: rows held against the register and the contracts, each problem at
its cell. Nothing is stored here but through the command.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session

from fund import acts, clock, db
from fund.errors import N_, FundError, Issue, has_errors
from fund.ledger.tables import Undertaking
from fund.missions import commands, reading
from fund.missions.tables import Mission
from fund.office.findings import Findings
from fund.office.form import template_form
from fund.office.intake import in_reading_order, read_sheets
from fund.office.records import Record, of_kind
from fund.workbook.guard import open_workbook

NO_CONTRACT = N_(
    "There is no contract “{value}” of the fund. Correct the code or leave the cell empty."
)
NEEDED = N_("This mission is not in the register yet: fill in its name and who ordered it.")
RECORDED = N_(
    "The same purchase of this mission, on this day and for this amount, is in the register already"
    " or stands above. Remove the row, or say in the item what tells them apart."
)
TWO_NAMES = N_(
    "One mission code stands with different names: “{value}” and “{other}”. Make them agree."
)


@dataclass(kw_only=True)
class PurchaseRow(Record):
    """A row of the workbook: amount in fen, choices as keys; contract is a code or None."""

    mission: str
    category: str
    item: str
    bought_on: date
    amount: int
    origin: str
    source: str
    title: str | None = None
    agency: str | None = None
    contract: str | None = None


def take_in(
    engine: sa.Engine, person_id: int | None, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a filled workbook and store it: counts of missions and purchases, and the issues. All of
    it goes in, or nothing.
    """
    book, refused = open_workbook(content)
    if book is None:
        return {"missions": 0, "purchases": 0}, refused
    found = Findings()
    sheets, _heads = read_sheets(
        book, template_form("missions"), {"purchases": PurchaseRow}, clock.today(), found
    )
    rows = of_kind(sheets, "purchases", PurchaseRow)
    with db.reading(engine) as session:
        wanted = _wanted(session, rows, found)
    if not rows and not has_errors(found):
        found.add("nothing_in_it", f"{template_form('missions').forms[0].zh}!A3")
    counts = {"missions": len(wanted["missions"]), "purchases": len(wanted["purchases"])}
    if not has_errors(found):
        _perform(engine, person_id, rows, wanted, found, dry_run=dry_run)
    return ({"missions": 0, "purchases": 0} if has_errors(found) else counts), in_reading_order(
        found, book
    )


class Wanted(TypedDict):
    """Arguments of the command."""

    missions: list[commands.Named]
    purchases: list[commands.Bought]


def _perform(
    engine: sa.Engine,
    person_id: int | None,
    rows: list[PurchaseRow],
    wanted: Wanted,
    found: Findings,
    *,
    dry_run: bool,
) -> None:
    """Store it, or only see whether it would go in; what a row alone cannot tell (a contract’s
    money, its supplier’s flag) is told at the row refused.
    """
    try:
        (acts.rehearse if dry_run else acts.perform)(
            engine, person_id, commands.take_in_register, **wanted
        )
    except FundError as refused:
        if "row" not in refused.facts:
            raise
        row = rows[int(str(refused.facts["row"]))]
        found.append(
            Issue(
                "error",
                refused.code,
                row.cell("contract" if row.contract else "mission"),
                row.contract or row.mission,
                refused.message,
                refused.facts,
            )
        )


def _contracts(session: Session) -> dict[str, int]:
    """Every contract's number by its code."""
    statement = sa.select(Undertaking.code, Undertaking.id)  # type: ignore[call-overload]
    return dict(session.execute(statement.where(Undertaking.kind == "contract")).all())


def _wanted(session: Session, rows: list[PurchaseRow], found: Findings) -> Wanted:
    """Arguments of the command; what refers to nothing is noted at its cell."""
    known = set(session.execute(sa.select(Mission.code)).scalars())  # type: ignore[call-overload]
    contracts = _contracts(session)
    held = {
        (row["mission"], row["category"], row["item"], row["bought_on"], row["amount_fen"])
        for row in reading.standing(session, clock.today())
    }
    missions: dict[str, commands.Named] = {}
    purchases: list[commands.Bought] = []
    for row in (row for row in rows if row.sound):
        same = (row.mission, row.category, row.item, row.bought_on, row.amount)
        if same in held:
            found.append(Issue("error", "recorded_already", row.cell("item"), row.item, RECORDED))
        held.add(same)
        if row.contract and row.contract not in contracts:
            where, value = row.cell("contract"), row.contract
            found.append(
                Issue("error", "unknown_contract", where, value, NO_CONTRACT, {"value": value})
            )
        if row.mission not in known:
            _named(missions, row, found)
        purchases.append(
            {
                "mission": row.mission,
                "category": row.category,
                "item": row.item,
                "bought_on": row.bought_on,
                "amount_fen": row.amount,
                "origin": row.origin,
                "source": row.source,
                "undertaking_id": contracts.get(row.contract) if row.contract else None,
            }
        )
    return {"missions": list(missions.values()), "purchases": purchases}


def _named(missions: dict[str, commands.Named], row: PurchaseRow, found: Findings) -> None:
    """A mission the register does not have: the first row that names it says what it is, the others
    agree.
    """
    first = missions.get(row.mission)
    if first is not None:
        if row.title and row.title != first["title"]:
            found.append(
                Issue(
                    "error",
                    "two_names",
                    row.cell("title"),
                    row.title,
                    TWO_NAMES,
                    {"value": row.title, "other": first["title"]},
                )
            )
        return
    if not row.title or not row.agency:
        found.append(
            Issue(
                "error",
                "mission_unknown",
                row.cell("title" if not row.title else "agency"),
                row.mission,
                NEEDED,
            )
        )
    missions[row.mission] = {
        "code": row.mission,
        "title": row.title or "?",
        "agency": row.agency or "?",
        "source": row.source,
    }
