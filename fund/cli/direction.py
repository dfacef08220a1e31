"""The command on evaluations of direction: the years, or one with its parts, figures and points."""

from typing import Annotated

import typer

from fund import i18n
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import AsOf, Json, command, day
from fund.cli.reading import reading
from fund.evaluation.directions import Row
from fund.frames import by_name
from fund.i18n import _

YEARS = ["fiscal_year", "status", "total", "missing", "grade", "promised_on", "signatory"]
PARTS = ["indicator", "part", "value", "part_fen", "whole_fen", "most", "points", "origin"]
PARTS += ["source", "stated_by"]


@command("direction")
def direction(
    year: Annotated[int, typer.Argument(help=_("The year; all of them unless given."))] = 0,
    as_of: AsOf = "",
    json: Json = False,
) -> None:
    """Evaluations of direction; with a year, its indicators, figures and points."""
    from fund.evaluation import directions

    cut = day(as_of)
    with output.refusals(), reading("direction", cut) as session:
        if not year:
            frame = directions.years(session, OPERATOR, cut)
        else:
            one = directions.year(session, OPERATOR, year, cut)
    if not year:
        rows = output.records(frame, YEARS)
        output.document(rows) if json else output.table(frame, YEARS)
        return
    facts, parts = by_name(one.facts), [_told(row) for row in one.rows]
    if json:
        output.document({name: facts[name] for name in YEARS} | {"parts": parts})
        return
    for row in parts:
        typer.echo("\t".join("—" if row[name] is None else str(row[name]) for name in PARTS))
    words = _("{total} of 100 points; nothing is stated of {missing}")
    typer.echo(
        words.format(
            total=i18n.number(one.tally.total, 2), missing=i18n.number(one.tally.missing, 2)
        )
    )


def _told(row: Row) -> dict[str, object]:
    """A part: its figure and points as text of their places, money in fen; null while nothing is
    known.
    """
    return {
        "indicator": row.part.indicator,
        "part": row.part.key,
        "value": None if row.value is None else format(row.value, "f"),
        "part_fen": row.known.part_fen,
        "whole_fen": row.known.whole_fen,
        "most": format(row.part.most, "f"),
        "points": None if row.points is None else format(row.points, "f"),
        "origin": row.origin,
        "source": row.source,
        "stated_by": row.stated_by,
    }
