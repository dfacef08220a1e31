"""The acts of this room, each with arguments that lead nowhere."""

from fund.plan import commands as plan
from tests.acts import Commands

COMMANDS: Commands = {
    "register_organisation": [
        (plan.register_organisation, {"scheme": "x", "identifier": "x", "name": "x"})
    ],
}

CLICKED_HERE = frozenset({"register_organisation"})
"""Acts clicked many times at once in the tests of this room, or unchanged when they come again."""
