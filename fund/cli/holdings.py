"""Commands on holdings: how they stand on a day, one with its facts, what is to be remitted."""

from typing import Annotated

import pandas as pd
import typer

from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import AsOf, Json, command, day
from fund.cli.reading import reading
from fund.holdings.rows import HoldingFacts
from fund.i18n import _
from fund.ledger.view import View
from fund.workbook import delimited

SHOWN = [
    "holding_id",
    "title",
    "organisation",
    "form",
    "currency",
    "obligated_fen",
    "paid_fen",
    "others_paid_fen",
    "leverage",
    "social_leverage",
    "proceeds_fen",
    "principal_fen",
    "gain_fen",
    "loss_fen",
    "cost_left_fen",
    "fair_value_fen",
    "valued_on",
    "unrealised_fen",
    "tvpi",
    "dpi",
    "rvpi",
    "irr",
    "remit_principal_fen",
    "remit_gain_fen",
    "state",
    "decided_on",
]
"""Columns of the table, of --csv and of --json."""
FACTS = ["fact_id", "kind", "occurred_on", "recorded_on", "counts_on", "amount_fen", "units"]
FACTS += ["ground", "words", "reference", "investor", "state", "corrects_id"]
Csv = Annotated[bool, typer.Option("--csv", help=_("Print CSV."))]


@command("holdings")
def holdings(
    code: Annotated[str, typer.Argument(help=_("The code of a holding."))] = "",
    as_of: AsOf = "",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """How every holding stands on a day; with a code, one with its facts."""
    from fund.holdings import queries
    from fund.ledger.rules import UNDECIDED

    cut = day(as_of)
    with reading("holdings", cut) as session:
        if code:
            one = queries.holding(session, OPERATOR, code, View(as_of=cut))
            facts = None
            if one:
                facts = queries.facts(session, OPERATOR, one["undertaking_id"], cut)
            _tell(one, facts, json=json)
            return
        frame = queries.holdings(session, OPERATOR, View(as_of=cut))
    frame = frame[~frame["status"].isin(UNDECIDED)]
    if csv:
        rows = (list(row.values()) for row in output.records(frame, SHOWN))
        typer.echo(delimited.written(SHOWN, rows).decode("utf-8-sig"), nl=False)
    elif json:
        output.document([_exact(row) for row in output.records(frame, SHOWN)])
    else:
        output.table(frame, SHOWN)


def _tell(one: HoldingFacts | None, facts: pd.DataFrame | None, *, json: bool) -> None:
    """One holding: its figures, then its facts."""
    found = {name: one.get(name) for name in SHOWN} if one else {}
    found |= {"grounds": [list(ground) for ground in (one["grounds"] if one else ())]}
    rows = [] if facts is None else output.records(facts, FACTS)
    if json:
        output.document(_exact(found) | {"facts": rows})
        return
    for name, value in found.items():
        typer.echo(f"{name}\t{'—' if value is None else value}")
    if facts is not None:
        output.table(facts, FACTS)


def _exact(row: dict[str, object]) -> dict[str, object]:
    """Shares as text of six places, as they are stored; the rest as it is."""
    shares = ("tvpi", "dpi", "rvpi", "irr", "leverage", "social_leverage")
    return row | {
        name: None if row[name] is None else format(row[name], "f")
        for name in shares
        if name in row
    }
