"""The acts of this room, each with arguments that lead nowhere."""

from fund.office import commands as office_commands
from tests.acts import NOBODY, Commands

COMMANDS: Commands = {
    "upload_opening": [
        (office_commands.upload_opening, {"file_name": "x", "content": b"", "records": None})
    ],
    "approve_opening": [
        (
            office_commands.approve_opening,
            {"opening_id": NOBODY, "expected_version": 1, "rows_seen": 0},
        )
    ],
    "reject_opening": [
        (
            office_commands.reject_opening,
            {"opening_id": NOBODY, "expected_version": 1, "reason": ""},
        )
    ],
}

CLICKED_HERE = frozenset({"upload_opening", "approve_opening", "reject_opening"})
"""Acts clicked many times at once in the tests of this room, or unchanged when they come again."""
