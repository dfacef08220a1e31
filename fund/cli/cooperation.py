"""Commands on cooperation abroad: what counts, by project and country."""

from collections.abc import Sequence

import typer

from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import AsOf, Json, command, day
from fund.cli.reading import reading
from fund.cooperation.rows import Overview, Project
from fund.frames import rows_of
from fund.i18n import _


@command("cooperation")
def cooperation(as_of: AsOf = "", json: Json = False) -> None:
    """The overview and the projects; money of the ledger and of others side by side."""
    from fund.cooperation import details, queries

    cut = day(as_of)
    with reading("cooperation", cut) as session:
        found = queries.abroad(session, OPERATOR, cut)
        kept = details.kept_apart(session, OPERATOR, cut)
    if json:
        output.document(
            found.overview
            | {
                "projects_listed": output.records(found.projects, queries.PROJECTS),
                "partners_listed": output.records(found.partners, queries.PARTNERS),
                "kept_apart": output.records(kept, details.KEPT_APART),
            }
        )
    else:
        _tell(found.overview, rows_of(found.projects, Project))


def _tell(found: Overview, projects: Sequence[Project]) -> None:
    typer.echo(
        _("{projects} projects, {counting} of them count, {countries} countries").format(**found)
    )
    for row in projects:
        typer.echo(f"{row['code']}\t{row['partners']}\t{row['counted_fen']}\t{row['title_zh']}")
