"""Commands on the workbooks of centres: check, submit, marked; ``template centre`` stands with the
other templates.
"""

from pathlib import Path
from types import FunctionType
from typing import Annotated

import typer

from fund import acts, db, house, troubles
from fund.access import actors
from fund.access.actors import OPERATOR, Actor
from fund.centres import bundle, commands, intake, paper
from fund.centres.rules import NothingRead
from fund.cli import output
from fund.cli.app import As, Json, Lang, command
from fund.cli.keeping import engine
from fund.cli.people import acting
from fund.errors import N_, FundError, Issue, has_errors
from fund.i18n import _
from fund.rooms import derived

JUDGED = derived.by_name((one.kind, one) for one in house.JUDGES)
Out = Annotated[Path, typer.Option("-o", "--output", help=_("The file to write."))]


class UnknownWorkbook(FundError):
    """Only centres have workbooks of this kind."""

    message = N_("There is no workbook of “{kind}” to check or hand in. Write: centre.")


def of_file(content: bytes, actor: Actor) -> tuple[paper.Paper | None, intake.Taken]:
    """What a file says it is, and how it was read; nothing where it says nothing."""
    with db.reading(engine()) as session:
        found = bundle.judged(session, actor, bundle.File("", content))
    return found.of, found.taken


def _must_be_centre(kind: str) -> None:
    if kind != "centre":
        raise UnknownWorkbook(kind=kind)


def _who(login: str) -> Actor:
    """The person, or the operator, who reads everything."""
    if not login:
        return OPERATOR
    with db.reading(engine()) as session:
        return actors.by_login(session, login)


def _say(issues: list[Issue]) -> None:
    for issue in issues:
        output.say(output.issue_line(output.issue_json(issue)))


@command("check")
def check(kind: str, file: Path, as_: As = "", json: Json = False) -> None:
    """Exit code 1 when it cannot be handed in."""
    if kind in JUDGED:
        _judge(kind, file, json=json)
        return
    with output.refusals():
        _must_be_centre(kind)
        _of, taken = of_file(troubles.read(file), _who(as_))
    if json:
        output.document(
            {"ok": taken.is_ready, "issues": [output.issue_json(issue) for issue in taken.issues]}
        )
    else:
        _say(taken.issues)
        output.say(
            _("It can be handed in.")
            if taken.is_ready
            else _("It cannot be handed in as it is. Nothing was stored.")
        )
    if not taken.is_ready:
        raise typer.Exit(1)


def _judge(kind: str, file: Path, *, json: bool) -> None:
    """The verdict of a room on a file of others: nothing of it is stored."""
    with output.refusals():
        issues: list[Issue] = house.at(JUDGED[kind].place, FunctionType)(troubles.read(file))
    is_good = not has_errors(issues)
    if json:
        output.document({"ok": is_good, "issues": [output.issue_json(issue) for issue in issues]})
    else:
        _say(issues)
        output.say(_("Nothing is wrong with it.") if is_good else _("There is something to mend."))
    if not is_good:
        raise typer.Exit(1)


@command("submit")
def submit(kind: str, file: Path, as_: As = "") -> None:
    """The same verdict as ``check``; whole or not at all."""
    with output.refusals():
        content = troubles.read(file)
        _must_be_centre(kind)
        of, taken = of_file(content, _who(as_))
        if of is None or not taken.is_ready:
            _say(taken.issues)
            raise NothingRead
        acts.perform(
            engine(),
            acting(as_),
            commands.submit_workbook,
            centre_code=of.centre.code,
            period_code=of.period.code,
            file_name=file.name,
            content=content,
            cells={code: tuple(cell) for code, cell in taken.cells.items()},
            notes=taken.notes,
        )
    output.say(_("Handed in."))


@command("marked")
def marked(kind: str, file: Path, out: Out, as_: As = "", lang: Lang = "zh") -> None:
    """For whoever filled it in."""
    with output.refusals():
        content = troubles.read(file)
        _must_be_centre(kind)
        of, taken = of_file(content, _who(as_))
        if of is None:
            _say(taken.issues)
            raise NothingRead
        troubles.write(out, intake.marked(content, of, lang))
    output.say(_("Wrote {file}.").format(file=out))
