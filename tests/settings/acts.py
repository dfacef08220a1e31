"""The acts of this room, each with arguments that lead nowhere."""

from fund.settings import commands as settings
from tests.acts import Commands

COMMANDS: Commands = {
    "change_setting": [(settings.change, {"threshold": "", "value": 1, "reason": "x"})],
}
