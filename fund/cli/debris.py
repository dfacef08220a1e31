"""Commands on conjunction messages: a watched folder, answers overdue, open data as files."""

import json as written
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from fund import acts, clock, db, troubles
from fund.access import actors
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import As, Json, group
from fund.cli.keeping import engine
from fund.cli.people import acting
from fund.debris import answers, deciding, exchange, opening, thresholds
from fund.debris.rules import Thresholds
from fund.errors import N_, FundError
from fund.i18n import _

cdm = group("cdm")
Out = Annotated[Path, typer.Option("-o", "--output", help=_("The file to write."))]


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
            raise troubles.NoFolder(folder=str(folder))
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
        troubles.write(file, opening.package(session, OPERATOR, publication_id))
    output.say(_("Wrote {file}.").format(file=file))


@cdm.command(help=_("Write the dossier of an event as a workbook."))
def dossier(number: str, file: Out, as_: As = "") -> None:
    """Its facts, every message, every decision."""
    from fund.reports import debris

    with output.refusals(), db.reading(engine()) as session:
        actor = actors.load(session, acting(as_))
        troubles.write(file, debris.dossier_file(session, actor, number))
    output.say(_("Wrote {file}.").format(file=file))


@cdm.command(help=_("Write the catalogue of open data sets as DCAT."))
def catalogue(file: Out) -> None:
    """JSON-LD."""
    with output.refusals(), db.reading(engine()) as session:
        actors.load(session, None).must("see_conjunctions")
        found = opening.dcat(session)
        troubles.write(file, written.dumps(found, ensure_ascii=False, indent=1).encode())
    output.say(_("Wrote {file}.").format(file=file))


class OddFigure(FundError):
    """A threshold is given by its name and a number."""

    message = N_("“{figure}” is no threshold: write name=number, one of {names}.")


@cdm.command(help=_("Propose other thresholds of warnings, each as name=number."))
def propose(
    figures: list[str],
    reason: Annotated[str, typer.Option(help=_("Why they are to change."))],
    as_: As = "",
) -> None:
    """What is not named stays as it is in force."""
    with output.refusals():
        who, made = acting(as_), engine()
        with db.reading(made) as session:
            now = thresholds.in_force(session, clock.now())._asdict()
            del now["id"]
            wanted = now | dict(_figure(figure, now) for figure in figures)
            changed = thresholds.tried(session, Thresholds(**wanted)).changed
        done = acts.perform(made, who, deciding.propose_thresholds, reason=reason, figures=wanted)
    output.say(
        _("Proposed as {id}: {changed} events would have another level.").format(
            id=done.id, changed=changed
        )
    )


def _figure(text: str, known: Mapping[str, float]) -> tuple[str, float]:
    name, _sign, value = text.partition("=")
    try:
        return name, type(known[name])(value)
    except (KeyError, ValueError, OverflowError):
        raise OddFigure(figure=text[:40], names=list(known)) from None


@cdm.command(help=_("Decide on proposed thresholds, having seen how many events they change."))
def decide(
    set_id: int,
    seen: Annotated[int, typer.Option(help=_("Events that would have another level."))],
    reject: Annotated[bool, typer.Option("--reject", help=_("Turn them down."))] = False,
    as_: As = "",
) -> None:
    """By somebody else than who proposed them."""
    with output.refusals():
        acts.perform(
            engine(),
            acting(as_),
            deciding.decide_thresholds,
            set_id=set_id,
            is_approved=not reject,
            changed_seen=seen,
        )
    output.say(_("Recorded."))


@cdm.command(help=_("Propose to open our own data: events or statistics."))
def publish(kind: str, as_: As = "") -> None:
    """Cleared by another person before they go out."""
    with output.refusals():
        done = acts.perform(engine(), acting(as_), deciding.propose_publication, kind=kind)
    output.say(_("Proposed as {id}.").format(id=done.id))


@cdm.command(help=_("Clear data that were proposed to be opened, or turn them down."))
def clear(
    publication_id: int,
    reject: Annotated[bool, typer.Option("--reject", help=_("Turn them down."))] = False,
    why: Annotated[str, typer.Option(help=_("Why they are turned down."))] = "",
    as_: As = "",
) -> None:
    """By somebody else than who proposed them."""
    with output.refusals():
        acts.perform(
            engine(),
            acting(as_),
            deciding.clear_publication,
            publication_id=publication_id,
            is_approved=not reject,
            why=why,
        )
    output.say(_("Recorded."))
