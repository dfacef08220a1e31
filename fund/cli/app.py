"""The commands by name. Each is one call of a query or a command; options say which, ``--json``
prints one document. A module is imported when one of its commands is typed, not before.
"""

import os
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from fund import house, i18n
from fund.rooms import derived

i18n.use(os.environ.get("FUND_LANG", os.environ.get("LANG", "zh"))[:2])
from fund.i18n import _  # noqa: E402

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer.core import TyperOption

Kind = TypeVar("Kind", bound="Command")

COMMANDS = derived.by_name((command.name, command) for command in house.COMMANDS)
"""Every command by its name, in the order the help lists them."""


class Commands(TyperGroup):
    """The commands of the table; one that is typed comes from its module, the others are listed
    without it. What stops one is a sentence, wherever it is met.
    """

    def __init__(self, *, commands: "dict[str, Command] | None" = None, **options: Any) -> None:
        listed: dict[str, Command] = {
            name: TyperCommand(name, help=_(place.help)) for name, place in COMMANDS.items()
        }
        super().__init__(commands=listed | (commands or {}), **options)

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        if args[0] in COMMANDS:
            self.commands[args[0]] = loaded(args[0])
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: "Context") -> object:
        from fund.cli import stopping

        with stopping.in_one_sentence():
            return super().invoke(ctx)


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


def _known_language(code: str) -> str:
    if code not in i18n.languages():
        raise typer.BadParameter(
            _("“{value}” is not a language here. Write zh or en.").format(value=code[:20])
        )
    return code


Lang = Annotated[str, typer.Option(help="zh | en", callback=_known_language)]
As = Annotated[str, typer.Option("--as", help=_("Login of the person who acts."))]


@app.callback()
def _fund() -> None:
    """Every command stands below this one."""


def command(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the command of that name in the table."""
    return app.command(name=name, help=_(COMMANDS[name].help))


def group(name: str) -> typer.Typer:
    """The group of commands of that name in the table."""
    made = typer.Typer(no_args_is_help=True, help=_(COMMANDS[name].help))
    app.add_typer(made, name=name)
    return made


def loaded(name: str) -> "Command":
    """The command of that name in the table, its module imported."""
    import_module(COMMANDS[name].module)
    return get_group(app).commands[name]


def whole() -> TyperGroup:
    """The command line with every module imported: what its tests look at."""
    for place in COMMANDS.values():
        import_module(place.module)
    return get_group(app)


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
    for kind in (TyperCommand, TyperGroup):
        setattr(kind, "get_help_option", _in_words(kind.get_help_option))  # noqa: B010


def _in_words(
    given: "Callable[[Kind, Context], TyperOption | None]",
) -> "Callable[[Kind, Context], TyperOption | None]":
    """The option that shows the help, which Typer knows in English only, in the user's words."""

    def option(command: Kind, ctx: "Context") -> "TyperOption | None":
        found = given(command, ctx)
        if found is not None:
            found.help = _("Show this help.")
        return found

    return option


def shows_help(typed: list[str]) -> bool:
    """Whether what was typed is answered with help: it asks for it, or names no command."""
    if "--help" in typed or not typed:
        return True
    return len(typed) == 1 and typed[0] in COMMANDS and COMMANDS[typed[0]].is_group


def main() -> None:
    """Run the command line; what it printed is on its way before it counts as done."""
    if shows_help(sys.argv[1:]):
        speak_help()
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except OSError as error:
        from fund.cli import stopping

        sys.exit(stopping.not_printed(error))
