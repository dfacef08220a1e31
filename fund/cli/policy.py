"""The command that prints the policy for an auditor; it asks no database."""

from typing import Annotated

import typer

from fund.access.matrix import ROW, matrix
from fund.cli import output
from fund.cli.app import Json, command
from fund.i18n import _


@command("policy")
def policy(
    room: Annotated[str, typer.Option(help=_("Only the acts of this room."))] = "",
    json: Json = False,
) -> None:
    """A line for each act, scope and kind of record, in the words that are stored."""
    rows = [row for row in matrix() if room in ("", row["room"])]
    if json:
        output.document(rows)
        return
    typer.echo("\t".join(ROW))
    for row in rows:
        typer.echo(
            "\t".join(
                " ".join(one) or "-" if isinstance(one, list) else str(one or "-")
                for one in row.values()
            )
        )
