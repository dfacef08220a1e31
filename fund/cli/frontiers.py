"""The command on new frontiers: levels on evidence, and what is missing."""

import typer

from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import AsOf, Json, command, day
from fund.cli.reading import reading


@command("frontiers")
def frontiers(as_of: AsOf = "", json: Json = False) -> None:
    """Undertakings with their levels, evidence, money and what is missing."""
    from fund.frontiers import queries

    cut = day(as_of)
    with reading("frontiers", cut) as session:
        found = queries.readiness(session, OPERATOR, cut)
    if json:
        output.document(
            {
                "undertakings": output.records(found.frontiers, queries.FRONTIERS),
                "elements": output.records(found.elements, queries.ELEMENTS),
            }
        )
        return
    for row in found.frontiers.to_dict("records"):
        level = "—" if row["level"] is None else row["level"]
        typer.echo(f"{row['code']}\t{row['field']}\t{level}\t{row['filled']}/7\t{row['title_zh']}")
