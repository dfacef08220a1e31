"""The acts of this room, each with arguments that lead nowhere."""

from fund.attachments import commands as attachments
from tests.acts import Commands

COMMANDS: Commands = {
    "keep": [(attachments.keep, {"file_name": "a.pdf", "content": b"%PDF-1.4"})],
}

CLICKED_HERE = frozenset({"keep"})
"""Acts clicked many times at once in the tests of this room, or unchanged when they come again."""
