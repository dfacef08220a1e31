"""The command that lists the antennas."""

from fund.antennas import queries

from fund import clock
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import Json, command
from fund.cli.reading import reading


@command("antennas")
def antennas(json: Json = False) -> None:
    """The register as it is."""
    with reading("antennas", clock.today()) as session:
        frame = queries.antennas(session, OPERATOR)
    if json:
        output.document(output.records(frame, queries.ANTENNAS))
    else:
        output.table(frame, queries.ANTENNAS)
