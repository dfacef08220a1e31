"""What the command line prints: tables or one JSON document on stdout, sentences on stderr, exit
code 1 for a refusal, 3 where the database does not answer.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

import typer

from fund import i18n
from fund.errors import FundError, Issue
from fund.i18n import _

if TYPE_CHECKING:
    import pandas as pd


def document(value: object) -> None:
    """One JSON document, UTF-8, on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=plain, indent=1) + "\n")


def plain(value: object) -> object:
    """Dates as ISO text, decimals as numbers, missing values as null."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    import pandas as pd  # only what a table holds comes as far as this

    if value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} is not JSON")


def records(frame: "pd.DataFrame", names: list[str]) -> list[dict[str, object]]:
    """Rows of a table as dicts with plain values, missing ones as None."""
    rows = frame[names].astype(object).where(frame[names].notna(), None).to_dict("records")
    return [{str(name): _value(value) for name, value in row.items()} for row in rows]


def _value(value: object) -> object:
    return value.item() if hasattr(value, "item") else value


def table(frame: "pd.DataFrame", names: list[str]) -> None:
    """Rows for a person to read on a terminal."""
    typer.echo("\t".join(names))
    for row in records(frame, names):
        typer.echo("\t".join("—" if value is None else str(value) for value in row.values()))


def say(sentence: str) -> None:
    """A sentence for the person, on stderr."""
    typer.echo(sentence, err=True)


def issue_json(issue: Issue) -> dict[str, str]:
    """An issue as the command line prints it."""
    return {
        "severity": issue.severity,
        "code": issue.code,
        "where": issue.where,
        "value": issue.value,
        "message": i18n.say(issue),
    }


def issue_line(issue: Mapping[str, str]) -> str:
    """An issue, as ``issue_json`` gives it, as a line for a person."""
    severity = _("Error") if issue["severity"] == "error" else _("Warning")
    where, message = issue["where"] or "—", issue["message"]
    if not issue["value"]:
        return _("{severity}, {where}: {message}").format(
            severity=severity, where=where, message=message
        )
    return _("{severity}, {where}, “{value}”: {message}").format(
        severity=severity, where=where, value=issue["value"], message=message
    )


AWAY = 3
"""Exit code where the database did not answer: the same command again is the remedy."""


def refuse(error: FundError) -> NoReturn:
    """Print a refusal and leave with code 1, or 3 where the database does not answer."""
    from fund import db  # not for a command line that only lists its commands

    say(i18n.say(error))
    raise typer.Exit(AWAY if isinstance(error, db.DatabaseAway | db.OutcomeUnknown) else 1)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal inside into its sentence and exit code."""
    try:
        yield
    except FundError as error:
        refuse(error)
