"""Every command of the house as somebody would type it in the fund of tests/centres/reporting."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.acts import of_rooms

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "ocds-sample.json"
READ = ("releases", "workbook", "report", "copy")
"""Files a command reads, by what has to be in them; {new} is one it writes."""
CENTRE = "'local SD-RR'"
COMMANDS = {
    "init": "",
    "demo": "--postings 10",
    "backup": "{new}",
    "restore": "{copy}",
    "check": f"centre {{workbook}} --as {CENTRE}",
    "submit": f"centre {{workbook}} --as {CENTRE}",
    "marked": f"centre {{workbook}} -o {{new}} --as {CENTRE}",
    **dict.fromkeys(("figures", "grants", "contracts", "milestones", "targets", "flags"), ""),
    **dict.fromkeys(("verify", "reminders", "audit verify", "audit head", "users list"), ""),
    "close": "--period 2026-09",
    "import": "ocds {releases} --as officer",
    "export": "ledger -o {new}",
    "report": "ledger --period 2026-09 -o {new}",
    "template": f"centre -o {{new}} --centre SD-RR --period 2026-Q3 --as {CENTRE}",
    "users add": "new --name new",
    "users email": "officer a@example.org --as system",
    "users role": "officer viewer --as security",
    "users revoke": "viewer viewer --as security",
    "users link": "officer https://login.fund.test a --as system",
    "users sign-out": "officer --as security",
    "verify-report": "{report}",
    "policy": "",
    **{name: rest for of_room in of_rooms("TYPED") for name, rest in of_room.items()},
}
"""Every command with what it asks for; those of a room stand in its tests/<room>/acts.py."""
LATER = {
    "cdm package",
    "cdm dossier",
    "screen",
    "cdm decide",
    "cdm clear",
    "reports review",
    "reports issue",
    "reports file",
}
"""Commands for which another person must have done something before: here they are refused."""
WITHOUT = {"policy"}
"""Commands that ask no database."""


def words(command: str, **files: Any) -> list[str]:
    """A command as it is typed, with these files."""
    return [*command.split(), *(word.format(**files) for word in shlex.split(COMMANDS[command]))]


def names(command: Any, before: str = "") -> Iterator[str]:
    """All commands by name."""
    for name, inner in command.commands.items():
        if hasattr(inner, "commands"):
            yield from names(inner, f"{before}{name} ")
        else:
            yield f"{before}{name}"
