"""Commands that write: import, export, report, verify-report, template."""

import csv
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FunctionType
from typing import Annotated, NamedTuple

import typer
from sqlmodel import Session

from fund import acts, clock, db, house, troubles
from fund.access import actors
from fund.access.actors import OPERATOR
from fund.centres import paper
from fund.cli import output
from fund.cli.app import As, AsOf, Json, Lang, command, day
from fund.cli.keeping import engine
from fund.cli.people import acting
from fund.errors import N_, FundError, Issue, has_errors
from fund.i18n import _
from fund.ledger import queries as ledger
from fund.ledger.rules import CATEGORIES
from fund.ledger.view import View
from fund.office import commands as office
from fund.office import intake, trying
from fund.office.template import template as office_template
from fund.published import exchange
from fund.published import intake as published
from fund.rooms import derived
from fund.workbook.delimited import cell

Out = Annotated[Path, typer.Option("-o", "--output", help=_("The file to write."))]
PUBLISHED = ("ocds", "360giving")
OF_ROOMS = derived.by_name((one.kind, one) for one in house.IMPORTS)
KINDS = (*PUBLISHED, "xlsx", "targets", "observations", *OF_ROOMS)


TRIED = N_("This was only tried: nothing was kept.")
STORED = N_("Stored: it counts from now on.")
TAKEN = N_(
    "Taken in: listed and totalled from today on, as published elsewhere; no posting was made."
)
NEXT = {
    "xlsx": N_(
        "Handed in: a decider looks through it and approves it. Until then nothing of it is in the"
        " ledger."
    ),
    **dict.fromkeys(PUBLISHED, TAKEN),
}
"""What happens next to what was imported, by kind."""


class OfOneThing(FundError):
    """Some files are of one thing, which has to be named."""

    message = N_("“{kind}” is of one thing: write --of name=code, with one of {names} as the name.")


class OfNoThing(FundError):
    """The other files are of everything."""

    message = N_("“{kind}” is not of one thing: leave --of away.")


class UnknownKind(FundError):
    """No import or export of that name."""

    message = N_("There is no kind “{kind}”. Choose one of: {kinds}.")


@command("import")
def import_(
    kind: str,
    files: list[Path],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would happen."))
    ] = False,
    as_: As = "",
    json: Json = False,
) -> None:
    """Import each file; exit code 1 when one is refused."""
    with output.refusals():
        if kind not in KINDS:
            raise UnknownKind(kind=kind, kinds=list(KINDS))
        troubles.must_read(files)
        results = [_one(kind, file, acting(as_), dry_run=dry_run) for file in files]
    if json:
        output.document(
            {"files": [{"file": one.file, **one.counts, "issues": one.issues} for one in results]}
        )
    else:
        _tell(kind, results)
        if any(one.counts["accepted"] or one.counts.get("updated") for one in results):
            output.say(_(TRIED if dry_run else NEXT.get(kind, STORED)))
    if any(issue["severity"] == "error" for one in results for issue in one.issues):
        raise typer.Exit(1)


class Taken(NamedTuple):
    """What became of a file: how many rows, by how, and its issues as they are printed."""

    file: str
    counts: dict[str, int]
    issues: list[dict[str, str]]


def _one(kind: str, file: Path, person_id: int | None, *, dry_run: bool) -> Taken:
    made = engine()
    if kind in PUBLISHED:
        try:  # read as it is taken in: it may be long
            counts, issues = published.take_in(
                made, person_id, kind, file.name, file, dry_run=dry_run
            )
        except OSError as error:
            raise troubles.of_file(error) from error
        return _answer(file, counts, issues)
    content = troubles.read(file)
    if kind == "xlsx":
        counts, issues = _office(file.name, content, person_id, dry_run=dry_run)
    elif kind in OF_ROOMS:
        take_in = house.at(OF_ROOMS[kind].place, FunctionType)
        counts, issues = take_in(made, person_id, file.name, content, dry_run=dry_run)
    else:
        from fund.targets import exchange

        counts, issues = exchange.take_in(made, person_id, kind, content, dry_run=dry_run)
    return _answer(file, counts, issues)


def _answer(file: Path, counts: dict[str, int], issues: list[Issue]) -> Taken:
    return Taken(str(file), counts, [output.issue_json(issue) for issue in issues])


