"""The command that tells people what is due: reminders."""

import os
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from fund import clock
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import Json, Lang, command
from fund.cli.keeping import engine
from fund.cli.reading import reading
from fund.errors import N_
from fund.i18n import _
from fund.reminders.rows import Told

OUTCOMES = {
    "sent": N_("told"),
    "nothing_new": N_("told already"),
    "no_address": N_("NOT REACHED: no e-mail address"),
    "nobody": N_("NOT REACHED: no person may do this"),
    "failed": N_("NOT REACHED"),
}


@command("reminders")
def reminders(
    send: Annotated[
        bool,
        typer.Option(
            "--send",
            help=_(
                "Send what nobody was told yet: to FUND_SMTP_URL, else to files in FUND_OUTBOX."
            ),
        ),
    ] = False,
    lang: Lang = "zh",
    json: Json = False,
) -> None:
    """Exit code 1 when somebody's letter was not taken; the next run tries again."""
    from fund.reminders import queries, sending

    today = clock.today()
    with reading("reminders", today) as session:
        found = queries.due(session, OPERATOR, today)
    with output.refusals():
        if send:
            told = sending.send(engine(), OPERATOR, found, sending.carrier(os.environ), today, lang)
        else:
            told = [sending.telling(rows) for rows in sending.by_person(found)]
    if json:
        output.document([{**one, "items": [_item(row) for row in one["items"]]} for one in told])
    else:
        _show(told)
    for one in told:
        if one["outcome"] in ("no_address", "nobody", "failed"):
            output.say(f"{_who(one)}: {_outcome(one)} {one['reason']}".rstrip())
    if any(one["outcome"] == "failed" for one in told):
        raise typer.Exit(1)


def _item(row: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value
        for name, value in row.items()
        if name not in ("person_id", "login", "name", "email")
    }


def _who(one: Mapping[str, object]) -> str:
    return f"{one['name']} ({one['login']})" if one["login"] else _("Nobody")


def _outcome(one: Told) -> str:
    words = OUTCOMES.get(one["outcome"] or "", "")
    return _(words) if words else one["email"] or ""


def _show(told: Sequence[Told]) -> None:
    """Person by person, a line a thing."""
    from fund.reminders.letters import line

    for one in told:
        typer.echo(f"{_who(one)}\t{_outcome(one)}")
        for row in one["items"]:
            typer.echo(f"  {line(row)}")
