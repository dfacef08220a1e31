"""Commands on conjunction messages: a watched folder, answers overdue, open data as files."""

import json as written
from pathlib import Path
from typing import Annotated

import typer

from fund import acts, db
from fund.access import actors
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import As, Json, group
from fund.cli.keeping import engine
from fund.cli.people import acting
from fund.debris import answers, exchange, opening
from fund.errors import N_, FundError
from fund.i18n import _

cdm = group("cdm")
Out = Annotated[Path, typer.Option("-o", "--output", help=_("The file to write."))]


class NoFolder(FundError):
    """A folder is watched, not a file."""

    message = N_("“{folder}” is no folder.")


@cdm.command(help=_("Take in every whole file of a folder once; for cron."))
def watch(
    folder: Path,
    once: Annotated[
        bool, typer.Option("--once", help=_("Once through the folder, then end."))
    ] = True,
    as_: As = "",
    json: Json = False,
) -> None:
    """Files that are still being written (.part, .tmp) are left; the others go to its folder
    ``done``. Answers overdue are recorded on the way.
    """
    with output.refusals():
        who, made = acting(as_), engine()
        with db.reading(made) as session:
            late = answers.overdue(session)
        if not folder.is_dir() or not once:
            raise NoFolder(folder=str(folder))
        counts = exchange.watched(made, who, folder)
        for warning_id in late:
            acts.perform(made, who, answers.record_breach, warning_id=warning_id)
    if json:
        output.document({**counts, "overdue": len(late)})
    else:
        output.say(
            _(
                "{files} files: {accepted} taken in, {known} already here, {conflict} in conflict,"
                " {refused} refused; {overdue} answers overdue"
            ).format(**counts, overdue=len(late))
        )


@cdm.command(help=_("Write a cleared publication of ours as a data package."))
def package(publication_id: int, file: Out) -> None:
    """CSV, JSON and their schema in one ZIP."""
    with output.refusals(), db.reading(engine()) as session:
        file.write_bytes(opening.package(session, OPERATOR, publication_id))
    output.say(_("Wrote {file}.").format(file=file))


@cdm.command(help=_("Write the catalogue of open data sets as DCAT."))
def catalogue(file: Out) -> None:
    """JSON-LD."""
    with output.refusals(), db.reading(engine()) as session:
        actors.load(session, None).must("see_conjunctions")
        found = opening.dcat(session)
    file.write_text(written.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    output.say(_("Wrote {file}.").format(file=file))
