"""Closing a month or a year at the command line: the checklist, carry-over, surplus; two people,
one after the other.
"""

from datetime import date
from typing import Annotated, TypedDict

import typer
from sqlmodel import Session

from fund import acts, clock
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import As, Json, command
from fund.cli.keeping import engine
from fund.cli.people import acting
from fund.cli.reading import reading
from fund.closing import checklist, queries
from fund.closing import commands as closing
from fund.closing.rules import CHECKLIST
from fund.i18n import _
from fund.period import Period, parse

UNPAID = [
    "code",
    "title",
    "recipient",
    "line",
    "currency",
    "unpaid_fen",
    "accepted_fen",
    "is_proposed",
]
LINES = [
    "line",
    "source",
    "currency",
    "appropriated_fen",
    "carried_in_fen",
    "carried_out_fen",
    "committed_fen",
    "paid_fen",
    "unpaid_fen",
    "surplus_fen",
    "execution_share",
]


@command("close")
def close(
    period: Annotated[str, typer.Option(help=_("The month or year: 2026-09, 2026."))],
    as_: As = "",
    note: Annotated[str, typer.Option(help=_("What is done about the items that are open."))] = "",
    json: Json = False,
) -> None:
    """Show where a period stands; with a person, prepare its close, or close what another
    prepared.
    """
    with output.refusals():
        wanted = parse(period)
        if as_:
            _act(wanted, acting(as_), note)
    with reading("close", clock.today()) as session:
        found = _found(session, wanted)
    if json:
        output.document(found)
    else:
        _tell(found)


def _act(period: Period, person_id: int | None, note: str) -> None:
    """Close what another person prepared; prepare it where nobody did, or where it was this
    person.
    """
    with reading("close", clock.today()) as session:
        waiting = queries.waiting(session, OPERATOR, period.code)
    if waiting is not None and person_id not in waiting["hands"]:
        acts.perform(
            engine(),
            person_id,
            closing.close,
            closing_id=waiting["closing_id"],
            expected_version=waiting["version"],
        )
    else:
        acts.perform(engine(), person_id, closing.prepare_close, period=period.code, note=note)


class Item(TypedDict):
    """How one point of the checklist stands."""

    item: str
    must: bool
    count: int
    amount_fen: int


class Found(TypedDict):
    """What a close finds of a period."""

    period: str
    last_day: date
    state: str
    items: list[Item]
    lines: list[dict[str, object]]
    carry_over: list[dict[str, object]]
    surplus: list[dict[str, object]]


def _found(session: Session, period: Period) -> Found:
    year, last_day = period.last.year, min(period.last, clock.today())
    findings = checklist.findings(session, OPERATOR, period)
    states = queries.closings(session, OPERATOR).set_index("period")["state"].to_dict()
    unpaid, lines = (
        queries.unpaid(session, OPERATOR, year),
        queries.lines(session, OPERATOR, year, last_day),
    )
    return {
        "period": period.code,
        "last_day": period.last,
        "state": str(states.get(period.code, "open")),
        "items": [
            {
                "item": one.item,
                "must": CHECKLIST[one.item].is_must,
                "count": one.number,
                "amount_fen": one.amount_fen,
            }
            for one in findings
        ],
        "lines": output.records(lines, LINES),
        "carry_over": output.records(unpaid, UNPAID),
        "surplus": output.records(
            lines[lines["surplus_fen"] > 0], ["line", "currency", "surplus_fen"]
        ),
    }


def _tell(found: Found) -> None:
    typer.echo(f"{found['period']}\t{found['state']}")
    for item in found["items"]:
        mark = (
            _("in order")
            if not item["count"]
            else _("must be put in order")
            if item["must"]
            else _("open")
        )
        typer.echo(
            f"{_(CHECKLIST[item['item']].words)}\t{mark}\t{item['count']}"
            f"\t{item['amount_fen'] / 100:,.2f}"
        )
