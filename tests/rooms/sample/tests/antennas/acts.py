"""The acts of this room, each with arguments that lead nowhere."""

from fund.antennas import commands

from tests.acts import NOBODY, Commands

COMMANDS: Commands = {
    "register_antenna": [(commands.register_antenna, {"code": "", "name": "", "diameter_cm": 1})],
    "retire_antenna": [(commands.retire_antenna, {"antenna_id": NOBODY, "reason": ""})],
}

PAIRS_TRIED_HERE = frozenset({"register_antenna", "retire_antenna"})
CLICKED_HERE = frozenset({"register_antenna", "retire_antenna"})
CHECKS_TRIED_HERE = frozenset({"antennas"})
OPENED = {"antennas": ("antennas", "天线", "Antennas")}
TYPED = {"antennas": ""}
