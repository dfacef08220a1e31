"""The acts of this room, each with arguments that lead nowhere."""

from fund.sign_in import commands as sign_in
from tests.acts import NOBODY, Commands

COMMANDS: Commands = {
    "link_identity": [
        (sign_in.link_identity, {"person_id": NOBODY, "issuer": "https://x", "subject": "x"}),
        (sign_in.unlink_identity, {"identity_id": NOBODY}),
    ],
    "revoke_sessions": [(sign_in.revoke_sessions, {"person_id": NOBODY})],
}

CLICKED_HERE = frozenset({"link_identity", "revoke_sessions"})
"""Acts clicked many times at once in the tests of this room, or unchanged when they come again."""