def _office(
    name: str, content: bytes, person_id: int | None, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    made = engine()
    with db.reading(made) as session:
        known = office.known(session)
    records, issues = intake.read(content, replace(known, tranches=frozenset()))
    counts = {"accepted": 0, "unchanged": 0, "updated": 0}
    if not has_errors(issues):
        today = clock.today()
        issues += trying.refusals(made, person_id, records, (name, content), today)
    if has_errors(issues):
        return counts, issues
    rows = sum(len(getattr(records, sheet)) for sheet in office.SHEETS)
    if not dry_run:
        try:
            acts.perform(
                made,
                person_id,
                office.upload_opening,
                file_name=name,
                content=content,
                records=records,
            )
        except office.UploadedAlready:
            return counts | {"unchanged": rows}, issues
    return counts | {"accepted": rows}, issues


def _tell(kind: str, results: list[Taken]) -> None:
    words = (
        _(OF_ROOMS[kind].told)
        if kind in OF_ROOMS
        else _("{file}: {accepted} taken in, {unchanged} unchanged, {updated} updated")
    )
    for result in results:
        typer.echo(words.format(file=result.file, **result.counts))
        for issue in result.issues:
            typer.echo(f"  {output.issue_line(issue)}")


@command("export")
def export(
    kind: str,
    file: Out,
    as_of: AsOf = "",
    source: Annotated[str, typer.Option(help=_("ocds: own, published or all."))] = "all",
    category: Annotated[
        str, typer.Option(help=_("ocds: only this of the plan’s categories."))
    ] = "",
    ocid: Annotated[
        list[str] | None, typer.Option(help=_("ocds: only this process; may be repeated."))
    ] = None,
    compiled: Annotated[
        bool,
        typer.Option(
            "--compiled", help=_("ocds: records with compiled releases, not a release package.")
        ),
    ] = False,
    of: Annotated[
        str, typer.Option(help=_("Of what, as name=code: facility=… or applicant=… for ics."))
    ] = "",
) -> None:
    """The ledger as CSV, the fund's decided grants as a 360Giving package, procurements as an OCDS
    package, the bookings of a facility or a firm as a calendar, projects abroad as IATI.
    """
    with output.refusals():
        _must_know(kind, (*EXPORTS, *WRITTEN_BY_ROOMS))
        _must_know(source, exchange.SOURCES)
        _must_know(category, ("", *CATEGORIES))
        named = _named(kind, of)
        with db.reading(engine()) as session:
            if kind == "ocds":
                count = _ocds(
                    session,
                    day(as_of),
                    file,
                    exchange.Wanted(source, category, tuple(ocid or ())),
                    is_compiled=compiled,
                )
            elif kind in WRITTEN_BY_ROOMS:
                count = house.at(WRITTEN_BY_ROOMS[kind].place, FunctionType)(
                    session, day(as_of), file, **named
                )
            else:
                count = EXPORTS[kind](session, day(as_of), file)
    output.say(_("Wrote {count} rows to {file}.").format(count=count, file=file))


def _ledger(session: Session, cut: date, file: Path) -> int:
    rows = 0
    with (
        troubles.whole(file) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(ledger.LEDGER)
        for row in ledger.posted(session, OPERATOR, View(as_of=cut)):
            rows += 1
            writer.writerow([cell(value) for value in row])
    return rows


def _giving(session: Session, cut: date, file: Path) -> int:
    from fund.grants import exchange as giving

    found = giving.package(session, OPERATOR, cut, giving.publisher())
    troubles.write(file, giving.written(found))
    return len(found["grants"])


def _ocds(
    session: Session,
    cut: date,
    file: Path,
    wanted: exchange.Wanted = exchange.ALL,
    *,
    is_compiled: bool = False,
) -> int:
    found = (exchange.records if is_compiled else exchange.package)(session, OPERATOR, cut, wanted)
    troubles.write(file, exchange.written(found))
    return len(found["records" if is_compiled else "releases"])


def _named(kind: str, of: str) -> dict[str, str]:
    """The one thing a file is of, name -> code; refuses a kind that is of none, or of others."""
    names = WRITTEN_BY_ROOMS[kind].of if kind in WRITTEN_BY_ROOMS else ()
    if not names:
        if of:
            raise OfNoThing(kind=kind)
        return {}
    name, _sign, code = of.partition("=")
    if name not in names or not code:
        raise OfOneThing(kind=kind, names=list(names))
    return {name: code}


def _must_know(word: str, known: Collection[str]) -> None:
    if word not in known:
        raise UnknownKind(kind=word, kinds=[name for name in known if name])


EXPORTS = {"ledger": _ledger, "360giving": _giving, "ocds": _ocds}
WRITTEN_BY_ROOMS = derived.by_name((one.kind, one) for one in house.EXPORTS)
"""Kind -> what writes it to a file, and how many rows it holds."""


@command("template")
def template(
    kind: str,
    file: Out,
    lang: Lang = "zh",
    centre: Annotated[str, typer.Option(help=_("The centre’s code."))] = "",
    period: Annotated[str, typer.Option(help=_("The reporting period’s code."))] = "",
    as_: As = "",
) -> None:
    """The office's own workbook, empty; or that of a centre and period, prefilled."""
    with output.refusals():
        if kind == "centre":
            with db.reading(engine()) as session:
                found = paper.paper(session, actors.load(session, acting(as_)), centre, period)
            content = paper.written(found, lang)
        elif kind == "xlsx":
            content = office_template(lang)
        else:
            raise UnknownKind(kind=kind, kinds=["xlsx", "centre"])
        troubles.write(file, content)
    output.say(_("Wrote {file}.").format(file=file))
