"""Reports at the command line: drafts, the way to their issue, checking a file, the key."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fund import acts, db, i18n, troubles
from fund.access import actors
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import As, AsOf, Json, Lang, command, day, group
from fund.cli.keeping import engine
from fund.cli.people import acting
from fund.i18n import _
from fund.period import parse

if TYPE_CHECKING:
    from fund.reports.description import Report

Out = Annotated[Path, typer.Option("-o", "--output", help=_("The file to write."))]
Written = Annotated[
    str,
    typer.Option("-o", "--output", help=_("The workbook to write, or with --csv the folder.")),
]


@command("report")
def report(
    name: str,
    period: Annotated[str, typer.Option(help=_("2026-09, 2026-Q3, 2026-H1 or 2026."))],
    file: Written = "",
    lang: Lang = "zh",
    as_of: AsOf = "",
    as_: As = "",
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help=_("A CSV file a sheet, no workbook."))] = False,
) -> None:
    """A draft of a period's report as of a day; by default the period's last day, or today if that
    is sooner. With --json or --csv only its figures: no draft is registered.
    """
    from fund.reports import catalogue, issuing

    with output.refusals(), i18n.speaking(lang):
        wanted = parse(period)
        cut = catalogue.cut(name, wanted, day(as_of))
        by, asked = issuing.by(engine(), acting(as_)), issuing.Wanted(name, wanted, cut)
        if json or csv:
            _plain(issuing.described(by, asked), file if csv else "")
            return
        if not file:
            raise typer.BadParameter(_("Say where to write: “-o FILE”."))
        made = issuing.draft(by, asked)
        troubles.write(Path(file), made.content)
    output.say(_("Wrote {file}.").format(file=file))
    if made.number:
        output.say(_("It is a draft, number {number}.").format(number=made.number))
    else:
        output.say(_("It is a draft in no register: {reason}").format(reason=made.reason))


def _plain(report: "Report", folder: str) -> None:
    """The figures of a report, to the screen as JSON or to a folder as CSV."""
    from fund.reports import plain

    if not folder:
        output.document(plain.document(report))
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    for sheet in report.sheets:
        to = Path(folder) / f"{sheet.name}.csv"
        troubles.write(to, plain.delimited(sheet))
        output.say(_("Wrote {file}.").format(file=to))


@command("verify-report")
def verify_report(
    file: Path,
    key: Annotated[
        str,
        typer.Option(
            help=_("The fund’s public key, or a file that holds it: checks without a database.")
        ),
    ] = "",
    json: Json = False,
) -> None:
    """Exit code 1 unless it is a draft or an issued report, unchanged; each change is named."""
    from fund.reports import queries, wording
    from fund.reports.verify import verify

    with output.refusals():
        content = troubles.read(file)
        if key:
            found = verify(content, _given(key))
        else:
            with db.reading(engine()) as session:
                found = queries.judged(session, verify(content, queries.keys(session)))
    if json:
        output.document(found)
    else:
        for change in found["changed"]:
            typer.echo(wording.change(change))
        if found["more"]:
            typer.echo(_("More cells that differ: {count}").format(count=found["more"]))
        output.say(wording.verdict(found))
    if not found["ok"]:
        raise typer.Exit(1)


def _given(key: str) -> dict[str, str]:
    """A public key, or a file of several, a line each."""
    from fund.reports.signing import fingerprint

    is_file = len(key) != 44 and Path(key).is_file()
    text = troubles.read(Path(key)).decode("utf-8", "replace") if is_file else key
    lines = [line for line in text.split() if line]
    return {fingerprint(line): line for line in lines or [""]}


reports = group("reports")


@reports.command(name="list", help=_("The register of reports, the newest first."))
def list_(
    state: Annotated[
        str, typer.Option(help=_("Only of this state: draft, prepared, reviewed, issued."))
    ] = "",
    json: Json = False,
) -> None:
    """Who drafted, prepared, reviewed and issued what, with the digests."""
    from fund.reports import queries

    with output.refusals(), db.reading(engine()) as session:
        frame = queries.register(session, OPERATOR, state=state)
    if json:
        output.document({"reports": output.records(frame, list(queries.REGISTER))})
    else:
        output.table(frame, ["number", "state", "report", "period", "as_of", "issued_on"])


@reports.command(help=_("Put a draft forward, as an officer."))
def prepare(number: str, as_: As = "") -> None:
    """编制."""
    from fund.reports import commands

    _act(commands.prepare_report, number, as_)


@reports.command(help=_("Review what another person prepared, as a supervisor."))
def review(number: str, as_: As = "") -> None:
    """审核."""
    from fund.reports import commands

    _act(commands.review_report, number, as_)


@reports.command(help=_("Issue what two others prepared and reviewed, as a decider."))
def issue(number: str, as_: As = "") -> None:
    """批准."""
    from fund.reports import issuing

    with output.refusals():
        issuing.issue(issuing.by(engine(), acting(as_)), number)
    output.say(_("Done."))


@reports.command(help=_("Write the file of an issued report."))
def file(number: str, to: Out, as_: As = "") -> None:
    """As it was issued."""
    from fund.reports import issuing

    with output.refusals():
        troubles.write(to, issuing.file(issuing.by(engine(), acting(as_)), number))
    output.say(_("Wrote {file}.").format(file=to))


@reports.command(
    name="look", help=_("How reports look; with a key and a value, set it from now on.")
)
def look_(
    key: Annotated[str, typer.Argument(help=_("Which setting; all are shown without."))] = "",
    value: Annotated[
        str, typer.Argument(help=_("Its text, a file for the logo; empty takes it back."))
    ] = "",
    reason: Annotated[str, typer.Option(help=_("Why."))] = "",
    as_: As = "",
    json: Json = False,
) -> None:
    """Issuing body, fund, addressee, secrecy, unit, number, order of sheets, cover, logo."""
    from base64 import b64encode

    from fund.reports import commands, queries

    with output.refusals():
        if key:
            text = b64encode(troubles.read(Path(value))).decode() if key == "logo" else value
            acts.perform(
                engine(), acting(as_), commands.set_look, setting=key, value=text, reason=reason
            )
        with db.reading(engine()) as session:
            found = queries.looks(session)
    if json:
        output.document({"look": found})
        return
    for name, said in found.items():
        typer.echo(f"{name}: {said[:60]}")


def _act(act: acts.Command, number: str, as_: str) -> None:
    from fund.reports import queries

    with output.refusals():
        person = acting(as_)
        with db.reading(engine()) as session:
            row = queries.numbered(session, actors.load(session, person), number)
        acts.perform(engine(), person, act, report_id=row["report_id"])
    output.say(_("Done."))


key = group("key")


@key.command(help=_("Print every public key reports were sealed with, the one in use first."))
def public(json: Json = False) -> None:
    """A line each, to hand on by another way than the reports."""
    from fund.reports import queries

    with output.refusals(), db.reading(engine()) as session:
        found, used = queries.keys(session), queries.in_use(session)
    listed = sorted(found.items(), key=lambda pair: pair[0] != used)
    if json:
        said = [
            {"fingerprint": name, "public": value, "in_use": name == used} for name, value in listed
        ]
        output.document({"keys": said})
        return
    for name, value in listed:
        typer.echo(value)
        output.say(name)


@key.command(help=_("Copy the private key to a file, to be kept apart from the database’s backup."))
def backup(file: Path) -> None:
    """Readable by its owner only."""
    from fund.reports import keys

    with output.refusals():
        said = keys.copy(engine(), file)
    output.say(_("Wrote {file}: key {fingerprint}.").format(file=file, fingerprint=said))


@key.command(help=_("Replace the key: what the old one sealed stays known, new seals use the new."))
def rotate(as_: As = "") -> None:
    """After a loss, a theft, or as the office’s rules say."""
    from fund.reports import commands, keys
    from fund.reports.signing import fingerprint

    with output.refusals():
        made = engine()
        new = keys.prepared(made)
        said = fingerprint(new)
        acts.perform(made, acting(as_), commands.rotate_key, public=new, fingerprint=said)
        keys.taken(made)
    output.say(_("Key {fingerprint} is in use.").format(fingerprint=said))
