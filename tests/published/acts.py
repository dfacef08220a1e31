"""The acts of this room, each with arguments that lead nowhere."""

from fund.published import classifying
from fund.published import commands as published
from tests.acts import Commands

COMMANDS: Commands = {
    "import_published": [(published.import_file, {"name": "x", "reading": None})],
    "categorise": [
        (classifying.categorise, {"ocid": "x", "category": "x"}),
        (classifying.categorise_by_rule, {"category": "x", "reason": "x", "digest": "x"}),
    ],
}

CLICKED_HERE = frozenset({"import_published", "categorise"})
"""Acts clicked many times at once in the tests of this room, or unchanged when they come again."""
