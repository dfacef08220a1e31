"""The commands by name. Each is one call of a query or a command; options say which, ``--json``
prints one document.
"""

import os
import sys
from datetime import date
from typing import Annotated

import typer

from fund import i18n

i18n.use(os.environ.get("FUND_LANG", os.environ.get("LANG", "zh"))[:2])
from fund.cli.output import Commands  # noqa: E402
from fund.i18n import _  # noqa: E402

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=_("The commercial space fund at the command line."),
)

Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]
AsOf = Annotated[
    str,
    typer.Option("--as-of", help=_("What was known on this day, YYYY-MM-DD; today unless given.")),
]
As = Annotated[str, typer.Option("--as", help=_("Login of the person who acts."))]


def day(text: str) -> date:
    """A day from an option; wrong usage otherwise."""
    from fund import clock

    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise typer.BadParameter(
            _("“{value}” is not a day. Write YYYY-MM-DD.").format(value=text)
        ) from None


def speak_help() -> None:
    """Give the frame of the help our words too; only where help is asked for, since its drawing is
    slow to import.
    """
    from typer import rich_utils

    (
        rich_utils.OPTIONS_PANEL_TITLE,
        rich_utils.COMMANDS_PANEL_TITLE,
        rich_utils.ARGUMENTS_PANEL_TITLE,
    ) = (_("Options"), _("Commands"), _("Arguments"))
    rich_utils.REQUIRED_LONG_STRING, rich_utils.DEFAULT_STRING = _("[required]"), _("[default: {}]")


def main() -> None:
    """Run the command line."""
    if "--help" in sys.argv or len(sys.argv) < 3:
        speak_help()
    from fund.cli import (  # noqa: F401  each registers its commands
        centres,
        closing,
        keeping,
        people,
        reading,
        sending,
        writing,
    )

    app()
