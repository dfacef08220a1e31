"""Commands that read subsidies and guarantees, as of a day: tables, one JSON document or CSV."""

import sys
from typing import Annotated

import typer
from sqlmodel import Session

from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import AsOf, Json, command, day
from fund.cli.reading import reading
from fund.frames import Columns
from fund.i18n import _
from fund.ledger.view import View

Csv = Annotated[bool, typer.Option("--csv", help=_("Print CSV."))]
SUBSIDIES = ["subsidy_id", "title", "recipient", "instrument", "lender", "contract_number"]
SUBSIDIES += [
    "currency",
    "obligated_fen",
    "accepted_fen",
    "paid_fen",
    "returned_fen",
    "left_fen",
    "status",
]
GUARANTEES = ["guarantee_id", "number", "issuer", "kind", "form", "body", "subject", "currency"]
GUARANTEES += ["held_fen", "valid_until", "duty_due_on", "back_on", "late_fen", "state"]


@command("subsidies")
def subsidies(
    code: Annotated[str, typer.Argument(help=_("The code of a subsidy."))] = "",
    as_of: AsOf = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Subsidies as of a day; with a code, one with its settlements stretch by stretch."""
    from fund.subsidies import downloads, queries

    cut = day(as_of)
    with reading("subsidies", cut) as session:
        if code:
            found = _opened(session, code, View(as_of=cut))
            output.document(found)
            return
        if csv:
            sys.stdout.write(
                downloads.written(downloads.rows(session, OPERATOR, cut)).decode("utf-8-sig")
            )
            return
        frame = queries.portfolio(session, OPERATOR, View(as_of=cut))
    if json:
        output.document(output.records(frame, SUBSIDIES))
    else:
        output.table(frame, SUBSIDIES)


def _opened(session: Session, code: str, view: View) -> dict[str, object]:
    """One subsidy with what was stated, every settlement and its stretches."""
    from fund.errors import N_, NotFound
    from fund.frames import row_of
    from fund.subsidies import queries
    from fund.subsidies.rows import SettlementRow

    one = queries.subsidy(session, OPERATOR, code, view)
    if not one:
        raise NotFound(kind=N_("subsidy"), key=code)
    key = int(one["undertaking_id"])
    facts = queries.facts(session, OPERATOR, key, view.as_of)
    settled = queries.settlements(session, OPERATOR, key, view.as_of)
    rows = output.records(settled, [*queries.SETTLEMENTS, *queries.OWED])
    for row in rows:
        row["stretches"] = []
        if row["outcome"] != "opening":
            _whole, pieces = queries.opened(session, OPERATOR, key, row_of(row, SettlementRow))
            row["stretches"] = output.records(pieces, queries.PIECES)
    known: Columns = one
    names = [*SUBSIDIES, *queries.TERMS]
    return {
        **{name: known[name] for name in dict.fromkeys(names)},
        "facts": output.records(facts, queries.FACTS),
        "settlements": rows,
    }


@command("guarantees")
def guarantees(as_of: AsOf = "", json: Json = False, csv: Csv = False) -> None:
    """Guarantees as of a day, by their last day, with what deserves attention."""
    from fund.guarantees import downloads, queries

    cut = day(as_of)
    with reading("guarantees", cut) as session:
        rows = downloads.rows(session, OPERATOR, cut)
        frame = queries.guarantees(session, OPERATOR, cut)
    if csv:
        sys.stdout.write(downloads.written(rows).decode("utf-8-sig"))
    elif json:
        output.document(rows)
    else:
        output.table(frame, GUARANTEES)
