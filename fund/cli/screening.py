"""Looking through a catalogue of elements for what passes our spacecraft."""

import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import sqlalchemy as sa
import typer

from fund import acts, db, troubles
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import As, Json, command
from fund.cli.keeping import engine
from fund.cli.people import acting
from fund.debris.rows import Run
from fund.errors import N_, FundError
from fund.i18n import _

LISTED = 20


class NoQuestion(FundError):
    """A screening needs a catalogue, or the number of one that was begun."""

    message = N_("Name a catalogue by --catalogue, or a screening that was begun by --resume.")


@command("screen")
def screen(
    catalogue: Annotated[
        Path | None, typer.Option(help=_("A file of elements: TLE, or OMM as CSV, JSON, XML, KVN."))
    ] = None,
    days: Annotated[int, typer.Option(help=_("How many days ahead."))] = 7,
    km: Annotated[float, typer.Option(help=_("What passes nearer than this, in km."))] = 5.0,
    resume: Annotated[int, typer.Option(help=_("Go on with a screening that was begun."))] = 0,
    background: Annotated[
        bool,
        typer.Option("--background", help=_("Begin it and let it run; the page says how far.")),
    ] = False,
    as_: As = "",
    json: Json = False,
) -> None:
    """Part by part, each kept as it is done: the same again goes on where it was stopped."""
    from fund.debris import screened, screening

    with output.refusals():
        who, made = acting(as_), engine()
        run_id = resume or _begun(made, who, catalogue, days, km)
        with db.reading(made) as session:
            screened.one_run(session, OPERATOR, run_id)
        if background:
            screening.in_background(run_id, as_)
        else:
            screening.run(made, who, run_id, _progress)
        with db.reading(made) as session:
            row = screened.one_run(session, OPERATOR, run_id)
            hits = screened.hits(session, OPERATOR, run_id)
    if json:
        output.document({**row, "nearest": output.records(hits, screened.HITS)})
    else:
        _tell(row, hits)


def _begun(made: sa.Engine, who: int | None, catalogue: Path | None, days: int, km: float) -> int:
    from fund.debris import screening

    if catalogue is None:
        raise NoQuestion
    begun = acts.perform(
        made,
        who,
        screening.begin_screening,
        distance_m=round(km * 1_000),
        file_name=catalogue.name,
        content=troubles.read(catalogue),
        days=days,
    )
    return int(begun.id)


def _progress(done: int, parts: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{done}/{parts}".ljust(20), err=True, nl=done >= parts)


def _tell(row: Run, hits: pd.DataFrame) -> None:
    output.say(
        _(
            "Screening {run_id}: {done} of {parts} parts, {count} approaches nearer than {km} km;"
            " elements from {oldest} to {newest}, {too_old} objects too old. A place to look at,"
            " no probability."
        ).format(
            run_id=row["run_id"],
            done=row["done"],
            parts=row["parts"],
            count=row["hits"],
            km=f"{row['distance_m'] / 1_000:g}",
            oldest=f"{row['oldest_at']:%Y-%m-%d %H:%M}Z",
            newest=f"{row['newest_at']:%Y-%m-%d %H:%M}Z",
            too_old=row["too_old"],
        )
    )
    if row["missing"]:
        listed = ", ".join(row["missing"])
        output.say(_("Not in the catalogue: {numbers}").format(numbers=listed))
    for one in hits.head(LISTED).to_dict("records"):
        typer.echo(
            f"{one['craft_number']}\t{one['number']}\t{one['at']:%Y-%m-%dT%H:%M:%SZ}\t"
            f"{one['miss_m']:.0f} m\t{one['name']}"
        )
