"""Commands on the register of standards: what holds now for a number; taking a register in."""

from typing import Annotated, TypedDict

import typer

from fund import clock
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import Json, command
from fund.cli.reading import reading
from fund.i18n import _


class Found(TypedDict):
    """What holds now for a number, and what it rests on."""

    number: str
    title: str
    status: str
    holds: list[str]
    circles: list[list[str]]
    disputed: list[str]
    chain: dict[str, str]
    review: str
    is_due: bool
    adopts: list[dict[str, object]]


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
    found: Found = {
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


def _tell(found: Found) -> None:
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
