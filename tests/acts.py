"""What tests/<room>/acts.py is written with: commands with arguments that lead nowhere, so that
whoever may do them is refused for these, never for the role.
"""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from fund.rooms.rooms import ROOMS

Commands = dict[str, list[tuple[Callable[..., Any], dict[str, Any]]]]
"""act -> every command that asks for it, with its arguments."""

HERE = Path(__file__).parent
NOBODY = 10**6
DAY = date(2026, 3, 11)
SOME_UNDERTAKING = {
    "code": "X",
    "title": "x",
    "organisation_id": 1,
    "region_code": "610000",
    "line_id": NOBODY,
}


def of_rooms(name: str) -> list[Any]:
    """What the rooms' own tests/<room>/acts.py say under a name, room by room."""
    places = [room.name for room in ROOMS if (HERE / room.name / "acts.py").exists()]
    modules = [import_module(f"tests.{place}.acts") for place in places]
    return [getattr(module, name) for module in modules if hasattr(module, name)]


def commands() -> Commands:
    """Those of all rooms: an act two rooms have commands for has them all."""
    made: Commands = {}
    for of_room in of_rooms("COMMANDS"):
        for act, tried in of_room.items():
            made.setdefault(act, []).extend(tried)
    return made


def tried_in_rooms(name: str) -> set[str]:
    """PAIRS_TRIED_HERE or CLICKED_HERE of all rooms together."""
    return set().union(*of_rooms(name))
