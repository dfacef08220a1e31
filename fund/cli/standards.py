"""Commands on the register of standards: what holds now for a number; taking a register in."""

from pathlib import Path
from typing import Annotated, Any

import typer

from fund import clock, i18n, troubles
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import As, Json, command
from fund.cli.keeping import engine
from fund.cli.people import acting
from fund.cli.reading import reading
from fund.errors import has_errors
from fund.i18n import _


@command("standards")
def standards(
    number: Annotated[str, typer.Argument(help=_("The number of a standard."))] = "",
    json: Json = False,
) -> None:
    """What holds now for a number; without one, how many standards are in each state."""
    from fund.standards import queries, relations
    from fund.standards.numbers import written

    with reading("standards", clock.today()) as session:
        if not number:
            _counts(queries.counted(session, OPERATOR, clock.today()), json=json)
            return
        one = queries.standard(session, OPERATOR, number)
        chain, _said, statuses = relations.chained(session, OPERATOR, number)
        adopted = queries.adoptions(session, OPERATOR, clock.today(), [one["standard_id"]])
    found = {
        "number": written(number),
        "title": one["title_zh"] or one["title_en"],
        "status": one["status"],
        "holds": list(chain.holds),
        "circles": [list(circle) for circle in chain.circles],
        "disputed": list(chain.disputed),
        "chain": {member: statuses.get(member, "") for member in chain.members},
        "review": one["review"],
        "is_due": bool(one["is_due"]),
        "adopts": output.records(adopted, ["adopted", "degree", "lag", "edition_status"]),
    }
    if json:
        output.document(found)
    else:
        _tell(found)


def _counts(counts: dict[str, int], *, json: bool) -> None:
    if json:
        output.document(counts)
        return
    for status, count in sorted(counts.items()):
        typer.echo(f"{status}\t{count}")


def _tell(found: dict[str, Any]) -> None:
    typer.echo(f"{found['number']}\t{found['status']}\t{found['title']}")
    for held in found["holds"]:
        typer.echo(_("Holds now: {number}").format(number=held))
    if not found["holds"]:
        typer.echo(_("Nothing holds now, as far as the register knows."))
    for circle in found["circles"]:
        listed = ", ".join(circle)
        typer.echo(_("These replace one another in a circle: {numbers}").format(numbers=listed))
    for adoption in found["adopts"]:
        lag = "" if adoption["lag"] is None else adoption["lag"]
        typer.echo(f"{adoption['adopted']}\t{adoption['degree']}\t{lag}")
    if found["review"]:
        typer.echo(_("Review due: {day}").format(day=found["review"]))


@command("import-standards")
def import_standards(
    files: list[Path],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would happen."))
    ] = False,
    as_: As = "",
    json: Json = False,
) -> None:
    """Take registers in: xlsx, csv, yaml, zip; exit code 1 when one is refused."""
    from fund.standards import exchange

    results = []
    refused = False
    with output.refusals():
        troubles.must_read(files)
        for file in files:
            counts, issues = exchange.take_in(
                engine(), acting(as_), file.name, troubles.read(file), dry_run=dry_run
            )
            refused = refused or has_errors(issues)
            results.append((str(file), counts, issues))
    if json:
        output.document(
            {
                "files": [
                    {"file": name, **counts, "issues": [output.issue_json(one) for one in issues]}
                    for name, counts, issues in results
                ]
            }
        )
    else:
        for name, counts, issues in results:
            typer.echo(
                _("{file}: {taken_in} taken in, {known} known already").format(file=name, **counts)
            )
            for issue in issues:
                typer.echo(f"  {issue.severity} {issue.where}: {i18n.say(issue)}")
    if refused:
        raise typer.Exit(1)
